"""A web server on the loopback address that answers well or badly, as the path says; on a unix socket
too where one is named.
"""
import gzip
import http.server
import json
import socketserver
import sys
import threading


class Odd(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/ok":
            self.answer(200, b"fine")
        elif self.path == "/sad":
            self.answer(503, b"later", {"Retry-After": "7"})
        elif self.path == "/flood":
            self.answer(200, b"x" * (4 << 20))
        elif self.path == "/moved":
            self.answer(302, b"", {"Location": "/ok"})
        elif self.path == "/loop":
            self.answer(302, b"", {"Location": "/loop"})
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"short")
            self.close_connection = True
        elif self.path == "/zip":
            self.answer(200, gzip.compress(b"fine" * 100), {"Content-Encoding": "gzip"})
        elif self.path == "/bomb":
            self.answer(200, gzip.compress(bytes(64 << 20)), {"Content-Encoding": "gzip"})
        elif self.path == "/broken-zip":
            self.answer(200, b"this is no gzip at all", {"Content-Encoding": "gzip"})
        elif self.path == "/away":
            self.answer(307, b"", {"Location": "http://localhost:%s/echo#there" % sys.argv[1]})
        elif self.path == "/beside":
            self.answer(308, b"", {"Location": "echo?a=b"})
        elif self.path == "/echo" or self.path == "/echo?a=b":
            self.answer(200, json.dumps(dict(self.headers)).encode())
        elif self.path == "/drip":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(600):
                self.wfile.write(b"x")
                self.wfile.flush()
                threading.Event().wait(0.05)
        elif self.path == "/hang":
            threading.Event().wait(60)

    def answer(self, status, body, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass  # the reader had enough

    def log_message(self, *arguments):
        pass


class Local(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


if len(sys.argv) > 2:
    local = Local(sys.argv[2], Odd)
    threading.Thread(target=local.serve_forever, daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Odd).serve_forever()
