import Fleet

extension ExporterRecipe {
    /// utkuozdemir/nvidia_gpu_exporter: the fields of `nvidia-smi --query-gpu` as series, in base units.
    /// UUIDs come without `GPU-`; name, index and driver stand on `nvidia_smi_gpu_info` alone, so GPUs
    /// that it does not list are known by their UUID.
    static let nvidiaGPUExporter = ExporterRecipe(
        marks: ["nvidia_smi_gpu_info", "nvidia_smi_utilization_gpu_ratio"],
        identity: Identity(
            node: ["hostname", "node", "instance"], uuid: ["uuid"], uuidPrefix: "GPU-",
            index: ["index", "gpu"], model: ["name"], pciBusID: ["pci_bus_id"],
            driver: ["driver_version"]),
        gauges: [
            Gauge(target: .identity, names: ["nvidia_smi_gpu_info"]),
            plain(.utilization, "utilization_gpu_ratio"),
            plain(.memoryActivity, "utilization_memory_ratio"),
            plain(.encoderUtilization, "utilization_encoder_ratio"),
            plain(.decoderUtilization, "utilization_decoder_ratio"),
            plain(.memoryUsed, "memory_used_bytes"),
            plain(.memoryTotal, "memory_total_bytes"),
            plain(.temperature, "temperature_gpu"),
            plain(.memoryTemperature, "temperature_memory"),
            plain(.power, "power_draw_watts", "power_draw_instant_watts"),
            plain(.powerLimit, "enforced_power_limit_watts", "power_limit_watts"),
            plain(.smClock, "clocks_current_sm_clock_hz"),
            plain(.smClockMax, "clocks_max_sm_clock_hz"),
            plain(.memoryClock, "clocks_current_memory_clock_hz"),
            plain(.performanceState, "pstate"),
            plain(.fanSpeed, "fan_speed_ratio"),
            plain(
                .throttleReasons, "clocks_event_reasons_active", "clocks_throttle_reasons_active"),
            plain(.eccCorrected, "ecc_errors_corrected_volatile_total"),
            plain(.eccUncorrected, "ecc_errors_uncorrected_volatile_total"),
            plain(.eccCorrectedAggregate, "ecc_errors_corrected_aggregate_total"),
            plain(.eccUncorrectedAggregate, "ecc_errors_uncorrected_aggregate_total"),
            plain(.remappedCorrectable, "remapped_rows_correctable"),
            plain(.remappedUncorrectable, "remapped_rows_uncorrectable"),
            plain(.remapPending, "remapped_rows_pending"),
            plain(.remapFailure, "remapped_rows_failure"),
            plain(.pcieGeneration, "pcie_link_gen_gpucurrent", "pcie_link_gen_current"),
            plain(.pcieGenerationMax, "pcie_link_gen_max"),
            plain(.pcieWidth, "pcie_link_width_current"),
            plain(.pcieWidthMax, "pcie_link_width_max"),
            plain(.recoveryAction, "gpu_recovery_action"),
            plain(.persistenceMode, "persistence_mode"),
        ])

    private static func plain(_ metric: AcceleratorMetric, _ fields: String...) -> Gauge {
        Gauge(target: .metric(metric), names: fields.map { "nvidia_smi_" + $0 })
    }
}
