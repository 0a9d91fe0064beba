import Mail

/// Why there is no usable key ring. No text of it holds a part of a secret.
package struct KeyRingError: Error, Hashable, Sendable {
    package enum Problem: Error, Hashable, Sendable {
        case noKeys
        case notTwoFields
        case malformedID(String)
        case repeatedID(KeyID)
        case notBase64(KeyID)
        case shortSecret(KeyID, bytes: Int)
        case notText
        case noSuchKey(KeyID)
        case file(PrivateFileProblem)
        case noRandomness(CryptoFailure)
    }

    /// The file's path.
    package let source: String
    package let line: Int?
    package let problem: Problem

    init(source: String, line: Int? = nil, problem: Problem) {
        self.source = source
        self.line = line
        self.problem = problem
    }
}

extension KeyRingError: CustomStringConvertible {
    package var description: String {
        let place = line.map { "\(source):\($0)" } ?? source
        return "\(place): \(text)"
    }

    private var text: String {
        switch problem {
        case .noKeys:
            "there is no key in it. Add a line 'k1 SECRET', the secret from 'openssl rand -base64 32'."
        case .notTwoFields:
            "a line needs a key id, a space and a secret in base64. Comments start with '#'."
        case .malformedID(let id):
            "'\(id.escapingControls)' is no key id. Use 1 to 8 lowercase letters and digits, such as 'k2'."
        case .repeatedID(let id):
            "key id '\(id)' is there twice. Give the newer key another id."
        case .notBase64(let id):
            "the secret of key '\(id)' is not base64. Restore it from a copy; a new one breaks the links signed with it."
        case .shortSecret(let id, let bytes):
            "the secret of key '\(id)' has \(bytes) bytes, at least \(KeyRing.shortestSecret) are needed. "
                + "Make one with 'openssl rand -base64 32'."
        case .notText:
            "it is not UTF-8 text. A key file has one 'id secret' per line."
        case .noSuchKey(let id):
            "key '\(id)' is not in it any more. Restore it from a copy."
        case .file(let problem):
            problem.text(path: source)
        case .noRandomness(let failure):
            "no key could be made: \(failure)"
        }
    }
}
