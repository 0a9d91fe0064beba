import ArgumentParser
import Mail

/// Finds a command that does not exist before the library takes its name for a value too many.
enum CommandLookup {
    /// What is wrong with the first words of a command line; nil if nothing is.
    static func problem(_ arguments: [String], root: any ParsableCommand.Type = MailerCommand.self) -> String? {
        var command: any ParsableCommand.Type = root
        var path = ["mailer"]
        for word in arguments {
            let names = names(under: command)
            if word.hasPrefix("-") || names.isEmpty { return nil }
            if word == "help", path.count == 1 { return problemOfHelp(arguments, root) }
            guard let next = subcommands(of: command).first(where: { $0._commandName == word }) else {
                // A group that does something by itself takes values.
                return command.configuration.defaultSubcommand == nil ? sentence(word, path, names) : nil
            }
            command = next
            path.append(word)
        }
        return nil
    }

    /// `mailer help sned`
    private static func problemOfHelp(_ arguments: [String], _ root: any ParsableCommand.Type) -> String? {
        problem(Array(arguments.dropFirst()).filter { $0 != "help" }, root: root)
    }

    private static func sentence(_ word: String, _ path: [String], _ names: [String]) -> String {
        let parent = path.joined(separator: " ")
        let hint = Likeness.question(word, among: names)
        let known = path.count == 1 ? "" : " It has \(names.joined(separator: ", "))."
        return "There is no command '\(parent) \(word.escapingControls)'.\(hint)\(known) 'mailer help"
            + "\(path.dropFirst().map { " \($0)" }.joined())' lists the commands."
    }

    static func subcommands(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        command.configuration.subcommands
    }

    private static func names(under command: any ParsableCommand.Type) -> [String] {
        subcommands(of: command).map { $0._commandName }
    }
}
