"""Servers that speak TLS well and badly, and some that only accept connections, for as long as standard
input is open. Makes its own authorities in a temporary folder. Prints one line of JSON.
"""
import base64, http.server, json, os, shutil, socket, ssl, subprocess, sys, tempfile, threading

FOLDER = tempfile.mkdtemp(prefix="hybridtop-tls-")
PAGE = b'vllm:num_requests_running{model_name="m"} 3\nvllm:kv_cache_usage_perc{model_name="m"} 0.5\n'


def path(name):
    return os.path.join(FOLDER, name)


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=FOLDER, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def key(name):
    openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", name + ".key")


def authority(name):
    key(name)
    openssl("req", "-x509", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-days", "30",
            "-addext", "basicConstraints=critical,CA:TRUE", "-out", name + ".pem")


def certificate(name, issuer, alternative, start=None, end=None, days=30):
    """One signed by an authority; with start and end as YYYYMMDDHHMMSSZ."""
    key(name)
    openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr")
    with open(path(name + ".cnf"), "w") as file:
        file.write("[ca]\ndefault_ca=own\n[own]\ndatabase=%s.txt\nnew_certs_dir=.\nserial=%s.srl\n"
                   "default_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n"
                   "[more]\nsubjectAltName=%s\n" % (name, name, alternative))
    open(path(name + ".txt"), "w").close()
    with open(path(name + ".srl"), "w") as file:
        file.write(os.urandom(8).hex())
    times = ["-startdate", start, "-enddate", end] if start else ["-days", str(days)]
    openssl("ca", "-batch", "-config", name + ".cnf", "-extensions", "more", "-notext",
            "-cert", issuer + ".pem", "-keyfile", issuer + ".key", "-in", name + ".csr",
            "-out", name + ".pem", *times)


class Server(http.server.BaseHTTPRequestHandler):
    """Metrics for those who bring the right credentials in the way that the path says."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        basic = "Basic " + base64.b64encode(b"ops:hunter22").decode()
        wanted = {
            "/bearer/metrics": ("Authorization", "Bearer t0ken-of-ours"),
            "/basic/metrics": ("Authorization", basic),
            "/tenant/metrics": ("X-Scope-OrgID", "team-a"),
        }.get(self.path)
        if self.path == "/down":
            return self.answer(302, b"", {"Location": "http://127.0.0.1:1/"})
        if wanted and self.headers.get(wanted[0]) != wanted[1]:
            return self.answer(401, b"who is %s?" % self.headers.get(wanted[0], "").encode())
        self.answer(200, PAGE if self.path.endswith("/metrics") else b"fine")

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("X-Scope-OrgID") != "team-a":
            return self.answer(401, b"no tenant")
        if self.headers.get("Authorization") != "Bearer t0ken-of-ours":
            return self.answer(403, b"not you")
        metric = {}
        if b"__name__" in form:
            metric = {"__name__": "DCGM_FI_DEV_GPU_TEMP"}
        elif b"DEV_GPU_TEMP" in form:
            metric = {"Hostname": "gpu-a01", "gpu": "0", "UUID": "GPU-1"}
        result = [{"metric": metric, "value": [1763130021.5, "61"]}] if metric else []
        self.answer(200, json.dumps({
            "status": "success", "data": {"resultType": "vector", "result": result}}).encode())

    def answer(self, status, body, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), Server)
        self.context = context

    def finish_request(self, request, address):
        # In the connection's own thread, so that one that fails holds up no other.
        with self.context.wrap_socket(request, server_side=True) as secured:
            self.RequestHandlerClass(secured, address, self)

    def handle_error(self, request, address):
        pass


def serve(name, client=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path(name + ".pem"), path(name + ".key"))
    if client:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(path(client + ".pem"))
    server = Quiet(context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def black_hole(kept):
    """Accepts and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    kept.append(listener)
    return listener.getsockname()[1]


def full(kept):
    """A listener whose queue is full: the kernel drops what asks for more."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    kept.append(listener)
    for _ in range(4):
        waiting = socket.socket()
        waiting.setblocking(False)
        waiting.connect_ex(listener.getsockname())
        kept.append(waiting)
    return listener.getsockname()[1]


def main():
    kept = []
    here = "DNS:localhost,IP:127.0.0.1"
    authority("private")
    authority("other")
    certificate("good", "private", here, days=20)
    certificate("client", "private", "DNS:client")
    certificate("stranger", "other", "DNS:client")
    certificate("misnamed", "private", "DNS:elsewhere.example")
    certificate("expired", "private", here, "20200101000000Z", "20210101000000Z")
    print(json.dumps({
        "good": serve("good"), "mutual": serve("good", client="private"),
        "misnamed": serve("misnamed"), "expired": serve("expired"),
        "silent": black_hole(kept), "full": full(kept), "folder": FOLDER,
    }), flush=True)
    sys.stdin.read()


try:
    main()
finally:
    shutil.rmtree(FOLDER, ignore_errors=True)
