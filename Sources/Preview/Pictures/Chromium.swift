import Foundation

/// Which browser takes pictures, and how it is started.
enum Chromium {
    private static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    private static let applications = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ]

    /// The first that is there.
    ///
    /// - Parameter searchPath: as in PATH.
    static func find(searchPath: String) throws(PreviewError) -> String {
        let candidates = searchPath.split(separator: ":").flatMap { folder in names.map { "\(folder)/\($0)" } }
        for path in candidates + applications where FileManager.default.isExecutableFile(atPath: path) { return path }
        throw .noChromium
    }

    /// Headless, in a profile of its own, spoken to over descriptors 3 and 4, asking nobody for anything.
    static func arguments(profile: String) -> [String] {
        let flags = [
            "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(profile)", "--hide-scrollbars",
            "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--no-first-run",
            "--no-default-browser-check", "--mute-audio", "--force-color-profile=srgb",
        ]
        // QUIRK: Chromium does not start as root with its sandbox. Scripts do not run in what it shows here.
        return flags + (geteuid() == 0 ? ["--no-sandbox"] : []) + ["about:blank"]
    }
}
