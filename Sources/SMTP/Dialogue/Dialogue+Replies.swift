import Mail

// What each reply means. Replies answer commands in their order, so all here concerns the first exchange.
extension Dialogue {
    mutating func handle(_ raw: ReplyParser.RawReply) {
        guard let step = expected.first else {
            handleUnasked(parser.reply(raw))
            return
        }
        if step == .endOfData, let first = exchanges.first, output.exposed < first.terminator.upperBound {
            handleEarly(parser.reply(raw))
            return
        }
        expected.removeFirst()
        if step == .quit {
            closure = .quit
        } else if raw.code == 421 {
            close(with: parser.reply(raw), answering: step)
        } else {
            handle(raw, answering: step)
        }
    }

    private mutating func handle(_ raw: ReplyParser.RawReply, answering step: Step) {
        switch step {
        case .reset: handleReset(raw)
        case .mail: handleMail(raw)
        case .rcpt: handleRcpt(raw)
        case .data: handleData(raw)
        case .endOfData: handleEndOfData(raw)
        case .loneDot: exchanges.removeFirst()
        case .quit: break
        }
    }

    private mutating func handleReset(_ raw: ReplyParser.RawReply) {
        guard raw.isCompletion else { return failOnReply(raw, to: .reset) }
        writeNext()
    }

    private mutating func handleMail(_ raw: ReplyParser.RawReply) {
        if raw.isCompletion {
            exchanges[0].isOpen = true
            writeNext()
        } else if raw.isRefusal {
            refuse(raw, at: .mailFrom)
        } else {
            failOnReply(raw, to: .mailFrom)
        }
    }

    private mutating func handleRcpt(_ raw: ReplyParser.RawReply) {
        // After a refused MAIL this is the 503 to a RCPT that was on its way: noise.
        if exchanges[0].isSettled { return }
        if raw.isCompletion {
            writeNext()
        } else if raw.isRefusal {
            refuse(raw, at: .rcptTo)
        } else {
            failOnReply(raw, to: .rcptTo)
        }
    }

    private mutating func handleData(_ raw: ReplyParser.RawReply) {
        switch (raw.code, exchanges[0].isSettled) {
        case (354, false):
            exchanges[0].phase = .awaitingClaim
        case (354, true):
            write(.loneDot)
        case (400..., let isSettled):
            if !isSettled { settle(.refused(parser.reply(raw), stage: .data)) }
            needsReset = exchanges[0].isOpen
            exchanges.removeFirst()
        default:
            failOnReply(raw, to: .data)
        }
    }

    private mutating func handleEndOfData(_ raw: ReplyParser.RawReply) {
        let reply = parser.reply(raw)
        if raw.isCompletion {
            settle(.accepted(reply))
        } else if raw.isRefusal {
            settle(.refused(reply, stage: .endOfData))
        } else {
            return failOnReply(raw, to: .endOfData)
        }
        exchanges.removeFirst()
    }

    /// The recipient or sender is refused. In lockstep nothing more was written; else the replies to
    /// RCPT or DATA are still to come.
    private mutating func refuse(_ raw: ReplyParser.RawReply, at stage: DialogueStage) {
        settle(.refused(parser.reply(raw), stage: stage))
        guard mode == .off else { return }
        unwritten.removeAll()
        needsReset = exchanges[0].isOpen
        exchanges.removeFirst()
    }

    /// 421: the server closes the connection (RFC 5321 §3.8). The command that it answers is refused for
    /// now; what comes after that was never looked at.
    private mutating func close(with reply: SMTPReply, answering step: Step) {
        switch step {
        case .mail, .rcpt, .data, .endOfData: settle(.refused(reply, stage: step.stage))
        case .reset, .loneDot, .quit: break
        }
        fail(.lost(reply), at: step.stage, detail: "the server closes the session: \(reply)")
    }

    /// A reply before the final dot was out: a refusal that does not wait for the rest. Stopping here
    /// makes sure that the server never has the whole message.
    private mutating func handleEarly(_ reply: SMTPReply) {
        if reply.isTransient || reply.isPermanent {
            settle(.refused(reply, stage: .messageBody))
            fail(.lost(reply), at: .messageBody, detail: "the server refused the message before its end: \(reply)")
        } else {
            fail(
                .protocolViolation, at: .messageBody,
                detail: "the server replied before the end of the message: \(reply)")
        }
    }

    private mutating func handleUnasked(_ reply: SMTPReply) {
        if reply.code == 421 {
            fail(.lost(reply), at: lossStage, detail: "the server closes the session: \(reply)")
        } else {
            fail(.protocolViolation, at: lossStage, detail: "the server sent a reply to no command: \(reply)")
        }
    }

    private mutating func failOnReply(_ raw: ReplyParser.RawReply, to stage: DialogueStage) {
        let reply = parser.reply(raw)
        fail(.protocolViolation, at: stage, detail: "the server answered \(stage.rawValue) with \(reply)")
    }
}

extension ReplyParser.RawReply {
    fileprivate var isCompletion: Bool { (200..<300).contains(code) }
    fileprivate var isRefusal: Bool { (400..<600).contains(code) }
}
