import Mail

/// Refusals that are about the reader's mailbox.
enum MailboxRules {
    static let table: [ReplyRule] = full + size + disabled + unknownUser

    private static let full = [
        ReplyRule(
            "full or unknown", .unknown,
            ["desconocido o mailbox lleno", "unknown or mailbox full", "unknown or over quota", "full or unknown"]),
        ReplyRule(
            "mailbox full", .full,
            [
                "mailbox full", "mailbox is full", "mail box full", "mail box is full", "mailbox * full",
                "inbox is full", "inbox full", "mailfolder is full", "mail folder is full", "account is full",
                "full mailbox", "quota…", "overquota", "over quota", "disk space", "diskspace", "storage space",
                "enough space", "enough storage", "insufficient storage", "exceeded storage", "exceeded * storage",
                "over * quota", "mailbox size limit", "mailbox has exceeded", "mailbox exceeded", "mailbox * exceeds",
                "mailbox limit", "too much mail stored", "casilla llena", "buzón lleno", "boite pleine", "boîte pleine",
                "postfach voll", "postfach ist voll",
            ]),
    ]

    private static let size = [
        ReplyRule(
            "message size", .size,
            [
                "message too large", "message is too large", "message too big", "message is too big", "message size",
                "size limit", "sizelimit", "sendsizelimit", "recipsizelimit", "exceeds * maximum * size",
                "maximum message size", "message length exceeds", "message exceeds", "mail too big", "too large to",
            ])
    ]

    private static let disabled = [
        ReplyRule(
            "account disabled", .disabled,
            [
                "is disabled", "been disabled", "account disabled", "mailbox disabled", "user disabled",
                "disabled recipient", "recipient disabled", "disabled or discontinued", "account * suspended",
                "is suspended", "been suspended", "account suspended", "mailbox suspended", "user suspended",
                "deactivated", "account inactive", "mailbox inactive", "inactive account", "inactive user",
                "inactive mailbox", "user inactive", "is inactive", "been inactive", "is frozen", "account * blocked",
                "mailbox * blocked", "mailbox locked", "account locked", "account is locked", "mailbox is locked",
                "compte * bloque", "compte * bloqué", "account closed", "on hold", "temporarily disabled",
                "cuenta desactivada", "konto gesperrt", "konto deaktiviert",
            ])
    ]

    private static let unknownUser = [
        ReplyRule(
            "local delivery", .protocolError,
            [
                "couldnt create", "cant create", "cannot create", "could not create", "cant open", "couldnt lock",
                "procmail",
            ]),
        ReplyRule(
            "no access", .unknown,
            ["has restricted", "not accepting mail", "does not accept mail from", "not collected after"]),
        ReplyRule(
            "ambiguous user", .unknown,
            [
                "not unique", "may not exist", "might not exist", "no exista o bien", "does not exist or",
                "not exist or not",
            ]),
        ReplyRule(
            "no mail there", .hard,
            ["host does not accept mail", "domain does not accept mail", "nullmx", "null mx", "does not accept mail"]),
        ReplyRule(
            "unknown user", .hard,
            [
                "user unknown", "unknown user", "user not known", "user not found", "user is unknown", "no such user",
                "nonexistent user", "non existent user", "user does not exist", "user doesnt exist", "user doesnt have",
                "unknown local user", "unknown local part", "unknown virtual user", "not a valid user", "invalid user",
                "invalid final delivery userid", "no user by that name", "unknown user account", "no such local user",
                "user * not listed in", "unknown or illegal user", "unknown or illegal alias",
                "unknown mailbox", "not our customer", "no such person", "not an employee", "no longer * employed",
            ]),
        ReplyRule(
            "unknown recipient", .hard,
            [
                "recipient unknown", "unknown recipient", "no such recipient", "recipient not found", "recipnotfound",
                "recipientnotfound", "recipient does not exist", "recipient doesnt exist",
                "recipient name is not recognized", "invalid recipient", "recipient invalid", "not a valid recipient",
                "no valid recipients", "recipient is unknown", "recipient address unknown", "destinatario desconocido",
                "destinataire inconnu", "destinataire invalide", "empfänger unbekannt", "unknown addressee",
                "recipient is not exist",
            ]),
        ReplyRule(
            "unknown mailbox", .hard,
            [
                "no such mailbox", "no mailbox", "no mail box", "mailbox not found", "mailbox unavailable",
                "mailbox does not exist", "mailbox doesnt exist", "invalid mailbox", "mailbox unknown",
                "unknown mailbox", "mailbox is unavailable", "not a valid mailbox", "mailbox not available",
                "mailbox not local", "mail drop", "final email delivery point", "casilla ha expirado",
            ]),
        ReplyRule(
            "unknown address", .hard,
            [
                "address unknown", "unknown address", "address does not exist", "address doesnt exist",
                "no such address", "account that you tried to reach does not exist", "account does not exist",
                "account doesnt exist", "no such account", "unknown account", "not an active address",
                "address no longer", "no longer valid", "no longer exists", "no longer in use", "no longer active",
                "address is not valid", "not a valid address", "invalid address", "address not found",
                "email address is wrong", "address wasnt found", "address couldnt be found", "did not exactly match",
                "unknown email", "unknown e mail", "does not exist", "doesnt exist", "nexiste pas", "no existe",
                "existiert nicht", "unbekannte adresse", "adresse inconnue", "not exist",
            ],
            unless: ["domain does not exist", "sender * not exist"]),
        // QUIRK: Exchange Online says this of unknown users, others of known ones.
        ReplyRule(
            "recipient rejected, perhaps", .unknown,
            ["address rejected access denied", "recipient rejected access denied"]),
        ReplyRule(
            "recipient rejected", .hard, ["recipient address rejected", "recipient rejected", "address rejected"],
            unless: ["denied", "try again", "temporar…"]),
    ]
}
