import ArgumentParser
import Foundation
import Signing

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make a DKIM key, or show the DNS records of those configured.",
        subcommands: [Make.self, Show.self])
}

extension KeysCommand {
    struct Make: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new private key to a file (mode 600) and print its DNS record.")

        @Option(help: "The domain that signs: the one of the From address.") var domain: String
        @Option(help: "The selector, a name of your choice.") var selector: String
        @Option(help: "The file to write; must not exist.", completion: .file()) var file: String
        @Flag(help: "Ed25519 instead of RSA with 2048 bits; use it beside an RSA key.") var ed25519 = false

        func execute() async throws {
            let pem = try DKIMSigner.generateKeyPEM(ed25519 ? .ed25519SHA256 : .rsaSHA256(bits: 2048))
            let signer = try DKIMSigner(domain: domain, selector: selector, privateKeyPEM: pem)
            try store(pem)
            Terminal.note("Wrote \(file). Publish this record, then add the key to mailer.yaml under 'dkim':")
            Terminal.print(try signer.dnsRecord.zoneLine)
        }

        /// Never overwrites: a lost key makes every queued signature worthless.
        private func store(_ pem: String) throws {
            let files = FileManager.default
            guard !files.fileExists(atPath: file) else {
                throw CommandFailure("\(file) exists already. Choose another name; a key is never overwritten.")
            }
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            try files.createDirectory(at: folder, withIntermediateDirectories: true)
            let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            guard files.createFile(atPath: file, contents: Data(pem.utf8), attributes: mode) else {
                throw CommandFailure("Cannot write \(file). Check the folder and its permissions.")
            }
        }
    }

    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Print the DNS records of the configured DKIM keys.")

        @OptionGroup var global: GlobalOptions

        func execute() async throws {
            let signers = try App(global).signers()
            if signers.isEmpty { Terminal.note("No DKIM key is configured: see 'dkim' in mailer.example.yaml.") }
            for signer in signers {
                if let warning = signer.warning { Terminal.note("mailer: \(warning)") }
                Terminal.print(try signer.dnsRecord.zoneLine)
            }
        }
    }
}
