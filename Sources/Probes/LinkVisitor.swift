import CCurl
import Foundation
import Mail
import Rendering

/// Asks web servers whether the targets of links are there.
package struct LinkVisitor: Sendable {
    /// What came of a visit.
    package struct Visit: Sendable {
        package let answer: LinkAnswer
        /// In bytes, if the server says it.
        package let size: Int?
    }

    /// Visits under way at the same time.
    private static let atOnce = 8
    /// In seconds.
    private static let patience = (connection: 15, answer: 30)
    /// As browsers do, roughly.
    private static let maximumRedirections = 10
    /// Roughly a browser: some servers turn away what they do not know.
    private static let userAgent = "Mozilla/5.0 (compatible; mailer check)"

    private static let isReady = mailer_curl_global_init() == CURLE_OK
    private let queue = DispatchQueue(label: "links", attributes: .concurrent)

    package init() {}

    package func visit(_ urls: [String]) async -> [String: Visit] {
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

    private func visit(_ url: String) async -> Visit {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Self.visit(url)) }
        }
    }

    /// HEAD first, so that nothing is loaded; servers that do not know it are asked for the page itself.
    private static func visit(_ text: String) -> Visit {
        guard isReady, let url = URL(string: text)?.absoluteString else {
            return Visit(answer: .failed("it is no URL"), size: nil)
        }
        let head = ask(url, onlyHeader: true)
        guard case .failed = head.answer else { return head }
        return ask(url, onlyHeader: false)
    }

    /// Hears what a server says of a page and hangs up before the page itself, which may be without end.
    private static func ask(_ url: String, onlyHeader: Bool) -> Visit {
        guard let handle = curl_easy_init() else { return Visit(answer: .failed("libcurl has no memory"), size: nil) }
        defer { curl_easy_cleanup(handle) }
        let header = AnswerHeader()
        let strings = [
            (CURLOPT_URL, url), (CURLOPT_USERAGENT, userAgent), (CURLOPT_PROTOCOLS_STR, "http,https"),
            (CURLOPT_REDIR_PROTOCOLS_STR, "http,https"),
        ]
        let numbers = [
            (CURLOPT_NOBODY, onlyHeader ? 1 : 0), (CURLOPT_FOLLOWLOCATION, 1), (CURLOPT_MAXREDIRS, maximumRedirections),
            (CURLOPT_CONNECTTIMEOUT, patience.connection), (CURLOPT_TIMEOUT, patience.answer), (CURLOPT_NOSIGNAL, 1),
        ]
        for (option, value) in strings where mailer_curl_set_string(handle, option, value) != CURLE_OK {
            return Visit(answer: .failed("it is no URL"), size: nil)
        }
        for (option, value) in numbers { _ = mailer_curl_set_long(handle, option, value) }
        _ = mailer_curl_set_write_function(handle) { _, _, _, _ in 0 }
        _ = mailer_curl_set_header_function(handle, AnswerHeader.take, Unmanaged.passUnretained(header).toOpaque())
        let code = withExtendedLifetime(header) { curl_easy_perform(handle) }
        // That the page was refused is our own doing.
        let isAnswered = code == CURLE_OK || code == CURLE_WRITE_ERROR && !header.isTooLong
        guard isAnswered else { return Visit(answer: .failed(why(code, header)), size: nil) }
        let end = mailer_curl_effective_url(handle).map { String(cString: $0) }
        let length = mailer_curl_content_length(handle)
        return Visit(
            answer: answer(mailer_curl_response_code(handle), header, from: end, to: url),
            size: length > 0 ? Int(exactly: length) : nil)
    }

    private static func why(_ code: CURLcode, _ header: AnswerHeader) -> String {
        if header.isTooLong { return "its header has more than \(AnswerHeader.limit / 1_024) KB" }
        if code == CURLE_TOO_MANY_REDIRECTS { return "it redirects more than \(maximumRedirections) times" }
        let words = String(cString: curl_easy_strerror(code))
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    private static func answer(_ code: Int, _ header: AnswerHeader, from end: String?, to url: String) -> LinkAnswer {
        guard (200..<300).contains(code) else { return .failed("\(code) \(header.reason)".trimmingSpaces) }
        guard let end, withoutFragment(end) != withoutFragment(url) else { return .found }
        return .moved(to: end)
    }

    /// `https://example.org` and `https://example.org/` are the same place.
    private static func withoutFragment(_ url: String) -> Substring {
        let bare = url.utf8.firstIndex(of: UInt8(ascii: "#")).map { url[..<$0] } ?? url[...]
        return bare.utf8.last == UInt8(ascii: "/") ? bare.dropLast() : bare
    }
}

/// The header of an answer, of which only the first line and the length matter; those of redirections count, too.
private final class AnswerHeader {
    /// In bytes: beyond it a server has something else in mind.
    static let limit = 262_144

    /// Of the status line (RFC 9112 §4); HTTP/2 has none.
    private(set) var reason = ""
    private var length = 0
    var isTooLong: Bool { length > Self.limit }

    /// libcurl's header function: less than it was given ends the transfer.
    static let take: mailer_curl_header_function = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let header = Unmanaged<AnswerHeader>.fromOpaque(context).takeUnretainedValue()
        // libcurl says that a line never has more than CURL_MAX_HTTP_HEADER bytes, 100 KB; `size` is 1.
        let line = UnsafeRawBufferPointer(start: bytes, count: count)
        header.add(line)
        return header.isTooLong ? 0 : count
    }

    private func add(_ line: UnsafeRawBufferPointer) {
        length += line.count
        guard line.starts(with: "HTTP/".utf8) else { return }
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        reason = words.count == 3 ? String(decoding: words[2].prefix { $0 >= 0x20 }, as: UTF8.self) : ""
    }
}
