import Collector
import Fleet

/// What the last `nvidia-smi -q -x` that came back said, and what came with it. GPUs are remembered while
/// nvidia-smi hangs; what was read of them is, for a while.
struct DeviceMemory: Sendable {
    let log: DeviceLog
    /// Lists that came with the log.
    let list: DeviceList
    let links: [Int: (active: Int, total: Int)]
    let time: MonotonicTime
    /// GPUs of the node that are not in the log; `nil` where the host never told.
    let view: BusView.Verdict?

    /// Takes over a log; what the host does not tell this time is as in `previous`.
    init(
        log: DeviceLog, sections: MarkedSections, time: MonotonicTime, previous: DeviceMemory?
    ) {
        self.log = log
        list = DeviceList(sections.lines("list"))
        links = NVLinkStatus.links(sections.lines("nvlink", limit: 8192))
        self.time = time
        let fallen = KernelLog.xids(in: sections["kernel"]?.lines ?? [], booted: nil)
            .filter { $0.number == 79 }.map { PCIAddress.normalised($0.pciAddress) }
        let bus = BusView(sections, fallen: Set(fallen))
        view =
            bus.verdict(listed: log.devices.compactMap(\.pciBusID)) ?? previous?.view
    }

    /// Says what failed, and how old that makes what it would have told.
    static func note(
        _ failure: SourceFailure, _ memory: DeviceMemory?, _ now: MonotonicTime
    ) -> String {
        guard let memory else { return "\(failure.message) \(failure.nextStep)" }
        let age = Int((now - memory.time).inSeconds)
        return "\(failure.message) What only it tells is \(age) s old. \(failure.nextStep)"
    }
}
