import Rendering
import Testing

@testable import MailerCLI

/// What the filters print, as their versions of Debian 12 print it.
@Suite struct SpamFiltersTests {
    private static let report = """
        X-Spam-Checker-Version: SpamAssassin 4.0.1 (2024-03-25) on host
        X-Spam-Status: No, score=1.7 required=5.0 tests=DRUGS_ERECTILE,MSGID_SHORT,
        \tNO_RELAYS autolearn=no autolearn_force=no version=4.0.1
        Subject: pts rule name

         1.0 NOT_A_HIT               in the text of the message
        Content analysis details:   (1.7 points, 5.0 required)

         pts rule name              description
        ---- ---------------------- --------------------------------------------------
        -0.1 NO_RELAYS              Informational: message was not relayed via SMTP
         0.0 MSGID_SHORT            Message-ID is unusually short
         1.8 DRUGS_ERECTILE         Refers to an erectile drug
                                    [goes on in another line]
        """

    @Test func spamAssassinsScoreAndWhatMadeIt() throws {
        let score = try #require(SpamFilters.spamAssassin(Self.report))
        #expect(score.filter == "SpamAssassin" && score.score == 1.7 && score.threshold == 5)
        #expect(score.hits.map(\.rule) == ["DRUGS_ERECTILE", "MSGID_SHORT", "NO_RELAYS"])
        #expect(score.hits.map(\.score) == [1.8, 0, -0.1])
    }

    @Test func rspamdsScoreAndWhatMadeIt() throws {
        let json = """
            {"is_skipped": false, "score": 2.4, "required_score": 15.0, "action": "no action", "symbols": {
            "MIME_GOOD": {"name": "MIME_GOOD", "score": -0.1, "options": ["text/plain"]},
            "R_BAD_URL": {"name": "R_BAD_URL", "score": 2.5}}}
            """
        let score = try #require(SpamFilters.rspamd(Array(json.utf8)))
        #expect(score.filter == "rspamd" && score.score == 2.4 && score.threshold == 15)
        #expect(score.hits.map(\.rule) == ["R_BAD_URL", "MIME_GOOD"])
    }

    @Test(arguments: ["", "X-Spam-Status: No", "IO write error: Connection refused", "{}", "{\"score\": \"high\"}"])
    func whatIsNoAnswerIsNoScore(text: String) {
        #expect(SpamFilters.spamAssassin(text) == nil)
        #expect(SpamFilters.rspamd(Array(text.utf8)) == nil)
    }
}
