/// How large the HTML part is for a recipient, without making it.
struct PersonalSize: Hashable, Sendable {
    private let segments: [CompiledMessage.Segment]
    /// Of what is the same for everybody.
    let constantSize: Int
    let attributeNames: Set<String>

    init(_ message: CompiledMessage) {
        var builder = SegmentBuilder()
        builder.append(quotedPrintable: message.htmlPage, escape: .markup)
        segments = builder.finish()
        constantSize = Self.size(of: segments, holds: { _ in false }, slot: { _, _ in 0 })
        let ours = FieldNeeds.alwaysThere.union([MergeField.readerName])
        attributeNames = Set(Self.names(in: segments)).subtracting(ours)
    }

    /// In bytes, as it is sent; our own URLs count as `Self.urlSize`.
    func htmlSize(_ value: (String) -> String?) -> Int {
        var scratch: [UInt8] = []
        return Self.size(of: segments, holds: { $0.holds(for: value($0.name)) }) { field, escape in
            if field.isURL { return Self.urlSize }
            let own = value(field.name) ?? ""
            let text = (own.isEmpty ? field.fallback ?? "" : own).onOneLine
            scratch.removeAll(keepingCapacity: true)
            escape.appendLines(text, of: field, to: &scratch)
            return scratch.count
        }
    }

    /// What is likely without knowing anybody: everything is shown, with values of a usual length.
    var likelySize: Int {
        Self.size(of: segments, holds: { !$0.isNegated }) { field, _ in field.isURL ? Self.urlSize : Self.valueSize }
    }

    private static let urlSize = 180
    private static let valueSize = 40

    private static func size(
        of segments: [CompiledMessage.Segment], holds: (MergeCondition) -> Bool,
        slot: (MergeField, ValueEscape) -> Int
    ) -> Int {
        segments.reduce(0) { sum, segment in
            switch segment {
            case .constant(let encoded): sum + encoded.bytes.count
            case .slot(let field, let escape): sum + slot(field, escape)
            case .section(let condition, let inner):
                holds(condition) ? sum + size(of: inner, holds: holds, slot: slot) : sum
            case .header, .image: sum
            }
        }
    }

    private static func names(in segments: [CompiledMessage.Segment]) -> [String] {
        segments.flatMap { segment -> [String] in
            switch segment {
            case .slot(let field, _): [field.name]
            case .section(let condition, let inner): [condition.name] + names(in: inner)
            case .constant, .header, .image: []
            }
        }
    }
}
