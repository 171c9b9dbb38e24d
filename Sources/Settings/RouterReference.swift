import Fleet

/// What a workload calls its router, against the sources that there are: a name that none of them has never
/// matches, and the workload's class and objectives are for nothing.
struct RouterReference {
    /// The name of the workload, and what it says of its router: `haproxy/edge/chat`.
    var workload: String
    var router: String
    /// Those that are configured.
    var sources: [ProviderSettings]

    private var parts: [Substring] {
        router.split(separator: "/", omittingEmptySubsequences: false)
    }

    private var kin: [ProviderSettings] { sources.filter { $0.provider == parts[0] } }

    /// Why it never matches, and what was probably meant; `nil` where it may.
    var warning: String? {
        guard parts.count > 1, !sources.isEmpty, let why else { return nil }
        return "workload `\(workload)` has the router `\(router)`, which never matches: \(why)"
    }

    private var why: String? {
        if kin.isEmpty { return strangeProvider }
        return strangeSource ?? strangeService
    }

    /// No source is of that provider: it may be the name of one, or misspelt.
    private var strangeProvider: String {
        let first = String(parts[0])
        if let source = sources.first(where: { $0.name == first }) {
            return "`\(first)` is the name of a source: did you mean "
                + "`\(source.source)/\(rest(1))`?"
        }
        let providers = Set(sources.map(\.provider)).sorted()
        if let near = NearestName.of(first, among: providers) {
            return "no source is of `\(first)`: did you mean `\(near)/\(rest(1))`?"
        }
        if let near = NearestName.of(first, among: sources.map(\.name)),
            let source = sources.first(where: { $0.name == near })
        {
            return "no source is of `\(first)`: did you mean `\(source.source)/\(rest(1))`?"
        }
        return
            "no source is of `\(first)`: there are sources of \(providers.joined(separator: ", "))"
    }

    /// HAProxy's names have no slash, so that what stands before one is a source; elsewhere it may be a part
    /// of the name.
    private var strangeSource: String? {
        guard parts[0] == "haproxy", parts.count > 2,
            !kin.contains(where: { $0.name == parts[1] })
        else { return nil }
        let name = String(parts[1])
        let names = kin.map(\.name).sorted()
        if let near = NearestName.of(name, among: names) {
            return "no \(parts[0]) source is called `\(name)`: did you mean "
                + "`\(parts[0])/\(near)/\(rest(2))`?"
        }
        return
            "no \(parts[0]) source is called `\(name)`: there is \(names.joined(separator: ", "))"
    }

    /// Where every source that is meant watches some backends alone, it is one of these.
    private var strangeService: String? {
        let isNamed = parts.count > 2 && kin.contains { $0.name == parts[1] }
        let meant = isNamed ? kin.filter { $0.name == parts[1] } : kin
        let service = rest(isNamed ? 2 : 1)
        let watched = meant.compactMap { $0.strings("backends") }
        guard parts[0] == "haproxy", watched.count == meant.count,
            !watched.contains(where: { $0.contains(service) })
        else { return nil }
        let all = Set(watched.joined()).sorted()
        return "`backends` of \(meant.map { "\($0.source)" }.joined(separator: ", ")) has no "
            + "`\(service)`" + NearestName.hint(service, among: all)
    }

    private func rest(_ count: Int) -> String { parts.dropFirst(count).joined(separator: "/") }
}
