import Testing

@testable import Rendering

@Suite struct InlinerTests {
    struct Case: CustomTestStringConvertible {
        let css: String
        let body: String
        let expected: String
        var testDescription: String { "\(css) | \(body)" }

        init(_ css: String, _ body: String, _ expected: String) {
            self.css = css
            self.body = body
            self.expected = expected
        }
    }

    static let selectors = [
        Case("p{color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("P{COLOR:Red}", "<p>x</p>", #"<p style="color:Red">x</p>"#),
        Case("h1{color:red}", "<p>x</p>", "<p>x</p>"),
        Case("*{color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case(".a{color:red}", #"<p class="a">x</p>"#, #"<p class="a" style="color:red">x</p>"#),
        Case(".a{color:red}", #"<p class="b a c">x</p>"#, #"<p class="b a c" style="color:red">x</p>"#),
        Case(".a{color:red}", #"<p class="ab">x</p>"#, #"<p class="ab">x</p>"#),
        Case(".A{color:red}", #"<p class="a">x</p>"#, #"<p class="a">x</p>"#),
        Case("#i{color:red}", #"<p id="i">x</p>"#, #"<p id="i" style="color:red">x</p>"#),
        Case("p.a.b{color:red}", #"<p class="b a">x</p>"#, #"<p class="b a" style="color:red">x</p>"#),
        Case("p.a.b{color:red}", #"<p class="a">x</p>"#, #"<p class="a">x</p>"#),
        Case("div p{color:red}", "<div><i><p>x</p></i></div>", #"<div><i><p style="color:red">x</p></i></div>"#),
        Case("div p{color:red}", "<p>x</p>", "<p>x</p>"),
        Case("div>p{color:red}", "<div><p>x</p></div>", #"<div><p style="color:red">x</p></div>"#),
        Case("div > b{color:red}", "<div><i><b>x</b></i></div>", "<div><i><b>x</b></i></div>"),
        Case(
            "div i > b{color:red}", "<div><u><i><b>x</b></i></u></div>",
            #"<div><u><i><b style="color:red">x</b></i></u></div>"#),
        Case(
            "div > i b{color:red}", "<div><u><i><i><b>x</b></i></i></u></div>",
            "<div><u><i><i><b>x</b></i></i></u></div>"),
        Case(
            ".a > .b i{color:red}",
            #"<div class="a"><p class="b"><u class="b"><i>x</i></u></p></div>"#,
            #"<div class="a"><p class="b"><u class="b"><i style="color:red">x</i></u></p></div>"#),
        Case("body p{color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("html > body > p{color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("[align]{color:red}", #"<p align="left">x</p>"#, #"<p align="left" style="color:red">x</p>"#),
        Case("[align=left]{color:red}", #"<p align="left">x</p>"#, #"<p align="left" style="color:red">x</p>"#),
        Case("[align='left']{color:red}", #"<p align="right">x</p>"#, #"<p align="right">x</p>"#),
        Case(
            #"a[href^="https:"]{color:red}"#, #"<a href="https://x.y">x</a>"#,
            #"<a href="https://x.y" style="color:red">x</a>"#),
        Case("a[href$='.pdf']{color:red}", #"<a href="x.pdf">x</a>"#, #"<a href="x.pdf" style="color:red">x</a>"#),
        Case("a[href*=x]{color:red}", #"<a href="axb">x</a>"#, #"<a href="axb" style="color:red">x</a>"#),
        Case("[lang|=de]{color:red}", #"<p lang="de-AT">x</p>"#, #"<p lang="de-AT" style="color:red">x</p>"#),
        Case("[lang|=de]{color:red}", #"<p lang="den">x</p>"#, #"<p lang="den">x</p>"#),
        Case("[class~=a]{color:red}", #"<p class="b a">x</p>"#, #"<p class="b a" style="color:red">x</p>"#),
        Case("h1, p{color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case(
            #"[title="a,b"], h1{color:red}"#, #"<p title="a,b">x</p>"#,
            #"<p title="a,b" style="color:red">x</p>"#),
    ]

    static let cascade = [
        Case("p{color:red} p{color:blue}", "<p>x</p>", #"<p style="color:blue">x</p>"#),
        Case(".a{color:red} p{color:blue}", #"<p class="a">x</p>"#, #"<p class="a" style="color:red">x</p>"#),
        Case(
            "#i{color:red} .a.b.c{color:blue}", #"<p id="i" class="a b c">x</p>"#,
            #"<p id="i" class="a b c" style="color:red">x</p>"#),
        Case("div p{color:red} p{color:blue}", "<div><p>x</p></div>", #"<div><p style="color:red">x</p></div>"#),
        Case(
            "[align]{color:red} p{color:blue}", #"<p align="left">x</p>"#, #"<p align="left" style="color:red">x</p>"#),
        Case(
            "p{color:red!important} p.a{color:blue}", #"<p class="a">x</p>"#, #"<p class="a" style="color:red">x</p>"#),
        Case("p{color:red ! IMPORTANT}", #"<p style="color:blue">x</p>"#, #"<p style="color:red">x</p>"#),
        Case("p{color:red}", #"<p style="color:blue">x</p>"#, #"<p style="color:blue">x</p>"#),
        Case(
            "p{color:red!important}", #"<p style="color:blue !important">x</p>"#,
            #"<p style="color:blue!important">x</p>"#),
        Case("p{margin:0}", #"<p style="color:blue">x</p>"#, #"<p style="margin:0;color:blue">x</p>"#),
        Case(
            "p{margin-top:1px} .a{margin:0}", #"<p class="a">x</p>"#,
            #"<p class="a" style="margin-top:1px;margin:0">x</p>"#),
        Case(
            "p{margin-top:1px} .a{margin:0} #i{margin-top:2px}", #"<p class="a" id="i">x</p>"#,
            #"<p class="a" id="i" style="margin:0;margin-top:2px">x</p>"#),
        Case("p{color:red;;color:}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("p{color:red", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("} p{color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("p{font-family:'a;b', c}", "<p>x</p>", #"<p style="font-family:'a;b', c">x</p>"#),
        Case(#"p{font-family:"A"}"#, "<p>x</p>", #"<p style="font-family:&quot;A&quot;">x</p>"#),
        Case("p{/* ; } */color:/**/red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("p{background:url(a;b)}", "<p>x</p>", #"<p style="background:url(a;b)">x</p>"#),
        Case("p{color:red}", #"<p style="">x</p>"#, #"<p style="color:red">x</p>"#),
        Case("", #"<p style="x">x</p>"#, #"<p style="x">x</p>"#),
    ]

    @Test(arguments: selectors + cascade)
    func styleIsMovedIntoTheElements(test: Case) throws {
        let page = try HTMLParser.page("<body>\(test.body)</body>")
        #expect(Inliner(stylesheet: test.css).inline(page).bodySource == test.expected)
    }

    @Test(arguments: [
        (
            "@media (max-width: 620px) { p { color: red !important; } }",
            "@media (max-width: 620px) { p { color: red !important; } }"
        ),
        ("a:hover{color:red}", "a:hover { color:red }"),
        ("p::first-line{color:red}", "p::first-line { color:red }"),
        ("h1 + p{margin:0!important}", "h1 + p { margin:0!important }"),
        ("h1 ~ p{margin:0}", "h1 ~ p { margin:0 }"),
        ("p, a:hover{color:red}", "a:hover { color:red }"),
        (
            "@font-face { font-family: x; src: url(https://x.y/z) }",
            "@font-face { font-family: x; src: url(https://x.y/z) }"
        ),
        ("@import url(x.css); p{color:red}", ""),
        ("@charset 'utf-8';", ""),
        ("p{color:red}", ""),
    ])
    func onlyWhatElementsCannotCarryStaysInTheSheet(css: String, kept: String) {
        #expect(Inliner(stylesheet: css).keptSheet == kept)
    }

    @Test func keptRulesStandInTheHeadAndMediaRulesAreNotInlined() throws {
        let page = try HTMLParser.page("<head><title>t</title></head><p>x</p>")
        let css = "p{color:red} @media print { p { color: blue !important } }"
        let source = Serializer.page(Inliner(stylesheet: css).inline(page))
        #expect(source.contains("<style>\n@media print { p { color: blue !important } }\n</style>"))
        #expect(source.contains(#"<p style="color:red">x</p>"#))
    }

    @Test func aSheetCannotEndItsElement() throws {
        let kept = Inliner(stylesheet: "a:hover{content:'</style><script>'}").keptSheet
        #expect(!kept.contains("</"))
    }
}

extension DOMElement {
    /// The source of the body's content.
    var bodySource: String {
        for case .element(let body) in children where body.name == "body" { return Serializer.fragment(body.children) }
        return "no body"
    }
}
