package import Fleet

/// An action of which the journal tells while its plan is torn or gone: nobody knows what it is done to,
/// so that it holds back every other until somebody says how it ended.
package struct LostPlan: Hashable, Sendable {
    /// Its id.
    package var id: String
    /// When the first that is known of it was written.
    package var time: WallTime
    /// Why nothing is begun beside it, and what helps.
    package var sentence: String

    /// An action without a plan.
    package init(id: String, time: WallTime, sentence: String) {
        self.id = id
        self.time = time
        self.sentence = sentence
    }

    /// What it is called.
    var subject: String { CleanText.clean("action \(id)") }

    /// Its line in a list: what it is, and what to do about it.
    var pieces: [Piece] {
        [
            Piece("\(Glyph.warning) ", .warning), Piece(subject, .bright),
            Piece("  its plan is lost", .warning),
            Piece("  Enter says how it ended", .dim),
        ]
    }

    /// How it may have ended.
    var decisions: [MenuLayer.Item] {
        [ActionState.failed, .partial, .rolledBack].map { state in
            MenuLayer.Item(
                "it ended as \(state.word)", detail: "only written down",
                request: .decide(id, .settle(state)))
        }
    }
}
