package import Fleet

/// One line of the journal: an action's plan, or something that happened to it.
package struct JournalEntry: Sendable, Hashable {
    /// What a line carries.
    package enum Content: Sendable, Hashable {
        /// The first line of an action.
        case plan(ActionPlan)
        /// Any line after it.
        case event(ActionEvent)
        /// The only line of a plan that somebody wanted carried out and that was not begun: what its checks
        /// said, who wanted it, and why it was refused.
        case refused(ActionPlan, [ActionCheck], by: String, why: String)
    }

    /// The action's id.
    package var action: String
    /// From 0 within its action, without gaps: a gap is a journal that somebody has cut.
    package var sequence: Int
    /// When it was written.
    package var time: WallTime
    /// What it says.
    package var content: Content

    /// An entry.
    package init(action: String, sequence: Int, time: WallTime, content: Content) {
        self.action = action
        self.sequence = sequence
        self.time = time
        self.content = content
    }
}
