import Foundation
import Rendering

/// Inlines many style sheets in one process: a line of JSON with `html` and `css` in, a line with the page as a string out.
enum InlinedPages {
    private struct Pair: Decodable {
        let html: String
        let css: String
    }

    static func answer() throws {
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        while let line = readLine() {
            let pair = try decoder.decode(Pair.self, from: Data(line.utf8))
            let page = try StyledPage.source(of: pair.html, style: pair.css)
            FileHandle.standardOutput.write(try encoder.encode(page) + Data("\n".utf8))
        }
    }
}
