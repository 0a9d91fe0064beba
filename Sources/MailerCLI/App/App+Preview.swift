import Foundation
import Mail
import MailerConfiguration
import Preview
import Rendering
import Store

extension App {
    /// What the preview shows of an issue, read anew at each call.
    ///
    /// - Parameters:
    ///   - list: its name; without it the issue's, or the only one.
    ///   - reader: whose message is shown first; without it the list's first reader.
    func previewSource(file: String, list: String?, reader: String?) throws -> PreviewSource {
        let readers = PreviewReaders(
            store: hasStore ? try openStore() : nil, list: list)
        if let list { _ = try readers.store?.existingList(list) }
        if let reader { _ = try readers.subscriber(reader, list: nil) }
        return PreviewSource(
            file: file, watched: [configuration.templates, ownTemplates(besides: file)],
            render: { address in try rendering(of: file, for: address ?? reader, readers) },
            readers: { text in try readers.matching(text, file: file) })
    }

    private func rendering(of file: String, for address: String?, _ readers: PreviewReaders) throws -> RenderedIssue {
        let issue = try LoadedIssue(path: file)
        let list = readers.target(of: issue.issue)
        let subscriber = try readers.subscriber(address, list: list)
        let copy = try ReaderCopy(
            of: issue, to: subscriber?.address, known: subscriber, list: list, app: self, isForPreview: true)
        var rendering = RenderedIssue(
            reader: subscriber.map { PreviewReader(address: $0.address.description, name: $0.name) } ?? .sample,
            subject: copy.message.subject(for: copy.fields), preheader: issue.issue.preheader,
            from: copy.newsletter.from.description,
            parts: (copy.shownPage, copy.message.textPart(for: copy.fields)),
            message: copy.bytes, encodedHTMLSize: copy.message.encodedHTMLSize,
            findings: issue.findings(compiled: copy.message) + copy.images.problems.map { Finding($0) })
        rendering.images = issue.localImages
        return rendering
    }
}

/// Finds readers for the preview, in the store if there is one.
struct PreviewReaders: Sendable {
    let store: MailerStore?
    /// The list that was asked for by name.
    let list: String?

    private static let limit = 20

    /// The list that the issue would go to; nil if that is not clear.
    func target(of issue: Rendering.Issue) -> MailingList? { try? store?.listToMail(list ?? issue.list) }

    /// The subscriber of that address; without one the list's first; nil if there is none, or for the sample reader.
    func subscriber(_ address: String?, list: MailingList?) throws -> Subscriber? {
        if address == PreviewReader.sample.address { return nil }
        if let address {
            guard let store else {
                throw CommandFailure("\(address) is not known here: there is no database yet. Leave out --for.")
            }
            return try store.known(address)
        }
        guard let first = try store?.subscribers(matching: "", on: list?.id, limit: 1).first else { return nil }
        return try store?.subscriber(first.address)
    }

    func matching(_ text: String, file: String) throws -> [PreviewReader] {
        let matches = try store?.subscribers(matching: text, limit: Self.limit) ?? []
        return matches.map { PreviewReader(address: $0.address.description, name: $0.name) } + [.sample]
    }
}

extension PreviewReader {
    /// Somebody who stands for all.
    fileprivate static let sample = PreviewReader(address: ReaderCopy.sampleAddress, name: nil, isSample: true)
}

extension LoadedIssue {
    /// Files beside the issue that it shows as images.
    fileprivate var localImages: [String] {
        var urls: [String] = []
        issue.body.forEachInline { inline in
            if case .image(let image) = inline { urls.append(image.url) }
        }
        issue.body.forEachRawHTML { html, _ in
            urls += html.matches(of: /\ssrc\s*=\s*["']([^"']+)["']/.ignoresCase()).map { String($0.1) }
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        return urls.compactMap { url in
            guard !url.isEmpty, !url.hasPrefix("//"), url.firstMatch(of: /^[A-Za-z][A-Za-z0-9+.-]*:/) == nil else {
                return nil
            }
            return URL(fileURLWithPath: url.removingPercentEncoding ?? url, relativeTo: folder).path
        }
    }
}
