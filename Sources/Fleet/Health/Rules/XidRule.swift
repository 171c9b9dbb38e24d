/// Xid errors, from the kernel log or from DCGM.
struct XidRule: HealthRule {
    let name = "xid"
    let isMomentary = false

    /// Hardware or driver faults that end work on the GPU. 48 double-bit ECC, 62 and 63 micro-controller
    /// and row remapping, 64 failed remapping, 74 NVLink, 79 off the bus, 95 uncontained ECC, 119/120 GSP.
    static let critical: Set<Int> = [48, 62, 63, 64, 74, 79, 95, 119, 120]
    /// Faults that were contained, or that foretell worse.
    static let warning: Set<Int> = [32, 38, 61, 69, 92, 94, 109, 121, 122, 123, 136, 140, 143]

    /// How bad an Xid is; those that an application brings upon itself (13, 31, 43, 45...) are news.
    static func severity(_ xid: Int) -> Severity {
        critical.contains(xid) ? .critical : warning.contains(xid) ? .warning : .notice
    }

    /// The latest event of an accelerator that tells more than an application's own fault.
    static func last(of row: Int, in view: HealthView) -> KernelEvent? {
        view.sample.kernelEvents.value?.last {
            $0.accelerator == row && severity($0.xid) > .notice
        }
    }

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        var seen: Set<Key> = []
        for event in view.sample.kernelEvents.value ?? [] {
            let key = Key(node: event.node, accelerator: event.accelerator, xid: event.xid)
            guard seen.insert(key).inserted else { continue }
            if let observation = observation(of: event, view) { observations.append(observation) }
        }
        guard let column = view.sample.accelerators[.lastXid] else { return }
        for row in column.rows(where: { $0 > 0 }) {
            guard let xid = column.value(row).map({ Int($0) }) else { continue }
            let node = view.sample.inventory.accelerators[row].node
            guard seen.insert(Key(node: node, accelerator: row, xid: xid)).inserted else {
                continue
            }
            let event = KernelEvent(xid: xid, accelerator: row, node: node, time: nil, text: "")
            if let observation = observation(of: event, view) { observations.append(observation) }
        }
    }

    private struct Key: Hashable {
        var node: Int
        var accelerator: Int?
        var xid: Int
    }

    /// `nil` where another finding already tells it: the GPU is lost, and says by which Xid.
    private func observation(of event: KernelEvent, _ view: HealthView) -> Observation? {
        let states = view.sample.acceleratorStates
        if let row = event.accelerator, case .lost = states[row] { return nil }
        let severity = Self.severity(event.xid)
        let last = lastTime(like: event, view)
        if severity != .critical, let last, view.now.wall - last > view.limits.xidNews {
            return nil
        }
        let subject = event.accelerator.map { view.accelerator($0) } ?? view.node(event.node)
        let place = event.accelerator.map { "\(view.label($0)) " } ?? ""
        let meaning = Self.meaning(event.xid)
        var observation = view.observation(
            GenericRule("xid-\(event.xid)"), severity, subject,
            title: "\(place)Xid \(event.xid)\(meaning.map { ": \($0)" } ?? "")",
            evidence: [
                event.text.isEmpty ? "The last Xid of this GPU, at no known time." : event.text
            ]
        ).advising(Self.nextStep(event.xid)).folded(.node, as: "Xid \(event.xid)")
        if severity != .critical { observation.newsFor = view.limits.xidNews }
        return last.map { observation.since($0) } ?? observation
    }

    /// When the same error was last logged.
    private func lastTime(like event: KernelEvent, _ view: HealthView) -> WallTime? {
        view.sample.kernelEvents.value?.last {
            $0.xid == event.xid && $0.accelerator == event.accelerator && $0.node == event.node
        }?.time ?? event.time
    }

    /// What the number stands for, in a few words; `nil` for the rarer ones.
    static func meaning(_ xid: Int) -> String? {
        switch xid {
        case 13: "graphics engine exception"
        case 31: "memory page fault"
        case 43: "application stopped by the driver"
        case 45: "pre-emptive clean-up"
        case 48: "double-bit ECC error"
        case 61, 62: "micro-controller halt"
        case 63: "row remapping event"
        case 64: "row remapping failed"
        case 74: "NVLink error"
        case 79: "fallen off the bus"
        case 92: "many single-bit ECC errors"
        case 94: "contained ECC error"
        case 95: "uncontained ECC error"
        case 119, 120: "GSP does not answer"
        default: nil
        }
    }

    private static func nextStep(_ xid: Int) -> String {
        switch xid {
        case 79: "Drain the node and power-cycle it; if it happens again, reseat or replace."
        case 48, 62, 95, 119, 120: "Drain the node, then reset the GPU."
        case 63: "Reset the GPU when its job has ended, so that the remapping takes effect."
        case 64: "Drain the node and have the GPU replaced."
        case 74: "Drain the node and check the NVLink bridge or baseboard."
        case 94: "Restart the job that was hit; reset the GPU when it can be spared."
        case 13, 31, 43, 45: "Look at the job that ran there: the application is the likely cause."
        default: "Look the number up in NVIDIA's Xid table, and watch for more."
        }
    }
}
