package import Dashboard
package import Fleet

/// A screen driven by hand: messages in, effects and frames out.
package struct Script {
    /// The state after the last message.
    package var state: DashboardState
    /// What was asked for so far.
    package var effects: [Effect] = []

    /// A screen of a size that has just heard of a fleet.
    package init(
        _ snapshot: FleetSnapshot = SampleFleet.usual(), columns: Int = 120, rows: Int = 40,
        options: DashboardOptions = DashboardOptions()
    ) {
        state = DashboardState(now: SampleFleet.time, options: options)
        send(.resized(columns: columns, rows: rows))
        send(.snapshotArrived(snapshot))
    }

    /// Sends a message.
    package mutating func send(_ message: Message) {
        effects += Reducer.update(&state, message)
    }

    /// Presses keys.
    package mutating func press(_ keys: Key...) {
        for key in keys { send(.input(.key(key))) }
    }

    /// Lets the table in the focus have the fleet's own order instead of the worst first.
    package mutating func inFleetOrder() {
        type(":sort none")
        press(.enter, .home)
    }

    /// Types text.
    package mutating func type(_ text: String) {
        for character in text { send(.input(.key(.character(character)))) }
    }

    /// The screen now.
    package func frame(isASCII: Bool = false) -> Frame {
        DashboardView.render(
            state, width: state.columns, height: state.rows, theme: state.theme, isASCII: isASCII)
    }
}
