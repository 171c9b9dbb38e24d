import Foundation
import Support

/// A real Prometheus with exporters to scrape, which ends with this object.
final class PrometheusLab: Sendable {
    /// What the lab says about itself.
    struct Addresses: Decodable, Sendable {
        /// The Prometheus server.
        var url: String
        /// Something that is no Prometheus server.
        var exporter: String
    }

    /// The lab could not be started.
    struct Failed: Error {
        var reason: String
    }

    let addresses: Addresses
    private let process: Process
    private let input: Pipe

    /// Starts a Prometheus and waits until it has scraped everything several times.
    init() throws {
        process = Process()
        input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", Tools.fixtures.appendingPathComponent("prometheus/lab.py").path,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != 0x0a {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw Failed(reason: "the Prometheus lab did not start; is prometheus installed?")
            }
            line += more
        }
        addresses = try JSONDecoder().decode(Addresses.self, from: line)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
