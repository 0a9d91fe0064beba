/// Why a text is no fault.
package struct FaultError: Error, Hashable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        case noEqualsSign
        case unknownStep(String)
        case noAction
        case unknownAction(String)
        case malformedReply(String)
        case replyAtBody
        case storingOutsideDot(String)
        case slowOutsideBody
        case malformedDuration(String)
        case unknownSelector(String)
        case malformedSelector(String)
        case repeatedSelector(String)
        case stepWithoutRecipient(Fault.Step)
        case stepWithoutSender(Fault.Step)
    }

    package let text: String
    package let problem: Problem

    package var description: String {
        "Cannot read the fault '\(text)': \(reason). Write for example '\(FaultGrammar.example)'."
    }

    private var reason: String {
        switch problem {
        case .noEqualsSign: "there is no '=' between step and action"
        case .unknownStep(let step): "there is no step '\(step)'; the steps are \(FaultGrammar.steps)"
        case .noAction: "nothing follows the '='"
        case .unknownAction(let action): "there is no action '\(action)'; the actions are \(FaultGrammar.actions)"
        case .malformedReply(let reply): "'\(reply)' is no reply with a code from 200 to 599 and a text"
        case .replyAtBody: "the server says nothing while it reads a message, so 'body' takes no reply"
        case .storingOutsideDot(let action): "'\(action)' stores the message first, so it only goes with 'dot'"
        case .slowOutsideBody: "only a message can be read slowly, so 'slow' only goes with 'body'"
        case .malformedDuration(let duration): "'\(duration)' is no duration such as 50ms or 2s"
        case .unknownSelector(let word): "there is no selector '\(word)'; the selectors are \(FaultGrammar.selectors)"
        case .malformedSelector(let word):
            "'\(word)' needs a value: a number of at least 1, or a pattern for @to and @from"
        case .repeatedSelector(let word): "'\(word)' repeats a selector"
        case .stepWithoutRecipient(let step): "@to needs a recipient, and '\(step.rawValue)' has none"
        case .stepWithoutSender(let step): "@from needs a sender, and '\(step.rawValue)' has none"
        }
    }
}
