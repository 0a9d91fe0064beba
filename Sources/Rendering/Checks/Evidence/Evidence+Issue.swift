// What an issue's evidence has to be gathered about.
extension Issue {
    /// The URLs of links and images that a web server can be asked for: the same for every reader.
    package var webTargets: [String] { CheckedIssue(self, Evidence()).webTargets }

    /// Whether the URL is that of an image.
    package func showsImage(_ url: String) -> Bool {
        CheckedIssue(self, Evidence()).images.contains { $0.url == url }
    }

    /// How large the files are that the issue shows; without those that cannot be read.
    package var imageFileWeights: [String: ImageWeight] {
        let folder = ImageFolder(ofIssueAt: path)
        var weights: [String: ImageWeight] = [:]
        for image in CheckedIssue(self, Evidence()).images where weights[image.url] == nil {
            // What is wrong with an image is said when the message is compiled.
            guard let reference = try? ImageReference(image.url), case .file(let path) = reference.place,
                let file = try? folder.read(path, maximumSize: .max)
            else { continue }
            weights[image.url] = ImageWeight(bytes: file.bytes.count)
        }
        return weights
    }
}
