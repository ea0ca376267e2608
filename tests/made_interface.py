"""A producer's interface on loopback, with the faults it is given."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse

from made_ucdp import NEW, ROW

SECRET = "do-not-print-me"


class Interface:
    """Answers requests in turn; ``faults`` are spent first."""

    def __init__(self, rows, faults=()):
        self.rows, self.faults, self.requests = rows, list(faults), []

    def answer(self, path, query, headers, body):
        self.requests.append((path, query, headers, body))
        if self.faults:
            return self.faults.pop(0)
        if path == "/oauth/token":
            good = f"password={SECRET}" in body
            return (200, {}, json.dumps({"access_token": "t"})) if good else (401, {}, "{}")
        if path.startswith("/api/gedevents"):
            size, page = int(query["pagesize"]), int(query["page"])
            own = self.rows[(page - 1) * size : page * size]
            return 200, {}, json.dumps({"TotalCount": len(self.rows), "Result": own})
        size = int(query["limit"])
        start = int(query["offset"]) if "offset" in query else (int(query["page"]) - 1) * size
        return 200, {}, json.dumps({"data": self.rows[start : start + size]})


@contextlib.contextmanager
def interfaces():
    """A function that serves an interface and gives its address."""
    servers = []

    def start(interface):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                url = urlparse(self.path)
                query = {key: values[0] for key, values in parse_qs(url.query).items()}
                status, headers, text = interface.answer(url.path, query, dict(self.headers), body)
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(text.encode())

            do_POST = do_GET

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()


def ged(count):
    return [{**dict.fromkeys(NEW, ""), **ROW, "id": str(n)} for n in range(1, count + 1)]
