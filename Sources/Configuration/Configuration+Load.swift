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
        var builder = ConfigurationBuilder(settings: settings, folder: folder)
        let configuration = builder.build()
        guard builder.settings.problems.isEmpty else { throw ConfigurationErrors(problems: builder.settings.problems) }
        return configuration
    }
}
