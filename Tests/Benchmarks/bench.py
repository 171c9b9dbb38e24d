#!/usr/bin/env python3
"""Measures hybridtop beside its peers, on the same stand-in GPUs, in one run, and prints one table.

    Tests/Benchmarks/bench.py --harness DIR [--binary PATH] [--peers VENV] [--seconds 10] [--only PART,...]

DIR holds ptybench.py and gpu-stub (built here in a temporary copy). Peers are looked for on the PATH and
in a virtual environment, into which those of PyPI are installed; one that is not there is a row that says
so, and why. Ratios count, not seconds: run it
on a quiet machine, and compare rows of one run only; the load of each row is in the last column.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

COLUMNS = [
    ("first ms", "first_frame_ms"), ("data ms", "data_ms"), ("cpu %", "cpu_pct"), ("rss kB", "max_rss_kb"), ("pss kB", "pss_kb"),
    ("bytes/s", "bytes_per_s"), ("frames/s", "repaints_per_s"), ("tty writes/s", "tty_writes_per_s"),
    ("wakes/s", "wakeups_per_s"), ("key ms", ("key_latency_ms", "median")), ("p95", ("key_latency_ms", "p95")),
    ("load", "load"),
]
# nvtop's delay is in tenths of a second. Keys are ones that change the picture.
PEERS = [
    ("nvtop", ["nvtop", "-d", "10"], ["DOWN", "UP"]),
    ("nvitop", ["nvitop", "--interval", "1"], ["DOWN", "UP"]),
    ("gpustat", ["gpustat", "-i", "1"], []),
    ("glances", ["glances", "-t", "1", "--disable-check-update"], ["2", "2"]),
    ("btop", ["btop"], ["DOWN", "UP"]),
]
PYTHON_PEERS = ["nvitop", "nvitop-exporter", "gpustat", "glances"]
FIELDS = ("timestamp,index,uuid,utilization.gpu,utilization.memory,memory.used,memory.total,temperature.gpu,"
          "power.draw,clocks.sm,clocks.mem,pstate,fan.speed")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--harness", required=True)
    parser.add_argument("--binary", default=".build/release/hybridtop")
    parser.add_argument("--peers", default="")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--presses", type=int, default=16)
    parser.add_argument("--counts", default="0,1,8,16,64,1024")
    parser.add_argument("--only", default="screens,pcie,hung,headless,promql")
    parser.add_argument("--json", help="append each result here")
    return parser.parse_args()


class Bench:
    def __init__(self, a):
        self.a = a
        self.binary = os.path.abspath(a.binary)
        self.folder = tempfile.mkdtemp(prefix="hybridtop-bench-")
        self.stub = os.path.join(self.folder, "gpu-stub")
        shutil.copytree(os.path.join(a.harness, "gpu-stub"), self.stub)
        subprocess.run(["make", "-s", "-C", self.stub], check=True, stdout=subprocess.DEVNULL)
        self.path = f"{a.peers}/bin:{os.environ['PATH']}"
        self.why_missing = self.install() if a.peers else {}
        self.rows = [["program"] + [name for name, _ in COLUMNS]]

    def install(self):
        """Installs what the virtual environment lacks; why something could not be, by its name."""
        reasons = {}
        if not os.path.exists(f"{self.a.peers}/bin/pip"):
            subprocess.run([sys.executable, "-m", "venv", self.a.peers], check=True)
        for name in PYTHON_PEERS:
            if os.path.exists(f"{self.a.peers}/bin/{name}"):
                continue
            done = subprocess.run([f"{self.a.peers}/bin/pip", "install", "-q", "--disable-pip-version-check", name],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                reasons[name] = (done.stderr.strip().splitlines() or ["pip failed"])[-1][:120]
        return reasons

    def environment(self, **more):
        home = os.path.join(self.folder, "home")
        os.makedirs(home, exist_ok=True)
        return dict(os.environ, LD_LIBRARY_PATH=f"{self.stub}/lib", PATH=f"{self.stub}/bin:{self.path}",
                    LC_ALL="C.UTF-8", HOME=home, XDG_CONFIG_HOME=f"{home}/.config", **more)

    def measure(self, label, command, environment, keys=(), warmup=4, ready=None):
        program = command[0] if "/" in command[0] else shutil.which(command[0], path=environment["PATH"])
        if not program or not os.path.exists(program):
            name = os.path.basename(command[0])
            return self.add({"label": label, "missing": True, "why": self.why_missing.get(name)})
        line = [sys.executable, os.path.join(self.a.harness, "ptybench.py"), "--rows", "60", "--cols", "200",
                "--warmup", str(warmup), "--seconds", str(self.a.seconds), "--env", "COLORTERM="]
        for key in keys:
            line += ["--press", key]
        if keys:
            line += ["--presses", str(self.a.presses)]
        if ready:
            line += ["--ready", ready]
        done = subprocess.run(line + ["--", program, *command[1:]], env=environment, capture_output=True, text=True)
        try:
            result = dict(json.loads(done.stdout.splitlines()[-1]), label=label)
        except (IndexError, ValueError):
            result = {"label": label, "error": done.stderr.strip()[-120:]}
        if ready:
            result.update(first_frame_ms=result.get("first_byte_ms"), data_ms=result.get("ready_ms"))
        result["load"] = round(os.getloadavg()[0], 1)
        return self.add(result)

    def add(self, result):
        if self.a.json:
            with open(self.a.json, "a") as file:
                file.write(json.dumps(result) + "\n")
        cells = [result["label"]]
        if result.get("missing"):
            cells.append("not installed" + (f": {result['why']}" if result.get("why") else ""))
        elif result.get("error"):
            cells.append("failed: " + result["error"])
        else:
            for _, key in COLUMNS:
                value = result.get(key[0], {}).get(key[1]) if isinstance(key, tuple) else result.get(key)
                cells.append("-" if value is None else f"{value}")
            if result.get("died_early"):
                cells.append("died early")
        self.rows.append(cells)
        print("  ".join(cells), file=sys.stderr, flush=True)
        return result

    def screens(self, counts, label="", **paid):
        for count in counts:
            environment = self.environment(FAKE_GPU_COUNT=count)
            for name, value in paid.items():
                environment[name] = value.format(total=40 * int(count))
            self.measure(f"hybridtop {count} GPUs{label}", [self.binary, "--interval", "1s"], environment, ["2", "1"],
                         ready="GPUs [1-9]|looked for")
            for name, command, keys in PEERS:
                self.measure(f"{name} {count} GPUs{label}", command, environment, keys)

    def writes(self):
        """Write calls to the terminal alone, which ptybench cannot tell from others."""
        if not shutil.which("strace"):
            return
        trace = os.path.join(self.folder, "trace")
        line = [sys.executable, os.path.join(self.a.harness, "ptybench.py"), "--rows", "60", "--cols", "200",
                "--warmup", "4", "--seconds", "6", "--", "strace", "-f", "-y", "-ttt", "-e", "trace=write,writev",
                "-o", trace, self.binary, "--interval", "1s"]
        subprocess.run(line, env=self.environment(FAKE_GPU_COUNT="8"), capture_output=True)
        with open(trace) as file:
            times = [float(entry.split()[1]) for entry in file if "</dev/pts/" in entry or "</dev/tty" in entry]
        late = [moment for moment in times if moment > times[0] + 4]
        if len(late) > 1:
            self.add({"label": "hybridtop 8 GPUs, writes traced",
                      "tty_writes_per_s": round((len(late) - 1) / (late[-1] - late[0]), 2)})

    def hung(self):
        """A driver that never answers, a host that never answers, and 64 GPUs that do."""
        config = os.path.join(self.folder, "hung.yaml")
        stand_in = os.path.join(self.folder, "bin", "ssh")
        os.makedirs(os.path.dirname(stand_in))
        with open(stand_in, "w") as file:
            # One host can be logged in to at once and has a driver that hangs; the others are asked by the real ssh.
            file.write(f"""#!/bin/sh
case "$*" in
*hung-node*) for last; do :; done; FAKE_SMI_MODE=hang exec sh -c "$last" ;;
*) exec {shutil.which("ssh") or "ssh"} "$@" ;;
esac
""")
        os.chmod(stand_in, 0o755)
        with open(config, "w") as file:
            file.write("""sources:
  - nvidia-smi: { name: here }
  - nvidia-smi: { hosts: hung-node, deadline: 3s }
  - nvidia-smi: { hosts: 192.0.2.1, deadline: 5s }
  - prometheus-scrape: { url: "http://192.0.2.2:9400/metrics", deadline: 3s }
""")
        environment = self.environment(FAKE_GPU_COUNT="64")
        environment["PATH"] = f"{os.path.dirname(stand_in)}:{environment['PATH']}"
        self.measure("hybridtop 64 GPUs, hung driver, dead hosts",
                     [self.binary, "--interval", "1s", "--config", config], environment, ["2", "1"])

    def headless(self):
        environment = self.environment(FAKE_GPU_COUNT="8")
        out = os.path.join(self.folder, "log")
        shell = ["/bin/sh", "-c"]
        smi = f"exec nvidia-smi --query-gpu={FIELDS} --format=csv,noheader,nounits -lms 1000 > {out}.csv"
        self.measure("nvidia-smi -lms to a file, 8 GPUs", shell + [smi], environment)
        log = f"exec {self.binary} log --interval 1s"
        for label, words in (
            ("hybridtop log, accelerators", f"--kind accelerator -o {out}.jsonl"),
            ("hybridtop log, everything", f"-o {out}-all.jsonl"),
            ("hybridtop log, Prometheus text", f"--format prometheus -o {out}.prom"),
        ):
            command = f"{log} {words} 2> {out}.errors"
            self.measure(f"{label}, 8 GPUs", shell + [command], environment)
        exporter = shutil.which("nvitop-exporter", path=environment["PATH"])
        if not exporter:
            why = self.why_missing.get("nvitop-exporter")
            return self.add({"label": "nvitop-exporter", "missing": True, "why": why})
        command = f"exec {exporter} --port 19180 --interval 1 > {out}.exporter 2>&1"
        self.measure("nvitop-exporter, 8 GPUs", shell + [command], environment)

    def promql(self):
        for gpus in (4096, 40960):
            log = os.path.join(self.folder, f"answers-{gpus}")
            port = 19170 + (gpus > 4096)
            here = os.path.dirname(os.path.abspath(__file__))
            server = subprocess.Popen([sys.executable, f"{here}/fake_prometheus.py", str(port), str(gpus), log])
            config = os.path.join(self.folder, f"promql-{gpus}.yaml")
            with open(config, "w") as file:
                file.write(f'sources:\n  - promql: {{ url: "http://127.0.0.1:{port}", interval: 5s, site: hall }}\n'
                           "sites: { hall: { placement: dedicated } }\n")
            try:
                self.wait_for(port)
                self.measure(f"hybridtop {gpus} GPUs through promql, every 5 s", [self.binary, "--config", config],
                             self.environment(), ["2", "1"], warmup=12)
                self.delay(gpus, config, log)
            finally:
                server.terminate()
                server.wait()

    def wait_for(self, port):
        import socket
        for _ in range(600):
            try:
                return socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                time.sleep(0.1)

    def delay(self, gpus, config, log):
        """From the last byte of the first answers to the end of the first frame that shows the GPUs."""
        import fcntl
        import pty
        import select
        import struct
        import termios
        open(log, "w").close()
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
            os.execve(self.binary, [self.binary, "--config", config],
                      dict(self.environment(), TERM="xterm-256color"))
        frames, end = [], time.monotonic() + 12
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    frames.append((time.monotonic(), len(os.read(terminal, 1 << 20))))
                except OSError:
                    break
        os.write(terminal, b"q")
        time.sleep(1)
        try:
            os.kill(pid, 9)
        except OSError:
            pass
        os.waitpid(pid, 0)
        with open(log) as file:
            big = [float(line.split()[0]) for line in file if int(line.split()[1]) > gpus * 100]
        if not big:
            return
        last = [moment for moment in big if moment < big[0] + 4][-1]
        after = [moment for moment, size in frames if moment > last and size > 1000]
        if after:
            self.add({"label": f"  first answer to frame, {gpus} GPUs", "first_frame_ms": round((after[0] - last) * 1e3)})

    def table(self):
        widths = [max(len(r[i]) for r in self.rows if i < len(r)) for i in range(max(map(len, self.rows)))]
        for cells in self.rows:
            print("  ".join(c.ljust(widths[i]) if i == 0 else c.rjust(widths[i]) for i, c in enumerate(cells)))


def main():
    a = arguments()
    bench = Bench(a)
    parts = a.only.split(",")
    if "screens" in parts:
        bench.screens(a.counts.split(","))
        bench.writes()
    if "pcie" in parts:
        bench.screens(["8", "64"], " (PCIe 20 ms)", FAKE_NVML_PCIE_MS="20", FAKE_SMI_DELAY_MS="{total}")
    if "hung" in parts:
        bench.hung()
    if "headless" in parts:
        bench.headless()
    if "promql" in parts:
        bench.promql()
    bench.table()
    shutil.rmtree(bench.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
