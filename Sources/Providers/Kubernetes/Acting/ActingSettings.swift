import Fleet

/// What acting on a cluster takes beside the way there.
struct ActingSettings: Sendable {
    var source: SourceID
    /// The site of the cluster.
    var site: String
    /// Where backends run that are not pods of this cluster, by `namespace/route/backend` or the end of
    /// that.
    var sites: [String: String]
    /// Where backends answer, `host:port`, as other sources watch them.
    var addresses: [String: String]
    /// How long a stage may take.
    var deadline: Duration

    static let schema: [SettingSchema] = [
        SettingSchema(
            "sites", .mapping,
            summary: "Where backends run that are no pods of this cluster: for residency.",
            example: "{ chat/rented: us-east-1 }"),
        SettingSchema(
            "addresses", .mapping,
            summary: "Where backends answer, as the sources name it that watch them.",
            example: "{ chat/own: 10.0.0.5:8000 }"),
        SettingSchema(
            "action_deadline", .duration,
            summary:
                "How long pods may take to come or go until an action gives up (default: 15m).",
            example: "15m"),
    ]

    init(_ settings: ProviderSettings) throws(SettingError) {
        source = settings.source
        site = settings.site
        sites = settings.mapping("sites") ?? [:]
        addresses = settings.mapping("addresses") ?? [:]
        deadline = settings.duration("action_deadline") ?? .seconds(900)
        guard deadline >= .seconds(1) else {
            throw SettingError(key: "action_deadline", message: "expected at least 1s")
        }
    }

    /// What a mapping says of a backend: by the whole of its name, or the end of it.
    func value(_ mapping: [String: String], of uid: String) -> String? {
        let parts = uid.split(separator: "/")
        return parts.indices.lazy.compactMap { start in
            mapping[parts[start...].joined(separator: "/")]
        }.first
    }
}
