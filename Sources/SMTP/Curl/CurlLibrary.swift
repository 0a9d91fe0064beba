import CCurl
import Foundation

/// What has to be done once in a process before libcurl is used.
enum CurlLibrary {
    /// Nil if libcurl is ready; else why it is not.
    static let startFailure: String? = {
        // OpenSSL and writev(2) write without MSG_NOSIGNAL: a peer that went away must be an error, not the end of us.
        Platform.ignoreBrokenPipes()
        let code = mailer_curl_global_init()
        return code == CURLE_OK ? nil : text(of: code)
    }()

    /// The system's authorities in OpenSSL's hashed form, if it has them: reading one certificate on
    /// demand costs a twentieth of parsing the whole bundle for each session.
    static let systemTrustDirectory: String? = {
        let directory = "/etc/ssl/certs"
        // No such directory is the normal case on other systems: libcurl's own default serves there.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { return nil }
        return names.contains { $0.hasSuffix(".0") } ? directory : nil
    }()

    /// `libcurl 7.88.1`
    static let name = "libcurl " + String(cString: mailer_curl_version())

    static func text(of code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}
