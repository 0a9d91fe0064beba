import Mail

/// An issue's images, found and read: what stands in the HTML for each, and what becomes part of the message.
package struct IssueImages: Hashable, Sendable {
    /// A file that is part of the message.
    struct Part: Hashable, Sendable {
        /// For the reader's disk: ASCII letters, digits, dots, hyphens and underscores.
        let name: String
        let mediaType: String
        let bytes: [UInt8]
        /// Whether it stands beside the text and not in it.
        let isAttachment: Bool
    }

    enum Target: Hashable, Sendable {
        case web(String)
        /// A number of `parts`.
        case part(Int)
    }

    struct Use: Hashable, Sendable {
        let target: Target
        /// In CSS pixels; nil for the image's own size.
        var width: Int?
        var height: Int?
    }

    private(set) var parts: [Part] = []
    /// What is wrong; empty but in a preview, since otherwise the first problem is thrown.
    package private(set) var problems: [ImageError] = []
    /// In a preview, the files that readers get from the web, by their address there.
    private var published: [String: Part] = [:]
    private(set) var uses: [String: Use] = [:]
    private var partNumbers: [String: Int] = [:]

    /// Leaves every image as it is.
    package static let none = IssueImages()

    /// Where a preview's files are that have no place on the web (RFC 2606).
    private static let nowhere = "https://images.invalid"

    private init() {}

    /// Reads the files that the issue shows.
    package init(_ issue: Issue, settings: ImageSettings) throws(ImageError) {
        let folder = ImageFolder(ofIssueAt: issue.path)
        for (url, line) in issue.page.imageURLs where uses[Self.key(url)] == nil && !url.trimmingWhiteSpace.isEmpty {
            do throws(ImageError.Problem) {
                let use = try use(url, issue.images ?? .remote, settings, folder)
                uses[Self.key(url)] = use
                if case .web(let address) = use.target, address.hasPrefix(Self.nowhere) { throw .notPublished }
            } catch {
                let error = ImageError(path: issue.path, line: line, image: url.showingMergeFields, problem: error)
                guard settings.isForPreview else { throw error }
                problems.append(error)
            }
        }
    }

    /// How the HTML part shows the image with this URL; nil if as it is.
    func use(of url: String) -> Use? { uses[Self.key(url)] }

    private static func key(_ url: String) -> String { LinkTarget.encoded(url.trimmingWhiteSpace) }

    private mutating func use(
        _ url: String, _ usual: ImageMode, _ settings: ImageSettings, _ folder: ImageFolder
    ) throws(ImageError.Problem) -> Use {
        let reference = try ImageReference(url)
        switch reference.place {
        case .web(let address):
            if let mode = reference.mode, mode != .remote { throw .notLocal(mode) }
            return Use(target: .web(address), width: reference.width)
        case .file(let path):
            let (name, bytes) = try folder.read(path, maximumSize: settings.maximumSize)
            guard let format = ImageFormat(bytes) else { throw .unknownFormat }
            if format.isOversized { throw .tooManyPixels }
            let mode = reference.mode ?? usual
            var use = Use(target: .web(""))
            let part = Part(
                name: Self.fileName(name, format), mediaType: format.mediaType, bytes: bytes,
                isAttachment: mode == .attach)
            if mode == .remote {
                guard let base = settings.baseURL ?? (settings.isForPreview ? Self.nowhere : nil) else {
                    throw .notPublished
                }
                let address = base.withoutTrailingSlash + "/" + LinkTarget.encoded(name.encodingReserved)
                if settings.isForPreview { published[address] = part }
                use = Use(target: .web(address))
            } else {
                use = Use(target: .part(try add(part, key: "\(mode.rawValue) \(name)", settings)))
            }
            let shown = format.shownSize(name: name, width: reference.width)
            (use.width, use.height) = (shown?.width ?? reference.width, shown?.height)
            return use
        }
    }

    /// - Returns: the part's number; a file that is shown twice is one part.
    private mutating func add(
        _ part: Part, key: String, _ settings: ImageSettings
    ) throws(ImageError.Problem) -> Int {
        if let known = partNumbers[key] { return known }
        let total = parts.reduce(part.bytes.count) { $0 + $1.bytes.count }
        let limit = settings.maximumTotalSize
        guard total <= limit else { throw .totalTooLarge(bytes: total, limit: limit) }
        partNumbers[key] = parts.count
        parts.append(part)
        return parts.count - 1
    }

    /// A page of the message with the files themselves instead of their addresses on the web, where they need not be yet.
    package func showingFiles(in page: String) -> String {
        published.reduce(page) { page, file in
            let image = CompiledImage(
                contentID: nil, name: file.value.name, mediaType: file.value.mediaType,
                base64: EncodedBytes(Base64Lines.encode(file.value.bytes)))
            return page.replacingBytes("\"\(file.key.escapingMarkup)\"", with: "\"\(image.dataURL)\"")
        }
    }

    /// The file's own name, with the extension of what it is.
    private static func fileName(_ path: String, _ format: ImageFormat) -> String {
        let stem = String(Slug.make(fromPath: path).prefix(50))
        return "\(stem).\(format.fileExtension)"
    }
}

extension ImageFormat {
    /// The size in CSS pixels at which an image is shown: as asked for, else by the name's `@2x`, else its own.
    fileprivate func shownSize(name: String, width: Int?) -> Size? {
        guard let size else { return nil }
        let stem = name.lastIndex(ofASCII: ".").map { name[..<$0] } ?? name[...]
        let density = stem.hasBytes(suffix: "@3x") ? 3 : stem.hasBytes(suffix: "@2x") ? 2 : 1
        let shown = width ?? max(1, size.width / density)
        return Size(width: shown, height: max(1, shown * size.height / size.width))
    }
}

extension MarkdownDocument {
    /// Every image's URL as written, with its line, in Markdown and raw HTML.
    fileprivate var imageURLs: [(url: String, line: Int)] {
        var found: [(String, Int)] = []
        forEachInline { inline in
            if case .image(let image) = inline { found.append((image.url, image.line)) }
        }
        forEachRawHTML { html, line in
            for image in RawElements.elements("img", in: html) {
                if let url = image.element[attribute: "src"] { found.append((url, line + image.lineOffset)) }
            }
        }
        return found
    }
}

extension String {
    fileprivate var withoutTrailingSlash: String { hasBytes(suffix: "/") ? String(dropLast()) : self }

    /// What would end a URL's path.
    fileprivate var encodingReserved: String {
        replacingBytes("%", with: "%25").replacingBytes("?", with: "%3F").replacingBytes("#", with: "%23")
    }
}
