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

    static let surroundings = [
        Case("h1 + p{color:red}", "<h1>t</h1><p>x</p><p>y</p>", #"<h1>t</h1><p style="color:red">x</p><p>y</p>"#),
        Case("h1 + p{color:red}", "<h1>t</h1> text <p>x</p>", #"<h1>t</h1> text <p style="color:red">x</p>"#),
        Case(
            "h1 ~ p{color:red}", "<p>w</p><h1>t</h1><b>b</b><p>x</p>",
            #"<p>w</p><h1>t</h1><b>b</b><p style="color:red">x</p>"#),
        Case(
            "i + b u{color:red}", "<i>i</i><b><s><u>x</u></s></b>", #"<i>i</i><b><s><u style="color:red">x</u></s></b>"#
        ),
        Case("p:first-child{color:red}", "<p>x</p><p>y</p>", #"<p style="color:red">x</p><p>y</p>"#),
        Case("p:first-child{color:red}", "<b>b</b><p>x</p>", "<b>b</b><p>x</p>"),
        Case("p:FIRST-child{color:red}", "text <p>x</p>", #"text <p style="color:red">x</p>"#),
        Case("p:last-child{color:red}", "<p>x</p><p>y</p>", #"<p>x</p><p style="color:red">y</p>"#),
        Case("p:first-of-type{color:red}", "<b>b</b><p>x</p>", #"<b>b</b><p style="color:red">x</p>"#),
        Case("b:last-of-type{color:red}", "<b>b</b><p>x</p>", #"<b style="color:red">b</b><p>x</p>"#),
        Case("b:nth-child(2){color:red}", "<b>1</b><b>2</b><b>3</b>", #"<b>1</b><b style="color:red">2</b><b>3</b>"#),
        Case(
            "b:nth-child(odd){color:red}", "<b>1</b><b>2</b><b>3</b>",
            #"<b style="color:red">1</b><b>2</b><b style="color:red">3</b>"#),
        Case("b:nth-child(2n){color:red}", "<b>1</b><b>2</b><b>3</b>", #"<b>1</b><b style="color:red">2</b><b>3</b>"#),
        Case(
            "b:nth-child( -n + 2 ){color:red}", "<b>1</b><b>2</b><b>3</b>",
            #"<b style="color:red">1</b><b style="color:red">2</b><b>3</b>"#),
        Case("b:nth-child(n+2){color:red}", "<b>1</b><b>2</b>", #"<b>1</b><b style="color:red">2</b>"#),
        Case("b:nth-last-child(1){color:red}", "<b>1</b><b>2</b>", #"<b>1</b><b style="color:red">2</b>"#),
        Case("b:nth-of-type(2){color:red}", "<b>1</b><i>i</i><b>2</b>", #"<b>1</b><i>i</i><b style="color:red">2</b>"#),
        Case("b:nth-child(0){color:red}", "<b>1</b>", "<b>1</b>"),
        Case("p:empty{color:red}", "<p></p><p>x</p>", #"<p style="color:red"></p><p>x</p>"#),
        Case(":root b{color:red}", "<b>x</b>", #"<b style="color:red">x</b>"#),
        Case("p:not(.a){color:red}", #"<p class="a">x</p><p>y</p>"#, #"<p class="a">x</p><p style="color:red">y</p>"#),
        Case(
            "p:not(.a, [dir]){color:red}", #"<p dir="rtl">x</p><p>y</p>"#,
            #"<p dir="rtl">x</p><p style="color:red">y</p>"#),
        Case("p:not(:first-child){color:red}", "<p>x</p><p>y</p>", #"<p>x</p><p style="color:red">y</p>"#),
        Case("p:not(#i){color:red} p.a{color:blue}", #"<p class="a">x</p>"#, #"<p class="a" style="color:red">x</p>"#),
        Case("p:not(:hover){color:red}", "<p>x</p>", "<p>x</p>"),
    ]

    static let inheritance = [
        Case("div{color:red}", "<div><p>x</p></div>", #"<div style="color:red"><p>x</p></div>"#),
        Case(
            "div{color:red} p{color:inherit}", "<div><p>x</p></div>",
            #"<div style="color:red"><p style="color:inherit">x</p></div>"#),
        Case(
            "table{color:red}", "<table><tr><td>x</td></tr></table>",
            #"<table style="color:red"><tbody><tr><td>x</td></tr></tbody></table>"#),
        Case(
            "b{color:red} b b{color:blue}", "<b>x<b>y</b></b>",
            #"<b style="color:red">x<b style="color:blue">y</b></b>"#),
    ]

    static let malformed = [
        Case("p{color:red", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("p{color}", "<p>x</p>", "<p>x</p>"),
        Case("p{:red;color:blue}", "<p>x</p>", #"<p style="color:blue">x</p>"#),
        Case("p{color:red;{a:b};margin:0}", "<p>x</p>", #"<p style="color:red;margin:0">x</p>"#),
        Case("p,{color:red} p{margin:0}", "<p>x</p>", #"<p style="margin:0">x</p>"#),
        Case("p >{color:red} p{margin:0}", "<p>x</p>", #"<p style="margin:0">x</p>"#),
        Case("@media{p{color:red}} p{margin:0}", "<p>x</p>", #"<p style="margin:0">x</p>"#),
        Case("@media screen{p{color:red} p{margin:0}", "<p>x</p>", "<p>x</p>"),
        Case("/* p{color:red}", "<p>x</p>", "<p>x</p>"),
        Case("p{color:red}} b{margin:0}", "<p>x</p><b>y</b>", #"<p style="color:red">x</p><b style="margin:0">y</b>"#),
        Case("p{content:'\n;color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case(
            "p{width:calc(100% - (2px + 1px));color:red}", "<p>x</p>",
            #"<p style="width:calc(100% - (2px + 1px));color:red">x</p>"#),
        Case("<!-- p{color:red} -->", "<p>x</p>", "<p>x</p>"),
        Case("p{--x:1;color:red}", "<p>x</p>", #"<p style="--x:1;color:red">x</p>"#),
        Case("p{color:red!importan}", "<p>x</p>", #"<p style="color:red!importan">x</p>"#),
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

    @Test(arguments: selectors + surroundings + cascade + inheritance + malformed)
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
        ("p:lang(de){margin:0!important}", "p:lang(de) { margin:0!important }"),
        ("h1 + a:focus{margin:0}", "h1 + a:focus { margin:0 }"),
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
