// Templates: the language of templates, and the files of templates/ as the program carries them, so that one file is
// enough on a server.
//
// Purpose: the text of each shipped template by its path, and the rule by which a folder of the user's own wins, file
// by file; how values are escaped. `Shipped/` is made from templates/ by ops/lib/embed.py; ops/lint and a test compare the two.
//
// It must not: know what a template is for, or import anything of ours but Mail.

import Foundation

/// The templates that come with the program.
package enum ShippedTemplates {
    /// Their paths within `templates/`, sorted: `base.css`, `digest/newsletter.html`.
    package static var names: [String] { Shipped.files.keys.sorted() }

    package static func bytes(_ name: String) -> [UInt8]? { Shipped.files[name].map { Array($0.utf8) } }

    /// What `mailer init` begins a newsletter with, beside the templates that one may want to change.
    package static let starterFolder = "init/"
}

/// A folder of templates: the user's files first, then those that came with the program.
package struct TemplateFolder: Hashable, Sendable {
    /// The user's; it need not exist.
    package let path: String
    /// The same place among the shipped ones: empty, or a folder such as `pages/`; nil: none of them.
    private let shipped: String?

    /// - Parameter isShipped: whether a file that is not there is taken from the program.
    package init(path: String, isShipped: Bool = false) {
        self.path = path
        shipped = isShipped ? "" : nil
    }

    private init(path: String, shipped: String?) {
        self.path = path
        self.shipped = shipped
    }

    /// A folder inside of it, such as `pages`.
    package func folder(_ name: String) -> TemplateFolder {
        TemplateFolder(path: "\(path)/\(name)", shipped: shipped.map { "\($0)\(name)/" })
    }

    /// A file's bytes; nil if neither has it. One of the user's that is there and cannot be read is an error.
    package func bytes(_ name: String) throws -> [UInt8]? {
        let file = "\(path)/\(name)"
        if FileManager.default.fileExists(atPath: file) {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        }
        return shipped.flatMap { ShippedTemplates.bytes($0 + name) }
    }

    /// A file's text; nil if neither has it, or it is not to be read, or no UTF-8.
    package func text(_ name: String) -> String? {
        guard let bytes = try? bytes(name) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
