import ArgumentParser
import Foundation

/// Options that were given more often than they can be. The library takes the last and says nothing of the others, so
/// that half of what was asked for would be done.
enum RepeatedOptions {
    /// - Parameter arguments: without the program's name.
    /// - Returns: the first option that stands twice and takes one value only.
    static func first(in arguments: [String], of root: any ParsableCommand.Type) -> String? {
        guard let tool = try? JSONDecoder().decode(Tool.self, from: Data(root._dumpHelp().utf8)) else { return nil }
        var command = tool.command
        var rest = arguments[...]
        while let name = rest.first, let next = command.subcommands?.first(where: { $0.commandName == name }) {
            command = next
            rest = rest.dropFirst()
        }
        var seen: Set<[String]> = []
        for argument in rest.prefix(while: { $0 != "--" }) where argument.hasPrefix("-") {
            let name = String(argument.prefix { $0 != "=" })
            guard let option = command.arguments?.first(where: { $0.spellings.contains(name) }) else { continue }
            if option.kind == "option", !option.isRepeating, !seen.insert(option.spellings).inserted { return name }
        }
        return nil
    }

    private struct Tool: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let isRepeating: Bool
        let names: [Name]?

        var spellings: [String] { (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } }
    }
}
