import Testing

@testable import Bounces

@Suite struct FieldGroupsTests {
    @Test func groupsArePartedByBlankLinesAndValuesUnfolded() {
        let groups = FieldGroups.parse(
            "Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; a@example.com\r\n"
                + "DIAGNOSTIC-code: smtp;\r\n 550 no\r\n\tsuch user\r\n")
        #expect(groups.count == 2)
        #expect(groups[1].first("diagnostic-code") == "smtp; 550 no such user")
    }

    @Test func proseAroundFieldsIsPassedOver() {
        let groups = FieldGroups.parse("Dear sender\n  indented\nnot a field: no\nAction: failed\nbye")
        #expect(groups.count == 1)
        #expect(groups[0].map(\.name) == ["action"])
    }

    @Test(arguments: ["", "\n\n\n", ":", " : x", "no colon", "\t\t", "é: x"]) func nothingIsNoGroup(text: String) {
        #expect(FieldGroups.parse(text).isEmpty)
    }
}
