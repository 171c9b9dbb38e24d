import Fleet

/// Answers `nvidia-smi -q -x` for one node, in the schema of driver 580 (`nvsmi_device_v13`): what a
/// reader wants of it, not every element.
struct DriverDocument: Sendable {
    let identity: SimulatedIdentity

    /// The document with these GPUs.
    func text(_ states: [SimulatedAccelerator], at wall: WallTime) -> String {
        var text = """
            <?xml version="1.0" ?>
            <!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v13.dtd">
            <nvidia_smi_log>
            \t<timestamp>\(CalendarTime(wall).international)</timestamp>
            \t<driver_version>\(identity.node.driver)</driver_version>
            \t<cuda_version>\(identity.node.driver.hasPrefix("570") ? "12.8" : "13.0")</cuda_version>
            \t<attached_gpus>\(states.count)</attached_gpus>

            """
        for (index, state) in states.enumerated() {
            text += state.isLost ? lostElement(index) : element(index, state)
        }
        return text + "</nvidia_smi_log>\n"
    }

    /// A GPU that has fallen off the bus: what the driver remembers of it, and no readings.
    private func lostElement(_ index: Int) -> String {
        """
        \t<gpu id="\(identity.pciAddress(index))">
        \t\t<product_name>\(identity.node.model)</product_name>
        \t\t<uuid>\(identity.uuid(index))</uuid>
        \t\t<minor_number>\(index)</minor_number>
        \t\t<pci><pci_bus_id>\(identity.pciAddress(index))</pci_bus_id></pci>
        \t\t<utilization><gpu_util>GPU is lost</gpu_util></utilization>
        \t\t<temperature><gpu_temp>GPU is lost</gpu_temp></temperature>
        \t</gpu>

        """
    }

    private func element(_ index: Int, _ state: SimulatedAccelerator) -> String {
        let node = identity.node
        return """
            \t<gpu id="\(identity.pciAddress(index))">
            \t\t<product_name>\(node.model)</product_name>
            \t\t<persistence_mode>Enabled</persistence_mode>
            \t\t<mig_mode><current_mig>Disabled</current_mig><pending_mig>Disabled</pending_mig></mig_mode>
            \t\t<mig_devices>None</mig_devices>
            \t\t<uuid>\(identity.uuid(index))</uuid>
            \t\t<minor_number>\(index)</minor_number>
            \t\t<gpu_recovery_action>None</gpu_recovery_action>
            \(link(index))
            \t\t<performance_state>P\(state.performanceState)</performance_state>
            \(reasons(state.throttle))
            \t\t<fb_memory_usage><total>\(node.memoryMiB) MiB</total><reserved>551 MiB</reserved>\
            <used>\(state.memoryUsedMiB) MiB</used>\
            <free>\(node.memoryMiB - state.memoryUsedMiB) MiB</free></fb_memory_usage>
            \t\t<utilization><gpu_util>\(state.utilization) %</gpu_util>\
            <memory_util>\(state.memoryActivity) %</memory_util></utilization>
            \(memoryHealth)
            \t\t<temperature><gpu_temp>\(state.celsius) C</gpu_temp>\
            <memory_temp>\(state.memoryCelsius) C</memory_temp></temperature>
            \t\t<gpu_power_readings><instant_power_draw>\(watts(state)) W</instant_power_draw>\
            <current_power_limit>\(SimulatedAccelerator.limitWatts).00 W</current_power_limit>\
            </gpu_power_readings>
            \t\t<clocks><sm_clock>\(state.smMegahertz) MHz</sm_clock></clocks>
            \t\t<max_clocks><graphics_clock>1980 MHz</graphics_clock><sm_clock>1980 MHz</sm_clock>\
            </max_clocks>
            \t</gpu>

            """
    }

    private func link(_ index: Int) -> String {
        """
        \t\t<pci><pci_bus_id>\(identity.pciAddress(index))</pci_bus_id><pci_gpu_link_info>\
        <pcie_gen><max_link_gen>5</max_link_gen><current_link_gen>5</current_link_gen></pcie_gen>\
        <link_widths><max_link_width>16x</max_link_width>\
        <current_link_width>16x</current_link_width></link_widths></pci_gpu_link_info></pci>
        """
    }

    private func reasons(_ mask: Int) -> String {
        let names: [(Int, String)] = [
            (0x1, "gpu_idle"), (0x2, "applications_clocks_setting"), (0x4, "sw_power_cap"),
            (0x8, "hw_slowdown"), (0x40, "hw_thermal_slowdown"), (0x80, "hw_power_brake_slowdown"),
            (0x10, "sync_boost"), (0x20, "sw_thermal_slowdown"),
        ]
        let elements = names.map { bit, name in
            let element = "clocks_event_reason_\(name)"
            return "<\(element)>\(mask & bit == 0 ? "Not Active" : "Active")</\(element)>"
        }
        return "\t\t<clocks_event_reasons>\(elements.joined())</clocks_event_reasons>"
    }

    private var memoryHealth: String {
        """
        \t\t<ecc_mode><current_ecc>Enabled</current_ecc><pending_ecc>Enabled</pending_ecc></ecc_mode>
        \t\t<ecc_errors><volatile><sram_correctable>0</sram_correctable>\
        <sram_uncorrectable_parity>0</sram_uncorrectable_parity>\
        <sram_uncorrectable_secded>0</sram_uncorrectable_secded>\
        <dram_correctable>0</dram_correctable><dram_uncorrectable>0</dram_uncorrectable></volatile>\
        <aggregate><sram_correctable>0</sram_correctable>\
        <sram_uncorrectable_parity>0</sram_uncorrectable_parity>\
        <sram_uncorrectable_secded>0</sram_uncorrectable_secded>\
        <dram_correctable>0</dram_correctable><dram_uncorrectable>0</dram_uncorrectable></aggregate>\
        </ecc_errors>
        \t\t<remapped_rows><remapped_row_corr>0</remapped_row_corr>\
        <remapped_row_unc>0</remapped_row_unc><remapped_row_pending>No</remapped_row_pending>\
        <remapped_row_failure>No</remapped_row_failure></remapped_rows>
        """
    }

    private func watts(_ state: SimulatedAccelerator) -> String {
        var bytes: [UInt8] = []
        bytes.append(hundredths: state.centiwatts)
        return String(decoding: bytes, as: UTF8.self)
    }
}
