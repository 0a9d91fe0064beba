import Foundation
import MailerConfiguration
import Rendering

/// How an issue's message looks: its template, and where its images are.
struct MessageDesign {
    let templates: TemplateFiles
    let images: ImageSettings
}

extension App {
    /// The design of an issue: its own template or the configured one. A file in the folder `templates` beside the
    /// issue stands in for the one of the same name in the configured folder.
    ///
    /// - Parameter isForPreview: whether problems with images are to be noted and not thrown.
    func design(of issue: LoadedIssue, isForPreview: Bool = false) throws -> MessageDesign {
        var images = ImageSettings()
        images.isForPreview = isForPreview
        images.baseURL = configuration.images.baseURL
        images.maximumSize = configuration.images.maximumSize
        images.maximumTotalSize = configuration.images.maximumTotalSize
        let own = ownTemplates(besides: issue.path)
        return MessageDesign(templates: try templates(named: issue.issue.template, own: own), images: images)
    }

    /// The newsletter's own folder of templates, which need not exist.
    func ownTemplates(besides issue: String) -> String {
        URL(fileURLWithPath: issue).deletingLastPathComponent().appendingPathComponent("templates").path
    }

    private static let usualTemplate = "digest"

    /// - Parameters:
    ///   - name: nil for the configured template.
    ///   - own: the newsletter's own folder of templates.
    func templates(named name: String?, own: String) throws -> TemplateFiles {
        let asked = name ?? configuration.template
        return try TemplateFiles.find(
            asked ?? Self.usualTemplate, in: [own, configuration.templates], isDefault: asked == nil)
    }
}
