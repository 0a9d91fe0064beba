import Mutation
import Testing

@testable import Rendering

@Suite struct TextRepairTests {
    /// What a program makes of UTF-8 that takes it for Windows-1252.
    private func damaged(_ text: String) -> String {
        String(String.UnicodeScalarView(text.utf8.map(Windows1252.scalar)))
    }

    @Test(arguments: [
        ("KÃ¤ldstrÃ¶m", "Käldström"), ("Armâ€™s", "Arm’s"), ("ArmÂ®", "Arm®"), ("ARMÂ® ARMâ€™s", "ARM® ARM’s"),
        ("ðŸ˜€", "😀"),
        ("â€œquoteâ€\u{9D}", "“quote”"), ("`cafÃ©`", "`café`"), ("voilÃ\u{A0}!", "voilà!"), ("Ã\u{A0} la", "à la"),
        ("10Â\u{A0}km, 5Â°", "10\u{A0}km, 5°"), ("Ã–sterreich", "Österreich"), ("CÃ”TE", "CÔTE"), ("KMÂ²", "KM²"),
        ("Å\u{A0}koda", "Škoda"), ("sÄ…", "są"), ("Å»ubr", "Żubr"), ("dobÅ™e", "dobře"), ("Å’uvre", "Œuvre"),
        ("â‚¬5", "€5"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"), ("æ—¥æœ¬", "日本"), ("âœ… done âœ” yes", "✅ done ✔ yes"),
        ("â\u{9D}¤ï¸\u{8F}", "❤\u{FE0F}"),
        ("wait â€“ no â€” yes â€¦", "wait – no — yes …"), ("LÃ\u{A0}-bas, OÃ¹", "Là-bas, Où"), ("“Ã„rger”", "“Ärger”"),
        ("Viá»‡t Nam há»“ xanh", "Việt Nam hồ xanh"), ("ÃƒÂ¤", "ä"), ("ÃƒÆ’Ã‚Â¤", "ä"), ("Ã¢â‚¬â„¢", "’"),
        ("Ã\u{81} Ã\u{8D}", "Á Í"), ("Î±, Î¼ and Ï€", "α, μ and π"),
    ])
    func damageIsRepaired(damaged: String, repaired: String) {
        #expect(TextRepair.repair(damaged).text == repaired)
    }

    @Test(arguments: [
        "", "plain", "Ã", "Ã alone", "“Â”", "«Â»", "São Paulo", "château, âge, pâté", "El Niño", "naïve café",
        "Ã. Â… â…",
        "„Spaß“ und „groß“, Spaß…", "«CAFÉ» “CAFÉ” CAFÉ…", "« café\u{A0}» et « né\u{A0}», l’été\u{A0}– oui",
        "“AMANHÃ” IRMÃ…",
        "5\u{A0}×\u{A0}4", "Ø\u{A0}5 mm", "„náš“ a „věž“", "KLICKA PÅ” PÅ… BLÅ\u{A0}VÄG", "Å–Ö", "„MENÜ“",
        "CAFÉ™ CAFÉ’S",
        "5 € – „zitiert“ ‚einfach‘", "¿Qué? ¡Sí!", "x² + y³ ± ½", "Úžasný", "L’ŒUVRE", "é”", "manhã…”", "né à…",
        "Þórður Ðð", "ÅÄÖ åäö", "©®™", "«à», «é»…", "résumé®",
    ])
    func soundTextStays(text: String) {
        let repair = TextRepair.repair(text)
        #expect(repair.text == text)
        #expect(repair.places.isEmpty)
    }

    private static let languages = [
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. „Süß!“, rief Jürgen – „wie heiß…“",
        "Dès Noël, où un zéphyr haï me vêt de glaçons würmiens, je dîne d’exquis rôtis de bœuf au kir, à l’aÿ d’âge mûr, « et cætera\u{A0}».",
        "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia; ¿qué haría él? ¡Añoraba a su querido cachorro!",
        "À noite, vovô Kowalsky vê o ímã cair no pé do pinguim queixoso e vovó põe açúcar no chá de tâmaras do jabuti feliz: “São João”.",
        "Pchnąć w tę łódź jeża lub ośm skrzyń fig. „Zażółć gęślą jaźń”",
        "Příliš žluťoučký kůň úpěl ďábelské ódy. „Náš děda má rád…“",
        "Flygande bäckasiner söka hwila på mjuka tuvor. ”Åh!” sa Örjan; PÅ ÖN – BLÅ…",
        "Kæmi ný öxi hér, ykist þjófum nú bæði víl og ádrepa. „Orð\u{A0}– orð.“",
        "Pijamalı hasta yağız şoföre çabucak güvendi. “Öğle”",
        "Съешь же ещё этих мягких французских булок, да выпей чаю. «Ёлка»",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. «Ναι»",
        "いろはにほへと 日本語の文章です。「漢字」😀👩‍👩‍👧‍👦",
    ]

    @Test(arguments: languages)
    func soundTextOfManyLanguagesStays(text: String) {
        #expect(TextRepair.repair(text).text == text)
        #expect(TextRepair.repair(text.uppercased()).text == text.uppercased())
    }

    @Test(arguments: languages)
    func damagedTextOfManyLanguagesIsRepaired(text: String) {
        let once = damaged(text)
        #expect(TextRepair.repair(once).text == text)
        #expect(TextRepair.repair(damaged(once)).text == text)
        #expect(TextRepair.repair(damaged(damaged(once))).text == text)
    }

    @Test(arguments: 1...300)
    func randomTextIsRepaired(seed: Int) {
        var random = SeededMutation(seed: seed)
        let text = (0..<40).map { _ in Self.randomWord(using: &random) }.joined(separator: " ")
        #expect(TextRepair.repair(text).text == text)
        #expect(TextRepair.repair(damaged(text)).text == text)
    }

    /// Words as languages have them: foreign letters among Latin ones, or several of one script in a row.
    private static func randomWord(using random: inout SeededMutation) -> String {
        let rows: [ClosedRange<UInt32>] = [
            0x0370...0x03FF, 0x0400...0x04FF, 0x05D0...0x05EA, 0x0620...0x064A, 0x0900...0x097F, 0x0E01...0x0E3A,
            0x3041...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F300...0x1F64F, 0x1F680...0x1F6C5, 0x2010...0x2027,
        ]
        if Bool.random(using: &random) {
            let letters = Array("äöüéèàçñãåøæłśżőűščřžÄÖÉŠŽ")
            return (0..<4).map { _ in "ab\(letters.randomElement(using: &random) ?? "ä")cd" }.joined()
        }
        let row = rows.randomElement(using: &random) ?? 0x400...0x4FF
        return (0..<Int.random(in: 2...6, using: &random)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: row, using: &random)).map { String($0) }
        }.joined()
    }

    @Test func placesNameLineAndWord() {
        let repair = TextRepair.repair("fine\r\nKÃ¤ldstrÃ¶m and Armâ€™s\nfine\n`Ã¤`")
        #expect(
            repair.places == [
                TextRepair.Place(line: 2, damaged: "KÃ¤ldstrÃ¶m", repaired: "Käldström"),
                TextRepair.Place(line: 2, damaged: "Armâ€™s", repaired: "Arm’s"),
                TextRepair.Place(line: 4, damaged: "`Ã¤`", repaired: "`ä`"),
            ])
    }

    @Test func everyOtherByteOfAFileStays() {
        let before = "\u{FEFF}---\r\nsubject: KÃ¤se\r\n---\r\n\r\n\tArmâ€™s \u{0} e\u{301}\n\n\n  end"
        let after = "\u{FEFF}---\r\nsubject: Käse\r\n---\r\n\r\n\tArm’s \u{0} e\u{301}\n\n\n  end"
        #expect(TextRepair.repair(Array(before.utf8)) == Array(after.utf8))
    }

    @Test(arguments: [[], Array("sound ä\r\n".utf8), [0xE4, 0xC3, 0xA4]])
    func nothingToRepairIsNil(bytes: [UInt8]) {
        #expect(TextRepair.repair(bytes) == nil)
    }

    @Test(arguments: 1...100)
    func repairingTwiceChangesNothingMore(seed: Int) {
        var random = SeededMutation(seed: seed)
        let scalars = (0..<60).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x20...0x2030, using: &random)) }
        let text = damaged(String(String.UnicodeScalarView(scalars)))
        let repaired = TextRepair.repair(text).text
        #expect(TextRepair.repair(repaired).text == repaired)
    }
}
