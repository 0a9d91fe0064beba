import Mail

/// The front matter's known keys as typed values, and the rest.
struct KnownKeys {
    private(set) var texts: [IssueKey: String] = [:]
    private(set) var extra: [String: TemplateValue] = [:]
    private(set) var braces: [BraceUse] = []
    private(set) var isPublic = true
    private var lines: [IssueKey: Int] = [:]
    private let path: String

    init(_ frontMatter: FrontMatter, path: String) throws(IssueError) {
        self.path = path
        for entry in frontMatter.entries {
            guard let key = IssueKey(rawValue: entry.key.name) else {
                var found: [BraceUse] = []
                extra[entry.key.name] = entry.value?.mapTexts { text in
                    let replaced = BraceSyntax.replacingFields(in: text)
                    found += replaced.meanings.map { BraceUse(meaning: $0, line: entry.key.line) }
                    return replaced.text
                }
                braces += found
                continue
            }
            lines[key] = entry.key.line
            if key == .checks { continue }
            if key == .archive {
                isPublic = try Self.flag(entry, path: path)
                continue
            }
            texts[key] = try Self.text(entry, path: path)
        }
    }

    /// A text on one line, its fields as placeholders; nil if the key is not there.
    mutating func line(_ key: IssueKey) -> String? {
        guard let text = texts[key] else { return nil }
        let replaced = BraceSyntax.replacingFields(in: text)
        braces += replaced.meanings.map { BraceUse(meaning: $0, line: lines[key] ?? 1) }
        return replaced.text.collapsingWhiteSpace
    }

    func mailbox(_ key: IssueKey) throws(IssueError) -> Mailbox? {
        guard let text = texts[key] else { return nil }
        do {
            return try Mailbox(text)
        } catch {
            throw invalid(key, "\(error) Write 'news@example.org' or 'News <news@example.org>'.")
        }
    }

    /// - Throws: unless the slug can stand in a URL and a file name as it is.
    func slug() throws(IssueError) -> String? {
        guard let text = texts[.slug] else { return nil }
        let slug = Slug.make(from: text)
        if Slug.isSame(text, as: slug) { return slug }
        let advice = slug.isEmpty ? "Remove the key to use the file's name." : "Write '\(slug)'."
        throw invalid(.slug, "'\(text)' has characters that cannot stand in a link. \(advice)")
    }

    /// - Throws: unless it looks like a language tag (BCP 47): `en`, `pt-BR`.
    func language() throws(IssueError) -> String? {
        guard let text = texts[.language] else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isTag =
            parts[0].utf8.count >= 2
            && parts.allSatisfy { (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(Byte.isLetterOrDigit) }
        if isTag { return text }
        throw invalid(.language, "'\(text)' is no language code. Write one such as 'en' or 'pt-BR'.")
    }

    /// - Throws: unless it can be a folder's name.
    func template() throws(IssueError) -> String? {
        guard let text = texts[.template] else { return nil }
        if TemplateFiles.isName(text) { return text }
        throw invalid(.template, "'\(text)' is no template's name. Write one of lowercase letters, such as 'letter'.")
    }

    func images() throws(IssueError) -> ImageMode? {
        guard let text = texts[.images] else { return nil }
        if let mode = ImageMode(rawValue: text) { return mode }
        throw invalid(.images, "'\(text)' is unknown. Write 'remote', 'embed' or 'attach'.")
    }

    private func invalid(_ key: IssueKey, _ why: String) -> IssueError {
        IssueError(path: path, line: lines[key], .invalidValue(key: key.rawValue, why: why))
    }

    private static func flag(_ entry: FrontMatter.Entry, path: String) throws(IssueError) -> Bool {
        if case .flag(let flag) = entry.value { return flag }
        let why = "It takes 'true' or 'false'."
        throw IssueError(path: path, line: entry.key.line, .invalidValue(key: entry.key.name, why: why))
    }

    /// A key without a value is an empty text: the author meant to say something there.
    private static func text(_ entry: FrontMatter.Entry, path: String) throws(IssueError) -> String {
        switch entry.value {
        case .text(let text): return text.trimmingWhiteSpace
        case nil: return ""
        case .flag:
            throw IssueError(path: path, line: entry.key.line, .wrongType(key: entry.key.name, found: "yes or no"))
        case .list, .table:
            throw IssueError(path: path, line: entry.key.line, .wrongType(key: entry.key.name, found: entry.kind))
        }
    }
}

extension TemplateValue {
    fileprivate func mapTexts(_ change: (String) -> String) -> TemplateValue {
        switch self {
        case .text(let text): .text(change(text))
        case .flag: self
        case .list(let values): .list(values.map { $0.mapTexts(change) })
        case .table(let values): .table(values.mapValues { $0.mapTexts(change) })
        }
    }
}
