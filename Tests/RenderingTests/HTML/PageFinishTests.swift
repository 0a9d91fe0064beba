import Testing

@testable import Rendering

@Suite struct PageFinishTests {
    @Test(arguments: [
        (#"<img src="x">"#, #"<img src="x" alt="" style="max-width:100%">"#),
        (#"<img src="x" alt="A tree">"#, #"<img src="x" alt="A tree" style="max-width:100%">"#),
        (#"<img src="x" alt="" style="max-width:50px">"#, #"<img src="x" alt="" style="max-width:50px">"#),
        (
            #"<img src="x" alt="" width="1200" height="800">"#,
            #"<img src="x" alt="" width="536" style="max-width:100%">"#
        ),
        (
            #"<img src="x" alt="" width="120" height="80">"#,
            #"<img src="x" alt="" width="120" height="80" style="max-width:100%">"#
        ),
        (#"<img src="x" alt="" width="50%">"#, #"<img src="x" alt="" width="50%" style="max-width:100%">"#),
        ("a<!-- note -->b", "ab"),
        ("a<!--[if mso]><p><![endif]-->b", "a<!--[if mso]><p><![endif]-->b"),
    ])
    func imagesAndCommentsAreFinished(html: String, expected: String) throws {
        #expect(PageFinish.finish(try HTMLParser.page(html)).bodySource == expected)
    }
}
