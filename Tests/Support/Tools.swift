package import Foundation

/// Programs that tests run beside the code under test.
package enum Tools {
    /// The root of the package.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files that tests read.
    package static let fixtures = root.appendingPathComponent("Tests/Fixtures")

    /// The Python that has moto and botocore; `Tests/run` makes one and says where.
    package static let python =
        ProcessInfo.processInfo.environment["HYBRIDTOP_PYTHON"] ?? "/usr/bin/env python3"

    /// What a run of a program left.
    package struct Outcome: Sendable {
        package var status: Int32
        package var output: String
        package var errors: String
    }

    /// Runs a program found on the PATH to its end. For what is short: it blocks.
    package static func run(_ words: [String], environment: [String: String] = [:]) throws
        -> Outcome
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in
            new
        }
        let errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-\(UUID().uuidString)")
        try Data().write(to: errors)
        defer { try? FileManager.default.removeItem(at: errors) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    /// Runs a Python script of the fixtures.
    package static func python(_ script: String, _ arguments: [String]) throws -> Outcome {
        let interpreter = python.split(separator: " ").map(String.init)
        let path = fixtures.appendingPathComponent(script).path
        return try run(interpreter.filter { $0 != "/usr/bin/env" } + [path] + arguments)
    }
}
