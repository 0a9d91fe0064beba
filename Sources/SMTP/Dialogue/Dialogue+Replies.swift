import Mail

// What each reply means. Replies answer commands in their order, so all here concerns the first exchange.
extension Dialogue {
    mutating func handle(_ raw: ReplyParser.RawReply) {
        guard let awaited = expected.first else {
            handleUnasked(parser.reply(raw))
            return
        }
        guard output.exposed >= awaited.end else {
            // The command has not left: whatever this is, it is no answer to it.
            if awaited.step == .endOfData {
                handleEarly(parser.reply(raw))
            } else {
                handleUnasked(parser.reply(raw))
            }
            return
        }
        expected.remove(at: 0)
        if awaited.step == .quit {
            closure = .quit
        } else if raw.code == 421 {
            close(with: parser.reply(raw), answering: awaited.step)
        } else {
            handle(raw, answering: awaited.step)
        }
    }

    private mutating func handle(_ raw: ReplyParser.RawReply, answering step: Step) {
        switch step {
        case .reset: handleReset(raw)
        case .mail: handleMail(raw)
        case .rcpt: handleRcpt(raw)
        case .data: handleData(raw)
        case .endOfData: handleEndOfData(raw)
        case .loneDot: exchanges.remove(at: 0)
        case .quit: break
        }
    }

    private mutating func handleReset(_ raw: ReplyParser.RawReply) {
        guard raw.isCompletion else { return failOnReply(raw, to: .reset) }
        releaseHeld()
        writeNext()
    }

    private mutating func handleMail(_ raw: ReplyParser.RawReply) {
        if raw.isCompletion {
            exchanges[0].isOpen = true
            writeNext()
        } else if raw.isRefusal {
            refuse(parser.reply(raw), at: .mailFrom)
        } else {
            failOnReply(raw, to: .mailFrom)
        }
    }

    private mutating func handleRcpt(_ raw: ReplyParser.RawReply) {
        if exchanges[0].refusal != nil {
            // After a refused MAIL this is the 503 to a RCPT that was on its way: noise, unless it belongs elsewhere.
            if raw.code == ReplyCode.goAhead { failOnReply(raw, to: .rcptTo) }
        } else if raw.isCompletion {
            writeNext()
        } else if raw.isRefusal, raw.code != ReplyCode.badSequence {
            refuse(parser.reply(raw), at: .rcptTo)
        } else {
            failOnReply(raw, to: .rcptTo)
        }
    }

    private mutating func handleData(_ raw: ReplyParser.RawReply) {
        let refusal = exchanges[0].refusal
        let isGoAhead = raw.code == ReplyCode.goAhead
        // Bad sequence, although sender and recipient were accepted: the server has lost its place, or we have.
        guard isGoAhead || (raw.isRefusal && (refusal != nil || raw.code != ReplyCode.badSequence)) else {
            return failOnReply(raw, to: .data)
        }
        // No other place has this code, so the replies before it were in their places, too.
        if isGoAhead { releaseHeld() }
        if let outcome = refusal ?? (isGoAhead ? nil : .refused(parser.reply(raw), stage: .data)) {
            report(exchanges[0].delivery, outcome)
            exchanges[0].isSettled = true
        }
        switch (isGoAhead, refusal) {
        case (true, nil): exchanges[0].phase = .awaitingClaim
        case (true, _): write(.loneDot)
        case (false, _):
            needsReset = exchanges[0].isOpen
            exchanges.remove(at: 0)
            if held != nil { askForPlace() }
        }
    }

    /// Refusals can stand in many places, so the reply to RSET tells whether there is one reply too many under way.
    private mutating func askForPlace() {
        needsReset = false
        write(.reset)
    }

    private mutating func handleEndOfData(_ raw: ReplyParser.RawReply) {
        let reply = parser.reply(raw)
        guard raw.isCompletion || raw.isRefusal else { return failOnReply(raw, to: .endOfData) }
        let outcome = raw.isCompletion ? Outcome.accepted(reply) : .refused(reply, stage: .endOfData)
        held = Held(delivery: exchanges[0].delivery, outcome: outcome)
        exchanges.remove(at: 0)
    }

    /// The recipient or sender is refused. In lockstep nothing more was written; else the replies to
    /// RCPT or DATA are still to come, and it counts when they have.
    private mutating func refuse(_ reply: SMTPReply, at stage: DialogueStage) {
        let cause = stage == .mailFrom ? cause(of: reply) : nil
        let outcome = cause.map { retire($0, detail: "\(reply)") } ?? .refused(reply, stage: stage)
        guard mode == .off else {
            exchanges[0].refusal = outcome
            return
        }
        report(exchanges[0].delivery, outcome)
        unwritten.removeAll()
        needsReset = exchanges[0].isOpen
        exchanges.remove(at: 0)
    }

    /// Why a temporary refusal of MAIL is about the session and not about the message; nil if it is not.
    private func cause(of reply: SMTPReply) -> SessionEnding.Cause? {
        guard reply.isTransient else { return nil }
        if carriedOrHeld > 0, SessionWords.areAboutMessages(reply) { return .messages }
        return hasCompany && SessionWords.areAboutSessions(reply) ? .sessions : nil
    }

    /// 421: the server closes the connection (RFC 5321 §3.8). The command that it answers is refused for
    /// now; what comes after that was never looked at.
    private mutating func close(with reply: SMTPReply, answering step: Step) {
        let detail = "the server closes the session: \(reply)"
        if step == .mail || step == .reset, exchanges.first?.refusal == nil {
            releaseHeldAtEnd()
            if let cause = cause(of: reply) ?? (carried > 0 && !SessionWords.areAboutRate(reply) ? .unsaid : nil) {
                return end(cause, detail: detail)
            }
        }
        settleHeld(ConnectionFailure(relay: relay, kind: .lost(reply), stage: step.stage, detail: detail))
        switch step {
        case .mail, .rcpt, .data, .endOfData:
            if exchanges[0].refusal == nil { exchanges[0].refusal = .refused(reply, stage: step.stage) }
        case .reset, .loneDot, .quit: break
        }
        fail(.lost(reply), at: step.stage, detail: detail)
    }

    /// A reply before the final dot was out: a refusal that does not wait for the rest. Stopping here
    /// makes sure that the server never has the whole message.
    private mutating func handleEarly(_ reply: SMTPReply) {
        if reply.isTransient || reply.isPermanent {
            exchanges[0].refusal = .refused(reply, stage: .messageBody)
            fail(.lost(reply), at: .messageBody, detail: "the server refused the message before its end: \(reply)")
        } else {
            fail(
                .protocolViolation, at: .messageBody,
                detail: "the server replied before the end of the message: \(reply)")
        }
    }

    private mutating func handleUnasked(_ reply: SMTPReply) {
        if reply.code == 421 {
            let detail = "the server closes the session: \(reply)"
            // Between two messages: nothing is awaited, or a command that has not left.
            let step = expected.first?.step
            if exchanges.isEmpty || step == .mail || step == .reset {
                releaseHeldAtEnd()
                if carried > 0, !SessionWords.areAboutRate(reply) {
                    return end(cause(of: reply) ?? .unsaid, detail: detail)
                }
            }
            fail(.lost(reply), at: lossStage, detail: detail)
        } else {
            fail(.protocolViolation, at: lossStage, detail: "the server sent a reply to no command: \(reply)")
        }
    }

    private mutating func failOnReply(_ raw: ReplyParser.RawReply, to stage: DialogueStage) {
        let reply = parser.reply(raw)
        fail(.protocolViolation, at: stage, detail: "the server answered \(stage.rawValue) with \(reply)")
    }
}

/// Codes that a single place of the dialogue can have (RFC 5321 §4.3.2).
private enum ReplyCode {
    /// Only to DATA.
    static let goAhead = 354
    /// The server is at another place of the dialogue than we are.
    static let badSequence = 503
}

extension ReplyParser.RawReply {
    fileprivate var isCompletion: Bool { (200..<300).contains(code) }
    fileprivate var isRefusal: Bool { (400..<600).contains(code) }
}
