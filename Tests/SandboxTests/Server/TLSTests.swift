import Foundation
import Testing

@testable import Sandbox

/// TLS and AUTH as Python's smtplib meets them, with a certificate that openssl made.
struct TLSTests {
    @Test func deliversThroughStartTLSAndAUTH() throws {
        try withCertificate { options, certificate in
            var options = options
            options.users = [SandboxUser(name: "news", password: "secret")]
            options.requiresAuthentication = true
            try withServer(options) { server in
                let result = try python(server, certificate, "starttls", "news:secret")
                #expect(result.status == 0, "\(result.output)")
                let message = try #require(server.messages.first?.message)
                #expect(message.isTLS && message.user == "news")
                #expect(message.mailFrom == "news@example.org")
                #expect(message.rcptTo == ["alice@example.net", "bob@example.net"])
                #expect(message.bytes == Array("Subject: Smtplib\r\n\r\n.A dot\r\nGrüße\r\n".utf8))
            }
        }
    }

    @Test func deliversThroughImplicitTLS() throws {
        try withCertificate { options, certificate in
            var options = options
            options.usesImplicitTLS = true
            try withServer(options) { server in
                let result = try python(server, certificate, "implicit", "")
                #expect(result.status == 0, "\(result.output)")
                #expect(server.messages.map(\.message.isTLS) == [true])
            }
        }
    }

    @Test func deliversInClear() throws {
        try withServer { server in
            let result = try python(server, "", "clear", "")
            #expect(result.status == 0, "\(result.output)")
            #expect(server.messages.map(\.message.isTLS) == [false])
        }
    }

    @Test(arguments: [
        ("auth=535 5.7.8 Wrong", "SMTPAuthenticationError"), ("starttls=454 4.7.0 No TLS now", "SMTPResponseException"),
        ("starttls=drop", "SMTPServerDisconnected"), ("dot=drop", "SMTPServerDisconnected"),
        ("dot=reset", "SMTPServerDisconnected"), ("dot=554 5.6.0 No", "SMTPDataError"),
    ])
    func failsToOrderInTLS(fault: String, expected: String) throws {
        try withCertificate { options, certificate in
            var options = options
            options.users = [SandboxUser(name: "news", password: "secret")]
            options.faults = [try Fault(fault)]
            try withServer(options) { server in
                let result = try python(server, certificate, "starttls", "news:secret")
                #expect(result.status == 1)
                #expect(result.output.contains(expected), "\(result.output)")
                #expect(server.messages.isEmpty)
            }
        }
    }

    @Test func refusesTheWrongPassword() throws {
        try withCertificate { options, certificate in
            var options = options
            options.users = [SandboxUser(name: "news", password: "secret")]
            try withServer(options) { server in
                let result = try python(server, certificate, "starttls", "news:wrong")
                #expect(result.output.contains("SMTPAuthenticationError"), "\(result.output)")
            }
        }
    }

    @Test func survivesAClientThatSpeaksNoTLSAfterSTARTTLS() throws {
        try withCertificate { options, certificate in
            try withServer(options) { server in
                let client = try greetedClient(server)
                #expect(try client.command("STARTTLS").code == 220)
                #expect(throws: MiniClient.Problem.self) { try client.command("NOOP") }
                #expect(try python(server, certificate, "starttls", "").status == 0)
            }
        }
    }

    @Test func refusesBadCertificatesAndOptions() throws {
        var options = SandboxOptions()
        options.usesImplicitTLS = true
        #expect(throws: SandboxError.implicitTLSWithoutCertificate) { try SandboxServer.startBlocking(options) }
        options = SandboxOptions()
        options.requiresAuthentication = true
        #expect(throws: SandboxError.authenticationWithoutUsers) { try SandboxServer.startBlocking(options) }
        options = SandboxOptions()
        options.certificate = CertificateFiles(certificate: "/nonexistent.pem", key: "/nonexistent.key")
        #expect(throws: SandboxError.self) { try SandboxServer.startBlocking(options) }
    }

    /// Runs the work with options that have a certificate for localhost, and that certificate's path.
    private func withCertificate(_ work: (SandboxOptions, String) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            let files = CertificateFiles(certificate: directory + "/cert.pem", key: directory + "/key.pem")
            let made = try run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", files.key, "-out", files.certificate,
                ])
            try #require(made.status == 0, "\(made.output)")
            var options = SandboxOptions()
            options.certificate = files
            try work(options, files.certificate)
        }
    }

    private func python(
        _ server: SandboxServer, _ certificate: String, _ mode: String, _ user: String
    ) throws -> (status: Int32, output: String) {
        try run("/usr/bin/python3", ["-c", Self.script, String(server.port), certificate, mode, user])
    }

    private static let script = """
        import smtplib, ssl, sys
        port, certificate, mode, user = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
        context = ssl.create_default_context(cafile=certificate) if certificate else None
        if mode == 'implicit':
            client = smtplib.SMTP_SSL('localhost', port, context=context, timeout=30)
        else:
            client = smtplib.SMTP('localhost', port, timeout=30)
        if mode == 'starttls':
            client.starttls(context=context)
        if user:
            client.login(*user.split(':'))
        message = 'Subject: Smtplib\\r\\n\\r\\n.A dot\\r\\nGrüße\\r\\n'.encode()
        refused = client.sendmail('news@example.org', ['alice@example.net', 'bob@example.net'], message)
        assert refused == {}, refused
        client.quit()
        """
}
