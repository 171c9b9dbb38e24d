import Fleet

/// How a reading of the metric that the heat map shows becomes a step of the ramp.
struct HeatScale {
    let metric: AcceleratorMetric

    /// The scale of the metric in force.
    init(_ state: DashboardState) { metric = state.metric }

    /// The name in the panel's corner.
    var title: String {
        switch metric {
        case .utilization: "utilisation"
        case .memoryUsed: "memory"
        case .temperature: "temperature"
        case .power: "power"
        case .memoryActivity: "memory bandwidth"
        case .tensorActive: "tensor pipe"
        default: metric.title
        }
    }

    /// Where the ramp begins and ends, for the legend.
    var ends: (low: String, high: String) {
        switch metric {
        case .temperature: ("20°", "90°")
        case .power: ("0", "limit")
        default: ("0", "100%")
        }
    }

    /// What the reading is divided by where the GPU says so itself.
    private var ceiling: AcceleratorMetric? {
        switch metric {
        case .memoryUsed: .memoryTotal
        case .power: .powerLimit
        default: nil
        }
    }

    /// Every GPU of a roster as tiles, seat by seat.
    func tiles(_ roster: AcceleratorRoster, _ snapshot: FleetSnapshot) -> [HeatTile] {
        let sources = snapshot.sources.map { source in
            SourceColumns(
                value: source.sample?.accelerators[metric],
                ceiling: ceiling.flatMap { source.sample?.accelerators[$0] },
                states: source.sample?.acceleratorStates ?? [], isLive: source.isLive)
        }
        return roster.seats.map { seat in
            let tile = tile(seat.place, sources)
            guard tile == .unknown || tile == .stale, let twin = seat.twin else { return tile }
            let other = self.tile(twin, sources)
            return other.step == nil ? tile : other
        }
    }

    private struct SourceColumns {
        let value: Column?
        let ceiling: Column?
        let states: [AcceleratorState]
        let isLive: Bool
    }

    private func tile(_ place: AcceleratorRoster.Place, _ sources: [SourceColumns]) -> HeatTile {
        let source = sources[Int(place.source)]
        let row = Int(place.row)
        switch source.states[row] {
        case .lost: return .lost
        case .failed: return .failed
        case .present: break
        }
        guard source.isLive else { return .stale }
        guard let value = source.value?.value(row) else { return .unknown }
        switch metric {
        case .temperature: return HeatTile(ratio: (value - 20) / 70, limit: 65.0 / 70)
        case .memoryUsed, .power:
            guard let ceiling = source.ceiling?.value(row), ceiling > 0 else { return .unknown }
            return HeatTile(ratio: value / ceiling)
        default: return HeatTile(ratio: value)
        }
    }
}
