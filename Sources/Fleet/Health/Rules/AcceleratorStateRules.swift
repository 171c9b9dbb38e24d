/// A GPU that was there and is not, or that the driver reports as failed.
struct AcceleratorStateRule: HealthRule {
    let name = "gpu-lost"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        let states = view.sample.acceleratorStates
        for row in states.indices where states[row] != .present {
            switch states[row] {
            case .present: break
            case .lost(let absence): observations.append(lost(row, absence, view))
            case .failed(let absence): observations.append(failed(row, absence, view))
            }
        }
    }

    private func lost(_ row: Int, _ absence: Absence, _ view: HealthView) -> Observation {
        let node = view.sample.inventory.accelerators[row].node
        let event = XidRule.last(of: row, in: view)
        let cause = event.map { " (Xid \($0.xid))" } ?? ""
        var evidence = [siblings(of: node, view)]
        if let event { evidence.append(event.text) }
        // That it is lost, the title says.
        if absence.detail != .none, absence.detail != .gpuLost {
            evidence.append("The driver says: \(absence.inWords).")
        }
        let observation = view.observation(
            self, .critical, view.accelerator(row), title: "\(view.label(row)) lost\(cause)",
            evidence: evidence
        ).advising("Drain the node, then reset the GPU or reboot the node.")
            .folded(.node, as: "lost")
        guard let time = event?.time else { return observation }
        return observation.since(time)
    }

    private func failed(_ row: Int, _ absence: Absence, _ view: HealthView) -> Observation {
        let words = absence.detail == .requiresReset ? "needs a reset" : "reports an error"
        return view.observation(
            GenericRule("gpu-failed"), .critical, view.accelerator(row),
            title: "\(view.label(row)) \(words)", evidence: ["The driver says: \(absence.inWords)."]
        ).advising("Drain the node, then reset the GPU.").folded(.node, as: words)
    }

    private func siblings(of node: Int, _ view: HealthView) -> String {
        var total = 0
        var present = 0
        for (row, identity) in view.sample.inventory.accelerators.enumerated()
        where identity.node == node {
            total += 1
            if view.sample.acceleratorStates[row] == .present { present += 1 }
        }
        return "\(present) of \(counted(total, "GPU")) \(total == 1 ? "answers" : "answer")."
    }
}

/// The driver asks for a reset or a reboot.
struct RecoveryRule: HealthRule {
    let name = "gpu-recovery"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.accelerators[.recoveryAction] else { return }
        for row in column.rows(where: { $0 > 0 }) {
            guard let value = column.value(row), let action = RecoveryAction(rawValue: Int(value))
            else { continue }
            observations.append(
                view.observation(
                    self, .critical, view.accelerator(row),
                    title: "\(view.label(row)) wants: \(action.word)",
                    evidence: ["The driver's recovery action is: \(action.word)."]
                ).advising("Drain the node, then: \(action.word).")
                    .folded(.node, as: "wants: \(action.word)"))
        }
    }
}

/// Carries only a name, for a rule that files findings under several.
struct GenericRule: HealthRule {
    let name: String
    let isMomentary = false

    init(_ name: String) { self.name = name }

    func observe(_ view: HealthView, into observations: inout [Observation]) {}
}

extension Absence {
    /// The reason as a person says it: `gpu lost`, `requires reset`.
    fileprivate var inWords: String {
        detail == .none
            ? "\(kind)" : detail.word.split(separator: "_").joined(separator: " ")
    }
}
