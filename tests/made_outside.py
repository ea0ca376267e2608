"""Servers on loopback that answer well, slowly, by half, too much, elsewhere or with another's certificate."""

import contextlib
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

PAGE = b"<!doctype html><title>A page</title><p>At least 53 were killed.</p>"


class Pages(BaseHTTPRequestHandler):
    """What each path answers; what was sent is kept on the server."""

    def do_GET(self):
        kind, _, rest = self.path.lstrip("/").partition("/")
        getattr(self, f"_{kind}", self._gone)(rest)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.do_GET()

    def _whole(self, status, content, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(content)

    def _page(self, rest):
        self._whole(200, PAGE, Content_Type="text/html")

    def _gone(self, rest):
        self._whole(404, b"gone")

    def _closed(self, rest):
        self._whole(403, b"not for programs")

    def _moved(self, rest):
        self._whole(301, b"", Location=rest if "://" in rest else f"/{rest}")

    def _circle(self, rest):
        self._whole(302, b"", Location="/circle")

    def _half(self, rest):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def _drip(self, rest):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        with contextlib.suppress(OSError):
            for n in range(200):
                self.wfile.write(f"X-{n}: 1\r\n".encode())
                self.wfile.flush()
                time.sleep(0.1)

    def _much(self, rest):
        with contextlib.suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            for _ in range(12):
                self.wfile.write(b"x" * 1_000_000)

    def log_message(self, *told):
        """Nothing."""


@contextlib.contextmanager
def pages(context=None):
    """A web server; encrypted with a context."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.got = []
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    scheme = "https" if context else "http"
    try:
        yield f"{scheme}://localhost:{server.server_port}", server
    finally:
        server.shutdown()
        server.server_close()


class Letters:
    """Keeps the letters it takes; ``refuses`` says how many it does not."""

    def __init__(self, refuses=0):
        self.got, self.refuses = [], refuses

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            self.refuses -= 1
            return "451 not now"
        self.got.append(envelope.content)
        return "250 taken"


@contextlib.contextmanager
def mail(handler, context=None):
    """A mail server; with a context it demands encryption."""
    controller = Controller(handler, hostname="127.0.0.1", port=0, tls_context=context, require_starttls=context is not None)  # fmt: skip
    controller.port = free_port()
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextlib.contextmanager
def lines(*said, seconds=0.0):
    """A server that says some lines, one after each that it gets, and then nothing or no more."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer():
        with contextlib.suppress(OSError):
            while True:
                there, _ = server.accept()
                for line in said:
                    there.sendall(line)
                    if line is not said[-1]:
                        there.recv(65536)
                time.sleep(seconds)
                there.close()

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()


def free_port():
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def server_context(authority, name="localhost"):
    """A context of a server whose certificate an authority made."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
