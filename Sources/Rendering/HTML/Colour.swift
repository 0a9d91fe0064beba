import Foundation

/// An opaque colour of a style sheet, and how well it is seen on another (WCAG 2.1, "contrast ratio").
struct Colour: Hashable, Sendable {
    /// 0 to 255.
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#abc`, `#aabbcc`, `white` and `black`; nil for anything else, such as a colour one can see through.
    init?(_ text: some StringProtocol) {
        switch text.lowercased() {
        case "white": self.init(red: 255, green: 255, blue: 255)
        case "black": self.init(red: 0, green: 0, blue: 0)
        case let name where name.utf8.first == UInt8(ascii: "#") && name.dropFirst().allSatisfy(\.isHexDigit):
            let digits = name.dropFirst().compactMap(\.hexDigitValue).map(UInt8.init)
            switch digits.count {
            case 3: self.init(red: digits[0] * 17, green: digits[1] * 17, blue: digits[2] * 17)
            case 6:
                self.init(
                    red: digits[0] << 4 | digits[1], green: digits[2] << 4 | digits[3], blue: digits[4] << 4 | digits[5]
                )
            default: return nil
            }
        default: return nil
        }
    }

    /// From 1, for the same colour, to 21, for black and white; 4.5 is what text needs.
    func contrast(with other: Colour) -> Double {
        let (darker, lighter) = (min(luminance, other.luminance), max(luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)
    }

    private var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
