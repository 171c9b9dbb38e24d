import Fleet

/// One thing that the fast beat wants to know, under the names that drivers have had for it.
struct QueryField: Sendable, Hashable {
    /// What the cell is for.
    enum Purpose: Sendable, Hashable {
        case timestamp, index, uuid, model, pciBusID, driver, count, migMode
        case reading(AcceleratorMetric, SMICell.Kind)
        /// The same metric by another name, where the first has no value.
        case substitute(AcceleratorMetric, SMICell.Kind)
    }

    var purpose: Purpose
    /// Newest first; the first one that the driver knows is asked for.
    var names: [String]

    private init(_ purpose: Purpose, _ names: String...) {
        self.purpose = purpose
        self.names = names
    }

    /// Identity first: a row that breaks off still tells which GPU it was.
    static let identity: [QueryField] = [
        QueryField(.timestamp, "timestamp"),
        QueryField(.index, "index"),
        QueryField(.uuid, "uuid", "gpu_uuid"),
        QueryField(.pciBusID, "pci.bus_id", "gpu_bus_id"),
        QueryField(.model, "name", "gpu_name"),
        QueryField(.driver, "driver_version"),
        QueryField(.count, "count"),
    ]

    /// What changes from second to second.
    static let readings: [QueryField] = [
        QueryField(.migMode, "mig.mode.current"),
        QueryField(.reading(.utilization, .share), "utilization.gpu"),
        QueryField(.reading(.memoryActivity, .share), "utilization.memory"),
        QueryField(.reading(.memoryUsed, .quantity(.mebibytes)), "memory.used"),
        QueryField(.reading(.memoryTotal, .quantity(.mebibytes)), "memory.total"),
        QueryField(.reading(.temperature, .quantity(.celsius)), "temperature.gpu"),
        QueryField(.reading(.memoryTemperature, .quantity(.celsius)), "temperature.memory"),
        QueryField(.reading(.power, .quantity(.watts)), "power.draw"),
        QueryField(
            .substitute(.power, .quantity(.watts)), "power.draw.instant", "gpu.power.draw.instant"),
        QueryField(
            .reading(.powerLimit, .quantity(.watts)), "enforced.power.limit",
            "gpu.power.current_limit", "power.limit"),
        QueryField(
            .reading(.smClock, .quantity(.megahertz)), "clocks.current.sm", "clocks.sm"),
        QueryField(
            .reading(.memoryClock, .quantity(.megahertz)), "clocks.current.memory", "clocks.mem"),
        QueryField(.reading(.performanceState, .performanceState), "pstate"),
        QueryField(.reading(.fanSpeed, .quantity(.percent)), "fan.speed"),
        QueryField(
            .reading(.throttleReasons, .bits), "clocks_event_reasons.active",
            "clocks_throttle_reasons.active"),
        QueryField(
            .reading(.pcieGeneration, .quantity(.plain)), "pcie.link.gen.gpucurrent",
            "pcie.link.gen.current"),
        QueryField(.reading(.pcieWidth, .quantity(.plain)), "pcie.link.width.current"),
        QueryField(.reading(.encoderUtilization, .share), "utilization.encoder"),
        QueryField(.reading(.decoderUtilization, .share), "utilization.decoder"),
    ]

    static let wanted = identity + readings

    /// What every driver of the last ten years knows, for when one does not list its fields.
    static let universal: Set<String> = [
        "timestamp", "index", "uuid", "pci.bus_id", "name", "driver_version", "count",
        "utilization.gpu", "utilization.memory", "memory.used", "memory.total", "temperature.gpu",
        "power.draw", "power.limit", "clocks.sm", "clocks.mem", "pstate", "fan.speed",
    ]
}

/// The fields that one driver is asked for, in their order in each row.
struct QueryPlan: Sendable, Hashable {
    /// Purpose of each cell.
    let purposes: [QueryField.Purpose]
    /// What `--query-gpu=` gets.
    let names: [String]

    /// The wanted fields that are among `known`, each by the newest name there.
    init(known: Set<String>, wanted: [QueryField] = QueryField.wanted) {
        var purposes: [QueryField.Purpose] = []
        var names: [String] = []
        for field in wanted {
            guard let name = field.names.first(where: known.contains) else { continue }
            purposes.append(field.purpose)
            names.append(name)
        }
        self.purposes = purposes
        self.names = names
    }

    /// The option that asks for them.
    var option: String { "--query-gpu=" + names.joined(separator: ",") }

    /// The names in the answer to `--help-query-gpu`: each is quoted, several names of one field stand
    /// in one line with "or" between them.
    static func fieldNames(inHelp help: ArraySlice<UInt8>) -> Set<String> {
        var names: Set<String> = []
        for line in help.split(separator: 0x0a) where line.first == 0x22 {
            for (place, part) in line.split(separator: 0x22, omittingEmptySubsequences: false)
                .enumerated() where place % 2 == 1 && isName(part)
            {
                names.insert(String(decoding: part, as: UTF8.self))
            }
        }
        return names
    }

    private static func isName(_ part: ArraySlice<UInt8>) -> Bool {
        !part.isEmpty && part.count < 128
            && part.allSatisfy {
                (CellText.lowercase($0) >= 0x61 && CellText.lowercase($0) <= 0x7a)
                    || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2e || $0 == 0x5f
            }
    }
}
