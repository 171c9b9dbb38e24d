import Fleet

/// What the heat map can show, and how a reading becomes a step.
struct HeatMetric {
    let metric: AcceleratorMetric
    /// The name in the panel's corner.
    let title: String
    /// Where the ramp ends, in words for the legend.
    let full: String

    /// In the order of the switch.
    static let all: [HeatMetric] = [
        HeatMetric(metric: .utilization, title: "utilisation", full: "100%"),
        HeatMetric(metric: .memoryUsed, title: "memory", full: "100%"),
        HeatMetric(metric: .temperature, title: "temperature", full: "90°"),
        HeatMetric(metric: .power, title: "power", full: "limit"),
    ]

    /// The metric in force; utilisation where another one was asked for.
    static func current(_ state: DashboardState) -> HeatMetric {
        all.first { $0.metric == state.metric } ?? all[0]
    }

    /// The one after it.
    var next: HeatMetric {
        let place = Self.all.firstIndex { $0.metric == metric } ?? 0
        return Self.all[(place + 1) % Self.all.count]
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
        case .utilization: return HeatTile(ratio: value)
        default:
            guard let ceiling = source.ceiling?.value(row), ceiling > 0 else { return .unknown }
            return HeatTile(ratio: value / ceiling)
        }
    }
}
