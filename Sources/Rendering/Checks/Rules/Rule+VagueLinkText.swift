import Mail

extension Rule {
    static let vagueLinkText = Rule(
        "vague-link-text", .warning, what: "A link's text is \"here\", \"read more\" or the like.",
        why: "Who listens goes from link to link, and who skims sees only them: each has to say where it leads."
    ) { checked in
        checked.links.filter { isVague($0.words) }.map { link in
            Spot(
                link.line, "'\(link.words)' does not say where the link leads. Write what there is at \(link.shownURL)."
            )
        }
    }

    private static func isVague(_ words: String) -> Bool {
        let bare = words.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }.joined(separator: " ")
        return vague.contains(bare.replacingBytes("’", with: "'"))
    }

    private static let vague = Set(
        """
        here|click here|click|link|this link|read more|more|learn more|find out more|details|more info|continue|go|this
        hier|hier klicken|klicken sie hier|klick|mehr|mehr lesen|weiterlesen|weiter|mehr erfahren|mehr dazu|link hier
        ici|cliquez ici|cliquer ici|lire la suite|en savoir plus|plus|suite|voir plus|lien
        aquí|haz clic aquí|haga clic aquí|clic aquí|leer más|más|más información|ver más|enlace
        qui|clicca qui|leggi tutto|leggi di più|continua|di più|scopri di più
        aqui|clique aqui|leia mais|saiba mais|ler mais|mais
        klik hier|lees meer|meer|lees verder|meer lezen|meer info
        här|klicka här|läs mer|mer|her|klik her|klikk her|læs mere|les mer|mere|tästä|lue lisää|klikkaa tästä|lisää
        tutaj|tu|kliknij tutaj|kliknij|czytaj więcej|więcej|zde|klikněte zde|číst dále|více
        тут|здесь|сюда|нажмите здесь|подробнее|далее|читать далее|こちら|ここ|詳しくはこちら|続きを読む|点击这里|这里|查看更多|更多
        """.split { $0 == "|" || $0 == "\n" }.map(String.init))
}
