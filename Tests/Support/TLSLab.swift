import Foundation

/// Real servers that speak TLS well and badly, and two black holes. They end with this object.
package final class TLSLab: Sendable {
    /// Where they are, all on 127.0.0.1.
    package struct Ports: Decodable, Sendable {
        /// A certificate of the private authority that is good for 20 days.
        package var good: Int
        /// The same, and it wants a client certificate of that authority.
        package var mutual: Int
        /// A certificate for another name, and one that expired in 2021.
        package var misnamed: Int
        package var expired: Int
        /// Accepts and never answers; drops whoever wants to connect.
        package var silent: Int
        package var full: Int
        fileprivate var folder: String
    }

    /// The lab could not be started.
    package struct Failed: Error {}

    package let ports: Ports
    private let process: Process
    private let input: Pipe

    /// Makes the certificates and starts the servers. Throws where Python or OpenSSL is missing.
    package init() throws {
        process = Process()
        input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Tools.fixtures.appendingPathComponent("http/tls.py").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != 0x0a {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failed() }
            line += more
        }
        ports = try JSONDecoder().decode(Ports.self, from: line)
    }

    /// A PEM file: `private.pem`, `other.pem`, `client.pem`, `client.key`, `stranger.pem`...
    package func file(_ name: String) -> String { "\(ports.folder)/\(name)" }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
