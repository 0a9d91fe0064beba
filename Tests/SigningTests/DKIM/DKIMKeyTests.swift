import Mail
import Testing

@testable import Signing

@Suite("DKIM keys")
struct DKIMKeyTests {
    private func problem(_ pem: String, domain: String = "example.org", selector: String = "news") -> DKIMKeyError? {
        #expect(throws: DKIMKeyError.self) {
            try DKIMSigner(domain: domain, selector: selector, privateKeyPEM: pem)
        }
    }

    private func block(_ label: String, _ content: String = "AAAA") -> String {
        "-----BEGIN \(label)-----\n\(content)\n-----END \(label)-----\n"
    }

    @Test("What is not PEM says so", arguments: ["", "ssh-rsa AAAA", "-----BEGIN", "MIIEvQ=="])
    func notPEM(text: String) {
        #expect(problem(text)?.problem == .notPEM)
    }

    @Test("A key with a passphrase says so, in either form")
    func encrypted() {
        #expect(problem(block("ENCRYPTED PRIVATE KEY"))?.problem == .encrypted)
        let older = block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA")
        #expect(problem(older)?.problem == .encrypted)
    }

    @Test("Something else in PEM says what it is", arguments: ["PUBLIC KEY", "CERTIFICATE", "DH PARAMETERS"])
    func otherBlocks(label: String) {
        #expect(problem(block(label))?.problem == .notAPrivateKey(label: label))
    }

    @Test("A damaged key says so")
    func damaged() throws {
        let pem = try DKIMSamples.rsaPEM
        for text in [
            block("PRIVATE KEY"), String(pem.prefix(pem.count / 2)), pem.replacing("M", with: "N", maxReplacements: 1),
        ] {
            let error = problem(text)
            guard case .damaged = error?.problem else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(error?.description.contains("the PEM text is damaged (") == true)
        }
    }

    @Test("A key of another type is refused by name")
    func wrongType() {
        // A P-256 key, `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`, for this test alone.
        let pem = block(
            "PRIVATE KEY",
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwJThXxL8tbv4FAp9"
                + "gFQcZGs+VilspdGKQeBAnc2qlBqhRANCAATdEf2T10M/Ee/LMWaBXUxmoXU269Xj"
                + "i1iqcg5WWMkVTzVcwhWtPTgVD5Q1G9o4kLy2hPDWz8rULsLv3f+kds35"
        )
        #expect(problem(pem)?.problem == .unsupportedType("EC"))
    }

    @Test("An RSA key below 1024 bits is refused, one below 2048 warned about")
    func shortKeys() throws {
        let tiny = try DKIMSigner.generateKeyPEM(.rsaSHA256(bits: 768))
        #expect(problem(tiny)?.problem == .tooShort(bits: 768))
        let short = try DKIMSigner(
            domain: "example.org", selector: "s", privateKeyPEM: DKIMSigner.generateKeyPEM(.rsaSHA256(bits: 1024)))
        #expect(
            short.warning
                == "The DKIM key for s._domainkey.example.org has 1024 bits, which some receivers take for weak. "
                + "Make one of 2048 with 'mailer keys', under a new selector.")
        #expect(try DKIMSamples.rsa.warning == nil)
        #expect(try DKIMSamples.ed25519.warning == nil)
    }

    @Test(
        "A domain or selector that would damage the field is refused",
        arguments: ["", "a b", "x;y", "a\r\nb", "=", "-x", "\u{2615}"])
    func names(text: String) throws {
        #expect(problem(try DKIMSamples.rsaPEM, domain: text)?.problem == .malformedDomain)
        #expect(problem(try DKIMSamples.rsaPEM, selector: text)?.problem == .malformedSelector)
    }

    @Test("A domain beyond ASCII stands in A-labels (RFC 8616)")
    func internationalDomain() throws {
        let signer = try DKIMSigner(
            domain: "b\u{FC}cher.example", selector: "news", privateKeyPEM: try DKIMSamples.rsaPEM)
        #expect(try signer.dnsRecord.name == "news._domainkey.xn--bcher-kva.example")
    }

    @Test("The error names the record, the cause and the remedy, and shows nothing of the key")
    func errorText() {
        #expect(
            problem(block("PUBLIC KEY", "c2VjcmV0"))?.description
                == "The DKIM key for news._domainkey.example.org is not usable: the file holds 'PUBLIC KEY'. "
                + "Use the file with the private key.")
    }
}
