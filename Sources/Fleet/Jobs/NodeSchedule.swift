/// What a scheduler says of a node.
package struct NodeSchedule: Hashable, Sendable {
    /// What the scheduler does with the node, in one word.
    package enum Use: String, Hashable, Sendable, CaseIterable {
        /// Jobs run on none, some, or all of it.
        case idle, mixed, allocated
        /// It takes no new jobs; some still run on it, or none does.
        case draining, drained
        /// It cannot be used: down, failed, not answering, powered off.
        case down
        /// It is being started, stopped or restarted.
        case changing
        /// It is kept for something: a reservation, maintenance.
        case reserved
        /// The scheduler's word is none that is known here.
        case unknown
    }

    /// In one word.
    package var use: Use
    /// The scheduler's own words: `MIXED+DRAIN`.
    package var words: String
    /// Why it is so, in an operator's words; empty for none.
    package var reason: String
    /// Who gave the reason; empty where that is not told.
    package var reasonBy: String
    /// The partitions or queues that it belongs to.
    package var partitions: [String]

    /// What a scheduler says.
    package init(
        _ use: Use, words: String, reason: String = "", reasonBy: String = "",
        partitions: [String] = []
    ) {
        self.use = use
        self.words = words
        self.reason = reason
        self.reasonBy = reasonBy
        self.partitions = partitions
    }
}
