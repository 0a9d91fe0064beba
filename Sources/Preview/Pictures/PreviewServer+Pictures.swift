import Foundation

/// A picture that was written.
package struct WrittenPicture: Hashable, Sendable {
    package let path: String
    /// False if some images of the issue did not come in time.
    package let isComplete: Bool
}

extension PreviewServer {
    /// Writes pictures of the message into `folder`, and says each one's path.
    ///
    /// The browser asks this server for the message, so that pictures and page show the same.
    ///
    /// - Parameters:
    ///   - stem: what the files' names begin with.
    ///   - searchPath: as in PATH, where the browser is looked for.
    package func writePictures(
        into folder: String, stem: String, searchPath: String,
        onWritten: @escaping @Sendable (WrittenPicture) -> Void
    ) async throws {
        let executable = try Chromium.find(searchPath: searchPath)
        if let problem = await problem() { throw PreviewError.cannotRender(problem) }
        try Self.make(folder)
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { told.finish() }
            try await runUntilCancelled { told.yield($0) }
        }
        defer { running.cancel() }
        guard let port = await ports.first(where: { _ in true }) else { return try await running.value }
        try await Self.onThread {
            let photographer = try Photographer(try BrowserProcess(executable))
            for picture in Picture.all {
                let images = picture.showsImages ? "on" : "off"
                let taken = try photographer.take(picture, of: "http://127.0.0.1:\(port)/message?images=\(images)")
                let path = "\(folder)/\(picture.fileName(stem: stem))"
                try Self.write(taken.png, to: path)
                onWritten(WrittenPicture(path: path, isComplete: taken.isComplete))
            }
        }
        running.cancel()
        try await running.value
    }

    private static func make(_ folder: String) throws(PreviewError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, why: error.localizedDescription)
        }
    }

    private static func write(_ data: Data, to path: String) throws(PreviewError) {
        do { try data.write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw .cannotWrite(path: path, why: error.localizedDescription)
        }
    }

    private static func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
