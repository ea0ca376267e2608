"""The server answers for its own names only, serves data and pages, and says to browsers what a page may do."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from components import server
from data.sources import keys


async def page(request):
    return PlainTextResponse("page")


async def stream(socket):
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


def client(base="", **headers):
    app = Starlette(
        routes=[*server.routes(), Route("/", page), Route("/_stcore/metrics", page), WebSocketRoute("/_stcore/stream", stream)],
        middleware=[Middleware(server.Guard, pages=("overview", "map"), base=base)],
    )  # fmt: skip
    return TestClient(app, headers=headers)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/bundled/geography/land.geojson", 200),
        ("/bundled/fonts/ibm-plex-sans-latin-400-normal.woff2", 200),
        ("/bundled/geography/build.py", 404),
        ("/bundled/fonts/build.py", 404),
        ("/bundled/geography/../record.toml", 404),
        ("/bundled/geography/label_sources.csv", 404),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/mcp", 404),
    ],
)
def test_what_is_served_and_what_is_not(path, status):
    assert client().get(path).status_code == status


BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("base", "asked", "to"),
    [
        ("", "/maps?from=2019-07-01&lang=fr", "/?from=2019-07-01&lang=fr&page=maps"),
        ("", "/Map", "/?page=Map"),
        ("", "/maps?page=other", "/?page=maps"),
        ("", "/%D8%AE%D8%B1%D9%8A%D8%B7%D8%A9", "/?page=%D8%AE%D8%B1%D9%8A%D8%B7%D8%A9"),
        ("harm", "/harm/maps", "/harm/?page=maps"),
        ("", "//evil.example", None),
        ("", "/map", None),
        ("", "/", None),
        ("harm", "/harm", None),
        ("harm", "/harm/map", None),
        ("", "/_stcore/metrics", None),
        ("", "/favicon.ico", None),
        ("", "/bundled/fonts/build.py", None),
    ],
)
def test_who_asks_for_a_page_there_is_none_of_is_led_to_the_first_which_says_so(base, asked, to):
    answer = client(base, **BROWSER).get(asked, follow_redirects=False)
    assert answer.headers.get("location") == to
    assert (answer.status_code == 307) == bool(to)
    other = client(base, accept="application/json").get(asked, follow_redirects=False)
    assert other.status_code != 307


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8501",
        "",
        "localhost#.evil.example",
        "evil@localhost",
        "localhost/x",
        "localhost?x",
    ],
)
def test_a_host_that_is_not_ours_is_refused(host):
    assert client(host=host).get("/").status_code == 421
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/_stcore/stream", headers={"host": host}) as socket:  # fmt: skip
        socket.receive_text()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:1"])
def test_this_machine_s_own_names_are_ours(host):
    assert client(host=host).get("/").status_code == 200


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CASUALTY_HOSTS", "desk.example.org, other"),
        ("CASUALTY_ADDRESS", "https://desk.example.org/x"),
    ],
)
def test_a_deployment_names_its_hosts(monkeypatch, variable, value):
    assert client(host="desk.example.org").get("/").status_code == 421
    monkeypatch.setenv(variable, value)
    assert client(host="desk.example.org").get("/").status_code == 200


def test_a_page_of_another_host_may_not_ask():
    for origin in (
        "http://evil.example",
        "chrome-extension://localhost",
        "http://evil@localhost",
        "null",
    ):
        assert client(origin=origin).get("/").status_code == 403
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/_stcore/stream", headers={"origin": "http://evil.example"}) as socket:  # fmt: skip
        socket.receive_text()
    with client().websocket_connect("/_stcore/stream", headers={"origin": "http://localhost:8501"}) as socket:  # fmt: skip
        assert socket.receive_text() == "hello"


def test_browsers_are_told_what_a_page_may_do():
    for path, host in (
        ("/", "localhost"),
        ("/_stcore/metrics", "localhost"),
        ("/", "evil.example"),
    ):
        headers = client(host=host).get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
    headers = client().get("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    rules = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))  # fmt: skip
    assert rules["frame-ancestors"] == "'none'" and rules["default-src"] == "'self'"
    assert rules["connect-src"] == "'self' data: blob:"
    assert "http" not in headers["content-security-policy"]


def test_a_configured_map_style_is_let_in_and_nothing_else(monkeypatch):
    monkeypatch.setattr(keys, "_secrets", lambda: {"map_style": "https://tiles.example.org/style.json"})  # fmt: skip
    policy = client().get("/").headers["content-security-policy"]
    assert policy.count("https://") == policy.count("https://tiles.example.org") == 2
