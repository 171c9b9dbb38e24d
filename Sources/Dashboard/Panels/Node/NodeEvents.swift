import Fleet

/// Xid errors in the kernel log of a node, newest first.
struct NodeEvents: Panel {
    func title(_ context: PanelContext) -> String { "Kernel log" }

    func rightTitle(_ context: PanelContext) -> String {
        guard let node = NodeSubject(context.subject, in: context.state) else { return "" }
        return context.more(of: Self.events(node).count, heading: 0)
    }

    private static func events(_ node: NodeSubject) -> [KernelEvent] {
        (node.sample.kernelEvents.value ?? []).filter { $0.node == node.node }
            .sorted { ($0.time?.nanoseconds ?? 0) > ($1.time?.nanoseconds ?? 0) }
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let node = NodeSubject(context.subject, in: context.state) else { return }
        let events = Self.events(node)
        for (line, event) in events.prefix(rect.height).enumerated() {
            let gpu = event.accelerator.flatMap { row in
                node.rows.contains(row) ? node.sample.inventory.accelerators[row].label : nil
            }
            let age = event.time.map { Format.age(context.now.wall - $0) + " ago" }
            canvas.drawPieces(
                [
                    Piece(Format.right(age ?? Format.absent, 10) + "  ", .dim),
                    Piece(Format.left("Xid \(event.xid)", 8) + " ", .critical),
                    Piece(Format.left(gpu.map { "GPU \($0)" } ?? "", 8) + " ", .bright),
                    Piece(event.text),
                ], column: rect.column, row: rect.row + line, right: rect.column + rect.width)
        }
    }
}
