import Fleet

/// What runs on the GPUs of a node, or why that is not known.
struct NodeProcesses: Panel {
    func title(_ context: PanelContext) -> String {
        guard let node = NodeSubject(context.subject, in: context.state),
            node.sample.processes.value != nil
        else { return "Processes" }
        return "Processes \(Self.processes(node).count)"
    }

    func rightTitle(_ context: PanelContext) -> String {
        guard let node = NodeSubject(context.subject, in: context.state) else { return "" }
        return context.more(of: Self.processes(node).count)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let node = NodeSubject(context.subject, in: context.state) else { return }
        if case .absent(let absence) = node.sample.processes {
            canvas.drawCut(
                "\(Format.absent) \(Format.reason(absence))", column: rect.column, row: rect.row,
                width: rect.width, role: .dim)
            return
        }
        let list = Self.processes(node)
        guard !list.isEmpty else {
            canvas.drawCut(
                "no compute process", column: rect.column, row: rect.row, width: rect.width,
                role: .dim)
            return
        }
        let page = max(1, rect.height - 1)
        let top = max(0, min(context.state.tables[context.pane]?.top ?? 0, list.count - page))
        var table = FigureTable(
            columns: Self.columns,
            rows: list.dropFirst(top).prefix(page).map { Self.entries($0, node) })
        if !node.isLive { table.stale = Set(0..<page) }
        table.draw(on: &canvas, in: rect)
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        guard let node = NodeSubject(context.subject, in: context.state) else { return .ignored }
        let count = Self.processes(node).count
        var table = state.tables[context.pane] ?? TableState()
        switch command {
        case .up: table.top -= 1
        case .down: table.top += 1
        case .pageUp: table.top -= 5
        case .pageDown: table.top += 5
        case .top: table.top = 0
        case .bottom: table.top = count
        default: return .ignored
        }
        table.top = max(0, min(count - 1, table.top))
        state.tables[context.pane] = table
        return .done([])
    }

    /// The node's processes, those that hold most memory first.
    private static func processes(_ node: NodeSubject) -> [ComputeProcess] {
        let rows = Set(node.rows)
        return (node.sample.processes.value ?? []).filter { rows.contains($0.accelerator) }
            .sorted {
                ($1.memory.value ?? 0, $0.accelerator, $0.pid)
                    < ($0.memory.value ?? 0, $1.accelerator, $1.pid)
            }
    }

    private static let columns: [FigureTable.Column] = [
        .figure("pid", 7, rank: 1), .text("user", 6, most: 12, rank: 2),
        .text("gpu", 3, most: 6, rank: 0), .figure("memory", 6, rank: 0),
        .text("command", 20, most: 400, rank: 0, stretches: true),
    ]

    private static func entries(_ process: ComputeProcess, _ node: NodeSubject)
        -> [FigureTable.Entry]
    {
        [
            .text("\(process.pid)", .text), process.user.map { .text($0, .text) } ?? .absent,
            .text(node.sample.inventory.accelerators[process.accelerator].label, .bright),
            FigureTable.Entry(process.memory, Format.bytes),
            .text(process.command ?? process.name, .text),
        ]
    }
}
