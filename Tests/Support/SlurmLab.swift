import Foundation

/// A real SLURM of three nodes with GPUs, until it is ended.
package final class SlurmLab: Sendable {
    /// What the lab says about itself.
    package struct Place: Decodable, Sendable {
        /// Everything of it, with commands that misbehave in folders of their names.
        package var folder: String
        package var configuration: String
    }

    /// The lab could not be started.
    package struct Failed: Error {
        package var reason: String
    }

    package let place: Place
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts it and waits until all nodes are idle.
    package init() throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Tools.fixtures.appendingPathComponent("slurm/lab.py").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = try Self.line(output)
        place = try JSONDecoder().decode(Place.self, from: line)
    }

    /// Ends all of it, jobs first.
    package func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Has the lab do something (`submit NAME ...`, `finish NAME`, `stop slurmctld`), or runs a command
    /// of SLURM's by another program than ours, and says what it answers.
    @discardableResult
    package func say(_ words: String...) throws -> String { try say(words) }

    /// The same, with the words in a list.
    @discardableResult
    package func say(_ words: [String]) throws -> String {
        let line = try JSONEncoder().encode(words) + Data("\n".utf8)
        try input.fileHandleForWriting.write(contentsOf: line)
        return try JSONDecoder().decode(String.self, from: Self.line(output))
    }

    /// The state of a node in SLURM's own words.
    package func state(_ node: String) throws -> String {
        let text = try say("scontrol", "show", "node", node, "-o")
        return text.split(separator: " ").first { $0.hasPrefix("State=") }
            .map { String($0.dropFirst(6)) } ?? text
    }

    private static func line(_ output: Pipe) throws -> Data {
        var line = Data()
        while line.last != 0x0a {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw Failed(reason: "the SLURM lab has ended; are slurmctld, slurmd, munge there?")
            }
            line += more
        }
        return line
    }
}
