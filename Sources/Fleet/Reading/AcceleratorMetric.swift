/// What is measured of an accelerator (a GPU or a MIG instance).
public enum AcceleratorMetric: Int, Metric {
    /// Share of the last sample period in which a kernel ran (nvidia-smi `utilization.gpu`).
    case utilization
    /// Share of time in which device memory was read or written (`utilization.memory`, DCGM
    /// `MEM_COPY_UTIL`).
    case memoryActivity
    /// Device memory in use, the driver's own reserve left out.
    case memoryUsed
    /// Device memory there is.
    case memoryTotal
    /// Core temperature.
    case temperature
    /// Memory temperature.
    case memoryTemperature
    /// Power drawn now, of the GPU alone.
    case power
    /// The limit in force.
    case powerLimit
    /// Streaming multiprocessor clock.
    case smClock
    /// The highest such clock.
    case smClockMax
    /// Memory clock.
    case memoryClock
    /// P-state, 0 (fastest) to 15.
    case performanceState
    /// Fan speed of its maximum.
    case fanSpeed
    /// Why clocks are held down: ``ThrottleReasons`` bits.
    case throttleReasons
    /// Corrected ECC errors since the driver was loaded.
    case eccCorrected
    /// Uncorrected ECC errors since the driver was loaded.
    case eccUncorrected
    /// Corrected ECC errors in the GPU's life.
    case eccCorrectedAggregate
    /// Uncorrected ECC errors in the GPU's life.
    case eccUncorrectedAggregate
    /// Memory rows remapped for correctable errors.
    case remappedCorrectable
    /// Memory rows remapped for uncorrectable errors.
    case remappedUncorrectable
    /// A remapping waits for a reset.
    case remapPending
    /// A remapping failed: the GPU wants replacing.
    case remapFailure
    /// Pages retired, on GPUs older than row remapping.
    case retiredPages
    /// PCIe generation of the link now.
    case pcieGeneration
    /// The highest that GPU and slot can do.
    case pcieGenerationMax
    /// PCIe lanes of the link now.
    case pcieWidth
    /// The most that GPU and slot can do.
    case pcieWidthMax
    /// PCIe traffic towards the GPU.
    case pcieReceive
    /// PCIe traffic from the GPU.
    case pcieTransmit
    /// NVLinks that are up.
    case nvlinksActive
    /// NVLinks there are.
    case nvlinksTotal
    /// NVLink traffic of all links, both ways.
    case nvlinkTraffic
    /// Video encoder.
    case encoderUtilization
    /// Video decoder.
    case decoderUtilization
    /// Share of time in which the tensor pipe was active (DCGM profiling).
    case tensorActive
    /// Persistence mode is on.
    case persistenceMode
    /// What the driver wants done: ``RecoveryAction`` raw value.
    case recoveryAction
    /// The last Xid error; absent where none was seen.
    case lastXid
    /// Compute processes on the GPU.
    case processCount
}

extension AcceleratorMetric {
    public var field: String {
        switch self {
        case .utilization: "utilization_ratio"
        case .memoryActivity: "memory_activity_ratio"
        case .memoryUsed: "memory_used_bytes"
        case .memoryTotal: "memory_total_bytes"
        case .temperature: "temperature_celsius"
        case .memoryTemperature: "memory_temperature_celsius"
        case .power: "power_watts"
        case .powerLimit: "power_limit_watts"
        case .smClock: "sm_clock_hertz"
        case .smClockMax: "sm_clock_max_hertz"
        case .memoryClock: "memory_clock_hertz"
        case .performanceState: "performance_state"
        case .fanSpeed: "fan_speed_ratio"
        case .throttleReasons: "throttle_reasons"
        case .eccCorrected: "ecc_corrected_volatile_total"
        case .eccUncorrected: "ecc_uncorrected_volatile_total"
        case .eccCorrectedAggregate: "ecc_corrected_aggregate_total"
        case .eccUncorrectedAggregate: "ecc_uncorrected_aggregate_total"
        case .remappedCorrectable: "remapped_rows_correctable_total"
        case .remappedUncorrectable: "remapped_rows_uncorrectable_total"
        case .remapPending: "remapped_rows_pending"
        case .remapFailure: "remapped_rows_failure"
        case .retiredPages: "retired_pages_total"
        case .pcieGeneration: "pcie_generation"
        case .pcieGenerationMax: "pcie_generation_max"
        case .pcieWidth: "pcie_width"
        case .pcieWidthMax: "pcie_width_max"
        case .pcieReceive: "pcie_receive_bytes_per_second"
        case .pcieTransmit: "pcie_transmit_bytes_per_second"
        case .nvlinksActive: "nvlinks_active"
        case .nvlinksTotal: "nvlinks"
        case .nvlinkTraffic: "nvlink_bytes_per_second"
        case .encoderUtilization: "encoder_utilization_ratio"
        case .decoderUtilization: "decoder_utilization_ratio"
        case .tensorActive: "tensor_active_ratio"
        case .persistenceMode: "persistence_mode"
        case .recoveryAction: "recovery_action"
        case .lastXid: "last_xid"
        case .processCount: "processes"
        }
    }

    public var title: String {
        switch self {
        case .utilization: "util"
        case .memoryActivity: "mem bw"
        case .memoryUsed: "mem"
        case .memoryTotal: "mem total"
        case .temperature: "temp"
        case .memoryTemperature: "mem temp"
        case .power: "power"
        case .powerLimit: "limit"
        case .smClock: "sm clk"
        case .smClockMax: "sm max"
        case .memoryClock: "mem clk"
        case .performanceState: "P"
        case .fanSpeed: "fan"
        case .throttleReasons: "throttle"
        case .eccCorrected: "ecc c"
        case .eccUncorrected: "ecc u"
        case .eccCorrectedAggregate: "ecc c all"
        case .eccUncorrectedAggregate: "ecc u all"
        case .remappedCorrectable: "remap c"
        case .remappedUncorrectable: "remap u"
        case .remapPending: "remap pend"
        case .remapFailure: "remap fail"
        case .retiredPages: "retired"
        case .pcieGeneration: "pcie"
        case .pcieGenerationMax: "pcie max"
        case .pcieWidth: "lanes"
        case .pcieWidthMax: "lanes max"
        case .pcieReceive: "pcie rx"
        case .pcieTransmit: "pcie tx"
        case .nvlinksActive: "nvlinks"
        case .nvlinksTotal: "nvlinks all"
        case .nvlinkTraffic: "nvlink"
        case .encoderUtilization: "enc"
        case .decoderUtilization: "dec"
        case .tensorActive: "tensor"
        case .persistenceMode: "persist"
        case .recoveryAction: "recovery"
        case .lastXid: "xid"
        case .processCount: "procs"
        }
    }

    public var unit: Unit {
        switch self {
        case .utilization, .memoryActivity, .fanSpeed, .encoderUtilization,
            .decoderUtilization, .tensorActive:
            .ratio
        case .memoryUsed, .memoryTotal: .bytes
        case .temperature, .memoryTemperature: .celsius
        case .power, .powerLimit: .watts
        case .smClock, .smClockMax, .memoryClock: .hertz
        case .performanceState, .pcieGeneration, .pcieGenerationMax, .pcieWidth,
            .pcieWidthMax, .recoveryAction, .lastXid:
            .ordinal
        case .throttleReasons: .bits
        case .eccCorrected, .eccUncorrected, .eccCorrectedAggregate,
            .eccUncorrectedAggregate, .remappedCorrectable, .remappedUncorrectable,
            .retiredPages, .nvlinksActive, .nvlinksTotal, .processCount:
            .count
        case .remapPending, .remapFailure, .persistenceMode: .flag
        case .pcieReceive, .pcieTransmit, .nvlinkTraffic: .bytesPerSecond
        }
    }
}
