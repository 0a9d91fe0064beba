extension KeyRing {
    /// Reads the ring from a file that only its owner may read.
    package static func load(path: String) throws(KeyRingError) -> KeyRing {
        if let ring = try loadIfPresent(path: path) { return ring }
        throw KeyRingError(source: path, problem: .file(.missing))
    }

    /// Reads the ring, or makes the file with one new key and mode 0600 when there is none.
    ///
    /// Processes that start together end up with the same key.
    package static func loadOrCreate(path: String, firstID: KeyID = .first) throws(KeyRingError) -> KeyRing {
        if let ring = try loadIfPresent(path: path) { return ring }
        try create(path: path, firstID: firstID)
        // Read back in any case: whoever was first wrote the key that counts.
        return try load(path: path)
    }

    /// Reads the ring, or makes one up that is kept nowhere: good for messages that are only looked at.
    package static func loadOrMakeUp(path: String) throws(KeyRingError) -> KeyRing {
        if let ring = try loadIfPresent(path: path) { return ring }
        do { return try generate(id: .first) } catch { throw KeyRingError(source: path, problem: .noRandomness(error)) }
    }

    /// Reads the ring; nil where there is none yet.
    package static func loadIfPresent(path: String) throws(KeyRingError) -> KeyRing? {
        let content: [UInt8]?
        do { content = try PrivateFile.content(path) } catch { throw KeyRingError(source: path, problem: .file(error)) }
        guard let content else { return nil }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw KeyRingError(source: path, problem: .notText)
        }
        return try KeyRing(parsing: text, source: path)
    }

    private static func create(path: String, firstID: KeyID) throws(KeyRingError) {
        let (text, nonce): (String, String)
        do {
            (text, nonce) = (try generate(id: firstID).text, try SecureRandom.text())
        } catch {
            throw KeyRingError(source: path, problem: .noRandomness(error))
        }
        do {
            try PrivateFile.create(path, Array(text.utf8), nonce: nonce)
        } catch {
            throw KeyRingError(source: path, problem: .file(error))
        }
    }
}
