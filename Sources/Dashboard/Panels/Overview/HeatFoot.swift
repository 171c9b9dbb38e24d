import Fleet

/// The line below the heat map: what the cursor is on, or what the cells mean.
enum HeatFoot {
    /// The GPU of a seat in one line: whose it is, and its figures.
    static func pieces(_ seat: Int, _ view: HeatView, _ context: PanelContext) -> [Piece] {
        let place = context.state.fleetSummary.roster.seats[seat].place
        let source = context.snapshot.sources[Int(place.source)]
        guard let sample = source.sample else { return [] }
        let row = Int(place.row)
        let gpu = sample.inventory.accelerators[row]
        var pieces = [
            Piece("\(sample.inventory.nodes[gpu.node].name) GPU \(gpu.label)", .bright),
            Piece("  \(source.site)", .dim),
        ]
        if let age = source.age(at: context.now.monotonic), !source.isLive {
            pieces.append(Piece("  \(Glyph.stale) \(Format.age(age)) old", .warning))
        }
        pieces += figures(sample, row).flatMap { [Piece("  "), $0] }
        if let cell = view.layout.cell(of: seat).map({ view.layout.cells[$0] }), cell.count > 1 {
            pieces.append(Piece("  one of \(cell.count) in the cell", .dim))
        }
        return pieces + [Piece("  \(NodeReadings.short(gpu.model))", .dim)]
    }

    private static func figures(_ sample: Sample, _ row: Int) -> [Piece] {
        let state = sample.acceleratorStates[row]
        func value(_ metric: AcceleratorMetric) -> Double? {
            sample.accelerators.value(metric, row)
        }
        if state.isBroken {
            let xid = value(.lastXid).map { " · Xid \(Format.count($0))" } ?? ""
            return [Piece("\(Glyph.critical) \(state.word)\(xid)", .critical)]
        }
        var list = [
            Piece("util " + Format.reading(sample.accelerators[.utilization, row], .ratio))
        ]
        if let used = value(.memoryUsed) {
            let all = value(.memoryTotal).map { "/" + Format.bytes($0) } ?? ""
            list.append(Piece("mem \(Format.bytes(used))\(all)"))
        }
        if let heat = value(.temperature) { list.append(Piece(Format.value(heat, .celsius))) }
        if let power = value(.power) {
            let limit = value(.powerLimit).map { "/" + Format.count($0) } ?? ""
            list.append(Piece("\(Format.count(power))\(limit)W"))
        }
        let reasons = ThrottleReasons(rawValue: Int(value(.throttleReasons) ?? 0))
        if !reasons.isDisjoint(with: .harmful) {
            list.append(Piece(Format.throttle(reasons), .warning))
        }
        return list
    }

    /// The ramp with its ends, and what the other signs say.
    static func legend(_ metric: HeatScale, into canvas: inout Canvas, rect: Canvas.Rect) {
        let row = rect.row
        var column = rect.column
        column += canvas.draw(
            metric.ends.low + " ", column: column, row: row, role: .dim, clip: rect)
        for step in 0..<8 where column < rect.column + rect.width {
            let tile = HeatTile(rawValue: UInt8(step))
            canvas.plot(
                tile.glyph(isASCII: canvas.isASCII), column: column, row: row, role: tile.role)
            column += 1
        }
        let states: [(HeatTile, String)] = [
            (.lost, "lost or failed"), (.stale, "old"), (.unknown, "not told"),
        ]
        column += canvas.draw(
            " " + metric.ends.high, column: column, row: row, role: .dim, clip: rect)
        for (tile, word) in states where column + 5 + word.count <= rect.column + rect.width {
            column += 3
            canvas.plot(
                tile.glyph(isASCII: canvas.isASCII), column: column, row: row, role: .dim)
            column += 2
            column += canvas.draw(word, column: column, row: row, role: .dim, clip: rect)
        }
    }
}
