extension Rule {
    /// Screen readers, and mail programs that block images, show the alternative text instead.
    ///
    /// Raw HTML can say `alt=""` for an image that means nothing; Markdown cannot.
    static let imageWithoutAlt = Rule { checked in
        var findings: [Finding] = []
        checked.issue.body.forEachInline { inline in
            guard case .image(let image) = inline, image.alternative.trimmingWhiteSpace.isEmpty else { return }
            findings.append(finding(image.url, line: image.line, advice: "Write ![what it shows](…)"))
        }
        checked.issue.body.forEachRawHTML { html, line in
            for image in RawElements.elements("img", in: html) where image.element[attribute: "alt"] == nil {
                let url = image.element[attribute: "src"] ?? ""
                findings.append(finding(url, line: line + image.lineOffset, advice: "Add alt=\"what it shows\""))
            }
        }
        return findings
    }

    private static func finding(_ url: String, line: Int, advice: String) -> Finding {
        Finding(
            "image-without-alt", .warning, line: line,
            "The image \(url.showingMergeFields) has no alternative text. \(advice), for readers who do not see images."
        )
    }
}
