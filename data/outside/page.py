"""One page asked for, with every turn it takes on the way."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Final

import httpx

from data.outside.reach import SECONDS, NotReached, Within

MOST_BYTES: Final = 10_000_000
MOST_TURNS: Final = 5
AGENT: Final = "casualty-monitor (keeps the source of a figure)"
MOVED: Final = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    """What an address answered.

    Attributes:
        address: that was asked.
        status: of HTTP.
        version: of HTTP, as the server says it.
        reason: the words beside the status.
        headers: name and value, in their order.
        content: what came, as it came; empty where only the status was asked for.
    """

    address: str
    status: int
    version: str
    reason: str
    headers: tuple[tuple[str, str], ...]
    content: bytes


def asked(address: str, *, whole: bool = True, seconds: float = SECONDS) -> list[Answer]:
    """What an address answers, each turn to another one first; the last is the answer.

    Args:
        address: ``http`` or ``https``, without a name or password in it.
        whole: with the content, else the status alone.
        seconds: everything together may take as long.

    Raises:
        NotReached: it is no such address, may not be reached, turns in a circle, answers too late, too much or by half.
    """
    found: list[Answer] = []
    with _client(seconds) as client:
        request = client.build_request("GET", _web(address))
        while len(found) <= MOST_TURNS:
            left = MOST_BYTES - sum(len(one.content) for one in found)
            found.append(answer := _answer(client, request, left, whole=whole))
            next_one = {name.casefold(): value for name, value in answer.headers}
            if answer.status not in MOVED or "location" not in next_one:
                return found
            request = client.build_request("GET", _web(_turned(request.url, next_one["location"])))
    raise NotReached(f"{address} turns to another address more than {MOST_TURNS} times.")


def posted(
    address: str, content: bytes, headers: dict[str, str], *, seconds: float = SECONDS
) -> Answer:
    """What an address answers to something that is sent to it; no turn is taken.

    Raises:
        NotReached: as ``asked``.
    """
    with _client(seconds) as client:
        request = client.build_request("POST", _web(address), content=content, headers=headers)
        return _answer(
            client, request, MOST_BYTES, whole=False
        )  # what it says beside its status does not matter


def _client(seconds: float) -> httpx.Client:
    # no proxy of the environment: it would look names up itself, and reach what may not be reached
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    return httpx.Client(transport=Within(seconds), trust_env=False, headers=headers, timeout=seconds)  # fmt: skip


def _web(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, TypeError):
        raise NotReached(f"{address!r} is no address; expected one of the web.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise NotReached(f"{address!r} is no address of the web; expected one that begins with http:// or https://.")  # fmt: skip
    if url.userinfo:
        raise NotReached(f"{url.host}: the address holds a name or password; expected one without.")
    return url.copy_with(fragment=None)


def _turned(url: httpx.URL, to: str) -> str:
    try:
        return str(url.join(to))
    except httpx.InvalidURL:
        raise NotReached(f"{url.host} turns to something that is no address.") from None


def _answer(client: httpx.Client, request: httpx.Request, most: int, *, whole: bool) -> Answer:
    host = request.url.host
    try:
        response = client.send(request, stream=True)
        try:
            content = _content(response, host, most) if whole else b""
        finally:
            response.close()
    except httpx.TimeoutException:
        raise NotReached(f"{host} gave no whole answer in time.") from None
    except httpx.ConnectError as error:
        wrong = isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error)
        said = "its certificate does not hold" if wrong else "it refuses a connection"
        raise NotReached(f"{host} does not answer: {said}.") from None
    except httpx.HTTPError as error:
        raise NotReached(f"{host} gave half an answer or none ({type(error).__name__}).") from None
    return Answer(
        str(request.url), response.status_code, response.http_version, response.reason_phrase,
        tuple(response.headers.multi_items()), content,
    )  # fmt: skip


def _content(response: httpx.Response, host: str, most: int) -> bytes:
    parts, size = [], 0
    for part in response.iter_raw():
        size += len(part)
        if size > most:
            raise NotReached(f"{host} sends more than {MOST_BYTES // 1_000_000} MB.")
        parts.append(part)
    return b"".join(parts)
