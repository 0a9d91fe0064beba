// Signing: what proves that a text came from us, and nothing else.
//
// Purpose: the ring of HMAC keys, the tokens made with it (unsubscribe links, signed return
// addresses), Message-IDs, and DKIM signatures. The only room that knows libcrypto: keys and
// contexts are owned by small classes in Crypto/ and no pointer leaves them.
//
// What it must not do: read a clock, know the store, or decide what follows from a valid token.
// Random bytes are made in one place (Crypto/SecureRandom.swift) and only for new keys and ids.
// A secret never appears in an error or a description.
//
// Start reading at Keys/KeyRing.swift, then Tokens/UnsubscribeTokens.swift (the format of what we
// sign), then DKIM/DKIMSigner.swift.
