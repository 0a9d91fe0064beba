import CYaml

/// Goes through YAML event by event before it is composed: what the composer does with the wrong shape takes for ever.
///
/// Aliases can make a few lines stand for billions of values. That does no harm while nobody walks over them, and
/// `FrontMatter` stops after a thousand; but the composer hashes each key of a table to find out which are there twice.
/// A key that is a list or a table is no key for us anyway.
///
/// CYaml is the parser inside of Yams, whose own interface composes at once.
enum YAMLShape {
    enum Problem: Hashable {
        case compoundKey
        case nestedTooDeeply
    }

    /// The first problem with its line, counted from 1; nil for YAML that is well, or that the composer will refuse.
    static func problem(in yaml: String, maximumDepth: Int) -> (problem: Problem, line: Int)? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return nil }
        defer { yaml_parser_delete(&parser) }
        var yaml = yaml
        return yaml.withUTF8 { bytes in
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            var walk = Walk(maximumDepth: maximumDepth)
            while walk.found == nil, !walk.isAtEnd {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else { return nil }
                walk.take(event)
                yaml_event_delete(&event)
            }
            return walk.found
        }
    }

    private struct Walk {
        let maximumDepth: Int
        var found: (problem: Problem, line: Int)?
        var isAtEnd = false
        /// For each open list or table whether the next value is a key; false for lists.
        private var expectsKey: [Bool] = []
        private var isTable: [Bool] = []
        /// The anchors of lists and tables: an alias to one is as little a key as they are.
        private var compounds: Set<String> = []

        init(maximumDepth: Int) { self.maximumDepth = maximumDepth }

        mutating func take(_ event: yaml_event_t) {
            let line = Int(event.start_mark.line) + 1
            switch event.type {
            case YAML_STREAM_END_EVENT: isAtEnd = true
            case YAML_SCALAR_EVENT: value()
            case YAML_ALIAS_EVENT:
                if expectsKey.last == true, compounds.contains(Self.name(event.data.alias.anchor)) {
                    found = (.compoundKey, line)
                }
                value()
            case YAML_SEQUENCE_START_EVENT: open(Self.name(event.data.sequence_start.anchor), isTable: false, line)
            case YAML_MAPPING_START_EVENT: open(Self.name(event.data.mapping_start.anchor), isTable: true, line)
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
                expectsKey.removeLast()
                isTable.removeLast()
                value()
            default: break
            }
        }

        private mutating func open(_ anchor: String, isTable: Bool, _ line: Int) {
            if expectsKey.last == true { found = (.compoundKey, line) }
            if expectsKey.count >= maximumDepth { found = (.nestedTooDeeply, line) }
            if !anchor.isEmpty { compounds.insert(anchor) }
            expectsKey.append(isTable)
            self.isTable.append(isTable)
        }

        /// A value has ended: in a table, a value follows a key and a key a value.
        private mutating func value() {
            guard let last = isTable.indices.last, isTable[last] else { return }
            expectsKey[last].toggle()
        }

        private static func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String {
            anchor.map { String(cString: $0) } ?? ""
        }
    }
}
