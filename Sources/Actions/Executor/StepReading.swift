import Collector
import Fleet

/// What a control plane says of steps, and what of them could not be read.
struct StepReading: Sendable {
    /// What could.
    var seen: [(place: ActionStepID, step: ActionStep, observation: ActionObservation)] = []
    /// What could not, and why.
    var unseen: [(place: ActionStepID, failure: SourceFailure)] = []

    /// Why something could not be read; `nil` where all of it was.
    var failure: SourceFailure? { unseen.first?.failure }
}

extension ActionExecutor {
    /// Reads how steps stand: all of them or nothing. On the way back it is read instance by instance,
    /// so that one that is dead does not keep those that live from going back.
    func read(
        _ places: [ActionStepID], _ machine: ActionMachine, _ provider: any ActionableProvider
    ) async -> StepReading {
        let steps = places.compactMap { place in machine.expected(place).map { (place, $0) } }
        var groups = [steps]
        if machine.isGoingBack {
            let instances = Dictionary(grouping: steps, by: \.1.request.place)
            groups = instances.sorted { $0.key < $1.key }.map(\.value)
        }
        var reading = StepReading()
        for group in groups where !group.isEmpty {
            do throws(SourceFailure) {
                let seen = try await provider.observe(group.map(\.1))
                reading.seen += zip(group, seen).map { ($0.0, $0.1, $1) }
            } catch { reading.unseen += group.map { ($0.0, error) } }
        }
        return reading
    }
}
