import Foundation
import Testing

/// The template that docs/templates.md tells people to make, made with the built program.
@Suite struct OwnTemplateTests {
    /// The blocks of the page, by what stands behind their fences.
    private func blocks() throws -> [(kind: String, text: String)] {
        let page = try String(contentsOfFile: "\(Program.repository)/docs/templates.md", encoding: .utf8)
        return page.matches(of: /(?ms)^````(\S+[^\n]*)\n(.*?)^````$/).map { (String($0.1), String($0.2)) }
    }

    /// In a folder that `mailer init` made, and in one without any templates: they are inside the program.
    @Test(arguments: [true, false]) func theFilesAndCommandsOfThePageMakeATemplate(isMadeByInit: Bool) throws {
        let work = try Workspace()
        if isMadeByInit {
            let made = try work.mailer("init")
            #expect(made.status == 0, "\(made)")
            #expect(try work.files().contains("templates/base.css"))
            try FileManager.default.removeItem(atPath: work.path("templates/letter/newsletter.html"))
        }
        let lines = try work.read("mailer.yaml").split(separator: "\n").filter { !$0.hasPrefix("templates:") }
        try work.write("mailer.yaml", lines.joined(separator: "\n") + "\npostal_address: 12 Mill Road\n")
        try work.importReaders(1)
        var commands = ""
        for block in try blocks() {
            guard let path = block.kind.split(separator: " ").dropFirst().first.map(String.init) else {
                commands += block.kind == "sh" ? block.text : ""
                continue
            }
            let folder = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: work.path(folder), withIntermediateDirectories: true)
            try work.write(path, block.text)
        }
        #expect(commands.contains("mailer new"))
        try work.write("run", commands.replacing("mailer ", with: "\(Program.path) "))
        let result = try Program.run("/bin/bash", ["-e", "run"], in: work.folder)
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("The winter issue, by Ines, by Bo"))
        #expect(result.output.contains("color:#8a3b12"))
        #expect(result.output.contains("prefers-color-scheme: dark"))
        #expect(result.output.contains("12 Mill Road"))
        #expect(result.output.contains("<style data-keep") && result.output.contains("@font-face"))
        // The file that was deleted is the program's again.
        let letter = try work.mailer("new", "A letter", "--template", "letter")
        #expect(letter.status == 0, "\(letter)")
        #expect(!result.output.contains("{{"))
    }
}
