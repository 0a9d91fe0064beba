/// What is damaged of an issue: something of everything, and what means something there.
enum FuzzText {
    static let markdown = """
        # A title {{name | "reader"}}

        *em* **strong** ~~gone~~ `code` [link](https://example.org/?a={{city}} "t") ![alt](https://example.org/b.png#width=80)
        [r] [r][] [x][r] <https://example.org> www.example.org

        > [!NOTE] Title
        > quote

        * item
          1. inner
        - [x] task

        | a | b |
        |:--|--:|
        | 1 | 2[^n] |

        {{#city}}

        For {{city}}.

        {{/city}}

        <div style="color:red"><a href="https://example.org/raw">raw</a></div>

        ```swift
        code
        ```

        [r]: https://example.org/r "title"
        [^n]: note
        """

    static let markdownTokens = [
        "\n\n", "\n    ", "> ", "* ", "1) ", "999999999. ", "|", "|-|\n", "**", "_", "~~", "`", "```\n", "[", "](",
        "![",
        "[^n]", "[r]", "[r]: ", "[!TIP]", "<!-- columns -->", "<!-- column -->", "<!-- toc -->", "{{", "}}", "{{name}}",
        "{{#city}}", "{{^city}}", "{{/city}}", "javascript:", "data:text/html,", "www.", "http://", "#embed", "#width=",
        "(javascript:&#x0e33;=x)", "---\n", "===\n",
    ]

    static let html = """
        <div style="color: red; background: blue url(x)" onclick="x"><a href="https://example.org/raw" title='t'>raw</a></div>

        <ol start="3"><li value="2">a</li></ol> <img src="https://example.org/c.png" width="300" alt="x"> <b>bold<i>both</b></i>

        <table width="100%"><tr><td colspan="2" align=center>a<td>b</table>

        Text <span class="x">in</span> a line&nbsp;&#x201C;quoted&#x201D;<br>end.
        """

    static let htmlTokens = [
        "<", ">", "</", "<!--", "-->", "<a href='", "<a href=javascript:x>", "<a href=\"javascript:&#x0e33;=x\">",
        "<div>",
        "</div>", "</td></tr></table>", "<table><tr><td>", "<pre>", "<script>", "</script>", "<style>", "</style>",
        "<svg onload=x>", "<iframe src=x>", "<form>", "<textarea>", "<title>", "<plaintext>", "<select>", "<template>",
        "<math>", "<body onload=x>", "</body>", "</html>", " onclick=x ", " style='position:fixed' ", "start=",
        "width=",
        "colspan=", "url(", "expression(", "-moz-binding:", "\\75 rl(", "&#0;", "&#x110000;", "&lt;", "\n\n",
    ]
}
