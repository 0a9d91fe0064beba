import Foundation
import Mail

extension Configuration {
    /// Reads the file, lets the environment override it, checks everything and reports all problems at once.
    ///
    /// - Parameter path: nil: no file, all defaults.
    package static func load(
        path: String?, environment: [String: String]
    ) throws(ConfigurationErrors) -> Configuration {
        var settings = RawSettings()
        if let path { settings.readFile(path) }
        settings.readEnvironment(environment)
        let folder = path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        let isElsewhere = path?.contains("/") == true
        var builder = ConfigurationBuilder(
            settings: settings, folder: folder, defaultsFolder: isElsewhere ? folder : nil)
        let configuration = builder.build()
        guard builder.settings.problems.isEmpty else { throw ConfigurationErrors(problems: builder.settings.problems) }
        return configuration
    }

    /// Throws what is wrong with the relays' passwords: to be called before one is used.
    package func requireSecrets() throws(ConfigurationErrors) {
        if !secretProblems.isEmpty { throw ConfigurationErrors(problems: secretProblems) }
    }

    /// Files in a folder that somebody may think are the configuration: `mailer.yml`, `mailer.yaml.txt`.
    package static func lookalikes(among names: [String]) -> [String] {
        names.filter { name in
            name != usualName && name.wholeMatch(of: lookalike) != nil
        }.sorted()
    }

    package static let usualName = "mailer.yaml"
    private nonisolated(unsafe) static let lookalike =
        /[._ ]?mailer[ _.-]?(config|conf|configuration)?[ _.-]*(ya?ml|ya?ml[ _.-]*te?xt|json|toml|ini|conf|cfg)[ ]*/
        .ignoresCase()
}
