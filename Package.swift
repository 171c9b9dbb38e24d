// swift-tools-version: 6.2
import PackageDescription

/// The same settings for every Swift target: language mode 6, explicit existentials and imports,
/// and no warnings at all.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// How the released executable is linked. The default exports every symbol and relocates each pointer
/// by an entry of its own: 6 MB that every start reads and that stay resident. The linker is Swift's own.
let lean: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe",
            "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
        ], .when(platforms: [.linux], configuration: .release))
]

func product(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package)
}

let package = Package(
    name: "hybridtop",
    products: [.executable(name: "hybridtop", targets: ["hybridtop"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // The vocabulary. Imports no other target.
        .target(name: "Fleet", swiftSettings: strict),
        .target(
            name: "Collector",
            dependencies: [
                "Fleet", "CProcess",
                product("AsyncHTTPClient", "async-http-client"),
                product("Logging", "swift-log"),
                product("NIOCore", "swift-nio"),
                product("NIOHTTP1", "swift-nio"),
                product("NIOTLS", "swift-nio"),
                product("NIOHTTPCompression", "swift-nio-extras"),
                product("NIOPosix", "swift-nio"),
                product("NIOSSL", "swift-nio-ssl"),
                product("SystemPackage", "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "Providers",
            dependencies: [
                "Fleet", "Collector", product("Crypto", "swift-crypto"), product("Yams", "Yams"),
            ],
            swiftSettings: strict),
        // From the plan to the proof. Knows no vendor.
        .target(
            name: "Actions", dependencies: ["Fleet", "Collector"], swiftSettings: strict),
        .target(name: "Dashboard", dependencies: ["Fleet"], swiftSettings: strict),
        .target(
            name: "Terminal", dependencies: ["Fleet", "Dashboard", "CNCurses", "CTerminal"],
            swiftSettings: strict),
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CTerminal"),
        .target(name: "CProcess"),
        .target(name: "Headless", dependencies: ["Fleet", "CZlib"], swiftSettings: strict),
        .target(
            name: "Settings", dependencies: ["Fleet", product("Yams", "Yams")],
            swiftSettings: strict),
        .executableTarget(
            name: "hybridtop",
            dependencies: [
                "Fleet", "Collector", "Providers", "Actions", "Dashboard", "Terminal",
                "CTerminal", "Headless", "Settings",
                product("ArgumentParser", "swift-argument-parser"),
                product("Logging", "swift-log"),
            ],
            swiftSettings: strict, linkerSettings: lean),

        // Tests: what they share, then one target a module.
        .target(
            name: "Support", dependencies: ["Fleet", "Collector", "Dashboard", "CTerminal"],
            path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "FleetTests", dependencies: ["Fleet", "Support"], swiftSettings: strict),
        .testTarget(
            name: "ActionsTests", dependencies: ["Actions", "Providers", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "CollectorTests", dependencies: ["Collector", "Support"], swiftSettings: strict),
        .testTarget(
            name: "ProvidersTests", dependencies: ["Providers", "Settings", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "DashboardTests", dependencies: ["Dashboard", "Support"], exclude: ["Frames"],
            swiftSettings: strict),
        .executableTarget(
            name: "TerminalProbe", dependencies: ["Terminal", "Dashboard", "Fleet"],
            path: "Tests/TerminalProbe", swiftSettings: strict,
            linkerSettings: [.linkedLibrary("m")]),
        .testTarget(
            name: "TerminalTests",
            dependencies: [
                "Terminal", "Dashboard", "Fleet", "CTerminal", "Support", "TerminalProbe",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "HeadlessTests", dependencies: ["Headless", "Support"], swiftSettings: strict),
        .testTarget(
            name: "SettingsTests", dependencies: ["Settings", "Support"],
            swiftSettings: strict),
        .testTarget(
            name: "HybridtopTests",
            dependencies: ["hybridtop", "CTerminal", "Support"], swiftSettings: strict),
    ]
)
