import Foundation
import Rendering

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Asks web servers whether the targets of links are there.
struct LinkVisitor {
    /// What came of a visit.
    struct Visit: Sendable {
        let answer: LinkAnswer
        /// In bytes, if the server says it.
        let size: Int?
    }

    /// Visits under way at the same time.
    private static let atOnce = 8
    private static let patience: TimeInterval = 15
    /// A browser, roughly: some servers turn away what they do not know.
    private static let userAgent = "Mozilla/5.0 (compatible; mailer check)"

    private let session: URLSession

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = Self.patience
        configuration.timeoutIntervalForResource = Self.patience * 2
        configuration.httpCookieStorage = nil
        session = URLSession(configuration: configuration)
    }

    func visit(_ urls: [String]) async -> [String: Visit] {
        await withTaskGroup(of: (String, Visit).self) { group in
            var visits: [String: Visit] = [:]
            for (index, url) in urls.enumerated() {
                if index >= Self.atOnce, let (done, visit) = await group.next() { visits[done] = visit }
                group.addTask { (url, await self.visit(url)) }
            }
            for await (done, visit) in group { visits[done] = visit }
            return visits
        }
    }

    /// HEAD first, so that nothing is loaded; servers that do not know it are asked for the page itself.
    private func visit(_ url: String) async -> Visit {
        guard let target = URL(string: url) else { return Visit(answer: .failed("it is no URL"), size: nil) }
        let head = await ask(target, "HEAD")
        guard case .failed = head.answer else { return head }
        return await ask(target, "GET")
    }

    private func ask(_ url: URL, _ method: String) async -> Visit {
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue(Self.userAgent, forHTTPHeaderField: "User-Agent")
        do {
            let (_, response) = try await session.data(for: request)
            guard let response = response as? HTTPURLResponse else {
                return Visit(answer: .failed("it did not answer in HTTP"), size: nil)
            }
            let size = response.expectedContentLength > 0 ? Int(response.expectedContentLength) : nil
            return Visit(answer: Self.answer(response, to: url), size: size)
        } catch {
            return Visit(answer: .failed(error.localizedDescription.trimmingCharacters(in: ["."])), size: nil)
        }
    }

    private static func answer(_ response: HTTPURLResponse, to url: URL) -> LinkAnswer {
        guard (200..<300).contains(response.statusCode) else {
            return .failed(
                "\(response.statusCode) \(HTTPURLResponse.localizedString(forStatusCode: response.statusCode))")
        }
        guard let end = response.url, end.withoutFragment != url.withoutFragment else { return .found }
        return .moved(to: end.absoluteString)
    }
}

extension URL {
    fileprivate var withoutFragment: String {
        let text = absoluteString
        let bare = text.firstIndex(of: "#").map { String(text[..<$0]) } ?? text
        // `https://example.org` and `https://example.org/` are the same place.
        return bare.hasSuffix("/") ? String(bare.dropLast()) : bare
    }
}
