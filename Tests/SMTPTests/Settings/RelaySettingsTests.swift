import Mail
import Testing

@testable import SMTP

@Suite struct RelaySettingsTests {
    @Test func noTextShowsThePassword() {
        let credentials = Credentials(user: "news", password: "hunter2")
        let settings = RelaySettings(
            relay: RelayName(host: "relay.test", port: 587), tls: .required, credentials: credentials)
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [
            "\(settings)", "\(credentials)", String(reflecting: settings), String(reflecting: credentials), dumped,
        ] {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(settings)" == "relay.test:587, TLS required, as news")
    }
}

@Suite struct ServerCapabilitiesTests {
    @Test func readsWhatMatters() {
        let ehlo = SMTPReply(
            code: 250,
            lines: [
                "PIPELINING.test", "pipelining", "SIZE 1000", "8BITMIME", "SMTPUTF8", "AUTH PLAIN", "AUTH=LOGIN PLAIN",
                "DSN", "STARTTLS", "X-NEW",
            ])
        let capabilities = ServerCapabilities(ehlo: ehlo)
        #expect(capabilities.hasPipelining && capabilities.has8BitMIME && capabilities.hasSMTPUTF8)
        #expect(capabilities.hasDSN && capabilities.hasStartTLS)
        #expect(capabilities.hasSize && capabilities.sizeLimit == 1000)
        #expect(capabilities.authMechanisms == ["PLAIN", "LOGIN"])
    }

    @Test(arguments: ["SIZE", "SIZE 0", "SIZE many", "SIZE 99999999999999999999999"])
    func aSizeWithoutANumberIsNoLimit(_ line: String) {
        let capabilities = ServerCapabilities(ehlo: SMTPReply(code: 250, lines: ["relay.test", line]))
        #expect(capabilities.hasSize && capabilities.sizeLimit == nil)
    }

    @Test func theServersNameIsNoCapability() {
        #expect(ServerCapabilities(ehlo: SMTPReply(code: 250, lines: ["PIPELINING"])) == ServerCapabilities())
    }
}
