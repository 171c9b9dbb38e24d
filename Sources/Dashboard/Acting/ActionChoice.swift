import Fleet

/// What an action is to be done to: the marked rows in sight, else what is selected, else what the view
/// is about. Found by identity, whatever the order of rows.
struct ActionChoice {
    /// The one source that acts on all of them.
    let source: SourceID
    /// What it calls them.
    var uids: [String]
    /// Marked rows that are out of sight: left out unless somebody asks for them.
    var hidden: [String]

    /// The choice, or why there is none.
    static func make(
        _ kind: ActionKind, _ panes: [Pane], _ state: DashboardState
    ) throws(ActionRefusal) -> ActionChoice {
        if let refusal = state.actingRefusal { throw ActionRefusal(refusal) }
        let (shown, hidden) = try identities(panes, state)
        var targets: [(source: SourceID, uid: String)] = []
        for identity in shown { targets.append(try target(identity, kind, state)) }
        guard let source = targets.first?.source else {
            throw ActionRefusal("Nothing is selected to \(kind.rawValue).")
        }
        if let other = targets.first(where: { $0.source != source }) {
            throw ActionRefusal(
                "\(source) and \(other.source) act on these: mark those of one of them.")
        }
        var left: [String] = []
        for identity in hidden {
            guard let one = try? target(identity, kind, state), one.source == source else {
                continue
            }
            left.append(one.uid)
        }
        return ActionChoice(source: source, uids: targets.map(\.uid), hidden: left)
    }

    /// Whether a key would begin something with what is selected, or with the first that is marked, were
    /// it unlocked.
    static func applies(_ kind: ActionKind, _ panes: [Pane], _ state: DashboardState) -> Bool {
        guard state.acting.abilities.values.contains(where: { $0.contains(kind) }) else {
            return false
        }
        let pane = state.focusedPane(panes)
        let marked = pane.flatMap { marks($0, state).min { $0.text < $1.text } }
        let selected = pane.flatMap { subject($0, state) }
        guard let identity = state.location.subject ?? marked ?? selected else { return false }
        if let row = WorkloadRow.find(identity, in: state.shown) {
            return !SideChoice.candidates(kind, of: row, state).isEmpty
        }
        return (try? target(identity, kind, state)) != nil
    }

    /// The choice of one thing.
    static func make(
        _ kind: ActionKind, of identity: Identity, _ state: DashboardState
    ) throws(ActionRefusal) -> ActionChoice {
        if let refusal = state.actingRefusal { throw ActionRefusal(refusal) }
        let found = try target(identity, kind, state)
        return ActionChoice(source: found.source, uids: [found.uid], hidden: [])
    }

    private static func identities(
        _ panes: [Pane], _ state: DashboardState
    ) throws(ActionRefusal) -> (shown: [Identity], hidden: [Identity]) {
        if let subject = state.location.subject { return ([subject], []) }
        guard let pane = state.focusedPane(panes) else { return ([], []) }
        let marks = marks(pane, state)
        let hidden = hiddenMarks(pane, state)
        if !marks.isEmpty, hidden.count == marks.count {
            let filter = state.filter.text.isEmpty ? "" : ", Esc the filter"
            throw ActionRefusal(
                "\(Format.counted(marks.count, "marked row")) out of sight "
                    + "(\(names(marks.map(\.text)))): M takes the marks away\(filter).")
        }
        if !marks.isEmpty { return (marks.filter { !hidden.contains($0) }, hidden) }
        return (subject(pane, state).map { [$0] } ?? [], [])
    }

    private static func subject(_ pane: Pane, _ state: DashboardState) -> Identity? {
        pane.panel.subject(state.context(pane, isFocused: true))
    }

    /// What is marked of a pane's rows, by name: marks of other views are not meant here.
    static func marks(_ pane: Pane, _ state: DashboardState) -> [Identity] {
        if state.marks.isEmpty { return [] }
        return state.marks.filter(pane.panel.holds)
            .sorted { NaturalOrder.isBefore($0.text, $1.text) }
    }

    /// Those of them that are out of sight.
    static func hiddenMarks(_ pane: Pane, _ state: DashboardState) -> [Identity] {
        let context = state.context(pane, isFocused: true)
        return marks(pane, state).filter { !pane.panel.shows($0, context: context) }
    }

    /// Those of all marks that an order was made of: once it is begun, they have served.
    static func marks(of order: ActionOrder, _ id: SourceID, _ state: DashboardState)
        -> Set<Identity>
    {
        state.marks.filter { mark in
            guard let found = try? target(mark, order.kind, state) else { return false }
            return found.source == id && order.targets.contains(found.uid)
        }
    }

    /// The first few, and how many more there are.
    static func names(_ all: [String]) -> String {
        let more = all.count > 4 ? " and \(all.count - 3) more" : ""
        return all.prefix(all.count > 4 ? 3 : 4).joined(separator: ", ") + more
    }

    /// What a source calls it, and which one can do that.
    private static func target(
        _ identity: Identity, _ kind: ActionKind, _ state: DashboardState
    ) throws(ActionRefusal) -> (source: SourceID, uid: String) {
        guard state.acting.abilities.values.contains(where: { $0.contains(kind) }) else {
            throw ActionRefusal("No configured source can \(kind.rawValue) anything.")
        }
        let verb = kind.rawValue
        switch identity {
        case .endpoint(let source, let label):
            if state.acting.can(source, kind) { return (source, label) }
            throw ActionRefusal("\(source) only watches \(label); it cannot \(verb) it.")
        case .node(let source, let name), .accelerator(let source, let name, _):
            if [.requeue, .move].contains(kind) {
                throw ActionRefusal("Only jobs can be \(kind.rawValue)d: 5 shows them.")
            }
            if let found = node(source, name, kind, state) { return found }
            throw ActionRefusal("No source that knows \(name) can \(verb) it.")
        case .finding(let id):
            let finding = state.shown.findings.first { $0.id == id }
            if let subject = finding.flatMap({
                FindingText.location($0.subject, in: state.shown)?.subject
            }) {
                return try target(subject, kind, state)
            }
        case .job(let source, let id):
            if state.acting.can(source, kind), [.requeue, .move].contains(kind) {
                return (source, id)
            }
            throw ActionRefusal("A job can be moved while it waits, and requeued.")
        case .workload:
            guard let row = WorkloadRow.find(identity, in: state.shown) else { break }
            return try target(try SideChoice.only(kind, of: row, state), kind, state)
        case .group: throw ActionRefusal("A group is no target: mark its rows.")
        default: break
        }
        throw ActionRefusal("There is nothing here to \(verb).")
    }

    /// Of all that know the node, the one that can act on it.
    private static func node(
        _ id: SourceID, _ name: String, _ kind: ActionKind, _ state: DashboardState
    ) -> (source: SourceID, uid: String)? {
        let snapshot = state.shown
        guard let place = snapshot.sources.firstIndex(where: { $0.id == id }),
            let row = snapshot.sources[place].node(named: name)
        else { return nil }
        let roster = state.fleetSummary.roster
        guard let host = roster.host(source: place, node: row),
            let view = HostView(roster.groups(of: host), snapshot)
        else { return nil }
        return view.parts.first { state.acting.can($0.source.id, kind) }
            .map { ($0.source.id, $0.identity.name) }
    }
}
