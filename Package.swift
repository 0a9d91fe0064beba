// swift-tools-version:6.1
// mailer: a newsletter delivery system. The targets below are the rooms of the house; their
// dependencies are the only directions in which one room may know another (docs/architecture.md).

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house: a target with our compiler settings.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a room, in a folder that mirrors it.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "mailer",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "mailer", targets: ["mailer"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The system's C libraries: a module map and typed inline wrappers each.
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CCmark", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
        .systemLibrary(
            name: "CGumbo", pkgConfig: "gumbo",
            providers: [.apt(["libgumbo-dev"]), .brew(["gumbo-parser"])]),
        .systemLibrary(
            name: "CGMime", pkgConfig: "gmime-3.0",
            providers: [.apt(["libgmime-3.0-dev"]), .brew(["gmime"])]),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(
            name: "CLibcrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

        room("Mail"),
        room("Templates", ["Mail", .product(name: "Mustache", package: "swift-mustache")]),
        room("Signing", ["Mail", "CLibcrypto"]),
        room(
            "Rendering",
            [
                "Mail", "Templates", "CCmark", "CGumbo",
                .product(name: "Yams", package: "Yams"),
            ]),
        room(
            "Store",
            [
                "Mail", "CSQLite", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        room("SMTP", ["Mail", "CCurl"]),
        room("Probes", ["Mail", "Rendering", "CCurl"]),
        room("Sending", ["Mail", "Rendering", "Signing"]),
        room("Bounces", ["Mail", "Signing", "CGMime"]),
        // Not "Configuration": a dependency of Hummingbird's has that name, and names are unique over all packages.
        .target(
            name: "MailerConfiguration", dependencies: ["Mail", .product(name: "Yams", package: "Yams")],
            path: "Sources/Configuration", swiftSettings: strict),
        room("Operations", ["Mail", "Store"]),
        room(
            "Web",
            [
                "Mail", "Templates", "Signing", "Store", "Operations",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        room("Archive", ["Mail", "Templates"]),
        room(
            "Preview",
            [
                "Mail", "Templates", "Rendering",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        room(
            "Sandbox",
            [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        room(
            "MailerCLI",
            [
                "Mail", "Signing", "Rendering", "Store", "SMTP", "Sending", "Bounces", "Web", "Operations",
                "Preview", "Probes", "Sandbox", "Archive", "Templates", "MailerConfiguration", "CProcess",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "mailer", dependencies: ["MailerCLI"], swiftSettings: strict),

        tests("MailTests", ["Mail"]),
        tests("TemplatesTests", ["Templates", "Mail"]),
        tests("SigningTests", ["Signing", "Mail"]),
        tests("RenderingTests", ["Rendering", "Mail", "Mutation", "CCmark"]),
        // Random changes, for tests and for the program that feeds the renderer with them (docs/architecture.md).
        .target(name: "Mutation", path: "Tests/Mutation", swiftSettings: strict),
        .executableTarget(
            name: "rendering-fuzz", dependencies: ["Rendering", "Mail", "Mutation"], path: "Tests/RenderingFuzz",
            swiftSettings: strict),
        // Damaged and growing inputs for every door; ops/fuzz and ops/bench/growth.py run it.
        .executableTarget(
            name: "door-fuzz",
            dependencies: [
                "Bounces", "Mail", "MailerConfiguration", "Mutation", "Operations", "Rendering", "SMTP", "Sending",
                "Signing",
                "Store", "Templates",
            ], path: "Tests/DoorFuzz", swiftSettings: strict),
        tests("StoreTests", ["Store", "Mail"]),
        tests("SMTPTests", ["SMTP", "Mail", "Sandbox", "Mutation"]),
        tests("SendingTests", ["Sending", "Mail", "Rendering", "Signing"]),
        tests("BouncesTests", ["Bounces", "Mail", "Signing"]),
        tests("ConfigurationTests", ["MailerConfiguration", "Mail"]),
        tests("OperationsTests", ["Operations", "Store", "Mail"]),
        tests("WebTests", ["Web", "Templates", "Store", "Signing", "Mail", "Operations"]),
        tests("PreviewTests", ["Preview", "Templates", "Rendering", "Mail"]),
        tests("SandboxTests", ["Sandbox"]),
        tests("ArchiveTests", ["Archive", "Templates", "Mail"]),
        tests(
            "EndToEndTests",
            [
                "mailer", "door-fuzz", "MailerCLI", "Mail", "Probes", "Rendering", "SMTP", "Sending", "Sandbox",
                "Store", "Bounces",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
