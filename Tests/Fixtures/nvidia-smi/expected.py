"""What captures of nvidia-smi say, read by other means than the project's: xml.etree, csv, re.

Prints one line a value: file, row, name, value. A value is a number in base units, or text, or
`absent` where the driver gives none.

    expected.py xml|csv|project|apps|help|list|nvlink|xid FILE...
"""

import re
import sys
import xml.etree.ElementTree as ET

UNITS = {"%": 0.01, "MiB": 2**20, "W": 1, "MHz": 1e6, "C": 1, "x": 1, "KB/s": 1e3, "": 1}


def number(text):
    match = re.fullmatch(r"\s*P?(-?[0-9.]+)\s*([%A-Za-z/]*)\s*", text or "")
    return "absent" if not match else repr(float(match[1]) * UNITS[match[2]])


def flag(text):
    return {"Enabled": "1.0", "Yes": "1.0", "Disabled": "0.0", "No": "0.0"}.get(text, "absent")


def first(gpu, *paths):
    values = [number(gpu.findtext(path)) for path in paths if gpu.find(path) is not None]
    return next((v for v in values if v != "absent"), "absent")


def total(gpu, *paths):
    values = [number(gpu.findtext(path)) for path in paths if gpu.find(path) is not None]
    values = [float(v) for v in values if v != "absent"]
    return repr(sum(values)) if values else "absent"


def throttle(gpu):
    bits = {"gpu_idle": 1, "applications_clocks_setting": 2, "sw_power_cap": 4, "hw_slowdown": 8,
            "sync_boost": 16, "sw_thermal_slowdown": 32, "hw_thermal_slowdown": 64,
            "hw_power_brake_slowdown": 128, "display_clocks_setting": 256}
    for word in ("event", "throttle"):
        block = gpu.find(f"clocks_{word}_reasons")
        if block is not None and len(block):
            return repr(float(sum(
                bit for name, bit in bits.items()
                if block.findtext(f"clocks_{word}_reason_{name}") == "Active")))
    return "absent"


def xml(path):
    text = open(path, encoding="utf-8").read()
    root = ET.fromstring(text[text.index("<"):])
    yield "-", "driver", root.findtext("driver_version") or "absent"
    yield "-", "gpus", str(len(root.findall("gpu")))
    for row, gpu in enumerate(root.findall("gpu")):
        link = "pci/pci_gpu_link_info/"
        values = {
            "utilization": first(gpu, "utilization/gpu_util"),
            "memoryActivity": first(gpu, "utilization/memory_util"),
            "encoderUtilization": first(gpu, "utilization/encoder_util"),
            "memoryUsed": first(gpu, "fb_memory_usage/used"),
            "memoryTotal": first(gpu, "fb_memory_usage/total"),
            "temperature": first(gpu, "temperature/gpu_temp"),
            "memoryTemperature": first(gpu, "temperature/memory_temp"),
            "power": first(gpu, "power_readings/power_draw", "gpu_power_readings/power_draw",
                           "gpu_power_readings/average_power_draw",
                           "gpu_power_readings/instant_power_draw"),
            "powerLimit": first(gpu, "power_readings/enforced_power_limit",
                                "gpu_power_readings/current_power_limit",
                                "power_readings/power_limit", "gpu_power_readings/power_limit"),
            "smClock": first(gpu, "clocks/sm_clock"),
            "smClockMax": first(gpu, "max_clocks/sm_clock"),
            "memoryClock": first(gpu, "clocks/mem_clock"),
            "performanceState": first(gpu, "performance_state"),
            "fanSpeed": first(gpu, "fan_speed"),
            "pcieGeneration": first(gpu, link + "pcie_gen/device_current_link_gen",
                                    link + "pcie_gen/current_link_gen"),
            "pcieGenerationMax": first(gpu, link + "pcie_gen/max_link_gen"),
            "pcieWidth": first(gpu, link + "link_widths/current_link_width"),
            "pcieWidthMax": first(gpu, link + "link_widths/max_link_width"),
            "pcieReceive": first(gpu, "pci/rx_util"),
            "pcieTransmit": first(gpu, "pci/tx_util"),
            "persistenceMode": flag(gpu.findtext("persistence_mode")),
            "throttleReasons": throttle(gpu),
            "remappedCorrectable": first(gpu, "remapped_rows/remapped_row_corr"),
            "remappedUncorrectable": first(gpu, "remapped_rows/remapped_row_unc"),
            "remapPending": flag(gpu.findtext("remapped_rows/remapped_row_pending")),
            "retiredPages": total(
                gpu, "retired_pages/multiple_single_bit_retirement/retired_count",
                "retired_pages/double_bit_retirement/retired_count"),
        }
        for block, suffix in (("volatile", ""), ("aggregate", "Aggregate")):
            at = f"ecc_errors/{block}/"
            values["eccCorrected" + suffix] = total(
                gpu, at + "single_bit/total", at + "sram_correctable", at + "dram_correctable")
            values["eccUncorrected" + suffix] = total(
                gpu, at + "double_bit/total", at + "sram_uncorrectable",
                at + "sram_uncorrectable_parity", at + "sram_uncorrectable_secded",
                at + "dram_uncorrectable")
        if gpu.find("gpu_recovery_action") is not None:
            values["recoveryAction"] = "0.0" if gpu.findtext(
                "gpu_recovery_action") == "None" else "1.0"
        for name, value in values.items():
            yield row, name, value
        yield row, "uuid", gpu.findtext("uuid") or "absent"
        yield row, "model", gpu.findtext("product_name") or "absent"
        for process in gpu.findall("processes/process_info"):
            yield row, "process", "|".join([
                process.findtext("pid"), process.findtext("type"),
                number(process.findtext("used_memory"))])


CSV = {"utilization": "utilization.gpu", "memoryActivity": "utilization.memory",
       "memoryUsed": "memory.used", "memoryTotal": "memory.total", "temperature": "temperature.gpu",
       "memoryTemperature": "temperature.memory", "power": "power.draw",
       "powerLimit": "enforced.power.limit", "smClock": "clocks.current.sm",
       "memoryClock": "clocks.current.memory", "performanceState": "pstate",
       "fanSpeed": "fan.speed", "pcieGeneration": "pcie.link.gen.gpucurrent",
       "pcieWidth": "pcie.link.width.current", "encoderUtilization": "utilization.encoder",
       "decoderUtilization": "utilization.decoder"}


def table(path):
    lines = open(path, encoding="utf-8").read().split("\n")
    header = [cell.split(" [")[0].strip() for cell in lines[0].split(",")]
    units = [re.search(r"\[(.*)\]", cell) for cell in lines[0].split(",")]
    for line in lines[1:]:
        if line.strip():
            cells = [cell.strip() for cell in line.split(",")]
            assert len(cells) == len(header), path
            yield dict(zip(header, cells)), dict(zip(header, units))


def csv(path):
    for row, (cells, _) in enumerate(table(path)):
        for name, field in CSV.items():
            if field in cells:
                yield row, name, number(cells[field])
        mask = cells.get("clocks_event_reasons.active", "[N/A]")
        yield row, "throttleReasons", repr(float(int(mask, 16))) if "0x" in mask else "absent"
        yield row, "uuid", cells["uuid"]
        yield row, "model", cells["name"]


def project(path):
    """The named fields only, as `--query-gpu` would print them, with and without units."""
    for row, (cells, units) in enumerate(table(path)):
        bare = [cells[f].rsplit(" ", 1)[0] if units[f] else cells[f] for f in FIELDS]
        yield row, "units", ", ".join(cells[f] for f in FIELDS)
        yield row, "bare", ", ".join(bare)


FIELDS = []


def apps(path):
    for row, line in enumerate(open(path, encoding="utf-8").read().split("\n")[1:]):
        match = re.fullmatch(r"[^,]*, [^,]*, [^,]*, [^,]*, ([^,]*), (\d+), (.*), ([^,]*)", line)
        if match:
            yield row, "app", "|".join([match[1], match[2], match[3], number(match[4])])


def help(path):
    text = open(path, encoding="utf-8").read()
    part = text[text.index("$ nvidia-smi --help-query-gpu"):]
    part = part[:part.index("$ nvidia-smi --help-query-compute-apps")]
    names = set()
    for line in part.split("\n"):
        if line.startswith('"'):
            names.update(re.findall(r'"([A-Za-z0-9_.]+)"', line))
    yield "-", "count", str(len(names))
    yield "-", "names", ",".join(sorted(names))


def list(path):
    text = open(path, encoding="utf-8").read()
    yield "-", "gpus", str(len(re.findall(r"^GPU \d+:", text, re.M)))
    yield "-", "instances", str(len(re.findall(r"^ +MIG \S+ +Device", text, re.M)))


def nvlink(path):
    text = open(path, encoding="utf-8").read()
    yield "-", "total", str(len(re.findall(r"^\s+Link \d+:", text, re.M)))
    yield "-", "active", str(len(re.findall(r"^\s+Link \d+:.*GB/s", text, re.M)))


def xid(path):
    text = open(path, encoding="utf-8", errors="replace").read()
    for row, found in enumerate(re.findall(r"NVRM: Xid \(PCI:([0-9a-f:]+)\): (\d+)", text)):
        yield row, "xid", found[0] + "|" + found[1]


kind = sys.argv[1]
files = sys.argv[2:]
if kind == "project":
    FIELDS = files.pop(0).split(",")
for path in files:
    for row, name, value in globals()[kind](path):
        print("\t".join([path, str(row), name, value]))
