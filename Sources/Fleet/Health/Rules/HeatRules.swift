/// Clocks held down by heat, a power brake, or the hardware.
struct ThrottleRule: HealthRule {
    let name = "throttled"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.accelerators[.throttleReasons] else { return }
        let harmful = ThrottleReasons.harmful.rawValue
        for row in column.rows(where: { Int($0) & harmful != 0 }) {
            let reasons = ThrottleReasons(rawValue: Int(column.value(row) ?? 0))
            observations.append(observation(row, reasons.intersection(.harmful), view))
        }
    }

    private func observation(
        _ row: Int, _ reasons: ThrottleReasons, _ view: HealthView
    ) -> Observation {
        let isHeat = !reasons.isDisjoint(with: [.softwareThermal, .hardwareThermal])
        let isBrake = reasons.contains(.powerBrake)
        let cause = isHeat ? "slowed by heat" : isBrake ? "slowed by power brake" : "slowed"
        let step =
            isHeat
            ? "Check fans, inlet temperature and neighbours; move load away until it cools."
            : "Check the power supplies and the rack's power budget."
        return view.observation(
            self, .warning, view.accelerator(row), title: "\(view.label(row)) \(cause)",
            evidence: evidence(row, reasons, view)
        ).advising(step).folded(.site, as: cause)
            .steadied(after: .seconds(5), linger: .seconds(20))
    }

    private func evidence(
        _ row: Int, _ reasons: ThrottleReasons, _ view: HealthView
    ) -> [String] {
        let table = view.sample.accelerators
        var evidence = ["The driver reports: \(reasons.text)."]
        if let celsius = table.value(.temperature, row) {
            evidence.append("Temperature \(Int(celsius.rounded())) °C.")
        }
        if let clock = table.value(.smClock, row), let highest = table.value(.smClockMax, row) {
            evidence.append("SM clock \(Int(clock / 1e6)) of \(Int(highest / 1e6)) MHz.")
        }
        return evidence
    }
}

/// Core or memory temperature near the limit.
struct TemperatureRule: HealthRule {
    let name = "hot"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        look(.temperature, view.limits.temperature, "", view, into: &observations)
        look(
            .memoryTemperature, view.limits.memoryTemperature, "memory ", view, into: &observations)
    }

    private func look(
        _ metric: AcceleratorMetric, _ line: HealthLimits.Line, _ part: String, _ view: HealthView,
        into observations: inout [Observation]
    ) {
        guard let column = view.sample.accelerators[metric] else { return }
        let rule = GenericRule(part.isEmpty ? name : "hot-memory")
        for row in view.candidates(column, line, rule.name) {
            guard let celsius = column.value(row),
                let standing = view.standing(line, celsius, rule.name, view.accelerator(row))
            else { continue }
            observations.append(
                view.observation(
                    rule, .warning, view.accelerator(row),
                    title: "\(view.label(row)) \(part)at \(Int(celsius.rounded())) °C",
                    evidence: [
                        "Raised at \(Int(line.raise)) °C, cleared below \(Int(line.clear)) °C."
                    ]
                ).standing(standing)
                    .advising("Check fans, inlet temperature and neighbours.")
                    .folded(.site, as: "\(part)hot")
                    .steadied(after: .seconds(5), linger: .seconds(20)))
        }
    }
}
