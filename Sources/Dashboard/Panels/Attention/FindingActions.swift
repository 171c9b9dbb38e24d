import Fleet

/// What can be done with a finding, wherever it is listed.
enum FindingActions {
    /// Acts on a command for a finding.
    static func perform(
        _ command: Command, _ finding: Finding, _ state: inout DashboardState
    ) -> Outcome {
        switch command {
        case _ where ActionFinding.isOne(finding):
            return perform(command, onAction: finding, &state)
        case .acknowledge:
            if finding.acknowledgement != nil {
                state.tell(Notice("It is heard again."))
                return .done([.withdraw(finding: finding.id)])
            }
            state.layers.append(GeneralMenus.acknowledge(finding))
        case .yank:
            state.tell(Notice("Copied the finding."))
            return .done([.yank(FindingText.plain(finding))])
        case .open:
            guard let location = FindingText.location(finding.subject, in: state.shown) else {
                return .refused("There is no view of \(finding.subject.name).")
            }
            if case .node(let source, let name) = location.subject,
                let key = finding.subject.accelerator
            {
                state.selection["node.gpus"] = .accelerator(source: source, node: name, key: key)
            }
            if case .source(let id) = finding.subject.sourceIdentity {
                state.selection["sources"] = .source(id)
            }
            state.go(to: location)
        default: return .ignored
        }
        return .done([])
    }

    /// The same for one about an action.
    private static func perform(
        _ command: Command, onAction finding: Finding, _ state: inout DashboardState
    ) -> Outcome {
        guard let id = ActionFinding.action(of: finding) else { return .ignored }
        switch command {
        case .open:
            state.selection[ActionsPanel.pane] = .action(id)
            state.go(to: Location(.actions))
        case .acknowledge:
            guard state.acting.unread.contains(id) else {
                return .refused("It waits for a decision, and stays until there is one: Enter.")
            }
            state.acting.acknowledge(id)
        case .yank:
            state.tell(Notice("Copied the finding."))
            return .done([.yank(FindingText.plain(finding))])
        default: return .ignored
        }
        return .done([])
    }

    /// What is said where there is no finding to act on.
    static func refusal(_ command: Command) -> Outcome {
        [.open, .acknowledge, .yank].contains(command)
            ? .refused("Nothing needs attention.") : .ignored
    }
}

extension Subject {
    /// The source, where the finding is about one.
    fileprivate var sourceIdentity: Identity? {
        kind == .source ? source.map { .source($0) } : nil
    }
}
