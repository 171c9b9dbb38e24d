import Fleet

/// One `<gpu>` of `nvidia-smi -q -x`.
struct DeviceRecord: Sendable {
    var model = ""
    var uuid = ""
    var pciBusID: String?
    var isMIG = false
    var instances: [Instance] = []
    var processes: [Process] = []
    private(set) var readings: [AcceleratorMetric: Reading<Double>] = [:]
    private var ranks: [AcceleratorMetric: Int] = [:]

    /// One `<mig_device>`.
    struct Instance: Sendable {
        var index = 0
        var gpuInstance = 0
        var computeInstance = 0
        var uuid = ""
        var memoryTotal = Reading<Double>.absent(.notReported)
        var memoryUsed = Reading<Double>.absent(.notReported)
        var uncorrected = Reading<Double>.absent(.notReported)
    }

    /// One `<process_info>`.
    struct Process: Sendable {
        var pid: Int?
        var gpuInstance: Int?
        var computeInstance: Int?
        var type = ""
        var name = ""
        var memory = Reading<Double>.absent(.notReported)
    }

    /// Takes over what one element says.
    mutating func apply(_ rule: DeviceRules.Rule, _ text: UnsafeRawBufferPointer) {
        switch rule {
        case .model: model = Self.text(text) ?? model
        case .uuid: uuid = Self.text(text) ?? uuid
        case .pciBusID: pciBusID = Self.text(text) ?? pciBusID
        case .migMode: isMIG = CellText.equals(CellText.trimmed(text), "Enabled")
        case .reading(let metric, let kind, let rank):
            take(metric, SMICell.reading(text, kind), rank)
        case .part(let metric): add(metric, SMICell.reading(text, .quantity(.plain)))
        case .throttle(let reason): throttle(reason, SMICell.reading(text, .flag))
        case .block(let metrics):
            guard let absence = SMICell.absence(CellText.trimmed(text)) else { return }
            for metric in metrics where readings[metric] == nil {
                readings[metric] = .absent(absence)
            }
        case .recovery(let action): recover(action, SMICell.reading(text, .flag))
        case .mig(let field): apply(field, text)
        case .process(let field): apply(field, text)
        }
    }

    private mutating func take(_ metric: AcceleratorMetric, _ reading: Reading<Double>, _ rank: Int)
    {
        if readings[metric]?.value != nil,
            reading.value == nil || ranks[metric, default: .max] <= rank
        {
            return
        }
        if readings[metric] != nil, reading.value == nil { return }
        readings[metric] = reading
        ranks[metric] = rank
    }

    private mutating func add(_ metric: AcceleratorMetric, _ reading: Reading<Double>) {
        switch (readings[metric]?.value, reading.value) {
        case (let sum?, let part?): readings[metric] = .value(sum + part)
        case (nil, .some): readings[metric] = reading
        case (nil, nil) where readings[metric] == nil: readings[metric] = reading
        default: break
        }
    }

    private mutating func throttle(_ reason: ThrottleReasons, _ active: Reading<Double>) {
        add(.throttleReasons, active.map { $0 == 1 ? Double(reason.rawValue) : 0 })
    }

    private mutating func recover(_ action: RecoveryAction, _ wanted: Reading<Double>) {
        let known = readings[.recoveryAction]?.value ?? 0
        let reading = wanted.map { $0 == 1 ? max(known, Double(action.rawValue)) : known }
        if reading.value != nil || readings[.recoveryAction] == nil {
            readings[.recoveryAction] = reading
        }
    }

    private mutating func apply(_ field: DeviceRules.MIGField, _ text: UnsafeRawBufferPointer) {
        guard !instances.isEmpty else { return }
        let last = instances.count - 1
        let memory = SMICell.Kind.quantity(.mebibytes)
        switch field {
        case .index: instances[last].index = Self.whole(text) ?? 0
        case .gpuInstance: instances[last].gpuInstance = Self.whole(text) ?? 0
        case .computeInstance: instances[last].computeInstance = Self.whole(text) ?? 0
        case .uuid: instances[last].uuid = Self.text(text) ?? ""
        case .memoryTotal: instances[last].memoryTotal = SMICell.reading(text, memory)
        case .memoryUsed: instances[last].memoryUsed = SMICell.reading(text, memory)
        case .uncorrected:
            instances[last].uncorrected = SMICell.reading(text, .quantity(.plain))
        }
    }

    private mutating func apply(_ field: DeviceRules.ProcessField, _ text: UnsafeRawBufferPointer) {
        guard !processes.isEmpty else { return }
        let last = processes.count - 1
        switch field {
        case .gpuInstance: processes[last].gpuInstance = Self.whole(text)
        case .computeInstance: processes[last].computeInstance = Self.whole(text)
        case .pid: processes[last].pid = Self.whole(text)
        case .type: processes[last].type = Self.text(text) ?? ""
        case .name: processes[last].name = CleanText.clean(CellText.trimmed(text))
        case .memory:
            processes[last].memory = SMICell.reading(text, .quantity(.mebibytes))
        }
    }

    /// Text for people; `nil` where the driver says that there is none.
    private static func text(_ text: UnsafeRawBufferPointer) -> String? {
        let cell = CellText.trimmed(text)
        return SMICell.absence(cell) == nil ? CleanText.clean(cell) : nil
    }

    private static func whole(_ text: UnsafeRawBufferPointer) -> Int? {
        let cell = CellText.trimmed(text)
        guard let (value, length) = CellText.number(cell), length == cell.count, value >= 0,
            value < 1e9, value == value.rounded()
        else { return nil }
        return Int(value)
    }
}
