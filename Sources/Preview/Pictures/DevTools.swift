import Dispatch
import Foundation

/// Commands to a page of a browser (Chrome DevTools Protocol, https://chromedevtools.github.io/devtools-protocol).
final class DevTools {
    private struct Command<Parameters: Encodable>: Encodable {
        let id: Int
        let method: String
        let params: Parameters
        let sessionId: String?
    }

    /// What every message may have.
    private struct Envelope: Decodable {
        struct Fault: Decodable { let message: String }

        let id: Int?
        let method: String?
        let error: Fault?
    }

    private struct Answer<Result: Decodable>: Decodable { let result: Result }

    struct Nothing: Codable {}

    private let browser: BrowserProcess
    private var lastID = 0
    private var session: String?
    private var events: [String] = []

    /// A browser that does not answer for so long will not.
    private static let patience = 60.0

    /// Opens a page.
    init(_ browser: BrowserProcess) throws(PreviewError) {
        struct Target: Decodable { let targetId: String }
        struct Attachment: Encodable {
            let targetId: String
            let flatten = true
        }
        struct Session: Decodable { let sessionId: String }
        self.browser = browser
        let target: Target = try call("Target.createTarget", ["url": "about:blank"])
        let session: Session = try call("Target.attachToTarget", Attachment(targetId: target.targetId))
        self.session = session.sessionId
        try tell("Page.enable", Nothing())
    }

    /// Sends a command whose answer does not matter as long as it is no error.
    func tell(_ method: String, _ parameters: some Encodable) throws(PreviewError) {
        let _: Nothing = try call(method, parameters)
    }

    func call<Result: Decodable>(_ method: String, _ parameters: some Encodable) throws(PreviewError) -> Result {
        lastID += 1
        let command = Command(id: lastID, method: method, params: parameters, sessionId: session)
        do {
            try browser.send(try JSONEncoder().encode(command))
            let answer = try answer(to: method)
            return try JSONDecoder().decode(Answer<Result>.self, from: answer).result
        } catch let error as PreviewError {
            throw error
        } catch {
            throw .chromium(why: "its answer to \(method) is not as expected: \(error)")
        }
    }

    /// Events that came before are not meant by the next `wait`.
    func forgetEvents() { events = [] }

    /// Waits until the browser says that something happened; false when it did not within that time.
    func wait(for event: String, seconds: Double) throws(PreviewError) -> Bool {
        let deadline = DispatchTime.now() + seconds
        while !events.contains(event) {
            guard let message = try browser.receive(until: deadline) else { return false }
            note(message)
        }
        return true
    }

    private func answer(to method: String) throws(PreviewError) -> Data {
        let deadline = DispatchTime.now() + Self.patience
        while let message = try browser.receive(until: deadline) {
            guard let envelope = note(message), envelope.id == lastID else { continue }
            if let fault = envelope.error { throw .chromium(why: "it refused \(method): \(fault.message)") }
            return message
        }
        throw .chromium(why: "it did not answer \(method) within \(Int(Self.patience)) s")
    }

    @discardableResult
    private func note(_ message: Data) -> Envelope? {
        // What is no message of the protocol is no answer either.
        let envelope = try? JSONDecoder().decode(Envelope.self, from: message)
        if let event = envelope?.method { events.append(event) }
        return envelope
    }
}
