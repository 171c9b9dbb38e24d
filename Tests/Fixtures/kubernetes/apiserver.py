"""An API server of Kubernetes for tests: it enforces what the real one enforces, has a small cluster
behind it, and misbehaves when told to. Runs for as long as standard input is open.

Prints one line of JSON with its URL, tokens and files. Each further line of standard input is a list of
words that it does, and answers with a line of JSON: see `Lab.do`. With `--tls` it speaks https, by an
authority of its own, and takes client certificates.
"""
import http.server, json, os, shutil, signal, socketserver, ssl, subprocess, sys, tempfile, threading

# The tree of the sources is not written to.
sys.dont_write_bytecode = True
import fleet
from answers import Cluster, Question
from controllers import Controllers
from kinds import BY_KIND, Refusal
from store import Store
from traffic import Traffic


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, address):
        # A connection that breaks off is no fault of this side.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, address)


class Lab:
    """The server, and what a test says to it."""

    def __init__(self):
        self.store = Store()
        fleet.fill(self.store)
        self.controllers = Controllers(self.store)
        self.traffic = Traffic(self.store)
        self.cluster = Cluster(self.store, self.controllers, self.traffic)
        # [method, part of the target, what happens, how often]
        self.faults, self.throttled, self.log = [], [0, 1], []
        # [part of the target, what somebody else does right before the next change of it]
        self.rivals = []
        self.released = threading.Event()
        self.hanging = 0
        self.folder = tempfile.mkdtemp(prefix="hybridtop-kubernetes-")

    def fault(self, question, target):
        """What is to go wrong with a request, once less from now on."""
        if self.throttled[0] > 0:
            self.throttled[0] -= 1
            return "throttle"
        for fault in self.faults:
            is_meant = fault[0] in ("*", question.method) and fault[1] in target
            # What is only tried meets none, unless it is meant by name.
            if is_meant and fault[3] > 0 and (not question.is_dry or "dryRun" in fault[1]):
                fault[3] -= 1
                return fault[2]
        return None

    def race(self, question, target):
        """Lets somebody else be a moment faster."""
        if question.is_dry or question.method == "GET":
            return
        for rival in [one for one in self.rivals if one[0] in target]:
            self.rivals.remove(rival)
            for words in rival[1]:
                self.do(words)

    def do(self, words):
        """What a line says; what comes of it is told."""
        name, rest = words[0], words[1:]
        if name == "get":
            return self.cluster.read(Question("GET", rest[0], {}, b""))
        if name == "patch":
            asked = Question("PATCH", rest[0], {}, b"")
            return self.store.change(asked.kind, asked.namespace, asked.name, json.loads(rest[1]))
        if name == "create":
            asked = Question("POST", rest[0], {}, b"")
            return self.store.create(asked.kind, asked.namespace, json.loads(rest[1]))
        if name == "delete":
            asked = Question("DELETE", rest[0], {}, b"")
            return self.store.remove(asked.kind, asked.namespace, asked.name)
        if name == "pods":
            return {one["metadata"]["name"]: one["metadata"]["uid"]
                    for one in self.store.find(BY_KIND["Pod"])
                    if rest[0] == one["spec"].get("nodeName")}
        if name == "fault":
            return self.faults.append([*rest[:3], int(rest[3]) if len(rest) > 3 else 1])
        if name == "race":
            return self.rivals.append([rest[0], json.loads(rest[1])])
        if name == "throttle":
            self.throttled = [int(rest[0]), int(rest[1])]
        elif name == "clear":
            self.faults.clear()
            self.released.set()
        elif name == "permit":
            self.cluster.forbidden.get(rest[0], set()).discard(tuple(rest[1:]))
            self.cluster.allowed.setdefault(rest[0], set()).add(tuple(rest[1:]))
        elif name == "forbid":
            self.cluster.forbidden.setdefault(rest[0], set()).add(tuple(rest[1:]))
        elif name == "expire":
            with self.store.lock:
                self.store.oldest = self.store.version + 1
                self.store.version += 1
                self.store.lock.notify_all()
        elif name == "wanted":
            self.controllers.wanted[rest[0]] = int(rest[1])
            self.controllers.odd[rest[0]] = 0
        elif name == "delay":
            self.controllers.delay[rest[0]] = float(rest[1])
        elif name in ("freeze", "thaw"):
            self.controllers.is_frozen = name == "freeze"
        elif name == "crowd":
            fleet.crowd(self.store, int(rest[0]), int(rest[1]))
        elif name == "stick":
            self.controllers.stuck.add(rest[0])
        elif name == "free":
            self.controllers.stuck.discard(rest[0])
        elif name == "load":
            self.traffic.rate = int(rest[0])
        elif name == "degrade":
            self.traffic.most = int(rest[0])
        elif name == "counts":
            return self.traffic.backends
        elif name == "hanging":
            return self.hanging
        elif name == "log":
            return self.log
        else:
            return "there is no `%s`" % name
        return None

    def files(self, url, authority):
        """A kubeconfig with a context for each user."""
        where = {"server": url}
        if authority:
            where["certificate-authority"] = authority
        users = [{"name": name, "user": {"token": token}}
                 for token, name in self.cluster.tokens.items()]
        if authority:
            users.append({"name": "certificate", "user": {
                "client-certificate": self.folder + "/admin.pem",
                "client-key": self.folder + "/admin.key"}})
        contexts = [{"name": one["name"], "context": {"cluster": "lab", "user": one["name"],
                                                      "namespace": "chat"}} for one in users]
        path = self.folder + "/kubeconfig"
        with open(path, "w") as file:
            # JSON is YAML.
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "admin",
                       "clusters": [{"name": "lab", "cluster": where}], "users": users,
                       "contexts": contexts}, file, indent=1)
        return path

    def certificates(self):
        def openssl(*words):
            subprocess.run(["openssl", *words], cwd=self.folder, check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)

        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=lab-ca",
                "-addext", "basicConstraints=critical,CA:TRUE")
        for name, more in (("server", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
                           ("admin", "extendedKeyUsage=clientAuth")):
            with open(self.folder + "/more", "w") as file:
                file.write(more)
            openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + name)
            openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                    "-CAcreateserial", "-days", "2", "-extfile", "more", "-out", name + ".pem")


def handler(lab):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body go out together: no waiting for an acknowledgement in between.
        wbufsize = -1

        def log_message(self, *words):
            pass

        def send(self, code, body, headers=None):
            text = body if isinstance(body, str) else json.dumps(body)
            kind = "text/plain" if isinstance(body, str) else "application/json"
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())
            self.wfile.flush()

        def stream(self, question):
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.flush()
            for event in lab.cluster.watch(question):
                line = json.dumps(event).encode() + b"\n"
                self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()

        def handle_one(self):
            has_body = self.command in ("POST", "PUT", "PATCH")
            length = int(self.headers.get("Content-Length", -1 if has_body else 0))
            body = self.rfile.read(max(0, length))
            if len(body) != length:
                # The client has gone before it had said all: nobody has asked for anything.
                self.close_connection = True
                return
            entry = {"method": self.command, "path": self.path, "user": "",
                     "type": self.headers.get("Content-Type", ""), "body": body.decode(),
                     "status": 0}
            # Before anything is answered, so that whoever has an answer finds it.
            lab.log.append(entry)
            try:
                peer = self.connection.getpeercert() if hasattr(self.connection, "getpeercert") \
                    else None
                entry["user"] = lab.cluster.user(self.headers, peer)
                question = Question(self.command, self.path, self.headers, body)
                fault = question.fault = lab.fault(question, self.path)
                if fault == "throttle":
                    raise Refusal(429, "TooManyRequests",
                                  "Too many requests, please try again later.",
                                  {"retryAfterSeconds": lab.throttled[1]},
                                  {"Retry-After": str(lab.throttled[1])})
                if fault == "no-dry-run":
                    raise Refusal(400, "BadRequest", 'admission webhook "guard.example.com" does not '
                                  "support dry run")
                if fault and fault.isdigit():
                    raise Refusal(int(fault), "InternalError", "the lab was told to fail")
                if fault == "hang":
                    lab.released.clear()
                    lab.hanging += 1
                    lab.released.wait(60)
                    lab.hanging -= 1
                if fault in ("lose-before", "hang"):
                    self.close_connection = True
                    return
                lab.race(question, self.path)
                if question.is_watch and not isinstance(question.kind, (str, type(None))):
                    lab.cluster.permit(entry["user"], question)
                    entry["status"] = 200
                    return self.stream(question)
                entry["status"], made = lab.cluster.answer(entry["user"], question)
                if fault == "lose-after":
                    self.close_connection = True
                    return
                self.send(entry["status"], made)
            except Refusal as refusal:
                entry["status"] = refusal.code
                self.send(refusal.code, refusal.status, refusal.headers)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one

    return Handler


def main():
    lab = Lab()
    try:
        server = Server(("127.0.0.1", 0), handler(lab))
        url, authority = "http://127.0.0.1:%d" % server.server_address[1], None
        if "--tls" in sys.argv:
            lab.certificates()
            authority = lab.folder + "/ca.pem"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(lab.folder + "/server.pem", lab.folder + "/server.key")
            context.load_verify_locations(authority)
            context.verify_mode = ssl.CERT_OPTIONAL
            # Each connection shakes hands in its own thread.
            server.socket = context.wrap_socket(server.socket, server_side=True,
                                                do_handshake_on_connect=False)
            url = url.replace("http", "https")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        lab.controllers.begin()
        print(json.dumps({
            "url": url, "folder": lab.folder, "authority": authority,
            "kubeconfig": lab.files(url, authority),
            "tokens": {name: token for token, name in lab.cluster.tokens.items()},
            **lab.traffic.begin()}), flush=True)
        for line in sys.stdin:
            try:
                answer = lab.do(json.loads(line))
            except Refusal as refusal:
                answer = refusal.status
            print(json.dumps(answer), flush=True)
    finally:
        shutil.rmtree(lab.folder, ignore_errors=True)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
main()
