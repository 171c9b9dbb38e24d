import Fleet

/// Rows that a map takes, kept for as long as its roster and width are the same.
package struct HeatRows: Sendable {
    let roster: AcceleratorRoster
    let width: Int
    let rows: [Int]
}

/// The heat map as it lies on the screen, and the GPU that its cursor is on. Kept in the state until
/// what it was made from changes.
package struct HeatView: Sendable {
    private struct Key: Hashable {
        let generation: UInt64
        let metric: AcceleratorMetric
        let width: Int
        let height: Int
    }

    private let key: Key
    /// GPU by GPU, in the order of the roster's seats.
    let tiles: [HeatTile]
    /// Where its cells lie.
    package let layout: HeatMapLayout
    /// The column that the cursor keeps on its way up and down past shorter rows.
    var goal: Int?
    /// The seat under the cursor; `nil` where there is no GPU.
    var seat: Int?

    /// The view of a state in a size; an earlier one is used again where it fits.
    init(_ state: DashboardState, width: Int, height: Int, reusing earlier: HeatView?) {
        let key = Key(
            generation: state.shown.generation, metric: state.metric, width: width, height: height)
        let roster = state.fleetSummary.roster
        if let earlier, earlier.key == key {
            self = earlier
        } else {
            self.key = key
            tiles = HeatScale(state).tiles(roster, state.shown)
            layout = HeatMapLayout(
                Self.map(roster, state.shown, tiles), width: width, height: height)
            seat = earlier?.seat
            // In another size the columns are others.
            goal = earlier?.key.width == width ? earlier?.goal : nil
        }
        seat = Self.find(state.selection[HeatMapPanel.pane], near: seat, roster, state.shown)
        if seat == nil, !tiles.isEmpty { seat = tiles.firstIndex(where: \.isBroken) ?? 0 }
    }

    /// The map of a roster's seats.
    static func map(
        _ roster: AcceleratorRoster, _ snapshot: FleetSnapshot, _ tiles: [HeatTile]
    ) -> HeatMap {
        var sites = roster.sites.map { HeatMap.Site(name: $0, nodes: []) }
        for group in roster.groups where !group.seats.isEmpty {
            let nodes = snapshot.sources[group.source].sample?.inventory.nodes ?? []
            let name = nodes.indices.contains(group.node) ? nodes[group.node].name : ""
            sites[group.site].nodes.append(HeatMap.Node(name: name, tiles: tiles[group.seats]))
        }
        return HeatMap(sites)
    }

    /// Where the selected GPU sits now: most often where it sat before.
    private static func find(
        _ selected: Identity?, near seat: Int?, _ roster: AcceleratorRoster,
        _ snapshot: FleetSnapshot
    ) -> Int? {
        guard let selected else { return nil }
        if let seat, roster.identity(seat, snapshot) == selected { return seat }
        return roster.seats.indices.first { roster.identity($0, snapshot) == selected }
    }

    /// The GPU of a cell that the cursor goes to: the first of those that are worst.
    func worst(in cell: HeatMapLayout.Cell) -> Int {
        let members = cell.first..<cell.first + cell.count
        let worst = members.max { tiles[$0] < tiles[$1] } ?? cell.first
        return tiles[worst].step == nil ? worst : cell.first
    }

    /// The seat that a command moves to, and the column that is kept; `nil` for a command that does not
    /// move.
    func move(_ command: Command) -> (seat: Int, goal: Int?)? {
        guard let seat, let place = layout.cell(of: seat) else { return nil }
        let isVertical = [.up, .down, .pageUp, .pageDown].contains(command)
        let kept = isVertical ? goal ?? layout.cells[place].column : nil
        let target: Int
        switch command {
        case .left: target = max(0, place - 1)
        case .right: target = min(layout.cells.count - 1, place + 1)
        case .up: target = vertical(place, -1, kept)
        case .down: target = vertical(place, 1, kept)
        case .pageUp: target = vertical(place, -5, kept)
        case .pageDown: target = vertical(place, 5, kept)
        case .top: target = 0
        case .bottom: target = layout.cells.count - 1
        default: return nil
        }
        return (target == place ? seat : worst(in: layout.cells[target]), kept)
    }

    /// The cell that lies nearest to a column, so many rows further.
    private func vertical(_ place: Int, _ step: Int, _ goal: Int?) -> Int {
        let from = layout.cells[place]
        let column = goal ?? from.column
        let rows = (layout.cells.first?.row ?? 0)...(layout.cells.last?.row ?? 0)
        let row = max(rows.lowerBound, min(rows.upperBound, from.row + step))
        let there = layout.cells.indices.lazy.filter { layout.cells[$0].row == row }
        return there.min {
            abs(layout.cells[$0].column - column) < abs(layout.cells[$1].column - column)
        } ?? place
    }
}

extension AcceleratorRoster {
    /// What the GPU of a seat is called; `nil` where there is no such seat.
    func identity(_ seat: Int, _ snapshot: FleetSnapshot) -> Identity? {
        guard seats.indices.contains(seat) else { return nil }
        let place = seats[seat].place
        let source = snapshot.sources[Int(place.source)]
        guard let inventory = source.sample?.inventory else { return nil }
        let gpu = inventory.accelerators[Int(place.row)]
        return .accelerator(
            source: source.id, node: inventory.nodes[gpu.node].name,
            key: gpu.uuid.isEmpty ? gpu.label : gpu.uuid)
    }
}
