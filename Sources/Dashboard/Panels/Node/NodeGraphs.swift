import Fleet

/// Graphs of the selected GPU: utilisation, memory, power, temperature.
struct NodeGraphs: Panel {
    func title(_ context: PanelContext) -> String {
        guard let (node, row) = Self.subject(context) else { return "Graphs" }
        return "GPU \(node.sample.inventory.accelerators[row].label)"
    }

    func rightTitle(_ context: PanelContext) -> String {
        guard let (node, row) = Self.subject(context) else { return "" }
        let one = node.sample.inventory.accelerators[row]
        return [one.model, one.pciBusID ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private static func subject(_ context: PanelContext) -> (NodeSubject, Int)? {
        guard let node = NodeSubject(context.subject, in: context.state),
            let row = node.row(of: context.state.selection["node.gpus"])
        else { return nil }
        return (node, row)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let (node, row) = Self.subject(context) else { return }
        let ticks = max(1, (rect.height - 2) / 3)
        let strip = GraphStrip(
            graphs: [
                titled(.utilization, "utilisation", .ratio(ticks: ticks), node, row, context),
                titled(
                    .memoryUsed, "memory",
                    scale(.memoryTotal, node, row, ticks)
                        ?? peakScale(.memoryUsed, node, row, ticks, context), node, row,
                    context),
                titled(
                    .power, "power",
                    scale(.powerLimit, node, row, ticks)
                        ?? peakScale(.power, node, row, ticks, context),
                    node, row, context),
                titled(
                    .temperature, "temperature", GraphScale(upper: 100, step: ticks > 2 ? 25 : 50),
                    node, row, context),
            ].compactMap { $0 })
        strip.draw(on: &canvas, in: rect)
    }

    /// A scale whose top is what the GPU says is the most; a lost one says nothing, but its like do.
    private func scale(
        _ metric: AcceleratorMetric, _ node: NodeSubject, _ row: Int, _ ticks: Int
    ) -> GraphScale? {
        let gpus = node.sample.inventory.accelerators
        let like = node.gpus.filter { gpus[$0].model == gpus[row].model }
        let told = ([row] + like).compactMap { node.sample.accelerators.value(metric, $0) }
        guard let most = told.first, most > 0 else { return nil }
        return GraphScale(upper: most, step: most / Double(ticks >= 4 ? 4 : ticks >= 2 ? 2 : 1))
    }

    /// A scale that holds what was recorded, where the GPU does not say what is the most.
    private func peakScale(
        _ metric: AcceleratorMetric, _ node: NodeSubject, _ row: Int, _ ticks: Int,
        _ context: PanelContext
    ) -> GraphScale {
        GraphScale(holding: node.series(metric, row: row, context).peak, ticks: ticks)
    }

    private func titled(
        _ metric: AcceleratorMetric, _ title: String, _ scale: GraphScale, _ node: NodeSubject,
        _ row: Int, _ context: PanelContext
    ) -> GraphStrip.Entry? {
        let series = node.series(metric, row: row, context)
        let value = node.sample.accelerators[metric, row]
        if series.isEmpty, value.value == nil { return nil }
        var graph = Graph(
            [Graph.Series(series.values, role: node.isLive ? nil : .stale, isFilled: true)],
            scale: scale,
            bucket: series.bucket)
        graph.newest = series.newest
        graph.label = { Format.value($0, metric.unit) }
        return GraphStrip.Entry(
            title: [
                Piece(title + " ", .heading), Piece(Format.reading(value, metric.unit), .bright),
            ], graph: graph)
    }
}
