import Mutation
import Testing

@testable import Rendering

@Suite struct IssueErrorTests {
    private func error(_ bytes: [UInt8]) -> IssueError? {
        do throws(IssueError) {
            _ = try IssueParser.parse(bytes, path: "issues/12.md")
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [[], Array("\n \r\n\t".utf8), [0xEF, 0xBB, 0xBF]])
    func emptyFile(bytes: [UInt8]) {
        #expect(
            error(bytes)?.description
                == "issues/12.md: The issue is empty. Write some text into it."
        )
    }

    @Test(arguments: [
        (Array("a\r\nK".utf8) + [0xE4] + Array("ldstr\n".utf8), 2, 4, "WINDOWS-1252"),
        ([0xFF, 0xFE, 0x61, 0x00], 1, 0, "UTF-16"),
        (Array("ab\n\n".utf8) + [0xE2, 0x82], 3, 4, "WINDOWS-1252"),
        ([0xC0, 0x80], 1, 0, "WINDOWS-1252"),
        (Array("ä\n".utf8) + [0xED, 0xA0, 0x80], 2, 3, "WINDOWS-1252"),
    ])
    func notUTF8(bytes: [UInt8], line: Int, offset: Int, charset: String) {
        #expect(
            error(bytes)?.description
                == "issues/12.md:\(line): The issue is not UTF-8 text: the byte at offset \(offset) does not belong there. "
                + "Convert it: iconv -f \(charset) -t UTF-8 issues/12.md > converted.md")
    }

    @Test(arguments: [
        ("---\nsubject: s\n\nText", 1, IssueError.Problem.frontMatterNotClosed),
        ("---", 1, .frontMatterNotClosed),
        ("---\n- a\n---\nText", 2, .frontMatterNotKeys),
        ("---\njust words\n---\nText", 2, .frontMatterNotKeys),
        ("---\na: 1\n[x]: 2\n---\nText", 3, .frontMatterNotKeys),
        ("---\na: b\nsubject: week: one\n---\n", 3, .invalidYAML("mapping values are not allowed in this context")),
        ("---\nsubject: 's\n---\n", 2, .invalidYAML("found unexpected end of stream")),
        ("---\nlist: a\nlist: b\n---\n", 2, .invalidYAML("it has more than one key 'list'")),
        ("---\na: b\nsubject: [a, b]\n---\n", 3, .wrongType(key: "subject", found: "a list")),
        ("---\npreheader: {a: b}\n---\n", 2, .wrongType(key: "preheader", found: "a table")),
        ("---\nslug: true\n---\n", 2, .wrongType(key: "slug", found: "yes or no")),
    ])
    func frontMatterThatCannotBeRead(text: String, line: Int, problem: IssueError.Problem) throws {
        let error = try #require(self.error(Array(text.utf8)))
        #expect(error.problem == problem)
        #expect(error.line == line)
    }

    @Test(arguments: [
        ("from: nobody", "'from': \"nobody\" is not an e-mail address: it has no @. Write 'news@example.org' or"),
        ("reply-to: a b@example.org", "'reply-to': \"a b@example.org\" is not an e-mail address"),
        ("slug: a/b", "'slug': 'a/b' has characters that cannot stand in a link. Write 'a-b'."),
        ("slug: ..", "'slug': '..' has characters that cannot stand in a link. Remove the key"),
        ("language: english language", "'language': 'english language' is no language code. Write one such as"),
        ("language: e", "'language': 'e' is no language code."),
    ])
    func valuesThatMakeNoSense(yaml: String, message: String) {
        let text = "---\nsubject: s\n\(yaml)\n---\nText"
        #expect(error(Array(text.utf8))?.description.hasPrefix("issues/12.md:3: Front matter key \(message)") == true)
    }

    @Test func aliasesThatBlowUpAreRefused() {
        let levels = (1...8).map {
            "k\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ", "))]"
        }
        let text = (["---", "k0: &a0 x"] + levels + ["---", "Text"]).joined(separator: "\n")
        #expect(error(Array(text.utf8))?.problem == .frontMatterTooLarge)
    }

    @Test func nestingWithoutEndIsRefused() {
        let text = "---\na: \(String(repeating: "[", count: 100))\(String(repeating: "]", count: 100))\n---\n"
        #expect(error(Array(text.utf8))?.problem == .frontMatterTooLarge)
    }

    @Test func yamlErrorSaysWhatToDo() {
        let text = "---\nsubject: week: one\n---\n"
        #expect(
            error(Array(text.utf8))?.description
                == "issues/12.md:2: The front matter is not valid YAML: mapping values are not allowed in this context. "
                + "Correct the line; a value with a colon, a quote or braces in it needs quotes around it.")
    }

    @Test(arguments: 1...300)
    func damagedFrontMatterIsReadOrRefused(seed: Int) throws {
        let source =
            "---\nsubject: \"A: b\"\nfrom: News <a@example.org>\nslug: x\nextra: [a, {b: c}]\nm: |\n  x\n---\n\n# T\n"
        let tokens = [
            "\n", ": ", "- ", "\"", "'", "[", "]", "{", "}", "&a ", "*a", "!!", "? ", "|", ">", "---\n", "...\n", "\t",
            "#", "%", "\u{85}",
        ]
        var random = SeededMutation(seed: seed)
        let text = random.mutate(source, times: 12, tokens: tokens)
        do throws(IssueError) {
            let issue = try IssueParser.parse(Array(text.utf8), path: "a.md")
            #expect(!issue.slug.isEmpty)
        } catch {
            #expect(error.description.hasPrefix("a.md"))
            #expect(
                error.line.map {
                    (1...text.split(separator: "\n", omittingEmptySubsequences: false).count + 1).contains($0)
                } ?? true)
        }
    }
}
