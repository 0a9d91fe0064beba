import Rendering
import Store

// What a list's readers mean for an issue.
extension MailerStore {
    /// Looks for readers who lack a value that the message needs; nil if it needs none of anybody.
    ///
    /// Asked before every send: only who may lack something is looked at.
    func gaps(among scope: AudienceScope, for message: CompiledMessage) throws -> ReaderSurvey? {
        var survey = ReaderSurvey(message)
        if survey.neededFields.isEmpty { return nil }
        try forEachReader(of: scope, perhapsLacking: survey.neededFields) { survey.add($0) }
        survey.readerCount = try audience(of: scope).toMail
        return survey
    }

    /// Looks at every reader: who lacks something, and whose message is the largest.
    func survey(of scope: AudienceScope, for message: CompiledMessage) throws -> ReaderSurvey {
        var survey = ReaderSurvey(message)
        try forEachReader(of: scope) { survey.add($0) }
        return survey
    }
}

extension ReaderSurvey {
    fileprivate mutating func add(_ reader: ListReader) {
        add(reader: reader.address, name: reader.name, values: reader.attributes)
    }
}
