import Testing

@testable import Preview

@Suite struct MessagePageTests {
    private let page = """
        <html><head><meta name="color-scheme" content="light dark">
        <style>@media screen and (prefers-color-scheme:  dark) { p { color: white } }
        @media (PREFERS-COLOR-SCHEME:light) { p { color: black } }</style></head>
        <body><p>(prefers-color-scheme: dark)</p><picture><source media="(prefers-color-scheme: dark)"></picture></body>
        """

    @Test func darkAnswersTheQueriesOfStyleAndMediaButNotTheText() {
        let html = MessagePage.html(page, scheme: .dark)
        #expect(html.contains("@media screen and (min-width: 0px) { p { color: white } }"))
        #expect(html.contains("@media (max-width: 0px) { p { color: black } }"))
        #expect(html.contains("<source media=\"(min-width: 0px)\">"))
        #expect(html.contains("<p>(prefers-color-scheme: dark)</p>"))
        #expect(html.contains("<meta name=\"color-scheme\" content=\"dark\">"))
    }

    @Test func lightIsTheOppositeOfDark() {
        let html = MessagePage.html(page, scheme: .light)
        #expect(html.contains("@media screen and (max-width: 0px) { p { color: white } }"))
        #expect(html.contains("@media (min-width: 0px) { p { color: black } }"))
        #expect(html.contains("<meta name=\"color-scheme\" content=\"light\">"))
    }

    @Test func withoutASchemeOnlyTheTargetOfLinksIsAdded() {
        #expect(
            MessagePage.html(page, scheme: nil)
                == page.replacing("<head>", with: "<head><base target=\"_blank\">"))
    }
}
