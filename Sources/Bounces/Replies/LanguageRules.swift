import Mail

/// The plain refusals in other languages than English: about the sender, and about a mailbox that is gone, full or
/// disabled. A word alone that could be about anything ("unbekannt", "desconocido") is no row.
enum LanguageRules {
    /// Who sends, in whatever case the language puts it.
    static let sender = ReplyRule(
        "sender, in another language", .sender, from: "T-Online, Orange, Libero, UOL, Mail.ru, QQ",
        "550 Absenderadresse abgelehnt, Postfach nicht vorhanden",
        [
            "absender…", "…expéditeur…", "…expediteur…", "remitente…", "mittente…", "remetente…", "отправител…",
            "відправник…", "afzender…", "nadawc…", "avsändar…", "avsender…", "afsender…", "odesílatel…", "odosielateľ…",
            "gönderen…", "lähettäjä…", "feladó…", "expeditor…", "αποστολέα…", "…发件人…", "…發件人…", "…寄件者…",
            "…送信者…", "…差出人…", "발신자…", "보낸…",
        ])

    /// Our host, account or address, spoken to as "you".
    static let ours = ReplyRule(
        "ours, in another language", .reputation, from: "T-Online, Orange, Telefónica, Yandex",
        "550 Ihr Server ist gesperrt",
        [
            "ihre ip…", "ihr server", "ihr mailserver", "ihr konto", "ihre domain", "ihre adresse", "ihre absender…",
            "votre ip", "votre adresse", "votre serveur", "votre domaine", "votre compte", "su ip", "su servidor",
            "su dominio", "suo ip", "vostro ip", "tuo ip", "seu ip", "seu servidor", "seu domínio", "ваш ip",
            "ваш адрес",
            "ваш сервер", "вашего", "вашему", "uw ip", "uw server", "din ip", "twój adres ip", "ip adresse * gesperrt",
        ])

    static let full = ReplyRule(
        "mailbox full, in another language", .full, from: "Orange, Libero, Ziggo, Mail.ru, QQ",
        "552 5.0.0 Het postvak is vol",
        [
            "postvak * vol", "mailbox * vol", "speicherplatz * erschöpft", "boîte * pleine", "boite * pleine",
            "quota dépassé", "buzón * lleno", "casilla * llena", "cuota excedida", "casella * piena", "quota superata",
            "caixa * cheia", "cota excedida", "skrzynka * pełna", "schránka * plná", "brevlåda * full",
            "postkasse * full",
            "postilaatikko * täynnä", "ящик * переполнен", "kutusu dolu", "…已满…", "…已滿…", "…容量不足…", "…いっぱい…",
            "…容量を超え…",
        ])

    static let disabled = ReplyRule(
        "account disabled, in another language", .disabled, from: "T-Online, Orange, UOL, Mail.ru",
        "550 Benutzerkonto deaktiviert",
        [
            "deaktiviert…", "konto * gesperrt", "postfach * gesperrt", "désactivé…", "desactivad…", "disattivat…",
            "desativad…", "ящик * заблокирован", "ящик * отключен", "аккаунт * заблокирован", "geblokkeerd * account",
            "…已停用…", "…已禁用…",
        ])

    static let gone = ReplyRule(
        "unknown user, in another language", .hard,
        from: "T-Online, Orange, Telefónica, Libero, UOL, Ziggo, Onet, Seznam, Telia, Mail.ru, QQ, Naver",
        "550 5.0.0 Gebruiker onbekend",
        [
            "benutzer unbekannt", "benutzer * unbekannt", "unbekannter benutzer", "unbekannter empfänger",
            "unbekannter nutzer", "nutzer unbekannt", "kein solcher benutzer", "kein solches postfach", "kein postfach",
            "postfach unbekannt", "postfach * nicht vorhanden", "postfach nicht gefunden",
            "empfänger * nicht vorhanden",
            "adresse * nicht vorhanden", "empfänger nicht gefunden", "benutzer nicht gefunden", "existiert nicht",
            "utilisateur inexistant", "inexistante", "destinataire inexistant", "compte inexistant",
            "inexistente", "inesistente", "non esiste", "cuenta desconocida", "usuario * desconocido", "no existe",
            "utente * sconosciuto",
            "indirizzo sconosciuto", "casella sconosciuta", "conta desconhecida", "endereço desconhecido",
            "gebruiker onbekend", "onbekende gebruiker", "ontvanger onbekend", "onbekende ontvanger", "bestaat niet",
            "nieznany użytkownik", "nieznany odbiorca", "nie ma takiego", "nie istnieje", "neexistuj…",
            "neznámý uživatel",
            "neznámý příjemce", "neznámy používateľ", "okänd användare", "okänd mottagare", "finns inte",
            "ukjent bruker",
            "ukjent mottaker", "finnes ikke", "ukendt bruger", "ukendt modtager", "findes ikke", "tuntematon käyttäjä",
            "tuntematon vastaanottaja", "ei ole olemassa", "ismeretlen felhasználó", "ismeretlen címzett",
            "utilizator necunoscut", "utilizator inexistent", "неизвестный пользователь", "неизвестный получатель",
            "пользователь * не найден", "получатель * не найден", "адресат * не найден", "не існує",
            "bilinmeyen kullanıcı", "kullanıcı bulunamadı", "bilinmeyen alıcı", "άγνωστος χρήστης",
            "άγνωστος παραλήπτης",
            "δεν υπάρχει", "…不存在…", "…查无此人…", "…用户未知…", "…存在しません…", "…存在しない…", "…見つかりません…",
            "존재하지 않는…", "알 수 없는 사용자", "사용자를 찾을 수…", "없는 사용자",
        ])
}
