import Testing

@testable import Sandbox

struct FaultTests {
    @Test(arguments: [
        ("rcpt=550 5.1.1 No such user", Fault(step: .rcpt, action: .reply(SandboxReply(550, ["5.1.1 No such user"])))),
        ("RCPT = 451 Busy", Fault(step: .rcpt, action: .reply(SandboxReply(451, ["Busy"])))),
        ("mail=421", Fault(step: .mail, action: .reply(SandboxReply(421, [""])))),
        (
            "dot=554 5.6.0 One\\n5.6.0 Two",
            Fault(step: .dot, action: .reply(SandboxReply(554, ["5.6.0 One", "5.6.0 Two"])))
        ),
        ("data=450 a\\b", Fault(step: .data, action: .reply(SandboxReply(450, ["a\\b"])))),
        ("greeting=drop", Fault(step: .greeting, action: .end(.drop))),
        ("dot=reset", Fault(step: .dot, action: .end(.reset))),
        ("dot=stall", Fault(step: .dot, action: .end(.stall))),
        ("starttls=alert", Fault(step: .starttls, action: .end(.alert))),
        ("rcpt=garbage", Fault(step: .rcpt, action: .slip(.garbage))),
        ("dot=omit", Fault(step: .dot, action: .slip(.omit))),
        ("mail=twice", Fault(step: .mail, action: .slip(.twice))),
        ("body=slow", Fault(step: .body, action: .slow)),
        ("data=250 OK", Fault(step: .data, action: .reply(SandboxReply(250, ["OK"])))),
        ("mail=drop @from:b.*", Fault(step: .mail, action: .end(.drop), selector: .from("b.*"))),
        ("body=hang", Fault(step: .body, action: .end(.hang))),
        ("dot=drop-after", Fault(step: .dot, action: .endAfterStoring(.drop))),
        ("dot=reset-after", Fault(step: .dot, action: .endAfterStoring(.reset))),
        ("dot=delay 2s", Fault(step: .dot, action: .delay(.seconds(2)))),
        ("delay=50ms", Fault(step: .any, action: .delay(.milliseconds(50)))),
        ("rcpt=drop @every:10", Fault(step: .rcpt, action: .end(.drop), selector: FaultSelector(every: 10))),
        (
            "rcpt=550 No @first:3 @to:*@example.net @connection:2",
            Fault(
                step: .rcpt, action: .reply(SandboxReply(550, ["No"])),
                selector: FaultSelector(first: 3, recipient: "*@example.net", connection: 2))
        ),
    ])
    func readsItsGrammarAndWritesIt(text: String, fault: Fault) throws {
        #expect(try Fault(text) == fault)
        #expect(try Fault(fault.description) == fault)
    }

    @Test(arguments: [
        ("", FaultError.Problem.noEqualsSign),
        ("rcpt", .noEqualsSign),
        ("rctp=drop", .unknownStep("rctp")),
        ("rcpt@every:10=drop", .unknownStep("rcpt@every:10")),
        ("rcpt=", .noAction),
        ("rcpt= @first:1", .noAction),
        ("rcpt=explode", .unknownAction("explode")),
        ("rcpt=drop@every:10", .unknownAction("drop@every:10")),
        ("dot=explode-after", .unknownAction("explode-after")),
        ("rcpt=199 OK", .malformedReply("199 OK")),
        ("rcpt=5500 No", .malformedReply("5500 No")),
        ("rcpt=600 No", .malformedReply("600 No")),
        ("rcpt=550 No\r\n250 Yes", .malformedReply("550 No\r\n250 Yes")),
        ("body=550 No", .replyAtBody), ("body=omit", .replyAtBody), ("body=garbage", .replyAtBody),
        ("dot=slow", .slowOutsideBody), ("rcpt=alert-after", .storingOutsideDot("alert-after")),
        ("rset=drop @from:*", .stepWithoutSender(.rset)), ("rcpt=drop @from:", .malformedSelector("@from:")),
        ("rcpt=drop-after", .storingOutsideDot("drop-after")),
        ("delay=", .malformedDuration("")),
        ("delay=50", .malformedDuration("50")),
        ("dot=delay ms", .malformedDuration("ms")),
        ("dot=delay 9999999999s", .malformedDuration("9999999999s")),
        ("dot=delay 1s 2s", .malformedDuration("1s 2s")),
        ("rcpt=drop @often", .unknownSelector("@often")),
        ("rcpt=drop @every:3 often", .unknownSelector("often")),
        ("rcpt=drop @every", .malformedSelector("@every")),
        ("rcpt=drop @every:0", .malformedSelector("@every:0")),
        ("rcpt=drop @first:some", .malformedSelector("@first:some")),
        ("rcpt=drop @to:", .malformedSelector("@to:")),
        ("rcpt=drop @first:1 @first:2", .repeatedSelector("@first:2")),
        ("mail=drop @to:*", .stepWithoutRecipient(.mail)),
    ])
    func refusesMalformedText(text: String, problem: FaultError.Problem) {
        #expect(throws: FaultError(text: text, problem: problem)) { try Fault(text) }
    }

    @Test func saysWhatIsWrongAndShowsAnExample() {
        let error = FaultError(text: "rctp=drop", problem: .unknownStep("rctp"))
        #expect(
            error.description == """
                Cannot read the fault 'rctp=drop': there is no step 'rctp'; the steps are greeting, helo, ehlo, \
                starttls, auth, mail, rcpt, data, body, dot, rset, quit, any. \
                Write for example 'rcpt=550 5.1.1 No such user @every:10'.
                """)
    }

    @Test func helpNamesEachWord() throws {
        let actions = Fault.Slip.allCases.map(\.rawValue) + Fault.Ending.allCases.map(\.rawValue) + ["slow"]
        for word in actions { #expect(FaultGrammar.actions.contains(word)) }
        for word in Fault.Step.allCases.map(\.rawValue) + actions { #expect(FaultGrammar.help.contains(word)) }
        #expect(try Fault(FaultGrammar.example).step == .rcpt)
    }
}

extension FaultSelector {
    fileprivate static func from(_ pattern: String) -> FaultSelector {
        var selector = FaultSelector()
        selector.sender = pattern
        return selector
    }
}
