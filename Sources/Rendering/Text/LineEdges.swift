/// Which characters do not stand at a line's edge in East Asian text.
///
/// Unicode UAX #14, classes CL, CP, EX, IS, NS, CJ, PO and OP, PR, QU, as far as they occur in such text; JIS X 4051
/// has the same rules for Japanese.
extension Character {
    /// Closing marks, stops, small kana, marks of repetition and length, units behind a number.
    var mustNotStartLine: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return Self.neverFirst.contains(scalar)
    }

    /// Opening marks, and currencies before a number.
    var mustNotEndLine: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return Self.neverLast.contains(scalar)
    }

    private static let neverFirst = Set(
        """
        ,.:;!?)]}%’”»›…‥‼⁇⁈⁉·‧〜～–—％‰℃℉°′″\
        、。，．：；？！）］｝」』】〕〉》〗〙〛｠〞〟･・｡､｣ｰー゠〻々〱〵ゝゞヽヾ\
        ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ￠
        """.unicodeScalars)

    private static let neverLast = Set("([{‘“«‹¿¡（［｛「『【〔〈《〖〘〚｟〝｢＄￥￡￦$¥£€№＃＠".unicodeScalars)
}
