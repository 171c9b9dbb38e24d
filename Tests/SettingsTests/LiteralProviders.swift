import Fleet
import FoundationEssentials

@testable import Settings

/// Descriptors with a key of every kind.
enum LiteralProviders {
    static let all = [smi, scrape, sagemaker, haproxy]

    static let smi = ProviderDescriptor(
        id: "nvidia-smi", title: "nvidia-smi", summary: "GPU nodes.",
        settings: [
            SettingSchema("hosts", .hosts, summary: "Nodes.", example: "\"gpu[01-04]\""),
            SettingSchema("identity", .path, summary: "Key file.", example: "~/.ssh/fleet"),
            SettingSchema("port", .integer, summary: "ssh port.", example: "22"),
            SettingSchema(
                "ssh_config", .path, summary: "For ssh -F.", example: "~/.ssh/config"),
        ], interval: .seconds(2), deadline: .seconds(10), capabilities: [.nodes, .accelerators])

    static let scrape = ProviderDescriptor(
        id: "prometheus-scrape", title: "Prometheus text", summary: "A metrics endpoint.",
        settings: [
            SettingSchema(
                "url", .url, isRequired: true, summary: "What to scrape.",
                example: "http://vllm-1:8000/metrics"),
            SettingSchema("endpoint", .string, summary: "Name of it.", example: "chat-70b"),
            SettingSchema("token", .secret, summary: "Bearer token.", example: "literal"),
            SettingSchema("verify", .boolean, summary: "Check TLS.", example: "true"),
            SettingSchema("headers", .mapping, summary: "Headers.", example: "{ X-Team: ml }"),
            SettingSchema("weight", .number, summary: "A factor.", example: "0.5"),
        ], interval: .seconds(5), deadline: .seconds(4), capabilities: [.endpoints])

    static let sagemaker = ProviderDescriptor(
        id: "sagemaker", title: "SageMaker", summary: "Endpoints at AWS.",
        settings: [
            SettingSchema("region", .string, summary: "Region.", example: "us-east-1"),
            SettingSchema("endpoints", .strings, summary: "Which.", example: "[chat, embed]"),
            SettingSchema(
                "mode", .choice(["fast", "thorough"]), summary: "How.", example: "fast"),
            SettingSchema("period", .duration, summary: "Window.", example: "5m"),
            SettingSchema("tags", .mapping, summary: "Tags.", example: "{ team: ml }"),
        ], interval: .seconds(60), deadline: .seconds(30), capabilities: [.endpoints])

    static let haproxy = ProviderDescriptor(
        id: "haproxy", title: "HAProxy", summary: "A router.",
        settings: [
            SettingSchema("socket", .path, summary: "Socket.", example: "/run/h.sock"),
            SettingSchema("backends", .strings, summary: "Which.", example: "[chat]"),
        ],
        interval: .seconds(5), deadline: .seconds(2), capabilities: [])

    static func surroundings(
        environment: [String: String] = [:], flags: [String: String] = [:]
    ) -> Surroundings {
        Surroundings(
            environment: environment.merging(["HOME": "/home/ada"]) { own, _ in own },
            flags: flags, descriptors: all,
            sshHosts: { file throws(SSHConfiguration.Problem) in
                if file?.hasSuffix("missing") == true {
                    throw SSHConfiguration.Problem(message: "there is no file `\(file ?? "")`")
                }
                return file == nil ? ["bastion", "gpu01", "gpu02", "web"] : ["other1", "other2"]
            }, examine: examine)
    }

    /// What these providers say: a port above 65535 is none, and each host is a source.
    static func examine(_ entry: ProviderSettings) -> SourceExamination {
        let names = entry.strings("hosts") ?? [entry.name]
        let sources = names.map { SourceID(provider: entry.provider, instance: $0) }
        guard let port = entry.integer("port"), port > 65535 else {
            return SourceExamination(sources: sources)
        }
        return SourceExamination(
            sources: sources, errors: [SettingError(key: "port", message: "found \(port)")])
    }

    /// The text as a configuration; its file is called `config.yaml`.
    static func read(
        _ text: String, environment: [String: String] = [:], flags: [String: String] = [:]
    ) throws -> FleetConfiguration {
        try ConfigurationReader.read(
            text, file: "config.yaml", surroundings(environment: environment, flags: flags))
    }

    /// What is wrong with a text, one error a line.
    static func errors(
        _ text: String, environment: [String: String] = [:], flags: [String: String] = [:]
    ) -> String {
        do {
            _ = try read(text, environment: environment, flags: flags)
            return ""
        } catch { return "\(error)" }
    }

    /// A folder under Tests/Fixtures/config.
    static func fixtures(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/config/\(name)")
    }

    /// The names of the YAML files in it.
    static func files(_ name: String) -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(atPath: fixtures(name).path())
        return (all ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
    }
}
