import Mail

/// Refusals that are about the reader's mailbox. They are asked after all that is about us, and only of the reason.
enum MailboxRules {
    static let table: [ReplyRule] =
        doubtful + full + [LanguageRules.full] + size + disabled + [LanguageRules.disabled] + local + gone
        + [LanguageRules.gone]

    /// Two things in one sentence, or neither: nothing for good follows from it.
    private static let doubtful = [
        ReplyRule(
            "full or unknown", .unknown, from: "Terra and others", "550 destinatario desconocido o mailbox lleno",
            ["desconocido o mailbox lleno", "unknown or mailbox full", "full or unknown"]),
        ReplyRule(
            "unknown or refused", .unknown, from: "Cox, Exchange 2010",
            "550 Mailbox unavailable or access denied",
            [
                "or access denied", "or not authorized", "or rejected", "or blocked", "or refused", "or spam",
                "or policy", "or disabled", "or not permitted", "or not allowed", "or is blocked", "or suspended",
                "or inactive", "or restricted", "not unique", "may not exist", "might not exist", "no exista o bien",
                "does not exist or", "not exist or not", "doesnt exist or", "or does not exist", "or unknown user",
                "or no such user",
            ]),
    ]

    private static let full = [
        ReplyRule(
            "mailbox full", .full, from: "Gmail, Yahoo, Exchange, Dovecot, qmail",
            "552 <kim@example.net>: mailbox is full",
            [
                "mailbox full", "mailbox is full", "mail box full", "mail box is full", "mailbox * full",
                "inbox is full", "inbox full", "mailfolder is full", "mail folder is full", "account is full",
                "maildir * full", "full mailbox", "overquota", "over quota", "over * quota", "overdrawn", "disk space",
                "diskspace", "storage space", "out of storage", "enough space", "enough storage",
                "insufficient storage", "exceeded storage", "exceeded * storage", "mailbox size limit",
                "mailbox has exceeded", "mailbox exceeded", "mailbox * exceeds", "mailbox limit", "mailbox quota",
                "too much mail stored", "too many messages in", "casilla llena", "buzón lleno", "boite pleine",
                "boîte pleine", "postfach voll", "postfach ist voll", "postfach * voll", "casella piena",
                "caixa * cheia", "ящик переполнен", "quota exceeded", "exceeded * quota", "exceeds * quota", "quota is",
                "quota full", "quota…", "storage limit",
            ],
            unless: ["not over quota"])
    ]

    private static let size = [
        ReplyRule(
            "message size", .size, from: "Postfix, Exchange, Sendmail",
            "552 Message size exceeds fixed limit",
            [
                "message too large", "message is too large", "message too big", "message is too big", "message size",
                "size limit", "sizelimit", "sendsizelimit", "recipsizelimit", "exceeds * maximum * size",
                "maximum message size", "message length exceeds", "message exceeds", "mail too big", "too large to",
                "mail size", "too large for", "maximum size", "size exceeds", "exceeded size",
            ])
    ]

    private static let disabled = [
        ReplyRule(
            "account disabled", .disabled, from: "Gmail, Yahoo, Exim, iCloud, Mail.ru",
            "550 5.2.1 The email account that you tried to reach is disabled.",
            [
                "is disabled", "been disabled", "account disabled", "mailbox disabled", "user disabled",
                "disabled recipient", "recipient disabled", "disabled account", "disabled mailbox", "disabled user",
                "disabled or discontinued", "account * suspended", "mailbox * suspended", "user * suspended",
                "is suspended", "been suspended", "suspended account", "deactivated", "is inactive", "been inactive",
                "was inactive", "inactive email", "inactive account", "inactive user", "inactive mailbox",
                "inactive address", "inactive recipient", "account inactive", "mailbox inactive", "user inactive",
                "address inactive", "recipient inactive", "address is inactive", "email address inactive",
                "not active", "is frozen", "account * blocked", "mailbox * blocked", "user * blocked", "mailbox locked",
                "account locked", "account is locked", "mailbox is locked", "compte * bloque", "compte * bloqué",
                "account closed", "account is closed", "been closed", "on hold", "temporarily disabled",
                "temporarily blocked", "cuenta desactivada", "konto gesperrt", "konto deaktiviert", "account expired",
                "account has expired", "mailbox expired", "mailbox has expired", "account terminated",
            ],
            unless: ["not an active address"])
    ]

    private static let local = [
        ReplyRule(
            "local delivery", .protocolError, from: "procmail, maildrop, mbox locks",
            "550 can't create user output file",
            [
                "couldnt create", "cant create", "cannot create", "could not create", "cant open", "couldnt lock",
                "procmail",
            ]),
        ReplyRule(
            "no access", .unknown, from: "gateways", "550 This recipient is not accepting mail",
            [
                "not accepting mail", "not collected after", "does not accept external", "not accept mail at this time",
                "recipient error",
            ]),
        ReplyRule(
            "verification did not end", .expired, from: "Postfix verify(8)",
            "550 5.1.1 <kim@example.net>: undeliverable address: connect to mx.example.net: Connection timed out",
            [
                "connection timed out", "operation timed out", "connection refused", "no route to host",
                "network is unreachable", "network unreachable", "lost connection", "connect to",
                "address verification in progress", "unverified address",
            ],
            unless: ["user unknown", "unknown user", "no such user", "does not exist"]),
    ]

    private static let gone = [
        ReplyRule(
            "no mail there", .hard, from: "RFC 7505, RFC 7504", "556 5.1.10 Domain does not accept mail (nullMX)",
            ["host does not accept mail", "domain does not accept mail", "nullmx", "null mx", "does not accept mail"]),
        ReplyRule(
            "unknown user", .hard, from: "Postfix, Sendmail, Exim, Yahoo, Dovecot",
            "550 5.1.1 <kim@example.net>: Recipient address rejected: User unknown in local recipient table",
            [
                "user unknown", "unknown user", "user not known", "user not found", "user is unknown", "no such user",
                "nonexistent user", "non existent user", "user does not exist", "user doesnt exist", "user doesnt have",
                "unknown local user", "unknown local part", "unknown virtual user", "not a valid user", "invalid user",
                "invalid final delivery userid", "no user by that name", "no such local user", "no such virtual user",
                "user * not listed in", "user not listed", "not listed in public name", "not listed in domino",
                "unknown or illegal user", "unknown or illegal alias",
                "not our customer", "no such person", "not an employee", "no longer * employed", "no longer works",
                "not a known user", "not a known recipient", "not known here", "left the company",
                "left the organization",
                "user * been deleted", "user * been removed", "no such id", "no such name", "nosuchuser",
                "usuario desconocido", "usuario no existe",
                "usuario inexistente", "utente sconosciuto", "utente inesistente", "utilisateur inconnu",
                "benutzer unbekannt", "usuário desconhecido", "usuário inexistente", "unbekannter benutzer",
                "user invalid", "userunknown", "unknownuser", "пользователь не найден",
            ]),
        ReplyRule(
            "unknown recipient", .hard, from: "Exchange, Barracuda, Mimecast, Domino",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            [
                "recipient unknown", "unknown recipient", "no such recipient", "validrcptto", "recipient not found",
                "recipnotfound",
                "recipientnotfound", "recipient does not exist", "recipient doesnt exist",
                "recipient name is not recognized", "not a valid recipient", "no valid recipients",
                "recipient is unknown", "recipient address unknown", "destinatario desconocido",
                "destinatario sconosciuto", "destinatario inesistente", "destinatário desconhecido",
                "destinataire inconnu", "destinataire invalide", "empfänger unbekannt", "empfaenger unbekannt",
                "unknown addressee", "addressee unknown", "recipient is not exist", "recipient is not known",
                "recipient is not on", "recipient not exist", "no recipient", "recipient does not have",
            ]),
        ReplyRule(
            "unknown mailbox", .hard, from: "qmail, Zimbra, Lotus, Telefónica",
            "550 sorry, no mailbox here by that name. (#5.1.1)",
            [
                "no such mailbox", "no mailbox", "no mail box", "mailbox not found", "mailbox does not exist",
                "mailbox doesnt exist", "unknown mailbox", "mailbox unknown", "not a valid mailbox",
                "mailbox not local", "mail drop", "final email delivery point", "casilla ha expirado",
                "mailbox not exist", "nonexistent mailbox", "no such box", "postfach existiert nicht",
                "postfach * nicht vorhanden", "boîte inconnue", "nosuchmailbox",
                "mailbox * been deleted", "mailbox * been removed",
            ]),
        ReplyRule(
            "unknown address", .hard, from: "Gmail, iCloud, web hosts",
            "550-5.1.1 The email account that you tried to reach does not exist. Please try",
            [
                "address unknown", "unknown address", "address does not exist", "address doesnt exist",
                "no such address", "account that you tried to reach does not exist", "account does not exist",
                "account doesnt exist", "account not found", "no such account", "unknown account",
                "account * been deleted", "account * been removed", "address * been deleted", "address * been removed",
                "not an active address", "address no longer", "no longer valid", "no longer exists", "no longer in use",
                "no longer active", "no longer available", "address is not valid", "not a valid address",
                "address not found", "email address is wrong", "address wasnt found", "address couldnt be found",
                "address is unknown", "did not exactly match", "unknown email", "unknown e mail", "does not exist",
                "doesnt exist", "nexiste pas", "no existe", "não existe", "non esiste", "existiert nicht",
                "unbekannte adresse", "adresse inconnue", "dirección desconocida", "no such email",
                "address is not known", "nonexistent address", "non existent address", "not exist here",
                "нет такого", "не существует", "存在しません", "不存在",
            ],
            unless: ["domain * not exist", "domain doesnt exist", "sender * not exist", "host does not exist"]),
    ]

    /// What is said of dead mailboxes, and of live ones when somebody is refused.
    static let faint: [ReplyRule] = [
        ReplyRule(
            "recipient refused, for nobody", .hard, from: "Microsoft 365",
            "550 5.4.1 [kim@example.net]: Recipient address rejected: Access denied",
            ["recipient address rejected access denied"]),
        ReplyRule(
            "recipient invalid", .hard, from: "Domino, Lotus, web hosts", "550 5.1.1 invalid recipient",
            [
                "invalid recipient", "recipient invalid", "invalid mailbox", "invalid address", "address invalid",
                "not exist", "bad recipient", "illegal recipient", "bad destination mailbox", "mailbox invalid",
            ]),
        ReplyRule(
            "recipient refused", .hard, from: "AOL, Postfix, Courier", "550 5.1.1 Recipient rejected",
            ["recipient address rejected", "recipient rejected", "address rejected"],
            unless: ["denied", "try again", "temporar…"], needsCode: true),
        ReplyRule(
            "mailbox unavailable", .hard, from: "RFC 5321, Outlook.com, GMX",
            "550 Requested action not taken: mailbox unavailable",
            ["mailbox unavailable", "mailbox is unavailable", "mailbox not available", "mailbox unreachable"]),
    ]
}
