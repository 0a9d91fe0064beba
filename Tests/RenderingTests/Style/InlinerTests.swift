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
        Case("<!-- p{color:red} -->", "<p>x</p>", #"<p style="color:red">x</p>"#),
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
            "@media (max-width: 620px){\np{color:red!important}\n}"
        ),
        ("a:hover{color:red}", "a:hover{color:red}"),
        ("p::first-line{color:red}", "p::first-line{color:red}"),
        ("p:lang(de){margin:0!important}", "p:lang(de){margin:0!important}"),
        ("h1 + a:focus{margin:0}", "h1 + a:focus{margin:0}"),
        ("p, a:hover{color:red}", "a:hover{color:red}"),
        (
            "@font-face { font-family: x; src: url(https://x.y/z) }",
            "@font-face { font-family: x; src: url(https://x.y/z) }"
        ),
        ("@import url(x.css); p{color:red}", ""),
        ("@charset 'utf-8';", ""),
        ("p{color:red}", ""),
        ("a, b:bogus{color:red}", ""),
        ("a:hover, b:hover{color:red}", "a:hover{color:red}\nb:hover{color:red}"),
        ("@media print{.a, .b, i:empty{margin:0}}", "@media print{\n.a,.b{margin:0}\ni:empty{margin:0}\n}"),
        ("a{&:hover{margin:0}}", "a:hover{margin:0}"),
        ("p{@media print{margin:0}}", "@media print{\np{margin:0}\n}"),
        ("@media print{}", ""), ("@media print{p{}}", ""),
        ("@supports (x){@media y{p{margin:0}}}", "@supports (x){\n@media y{\np{margin:0}\n}\n}"),
    ])
    func onlyWhatElementsCannotCarryStaysInTheSheet(css: String, kept: String) {
        #expect(Inliner(stylesheet: css).keptSheet == kept)
    }

    @Test func keptRulesStandInTheHeadAndMediaRulesAreNotInlined() throws {
        let page = try HTMLParser.page("<head><title>t</title></head><p>x</p>")
        let css = "p{color:red} @media print { p { color: blue !important } }"
        let source = Serializer.page(Inliner(stylesheet: css).inline(page))
        #expect(source.contains("<style>\n@media print{\np{color:blue!important}\n}\n</style>"))
        #expect(source.contains(#"<p style="color:red">x</p>"#))
    }

    /// What the body and the sheet come to.
    private func inlined(_ css: String, _ body: String) throws -> (body: String, sheet: String) {
        let page = Inliner(stylesheet: css).inline(try HTMLParser.page("<head></head><body>\(body)</body>"))
        let source = Serializer.page(page)
        let sheet = source.firstRange(of: "<style>\n").map { start in
            source[start.upperBound...].prefix(upTo: source.firstRange(of: "\n</style>")?.lowerBound ?? source.endIndex)
        }
        return (page.bodySource, sheet.map(String.init) ?? "")
    }

    @Test(arguments: [
        // The sheet wins where the cascade says so, and only there.
        ("p{color:red} @media x{p{color:blue}}", "<p>x</p>", #"<p style="color:red">x</p>"#, "p{color:blue!important}"),
        ("@media x{p{color:blue}} p{color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#, "p{color:blue}"),
        (
            "p.a{color:red} @media x{p{color:blue}}", #"<p class="a">x</p>"#, #"<p class="a" style="color:red">x</p>"#,
            "p{color:blue}"
        ),
        (
            "p.a{color:red} p{margin:0} @media x{p{color:blue;margin:1px}}", #"<p class="a">x</p>"#,
            #"<p class="a" style="margin:0;color:red">x</p>"#, "p{color:blue;margin:1px!important}"
        ),
        ("p{color:red!important} @media x{p{color:blue}}", "<p>x</p>", #"<p style="color:red">x</p>"#, "p{color:blue}"),
        (
            "p{color:red!important} @media x{p{color:blue!important}}", "<p>x</p>", #"<p style="color:red">x</p>"#,
            "p{color:blue!important}"
        ),
        (
            "p.a{color:red!important} @media x{p{color:blue!important}}", #"<p class="a">x</p>"#,
            #"<p class="a" style="color:red!important">x</p>"#, "p{color:blue!important}"
        ),
        (
            "@media x{p{color:blue}} i{color:green}", #"<p style="color:red">x</p><i>y</i>"#,
            #"<p style="color:red">x</p><i style="color:green">y</i>"#, "p{color:blue}"
        ),
        (
            "b{margin:0} @media x{*{margin:1px;color:blue}}", #"<b>x</b><p style="margin:2px">y</p>"#,
            #"<b style="margin:0">x</b><p style="margin:2px">y</p>"#, "*{margin:1px;color:blue}"
        ),
        (
            "b{margin:0} @media x{:where(b, p){color:blue} b, p{margin:1px}}", #"<b>x</b><p style="margin:2px">y</p>"#,
            #"<b style="margin:0">x</b><p style="margin:2px">y</p>"#,
            ":where(b, p){color:blue}\nb{margin:1px!important}"
        ),
        (
            "p{margin-top:1px} @media x{p{margin:0}}", "<p>x</p>", #"<p style="margin-top:1px">x</p>"#,
            "p{margin:0!important}"
        ),
        (
            "p{font-size:1px} @media x{p{font-weight:bold}}", "<p>x</p>", #"<p style="font-size:1px">x</p>"#,
            "p{font-weight:bold}"
        ),
        (
            "p{border-left-color:red} @media x{p{border-width:0}}", "<p>x</p>",
            #"<p style="border-left-color:red">x</p>"#,
            "p{border-width:0}"
        ),
        (
            "p{margin:0} @media x{p{margin:1px;margin-left:2px}}", "<p>x</p>", #"<p style="margin:0">x</p>"#,
            "p{margin:1px!important;margin-left:2px!important}"
        ),
    ])
    func sheetAndElementsStandToEachOtherAsInTheCascade(css: String, body: String, expected: String, kept: String)
        throws
    {
        let result = try inlined(css, body)
        #expect(result.body == expected)
        #expect(result.sheet.contains(kept + "\n"), "\(result.sheet)")
    }

    @Test func pseudoElementsDoNotCompeteWithTheElementsOwnStyle() throws {
        #expect(try inlined("p{color:red} p::before{color:blue}", "<p>x</p>").sheet == "p::before{color:blue}")
    }

    static let kinds = [
        Case(":root{color:red}", "<p>x</p>", "<p>x</p>"),
        Case("p:only-child{color:red}", "<div><p>x</p></div>", #"<div><p style="color:red">x</p></div>"#),
        Case("p:only-child{color:red}", "<p>x</p><p>y</p>", "<p>x</p><p>y</p>"),
        Case("b:only-of-type{color:red}", "<b>x</b><i>y</i>", #"<b style="color:red">x</b><i>y</i>"#),
        Case(":link{color:red}", #"<a href="x">x</a><a>y</a>"#, #"<a href="x" style="color:red">x</a><a>y</a>"#),
        Case("a:visited{color:red}", #"<a href="x">x</a>"#, #"<a href="x">x</a>"#),
        Case(":is(p, b){color:red}", "<b>x</b>", #"<b style="color:red">x</b>"#),
        Case(":is(#i, b){color:red} b.a{color:blue}", #"<b class="a">x</b>"#, #"<b class="a" style="color:red">x</b>"#),
        Case(":where(#i, b){color:red} b{color:blue}", "<b>x</b>", #"<b style="color:blue">x</b>"#),
        Case(":is(b, :bogus){color:red}", "<b>x</b>", #"<b style="color:red">x</b>"#),
        Case(
            "p:is(div > p){color:red}", "<div><p>x</p></div><p>y</p>", #"<div><p style="color:red">x</p></div><p>y</p>"#
        ),
        Case(
            "p:not(div p){color:red}", "<div><p>x</p></div><p>y</p>", #"<div><p>x</p></div><p style="color:red">y</p>"#),
        Case(
            "p:not(.a.b){color:red}", #"<p class="a b">x</p><p class="a">y</p>"#,
            #"<p class="a b">x</p><p class="a" style="color:red">y</p>"#),
        Case(
            "p:not(:not(.a)){color:red}", #"<p class="a">x</p><p>y</p>"#,
            #"<p class="a" style="color:red">x</p><p>y</p>"#),
        Case(#".w-1\/2{color:red}"#, #"<p class="w-1/2">x</p>"#, #"<p class="w-1/2" style="color:red">x</p>"#),
        Case(#".sm\:x{color:red}"#, #"<p class="sm:x">x</p>"#, #"<p class="sm:x" style="color:red">x</p>"#),
        Case(#".\31 a{color:red}"#, #"<p class="1a">x</p>"#, #"<p class="1a" style="color:red">x</p>"#),
        Case(#".\000061{color:red}"#, #"<p class="a">x</p>"#, #"<p class="a" style="color:red">x</p>"#),
        Case(#"[title="a\"b"]{color:red}"#, #"<p title='a"b'>x</p>"#, #"<p title="a&quot;b" style="color:red">x</p>"#),
        Case(".\u{FC}{color:red}", "<p class=\"\u{FC}\">x</p>", "<p class=\"\u{FC}\" style=\"color:red\">x</p>"),
        Case(".e{color:red}", "<p class=\"e\u{301}\">x</p>", "<p class=\"e\u{301}\">x</p>"),
        Case("[align=LEFT]{color:red}", #"<p align="left">x</p>"#, #"<p align="left" style="color:red">x</p>"#),
        Case("[title=A]{color:red}", #"<p title="a">x</p>"#, #"<p title="a">x</p>"#),
        Case("[title=A i]{color:red}", #"<p title="a">x</p>"#, #"<p title="a" style="color:red">x</p>"#),
        Case("[align=LEFT s]{color:red}", #"<p align="left">x</p>"#, #"<p align="left">x</p>"#),
        Case("[lang|=DE]{color:red}", #"<p lang="de-AT">x</p>"#, #"<p lang="de-AT" style="color:red">x</p>"#),
        Case("p/**/.a{color:red}", #"<p class="a">x</p>"#, #"<p class="a" style="color:red">x</p>"#),
        Case("p/**/ .a{color:red}", #"<p class="a">x</p>"#, #"<p class="a">x</p>"#),
        Case("p /* > */ > b{color:red}", "<p><b>x</b></p>", #"<p><b style="color:red">x</b></p>"#),
        Case("p{color/**/:/**/red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("p{margin:1px/**/2px}", "<p>x</p>", #"<p style="margin:1px 2px">x</p>"#),
        Case("--> p{color:red} <!--", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case(
            "b{color:red;i{color:blue}}", "<b>x<i>y</i></b>", #"<b style="color:red">x<i style="color:blue">y</i></b>"#),
        Case("b{i{color:blue} color:red}", "<b>x</b>", #"<b style="color:red">x</b>"#),
        Case("b{&.a{color:red}}", #"<b class="a">x</b>"#, #"<b class="a" style="color:red">x</b>"#),
        Case("p{--Tone:red;color:var(--Tone)}", "<p>x</p>", #"<p style="--Tone:red;color:var(--Tone)">x</p>"#),
        Case("p{COLOR:Red;--X:Y}", "<p>x</p>", #"<p style="color:Red;--X:Y">x</p>"#),
        // A value that some do not take stays behind what all take.
        Case(
            "p{background:#eee;background:linear-gradient(red,blue)}", "<p>x</p>",
            #"<p style="background:#eee;background:linear-gradient(red,blue)">x</p>"#),
        Case("p{color:red;color:notacolour}", "<p>x</p>", #"<p style="color:red;color:notacolour">x</p>"#),
        Case("p{color:notacolour;color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case(
            "p{color:red} .a{color:rgb(0 0 0/50%)}", #"<p class="a">x</p>"#,
            #"<p class="a" style="color:red;color:rgb(0 0 0/50%)">x</p>"#),
        Case("p{width:100px;width:calc(1px + 2%)}", "<p>x</p>", #"<p style="width:100px;width:calc(1px + 2%)">x</p>"#),
        Case("p{font-size:16px;font-size:1rem}", "<p>x</p>", #"<p style="font-size:16px;font-size:1rem">x</p>"#),
        Case("p{padding:1px;padding:-1px}", "<p>x</p>", #"<p style="padding:1px;padding:-1px">x</p>"#),
        Case("p{margin:1px;margin:-1px}", "<p>x</p>", #"<p style="margin:-1px">x</p>"#),
        Case("p{margin:1px;margin:3}", "<p>x</p>", #"<p style="margin:1px;margin:3">x</p>"#),
        Case("p{border:0;border:1px solid red}", "<p>x</p>", #"<p style="border:1px solid red">x</p>"#),
        Case("p{border:0;border:solid solid}", "<p>x</p>", #"<p style="border:0;border:solid solid">x</p>"#),
        Case("p{display:block;display:flex}", "<p>x</p>", #"<p style="display:block;display:flex">x</p>"#),
        Case("p{color:red;color:red}", "<p>x</p>", #"<p style="color:red">x</p>"#),
        Case("p{line-height:1;line-height:1.5}", "<p>x</p>", #"<p style="line-height:1.5">x</p>"#),
        Case("p{font-family:x;font-family:'A B', y}", "<p>x</p>", #"<p style="font-family:'A B', y">x</p>"#),
        Case(
            "p{mso-line-height-rule:at-least;mso-line-height-rule:exactly}", "<p>x</p>",
            #"<p style="mso-line-height-rule:exactly">x</p>"#),
        Case("p, :bogus{color:red}", "<p>x</p>", "<p>x</p>"),
        Case("p{color:red} @supports (x){p{color:blue}}", "<p>x</p>", #"<p style="color:red">x</p>"#),
    ]

    @Test(arguments: kinds)
    func styleOfEachKindIsMovedIntoTheElements(test: Case) throws {
        #expect(try inlined(test.css, test.body).body == test.expected)
    }

    @Test func rulesForThePageItselfStandOnIt() throws {
        let page = Inliner(stylesheet: "html{color:red} *{margin:0}").inline(try HTMLParser.page("<p>x</p>"))
        #expect(page[attribute: "style"] == "margin:0;color:red")
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
