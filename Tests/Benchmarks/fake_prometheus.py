#!/usr/bin/env python3
"""A Prometheus query API over a made fleet of DCGM series, for the benchmark of very large fleets.

    fake_prometheus.py PORT GPUS LOG

Answers instant queries from prepared bytes, so that it costs little itself; values move with each answer.
Each answer is noted in LOG: seconds of the steady clock at its last byte, bytes, query.
"""
import http.server
import random
import sys
import time
import urllib.parse

PORT, GPUS, LOG = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
METRICS = {
    "DCGM_FI_DEV_GPU_UTIL": lambda r: r.randint(0, 100),
    "DCGM_FI_DEV_FB_USED": lambda r: r.randint(1000, 80000),
    "DCGM_FI_DEV_FB_FREE": lambda r: r.randint(1000, 80000),
    "DCGM_FI_DEV_POWER_USAGE": lambda r: round(r.uniform(80, 700), 3),
    "DCGM_FI_DEV_GPU_TEMP": lambda r: r.randint(30, 80),
    "DCGM_FI_DEV_SM_CLOCK": lambda r: r.randint(345, 1980),
}


def vector(series):
    return ('{"status":"success","data":{"resultType":"vector","result":[' + ",".join(series) + "]}}").encode()


def prepare(metric, variant):
    noise = random.Random(f"{metric}{variant}")
    now = int(time.time())
    labels = ('{{"Hostname":"gpu-{n:04d}","gpu":"{g}","UUID":"GPU-{i:08x}-0000-4000-8000-000000000000",'
              '"modelName":"NVIDIA H100 80GB HBM3","pci_bus_id":"00000000:{b:02X}:00.0"}}')
    return vector(
        '{"metric":' + labels.format(n=i // 8, g=i % 8, i=i, b=16 * (i % 8) + 1) +
        f',"value":[{now},"{METRICS[metric](noise)}"]}}' for i in range(GPUS))


ANSWERS = {metric: [prepare(metric, variant) for variant in range(2)] for metric in METRICS}
NAMES = vector('{"metric":{"__name__":"' + name + '"},"value":[0,"1"]}' for name in METRICS)
NOTHING = vector([])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    turn = 0

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        query = form.get("query", [""])[0]
        body = NOTHING
        if "__name__" in query:
            body = NAMES
        elif self.path.endswith("/query"):
            for metric, answers in ANSWERS.items():
                if metric in query:
                    Handler.turn += 1
                    body = answers[Handler.turn // len(METRICS) % 2]
        else:
            body = body.replace(b"vector", b"matrix")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        with open(LOG, "a") as log:
            log.write(f"{time.monotonic():.6f} {len(body)} {query[:60]}\n")

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
