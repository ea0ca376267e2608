"""The stamp of a file that has left the screen, read back from what the file says of itself."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pandas as pd
from lxml.etree import LxmlError
from PIL import Image
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from components.briefing.document import METADATA
from components.words.language import DEFAULT, LANGUAGES

SVG_METADATA: Final = "{http://www.w3.org/2000/svg}metadata"
IN_PAGE: Final = re.compile(r'<meta name="casualty-monitor" content="([^"]*)">')
NEEDED: Final = ("query", "record_version", "as_known_on")


class NotStamped(ValueError):
    """A file without a stamp of this program, or that cannot be read; the message is its kind."""


def stamp_in(file: Path) -> dict[str, Any]:
    """The stamp of a file of a pack.

    Args:
        file: slides, document, picture, page, or a file of the annex.

    Returns:
        What ``Stamp.metadata`` wrote; of an annex, its ``about.csv``.

    Raises:
        NotStamped: it is no file of a pack, or is damaged.
    """
    kind = file.suffix.lower().lstrip(".")
    readers = {
        "pptx": _slides,
        "pdf": _document,
        "png": _picture,
        "svg": _drawing,
        "html": _page,
        "csv": _annex,
    }
    if kind not in readers:
        raise NotStamped(kind)
    try:
        found = readers[kind](file)
        if not found:
            raise NotStamped(kind)
        return _checked(json.loads(found) if isinstance(found, str) else found)
    except NotStamped:
        raise
    # each reader's own word for a damaged file; cut JSON, cut tables and wrong letters are ValueErrors
    except (
        PyPdfError,
        PackageNotFoundError,
        LxmlError,
        OSError,
        ElementTree.ParseError,
        zipfile.BadZipFile,
        ValueError,
        KeyError,
    ) as error:
        raise NotStamped(kind) from error


def _checked(told: Any) -> dict[str, Any]:
    """A stamp whose parts are what they must be.

    Raises:
        ValueError: a part of it was changed into what cannot be.
    """
    if not isinstance(told, dict):
        raise ValueError("no object")
    if not all(isinstance(told.get(key), str) for key in NEEDED):
        raise ValueError("a part is missing or no text")
    dt.date.fromisoformat(told["as_known_on"])
    if told.setdefault("language", DEFAULT) not in LANGUAGES:
        raise ValueError("no language of ours")
    return told


def _slides(file: Path) -> str:
    return str(Presentation(str(file)).core_properties.comments)


def _document(file: Path) -> str:
    about = PdfReader(file).metadata
    return str(about.subject if about else "")


def _picture(file: Path) -> str:
    with Image.open(file) as picture:
        picture.load()
        return str(picture.info.get(METADATA, ""))


def _drawing(file: Path) -> str:
    found = ElementTree.parse(file).getroot().find(SVG_METADATA)
    return str(found.text) if found is not None else ""


def _page(file: Path) -> str:
    found = IN_PAGE.search(file.read_text("utf-8"))
    return unescape(found.group(1)) if found else ""


def _annex(file: Path) -> dict[str, str]:
    about = file.with_name("about.csv")
    if not about.exists():
        return {}
    separator = ";" if about.read_bytes()[:40].decode("utf-8-sig").startswith("what;") else ","
    rows = pd.read_csv(about, dtype=str, encoding="utf-8-sig", keep_default_na=False, sep=separator)
    return dict(zip(rows["what"], rows["value"], strict=True))
