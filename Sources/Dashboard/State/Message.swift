package import Fleet

/// What can happen to the dashboard. The past tense is the rule: it has happened already.
package enum Message: Sendable {
    /// A newer snapshot of the fleet. Skipped ones are never sent later.
    case snapshotArrived(FleetSnapshot)
    /// A key, a paste or the mouse.
    case input(InputEvent)
    /// The terminal has this size now.
    case resized(columns: Int, rows: Int)
    /// The clock moved: once a second is enough.
    case ticked(Instant)
    /// An effect, or something in the background, has something to tell.
    case noticed(Notice)
    /// The interval is this now.
    case intervalChanged(Duration)
    /// Themes were found (again).
    case themesLoaded([Theme])
    /// What came of a plan that was asked for.
    case planned(ticket: Int, Result<ActionProgress, ActionRefusal>)
    /// An action stands otherwise than before.
    case actionChanged(ActionProgress)
    /// What the journal tells of earlier actions.
    case actionsRecalled([ActionProgress])
    /// What the journal tells of actions whose plans are lost.
    case plansLost([LostPlan])
    /// Whether anything may be changed now.
    case accessChanged(WriteStatus)
    /// What each source can be told, and how far the stages of a shift go.
    case actorsChanged([SourceID: Set<ActionKind>], stages: [Double])
    /// So many keys have come at once, and when.
    case keysCame(Int, Instant)
    /// The frame is on the screen.
    case painted(Instant)
}

/// What the dashboard wants done outside: requests to the program around it, which answers, where there
/// is an answer, with a ``Message``.
package enum Effect: Hashable, Sendable {
    /// End the program.
    case quit
    /// Ctrl-Z.
    case suspend
    /// Paint everything anew (Ctrl-L).
    case redraw
    /// Suspend the screen and run a shell on the node.
    case openShell(NodeIdentity, SourceID)
    /// Put text on the clipboard (OSC 52).
    case yank(String)
    /// Ask a source now, or all with `nil`.
    case refresh(SourceID?)
    /// Poll at this interval from now on, where sources allow it.
    case changeInterval(Duration)
    /// Acknowledge a finding until it goes away or, with `lasting`, be quiet about it for so long.
    case acknowledge(finding: String, lasting: Duration?)
    /// Take an acknowledgement back.
    case withdraw(finding: String)
    /// Restart on the simulated fleet.
    case startDemo
    /// Remember theme, sorting and columns for the next start.
    case saveLayout(SavedLayout)
    /// Plan it, and answer with ``Message/planned(ticket:_:)``. Changes nothing.
    case plan(PlanWish, ticket: Int)
    /// The operator has read an answer of a plan that is not known.
    case acknowledgeCheck(ActionCheck, plan: String)
    /// The operator has confirmed a plan.
    case carryOut(String)
    /// The operator has said yes to a plan that a check holds back, and why it does.
    case refused(String, String)
    /// The operator wants no more of an action.
    case cancelAction(String)
    /// The operator has decided about an action that waited for it, and has read these unknown
    /// answers.
    case decide(String, ActionDecision, read: Set<ActionCheck> = [])
    /// Let the context be changed for a while, or no longer.
    case unlock, lock
}

/// One line for a person, in the one place for such lines.
package struct Notice: Hashable, Sendable {
    /// One sentence; what it quotes is cleaned.
    package var text: String
    /// How it is coloured, and whether it goes by itself.
    package var severity: Severity
    /// When it was said; set by the reducer.
    package var at: MonotonicTime?

    /// A notice; failures are `.critical` and stay until a key is pressed.
    package init(_ text: String, _ severity: Severity = .notice) {
        self.text = text
        self.severity = severity
        at = nil
    }
}
