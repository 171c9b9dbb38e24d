import Fleet

/// The selected source: its last failure and the next step, or what it tells and how it is reached.
struct SourcePanel: Panel {
    func title(_ context: PanelContext) -> String {
        source(context).map { $0.id.description } ?? "Source"
    }

    func rightTitle(_ context: PanelContext) -> String { source(context)?.title ?? "" }

    private func source(_ context: PanelContext) -> SourceState? {
        guard case .source(let id) = context.state.selection["sources"] else { return nil }
        return context.snapshot.source(id)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let source = source(context) else { return }
        var lines: [[Piece]] = []
        if let failure = source.failure {
            let state = RowState(source.status)
            lines.append([
                Piece("\(state.glyph) \(SourceWords.kind(failure.kind))  ", state.role),
                Piece(failure.message),
            ])
            if !failure.advice.isEmpty {
                lines.append([Piece("→ ", .focus), Piece(failure.advice, .bright)])
            }
            let kept = source.age(at: context.now.monotonic).map {
                "the last readings, \(Format.age($0)) old, are kept"
            }
            let told = [Self.nextTry(source, context), kept].compactMap { $0 }
            if !told.isEmpty { lines.append([Piece(told.joined(separator: " · "), .dim)]) }
        } else {
            lines.append([Piece(Self.contents(source))])
        }
        lines += (source.sample?.notes ?? []).map {
            [Piece("\(Glyph.notice) ", .notice), Piece($0)]
        }
        lines.append([Piece(Self.manner(source), .dim)])
        for (place, pieces) in lines.prefix(rect.height).enumerated() {
            canvas.drawPieces(
                pieces, column: rect.column, row: rect.row + place, right: rect.column + rect.width)
        }
    }

    /// `1 node · 8 GPUs · 2 processes`.
    private static func contents(_ source: SourceState) -> String {
        guard let sample = source.heard else { return "It has not answered yet." }
        let inventory = sample.inventory
        var parts: [String] = []
        if !inventory.nodes.isEmpty { parts.append(Format.counted(inventory.nodes.count, "node")) }
        if !inventory.accelerators.isEmpty {
            parts.append(Format.counted(inventory.accelerators.count, "GPU"))
        }
        let endpoints = inventory.wholeEndpoints.count
        if endpoints > 0 {
            parts.append(Format.counted(endpoints, "endpoint"))
        }
        let driver = inventory.nodes.compactMap(\.driver).first
        if let driver { parts.append("driver \(driver)") }
        return parts.isEmpty ? "It answers, and tells of nothing." : parts.joined(separator: " · ")
    }

    /// When a source that fails is asked again: it waits longer each time.
    private static func nextTry(_ source: SourceState, _ context: PanelContext) -> String? {
        guard let due = source.nextDue else { return nil }
        let left = due - context.now.monotonic
        return left > .zero ? "asked again in \(Format.age(left)) · ^R now" : "asked again now"
    }

    private static func manner(_ source: SourceState) -> String {
        var parts = [source.transport, "every \(Format.age(source.interval))"]
        parts.append("stale after \(Format.age(source.staleAfter))")
        parts += source.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
