import ArgumentParser
import Foundation
import MailerConfiguration
import Rendering
import Store

/// What a shell offers for a word: names that are in the database and the templates' folder of the command line so far.
///
/// A shell waits for it at each press of a key, and shows what it prints: no trouble is worth a word here.
extension CompletionKind {
    static let lists = CompletionKind.custom { words, _, _ in
        Suggestions(words).store.flatMap { store in try? store.lists().map(\.list.name) } ?? []
    }

    static let mailings = CompletionKind.custom { words, _, _ in
        let slugs = Suggestions(words).store.flatMap { store in try? store.mailings().map(\.slug) } ?? []
        // A slug may have gone to several lists.
        return NSOrderedSet(array: slugs).array.compactMap { $0 as? String }
    }

    static let templates = CompletionKind.custom { words, _, _ in
        let folder = Suggestions(words).app?.configuration.templates
        return TemplateFiles.names(in: ["issues/templates", folder].compactMap(\.self))
    }
}

/// The rooms that a half-written command line names.
private struct Suggestions {
    let app: App?

    init(_ words: [String]) {
        func value(of option: String) -> String? {
            if let index = words.firstIndex(of: option), index + 1 < words.count { return words[index + 1] }
            return words.first { $0.hasPrefix("\(option)=") }.map { String($0.dropFirst(option.count + 1)) }
        }
        var global = GlobalOptions()
        global.config = value(of: "--config")
        global.database = value(of: "--database")
        app = try? App(global, isQuiet: true)
    }

    /// Only one that is there.
    var store: MailerStore? {
        guard let app, FileManager.default.fileExists(atPath: app.configuration.database) else { return nil }
        return try? app.openStore()
    }
}

struct CompletionsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print what makes a shell complete commands, lists, mailings and templates.",
        discussion: """
            bash: mailer completions bash > ~/.local/share/bash-completion/completions/mailer
            zsh: mailer completions zsh > ~/.zfunc/_mailer, where ~/.zfunc is in fpath
            fish: mailer completions fish > ~/.config/fish/completions/mailer.fish
            """)

    @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"])) var shell: String

    func execute() async throws {
        let shells = ["bash", "zsh", "fish"]
        guard shells.contains(shell), let shell = CompletionShell(rawValue: shell) else {
            throw ValidationError("There are completions for \(shells.joined(separator: ", ")), not for '\(shell)'.")
        }
        Terminal.print(MailerCommand.completionScript(for: shell))
    }
}
