import Foundation
import Testing

@testable import Preview

@Suite struct FileStampsTests {
    private func stamps(_ sample: SampleIssue) -> FileStamps {
        FileStamps(["\(sample.folder)/issue.md", "\(sample.folder)/templates", "\(sample.folder)/missing"])
    }

    @Test func nothingChangedIsTheSame() throws {
        let sample = try SampleIssue()
        #expect(stamps(sample) == stamps(sample))
    }

    @Test(arguments: [
        "issue.md", "templates/newsletter.css", "templates/new.css", "missing",
    ])
    func aWrittenFileDiffers(name: String) throws {
        let sample = try SampleIssue()
        let before = stamps(sample)
        try sample.write(name, "something else")
        #expect(stamps(sample) != before)
    }

    @Test func aFileOfTheSameSizeAndTimeThatTookItsPlaceDiffers() throws {
        let sample = try SampleIssue("12345")
        let path = "\(sample.folder)/issue.md"
        let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] ?? Date()
        let before = stamps(sample)
        try sample.write("other.md", "54321")
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: "\(sample.folder)/other.md")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: "\(sample.folder)/other.md", toPath: path)
        #expect(stamps(sample) != before)
    }

    @Test func aRemovedFileDiffers() throws {
        let sample = try SampleIssue()
        let before = stamps(sample)
        try FileManager.default.removeItem(atPath: "\(sample.folder)/templates/newsletter.css")
        #expect(stamps(sample) != before)
    }
}
