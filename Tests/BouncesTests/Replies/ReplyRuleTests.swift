import Mail
import Testing

@testable import Bounces

/// The tables themselves: each row is alive, explained, and decides its own example.
@Suite struct ReplyRuleTests {
    static let rows =
        SenderRules.table + SenderRules.nouns + MomentRules.table + MailboxRules.table + MomentRules.faint
        + MailboxRules.faint
        + RouteRules.table

    @Test(arguments: rows.indices) func theExampleOfARowIsDecidedByIt(index: Int) {
        let row = Self.rows[index]
        let verdict = ReplyClassifier.classify(status: nil, diagnostic: row.example)
        #expect(verdict.rule == row.name, "\(row.example)")
        #expect(verdict.bounceClass == row.bounceClass || row.example.hasPrefix("4"), "\(row.example)")
        #expect(!row.origin.isEmpty)
    }

    @Test func everyRuleHasANameOfItsOwn() {
        let names =
            Self.rows.map(\.name) + (StatusRules.ours + StatusRules.reliable + StatusRules.others).map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { !$0.isEmpty })
    }

    /// A phrase that its own words do not match would be dead text.
    @Test func everyPhraseFindsItself() {
        for rule in Self.rows {
            for phrase in rule.phrases {
                let text = phrase.description.replacing("…", with: "").replacing("*", with: "some")
                #expect(phrase.isIn(WordList(text)), "\(rule.name): \(phrase)")
            }
        }
    }

    /// What is about us can only be asked before what is about the reader.
    @Test func theTablesKeepToTheirSubjects() {
        #expect(
            (SenderRules.table + SenderRules.nouns).allSatisfy {
                $0.bounceClass.subject == .us || $0.bounceClass == .throttle
            })
        #expect((MomentRules.table + MomentRules.faint).allSatisfy { $0.bounceClass.subject != .reader })
        #expect(StatusRules.ours.allSatisfy { $0.bounceClass.subject != .reader })
    }
}
