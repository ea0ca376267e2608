"""Rows from a producer's interface into a CSV file: complete, or nothing.

Every page is kept until all are there, so that a fetch that was stopped goes on where it was; then rows
are counted against what the producer says, and no row may stand twice. Failures that may pass (time-outs,
5xx, 429) are tried again with growing pauses, or after the pause the server asks for. Keys are read from
the environment or the app's secrets and stand in no message and no file.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pandas as pd
import stamina

from data.outside.reach import reachable
from data.record.refusal import RecordError
from data.sources.fetched import kept, put
from data.sources.keys import secret

PAGE: Final = 1000
QUOTA_A_DAY: Final = 5_000  # UCDP's, where failures count too
LATEST_OF_UCDP: Final = "25.1"
ATTEMPTS: Final = 5
SECONDS: Final = 60.0


@dataclass(frozen=True)
class Interface:
    """A producer's interface.

    Attributes:
        base: its address.
        key: the column that names a row.
        pages: (page number from 1, the reader's choices) -> path and query.
        rows: an answer -> its rows.
        total: an answer -> how many rows there are in all; None where the producer does not say.
        headers: signs in; (client, base) -> headers.
        quota: requests a day; None is none.
        takes: which of the reader's choices it knows.
        closed: what is said where who is signed in is refused (401, 403) or gets no row at all.
    """

    base: str
    key: str | None
    pages: Callable[[int, dict[str, str]], tuple[str, dict[str, str]]]
    rows: Callable[[Any], list[dict[str, Any]]]
    total: Callable[[Any], int | None]
    headers: Callable[[httpx.Client, str], dict[str, str]]
    quota: int | None = None
    takes: frozenset[str] = frozenset({"country"})
    closed: str = ""


def _needed(*names: str) -> list[str]:
    found = [secret(name) for name in names]
    absent = [name for name, value in zip(names, found, strict=True) if not value]
    if absent:
        raise RecordError(f"the interface asks for a key; set {' and '.join(absent)}.")
    return found


def _ucdp_page(page: int, asked: dict[str, str]) -> tuple[str, dict[str, str]]:
    own = {"pagesize": str(PAGE), "page": str(page), "Country": asked.get("country", "620")}
    days = {"StartDate": asked.get("from", ""), "EndDate": asked.get("to", "")}
    query = own | {name: day for name, day in days.items() if day}
    return f"/api/gedevents/{asked.get('release', LATEST_OF_UCDP)}", query


def _ucdp_headers(client: httpx.Client, base: str) -> dict[str, str]:
    token = secret("UCDP_TOKEN")
    return {"x-ucdp-access-token": token} if token else {}


def _acled_page(page: int, asked: dict[str, str]) -> tuple[str, dict[str, str]]:
    own = {
        "_format": "json",
        "limit": str(PAGE),
        "page": str(page),
        "country": asked.get("country", "Libya"),
    }
    if asked.get("from") and asked.get("to"):
        own |= {"event_date": f"{asked['from']}|{asked['to']}", "event_date_where": "BETWEEN"}
    return "/api/acled/read", own


def _deleted_page(page: int, asked: dict[str, str]) -> tuple[str, dict[str, str]]:
    return "/api/deleted/read", {"_format": "json", "limit": str(PAGE), "page": str(page)}


def _acled_headers(client: httpx.Client, base: str) -> dict[str, str]:
    email, password = _needed("ACLED_EMAIL", "ACLED_PASSWORD")
    form = {"grant_type": "password", "client_id": "acled", "username": email, "password": password}
    try:
        answer = client.post(f"{base}/oauth/token", data=form)
        token = answer.json().get("access_token") if answer.status_code == 200 else None
    except (httpx.TransportError, json.JSONDecodeError) as error:
        raise RecordError(f"ACLED could not be asked to sign in ({type(error).__name__}); fetch again.") from None  # fmt: skip
    if not token:
        raise RecordError(f"ACLED did not sign in (status {answer.status_code}); check ACLED_EMAIL and ACLED_PASSWORD.")  # fmt: skip
    return {"Authorization": f"Bearer {token}"}


def _hapi_page(
    theme: str, country: str = "location_code"
) -> Callable[[int, dict[str, str]], tuple[str, dict[str, str]]]:
    def page_of(page: int, asked: dict[str, str]) -> tuple[str, dict[str, str]]:
        app, email = _needed("HAPI_APP", "HAPI_EMAIL")
        own = base64.b64encode(f"{app}:{email}".encode()).decode()
        query = {country: asked.get("country", "LBY"), "output_format": "json", "limit": str(PAGE), "offset": str((page - 1) * PAGE), "app_identifier": own}  # fmt: skip
        return f"/api/v2/{theme}", query

    return page_of


def _nothing(client: httpx.Client, base: str) -> dict[str, str]:
    return {}


def _not_said(answer: Any) -> int | None:
    return None


# ACLED signs every account in and then refuses, or gives no row; its own answer names no reason
ACLED_CLOSED: Final = "signed in, this account may not read event data; HAPI's totals are open (`fetch hapi-conflict-events`)"

INTERFACES: Final = {
    "ucdp": Interface("https://ucdpapi.pcr.uu.se", "id", _ucdp_page, lambda a: a["Result"], lambda a: int(a["TotalCount"]), _ucdp_headers, QUOTA_A_DAY, frozenset({"country", "from", "to", "release"})),
    "acled": Interface("https://acleddata.com", "event_id_cnty", _acled_page, lambda a: a["data"], _not_said, _acled_headers, None, frozenset({"country", "from", "to"}), ACLED_CLOSED),
    "acled-deleted": Interface("https://acleddata.com", "event_id_cnty", _deleted_page, lambda a: a["data"], _not_said, _acled_headers, None, frozenset(), ACLED_CLOSED),
    "hapi-conflict-events": Interface("https://hapi.humdata.org", None, _hapi_page("coordination-context/conflict-events"), lambda a: a["data"], _not_said, _nothing),
    "hapi-idps": Interface("https://hapi.humdata.org", None, _hapi_page("affected-people/idps"), lambda a: a["data"], _not_said, _nothing),
    "hapi-returnees": Interface("https://hapi.humdata.org", None, _hapi_page("affected-people/returnees", "origin_location_code"), lambda a: a["data"], _not_said, _nothing),
}  # fmt: skip


def file_of(name: str, asked: dict[str, str]) -> str:
    """The name of a file of what an interface gave: of UCDP's it says which release it is."""
    if name != "ucdp":
        return f"{name}.csv"
    return f"GEDEvent_v{asked.get('release', LATEST_OF_UCDP).replace('.', '_')}.csv"


def fetch(name: str, out: Path, asked: dict[str, str], *, base: str | None = None) -> int:
    """Fetch everything asked for into one CSV.

    Args:
        name: one of ``INTERFACES``.
        out: where the CSV goes; pages wait in a folder beside it until all are there.
        asked: ``country``, ``from``, ``to``, ``release``, as the interface knows them.
        base: another address of the same interface.

    Returns:
        How many rows were written.

    Raises:
        RecordError: not every row could be had; nothing is written to ``out``.
    """
    interface = INTERFACES[name]
    unknown = sorted(set(asked) - interface.takes)
    if unknown:
        raise RecordError(f"{', '.join(unknown)}: {name} cannot be asked for that.")
    if name == "acled" and ("from" in asked) != ("to" in asked):
        raise RecordError("acled takes from and to together.")
    if base is not None:
        given = httpx.URL(base)
        reachable(given.host, given.port or 443)
    base = base or interface.base
    mark = hashlib.sha256(json.dumps([name, base, asked], sort_keys=True).encode()).hexdigest()[:12]
    waiting = out.parent / f".{out.name}-{mark}"
    waiting.mkdir(parents=True, exist_ok=True)
    pages: list[Any] = []
    with httpx.Client(timeout=SECONDS) as client:
        headers: dict[str, str] | None = None
        while True:
            page = waiting / f"{len(pages) + 1}.json"
            answer = kept(page)
            if answer is None:
                headers = interface.headers(client, base) if headers is None else headers
                path, query = interface.pages(len(pages) + 1, asked)
                answer = _asked(client, f"{base}{path}", query, headers, interface, out.parent)
                put(page, answer)
            pages.append(answer)
            if len(_rows(interface, answer)) < PAGE:
                break
    rows = [row for answer in pages for row in _rows(interface, answer)]
    if not rows and interface.closed:
        shutil.rmtree(waiting)
        raise RecordError(f"{name} gave no row for what was asked: either there is none, or {interface.closed}. Nothing is written.")  # fmt: skip
    try:
        _complete(interface, pages, rows)
    except RecordError:
        shutil.rmtree(waiting)  # the pages do not belong together: the next fetch begins anew
        raise
    frame = pd.DataFrame(rows, dtype=object)  # beside a null, pandas would write 5 as 5.0
    aside = out.with_name(f".{out.name}.part")
    frame.to_csv(aside, index=False)
    aside.replace(out)
    shutil.rmtree(waiting)
    return len(frame)


def _rows(interface: Interface, answer: Any) -> list[dict[str, Any]]:
    try:
        return list(interface.rows(answer))
    except (KeyError, TypeError):
        raise RecordError("the interface answered in another shape than its documentation says; nothing is kept.") from None  # fmt: skip


def _complete(interface: Interface, pages: list[Any], rows: list[dict[str, Any]]) -> None:
    """Every page of one state of the data, as many rows as the producer says, none twice.

    Raises:
        RecordError: they are not.
    """
    try:
        totals = {interface.total(answer) for answer in pages}
    except (KeyError, TypeError, ValueError):
        raise RecordError("the interface answered in another shape than its documentation says; nothing is kept.") from None  # fmt: skip
    if len(totals) > 1:
        raise RecordError("the data changed while it was fetched; nothing is kept, fetch again.")
    total = totals.pop()
    if total is not None and total != len(rows):
        raise RecordError(
            f"the interface announced {total} rows and gave {len(rows)}; nothing is kept."
        )
    keys = [
        row.get(interface.key) if interface.key else json.dumps(row, sort_keys=True) for row in rows
    ]
    if None in keys:
        raise RecordError(
            f"a row has no {interface.key}; the interface has another layout now, nothing is kept."
        )
    if len(set(keys)) != len(keys):
        raise RecordError("a row came twice, so a page stood twice or was missed; nothing is kept.")


def _asked(
    client: httpx.Client,
    url: str,
    query: dict[str, str],
    headers: dict[str, str],
    interface: Interface,
    folder: Path,
) -> Any:
    """One page, tried again where the failure may pass."""

    def may_pass(error: Exception) -> bool | float:
        if isinstance(error, httpx.HTTPStatusError):
            wait = error.response.headers.get("Retry-After", "")
            if error.response.status_code == 429 and wait.isdigit():
                return float(wait)
            return error.response.status_code == 429 or error.response.status_code >= 500
        return isinstance(error, (httpx.TransportError, json.JSONDecodeError))

    try:
        for attempt in stamina.retry_context(on=may_pass, attempts=ATTEMPTS, timeout=None):
            with attempt:
                _count_request(interface, folder)
                answer = client.get(url, params=query, headers=headers)
                answer.raise_for_status()
                return answer.json()
    except httpx.HTTPStatusError as error:
        if interface.closed and error.response.status_code in (401, 403):
            raise RecordError(
                f"{interface.closed} (status {error.response.status_code})."
            ) from None
        raise RecordError(f"the interface answered with status {error.response.status_code}; nothing is kept but the pages before, fetch again to go on.") from None  # fmt: skip
    except (httpx.TransportError, json.JSONDecodeError) as error:
        raise RecordError(f"the interface could not be read ({type(error).__name__}); nothing is kept but the pages before, fetch again to go on.") from None  # fmt: skip
    raise AssertionError("a retry ends with an answer or an error")


def _count_request(interface: Interface, folder: Path) -> None:
    """Count a request of today, failed ones too.

    Raises:
        RecordError: the producer's quota of the day is used up.
    """
    if interface.quota is None:
        return
    path = folder / ".requests.json"
    today = dt.date.today().isoformat()
    counts = kept(path) or {}
    used = counts.get(today, 0)
    if used >= interface.quota:
        raise RecordError(
            f"{used} requests were made today, as many as the producer allows; go on tomorrow."
        )
    put(path, {today: used + 1})
