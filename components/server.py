"""What the app serves beside its pages, and what it refuses: hosts that are not ours, and doors nobody uses."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import team_map
from components.tiles import PATH, square
from components.view import ADDRESS_VARIABLE, PAGE_PARAMETER
from components.words.language import strings
from data.record.places import GEOGRAPHY
from data.sources.keys import secret

WORDS = strings()
FONTS = Path(__file__).parent / "assets" / "fonts"
SERVED = (".woff2", ".geojson")
HOSTS_VARIABLE = "CASUALTY_HOSTS"
LOOPBACK = ("localhost", "127.0.0.1", "::1", "testserver")
ADDRESS = re.compile(
    r"(?:https?:)?//[A-Za-z0-9._-]+(?::\d{1,5})?|(?:https?:)?//\[[0-9A-Fa-f:.]+\](?::\d{1,5})?"
)  # a host, and no more
PAGE = re.compile(
    r"[^/._][^/.]{0,60}"
)  # what an address calls a page; files and the framework's own have a dot or _
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
# The framework writes scripts and styles into its page and compiles expressions of charts and maps, so that it
# needs 'unsafe-inline' and 'unsafe-eval', and blob: for the script that measures the page; nothing comes from, or goes to, another address than our own.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:{online}; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self' data: blob:{online}; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class DataFiles(StaticFiles):
    """Files of a folder that are data: a folder of the program may hold scripts too."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or that there is none."""
        if not path.endswith(SERVED):
            raise HTTPException(404)
        return await super().get_response(path, scope)


def routes() -> list[BaseRoute]:
    """Fonts and basemap under ``/bundled``, squares of large maps: by address they cost the page's connection nothing."""
    return [
        Mount("/bundled/fonts", DataFiles(directory=FONTS)),
        Mount("/bundled/geography", DataFiles(directory=GEOGRAPHY)),
        Route(f"{PATH}/{{name}}/{{z}}/{{x}}/{{y}}", square),
        Route(f"{team_map.PATH}/boundaries/{{name}}", team_map.boundaries),
        Route(f"{team_map.PATH}/tiles/{{z}}/{{x}}/{{y}}", team_map.tile),
        Route(f"{team_map.STYLE}/{{theme}}", team_map.style),
    ]


def hosts() -> frozenset[str]:
    """The names under which the app answers: this machine's own, and those that the deployment names.

    ``CASUALTY_HOSTS`` lists them, separated by commas; the host of ``CASUALTY_ADDRESS`` is one of them.
    """
    named = os.environ.get(HOSTS_VARIABLE, "").split(",")
    named.append(urlsplit(os.environ.get(ADDRESS_VARIABLE, "")).hostname or "")
    return frozenset([*LOOPBACK, *(name.strip().casefold() for name in named if name.strip())])


def policy() -> str:
    """The content policy, which lets a configured online map style in and nothing else."""
    parts = urlsplit(secret("map_style"))
    online = f" {parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    return POLICY.format(online=online)


class Guard:
    """Refuses what is not asked of us, and says to browsers what a page of ours may do."""

    def __init__(self, app: ASGIApp, pages: Sequence[str] = (), base: str = "") -> None:
        """Stand before an app; who may ask, what pages there are and what they may do is settled now."""
        self.app, self.hosts, self.pages = app, hosts(), frozenset(pages)
        self.base = f"/{base.strip('/')}".rstrip("/")
        self.headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"content-security-policy", policy().encode()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}  # fmt: skip
        path = str(scope["path"])
        refusal = self._refusal(headers, path) or self._first_page(headers, scope, path)
        if refusal is not None and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in self.headers}
                kept = [pair for pair in message["headers"] if pair[0].lower() not in names]
                message["headers"] = [*kept, *self.headers]
            await send(message)

        await (refusal or self.app)(scope, receive, told)

    def _refusal(self, headers: dict[str, str], path: str) -> Response | None:
        if not self._ours(f"//{headers.get('host', '')}"):
            return PlainTextResponse(f"{WORDS('server.host', variable=HOSTS_VARIABLE)}\n", 421)
        if "origin" in headers and not self._ours(headers["origin"]):
            return PlainTextResponse(f"{WORDS('server.origin')}\n", 403)
        if path.startswith(CLOSED):
            return PlainTextResponse(f"{WORDS('server.closed')}\n", 404)
        return None

    def _first_page(self, headers: dict[str, str], scope: Scope, path: str) -> Response | None:
        """Of a page there is none of, the way to the first page, which says so: the framework would say it in English."""
        name = path.removeprefix(self.base).strip("/")
        reader = scope["type"] == "http" and "text/html" in headers.get("accept", "")
        if not reader or not PAGE.fullmatch(name) or name in self.pages:
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        query = [*(pair for pair in asked if pair[0] != PAGE_PARAMETER), (PAGE_PARAMETER, name)]
        return RedirectResponse(f"{self.base}/?{urlencode(query)}")

    def _ours(self, address: str) -> bool:
        if not ADDRESS.fullmatch(address):
            return False
        try:
            return (urlsplit(address).hostname or "").casefold() in self.hosts
        except ValueError:
            return False


def middleware(pages: Sequence[str], base: str) -> list[Middleware]:
    """The guard, which knows the pages there are and under which path the app is served, and compression: Streamlit serves its scripts uncompressed, some 8 MB for a first visit."""
    return [
        Middleware(Guard, pages=pages, base=base),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]
