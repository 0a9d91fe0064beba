import Foundation
import Testing

/// `mailer new` with the built binary.
@Suite struct NewTests {
    @Test(arguments: ["letter", "digest", "announcement"])
    func anIssueBeginsFromEachTemplateAndCanBeRendered(template: String) throws {
        let work = try Workspace()
        let made = try work.mailer("new", "The press is back", "--template", template)
        #expect(made.status == 0, "\(made)")
        let path = made.output.trimmingCharacters(in: .newlines)
        #expect(path.hasPrefix("issues/20") && path.hasSuffix("-the-press-is-back.md"))
        #expect(try work.read(path).contains("subject: \"The press is back\""))
        let rendered = try work.mailer("render", path, "--part", "html")
        #expect(rendered.status == 0, "\(rendered)")
        #expect(rendered.output.contains("The press is back"))
    }

    @Test func aFileIsNeverWrittenOver() throws {
        let work = try Workspace()
        #expect(try work.mailer("new", "2026-w49").status == 0)
        try work.write("issues/2026-w49.md", "mine")
        let again = try work.mailer("new", "2026-w49")
        #expect(again.status == 1)
        #expect(again.errors.contains("issues/2026-w49.md exists already and stays as it is."))
        #expect(try work.read("issues/2026-w49.md") == "mine")
    }

    @Test func theNewslettersOwnTemplateShadowsTheSharedOne() throws {
        let work = try Workspace()
        try FileManager.default.createDirectory(
            atPath: work.path("issues/templates/letter"), withIntermediateDirectories: true)
        try work.write("issues/templates/letter/issue.md", "---\nsubject: <<subject>>\ntemplate: letter\n---\nMine.\n")
        try work.write("issues/templates/custom.css", ".content p { color: #123456 }")
        let made = try work.mailer("new", "Hello", "--template", "letter")
        let path = made.output.trimmingCharacters(in: .newlines)
        #expect(try work.read(path) == "---\nsubject: \"Hello\"\ntemplate: letter\n---\nMine.\n")
        #expect(try work.mailer("render", path, "--part", "html").output.contains("color:#123456"))
    }

    @Test(arguments: [
        (
            "x --template leter",
            "there is no template 'leter' (did you mean 'letter'?), there are announcement, digest, letter."
        ),
        ("", "An issue needs a title or a slug"),
        ("x --folder mailer.yaml", "mailer.yaml"),
    ])
    func wrongUseIsExplained(arguments: String, text: String) throws {
        let work = try Workspace()
        let result = try Program.run(
            Program.path, ["new"] + (arguments.isEmpty ? [""] : arguments.split(separator: " ").map(String.init)),
            in: work.folder)
        #expect(result.status != 0)
        #expect(result.errors.contains(text), "\(result)")
    }
}
