import Foundation

/// A real moto server with a small SageMaker fleet and strict signature checking.
package final class MotoFleet {
    package let port: Int
    package let key: String
    package let secret: String
    private let process: Process
    private let input: Pipe

    private struct Start: Decodable {
        let port: Int
        let key: String
        let secret: String
    }

    /// Starts the server and waits until its fleet is there. Throws where Python or moto is missing.
    package init(moreEndpoints: Int = 0) throws {
        process = Process()
        input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let interpreter = Tools.python.split(separator: " ").map(String.init)
        process.arguments =
            interpreter.filter { $0 != "/usr/bin/env" } + [
                Tools.fixtures.appendingPathComponent("aws/moto_fleet.py").path, "\(moreEndpoints)",
            ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            if byte.first == 0x0a { break }
            line += byte
        }
        let start = try JSONDecoder().decode(Start.self, from: line)
        port = start.port
        key = start.key
        secret = start.secret
    }

    /// Ends the server.
    package func stop() {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}
