import Hummingbird
import Mail
import Operations
import Signing
import Store

extension WebResponder {
    /// Far above any form that means to unsubscribe.
    static let largestBody = 16 * 1024

    private var desk: UnsubscribeDesk { UnsubscribeDesk(store: dependencies.store) }

    /// GET and HEAD: a page with a button. Changes nothing, because link scanners follow every link.
    func offer(_ token: String) async -> Response {
        guard let claim = claim(of: token) else { return respond(.notFound, .invalid) }
        if claim.isOfTestCopy { return respond(.ok, .test) }
        do {
            let desk = desk
            guard let subject = try await Worker.reading.run({ try desk.subject(of: claim) }) else {
                return respond(.notFound, .invalid)
            }
            if subject.isUnsubscribed { return respond(.ok, page(of: subject, already: true)) }
            return respond(
                .ok,
                .unsubscribe(
                    addressHint: subject.address.hint, listTitle: subject.list.title,
                    actionURL: "\(options.basePath)/u/\(token)", token: token))
        } catch {
            dependencies.complain("Cannot show an unsubscribe page: \(error)")
            let message = "The page cannot be shown at the moment. Please try again in a few minutes."
            return respond(.serviceUnavailable, .error(title: "Please try again", message: message))
        }
    }

    /// POST: one-click (RFC 8058) and the page's button alike. 200 means that the store has it.
    func unsubscribe(_ token: String, _ request: Request) async -> Response {
        guard let claim = claim(of: token) else { return respond(.notFound, .invalid) }
        guard let body = await body(of: request) else {
            let message = "What was sent is too large. Please use the button on the page that your link opens."
            return respond(.contentTooLarge, .error(title: "Not possible", message: message))
        }
        if claim.isOfTestCopy { return respond(.ok, .test) }
        let isOneClick = OneClickForm.isOneClick(body, contentType: request.headers[.contentType])
        return await unsubscribe(claim, source: isOneClick ? "one-click" : "page")
    }

    private func unsubscribe(_ claim: UnsubscribeClaim, source: String) async -> Response {
        do {
            let (desk, now) = (desk, dependencies.clock())
            switch try await Worker.writing.run({ try desk.unsubscribe(claim, source: source, at: now) }) {
            case .unsubscribed(let subject):
                dependencies.record(.unsubscribed(subject.address, list: subject.list.name, source: source))
                return respond(.ok, page(of: subject, already: false))
            case .alreadyUnsubscribed(let subject):
                return respond(.ok, page(of: subject, already: true))
            case nil:
                return respond(.notFound, .invalid)
            }
        } catch {
            dependencies.complain("An unsubscription was not saved: \(error)")
            let message = "You are not unsubscribed yet: it could not be saved. Please try again in a few minutes."
            return respond(.serviceUnavailable, .error(title: "Not saved, please try again", message: message))
        }
    }

    /// Nil for a token that is none of ours. Not logged: anybody can send any number of them.
    private func claim(of token: String) -> UnsubscribeClaim? {
        let tokens: UnsubscribeTokens?
        do { tokens = try dependencies.tokens() } catch {
            dependencies.complain("Cannot check the links of mails: \(error)")
            return nil
        }
        do { return try tokens?.verify(token) } catch { return nil }
    }

    /// Nil when it is too large, or ended before it was complete.
    private func body(of request: Request) async -> String? {
        do { return String(buffer: try await request.body.collect(upTo: Self.largestBody)) } catch { return nil }
    }

    private func page(of subject: UnsubscribeDesk.Subject, already: Bool) -> Page {
        .unsubscribed(addressHint: subject.address.hint, listTitle: subject.list.title, already: already)
    }
}

extension UnsubscribeClaim {
    /// No row has the number 0.
    fileprivate var isOfTestCopy: Bool { subscriber.rawValue == 0 && list.rawValue == 0 }
}
