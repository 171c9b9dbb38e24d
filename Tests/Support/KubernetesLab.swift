package import Foundation

/// An API server of Kubernetes that is ours, with a small cluster and traffic behind it, until it is
/// ended. What it does on a line is told in `Tests/Fixtures/kubernetes/apiserver.py`.
package final class KubernetesLab: Sendable {
    /// What the lab says about itself.
    package struct Place: Decodable, Sendable {
        /// Where the API is; `https` with ``KubernetesLab/init(isTLS:)``.
        package var url: String
        package var folder: String
        /// The authority of the certificate, where there is one.
        package var authority: String?
        /// A kubeconfig with a context a user: `admin`, `viewer`, `nobody`, `certificate`.
        package var kubeconfig: String
        /// By user.
        package var tokens: [String: String]
        /// Where requests go that the HTTPRoute `chat/chat` decides about.
        package var router: String
        /// The model servers behind it, by name: `own`, `rented`.
        package var servers: [String: String]
    }

    /// One request, as the server has seen it.
    package struct Request: Decodable, Sendable {
        package var method: String
        /// With its query.
        package var path: String
        package var user: String
        /// What the body was said to be.
        package var type: String
        package var body: String
        /// What was answered; 0 for nothing.
        package var status: Int
    }

    /// The lab could not be started, or has ended.
    package struct Failed: Error {}

    package let place: Place
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errors: ErrorOutput

    /// Starts it and waits until it answers.
    package init(isTLS: Bool = false) throws {
        errors = try ErrorOutput()
        process.standardError = errors.handle
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", Tools.fixtures.appendingPathComponent("kubernetes/apiserver.py").path]
            + (isTLS ? ["--tls"] : [])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        place = try JSONDecoder().decode(Place.self, from: Self.line(output))
    }

    /// Ends all of it.
    package func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        errors.end()
    }

    /// What it has complained of so far; empty for nothing.
    package var complaints: String { errors.text }

    /// Has the lab do something, and gives its answer as JSON.
    @discardableResult
    package func say(_ words: String...) throws -> Data {
        let line = try JSONEncoder().encode(words) + Data("\n".utf8)
        try input.fileHandleForWriting.write(contentsOf: line)
        return try Self.line(output)
    }

    /// Every request so far.
    package func log() throws -> [Request] {
        try JSONDecoder().decode([Request].self, from: say("log"))
    }

    /// How many requests wait for what does not come.
    package func hanging() throws -> Int {
        try JSONDecoder().decode(Int.self, from: say("hanging"))
    }

    /// Where requests have landed so far, by backend.
    package func counts() throws -> [String: Int] {
        try JSONDecoder().decode([String: Int].self, from: say("counts"))
    }

    /// The UIDs of the pods on a node, by name.
    package func pods(on node: String) throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: say("pods", node))
    }

    /// One value of an object, as text: `value("/api/v1/nodes/a", "spec", "unschedulable")`; empty where
    /// there is none.
    package func value(_ path: String, _ keys: String...) throws -> String {
        var value = try JSONSerialization.jsonObject(with: say("get", path))
        for key in keys {
            if let list = value as? [Any], let index = Int(key), list.indices.contains(index) {
                value = list[index]
            } else if let object = value as? [String: Any], let next = object[key] {
                value = next
            } else {
                return ""
            }
        }
        return "\(value)"
    }

    private static func line(_ output: Pipe) throws -> Data {
        var line = Data()
        while line.last != 0x0a {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failed() }
            line += more
        }
        return line
    }
}
