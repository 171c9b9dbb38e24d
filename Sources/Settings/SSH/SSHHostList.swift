/// The patterns of a `Host` line, or of the hosts in a `Match` line: one has to fit, and none of those
/// that begin with `!` may.
struct SSHHostList {
    private let patterns: [Substring]
    private let excluded: [Substring]

    /// What stands before the first block of a file, or does not depend on the host.
    static let everything = SSHHostList(["*"])

    /// The words of a `Host` line.
    init(_ words: [String]) {
        patterns = words.filter { !$0.hasPrefix("!") }.map { $0[...] }
        excluded = words.filter { $0.hasPrefix("!") }.map { $0.dropFirst() }
    }

    /// The words of a `Match` line. What cannot be known before a connection is made (`exec`, `user`,
    /// `canonical`...) is taken to apply.
    init(matching words: [String]) {
        var list: [String] = []
        var place = 0
        while place < words.count {
            let criterion = words[place].lowercased()
            place += 1
            if ["all", "canonical", "final"].contains(criterion) { continue }
            guard place < words.count else { break }
            if criterion == "host" || criterion == "originalhost" {
                list += words[place].split(separator: ",").map(String.init)
            }
            place += 1
        }
        self = list.isEmpty ? .everything : SSHHostList(list)
    }

    /// The words that are names and no patterns.
    var names: [String] {
        patterns.map(String.init).filter { !HostPattern.isPattern($0) && applies(to: $0) }
    }

    /// Whether a block applies to a host.
    func applies(to name: String) -> Bool {
        patterns.contains { HostPattern.matches(String($0), name) }
            && !excluded.contains { HostPattern.matches(String($0), name) }
    }
}
