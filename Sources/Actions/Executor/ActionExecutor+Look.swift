import Collector
import Fleet

/// The look at what was sent.
extension ActionExecutor {
    /// How often in a row what was taken is borne to look as before: a control plane may need a moment.
    private static let grace = 3

    /// Looks once at steps under way.
    func look(_ id: String, _ hand: ActionInHand, _ places: [ActionStepID]) async {
        let reading = await read(places, hand.machine, hand.provider)
        if !reading.seen.isEmpty { actions[id]?.pace.answered() }
        if reading.failure == nil { see(id) }
        for (place, _, observation) in reading.seen where !isTooEarly(observation, at: place, id) {
            _ = record(.observed(place, judged(observation, at: place, id)), of: id)
        }
        guard let failure = reading.failure else { return }
        if reading.seen.isEmpty { actions[id]?.pace.failed(failure) }
        tellBlindness(id, failure, reading.unseen.map(\.place))
    }

    /// What a program before this one has sent without an answer, and is as before, may still be on its
    /// way: that says something only later, and seen so several times.
    private func isTooEarly(
        _ seen: ActionObservation, at place: ActionStepID, _ id: String
    ) -> Bool {
        guard seen == .asBefore, let hand = actions[id], hand.machine.isSuspended,
            case .unknown? = hand.machine.steps[place]
        else { return false }
        let times = (hand.timesAsBefore[place] ?? 0) + 1
        actions[id]?.timesAsBefore[place] = times
        return times < Self.grace || hand.mayBeOnItsWay(place, at: clock.now())
    }

    /// What was taken and is as before all the same was taken back by somebody.
    private func judged(
        _ seen: ActionObservation, at place: ActionStepID, _ id: String
    ) -> ActionObservation {
        guard seen == .asBefore, case .accepted? = actions[id]?.machine.steps[place] else {
            actions[id]?.timesAsBefore[place] = nil
            return seen
        }
        let times = (actions[id]?.timesAsBefore[place] ?? 0) + 1
        actions[id]?.timesAsBefore[place] = times
        return times < Self.grace ? seen : .elsewhere("it is as before: it was taken back")
    }

    /// It can be looked at again.
    private func see(_ id: String) {
        guard let hand = actions[id], hand.blindSince != nil else { return }
        actions[id]?.blindSince = nil
        report(hand.machine)
    }

    /// Says since when it cannot be looked at. That is nothing of the action's own: the journal does not
    /// have it.
    private func tellBlindness(
        _ id: String, _ failure: SourceFailure, _ places: [ActionStepID]
    ) {
        guard let hand = actions[id] else { return }
        let unseen = hand.machine.placesUnderWay.filter(places.contains)
        guard !unseen.isEmpty else { return }
        let now = clock.now().monotonic
        let start = hand.blindSince ?? now
        actions[id]?.blindSince = start
        let text =
            "it cannot be looked at for \(Int((now - start).inSeconds)) s: \(failure.message)"
        var told = hand.machine
        for place in unseen {
            if case .unknown? = told.steps[place] {
                told.steps[place] = .unknown(text)
            } else {
                told.steps[place] = .accepted(text)
            }
        }
        report(told)
    }
}
