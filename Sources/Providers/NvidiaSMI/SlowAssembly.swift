import Fleet

/// Makes a sample of everything that one slow beat told.
struct SlowAssembly {
    /// How what is known of the GPUs stands to this beat.
    enum Freshness: Sendable {
        /// It was told by this beat.
        case current
        /// It was told by a beat not long ago.
        case remembered
        /// It was told too long ago to be shown as current.
        case old
    }

    /// The GPUs, as far as they are known.
    private let log: DeviceLog
    private let list: DeviceList
    private let links: [Int: (active: Int, total: Int)]
    private let freshness: Freshness
    let host: HostReadings
    let sections: MarkedSections
    let settings: NvidiaSMISettings
    /// The rows of GPUs in ``DeviceLog/devices``, and of their instances.
    private var deviceRows: [Int] = []
    private var instanceRows: [[Int]] = []
    /// The rows of GPUs that nvidia-smi should list and does not.
    private var lostRows: [Int] = []
    /// What is hidden and lost; `nil` where nobody could tell.
    private let view: BusView.Verdict?
    private var sample: Sample

    /// Puts the parts together.
    init(
        devices: DeviceMemory?, freshness: Freshness, host: HostReadings, sections: MarkedSections,
        settings: NvidiaSMISettings
    ) {
        log = devices?.log ?? DeviceLog()
        list = devices?.list ?? DeviceList([])
        links = devices?.links ?? [:]
        view = devices?.view
        self.freshness = freshness
        self.host = host
        self.sections = sections
        self.settings = settings
        sample = Sample(inventory: .empty)
    }

    /// The sample.
    mutating func assembled() -> Sample {
        layRows()
        for (place, device) in log.devices.enumerated() {
            takeReadings(of: device, at: deviceRows[place])
            for (device, row) in zip(device.instances, instanceRows[place]) {
                takeReadings(of: device, at: row)
            }
        }
        for (metric, reading) in host.readings { sample.nodes[metric, 0] = reading }
        takeLinks()
        if freshness == .old { forgetReadings() }
        takeProcesses()
        takeKernelLog()
        takeNotes()
        return sample
    }

    private mutating func layRows() {
        var rows: [AcceleratorIdentity] = []
        for (place, device) in log.devices.enumerated() {
            let index = list.indices[device.uuid] ?? place
            deviceRows.append(rows.count)
            rows.append(
                AcceleratorIdentity(
                    node: 0, index: index, uuid: device.uuid, model: device.model,
                    pciBusID: device.pciBusID))
            instanceRows.append([])
            for instance in device.instances {
                instanceRows[place].append(rows.count)
                rows.append(identity(of: instance, on: device, index))
            }
        }
        let taken = Set(rows.map(\.index))
        let lost = view?.lost ?? []
        let free = (0...(rows.count + lost.count)).filter { !taken.contains($0) }
        for (address, index) in zip(lost, free) {
            lostRows.append(rows.count)
            rows.append(
                AcceleratorIdentity(
                    node: 0, index: index, uuid: "", model: "", pciBusID: address))
        }
        var node = settings.node
        node.driver = log.driver
        node.cuda = log.cuda
        node.system = host.system
        node.bootID = host.bootID
        sample = Sample(inventory: Inventory(nodes: [node], accelerators: rows))
        for row in lostRows { sample.acceleratorStates[row] = .lost(.gone) }
        if let view { sample.nodes[.acceleratorsHidden, 0] = .value(Double(view.hidden)) }
        if let expected = view?.expected {
            sample.nodes[.acceleratorsExpected, 0] = .value(Double(expected))
        }
    }

    private func identity(
        of instance: DeviceRecord.Instance, on device: DeviceRecord, _ index: Int
    ) -> AcceleratorIdentity {
        let listed = list.instance(gpu: index, device: instance.index)
        return AcceleratorIdentity(
            node: 0, index: index, uuid: listed?.uuid ?? instance.uuid, model: device.model,
            pciBusID: device.pciBusID,
            mig: MIGInstance(
                gpuInstance: instance.gpuInstance, computeInstance: instance.computeInstance,
                profile: listed?.profile))
    }

    private mutating func takeReadings(of device: DeviceRecord, at row: Int) {
        for (metric, reading) in device.readings { sample.accelerators[metric, row] = reading }
        let isUnsupported = { [sample] (metric: AcceleratorMetric) in
            sample.accelerators[metric, row].absence == .unsupported
        }
        if device.isMIG {
            for metric in Self.notOfInstances where isUnsupported(metric) {
                sample.accelerators[metric, row] = .absent(Absence(.unsupported, .migEnabled))
            }
        } else if isUnsupported(.memoryTotal), isUnsupported(.memoryUsed),
            sample.accelerators.value(.utilization, row) != nil
        {
            for metric: AcceleratorMetric in [.memoryTotal, .memoryUsed] {
                sample.accelerators[metric, row] = .absent(Absence(.unsupported, .unifiedMemory))
            }
        }
        sample.acceleratorStates[row] = Self.state(of: device)
    }

    private static let notOfInstances: [AcceleratorMetric] = [
        .utilization, .memoryActivity, .encoderUtilization, .decoderUtilization,
    ]

    private static func state(of device: DeviceRecord) -> AcceleratorState {
        let absences = device.readings.values.compactMap(\.absence)
        if absences.contains(where: { $0.detail == .gpuLost }) { return .lost(.gone) }
        let wanted = device.readings[.recoveryAction]?.value ?? 0
        if wanted > 0 || absences.contains(where: { $0.detail == .requiresReset }) {
            return .failed(Absence(.lost, .requiresReset))
        }
        return .present
    }

    private mutating func takeReadings(of instance: DeviceRecord.Instance, at row: Int) {
        sample.accelerators[.memoryTotal, row] = instance.memoryTotal
        sample.accelerators[.memoryUsed, row] = instance.memoryUsed
        sample.accelerators[.eccUncorrected, row] = instance.uncorrected
        for metric in Self.notOfInstances + [.power, .temperature] {
            sample.accelerators[metric, row] = .absent(Absence(.unsupported, .migEnabled))
        }
    }

    private mutating func takeLinks() {
        for row in deviceRows {
            guard let link = links[sample.inventory.accelerators[row].index] else { continue }
            sample.accelerators[.nvlinksActive, row] = .value(Double(link.active))
            sample.accelerators[.nvlinksTotal, row] = .value(Double(link.total))
        }
    }

    /// What was read too long ago is not shown as if it were current.
    private mutating func forgetReadings() {
        for metric in AcceleratorMetric.allCases {
            guard let column = sample.accelerators[metric] else { continue }
            for row in 0..<column.count where column.value(row) != nil {
                sample.accelerators[metric, row] = .absent(Absence(.stale))
            }
        }
    }

    private mutating func takeProcesses() {
        guard settings.readsProcesses else { return }
        let isListed = sections["apps-status"]?.value == "0"
        guard !log.devices.isEmpty, isListed || freshness != .old else {
            sample.processes = .absent(log.devices.isEmpty ? .notReported : Absence(.stale))
            return
        }
        let found = ProcessAssembly(
            log: log, sections: sections, inventory: sample.inventory, deviceRows: deviceRows,
            instanceRows: instanceRows, listsAll: isListed && freshness != .current
        ).processes()
        sample.processes = .value(found)
        for row in sample.inventory.accelerators.indices {
            sample.accelerators[.processCount, row] = .value(0)
        }
        for process in found {
            let count = sample.accelerators.value(.processCount, process.accelerator) ?? 0
            sample.accelerators[.processCount, process.accelerator] = .value(count + 1)
        }
    }

    private mutating func takeKernelLog() {
        guard settings.readsKernelLog else { return }
        guard sections["kernel-read"] != nil, let lines = sections["kernel"]?.lines else {
            sample.kernelEvents = .absent(Absence(.denied, .insufficientPermissions))
            for row in deviceRows {
                sample.accelerators[.lastXid, row] = .absent(
                    Absence(.denied, .insufficientPermissions))
            }
            return
        }
        let rows = Dictionary(
            (deviceRows + lostRows).compactMap { row in
                sample.inventory.accelerators[row].pciBusID.map {
                    (PCIAddress.normalised($0), row)
                }
            }, uniquingKeysWith: { first, _ in first })
        let events = KernelLog.xids(in: lines, booted: host.booted).map { xid in
            KernelEvent(
                xid: xid.number, accelerator: rows[PCIAddress.normalised(xid.pciAddress)], node: 0,
                time: xid.time, text: xid.text, pciBusID: xid.pciAddress)
        }
        sample.kernelEvents = .value(events)
        for event in events {
            guard let row = event.accelerator else { continue }
            sample.accelerators[.lastXid, row] = .value(Double(event.xid))
        }
    }

    private mutating func takeNotes() {
        if let schema = log.schema, schema > DeviceLog.newestSchema {
            sample.notes.append(
                "nvidia-smi speaks XML schema v\(schema), newer than v\(DeviceLog.newestSchema); "
                    + "it is read by the newest known rules.")
        }
        if let view, view.hidden > 0 {
            let seen = view.expected ?? log.devices.count
            sample.notes.append(
                "Limited view: \(seen) of \(seen + view.hidden) GPUs visible; "
                    + "a cgroup or container hides the others.")
        }
    }
}
