/// A job of a batch scheduler, as the scheduler tells it. Text here is already free of control
/// characters.
package struct Job: Hashable, Sendable {
    /// What the scheduler does with it.
    package enum State: String, Hashable, Sendable, CaseIterable {
        /// It waits for its turn, or for what it asks for.
        case pending
        /// It holds what it asked for and runs.
        case running
        /// It holds what it asked for and stands still.
        case suspended
        /// It has ended, and what it held is being cleared.
        case completing
        /// It has ended, well or not.
        case ended
        /// The scheduler's word is none that is known here.
        case unknown
    }

    /// The GPUs that it holds on one node.
    package struct Share: Hashable, Sendable {
        /// The node, as the scheduler calls it.
        package var node: String
        /// Indices of its GPUs there; empty where the scheduler does not tell which.
        package var indices: [Int]

        /// Some GPUs of a node.
        package init(node: String, indices: [Int]) {
            self.node = node
            self.indices = indices
        }
    }

    /// What people call it: `88120`, or `88120_3` for a part of an array.
    package var id: String
    /// The name that its owner gave it.
    package var name: String
    /// Who it belongs to.
    package var user: String
    /// The partition or queue.
    package var partition: String
    /// What the scheduler does with it.
    package var state: State
    /// The scheduler's own word for the state: `CONFIGURING`.
    package var word: String
    /// Why it waits, in the scheduler's word, or why it does not run though it holds what it asked for;
    /// empty where nothing is said.
    package var reason: String
    /// The nodes that it runs on; empty while it waits.
    package var nodes: [String]
    /// The GPUs that it holds, by node; empty where there are none or the scheduler does not tell.
    package var shares: [Share]
    /// How many GPUs it holds or asks for; `nil` where the scheduler does not tell.
    package var gpus: Int?
    /// When it was handed in.
    package var submitted: WallTime?
    /// When it began, or is expected to.
    package var start: WallTime?
    /// When its time is up at the latest; `nil` where it has no limit or has not begun.
    package var end: WallTime?

    /// A job of which the least is known.
    package init(
        id: String, name: String, user: String, partition: String = "", state: State, word: String
    ) {
        self.id = id
        self.name = name
        self.user = user
        self.partition = partition
        self.state = state
        self.word = word
        reason = ""
        nodes = []
        shares = []
    }

    /// How long it has run, or waited.
    package func elapsed(at now: WallTime) -> Duration? {
        let since = holds ? start : submitted
        return since.map { max(.zero, now - $0) }
    }

    /// How long it may run on; `nil` where it has no limit or does not run.
    package func left(at now: WallTime) -> Duration? {
        holds ? end.map { max(.zero, $0 - now) } : nil
    }

    /// Whether it holds resources now.
    package var holds: Bool {
        switch state {
        case .running, .suspended, .completing: true
        case .pending, .ended, .unknown: false
        }
    }
}
