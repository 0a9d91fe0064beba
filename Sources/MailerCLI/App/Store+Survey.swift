import Mail
import Rendering
import Store

// What the readers of lists mean for an issue.
extension MailerStore {
    /// Looks for readers who lack a value that the message needs, and for fields that nobody has; nil if it needs nothing
    /// of anybody.
    ///
    /// Asked before every send: only who may lack something is looked at.
    func gaps(among scope: AudienceScope, for message: CompiledMessage) throws -> ReaderSurvey? {
        var survey = ReaderSurvey(message)
        survey.lists = try knownFields(of: scope, among: survey.usedFields)
        if survey.neededFields.isEmpty { return survey.lists.isEmpty ? nil : survey }
        try forEachReader(of: scope, perhapsLacking: survey.neededFields) { survey.add($0) }
        survey.readerCount = try audience(of: scope).toMail
        return survey
    }

    /// Looks at every reader: who lacks something, and whose message is the largest.
    func survey(of scope: AudienceScope, for message: CompiledMessage) throws -> ReaderSurvey {
        var survey = ReaderSurvey(message)
        survey.lists = try knownFields(of: scope, among: survey.usedFields)
        try forEachReader(of: scope) { survey.add($0) }
        return survey
    }

    /// For each list by itself: what half of the readers have is news to the other half's editor. A list with nobody to
    /// mail says nothing.
    private func knownFields(
        of scope: AudienceScope, among fields: [String]
    ) throws -> [ReaderSurvey.KnownFields] {
        if fields.isEmpty { return [] }
        return try scope.lists.compactMap { id in
            guard let list = try list(id), let names = try attributeNames(of: id, covering: fields) else { return nil }
            return ReaderSurvey.KnownFields(list: list.name, names: names)
        }
    }
}

extension ReaderSurvey {
    fileprivate mutating func add(_ reader: ListReader) {
        add(reader: reader.address, name: reader.name, values: reader.attributes)
    }
}
