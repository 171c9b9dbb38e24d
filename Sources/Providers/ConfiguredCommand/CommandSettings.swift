import Collector
import Fleet

/// What a configured command source may be told, and how it does it.
struct CommandSettings: Sendable {
    var source: SourceID
    var site: String
    /// Where targets run, by their names, as far as that is not the site of the source.
    var sites: [String: String]
    var labels: [String: String]
    var host: RemoteHost?
    /// In the order of the configuration.
    var targets: [String]
    var templates: [ActionKind: CommandTemplate] = [:]
    var tiers: [ActionKind: ActionTier] = [:]
    /// Must exit with 0 before anything is sent.
    var conditions: [CommandTemplate]
    var observer: CommandTemplate?
    var verifier: CommandTemplate?
    /// How long a command that changes something may take, and one that only looks.
    var limit: Duration
    var lookLimit: Duration

    /// What commands can be given for.
    static let kinds = examples.map(\.kind)

    private static let pattern = "[A-Za-z0-9][A-Za-z0-9._:/@-]*"

    private static let examples: [(kind: ActionKind, example: String)] = [
        (.scale, #"[/usr/local/bin/serve, scale, "{target}", "--replicas={value}"]"#),
        (.drain, #"[/usr/local/bin/serve, drain, "{target}", "--why={reason}"]"#),
        (.resume, #"[/usr/local/bin/serve, resume, "{target}"]"#),
        (.reroute, #"[/usr/local/bin/serve, share, "{target}", "{share}"]"#),
        (.cordon, #"[/usr/local/bin/serve, cordon, "{target}"]"#),
    ]

    static let schema: [SettingSchema] =
        [
            SettingSchema(
                "targets", .strings, isRequired: true,
                summary: "What it can be told to change; no other name is taken.",
                example: "[chat-a, chat-b]"),
            SettingSchema(
                "pattern", .string,
                summary: "What names of targets have to fit, whole; default \(pattern).",
                example: #""[a-z][a-z0-9-]*""#),
            SettingSchema(
                "sites", .mapping,
                summary: "Where targets run, as far as not at the source's site: for residency.",
                example: "{ chat-b: us-east-1 }"),
        ]
        + examples.map { kind, example in
            SettingSchema(
                kind.rawValue, .strings,
                summary:
                    "The words that \(kind.rawValue) a target, without a shell: {target}, {value}, {share}, "
                    + "{kind}, {reason} and {id} are put in. Exit 0: taken.",
                example: example)
        } + [
            SettingSchema(
                "require", .commands,
                summary: "Commands that must exit with 0 before anything is sent.",
                example: #"[[test, -w, "/run/serve/{target}"]]"#),
            SettingSchema(
                "observe", .strings,
                summary:
                    "Prints how a target stands: its count, its share in percent, or ready, drained or "
                    + "cordoned. Exit 75: under way.",
                example: #"[/usr/local/bin/serve, show, "{kind}", "{target}"]"#),
            SettingSchema(
                "verify", .strings,
                summary:
                    "Exits with 0 once the target serves as wanted; its first line says what shows it.",
                example: #"[/usr/local/bin/serve, probe, "{target}", "{kind}", "{value}"]"#),
            SettingSchema(
                "tiers", .mapping,
                summary:
                    "How each kind is confirmed: reversible, disruptive (the default) or destructive.",
                example: "{ resume: reversible }"),
            SettingSchema(
                "limit", .duration,
                summary: "How long a command that changes something may take; default 30s.",
                example: "30s"),
        ]
        + CommandPlace.schema("A host to run the commands on, by ssh; else here.", example: "ops1")

    init(_ settings: ProviderSettings) throws(SettingError) {
        source = settings.source
        site = settings.site == Site.unnamed.name ? "" : settings.site
        sites = settings.mapping("sites") ?? [:]
        labels = settings.labels
        host = try CommandPlace.host(settings)
        targets = settings.strings("targets") ?? []
        limit = settings.duration("limit") ?? .seconds(30)
        lookLimit = settings.deadline * 9 / 10
        conditions = []
        for words in settings.commands("require") ?? [] {
            conditions.append(try Self.template(words, "require"))
        }
        observer = try Self.template("observe", settings)
        verifier = try Self.template("verify", settings)
        for kind in Self.kinds {
            templates[kind] = try Self.template(kind.rawValue, settings)
        }
        tiers = try Self.tiers(settings.mapping("tiers") ?? [:])
        try checkTargets(settings.string("pattern") ?? Self.pattern)
        try checkTemplates()
        try checkSites()
    }

    private static func template(
        _ key: String, _ settings: ProviderSettings
    ) throws(SettingError) -> CommandTemplate? {
        guard let words = settings.strings(key) else { return nil }
        return try template(words, key)
    }

    private static func template(
        _ words: [String], _ key: String
    ) throws(SettingError) -> CommandTemplate {
        do throws(CommandTemplate.Problem) { return try CommandTemplate(words) } catch {
            throw SettingError(key: key, message: error.message)
        }
    }

    private static func tiers(
        _ mapping: [String: String]
    ) throws(SettingError) -> [ActionKind: ActionTier] {
        var tiers: [ActionKind: ActionTier] = [:]
        for (name, word) in mapping.sorted(by: { $0.key < $1.key }) {
            guard let kind = ActionKind(rawValue: name), Self.kinds.contains(kind),
                let tier = ActionTier.allCases.first(where: { "\($0)" == word })
            else {
                throw SettingError(
                    key: "tiers",
                    message:
                        "`\(CleanText.clean(name)): \(CleanText.clean(word))` is no kind of action "
                        + "with reversible, disruptive or destructive")
            }
            tiers[kind] = tier
        }
        return tiers
    }

    /// Names go into arguments: they are plain, and none begins like an option.
    private func checkTargets(_ pattern: String) throws(SettingError) {
        guard let regex = try? Regex(pattern) else {
            throw SettingError(
                key: "pattern", message: "`\(CleanText.clean(pattern))` is no regular expression")
        }
        guard !targets.isEmpty else {
            throw SettingError(key: "targets", message: "at least one target is expected")
        }
        for name in targets {
            let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
            let isFitting = (try? regex.wholeMatch(in: name)) != nil
            guard isPlain, isFitting, !name.hasPrefix("-") else {
                throw SettingError(
                    key: "targets",
                    message: "`\(CleanText.clean(name, limit: 60))` does not fit the pattern")
            }
        }
        guard Set(targets).count == targets.count else {
            throw SettingError(key: "targets", message: "a target is named twice")
        }
    }

    /// One that is misspelt would leave its target at the site of the source.
    private func checkSites() throws(SettingError) {
        guard let other = sites.keys.sorted().first(where: { !targets.contains($0) }) else {
            return
        }
        throw SettingError(
            key: "sites", message: "`\(CleanText.clean(other, limit: 60))` is no target of it")
    }

    /// What is known of a target.
    func target(_ name: String) -> ActionTarget {
        ActionTarget(source: source, uid: name, name: name, site: sites[name] ?? site)
    }

    /// A command that does not say what it is done to would do the same to all.
    private func checkTemplates() throws(SettingError) {
        for (kind, template) in templates {
            if targets.count > 1, !template.names(.target) {
                throw SettingError(
                    key: kind.rawValue,
                    message: "{target} is missing, and there are several targets")
            }
            let isValued = template.names(.value) || template.names(.share)
            if kind == .scale || kind == .reroute, !isValued {
                throw SettingError(key: kind.rawValue, message: "{value} is missing")
            }
        }
    }

    /// Where requests go, as a plan shows it.
    var place: String { host?.destination ?? "local" }
}
