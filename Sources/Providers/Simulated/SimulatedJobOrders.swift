import Synchronization

/// What the simulated schedulers were told of jobs, and when.
final class SimulatedJobOrders: Sendable {
    /// A job that was put back into its queue.
    struct Return: Sendable, Hashable {
        /// Seconds since the simulation began, as everywhere here.
        var time: Double
        /// As it ran until then.
        var job: SimulatedJob
        /// When it may begin again.
        var back: Double
    }

    /// GPUs of a node that have nothing to do, because the job that held them was put back.
    private struct Pause {
        var job: Int
        var indices: ClosedRange<Int>
        var from: Double
        var until: Double
    }

    private struct State {
        var returns: [Int: [Return]] = [:]
        var pauses: [String: [Pause]] = [:]
        var moves: [Int: [(time: Double, partition: String)]] = [:]
    }

    private let state = Mutex(State())

    /// How long a job that is put back takes to end, and to begin again.
    static let ending = 3.0
    static let waiting = 45.0

    /// Puts a job back into its queue.
    func putBack(_ job: SimulatedJob, at time: Double) {
        let back = time + Self.waiting
        state.withLock { state in
            state.returns[job.number, default: []].append(Return(time: time, job: job, back: back))
            for place in job.places {
                state.pauses[place.node.name, default: []].append(
                    Pause(
                        job: job.number, indices: place.indices, from: time + Self.ending,
                        until: back))
            }
        }
    }

    /// Sends a job that waits to another partition. What was put back does not begin again where it
    /// was, unless it is sent home.
    func move(_ number: Int, to partition: String, at time: Double) {
        state.withLock { state in
            state.moves[number, default: []].append((time, partition))
            guard let last = state.returns[number]?.last else { return }
            let back = partition == last.job.partition ? time + Self.waiting : .infinity
            for place in last.job.places {
                let pauses = state.pauses[place.node.name] ?? []
                for row in pauses.indices
                where pauses[row].job == number && pauses[row].until > time {
                    state.pauses[place.node.name]?[row].until = back
                }
            }
        }
    }

    /// The last time that each job was put back by then, in order of their numbers.
    func returns(by time: Double) -> [Return] {
        state.withLock { state in
            guard !state.returns.isEmpty else { return [] }
            return state.returns.values.compactMap { $0.last { $0.time <= time } }
                .sorted { $0.job.number < $1.job.number }
        }
    }

    /// How often a job had been put back by then.
    func count(of number: Int, by time: Double) -> Int {
        state.withLock { $0.returns[number]?.count { $0.time <= time } ?? 0 }
    }

    /// Where a job was last sent by then; `nil` for one that was not.
    func partition(of number: Int, at time: Double) -> String? {
        state.withLock { $0.moves[number]?.last { $0.time <= time }?.partition }
    }

    /// Whether all of these GPUs have nothing to do.
    func isPaused(_ node: String, _ indices: ClosedRange<Int>, at time: Double) -> Bool {
        pause(node, indices) { $0.from <= time && time < $0.until } != nil
    }

    /// When the job of these GPUs last began again; `nil` if it never has.
    func resumed(_ node: String, _ indices: ClosedRange<Int>, at time: Double) -> Double? {
        pause(node, indices) { $0.until <= time }?.until
    }

    private func pause(
        _ node: String, _ indices: ClosedRange<Int>, _ isSo: (Pause) -> Bool
    ) -> Pause? {
        state.withLock { state in
            guard !state.pauses.isEmpty else { return nil }
            return state.pauses[node]?.last {
                $0.indices.lowerBound <= indices.lowerBound
                    && $0.indices.upperBound >= indices.upperBound && isSo($0)
            }
        }
    }
}
