import Fleet

/// A step of an action in as many lines as it needs: the target, what changes, how far that is, and below
/// it what is missing where that is longer than the room beside it.
enum ActionStepLines {
    /// The columns that names and changes share.
    struct Widths {
        let name: Int
        let change: Int
        /// What stands between two values.
        let arrow: String

        /// Those of all steps of an action.
        init(_ steps: [ActionStep], width: Int, arrow: String) {
            let most = max(8, width / 3)
            self.arrow = arrow
            name = min(most, steps.map { DisplayWidth.columns(of: $0.target.uid) }.max() ?? 0)
            let changes = steps.map {
                DisplayWidth.columns(of: ActionStepLines.change($0, arrow))
            }
            change = min(most, changes.max() ?? 0)
        }
    }

    /// The lines of a step, by what became of it.
    static func of(
        _ step: ActionStep, _ end: ActionStepEnd, _ widths: Widths, width: Int
    ) -> [[Piece]] {
        let (glyph, word, detail, role) = look(end)
        var line = [
            Piece("  \(glyph) ", role),
            Piece(Format.left(CleanText.clean(step.target.uid), widths.name), .text),
            Piece(
                "  " + Format.left(CleanText.clean(change(step, widths.arrow)), widths.change), .dim
            ),
            Piece("  \(word)", role),
        ]
        var room = width - line.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) }
        let text = CleanText.clean(detail, limit: 600)
        var below: [[Piece]] = []
        if !text.isEmpty, DisplayWidth.columns(of: text) + 2 <= room {
            line.append(Piece(": \(text)", role))
            room -= DisplayWidth.columns(of: text) + 2
        } else if !text.isEmpty {
            below = FindingText.wrap(text, width: max(8, width - 4)).map {
                [Piece("    \($0)", role)]
            }
        }
        if let place = place(step.request.place, room: room - 2) {
            line.append(Piece("  \(place)", .dim))
        }
        return [line] + below
    }

    /// Where it is sent. Its end tells one instance of a router from another.
    private static func place(_ place: String, room: Int) -> String? {
        let place = CleanText.clean(place)
        if place.count <= room { return place }
        return room >= 10 ? "…" + place.suffix(room - 1) : nil
    }

    private static func change(_ step: ActionStep, _ arrow: String) -> String {
        "\(step.field) " + (step.before.isEmpty ? "" : "\(step.before) ")
            + "\(arrow) \(step.shownEnd)"
    }

    private static func look(_ end: ActionStepEnd) -> (String, String, String, Role) {
        switch end {
        case .takenBack: (Glyph.waiting, "taken back", "", .dim)
        case .passed: (Glyph.marked, "converged", "", .dim)
        case .moved(let what): (Glyph.warning, "changed since", what, .warning)
        case .notTold: (Glyph.stale, "not told", "", .warning)
        case .state(let state): look(state)
        }
    }

    private static func look(_ state: ActionStepState) -> (String, String, String, Role) {
        switch state {
        case .waiting: (Glyph.waiting, "not sent", "", .dim)
        case .sending: (Glyph.draining, "sending", "", .notice)
        case .deferred(let why): (Glyph.waiting, "not now", why, .notice)
        case .accepted(let what): (Glyph.draining, "accepted", what, .notice)
        case .converged: (Glyph.good, "converged", "", .good)
        case .rejected(let why): (Glyph.critical, "rejected", why, .critical)
        case .unknown(let why): (Glyph.stale, "unknown", why, .warning)
        case .skipped: (Glyph.waiting, "never sent", "", .dim)
        }
    }
}
