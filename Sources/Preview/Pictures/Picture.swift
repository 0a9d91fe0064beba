/// One picture of a message: how wide, in which colours, with or without images.
package struct Picture: Hashable, Sendable {
    /// In CSS pixels, which are the picture's pixels too.
    package let width: Int
    let scheme: ColorScheme
    let showsImages: Bool

    /// What an editor wants to see before sending.
    static let all: [Picture] = [375, 1200].flatMap { width in
        [
            Picture(width: width, scheme: .light, showsImages: true),
            Picture(width: width, scheme: .dark, showsImages: true),
            Picture(width: width, scheme: .light, showsImages: false),
        ]
    }

    /// `2026-w48-375-dark.png`, `2026-w48-1200-light-no-images.png`
    func fileName(stem: String) -> String {
        "\(stem)-\(width)-\(scheme.rawValue)\(showsImages ? "" : "-no-images").png"
    }
}
