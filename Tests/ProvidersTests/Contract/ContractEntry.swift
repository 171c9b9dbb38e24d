import Collector
import Fleet
import Foundation
import Settings
import Support

@testable import Providers

/// Configurations of a provider that are made from its schema alone.
struct ContractEntry {
    let descriptor: ProviderDescriptor

    /// What must never be seen again.
    static let secret = "c0ntract-s3cret"

    /// What configurations are read against: every provider, and an environment with secrets in it.
    static let surroundings = Surroundings(
        environment: environment, descriptors: Registry.providers.map { $0.descriptor })

    static let environment = [
        "CONTRACT_SECRET": secret, "AWS_ACCESS_KEY_ID": "AKIACONTRACT",
        "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": secret,
        "KUBECONFIG": Tools.fixtures.appendingPathComponent("kubernetes/contract.yaml").path,
    ]

    /// The text of a configuration with one entry: the required keys, and others with what is said of
    /// them.
    func text(adding more: [(key: String, value: String)] = [], without left: String? = nil)
        -> String
    {
        var lines = ["sources:", "  - \(descriptor.id):"]
        for schema in descriptor.settings where schema.isRequired && schema.key != left {
            guard !more.contains(where: { $0.key == schema.key }) else { continue }
            lines.append("      \(schema.key): \(Self.example(schema))")
        }
        lines += more.map { "      \($0.key): \($0.value)" }
        // An entry has a name of its own, so that none is without any key.
        lines.append("      name: contract")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The settings of a text; throws what is wrong with it.
    static func settings(_ text: String) throws(ConfigurationErrors) -> [ProviderSettings] {
        try ConfigurationReader.read(text, file: "contract.yaml", surroundings).sources
    }

    /// A valid value, as its schema shows it.
    static func example(_ schema: SettingSchema) -> String {
        schema.kind == .secret ? "env:CONTRACT_SECRET" : schema.example
    }

    /// Text that is no value of a kind.
    static func wrong(_ kind: SettingSchema.Kind) -> String {
        switch kind {
        case .integer, .number, .boolean, .duration, .url, .choice: "none-of-these"
        case .string, .path, .secret: "[a, b]"
        case .hosts, .strings: "{ a: b }"
        case .mapping, .commands: "text"
        }
    }

    /// The optional keys of which each combination should be tried: none, each alone, all secrets.
    var variations: [[(key: String, value: String)]] {
        let optional = descriptor.settings.filter { !$0.isRequired }
        return [[]] + optional.map { [(key: $0.key, value: Self.example($0))] }
    }
}
