"""A real Prometheus that scrapes stand-in exporters, for as long as standard input is open.

Prints one line of JSON once everything has been scraped often enough for rates. Exits with an error
where there is no prometheus, or where that takes too long.
"""
import http.server, json, os, shutil, signal, socket, subprocess, sys, tempfile, threading, time
import urllib.parse, urllib.request

BEGIN = time.time()


def elapsed():
    return time.time() - BEGIN


def histogram(name, labels, per_second):
    """Cumulative buckets that grow by so many a second; the last bound is infinite."""
    total, lines = 0, []
    for bound, rate in per_second:
        total += rate
        lines.append('%s_bucket{%s,le="%s"} %r' % (name, labels, bound, total * elapsed()))
    lines.append("%s_count{%s} %r" % (name, labels, total * elapsed()))
    return lines


def vllm(prefix, model, cache):
    def page():
        labels = 'engine="0",model_name="%s"' % model
        name = prefix + "vllm:"
        lines = [
            "%snum_requests_running{%s} 3" % (name, labels),
            "%snum_requests_waiting{%s} 2" % (name, labels),
            "%s%s{%s} 0.5" % (name, cache, labels),
            "%sgeneration_tokens_total{%s} %r" % (name, labels, 100 * elapsed()),
            '%srequest_success_total{%s,finished_reason="stop"} %r' % (name, labels, 8 * elapsed()),
            '%srequest_success_total{%s,finished_reason="error"} %r' % (name, labels, 2 * elapsed()),
        ]
        lines += histogram(name + "time_to_first_token_seconds", labels,
                           [("0.1", 50), ("0.2", 30), ("0.4", 20), ("+Inf", 0)])
        lines += histogram(name + "e2e_request_latency_seconds", labels,
                           [("0.3", 50), ("0.5", 40), ("+Inf", 10)])
        return lines
    return page


def dcgm(host):
    def page():
        lines = []
        for gpu in range(8):
            labels = ('gpu="%d",UUID="GPU-%s-%d",pci_bus_id="00000000:0%d:00.0",device="nvidia%d",'
                      'modelName="NVIDIA H100 80GB HBM3",Hostname="%s",'
                      'DCGM_FI_DRIVER_VERSION="580.105.08",pod="train-%d"'
                      % (gpu, host, gpu, gpu, gpu, host, gpu))
            for name, value in (("DEV_GPU_TEMP", 40 + gpu), ("DEV_GPU_UTIL", 10 * gpu),
                                ("DEV_FB_USED", 1000), ("DEV_FB_FREE", 80000),
                                ("DEV_MEMORY_TEMP", 0), ("DEV_POWER_USAGE", 100.5)):
                lines.append("DCGM_FI_%s{%s} %r" % (name, labels, value))
        return lines
    return page


def node():
    return [
        'node_uname_info{nodename="gpu-a01",sysname="Linux"} 1', "node_load1 4.5",
        "node_memory_MemTotal_bytes 2e12", "node_memory_MemAvailable_bytes 1.5e12",
        "node_boot_time_seconds %r" % (BEGIN - 3600),
        'node_filesystem_size_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 1000',
        'node_filesystem_avail_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 900',
        'node_filesystem_size_bytes{device="/dev/sdb1",fstype="xfs",mountpoint="/data"} 1000',
        'node_filesystem_avail_bytes{device="/dev/sdb1",fstype="xfs",mountpoint="/data"} 200',
        'node_filesystem_size_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 1000',
        'node_filesystem_avail_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 0',
        'node_infiniband_state_id{device="mlx5_0",port="1"} 4',
        'node_infiniband_state_id{device="mlx5_1",port="1"} 1',
        'node_network_info{adminstate="up",device="eth0",operstate="up"} 1',
        'node_network_info{adminstate="up",device="eth1",operstate="down"} 1',
        'node_network_info{adminstate="down",device="eth2",operstate="down"} 1',
        'node_network_info{adminstate="up",device="docker0",operstate="down"} 1',
        'node_cpu_seconds_total{cpu="0",mode="idle"} %r' % (0.75 * elapsed()),
        'node_cpu_seconds_total{cpu="0",mode="user"} %r' % (0.25 * elapsed()),
    ]


def serve(page):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = ("\n".join(page()) + "\n").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return "127.0.0.1:%d" % server.server_port


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def query(base, text):
    url = base + "/api/v1/query?query=" + urllib.parse.quote(text)
    with urllib.request.urlopen(url, timeout=5) as answer:
        result = json.load(answer)["data"]["result"]
    return float(result[0]["value"][1]) if result else 0


def wait(base, server):
    wanted = (
        ("count(DCGM_FI_DEV_GPU_TEMP)", 16),
        ("count(rate(vllm:generation_tokens_total[10s]))", 2),
        ("count(rate(kserve_vllm:generation_tokens_total[10s]))", 1),
        ("count(rate(node_cpu_seconds_total[10s]))", 2),
        ("count_over_time(node_load1[30s])", 8),
    )
    while elapsed() < 60:
        if server.poll() is not None:
            sys.exit("prometheus has ended")
        try:
            if all(query(base, text) >= count for text, count in wanted):
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("prometheus has not scraped everything in time")


def main():
    if shutil.which("prometheus") is None:
        sys.exit("there is no prometheus on the PATH")
    jobs = {
        "dcgm": [serve(dcgm("gpu-a01")), serve(dcgm("gpu-a02"))],
        "chat": [serve(vllm("", "chat-70b", "kv_cache_usage_perc"))
                 for _ in range(2)],
        "legacy": [serve(vllm("kserve_", "old-7b", "gpu_cache_usage_perc")),
                   "127.0.0.1:1"],
        "node": [serve(node)],
    }
    folder = tempfile.mkdtemp(prefix="hybridtop-prometheus-")
    with open(os.path.join(folder, "prometheus.yml"), "w") as file:
        json.dump({
            "global": {"scrape_interval": "1s"},
            "scrape_configs": [{"job_name": job, "static_configs": [{"targets": targets}]}
                               for job, targets in jobs.items()],
        }, file)
    port = free_port()
    with open(os.path.join(folder, "log"), "w") as log:
        server = subprocess.Popen(
            ["prometheus", "--config.file=" + os.path.join(folder, "prometheus.yml"),
             "--storage.tsdb.path=" + os.path.join(folder, "data"),
             "--web.listen-address=127.0.0.1:%d" % port],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait("http://127.0.0.1:%d" % port, server)
        print(json.dumps({"url": "http://127.0.0.1:%d" % port, "exporter": jobs["dcgm"][0]}),
              flush=True)
        sys.stdin.read()
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


main()
