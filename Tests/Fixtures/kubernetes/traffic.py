"""Model servers, and a router before them that goes by the HTTPRoute as it is now. Everything is counted
where it lands."""
import http.client, http.server, json, socketserver, threading, time

from controllers import is_ready
from kinds import BY_KIND
from store import fits


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, address):
        pass


def serve(answer):
    """A server on a free port; `answer(path)` gives status and text."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def log_message(self, *words):
            pass

        def do_GET(self):
            code, text = answer(self.path)
            body = text.encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        do_POST = do_GET

    made = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    return made.server_address[1]


class Traffic:
    """One route, its backends and the requests to it."""

    def __init__(self, store, namespace="chat", route="chat"):
        self.store, self.namespace, self.route = store, namespace, route
        self.backends, self.pods, self.fails = {}, {}, {}
        self.spare, self.turn, self.rate, self.most = {}, 0, 0, 100
        self.lock = threading.Lock()

    def begin(self):
        ports = {name: serve(lambda path, name=name: self.page(name, path))
                 for name in ("own", "rented")}
        router = serve(lambda path: self.answer())
        threading.Thread(target=self.flow, args=(router,), daemon=True).start()
        return {"router": "http://127.0.0.1:%d" % router,
                "servers": {name: "http://127.0.0.1:%d" % port for name, port in ports.items()}}

    def ready(self, service):
        body = self.store.objects.get(("Service", self.namespace, service))
        wanted = {"matchLabels": body["spec"]["selector"]} if body else {}
        return [pod["metadata"]["name"] for pod in
                self.store.find(BY_KIND["Pod"], self.namespace) if is_ready(pod) and
                fits(pod["metadata"].get("labels", {}), wanted)]

    def choose(self):
        """Smooth weighted round robin, by the weights of the route."""
        route = self.store.objects.get(("HTTPRoute", self.namespace, self.route))
        weights = {one["name"]: one.get("weight", 1)
                   for one in route["spec"]["rules"][0]["backendRefs"]} if route else {}
        total = sum(weights.values())
        if not total:
            return None
        for name, weight in weights.items():
            self.spare[name] = self.spare.get(name, 0) + weight
        best = max(weights, key=lambda name: (self.spare[name], name))
        self.spare[best] -= total
        return best

    def answer(self):
        with self.store.lock, self.lock:
            name = self.choose()
            pods = self.ready(name) if name else []
            if not pods:
                return 503 if name else 500, "no backend"
            self.turn += 1
            pod = pods[self.turn % len(pods)]
            self.backends[name] = self.backends.get(name, 0) + 1
            self.pods[pod] = self.pods.get(pod, 0) + 1
            share = 100 * self.backends.get(name, 0) / max(sum(self.backends.values()), 50)
            if name == "rented" and share > self.most:
                self.fails[pod] = self.fails.get(pod, 0) + 1
                return 503, name
            return 200, name

    def flow(self, port):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while True:
            if not self.rate:
                time.sleep(0.02)
                continue
            try:
                line.request("GET", "/v1/models")
                line.getresponse().read()
            except OSError:
                line.close()
            time.sleep(1 / self.rate)

    @staticmethod
    def metrics(count, failed):
        label = 'model_name="chat",engine="0"'
        return ("# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{%s} 1\n"
                "# TYPE vllm:num_requests_waiting gauge\nvllm:num_requests_waiting{%s} 0\n"
                "# TYPE vllm:request_success_total counter\n"
                'vllm:request_success_total{%s,finished_reason="stop"} %d\n'
                'vllm:request_success_total{%s,finished_reason="abort"} %d\n'
                % (label, label, label, count - failed, label, failed))

    def page(self, name, path):
        """What a model server of a backend answers."""
        with self.lock:
            if path == "/counts":
                return 200, json.dumps(self.backends)
            if path == "/metrics":
                failed = sum(self.fails.values()) if name == "rented" else 0
                return 200, self.metrics(self.backends.get(name, 0), failed)
        return 200, "ok"

    def pod(self, name, path):
        """What a pod answers by way of the API server."""
        if path == "/metrics":
            return 200, self.metrics(self.pods.get(name, 0), self.fails.get(name, 0))
        if path == "/health":
            return 200, "ok"
        return 404, "not found"
