import Mail

/// An image that is part of a message, encoded.
package struct CompiledImage: Hashable, Codable, Sendable {
    /// Without angle brackets; nil for an attached file.
    package let contentID: String?
    package let name: String
    package let mediaType: String
    /// In lines, as it is in the message.
    let base64: EncodedBytes

    /// The image as an address that holds it: `data:image/png;base64,…`
    package var dataURL: String {
        "data:\(mediaType);base64,"
            + String(decoding: base64.bytes.filter { $0 != Byte.cr && $0 != Byte.lf }, as: UTF8.self)
    }
}

extension CompiledMessage {
    /// The page for a place that has no message around it, such as a browser: images of the message are in it.
    package func showingImages(in page: String) -> String {
        images.reduce(page) { page, image in
            image.contentID.map { page.replacingBytes("\"cid:\($0)\"", with: "\"\(image.dataURL)\"") } ?? page
        }
    }
}
