extension Rule {
    static let fileNameAlt = Rule(
        "file-name-alt", .warning, what: "An image's alternative text is a file's name, or a word like \"image\".",
        why: "It says nothing to a reader who does not see the image."
    ) { checked in
        checked.images.compactMap { image in
            guard let words = image.alternative?.trimmingWhiteSpace, !words.isEmpty, saysNothing(words, image.url)
            else { return nil }
            return Spot(image.line, "'\(words)' says nothing of the image. Write what it shows.")
        }
    }

    private static func saysNothing(_ words: String, _ url: String) -> Bool {
        let lowercase = words.lowercased()
        if lowercase.wholeMatch(of: /[^\s]*\.(jpe?g|png|gif|webp|svg|heic|avif|bmp|tiff?)(:\w+)?/) != nil {
            return true
        }
        if lowercase.wholeMatch(of: /(img|dsc|dscn|dscf|pict?|p|image|photo|picture|foto|bild|screenshot)[-_ ]?\d*/)
            != nil
        {
            return true
        }
        let name = url.split(separator: "/").last ?? ""
        return lowercase.contains { "-_".contains($0) } && name.lowercased().hasPrefix(lowercase)
    }
}
