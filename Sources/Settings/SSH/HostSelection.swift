/// Patterns that choose hosts: one has to fit, and none of those that begin with `!` may. With nothing
/// but such ones, all others are chosen.
package struct HostSelection: Sendable {
    private let list: SSHHostList

    /// A selection; several patterns may stand in one text, between commas.
    package init(_ patterns: [String]) {
        let words = patterns.flatMap { $0.split(separator: ",").map(String.init) }
        let hasPositive = words.contains { !$0.hasPrefix("!") }
        list = SSHHostList(hasPositive ? words : words + ["*"])
    }

    /// The hosts that are chosen, in their order.
    package func of(_ hosts: [String]) -> [String] { hosts.filter(list.applies) }
}
