/// Which way a text runs.
package enum TextDirection: String, Hashable, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"

    /// The direction of a language's usual script; `az-Arab` names its script itself (BCP 47).
    package init(language: String) {
        let parts = language.lowercased().split(separator: "-")
        let script = parts.dropFirst().first { $0.utf8.count == 4 }.map(String.init)
        let isRightToLeft =
            script.map { Self.rightToLeftScripts.contains($0) }
            ?? parts.first.map { Self.rightToLeftLanguages.contains(String($0)) } ?? false
        self = isRightToLeft ? .rightToLeft : .leftToRight
    }

    /// The direction of the first letter, as HTML's `dir="auto"` finds it, which mail programs do not know; nil
    /// without a letter.
    init?(of text: String) {
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                guard ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) else { continue }
                self = .leftToRight
                return
            }
            guard scalar.properties.isAlphabetic else { continue }
            self = scalar.runsRightToLeft ? .rightToLeft : .leftToRight
            return
        }
        return nil
    }

    /// Of the first letter in running text; merge fields and code have none.
    init?(of content: [Inline]) {
        for inline in content {
            let found: TextDirection? =
                switch inline {
                case .text(let text):
                    TextDirection(of: text.fillingMergeFields(holds: { _ in true }) { _ in "" })
                case .emphasis(let content), .strong(let content), .strikethrough(let content):
                    TextDirection(of: content)
                case .link(let link): TextDirection(of: link.content)
                case .softBreak, .lineBreak, .code, .html, .image, .footnote: nil
                }
            if let found {
                self = found
                return
            }
        }
        return nil
    }

    /// Of the first words in blocks.
    init?(of blocks: [Block]) {
        for block in blocks {
            let found: TextDirection? =
                switch block {
                case .paragraph(let content, _): TextDirection(of: content)
                case .heading(let heading): TextDirection(of: heading.content)
                case .table(let table): TextDirection(of: table.header.flatMap(\.self))
                case .button(let link): TextDirection(of: link.content)
                case .quote, .list, .callout, .columns, .section: TextDirection(of: block.children)
                case .code, .html, .rule, .contents: nil
                }
            if let found {
                self = found
                return
            }
        }
        return nil
    }

    private static let rightToLeftScripts: Set = [
        "arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr",
    ]
    private static let rightToLeftLanguages: Set = [
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
    ]
}

extension Unicode.Scalar {
    /// Bidi class R or AL (Unicode UAX #9), for letters.
    fileprivate var runsRightToLeft: Bool {
        switch value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
