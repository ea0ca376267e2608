"""What the app serves beside its pages: fonts and basemap from its own files, all of it compressed."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from data.record.places import GEOGRAPHY

FONTS = Path(__file__).parent / "assets" / "fonts"


def routes() -> list[BaseRoute]:
    """Fonts and basemap under ``/bundled``: by address they cost the page's connection nothing."""
    return [
        Mount("/bundled/fonts", StaticFiles(directory=FONTS)),
        Mount("/bundled/geography", StaticFiles(directory=GEOGRAPHY)),
    ]


def middleware() -> list[Middleware]:
    """Compression: Streamlit serves its scripts uncompressed, some 8 MB for a first visit."""
    return [Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)]
