import Fleet

extension ExporterRecipe {
    /// NVIDIA's DCGM exporter: etc/default-counters.csv and what is off by default. Memory is in MiB,
    /// clocks in MHz, utilisation in percent, profiling metrics in shares.
    static let dcgm = ExporterRecipe(
        marks: [
            "DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_GPU_UTIL",
            "DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_SM_CLOCK", "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
        ],
        identity: Identity(
            node: [
                "Hostname", "hostname", "exported_hostname", "kubernetes_node", "node", "instance",
            ],
            uuid: ["UUID", "uuid"], index: ["gpu"], model: ["modelName"],
            pciBusID: ["pci_bus_id"], driver: ["DCGM_FI_DRIVER_VERSION"],
            gpuInstance: ["GPU_I_ID"], profile: ["GPU_I_PROFILE"],
            // Where a server scrapes without `honor_labels`, the plain names are the exporter's own.
            pod: ["exported_pod", "pod", "pod_name"],
            namespace: ["exported_namespace", "namespace", "pod_namespace"]),
        gauges: [
            percent(.utilization, "DEV_GPU_UTIL", isVoidUnderMIG: true),
            percent(.memoryActivity, "DEV_MEM_COPY_UTIL", isVoidUnderMIG: true),
            percent(.encoderUtilization, "DEV_ENC_UTIL", isVoidUnderMIG: true),
            percent(.decoderUtilization, "DEV_DEC_UTIL", isVoidUnderMIG: true),
            percent(.fanSpeed, "DEV_FAN_SPEED"),
            Gauge(
                target: .metric(.memoryUsed), names: ["DCGM_FI_DEV_FB_USED"], scale: 1_048_576,
                isPerInstance: true),
            Gauge(
                target: .memoryFree, names: ["DCGM_FI_DEV_FB_FREE"], scale: 1_048_576,
                isPerInstance: true),
            Gauge(
                target: .memoryReserved, names: ["DCGM_FI_DEV_FB_RESERVED"], scale: 1_048_576,
                isPerInstance: true),
            Gauge(
                target: .engineActive, names: ["DCGM_FI_PROF_GR_ENGINE_ACTIVE"], isPerInstance: true
            ),
            plain(.temperature, "DEV_GPU_TEMP"),
            // 0 is what GPUs without such a sensor send, not a temperature.
            plain(.memoryTemperature, "DEV_MEMORY_TEMP", zero: .unsupported),
            plain(.power, "DEV_POWER_USAGE"),
            plain(.powerLimit, "DEV_ENFORCED_POWER_LIMIT", zero: .unsupported),
            Gauge(target: .metric(.smClock), names: ["DCGM_FI_DEV_SM_CLOCK"], scale: 1e6),
            Gauge(target: .metric(.memoryClock), names: ["DCGM_FI_DEV_MEM_CLOCK"], scale: 1e6),
            plain(.throttleReasons, "DEV_CLOCK_THROTTLE_REASONS"),
            plain(.performanceState, "DEV_PSTATE"),
            plain(.eccCorrected, "DEV_ECC_SBE_VOL_TOTAL"),
            plain(.eccUncorrected, "DEV_ECC_DBE_VOL_TOTAL"),
            plain(.eccCorrectedAggregate, "DEV_ECC_SBE_AGG_TOTAL"),
            plain(.eccUncorrectedAggregate, "DEV_ECC_DBE_AGG_TOTAL"),
            plain(.remappedCorrectable, "DEV_CORRECTABLE_REMAPPED_ROWS"),
            plain(.remappedUncorrectable, "DEV_UNCORRECTABLE_REMAPPED_ROWS"),
            plain(.remapFailure, "DEV_ROW_REMAP_FAILURE"),
            // The number of the last Xid, not how many: 0 is none.
            plain(.lastXid, "DEV_XID_ERRORS", zero: .notReported),
            Gauge(
                target: .metric(.tensorActive), names: ["DCGM_FI_PROF_PIPE_TENSOR_ACTIVE"],
                isPerInstance: true),
            plain(.pcieTransmit, "PROF_PCIE_TX_BYTES"),
            plain(.pcieReceive, "PROF_PCIE_RX_BYTES"),
        ])

    private static func plain(
        _ metric: AcceleratorMetric, _ field: String, zero: Absence? = nil
    ) -> Gauge {
        Gauge(target: .metric(metric), names: ["DCGM_FI_" + field], zero: zero)
    }

    private static func percent(
        _ metric: AcceleratorMetric, _ field: String, isVoidUnderMIG: Bool = false
    ) -> Gauge {
        Gauge(
            target: .metric(metric), names: ["DCGM_FI_" + field], scale: 0.01,
            isVoidUnderMIG: isVoidUnderMIG)
    }

    /// DCGM's sentinels (`dcgm_structs.h`): blank, not found, not supported and not permitted, for
    /// 32-bit, 64-bit and floating fields. The four of 64 bits are one number as a double.
    static func sentinel(_ value: Double) -> Absence? {
        for base in [2_147_483_632.0, 140_737_488_355_328.0] where value >= base {
            switch value - base {
            case 0: return Absence(.notReported, .blank)
            case 1: return Absence(.notReported, .blank)
            case 2: return Absence(.unsupported, .blank)
            case 3: return Absence(.denied, .insufficientPermissions)
            default: break
            }
        }
        return value >= 0x1p63 ? Absence(.unsupported, .blank) : nil
    }
}
