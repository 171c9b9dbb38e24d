"""A web server on the loopback address that answers well or badly, as the path says."""
import http.server
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


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Odd).serve_forever()
