import Mail
import MailerConfiguration
import Rendering
import Sending
import Store

/// An issue as one reader would get it now. Nothing is recorded, and the links belong to no mailing.
struct ReaderCopy {
    let newsletter: NewsletterIdentity
    let message: CompiledMessage
    let images: IssueImages
    let fields: RecipientFields
    /// The whole message with its signatures.
    let bytes: [UInt8]

    /// - Parameters:
    ///   - address: of anybody; nil for somebody invented (`sampleAddress`).
    ///   - known: the record of that address, if there is one.
    ///   - list: the list that the issue would go to; without one the links lead nowhere.
    ///   - isForPreview: whether problems with images are to be noted and not thrown.
    init(
        of issue: LoadedIssue, to address: EmailAddress?, known: Subscriber?, list: MailingList?, app: App,
        isForPreview: Bool = false
    ) throws {
        let compiled = try app.compile(
            issue, list: list?.name ?? issue.issue.list ?? "list", isForPreview: isForPreview)
        images = compiled.images
        newsletter = compiled.newsletter
        message = compiled.message
        var circumstances = MessageComposer.Circumstances(
            mailing: MailingID(rawValue: 0), uid: "preview", list: list?.id ?? ListID(rawValue: 0),
            baseURL: app.configuration.baseURL, sender: newsletter.from.address)
        if compiled.offersBrowserView {
            circumstances.viewURL = try HeaderURI(
                "\(app.configuration.baseURL)/archive/\(ArchivePath.expected(slug: issue.issue.slug))")
        }
        let composer = MessageComposer(
            message: message, circumstances: circumstances, identity: try app.passingIdentity(from: newsletter.from))
        let due = DueDelivery(
            delivery: DeliveryID(rawValue: 0), subscriber: known?.id ?? SubscriberID(rawValue: 0),
            address: try address ?? EmailAddress(Self.sampleAddress), name: known?.name,
            attributes: known?.attributes ?? [:], attempts: 0)
        let now = app.now()
        fields = try composer.fields(of: due, at: now)
        bytes = try composer.compose(due, at: now).bytes
    }

    /// The HTML as a browser shows it alone, with all images that are files.
    var shownPage: String { images.showingFiles(in: message.showingImages(in: message.htmlPage(for: fields))) }

    static let sampleAddress = "reader@example.org"
}
