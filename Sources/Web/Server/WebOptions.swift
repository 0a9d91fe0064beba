import Mail

/// How the web server is set up.
package struct WebOptions: Sendable {
    package var host: String
    /// 0 takes a free one; `WebServer.run` reports which.
    package var port: Int
    /// The `templates` folder; the pages are in its folder `pages`, or come from the program.
    package var templates: String
    /// The newsletter's name, as pages show it.
    package var newsletter: String
    /// The path in front of `/u/…` in links, when the proxy serves us below one: `/mail` or empty.
    package var basePath: String
    /// A connection on which nothing comes for so long is closed.
    package var idleTimeout = Duration.seconds(60)

    package init(host: String = "127.0.0.1", port: Int, templates: String, newsletter: String, basePath: String = "") {
        self.host = host
        self.port = port
        self.templates = templates
        self.newsletter = newsletter
        var path = Substring(basePath)
        while path.hasBytes(suffix: "/") { path = path.dropLast() }
        self.basePath = String(path)
    }
}
