import ArgumentParser
import Foundation
import Mail
import Templates

struct InitCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Begin a newsletter: configuration, templates, a first issue, sample readers.",
        discussion: """
            Writes mailer.yaml, .gitignore, templates/, issues/ and subscribers/sample.csv into the folder, which is \
            made if it does not exist. A file that is there is never written over. Nothing in it needs a secret, and \
            until mailer.yaml names a relay nobody is mailed.
            """)

    @Argument(help: "The folder; without it, where you are.", completion: .directory) var folder = "."

    func execute() async throws {
        let today = Date().formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
        let starter = Starter(today: today)
        let place = folder == "." ? "" : "\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/"
        var (made, kept) = ([String](), [String]())
        for file in starter.files {
            if try write(file.bytes, to: place + file.path) { made.append(file.path) } else { kept.append(file.path) }
        }
        for path in Starter.summary(made) { Terminal.print("made  \(place)\(path)") }
        for path in Starter.summary(kept) { Terminal.print("kept  \(place)\(path), which was there already") }
        Terminal.report(starter.nextSteps(in: folder == "." ? nil : folder))
    }

    /// False if there is such a file already, or anything else of that name.
    private func write(_ bytes: [UInt8], to path: String) throws -> Bool {
        let files = FileManager.default
        let url = URL(fileURLWithPath: path)
        do {
            try files.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url, options: .withoutOverwriting)
            return true
        } catch {
            if (try? files.attributesOfItem(atPath: path)) != nil { return false }
            throw CommandFailure(
                "Cannot write \(path): \((error as NSError).localizedFailureReason ?? error.localizedDescription) "
                    + "Choose a folder that you may write to; what was written stays.")
        }
    }
}

/// What a newsletter begins with.
struct Starter {
    let today: String

    /// By path within the newsletter's folder.
    var files: [(path: String, bytes: [UInt8])] {
        let own = [
            ("mailer.yaml", "mailer.yaml"), (".gitignore", "gitignore"), (issue, "first-issue.md"),
            (Self.readers, "sample.csv"),
        ]
        let starters = own.compactMap { path, name in
            ShippedTemplates.bytes(ShippedTemplates.starterFolder + name).map { (path: path, bytes: dated($0)) }
        }
        // The preview's own page is the program's business.
        let templates = ShippedTemplates.names.filter { name in
            !name.hasPrefix(ShippedTemplates.starterFolder) && !name.hasPrefix("preview/")
        }
        return starters
            + templates.compactMap { name in
                ShippedTemplates.bytes(name).map { (path: "templates/\(name)", bytes: $0) }
            }
    }

    private static let readers = "subscribers/sample.csv"
    var issue: String { "issues/\(today)-our-first-issue.md" }

    private func dated(_ bytes: [UInt8]) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).replacing("<<date>>", with: today).utf8)
    }

    /// Files of the user's own one by one, the templates in one line.
    static func summary(_ paths: [String]) -> [String] {
        let templates = paths.count { $0.hasPrefix("templates/") }
        let others = paths.filter { !$0.hasPrefix("templates/") }
        return others + (templates == 0 ? [] : ["templates/ (\(templates) \(templates == 1 ? "file" : "files"))"])
    }

    func nextSteps(in folder: String?) -> String {
        let commands = [
            folder.map { "cd \($0.contains(" ") ? "'\($0)'" : $0)" }, "mailer import \(Self.readers) --list weekly",
            "mailer check \(issue)", "mailer preview \(issue)", "mailer send \(issue)",
        ]
        return "\nNext:\n" + commands.compactMap(\.self).map { "  \($0)" }.joined(separator: "\n")
            + "\n\nNobody is mailed yet: messages land in outbox/ until mailer.yaml names a relay."
    }
}
