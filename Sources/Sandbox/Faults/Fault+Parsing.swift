extension Fault: CustomStringConvertible {
    /// Reads `STEP=ACTION [@SELECTOR…]`, or `delay=TIME` for `any=delay TIME`.
    package init(_ text: String) throws(FaultError) {
        let problem: FaultError.Problem
        do throws(Failure) {
            self = try Self.parse(text)
            return
        } catch {
            problem = error.problem
        }
        throw FaultError(text: text, problem: problem)
    }

    package var description: String {
        (["\(step.rawValue)=\(action)"] + selector.words).joined(separator: " ")
    }

    /// A problem on its way to where the whole text is known.
    private struct Failure: Error {
        let problem: FaultError.Problem

        init(_ problem: FaultError.Problem) { self.problem = problem }
    }

    private static func parse(_ text: String) throws(Failure) -> Fault {
        guard let equals = text.firstIndex(of: "=") else { throw Failure(.noEqualsSign) }
        var stepWord = text[..<equals].lowercased().filter { $0 != " " }
        var words = text[text.index(after: equals)...].split(separator: " ").map(String.init)
        if stepWord == "delay" {
            stepWord = Step.any.rawValue
            words.insert("delay", at: 0)
        }
        guard let step = Step(rawValue: stepWord) else { throw Failure(.unknownStep(stepWord)) }
        let selectorStart = words.firstIndex { $0.hasPrefix("@") } ?? words.endIndex
        let action = try action(words[..<selectorStart], at: step)
        return Fault(step: step, action: action, selector: try selector(words[selectorStart...], at: step))
    }

    private static func action(_ words: ArraySlice<String>, at step: Step) throws(Failure) -> Action {
        guard let first = words.first else { throw Failure(.noAction) }
        let whole = words.joined(separator: " ")
        if first.first?.isNumber == true {
            guard step != .body else { throw Failure(.replyAtBody) }
            guard let reply = SandboxReply(ordered: whole) else { throw Failure(.malformedReply(whole)) }
            return .reply(reply)
        }
        if first == "delay" {
            guard words.count == 2, let last = words.last, let duration = Duration(unitText: last) else {
                throw Failure(.malformedDuration(words.dropFirst().joined(separator: " ")))
            }
            return .delay(duration)
        }
        if let slip = Slip(rawValue: whole) {
            guard step != .body else { throw Failure(.replyAtBody) }
            return .slip(slip)
        }
        if whole == "slow" {
            guard step == .body else { throw Failure(.slowOutsideBody) }
            return .slow
        }
        if let ending = Ending(rawValue: whole) { return .end(ending) }
        guard whole.hasSuffix("-after"), let ending = Ending(rawValue: String(whole.dropLast(6))) else {
            throw Failure(.unknownAction(whole))
        }
        guard step == .dot else { throw Failure(.storingOutsideDot(whole)) }
        return .endAfterStoring(ending)
    }

    private static func selector(_ words: ArraySlice<String>, at step: Step) throws(Failure) -> FaultSelector {
        var selector = FaultSelector()
        for word in words {
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            let value = parts.count == 2 ? parts[1] : ""
            switch parts[0] {
            case "@every": try set(&selector.every, to: Int(positive: value), from: word)
            case "@first": try set(&selector.first, to: Int(positive: value), from: word)
            case "@after": try set(&selector.after, to: Int(positive: value), from: word)
            case "@connection": try set(&selector.connection, to: Int(positive: value), from: word)
            case "@to": try set(&selector.recipient, to: value.isEmpty ? nil : value, from: word)
            case "@from": try set(&selector.sender, to: value.isEmpty ? nil : value, from: word)
            default: throw Failure(.unknownSelector(word))
            }
        }
        if selector.recipient != nil, !step.hasRecipients { throw Failure(.stepWithoutRecipient(step)) }
        if selector.sender != nil, !step.hasSender { throw Failure(.stepWithoutSender(step)) }
        return selector
    }

    private static func set<Value>(_ place: inout Value?, to value: Value?, from word: String) throws(Failure) {
        guard place == nil else { throw Failure(.repeatedSelector(word)) }
        guard let value else { throw Failure(.malformedSelector(word)) }
        place = value
    }
}

extension Fault.Action: CustomStringConvertible {
    package var description: String {
        switch self {
        case .reply(let reply): "\(reply.code) \(reply.lines.joined(separator: "\\n"))"
        case .slip(let slip): slip.rawValue
        case .slow: "slow"
        case .end(let ending): ending.rawValue
        case .endAfterStoring(let ending): "\(ending.rawValue)-after"
        case .delay(let duration): "delay \(duration.milliseconds)ms"
        }
    }
}

extension Fault.Step {
    fileprivate var hasRecipients: Bool { [.rcpt, .data, .body, .dot, .any].contains(self) }
    fileprivate var hasSender: Bool { self == .mail || hasRecipients }
}

extension FaultSelector {
    fileprivate var words: [String] {
        [
            every.map { "@every:\($0)" }, after.map { "@after:\($0)" }, first.map { "@first:\($0)" },
            recipient.map { "@to:\($0)" }, sender.map { "@from:\($0)" }, connection.map { "@connection:\($0)" },
        ].compactMap { $0 }
    }
}

extension Int {
    /// A number of at least 1.
    fileprivate init?(positive text: String) {
        guard let value = Int(text), value > 0 else { return nil }
        self = value
    }
}

extension Duration {
    /// Reads whole milliseconds or seconds: `50ms`, `2s`.
    package init?(unitText text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        // Nine digits are more than anyone waits for, and cannot overflow.
        guard !digits.isEmpty, digits.utf8.count <= 9, let number = Int(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(number)
        case "s": self = .seconds(number)
        default: return nil
        }
    }

    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
