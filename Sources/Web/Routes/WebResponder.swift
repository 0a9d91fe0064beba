import Hummingbird
import Mail
import Synchronization

/// Answers every request; the only place where a failure becomes a status.
struct WebResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let options: WebOptions
    let dependencies: WebDependencies
    let pages: PageTemplates

    func respond(to request: Request, context: Context) async throws -> Response {
        let response = await answer(request)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) async -> Response {
        guard let route = Route(path: request.uri.path) else { return notFound() }
        guard route.methods.contains(request.method.rawValue) else { return notAllowed(route) }
        switch route {
        case .unsubscribe(let token):
            return await request.method == .post ? unsubscribe(token, request) : offer(token)
        case .health: return await health()
        case .metrics: return await metrics()
        case .archiveFolder: return redirectToArchive()
        case .archive(let name): return await archive(name, request)
        }
    }

    func notFound() -> Response {
        let message = "There is nothing at this address. Please check the link in your mail."
        return respond(.notFound, .error(title: "Page not found", message: message))
    }

    private func notAllowed(_ route: Route) -> Response {
        let message = "This address cannot be used in that way. Please use the link in your mail."
        var response = respond(.methodNotAllowed, .error(title: "Not possible", message: message))
        response.headers[.allow] = route.methods.joined(separator: ", ")
        return response
    }
}

/// Answers as the configuration of now says: it may be another one while the socket stays.
final class CurrentResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    private let current: Mutex<WebResponder>

    init(_ responder: WebResponder) { current = Mutex(responder) }

    var value: WebResponder { current.withLock { $0 } }
    func replace(with responder: WebResponder) { current.withLock { $0 = responder } }

    func respond(to request: Request, context: Context) async throws -> Response {
        try await value.respond(to: request, context: context)
    }
}

// MARK: Responses

extension WebResponder {
    private typealias FieldName = HTTPFields.Element.Name

    /// A page. No one keeps it, indexes it, frames it or learns where the reader came from.
    func respond(_ status: HTTPResponse.Status, _ page: Page) -> Response {
        guard let html = pages.html(page) else { return respond(status, text: "\(status.code)\n") }
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
        headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex")] {
            if let name = FieldName(name) { headers[name] = value }
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// A line for programs.
    func respond(
        _ status: HTTPResponse.Status, text: String, contentType: String = "text/plain; charset=utf-8"
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = contentType
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
