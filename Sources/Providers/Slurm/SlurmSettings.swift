import Collector
import Fleet

/// Where and how the commands of one SLURM are run.
struct SlurmSettings: Sendable {
    var source: SourceID
    var site: String
    var labels: [String: String]
    /// The login node; `nil` is this machine.
    var host: RemoteHost?
    /// What `-M` is given.
    var cluster: String?
    /// The folder of SLURM's commands; `nil` where they are on the PATH.
    var path: String?
    /// What `SLURM_CONF` is set to there.
    var configuration: String?
    /// Words before every command: `sudo -n`.
    var prefix: [String]
    /// How long one command may take.
    var limit: Duration

    static let schema: [SettingSchema] =
        CommandPlace.schema(
            "A login node to run the commands on, by ssh; else here.", example: "login1") + own

    private static let own: [SettingSchema] = [
        SettingSchema(
            "cluster", .string, summary: "One of several clusters, as for -M.", example: "lab"),
        SettingSchema(
            "path", .string, summary: "Folder of SLURM's commands where it is not on the PATH.",
            example: "/opt/slurm/bin"),
        SettingSchema(
            "conf", .string, summary: "File for SLURM_CONF, as that machine sees it.",
            example: "/etc/slurm/slurm.conf"),
        SettingSchema(
            "prefix", .strings, summary: "Words before every command, such as sudo -n.",
            example: "[sudo, -n]"),
    ]

    init(_ settings: ProviderSettings) throws(SettingError) {
        source = settings.source
        site = settings.site
        labels = settings.labels
        limit = settings.deadline * 9 / 10
        host = try CommandPlace.host(settings)
        cluster = try Self.word("cluster", settings)
        path = try Self.word("path", settings)
        configuration = try Self.word("conf", settings)
        prefix = settings.strings("prefix") ?? []
        let isOdd = prefix.contains { $0.isEmpty || !Self.isPlain($0) }
        if isOdd || prefix.first?.hasPrefix("-") == true {
            throw SettingError(key: "prefix", message: "expected a command and its words")
        }
    }

    private static func word(
        _ key: String, _ settings: ProviderSettings
    ) throws(SettingError) -> String? {
        guard let text = settings.string(key) else { return nil }
        guard !text.isEmpty, !text.hasPrefix("-"), isPlain(text) else {
            throw SettingError(
                key: key, message: "found \"\(CleanText.clean(text))\", expected a name or path")
        }
        return text
    }

    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }
}
