/// Why an issue's image cannot go out.
package struct ImageError: Error, Hashable, CustomStringConvertible {
    package enum Problem: Error, Hashable, Sendable {
        case scheme(String)
        case unknownOption(String)
        case variesByReader
        case noPath
        case outsideFolder
        case symbolicLink(String)
        case missing
        case noFile
        case unreadable
        case tooLarge(bytes: Int, limit: Int)
        case totalTooLarge(bytes: Int, limit: Int)
        case unknownFormat
        case tooManyPixels
        case notPublished
        case notLocal(ImageMode)
    }

    package let path: String
    /// Of the file, counted from 1.
    package let line: Int
    /// As the issue has it.
    package let image: String
    package let problem: Problem

    /// `issues/12.md:3: …`
    package var description: String { "\(path):\(line): \(message)" }

    /// The sentence without the place.
    package var message: String { "The image '\(image.shortened)' \(reason)" }

    private var reason: String {
        switch problem {
        case .scheme("data"):
            "is written into the text as data, which most mail programs do not show. Save it as a file beside the "
                + "issue and name the file."
        case .scheme(let scheme):
            "has an address that begins with '\(scheme):'. Give an https:// address or a file beside the issue."
        case .unknownOption(let option):
            "has an unknown option '\(option)' behind the '#'. Known are width=300, embed, attach and remote."
        case .variesByReader:
            "is a file whose name has a merge field in it. Only images on the web can differ from reader to reader."
        case .noPath: "has no file name. Give an https:// address or a file beside the issue."
        case .outsideFolder:
            "is outside the issue's folder, from which nothing may be taken. Move the file there."
        case .symbolicLink(let name):
            "is reached through a symbolic link, '\(name)', which could lead anywhere. Put the file itself there."
        case .missing: "is not there: no such file in the issue's folder. Check the name; its capitals count."
        case .noFile: "is no file but a folder or something else. Name an image file."
        case .unreadable: "cannot be read. Check the file's permissions."
        case .tooLarge(let bytes, let limit):
            "has \(bytes.inKilobytes), more than the \(limit.inKilobytes) that 'images.max_bytes' allows. "
                + "Make it smaller: twice the width at which it is shown is enough."
        case .totalTooLarge(let bytes, let limit):
            "would bring the images in the message to \(bytes.inKilobytes), more than the \(limit.inKilobytes) that "
                + "'images.max_total_bytes' allows. Publish some on the web instead."
        case .unknownFormat:
            "is neither PNG, JPEG, GIF nor WebP, whatever its name says. Mail programs show no other: convert it."
        case .tooManyPixels:
            "says of itself that it is more than \(ImageFormat.largestSide) pixels wide or high. The file is damaged, or far "
                + "too large for a mail: save it anew, at twice the width at which it is shown."
        case .notPublished:
            "is a file that readers cannot reach. Publish it and say where with 'images.base_url' in mailer.yaml, or "
                + "make it part of the message: write '#embed' behind its name, or 'images: embed' in the front matter."
        case .notLocal(let mode):
            "is on the web, so it cannot be taken into the message ('\(mode.rawValue)'). Save it beside the issue "
                + "and name the file."
        }
    }
}

extension Int {
    fileprivate var inKilobytes: String { "\((self + 999) / 1_000) KB" }
}

extension String {
    /// Data addresses can be long.
    fileprivate var shortened: String { count > 80 ? prefix(60) + "\u{2026}" : self }
}
