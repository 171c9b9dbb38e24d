import Foundation

/// Two real HAProxy instances before two servers, with requests flowing, until it is ended.
package final class HAProxyLab: Sendable {
    /// What the lab says about itself.
    package struct Addresses: Decodable, Sendable {
        /// Of both instances, at level admin.
        package var sockets: [String]
        /// Another way to the second, which can lose things.
        package var passedSocket: String
        /// The first by TCP, `host:port`, at level admin.
        package var tcp: String
        /// Of the first, at level user.
        package var userSocket: String
        /// A page that counts where requests landed.
        package var counts: String
        /// Where each server answers, `host:port`.
        package var servers: [String: String]
    }

    /// The lab could not be started.
    struct Failed: Error {
        var reason: String
    }

    /// Where its parts are.
    package let addresses: Addresses
    private let process = Process()
    private let input = Pipe()

    /// Starts it and waits until requests are answered.
    package init() throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", Tools.fixtures.appendingPathComponent("haproxy/lab.py").path,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != 0x0a {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw Failed(reason: "the HAProxy lab did not start; is haproxy installed?")
            }
            line += more
        }
        addresses = try JSONDecoder().decode(Addresses.self, from: line)
    }

    /// Ends all of it.
    package func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Has the lab do something: `load 0`, `hold`, `release`, `kill 1`, `start 1`,
    /// `lose requests`, `lose answers`, `lose permission`, `lose nothing` (on the passed socket, of
    /// changes), `degrade 30` (the rented server fails beyond that share, in percent), `down 1`, `up 1`
    /// (whether the rented server is well to that instance).
    package func tell(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Where requests have landed so far, as the servers themselves count.
    package func counts() throws -> [String: Int] {
        let outcome = try Tools.run(["curl", "-s", addresses.counts])
        return try JSONDecoder().decode([String: Int].self, from: Data(outcome.output.utf8))
    }

    /// Says a line to the first instance by another program than ours.
    package func say(_ line: String, instance: Int = 0) throws -> String {
        let script = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
            s.sendall((sys.argv[2] + "\\n").encode())
            b = b""
            while (d := s.recv(65536)): b += d
            print(b.decode().strip())
            """
        return try Tools.run(["python3", "-c", script, addresses.sockets[instance], line]).output
    }
}
