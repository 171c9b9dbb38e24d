/// Which HTTP headers may be shown with their values.
package enum HeaderSecrecy {
    /// Headers that say whose data is asked for, or in what form, and never by what right.
    private static let harmless: Set<String> = [
        "accept", "accept-language", "content-type", "user-agent", "x-scope-orgid",
    ]

    /// Whether the value of a header may be a secret: all are held to be one that are not known to
    /// be harmless, since every gateway has names of its own for its keys.
    package static func isSecret(_ name: String) -> Bool { !harmless.contains(name.lowercased()) }
}
