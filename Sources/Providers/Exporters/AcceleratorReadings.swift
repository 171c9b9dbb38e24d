import Fleet

/// What one round of series says about accelerators: a number for each target and row of a board, in
/// the board's order. NaN stands for "nothing came", infinity for what is no number.
struct AcceleratorReadings: Sendable {
    private var numbers: [ExporterRecipe.Target: [Double]] = [:]
    private var absences: [ExporterRecipe.Target: [Int: Absence]] = [:]
    private var voided: Set<AcceleratorMetric> = []

    /// Takes over the series of one name.
    mutating func take(
        _ gauge: ExporterRecipe.Gauge, of recipe: ExporterRecipe, _ page: MetricPage,
        _ entries: some Sequence<Int>, _ catalogue: SeriesCatalogue,
        _ board: inout AcceleratorBoard
    ) {
        var column = numbers.removeValue(forKey: gauge.target) ?? []
        for entry in entries {
            guard
                let row = board.row(
                    page.series[entry], catalogue, recipe.identity,
                    ofInstance: gauge.isPerInstance)
            else { continue }
            while column.count <= row { column.append(.nan) }
            let value = page.values[entry]
            column[row] = value.isFinite ? value * gauge.scale : .infinity
            if let absence = ExporterRecipe.sentinel(value) ?? (value == 0 ? gauge.zero : nil) {
                absences[gauge.target, default: [:]][row] = absence
            }
        }
        numbers[gauge.target] = column
        if gauge.isVoidUnderMIG, case .metric(let metric) = gauge.target { voided.insert(metric) }
    }

    /// The reading of a target in a row of the board; `nil` if nothing came.
    func reading(_ target: ExporterRecipe.Target, _ row: Int) -> Reading<Double>? {
        guard let column = numbers[target], row < column.count, !column[row].isNaN else {
            return nil
        }
        if let absence = absences[target]?[row] { return .absent(absence) }
        guard column[row].isFinite else { return .absent(.malformed) }
        guard case .metric(let metric) = target else { return .value(column[row]) }
        let isMeant =
            metric.unit.admits(column[row]) && (metric.unit != .ratio || column[row] <= 1.01)
        return isMeant ? .value(column[row]) : .absent(.outOfRange)
    }

    /// Fills a sample whose accelerators are the board's rows in `order`.
    func fill(_ sample: inout Sample, _ order: [Int], _ hasInstances: (Int) -> Bool) {
        for target in numbers.keys {
            guard case .metric(let metric) = target else { continue }
            var column = Column(count: order.count)
            for (place, row) in order.enumerated() {
                if let reading = reading(target, row) { column[place] = reading }
            }
            sample.accelerators[metric] = column
        }
        for (place, row) in order.enumerated() {
            if let total = memoryTotal(row) { sample.accelerators[.memoryTotal, place] = total }
            if case .absent = sample.accelerators[.utilization, place],
                let active = reading(.engineActive, row)
            {
                sample.accelerators[.utilization, place] = active
            }
            guard hasInstances(row) else { continue }
            for metric in voided {
                sample.accelerators[metric, place] = .absent(Absence(.unsupported, .migEnabled))
            }
        }
    }

    /// Free, used and reserved make up what there is; older exporters do not list what is reserved.
    private func memoryTotal(_ row: Int) -> Reading<Double>? {
        guard let free = reading(.memoryFree, row), let used = reading(.metric(.memoryUsed), row)
        else { return nil }
        guard let free = free.value, let used = used.value else { return .absent(.notReported) }
        return .value(free + used + (reading(.memoryReserved, row)?.value ?? 0))
    }
}
