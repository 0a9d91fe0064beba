import CCurl
import Foundation
import Mail

/// What the server said while libcurl opened the session, and to what.
///
/// libcurl keeps neither the EHLO reply nor the words of a refusal; its callbacks hand them over here.
/// What the client sends is looked at for its verb only and never kept: it may be a password.
final class SetupTranscript {
    private(set) var replies: [(stage: DialogueStage, reply: SMTPReply)] = []
    private(set) var problem: ReplyProblem?
    private(set) var stage = DialogueStage.connect
    /// The last one that was tried.
    private(set) var mechanism: AuthMechanism?
    private var parser = ReplyParser()

    /// The last EHLO reply counts: before STARTTLS anybody on the way could have written it (RFC 3207 §4.2).
    var capabilities: ServerCapabilities {
        let ehlo = replies.last { $0.stage == .hello && $0.reply.isCompletion }
        return ehlo.map { ServerCapabilities(ehlo: $0.reply) } ?? ServerCapabilities()
    }

    var hasStartedTLS: Bool { hasReply(at: .startTLS, 220) }
    var isAuthenticated: Bool { hasReply(at: .authentication, 235) }

    /// The server's last reply if it refused something.
    var refusal: (stage: DialogueStage, reply: SMTPReply)? {
        guard let last = replies.last, last.reply.isTransient || last.reply.isPermanent else { return nil }
        return last
    }

    /// Why a token was refused, as a server says in another challenge before it refuses (RFC 7628 §3.2.2), such as
    /// `{"status":"invalid_token","scope":"https://mail.example.org/"}`.
    var tokenRefusal: String? {
        guard mechanism?.takesToken == true else { return nil }
        for (stage, reply) in replies.reversed() where stage == .authentication && reply.code == 334 {
            guard let line = reply.lines.last, let data = Data(base64Encoded: line),
                let text = String(validating: data, as: UTF8.self), text.hasPrefix("{")
            else { continue }
            return String(text.prefix(300)).escapingControls
        }
        return nil
    }

    /// A positive reply that is none to what was asked: 354 to STARTTLS, say.
    var misplaced: (stage: DialogueStage, reply: SMTPReply)? {
        guard let last = replies.last, last.stage == stage else { return nil }
        switch stage {
        case .startTLS: return last.reply.code == 220 ? nil : last
        case .authentication: return [235, 334].contains(last.reply.code) ? nil : last
        default: return nil
        }
    }

    func sent(_ bytes: UnsafeRawBufferPointer) {
        switch String(decoding: bytes.prefix(4), as: UTF8.self).uppercased() {
        case "EHLO", "HELO": stage = .hello
        case "STAR": stage = .startTLS
        case "AUTH":
            stage = .authentication
            let words = String(decoding: bytes.prefix(40), as: UTF8.self).split(whereSeparator: \.isWhitespace)
            if words.count > 1 { mechanism = AuthMechanism(rawValue: words[1].uppercased()) }
        default: break
        }
    }

    func received(_ bytes: UnsafeRawBufferPointer) {
        guard problem == nil else { return }
        if stage == .connect { stage = .greeting }
        parser.append(bytes)
        do throws(ReplyProblem) {
            while let raw = try parser.next() { replies.append((stage, parser.reply(raw))) }
        } catch {
            problem = error
        }
    }

    private func hasReply(at stage: DialogueStage, _ code: Int) -> Bool {
        replies.contains { $0.stage == stage && $0.reply.code == code }
    }
}

// libcurl's callbacks. Their context is a SetupTranscript that lives as long as the handle.

let headerCallback: mailer_curl_header_function = { bytes, size, count, context in
    guard let context else { return 0 }
    let transcript = Unmanaged<SetupTranscript>.fromOpaque(context).takeUnretainedValue()
    transcript.received(UnsafeRawBufferPointer(start: bytes, count: size * count))
    // libcurl would skip what is no reply and wait for one; taking less than everything makes it give up.
    return transcript.problem == nil ? size * count : 0
}

let debugCallback: mailer_curl_debug_function = { _, kind, bytes, size, context in
    guard kind == CURLINFO_HEADER_OUT, let context else { return 0 }
    let transcript = Unmanaged<SetupTranscript>.fromOpaque(context).takeUnretainedValue()
    transcript.sent(UnsafeRawBufferPointer(start: bytes, count: size))
    return 0
}
