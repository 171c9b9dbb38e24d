import ArgumentParser
import Fleet
import Providers
import Settings

/// `hybridtop providers`: what can be watched, and with which keys.
struct ProvidersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "List what can be watched, with the keys it takes.")

    @Argument(help: "Only these providers.")
    var ids: [String] = []

    func validate() throws {
        let known = Registry.descriptors.map(\.id)
        for id in ids where !known.contains(id) {
            throw ValidationError("no provider '\(id)'; there are \(known.joined(separator: ", "))")
        }
    }

    func run() {
        var text = ""
        for descriptor in Registry.descriptors where ids.isEmpty || ids.contains(descriptor.id) {
            text += Self.text(descriptor)
        }
        text += "every provider takes\n"
        for schema in SettingSchema.common { text += Self.line(schema) }
        standardOutput(text)
    }

    /// One provider with its keys.
    static func text(_ descriptor: ProviderDescriptor) -> String {
        let interval = DurationText.format(descriptor.interval)
        let deadline = DurationText.format(descriptor.deadline)
        var text = "\(descriptor.id): \(descriptor.summary)\n"
        text += "    every \(interval), given up after \(deadline)\n"
        for schema in descriptor.settings { text += line(schema) }
        return text + "\n"
    }

    private static func line(_ schema: SettingSchema) -> String {
        let padding = String(repeating: " ", count: max(1, 20 - schema.key.count))
        let need = schema.isRequired ? "Required. " : ""
        return "    \(schema.key)\(padding)\(need)\(schema.summary)\n"
            + "                        \(schema.kind.words); for example \(schema.example)\n"
    }
}
