import Foundation

/// A stand-in for the control planes of SageMaker, Application Auto Scaling and CloudWatch that does what it
/// is told, for what the real ones do in between. Its fixture says what that is.
package final class SageMakerLab: Sendable {
    /// Where it listens on this machine.
    package let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errors: ErrorOutput

    private struct Start: Decodable { let port: Int }

    /// A variant as it stands.
    package struct Variant: Decodable, Sendable {
        /// Instances: that it has, and that it is to have; likewise its weight.
        package var count: Int
        package var wanted: Int
        package var weight: Double
        package var aim: Double
    }

    /// It could not be started.
    struct Failed: Error {}

    /// Starts it and waits until it listens.
    package init() throws {
        errors = try ErrorOutput()
        process.standardError = errors.handle
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", Tools.fixtures.appendingPathComponent("aws/control_plane.py").path,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = try Self.line(output)
        port = try JSONDecoder().decode(Start.self, from: line).port
    }

    /// Ends it.
    package func end() {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
        errors.end()
    }

    /// What it has complained of so far; empty for nothing.
    package var complaints: String { errors.text }

    /// Has it do something, which is in force when this returns; its answer.
    @discardableResult
    package func tell(_ line: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
        return String(decoding: try Self.line(output), as: UTF8.self)
    }

    /// The variants of an endpoint.
    package func variants(_ endpoint: String) throws -> [String: Variant] {
        let text = try tell("show \(endpoint)")
        return try JSONDecoder().decode([String: Variant].self, from: Data(text.utf8))
    }

    /// Every change that was received, as JSON each.
    package var changes: [String] {
        get throws {
            let text = try tell("changes")
            let list = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any] ?? []
            return try list.map { change in
                let data = try JSONSerialization.data(
                    withJSONObject: change, options: [.sortedKeys, .withoutEscapingSlashes])
                return String(decoding: data, as: UTF8.self)
            }
        }
    }

    private static func line(_ pipe: Pipe) throws -> Data {
        var line = Data()
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            if byte.first == 0x0a { return line }
            line += byte
        }
        throw Failed()
    }
}
