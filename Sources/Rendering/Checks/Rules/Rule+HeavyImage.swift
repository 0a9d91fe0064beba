extension Rule {
    /// Of files beside the issue; of those on the web with --online.
    static let heavyImage = Rule(
        "heavy-image", .warning, what: "An image is larger than 500 KB, or all of them together than 2 MB.",
        why: "On a telephone the issue takes seconds to show, and readers pay for it."
    ) { checked in
        let weights = checked.evidence.images
        var seen: Set<String> = []
        let known = checked.images.compactMap { image in
            seen.insert(image.url).inserted ? weights[image.url].map { (image, $0.bytes) } : nil
        }
        var spots = known.filter { $0.1 > imageLimit }.map { image, bytes in
            Spot(
                image.line,
                "The image \(image.url.showingMergeFields) is \(bytes / 1000) KB large. Make it smaller: 1200 pixels are "
                    + "enough, and a photograph of that size takes some 200 KB.")
        }
        let total = known.reduce(0) { $0 + $1.1 }
        if total > totalLimit {
            spots.append(
                Spot(
                    known[0].0.line,
                    "The issue's images are \(total / 1000) KB together. Make them smaller, or leave some out."))
        }
        return spots
    }

    private static let imageLimit = 500_000
    private static let totalLimit = 2_000_000
}
