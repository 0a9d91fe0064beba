/// What the readers of a list mean for an issue: who lacks a value that it needs, and whose message is the largest.
package struct ReaderSurvey: Hashable, Sendable {
    /// Who lacks something, and what.
    package struct Gap: Hashable, Sendable {
        /// The reader's address.
        package let reader: String
        /// Fields by name.
        package let fields: [String]
    }

    /// How many gaps are kept.
    package static let shownGaps = 20

    /// The first readers who lack something.
    package private(set) var gaps: [Gap] = []
    /// How many there are of them.
    package private(set) var gapCount = 0
    /// How many there are. Whoever leaves out those who surely lack nothing says it afterwards.
    package var readerCount = 0
    /// The largest HTML part as it is sent, in bytes.
    package private(set) var largestHTML = 0
    /// Whose it is.
    package private(set) var readerOfLargest: String?

    /// What the readers of each list have, as far as it was asked for.
    package var lists: [KnownFields] = []
    /// The fields and sections of the message that depend on a reader's attributes.
    package let usedFields: [String]

    /// The attributes of which at least one reader of a list has a value.
    package struct KnownFields: Hashable, Sendable {
        package let list: String
        package let names: Set<String>

        package init(list: String, names: Set<String>) {
            self.list = list
            self.names = names
        }
    }

    private let needs: FieldNeeds
    private let measure: PersonalSize

    package init(_ message: CompiledMessage) {
        needs = FieldNeeds(message)
        usedFields = FieldNeeds.names(in: message)
        measure = PersonalSize(message)
        largestHTML = measure.constantSize
    }

    /// The fields that some reader may lack; for all others there is a fallback.
    package var neededFields: [String] { needs.fieldNames }

    /// What `add` looks at: the names of the attributes of which it wants values.
    package var attributeNames: [String] { needs.attributeNames.union(measure.attributeNames).sorted() }

    /// - Parameter values: by name; attributes that are not in `attributeNames` do not matter.
    package mutating func add(reader: String, name: String?, values: [String: String]) {
        readerCount += 1
        let value = { (field: String) -> String? in
            switch field {
            case MergeField.readerName: name
            case MergeField.email: reader
            default: values[field]
            }
        }
        let missing = needs.missing(value)
        if !missing.isEmpty {
            gapCount += 1
            if gaps.count < Self.shownGaps { gaps.append(Gap(reader: reader, fields: missing)) }
        }
        let size = measure.htmlSize(value)
        if size > largestHTML || readerOfLargest == nil { (largestHTML, readerOfLargest) = (size, reader) }
    }

    /// Who lacks what, for people, one line each; empty if nobody.
    package var report: [String] {
        let lines = gaps.map { gap in
            "\(gap.reader): no \(gap.fields.map { "'\($0)'" }.joined(separator: ", "))"
        }
        return gapCount > gaps.count ? lines + ["and \(gapCount - gaps.count) more"] : lines
    }
}
