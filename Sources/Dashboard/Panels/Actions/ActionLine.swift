import Fleet

/// An action in one line: what, how far, what is missing, for how long. Where it gets narrow, whole parts
/// go, what is least telling first.
enum ActionLine {
    /// Draws it over the width of a rectangle.
    static func draw(
        _ action: ActionProgress, row: Int, _ rect: Canvas.Rect, _ context: PanelContext,
        into canvas: inout Canvas
    ) {
        let look = context.state.look(of: action)
        let time = time(look, context)
        let width = DisplayWidth.columns(of: time)
        let room = rect.width - (width > 0 ? width + 2 : 0)
        canvas.drawPieces(
            pieces(look, room: room), column: rect.column, row: row, right: rect.column + room)
        canvas.drawRight(time, right: rect.column + rect.width, row: row, role: .dim)
    }

    /// What the times of a group are, above them.
    static func times(of group: ActionLook.Group) -> String {
        switch group {
        case .trouble, .done: "took     ended"
        case .waiting: "begun"
        case .underWay: "this stage"
        }
    }

    private static func time(_ look: ActionLook, _ context: PanelContext) -> String {
        let action = look.action
        func moment(_ time: WallTime?) -> String {
            let offset = context.state.options.zoneOffset
            return time.map { Format.moment($0, now: context.now.wall, offset: offset) } ?? ""
        }
        if action.needsDecision { return moment(action.begun) }
        guard action.isOver else { return look.elapsed(at: context.now) }
        let ended = moment(action.ended)
        return look.took.isEmpty ? ended : "\(look.took)  \(Format.right(ended, 8))"
    }

    /// The fullest form that fits; one that ends in prose may be cut.
    static func pieces(_ look: ActionLook, room: Int) -> [Piece] {
        let subject = [
            Piece("\(look.glyph) ", look.role), Piece(look.subject, .bright),
            Piece(look.place, .warning),
        ]
        let word = Piece("  \(look.word)", look.action.isOver ? look.role : .text)
        guard !look.stage.isEmpty else {
            let undone = Piece(look.undone.isEmpty ? "" : ", \(look.undone)", .notice)
            let detail = Piece(look.detail.isEmpty ? "" : "  \(look.detail)", .dim)
            return subject + [word, undone, detail]
        }
        let stage = Piece("  \(look.stage)", .dim)
        let detail = Piece(look.detail.isEmpty ? "" : " · \(look.detail)", .dim)
        let forms = [
            [word, stage, detail], [word, stage], [stage], [Piece("  \(look.shortStage)", .dim)],
        ]
        let fitting = forms.first { form in
            (subject + form).reduce(0) { $0 + DisplayWidth.columns(of: $1.text) } <= room
        }
        // Prose at the end tells something even where it is cut.
        if fitting == forms[1], !look.detail.isEmpty { return subject + forms[0] }
        return subject + (fitting ?? forms[3])
    }
}
