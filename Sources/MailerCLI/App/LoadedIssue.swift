import Mail
import Rendering
import Signing

/// An issue's file with what was read from it.
struct LoadedIssue {
    let path: String
    let bytes: [UInt8]
    let issue: Issue

    init(path: String) throws { try self.init(path: path, bytes: try IssueFile.read(path)) }

    init(path: String, bytes: [UInt8]) throws {
        self.path = path
        self.bytes = bytes
        issue = try IssueParser.parse(bytes, path: path)
    }

    /// - Parameter subjectPrefix: marks a test copy.
    func compile(
        _ design: MessageDesign, newsletter: NewsletterIdentity, offersBrowserView: Bool = false,
        subjectPrefix: String = ""
    ) throws -> CompiledMessage {
        let compiler = MessageCompiler(templates: try MessageTemplates(design.templates), identity: newsletter)
        // From the bytes, so that the same issue is the same message whenever it is compiled.
        let boundary = try MIMEBoundary(token: String(try SHA256.hex(bytes).prefix(24)))
        var content = issue.messageContent(images: try images(design))
        content.subject = subjectPrefix + content.subject
        return try compiler.compile(content, boundary: boundary, offersBrowserView: offersBrowserView)
    }

    func images(_ design: MessageDesign) throws -> IssueImages { try IssueImages(issue, settings: design.images) }

    /// What the checks find without looking beyond the issue's folder.
    ///
    /// - Parameter readers: what is known of those who are to get it.
    func findings(compiled: CompiledMessage, readers: ReaderSurvey? = nil) -> [Finding] {
        var evidence = Evidence()
        evidence.message = compiled
        evidence.images = issue.imageFileWeights
        evidence.readers = readers
        return IssueChecker.check(issue, evidence)
    }
}
