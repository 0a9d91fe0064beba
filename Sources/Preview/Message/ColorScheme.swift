/// What `prefers-color-scheme` says.
enum ColorScheme: String, Hashable, CaseIterable, Sendable {
    case light
    case dark
}
