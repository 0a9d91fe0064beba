import Foundation
import Operations

/// The one way to speak to people and scripts: results to stdout, everything else to stderr.
enum Terminal {
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// A result, as it is, with a line break.
    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// A result in words: as it is for scripts, broken between words where somebody reads it.
    static func report(_ text: String) { write(fitted(text, to: STDOUT_FILENO) + "\n", to: STDOUT_FILENO) }

    /// Result bytes, as they are.
    static func print(bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    /// A diagnostic line.
    static func note(_ text: String) { write(fitted(text, to: STDERR_FILENO) + "\n", to: STDERR_FILENO) }

    /// A line that the next one overwrites; nothing where nobody watches.
    static func progress(_ text: String) {
        if showsProgress { write("\r\u{1B}[K" + text, to: STDERR_FILENO) }
    }

    static func endProgress() {
        if showsProgress { write("\r\u{1B}[K", to: STDERR_FILENO) }
    }

    /// Asks on the terminal; only a clear yes is a yes.
    static func confirm(_ question: String) -> Bool {
        write(question + " [y/N] ", to: STDERR_FILENO)
        guard let answer = readLine() else { return false }
        return ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }

    /// The text in lines of the terminal's width; unchanged where there is no terminal.
    static func fitted(_ text: String, to descriptor: Int32) -> String {
        guard isatty(descriptor) == 1, let width = width(of: descriptor) else { return text }
        return TextWrap.wrapped(text, width: width)
    }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return nil }
        return Int(size.ws_col)
    }

    private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

    /// Writes everything; a reader that went away (`| head`) is no error of ours.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count, let base = buffer.baseAddress {
                #if canImport(Glibc)
                    let count = Glibc.write(descriptor, base + start, buffer.count - start)
                #else
                    let count = Darwin.write(descriptor, base + start, buffer.count - start)
                #endif
                if count > 0 { start += count } else if errno != EINTR { return }
            }
        }
    }
}
