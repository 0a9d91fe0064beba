import Foundation
import Hummingbird

/// Answers every request.
struct PreviewResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let live: LiveIssue
    let files: PageFiles

    func respond(to request: Request, context: Context) async throws -> Response {
        let response = await answer(request)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) async -> Response {
        guard LoopbackHost.isAllowed(request.head.authority) else {
            return text(.forbidden, "This preview is for this computer: open it as http://127.0.0.1 or localhost.\n")
        }
        guard let route = PreviewRoute(rawValue: request.uri.path) else { return text(.notFound, "Nothing is here.\n") }
        guard request.method == .get || request.method == .head else {
            var response = text(.methodNotAllowed, "A preview is only to look at.\n")
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        return await answer(route, PreviewQuery(request.uri.query))
    }

    private func answer(_ route: PreviewRoute, _ query: PreviewQuery) async -> Response {
        switch route {
        case .page: reply("text/html; charset=utf-8", files.page, policy: ContentPolicy.page)
        case .style: reply("text/css; charset=utf-8", files.style)
        case .script: reply("text/javascript; charset=utf-8", files.script)
        case .state: await state(query)
        case .message: await message(query)
        case .source: await source(query)
        case .readers: await readers(query)
        case .events: events()
        }
    }

    private func state(_ query: PreviewQuery) async -> Response {
        json(PageState(await live.showing(for: query.reader), file: live.source.file))
    }

    private func message(_ query: PreviewQuery) async -> Response {
        let showing = await live.showing(for: query.reader)
        guard let issue = showing.issue else { return text(.notFound, "There is no rendering yet.\n") }
        let page = MessagePage.html(issue.html, scheme: query.scheme)
        return reply(
            "text/html; charset=utf-8", page, policy: ContentPolicy.message(showsImages: query.showsImages))
    }

    private func source(_ query: PreviewQuery) async -> Response {
        guard let issue = await live.showing(for: query.reader).issue else {
            return text(.notFound, "There is no rendering yet.\n")
        }
        var response = reply("message/rfc822", bytes: issue.message)
        response.headers[.contentDisposition] = "attachment; filename=\"preview.eml\""
        return response
    }

    private func readers(_ query: PreviewQuery) async -> Response {
        switch await live.readers(matching: query.text) {
        case .success(let readers): json(readers)
        case .failure(let error): text(.serviceUnavailable, "\(error)\n")
        }
    }

    private func events() -> Response {
        let versions = live.changes.versions()
        var response = reply("text/event-stream", "")
        response.body = ResponseBody { writer in
            for await version in versions { try await writer.write(ByteBuffer(string: "data: \(version)\n\n")) }
            try await writer.finish(nil)
        }
        response.headers[.contentLength] = nil
        return response
    }
}

// MARK: Responses

extension PreviewResponder {
    private func json(_ value: some Encodable) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, numbers and flags can always be encoded.
        let data = (try? encoder.encode(value)) ?? Data()
        return reply("application/json", bytes: [UInt8](data))
    }

    private func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        var response = reply("text/plain; charset=utf-8", text)
        response.status = status
        return response
    }

    private func reply(_ type: String, _ text: String, policy: String = ContentPolicy.nothing) -> Response {
        reply(type, bytes: Array(text.utf8), policy: policy)
    }

    /// Nobody keeps it, frames it, or takes it for something else.
    private func reply(_ type: String, bytes: [UInt8], policy: String = ContentPolicy.nothing) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = policy
        headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")] {
            if let name = HTTPFields.Element.Name(name) { headers[name] = value }
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
