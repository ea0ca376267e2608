"""A page that was fetched, as web archives keep it (WARC 1.1, ISO 28500)."""

from __future__ import annotations

import io
from typing import Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from data.outside.page import AGENT, Answer

# what the connection said of its own parts, which the bytes kept here do not have any more
OF_THE_WAY: Final = ("transfer-encoding", "connection", "keep-alive", "content-length")


def warc(answers: list[Answer]) -> bytes:
    """The answers of an address as a web archive, every turn in its order, each with its digest."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("page.warc.gz", {"software": AGENT, "format": "WARC/1.1"}))  # fmt: skip
    for one in answers:
        headers = [(name, value) for name, value in one.headers if name.casefold() not in OF_THE_WAY]  # fmt: skip
        headers.append(("Content-Length", str(len(one.content))))
        said = StatusAndHeaders(f"{one.status} {one.reason}", headers, protocol=one.version)
        writer.write_record(writer.create_warc_record(one.address, "response", io.BytesIO(one.content), http_headers=said))  # fmt: skip
    return out.getvalue()
