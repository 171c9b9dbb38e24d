#!/usr/bin/env python3
"""Measures hybridtop beside its peers, on the same stand-in GPUs, in one run, and prints one table.

    Tests/Benchmarks/bench.py --harness DIR [--binary PATH] [--seconds 10]

DIR holds ptybench.py and gpu-stub (built here in a temporary copy). Peers are looked for on the PATH and
under --peers (a virtual environment); one that is not there is a row that says so. Ratios count, not
seconds: run it on a quiet machine, and compare rows of one run only.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

COLUMNS = [
    ("first frame ms", "first_frame_ms"), ("cpu %", "cpu_pct"), ("rss kB", "max_rss_kb"), ("pss kB", "pss_kb"),
    ("bytes/s", "bytes_per_s"), ("writes/s", "write_calls_per_s"), ("wakeups/s", "wakeups_per_s"),
    ("key ms", ("key_latency_ms", "median")), ("p95", ("key_latency_ms", "p95")),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--harness", required=True)
    parser.add_argument("--binary", default=".build/release/hybridtop")
    parser.add_argument("--peers", default="")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--counts", default="8,64")
    return parser.parse_args()


def build_stub(harness):
    folder = os.path.join(tempfile.mkdtemp(prefix="hybridtop-bench-"), "gpu-stub")
    shutil.copytree(os.path.join(harness, "gpu-stub"), folder)
    subprocess.run(["make", "-s", "-C", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def measure(a, stub, label, command, environment, keys):
    program = shutil.which(command[0], path=f"{a.peers}/bin:{os.environ['PATH']}") if "/" not in command[0] else command[0]
    if not program or not os.path.exists(program):
        return {"label": label, "missing": True}
    line = [sys.executable, os.path.join(a.harness, "ptybench.py"), "--rows", "60", "--cols", "200",
            "--warmup", "3", "--seconds", str(a.seconds), "--presses", "20"]
    for key in keys:
        line += ["--press", key]
    child = dict(os.environ, LD_LIBRARY_PATH=f"{stub}/lib", PATH=f"{stub}/bin:{os.environ['PATH']}",
                 LC_ALL="C.UTF-8", COLORTERM="", **environment)
    done = subprocess.run(line + ["--", program, *command[1:]], env=child, capture_output=True, text=True)
    try:
        return dict(json.loads(done.stdout.splitlines()[-1]), label=label)
    except (IndexError, ValueError):
        return {"label": label, "error": done.stderr.strip()[-120:]}


def row(result):
    if result.get("missing"):
        return [result["label"], "not installed"]
    if result.get("error"):
        return [result["label"], "failed: " + result["error"]]
    cells = [result["label"]]
    for _, key in COLUMNS:
        value = result.get(key[0], {}).get(key[1]) if isinstance(key, tuple) else result.get(key)
        cells.append("-" if value is None else f"{value}")
    if result.get("died_early"):
        cells.append("died early")
    return cells


def main():
    a = arguments()
    stub = build_stub(a.harness)
    binary = os.path.abspath(a.binary)
    rows = [["program"] + [name for name, _ in COLUMNS]]
    for count in a.counts.split(","):
        for price, paid in (("", {}), (" (PCIe 20 ms)", {"FAKE_NVML_PCIE_MS": "20", "FAKE_SMI_DELAY_MS": str(40 * int(count))})):
            environment = {"FAKE_GPU_COUNT": count, "XDG_CONFIG_HOME": "/nonexistent", **paid}
            for label, command, keys in (
                ("hybridtop", [binary, "--interval", "1s"], ["DOWN", "UP"]),
                ("nvtop", ["nvtop", "-d", "10"], ["DOWN", "UP"]),
                ("nvitop", ["nvitop", "--interval", "1"], ["DOWN", "UP"]),
                ("gpustat", ["gpustat", "-i", "1"], ["DOWN", "UP"]),
                ("glances", ["glances", "-t", "1", "--disable-check-update"], ["DOWN", "UP"]),
            ):
                result = measure(a, stub, f"{label} {count} GPUs{price}", command, environment, keys)
                rows.append(row(result))
                print("  ".join(rows[-1]), file=sys.stderr)
    widths = [max(len(r[i]) for r in rows if i < len(r)) for i in range(max(map(len, rows)))]
    for cells in rows:
        print("  ".join(c.ljust(widths[i]) if i == 0 else c.rjust(widths[i]) for i, c in enumerate(cells)))


if __name__ == "__main__":
    main()
