import Templates

/// How the preview's server is set up.
package struct PreviewOptions: Sendable {
    /// 0 takes a free one; `PreviewServer.run` reports which.
    package var port: Int
    /// The folder of the page: `index.html`, `preview.css`, `preview.js`.
    package var pages: TemplateFolder
    /// How often files are looked at.
    package var interval = Duration.milliseconds(250)

    package init(port: Int, pages: TemplateFolder) {
        self.port = port
        self.pages = pages
    }
}
