extension Rule {
    /// Raw HTML can say `alt=""` for an image that means nothing; Markdown cannot.
    static let imageWithoutAlt = Rule(
        "image-without-alt", .warning, what: "An image has no alternative text.",
        why: "Screen readers, and mail programs that block images, show that text instead."
    ) { checked in
        checked.images.compactMap { image in
            guard image.isRawHTML ? image.alternative == nil : image.alternative?.trimmingWhiteSpace.isEmpty == true
            else { return nil }
            let advice = image.isRawHTML ? "Add alt=\"what it shows\"" : "Write ![what it shows](…)"
            return Spot(
                image.line,
                "The image \(image.url.showingMergeFields) has no alternative text. \(advice), for readers who do not see images."
            )
        }
    }
}
