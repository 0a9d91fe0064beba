extension Configuration {
    /// Where links lead while nobody has said it: enough for a sandbox, and nowhere for a reader.
    package static let guessedBaseURL = "http://127.0.0.1:8025"

    /// What is missing before any mail may go to a relay. Also one on this machine passes mail on to readers, who need a
    /// sender and a link to unsubscribe; the embedded sandbox shows it to nobody.
    package var sendingProblems: [ConfigurationProblem] {
        if relays.isEmpty { return [] }
        var problems: [ConfigurationProblem] = []
        if isFromDefault {
            problems.append(
                ConfigurationProblem(
                    place: "from",
                    sentence: "A relay is configured, and nobody is named whom the mail is from. "
                        + "Add from: \"Works on Arm <news@example.org>\", or set MAILER_FROM."))
        }
        if isBaseURLDefault {
            problems.append(
                ConfigurationProblem(
                    place: "base_url",
                    sentence:
                        "A relay is configured, and nothing says where readers can unsubscribe: links would lead to "
                        + "\(Self.guessedBaseURL). Add base_url: https://news.example.org, where 'mailer serve' is "
                        + "reached from outside, or set MAILER_BASE_URL. For a trial on this machine, say "
                        + "base_url: \(Self.guessedBaseURL)."))
        }
        return problems
    }

    /// - Throws: what is missing before any mail may go to a relay.
    package func requireSending() throws(ConfigurationErrors) {
        let problems = sendingProblems
        if !problems.isEmpty { throw ConfigurationErrors(problems: problems) }
    }

    /// Whether links to `url` work on this machine alone.
    package static func isLocal(_ url: String) -> Bool {
        let host = url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        return ConfigurationBuilder.isLoopback(String(name))
    }
}
