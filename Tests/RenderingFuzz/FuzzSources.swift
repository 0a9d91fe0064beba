/// What is mutated: sources with something of everything in them, and the tokens that mean something in each.
enum FuzzSources {
    static let issue = """
        ---
        subject: "Hello {{name | \\"reader\\"}}"
        preheader: What {{city}} says
        date: 2026-11-23
        language: en
        tags: [one, two]
        ---

        # A title {{name}}

        *em* **strong** ~~gone~~ `code {{x}}` [link](https://example.org/?a={{city}} "t") ![alt](https://example.org/b.png#width=80)

        <!-- toc -->

        > [!NOTE] Title
        > quote
        lazy

        * item
          1. inner
        - [x] task

        <!-- columns -->
        ### left
        <!-- column -->
        [Go](https://example.org "button")
        <!-- /columns -->

        | a | b |
        |:--|--:|
        | 1 | 2[^n] |

        <div style="color:red" onclick="x"><a href="https://example.org/raw">raw</a><img src="https://example.org/c.png"></div>

        ```swift
        code
        ```

        שלום 漢字

        [^n]: note
        """

    static let issueTokens = [
        "\n\n", "\n    ", "> ", "* ", "1) ", "|", "|-|\n", "**", "_", "~~", "`", "```\n", "[", "](", "![", "[^n]",
        "[!TIP]",
        "<a href='", "<a href=javascript:x>", "<div>", "</div>", "</td></tr></table>", "<!--", "-->",
        "<!-- columns -->",
        "<!-- column -->", "<!-- /columns -->", "<!-- toc -->", "<table><tr><td>", "<pre>", "{{", "}}", "{{name}}",
        "{{#city}}", "{{^city}}", "{{/city}}", "{{#x = \"y\"}}", "{{/}}",
        "\\",
        "&#0;", "&amp", "&lt;script&gt;", "<script>alert(1)</script>", "</script>", "<style>", "</style>",
        "<svg onload=x>",
        "<iframe src=x>", "<form>", "<textarea>", "<title>", "<plaintext>", "<select>", "<option>", "<template>",
        "<math>",
        "<body onload=x>", "</body>", "</html>", " onclick=x ", " style='position:fixed' ", "\" button\"", "\"button\"",
        "\u{E000}", "\u{E001}", "\u{0}", "\r", "\t", "漢", "\u{301}", "\u{202E}", "http://", "data:text/html,", "www.",
        "a@b.c",
        "---\n", "===\n", "\u{2028}", "subject: ", "images: embed\n", "template: x\n", ": ", "\"", "'", "- ", "#embed",
        "#width=5",
    ]

    static let pageTokens = [
        "{{", "}}", "{{{content}}}", "{{#preheader}}", "{{/preheader}}", "{{^date}}", "{{subject}}",
        "{{unsubscribe_url}}",
        "{{> x}}", "{{=<% %>=}}", "{{!", "<", ">", "</", "\"", "<!--", "-->", "<!--[if mso]>", "<![endif]-->", "<td>",
        "</td>",
        "<table>", "</table>", "<style>", "</style>", "<title>", "</title>", "<body>", "</head>", "\u{E000}",
        "\u{E001}",
    ]

    static let styleTokens = [
        "{", "}", "/*", "*/", "'", "\"", ";", ":", "@media all {", "@import url(x);", "\\", "(", ")", "[", "]",
        "!important", ">",
        ",", "</style>", "<!--", "-->", "<script>", ":not(", ":nth-child(", "::before", ":hover", "*", "~", "+", "#a",
        ".b",
        "\u{0}", "display:none", "url(x)",
    ]
}
