import Fleet

/// Makes a sample of everything that one slow beat told.
struct SlowAssembly {
    let log: DeviceLog
    let host: HostReadings
    let list: DeviceList
    let sections: MarkedSections
    let settings: NvidiaSMISettings
    /// The rows of GPUs in ``DeviceLog/devices``, and of their instances.
    private var deviceRows: [Int] = []
    private var instanceRows: [[Int]] = []
    private var sample: Sample

    /// Puts the parts together.
    init(
        log: DeviceLog, host: HostReadings, sections: MarkedSections, settings: NvidiaSMISettings
    ) {
        self.log = log
        self.host = host
        self.sections = sections
        self.settings = settings
        list = DeviceList(sections.lines("list"))
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
        var node = settings.node
        node.driver = log.driver
        node.cuda = log.cuda
        node.system = host.system
        node.bootID = host.bootID
        sample = Sample(inventory: Inventory(nodes: [node], accelerators: rows))
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
        let links = NVLinkStatus.links(sections.lines("nvlink", limit: 8192))
        for row in deviceRows {
            guard let link = links[sample.inventory.accelerators[row].index] else { continue }
            sample.accelerators[.nvlinksActive, row] = .value(Double(link.active))
            sample.accelerators[.nvlinksTotal, row] = .value(Double(link.total))
        }
    }

    private mutating func takeProcesses() {
        guard settings.readsProcesses else { return }
        let found = ProcessAssembly(
            log: log, sections: sections, inventory: sample.inventory, deviceRows: deviceRows,
            instanceRows: instanceRows
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
            deviceRows.compactMap { row in
                sample.inventory.accelerators[row].pciBusID.map {
                    (PCIAddress.normalised($0), row)
                }
            }, uniquingKeysWith: { first, _ in first })
        let events = KernelLog.xids(in: lines, booted: host.booted).map { xid in
            KernelEvent(
                xid: xid.number, accelerator: rows[PCIAddress.normalised(xid.pciAddress)], node: 0,
                time: xid.time, text: xid.text)
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
        let onNode = sections.lines("gpus").count
        if onNode > log.devices.count {
            sample.notes.append(
                "nvidia-smi shows \(log.devices.count) of the node's \(onNode) GPUs: "
                    + "a cgroup or container limits the view, or a GPU was lost before.")
        }
    }
}
