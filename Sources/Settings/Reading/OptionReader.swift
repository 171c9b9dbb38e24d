package import Fleet
import Yams

extension FleetOptions {
    /// The keys of the options, at the top level of the file, as `HYBRIDTOP_<KEY>`, and as flags.
    package static let keys: [SettingSchema] = [
        SettingSchema(
            "context", .string,
            summary: "Name of this fleet, shown and logged. Nothing is changed under another.",
            example: "prod"),
        SettingSchema(
            "interval", .duration,
            summary: "Time between polls where an entry does not say.", example: "2s"),
        SettingSchema("theme", .string, summary: "Name of a theme.", example: "dark"),
        SettingSchema(
            "ascii", .boolean, summary: "Draw with ASCII alone; by the locale otherwise.",
            example: "false"),
        SettingSchema(
            "colors", .choice(["auto", "truecolor", "256", "16", "8", "mono"]),
            summary: "How many colours to use.", example: "auto"),
        SettingSchema(
            "graphs", .choice(["braille", "block", "ascii"]),
            summary: "What graphs are drawn with.", example: "braille"),
        SettingSchema("mouse", .boolean, summary: "Whether to use the mouse.", example: "true"),
    ]

    /// The variable that sets an option: `HYBRIDTOP_THEME`.
    package static func variable(_ key: String) -> String { "HYBRIDTOP_\(key.uppercased())" }

    /// Takes over one checked option.
    mutating func set(_ key: String, _ value: SettingValue) {
        switch (key, value) {
        case ("context", .string(let text)): context = CleanText.clean(text)
        case ("interval", .duration(let duration)): interval = duration
        case ("theme", .string(let text)): theme = CleanText.clean(text)
        case ("ascii", .boolean(let flag)): isASCII = flag
        case ("colors", .string(let word)): colors = word
        case ("graphs", .string(let word)): graphs = word
        case ("mouse", .boolean(let flag)): usesMouse = flag
        default: break
        }
    }
}

/// Reads the options: file, then environment, then flags, each over the one before.
struct OptionReader {
    let surroundings: Surroundings

    /// The options that the top level of the file says.
    func read(_ members: [Member], _ options: inout FleetOptions, _ errors: inout ErrorList) {
        let reader = SettingReader(surroundings: surroundings)
        for member in members {
            guard let schema = FleetOptions.keys.first(where: { $0.key == member.key }),
                let value = reader.read(member.value, schema.kind, path: member.key, &errors)
            else { continue }
            if let problem = unknownTheme(schema, value) {
                errors.add(member.value, member.key, "\(problem), found \(member.value.found)")
            }
            options.set(member.key, value)
        }
    }

    /// What is expected where a theme is named that is not there. A start does without it; a check does
    /// not.
    private func unknownTheme(_ schema: SettingSchema, _ value: SettingValue) -> String? {
        guard schema.key == "theme", case .string(let name) = value,
            !surroundings.themes.isEmpty, !surroundings.themes.contains(name)
        else { return nil }
        return "expected a theme: \(surroundings.themes.joined(separator: ", "))"
    }

    /// The options that the environment and the flags say.
    func readOverrides(_ options: inout FleetOptions, _ errors: inout ErrorList) {
        for schema in FleetOptions.keys {
            let variable = FleetOptions.variable(schema.key)
            if let text = surroundings.environment[variable], !text.isEmpty {
                read(text, schema, origin: variable, &options, &errors)
            }
        }
        for schema in FleetOptions.keys {
            if let text = surroundings.flags[schema.key] {
                read(text, schema, origin: "--\(schema.key)", &options, &errors)
            }
        }
    }

    private func read(
        _ text: String, _ schema: SettingSchema, origin: String, _ options: inout FleetOptions,
        _ errors: inout ErrorList
    ) {
        let reader = SettingReader(surroundings: surroundings)
        do throws(SettingReader.Refusal) {
            let value = try reader.scalar(text, schema.kind, key: schema.key)
            if let problem = unknownTheme(schema, value) {
                throw SettingReader.Refusal(message: problem)
            }
            options.set(schema.key, value)
        } catch {
            let found = CleanText.clean(text, limit: 60)
            let message = "\(error.message ?? "expected \(schema.kind.words)"), found `\(found)`"
            errors.add(
                ConfigurationError(
                    ConfigurationPlace(origin), message: message, suggestion: error.suggestion))
        }
    }
}
