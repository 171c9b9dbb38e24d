package import Fleet

/// The menus that are the same on every view.
enum GeneralMenus {
    static func themes(_ state: DashboardState) -> MenuLayer {
        MenuLayer(
            "Theme",
            state.options.themes.map {
                MenuLayer.Item(
                    $0.name, detail: $0.summary, isOn: $0.name == state.theme.name,
                    request: .theme($0.name))
            }, undo: .theme(state.theme.name))
    }

    static func metrics(_ state: DashboardState) -> MenuLayer {
        MenuLayer(
            "Heat map",
            HeatMetric.all.map { metric, summary in
                MenuLayer.Item(
                    metric.title, detail: summary, isOn: metric == state.metric,
                    request: .metric(metric.title))
            })
    }

    static func acknowledge(_ finding: Finding) -> MenuLayer {
        let choices: [(String, String, Duration?)] = [
            ("acknowledge", "quiet until it goes away", nil),
            ("15 minutes", "snooze", .seconds(900)), ("1 hour", "snooze", .seconds(3600)),
            ("4 hours", "snooze", .seconds(14_400)), ("1 day", "snooze", .seconds(86_400)),
        ]
        return MenuLayer(
            "Be quiet about: \(Format.cut(finding.title, 30))",
            choices.map {
                MenuLayer.Item($0.0, detail: $0.1, request: .acknowledge(finding.id, $0.2))
            })
    }
}

/// What the heat map can show.
package enum HeatMetric {
    /// The metrics with what the menu says of them.
    package static let all: [(AcceleratorMetric, String)] = [
        (.utilization, "GPU utilisation"), (.memoryUsed, "device memory used"),
        (.temperature, "temperature, up to 90°"), (.power, "power, of its limit"),
        (.memoryActivity, "memory bandwidth in use"), (.tensorActive, "tensor pipe active"),
    ]

    /// The next one round.
    package static func after(_ metric: AcceleratorMetric) -> AcceleratorMetric {
        let place = all.firstIndex { $0.0 == metric } ?? -1
        return all[(place + 1) % all.count].0
    }
}
