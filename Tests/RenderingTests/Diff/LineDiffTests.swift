import Mutation
import Testing

@testable import Rendering

@Suite struct LineDiffTests {
    private func diff(_ old: String, _ new: String) -> LineDiff {
        LineDiff(from: old.map { String($0) }, to: new.map { String($0) })
    }

    private func shown(_ diff: LineDiff) -> String {
        diff.lines.map { line in
            switch line.change {
            case .kept: line.text
            case .removed: "-\(line.text)"
            case .added: "+\(line.text)"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("", "", ""), ("abc", "abc", "a b c"), ("", "ab", "+a +b"), ("ab", "", "-a -b"), ("abc", "adc", "a -b +d c"),
        ("abcabba", "cbabac", "-a -b c +b a b -b a +c"), ("ab", "ba", "-a b +a"), ("aab", "ab", "a -a b"),
        ("abcd", "xyz", "-a -b -c -d +x +y +z"), ("axbycz", "abc", "a -x b -y c -z"),
    ])
    func theFewestLinesChange(_ old: String, _ new: String, _ expected: String) {
        #expect(shown(diff(old, new)) == expected)
    }

    /// The old and the new text can be read off, and no shorter way was missed (against the textbook's table).
    @Test(arguments: 0..<300) func aRandomDiffIsRightAndShortest(_ seed: Int) {
        var random = SeededMutation(seed: seed)
        func text() -> [String] {
            (0..<Int.random(in: 0...14, using: &random)).map { _ in
                ["a", "b", "c"].randomElement(using: &random) ?? ""
            }
        }
        let (old, new) = (text(), text())
        let diff = LineDiff(from: old, to: new)
        #expect(diff.lines.filter { $0.change != .added }.map(\.text) == old)
        #expect(diff.lines.filter { $0.change != .removed }.map(\.text) == new)
        #expect(diff.lines.count { $0.change == .kept } == Self.longestCommon(old, new))
    }

    private static func longestCommon(_ a: [String], _ b: [String]) -> Int {
        var rows = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in a.indices {
            for j in b.indices {
                rows[i + 1][j + 1] = a[i] == b[j] ? rows[i][j] + 1 : max(rows[i][j + 1], rows[i + 1][j])
            }
        }
        return rows[a.count][b.count]
    }

    @Test func textsWithNothingInCommonAreReplacedWhole() {
        let (old, new) = ((0..<3_000).map { "old \($0)" }, (0..<3_000).map { "new \($0)" })
        let diff = LineDiff(from: old, to: new)
        #expect(diff.lines.count == 6_000)
        #expect(diff.hunks().count == 1)
    }

    @Test func hunksHaveTheLinesAroundAndTheirNumbers() {
        var new = (1...30).map { "line \($0)" }
        let old = new
        new[4] = "five"
        new.remove(at: 19)
        let hunks = LineDiff(from: old, to: new).hunks(context: 2)
        #expect(hunks.map(\.oldStart) == [3, 18])
        #expect(hunks.map(\.newStart) == [3, 18])
        #expect(hunks[0].lines.map(\.text) == ["line 3", "line 4", "line 5", "five", "line 6", "line 7"])
        #expect(hunks[1].lines.map(\.change) == [.kept, .kept, .removed, .kept, .kept])
    }

    @Test func changesThatAreCloseShareAHunk() {
        let old = (1...10).map { "\($0)" }
        var new = old
        new[2] = "x"
        new[6] = "y"
        #expect(LineDiff(from: old, to: new).hunks(context: 3).count == 1)
        #expect(LineDiff(from: old, to: new).hunks(context: 1).count == 2)
    }
}
