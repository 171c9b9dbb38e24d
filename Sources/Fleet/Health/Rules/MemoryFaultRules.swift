/// Device memory that is going bad: uncorrected errors, remapped rows, retired pages.
struct MemoryFaultRule: HealthRule {
    let name = "memory-fault"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        for fault in Self.faults {
            guard let column = view.sample.accelerators[fault.metric] else { continue }
            for row in column.rows(where: { $0 >= fault.atLeast }) {
                let count = Int(column.value(row) ?? 0)
                let words = fault.words(count)
                observations.append(
                    view.observation(
                        GenericRule(fault.rule), fault.severity, view.accelerator(row),
                        title: "\(view.label(row)) \(words)",
                        evidence: ["\(fault.metric.field) is \(count)."]
                    ).advising(fault.nextStep).folded(.node, as: fault.cause))
            }
        }
    }

    private struct Fault: Sendable {
        var metric: AcceleratorMetric
        var atLeast: Double
        var rule: String
        var severity: Severity
        var cause: String
        var nextStep: String
        var isCounted: Bool

        func words(_ count: Int) -> String { isCounted ? "\(count) \(cause)" : cause }
    }

    private static let faults: [Fault] = [
        Fault(
            metric: .eccUncorrected, atLeast: 1, rule: "ecc-uncorrected", severity: .critical,
            cause: "uncorrected ECC errors",
            nextStep: "Drain the node and reset the GPU; results since then may be wrong.",
            isCounted: true),
        Fault(
            metric: .remapFailure, atLeast: 1, rule: "remap-failed", severity: .critical,
            cause: "row remapping failed", nextStep: "Drain the node and have the GPU replaced.",
            isCounted: false),
        Fault(
            metric: .remapPending, atLeast: 1, rule: "remap-pending", severity: .warning,
            cause: "row remapping waits for a reset",
            nextStep: "Reset the GPU when its job has ended.", isCounted: false),
        Fault(
            metric: .retiredPages, atLeast: 30, rule: "retired-pages", severity: .warning,
            cause: "retired memory pages",
            nextStep: "Plan a replacement: at 60 pages the GPU is due.", isCounted: true),
    ]
}
