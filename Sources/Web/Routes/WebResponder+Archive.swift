import Hummingbird
import Mail

/// A file of the public archive.
package struct PublicFile: Hashable, Sendable {
    package let contentType: String
    package let bytes: [UInt8]
    /// Tells these bytes from any other, such as a hash; no quotation mark in it.
    package let tag: String

    package init(contentType: String, bytes: [UInt8], tag: String) {
        self.contentType = contentType
        self.bytes = bytes
        self.tag = tag
    }
}

extension WebResponder {
    private typealias FieldName = HTTPFields.Element.Name

    /// A file of the archive; what a cache has already is not sent again (RFC 9110 §13.1.2).
    func archive(_ name: String, _ request: Request) async -> Response {
        guard let archive = dependencies.archive else { return notFound() }
        do {
            guard let file = try await Worker.reading.run({ try archive(name) }) else { return notFound() }
            let known = request.headers[.ifNoneMatch].map(Self.tags) ?? []
            let isKnown = known.contains("*") || known.contains(file.tag)
            return respond(with: file, isKnown: isKnown)
        } catch {
            dependencies.complain("The archive cannot be shown: \(error)")
            let message = "This page cannot be shown right now. Please try again in a few minutes."
            return respond(.serviceUnavailable, .error(title: "Please try again", message: message))
        }
    }

    /// The index has a slash at its end, so that its links lead into it; the answer is relative, for a proxy's path.
    func redirectToArchive() -> Response {
        if dependencies.archive == nil { return notFound() }
        var headers = HTTPFields()
        headers[.location] = "archive/"
        return Response(status: .movedPermanently, headers: headers)
    }

    private func respond(with file: PublicFile, isKnown: Bool) -> Response {
        var headers = HTTPFields()
        headers[.eTag] = "\"\(file.tag)\""
        // Short, so that a correction shows soon; asking again costs little.
        headers[.cacheControl] = "public, max-age=300"
        if isKnown { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.contentType
        headers[.contentSecurityPolicy] =
            "default-src 'none'; img-src 'self' https: http: data:; style-src 'self' 'unsafe-inline'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        if let name = FieldName("Referrer-Policy") { headers[name] = "strict-origin-when-cross-origin" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }

    /// `W/"a", "b"` as `a` and `b`.
    private static func tags(_ field: String) -> [String] {
        field.split(separator: ",").map { tag in
            let tag = String(tag).trimmingSpaces
            let strong = tag.hasBytes(prefix: "W/") ? String(tag.dropFirst(2)) : tag
            return String(strong.drop { $0 == "\"" }.prefix { $0 != "\"" })
        }
    }
}
