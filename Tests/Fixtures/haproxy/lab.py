"""Real HAProxy instances before two model servers, with requests flowing, for as long as standard
input is open.

Prints one line of JSON once requests are answered: the sockets of the instances and the URL of a page
that counts where requests landed. Lines on standard input change the load: `load 0` stops it.
"""
import collections, http.server, json, os, shutil, signal, socket, socketserver, subprocess, sys, tempfile
import threading, time, urllib.request

CONFIG = """
global
  stats socket {lab}/admin{number}.sock mode 600 level admin
  stats socket {lab}/user{number}.sock mode 600 level user
  stats socket ipv4@127.0.0.1:{tcp} level admin
  stats timeout 30s
  maxconn 500
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
frontend llm
  bind 127.0.0.1:{front}
  default_backend chat
backend chat
  balance roundrobin
  option httpchk GET /health/{number}
  http-request deny deny_status 503 if {{ path -f {lab}/denied{number}.acl }}
  default-server check inter 200ms fall 2 rise 1
  server own 127.0.0.1:{own} weight 100
  server rented 127.0.0.1:{rented} weight 0
backend fixed
  balance static-rr
  server one 127.0.0.1:{own} weight 10
  server two 127.0.0.1:{rented} weight 10
backend hashed
  balance source
  server one 127.0.0.1:{own} weight 10
  server two 127.0.0.1:{rented} weight 10
"""

counts = {"own": 0, "rented": 0, "held": 0}
hold = threading.Event()
hold.set()
load = {"rate": 100, "lost": "nothing"}
# The instances, by number, to which the rented server is not well.
unwell = set()
# How much of the requests, in percent, a server takes before it fails.
most = {"own": 100, "rented": 100}
# The last requests, by where they landed.
recent = collections.deque(maxlen=200)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, address):
        pass


def is_degraded(name):
    return recent.count(name) * 100 > most[name] * max(len(recent), 50)


def server(name):
    class Answer(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *words):
            pass

        def do_GET(self):
            if self.path == "/counts":
                body = json.dumps(counts).encode()
            else:
                if self.path == "/slow":
                    counts["held"] += 1
                    hold.wait(20)
                if not self.path.startswith("/health/"):
                    counts[name] += 1
                    recent.append(name)
                body = name.encode()
            is_unwell = name == "rented" and self.path in ["/health/%s" % one for one in unwell]
            is_failing = self.path == "/" and is_degraded(name)
            self.send_response(503 if is_unwell or is_failing else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    made = Server(("127.0.0.1", 0), Answer)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    return made.server_address[1]


def pass_on(place, beyond):
    """A socket before another, which can lose changes or the answers to them."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(place)
    listener.listen(16)

    def serve(caller):
        line = caller.recv(65536)
        is_lost = line.startswith(b"set ") and load["lost"]
        answer = b"Permission denied\n"
        if is_lost not in ("requests", "permission"):
            with socket.socket(socket.AF_UNIX) as other:
                other.connect(beyond)
                other.sendall(line)
                answer = b""
                while more := other.recv(65536):
                    answer += more
        if is_lost in ("requests", "answers"):
            caller.recv(1)
        else:
            caller.sendall(answer)
        caller.close()

    def wait():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=wait, daemon=True).start()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(port, path="/"):
    try:
        urllib.request.urlopen("http://127.0.0.1:%d%s" % (port, path), timeout=25).read()
        return True
    except OSError:
        return False


def main():
    if not shutil.which("haproxy", path=os.environ["PATH"] + ":/usr/sbin"):
        sys.exit("there is no haproxy")
    lab = tempfile.mkdtemp(prefix="hybridtop-haproxy-")
    own, rented = server("own"), server("rented")
    fronts, processes, commands = [], [], []

    def start(command):
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    ways = [free_port() for _ in range(2)]
    for number in range(2):
        front = free_port()
        path = "%s/%d.cfg" % (lab, number)
        with open(path, "w") as file:
            file.write(CONFIG.format(lab=lab, number=number, front=front, tcp=ways[number], own=own, rented=rented))
        # `add acl` has HAProxy itself answer what stands here.
        open("%s/denied%d.acl" % (lab, number), "w").close()
        binary = shutil.which("haproxy", path=os.environ["PATH"] + ":/usr/sbin")
        commands.append([binary, "-db", "-f", path])
        processes.append(start(commands[-1]))
        fronts.append(front)

    def flow():
        turn = 0
        while True:
            rate = load["rate"]
            if not rate:
                time.sleep(0.02)
                continue
            ask(fronts[turn % len(fronts)])
            turn += 1
            time.sleep(1 / rate)

    def begin():
        deadline = time.time() + 20
        while time.time() < deadline and not all([ask(front) for front in fronts]):
            time.sleep(0.01)
        for _ in range(2):
            threading.Thread(target=flow, daemon=True).start()
        pass_on(lab + "/passed1.sock", lab + "/admin1.sock")
        print(json.dumps({
            "sockets": ["%s/admin%d.sock" % (lab, n) for n in range(2)],
            "passedSocket": lab + "/passed1.sock",
            "tcp": "127.0.0.1:%d" % ways[0],
            "userSocket": "%s/user0.sock" % lab,
            "counts": "http://127.0.0.1:%d/counts" % own,
            "servers": {"own": "127.0.0.1:%d" % own, "rented": "127.0.0.1:%d" % rented},
        }), flush=True)

    try:
        begin()
        for line in sys.stdin:
            words = line.split()
            if words[:1] == ["load"]:
                load["rate"] = int(words[1])
            elif words[:1] == ["degrade"]:
                most[words[1] if words[2:] else "rented"] = int(words[-1])
            elif words == ["hold"]:
                hold.clear()
                threading.Thread(target=ask, args=(fronts[0], "/slow"), daemon=True).start()
            elif words == ["release"]:
                hold.set()
            elif words[:1] == ["lose"]:
                load["lost"] = words[1]
            elif words[:1] == ["down"]:
                unwell.add(words[1])
            elif words[:1] == ["up"]:
                unwell.discard(words[1])
            elif words == ["kill", "1"]:
                processes[1].kill()
            elif words == ["start", "1"]:
                processes[1].wait()
                processes[1] = start(commands[1])
    finally:
        for process in processes:
            process.kill()
        shutil.rmtree(lab, ignore_errors=True)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
main()
