import Mail

/// The secrets that tokens are signed with: named, in order, the last one current.
///
/// New tokens use the current key; tokens of every other key in the ring still verify. As text:
///
///     # comment
///     k1 6Jw0u0pVJv3mG0gk3sJ2VdVd6u0mQ4pYw1c9c7m1X9E=
///     k2 q1m5rQb0dT2o8j3n7s0yEw6kZ4hV9xLcPaUfGiBtR2M=
package struct KeyRing: Sendable, CustomStringConvertible {
    struct Key {
        let id: KeyID
        let secret: [UInt8]
    }

    static let newSecretLength = 32
    /// Shorter ones could be guessed; 16 bytes are as long as the codes that we put into tokens.
    static let shortestSecret = 16

    let keys: [Key]
    /// The id of the key that signs.
    package let current: KeyID

    /// Every id, oldest first.
    package var ids: [KeyID] { keys.map(\.id) }
    /// The ids only; a secret is never printed.
    package var description: String { "KeyRing(\(ids.map(\.description).joined(separator: ", ")))" }

    private init(keys: [Key], current: KeyID) {
        self.keys = keys
        self.current = current
    }

    /// A ring with one new random key.
    package static func generate(id: KeyID = .first) throws(CryptoFailure) -> KeyRing {
        let key = Key(id: id, secret: try SecureRandom.bytes(newSecretLength))
        return KeyRing(keys: [key], current: id)
    }

    /// Reads a ring from text. `source` is the file's name, for errors.
    package init(parsing text: String, source: String) throws(KeyRingError) {
        var keys: [Key] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = String(line.prefix { $0 != "#" }).trimmingSpaces
            if content.isEmpty { continue }
            do {
                keys.append(try Self.key(in: content, after: keys))
            } catch {
                throw KeyRingError(source: source, line: index + 1, problem: error)
            }
        }
        guard let last = keys.last else { throw KeyRingError(source: source, problem: .noKeys) }
        self.init(keys: keys, current: last.id)
    }

    /// What `init(parsing:)` reads.
    package var text: String {
        let lines = keys.map { "\($0.id) \(String(decoding: Base64.encode($0.secret), as: UTF8.self))\n" }
        return """
            # The secrets behind mailer's unsubscribe links and return addresses: keep this file private
            # and keep a copy. Without it, links in mail that is already out stop working.
            # One "id secret" per line, the secret in base64. The last one signs, all of them verify.
            # To change the key, add a line below: a new id and the output of 'openssl rand -base64 32'.

            """ + lines.joined()
    }

    /// The same keys with an older one signing, to make again what it signed.
    ///
    /// - Throws: if the ring has no such key.
    package func signing(with id: KeyID, source: String) throws(KeyRingError) -> KeyRing {
        guard ids.contains(id) else { throw KeyRingError(source: source, problem: .noSuchKey(id)) }
        return KeyRing(keys: keys, current: id)
    }

    /// Tells the current secret from any other of the same id, and says nothing else about it: 16 hexadecimal digits.
    package func fingerprint() throws(CryptoFailure) -> String {
        guard let key = keys.first(where: { $0.id == current }) else { throw CryptoFailure("find the current key") }
        let code = try KeyedMAC(key: key.secret).code(for: Array("mailer key fingerprint 1".utf8))
        return String(try SHA256.hex(code).prefix(16))
    }

    private static func key(in line: String, after keys: [Key]) throws(KeyRingError.Problem) -> Key {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count == 2 else { throw .notTwoFields }
        guard let id = KeyID(String(fields[0])) else { throw .malformedID(String(fields[0])) }
        if keys.contains(where: { $0.id == id }) { throw .repeatedID(id) }
        guard let secret = Base64.decode(fields[1].utf8) else { throw .notBase64(id) }
        if secret.count < shortestSecret { throw .shortSecret(id, bytes: secret.count) }
        return Key(id: id, secret: secret)
    }
}
