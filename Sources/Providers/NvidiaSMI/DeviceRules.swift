import Fleet

/// What the elements of `nvidia-smi -q -x` mean, by their path below `<gpu>`: schemas v10 to v13, which
/// is drivers 418 to 610. Paths are exact, because the same names stand in several blocks (three power
/// blocks from 570 on) and mean different things there.
enum DeviceRules {
    /// What an element's text is for.
    enum Rule: Sendable {
        case model, uuid, pciBusID, migMode
        /// A reading; where several elements tell the same, the one of the lowest rank that has a value
        /// counts.
        case reading(AcceleratorMetric, SMICell.Kind, rank: Int)
        /// One part of a sum.
        case part(AcceleratorMetric)
        /// A clock limit that is active or not.
        case throttle(ThrottleReasons)
        /// The block is not there as a whole.
        case block([AcceleratorMetric])
        /// What to do where this says yes.
        case recovery(RecoveryAction)
        case mig(MIGField)
        case process(ProcessField)
    }

    enum MIGField: Sendable {
        case index, gpuInstance, computeInstance, memoryTotal, memoryUsed, uncorrected, uuid
    }

    enum ProcessField: Sendable { case gpuInstance, computeInstance, pid, type, name, memory }

    /// Rules by the hash of their path.
    static let byPath: [UInt64: Rule] = Dictionary(
        (identity + readings + links + errors + throttles + parts).map { (hash($0.0), $0.1) }
    ) { first, _ in first }

    /// The hash of a path relative to `<gpu>`: FNV-1a over `/name` of each element.
    static func hash(_ path: String) -> UInt64 {
        path.split(separator: "/").reduce(start) { hash, name in
            Array(name.utf8).withUnsafeBytes { step(hash, $0) }
        }
    }

    static let start: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The hash of a child of the element with this hash.
    static func step(_ hash: UInt64, _ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash = (hash ^ 0x2f) &* 0x100_0000_01b3
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    private static let identity: [(String, Rule)] = [
        ("product_name", .model), ("uuid", .uuid), ("pci/pci_bus_id", .pciBusID),
        ("mig_mode/current_mig", .migMode),
        ("persistence_mode", .reading(.persistenceMode, .flag, rank: 0)),
        ("gpu_recovery_action", .reading(.recoveryAction, .recovery, rank: 0)),
        ("gpu_reset_status/reset_required", .recovery(.reset)),
        ("gpu_reset_status/drain_and_reset_recommended", .recovery(.drainAndReset)),
    ]

    private static let readings: [(String, Rule)] = [
        ("fan_speed", .reading(.fanSpeed, .quantity(.percent), rank: 0)),
        ("performance_state", .reading(.performanceState, .performanceState, rank: 0)),
        ("fb_memory_usage/total", .reading(.memoryTotal, .quantity(.mebibytes), rank: 0)),
        ("fb_memory_usage/used", .reading(.memoryUsed, .quantity(.mebibytes), rank: 0)),
        ("utilization/gpu_util", .reading(.utilization, .share, rank: 0)),
        ("utilization/memory_util", .reading(.memoryActivity, .share, rank: 0)),
        ("utilization/encoder_util", .reading(.encoderUtilization, .share, rank: 0)),
        ("utilization/decoder_util", .reading(.decoderUtilization, .share, rank: 0)),
        ("temperature/gpu_temp", .reading(.temperature, .quantity(.celsius), rank: 0)),
        ("temperature/memory_temp", .reading(.memoryTemperature, .quantity(.celsius), rank: 0)),
        ("power_readings/power_draw", .reading(.power, .quantity(.watts), rank: 0)),
        ("gpu_power_readings/power_draw", .reading(.power, .quantity(.watts), rank: 0)),
        ("gpu_power_readings/average_power_draw", .reading(.power, .quantity(.watts), rank: 1)),
        ("gpu_power_readings/instant_power_draw", .reading(.power, .quantity(.watts), rank: 2)),
        (
            "power_readings/enforced_power_limit",
            .reading(.powerLimit, .quantity(.watts), rank: 0)
        ),
        ("power_readings/power_limit", .reading(.powerLimit, .quantity(.watts), rank: 1)),
        (
            "gpu_power_readings/current_power_limit",
            .reading(.powerLimit, .quantity(.watts), rank: 0)
        ),
        ("gpu_power_readings/power_limit", .reading(.powerLimit, .quantity(.watts), rank: 1)),
        ("clocks/sm_clock", .reading(.smClock, .quantity(.megahertz), rank: 0)),
        ("clocks/mem_clock", .reading(.memoryClock, .quantity(.megahertz), rank: 0)),
        ("max_clocks/sm_clock", .reading(.smClockMax, .quantity(.megahertz), rank: 0)),
    ]

    private static let links: [(String, Rule)] = {
        let info = "pci/pci_gpu_link_info/"
        return [
            (
                info + "pcie_gen/device_current_link_gen",
                .reading(.pcieGeneration, .quantity(.plain), rank: 0)
            ),
            (
                info + "pcie_gen/current_link_gen",
                .reading(.pcieGeneration, .quantity(.plain), rank: 1)
            ),
            (
                info + "pcie_gen/max_link_gen",
                .reading(.pcieGenerationMax, .quantity(.plain), rank: 0)
            ),
            (
                info + "link_widths/current_link_width",
                .reading(.pcieWidth, .quantity(.plain), rank: 0)
            ),
            (
                info + "link_widths/max_link_width",
                .reading(.pcieWidthMax, .quantity(.plain), rank: 0)
            ),
            ("pci/rx_util", .reading(.pcieReceive, .quantity(.kilobytesPerSecond), rank: 0)),
            ("pci/tx_util", .reading(.pcieTransmit, .quantity(.kilobytesPerSecond), rank: 0)),
        ]
    }()

    private static let errors: [(String, Rule)] = {
        var rules: [(String, Rule)] = [
            (
                "remapped_rows",
                .block([.remappedCorrectable, .remappedUncorrectable, .remapPending, .remapFailure])
            ),
            (
                "remapped_rows/remapped_row_corr",
                .reading(.remappedCorrectable, .quantity(.plain), rank: 0)
            ),
            (
                "remapped_rows/remapped_row_unc",
                .reading(.remappedUncorrectable, .quantity(.plain), rank: 0)
            ),
            ("remapped_rows/remapped_row_pending", .reading(.remapPending, .flag, rank: 0)),
            ("remapped_rows/remapped_row_failure", .reading(.remapFailure, .flag, rank: 0)),
            ("retired_pages", .block([.retiredPages])),
            ("retired_pages/multiple_single_bit_retirement/retired_count", .part(.retiredPages)),
            ("retired_pages/double_bit_retirement/retired_count", .part(.retiredPages)),
            (
                "ecc_errors",
                .block([
                    .eccCorrected, .eccUncorrected, .eccCorrectedAggregate,
                    .eccUncorrectedAggregate,
                ])
            ),
        ]
        for (block, corrected, uncorrected) in [
            ("volatile", AcceleratorMetric.eccCorrected, AcceleratorMetric.eccUncorrected),
            ("aggregate", .eccCorrectedAggregate, .eccUncorrectedAggregate),
        ] {
            let path = "ecc_errors/\(block)/"
            rules += ["single_bit/total", "sram_correctable", "dram_correctable"].map {
                (path + $0, .part(corrected))
            }
            rules += [
                "double_bit/total", "sram_uncorrectable", "sram_uncorrectable_parity",
                "sram_uncorrectable_secded", "dram_uncorrectable",
            ].map { (path + $0, .part(uncorrected)) }
        }
        return rules
    }()

    private static let throttles: [(String, Rule)] = {
        let reasons: [(String, ThrottleReasons)] = [
            ("gpu_idle", .idle), ("applications_clocks_setting", .applicationClocks),
            ("sw_power_cap", .powerCap), ("hw_slowdown", .hardwareSlowdown),
            ("sync_boost", .syncBoost), ("sw_thermal_slowdown", .softwareThermal),
            ("hw_thermal_slowdown", .hardwareThermal),
            ("hw_power_brake_slowdown", .powerBrake), ("display_clocks_setting", .displayClock),
        ]
        return ["throttle", "event"].flatMap { word in
            [("clocks_\(word)_reasons", Rule.block([.throttleReasons]))]
                + reasons.map {
                    ("clocks_\(word)_reasons/clocks_\(word)_reason_\($0.0)", .throttle($0.1))
                }
        }
    }()

    private static let parts: [(String, Rule)] = {
        let mig = "mig_devices/mig_device/"
        let process = "processes/process_info/"
        return [
            (mig + "index", .mig(.index)), (mig + "gpu_instance_id", .mig(.gpuInstance)),
            (mig + "compute_instance_id", .mig(.computeInstance)), (mig + "uuid", .mig(.uuid)),
            (mig + "fb_memory_usage/total", .mig(.memoryTotal)),
            (mig + "fb_memory_usage/used", .mig(.memoryUsed)),
            (mig + "ecc_error_count/volatile_count/sram_uncorrectable", .mig(.uncorrected)),
            (process + "gpu_instance_id", .process(.gpuInstance)),
            (process + "compute_instance_id", .process(.computeInstance)),
            (process + "pid", .process(.pid)), (process + "type", .process(.type)),
            (process + "process_name", .process(.name)),
            (process + "used_memory", .process(.memory)),
        ]
    }()
}
