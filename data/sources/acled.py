"""ACLED event exports: the current layout, that of 2021 and 2022, and the upper-case one before.

ACLED gives one conservative number of the dead per event and codes 0 also where nothing is known, so
a number above 0 is kept without bounds and a 0 is kept as a word. It codes who took part, not who did
it. Events that are no harm to people (protests without dead, agreements, arrests ...) are put aside.
Its terms forbid passing rows on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from data.record.districts import district_of
from data.record.places import fold
from data.record.record import Record
from data.sources.cells import month_span
from data.sources.source import Known, Refused, Source, Tables, day_in, iso_code, known_names
from data.sources.wholly import Check, each, frame, interleaved, refusals

NEEDS: Final = frozenset(
    {
        "event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "inter1", "actor2", "country", "admin1",
        "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities",
    }
)  # fmt: skip
MORE: Final = ("sub_event_type", "civilian_targeting", "timestamp", "inter2")  # fmt: skip
# codebook: geo_precision 1 town, 2 part of a region, 3 region; time_precision 1 day, 2 week, 3 month
PRECISION: Final = {"1": "town", "2": "municipality", "3": "region"}
HALF_WEEK: Final = dt.timedelta(days=3)  # the day that stands for a week is its middle
DATE_PRECISION: Final = {"1": "day", "2": "range", "3": "month"}
HARM: Final = {
    "Air/drone strike": "airstrike",
    "Shelling/artillery/missile attack": "shelling",
    "Armed clash": "ground fighting",
    "Government regains territory": "ground fighting",
    "Non-state actor overtakes territory": "ground fighting",
    "Suicide bomb": "suicide attack",
    "Remote explosive/landmine/IED": "IED",
    "Grenade": "other",
    "Chemical weapon": "other",
    "Abduction/forced disappearance": "abduction",
    "Attack": "other",
    "Sexual violence": "other",
    "Excessive force against protesters": "shooting",
    "Mob violence": "other",
    "Violent demonstration": "other",
    "Peaceful protest": "other",
    "Protest with intervention": "other",
}
# the words of before 2019, when battles had no sub-event
OLD_EVENTS: Final = {
    "battle no change of territory": "ground fighting",
    "battle government regains territory": "ground fighting",
    "battle non state actor overtakes territory": "ground fighting",
    "battle": "ground fighting",
    "battles": "ground fighting",
}
VIOLENT: Final = ("battle", "explosions", "violence against civilians", "remote violence")
# the words by which ACLED tells the factions of Libya's forces apart
SIDES: Final = (
    ("Haftar", "lna"),
    ("Libyan National Army", "lna"),
    ("Government of National Accord", "gna"),
)
_DATES: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d-%b-%Y", "%d %b %Y")
_DISTRICTS: Final = {
    "Al Jifarah": "Al Jafarah", "Jafara": "Al Jafarah", "Zawia": "Az Zawiyah", "Zawiyah": "Az Zawiyah", "Zwara": "Zwara", "Sirt": "Sirte",
    "Surt": "Sirte", "Benghazi": "Benghazi", "Tripoli": "Tripoli", "Misrata": "Misrata", "Misratah": "Misrata", "Murqub": "Al Murqub",
    "Almargeb": "Al Murqub", "Al Marqab": "Al Murqub", "Derna": "Derna", "Darnah": "Derna", "Murzuq": "Murzuq", "Sebha": "Sabha", "Sabha": "Sabha",
    "Nalut": "Nalut", "Ghat": "Ghat", "Ubari": "Ubari", "Jufra": "Al Jufrah", "Al Jufrah": "Al Jufrah", "Kufra": "Al Kufrah", "Ejdabia": "Ejdabia",
    "Al Jabal al Gharbi": "Jabal al Gharbi", "Wadi Ashshati": "Wadi ash Shati", "Tobruk": "Al Butnan", "Almarj": "Al Marj",
    "Al Jabal Al Akhdar": "Al Jabal al Akhdar",
}  # fmt: skip
PUBLISHER: Final = {
    "source_id": "acled",
    "name": "ACLED",
    "type": "casualty recorder",
    "affiliation": "none",
    "country": "US",
    "reason": "Non-profit that codes political violence from news, NGOs and partners; no party.",
    "url": "https://acleddata.com",
}


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """ACLED rows as rows of the record; see ``Source.to_tables``."""
    cells = raw[raw.columns.intersection([*NEEDS, *MORE])].apply(lambda column: column.str.strip())
    day = each(raw["event_date"], lambda text: day_in(text, _DATES))
    refused = refusals(raw.index, _checks(raw, cells, day))
    if refused:
        sound = ~raw.index.isin([row for row, *_ in refused])
        cells, day = cells[sound], day[sound]
    key = "acled-" + cells["event_id_cnty"]
    published = each(_of(cells, "timestamp"), _published)
    claims, actors = _claims(cells, key, known_names(record))
    reports = frame(
        cells.index, report_id=key, source_id="acled", origin_id="acled", source_rank="3", publisher="ACLED",
        title=("Sources named: " + cells["source"]).str.slice(0, 300), published=published,
        date_basis=pd.Series("printed", index=cells.index).where(published != "", "none"),
    )  # fmt: skip
    return {
        "incidents": _incidents(cells, key, day),
        "tolls": frame(cells.index[:0]),
        "reports": reports,
        "observations": _observations(cells, key),
        "claims": claims,
        "actors": actors,
        "sources": frame(cells.index, **PUBLISHER),
    }, refused


def _checks(raw: pd.DataFrame, cells: pd.DataFrame, day: pd.Series) -> Iterable[Check]:
    """What cannot be of a row, in the order in which it is told."""
    wrong = ~cells["fatalities"].str.fullmatch("[0-9]{1,6}")
    yield wrong, "fatalities", raw["fatalities"], "a whole number"
    for column, codes in (("geo_precision", PRECISION), ("time_precision", DATE_PRECISION)):
        yield ~cells[column].isin(list(codes)), column, raw[column], f"one of {', '.join(codes)}"
    yield day.isna(), "event_date", raw["event_date"], "a day as 2019-07-02 or 2 July 2019"
    unknown = each(raw["country"], iso_code) == ""
    yield unknown, "country", raw["country"], "a country"
    kind, event = _of(cells, "sub_event_type"), cells["event_type"]
    strange = (kind != "") & ~kind.isin(list(HARM)) & (event != "Strategic developments")
    yield strange, "sub_event_type", kind, "one of ACLED's 25 kinds of event"
    violent = each(event, lambda text: text.casefold().startswith(VIOLENT) or None).notna()
    harmless = ~violent & (cells["fatalities"] == "0")
    yield harmless, "event_type", raw["event_type"], "an event of violence, or one with dead"


def _of(cells: pd.DataFrame, column: str) -> pd.Series:
    """A column that older layouts lack."""
    return cells[column] if column in cells else pd.Series("", index=cells.index, dtype="str")


def _published(timestamp: str) -> str:
    """ACLED's own time stamp, in seconds or as a day, is the day its row was last published."""
    written = re.match(r"\d{4}-\d{2}-\d{2}", timestamp)
    if written:
        return written.group()
    if not re.fullmatch(r"[0-9]{9,10}", timestamp):
        return ""
    return dt.datetime.fromtimestamp(int(timestamp), dt.UTC).date().isoformat()


def _observations(cells: pd.DataFrame, key: pd.Series) -> pd.DataFrame:
    dead = cells["fatalities"]
    none = dead == "0"
    unknown, single = "ACLED codes 0 also where nothing is known.", "ACLED gives one conservative number and no range."  # fmt: skip
    return frame(
        cells.index, observation_id=key + "-o", incident_id=key, report_id=key, measure="killed", group="all",
        value=dead.where(~none, ""), words=dead.where(none, ""), qualifier=pd.Series("words", index=cells.index).where(none, "single"),
        note=pd.Series(unknown, index=cells.index).where(none, single),
    )  # fmt: skip


def _incidents(cells: pd.DataFrame, key: pd.Series, day: pd.Series) -> pd.DataFrame:
    first, last = _spans(day, cells["time_precision"])
    kind = _of(cells, "sub_event_type")
    kind = kind.where(kind != "", cells["event_type"])
    country = each(cells["country"], iso_code)
    district = each(cells["admin1"], lambda name: _DISTRICTS.get(name) or district_of(name))
    targeted = _of(cells, "civilian_targeting") == "Civilian targeting"
    note = pd.Series("ACLED codes this as targeting civilians.", index=cells.index)
    return frame(
        cells.index, incident_id=key, date_low=first, date_high=last, date_precision=each(cells["time_precision"], DATE_PRECISION.get),
        title=_titles(cells, kind), place=cells["location"].where(cells["location"] != "", cells["country"]),
        country=country, district=district.where(country == "LY", ""), latitude=cells["latitude"], longitude=cells["longitude"],
        place_precision=each(cells["geo_precision"], PRECISION.get), coordinate_source="ACLED", event_type=_done(cells, kind),
        target_type="other", cause="conflict", victims="unknown", note=note.where(targeted, ""), report_id=key, dataset="acled",
    )  # fmt: skip


def _spans(day: pd.Series, precision: pd.Series) -> tuple[pd.Series, pd.Series]:
    """First and last day an event may have happened: ACLED dates a week by a day of it, and a month likewise."""
    of_a_week, of_a_month = (
        (precision == code).to_numpy(bool)
        for code, meant in DATE_PRECISION.items()
        if meant != "day"
    )

    def end(one: int) -> pd.Series:
        week = each(day[of_a_week], lambda text: (dt.date.fromisoformat(text) + (2 * one - 1) * HALF_WEEK).isoformat())  # fmt: skip
        month = each(day[of_a_month], lambda text: (month_span(text[:7]) or ("", ""))[one])
        return pd.concat([day[~(of_a_week | of_a_month)], week, month]).reindex(day.index)

    return end(0), end(1)


def _done(cells: pd.DataFrame, kind: pd.Series) -> pd.Series:
    """What was done, by ACLED's sub-event, else by the words its events had before there were any."""

    def old(event: str) -> str:
        return OLD_EVENTS.get(" ".join(re.sub("[-_/]", " ", event.casefold()).split()), "other")

    done = each(kind, HARM.get)
    return done.where(done.notna(), each(cells["event_type"], old))


def _titles(cells: pd.DataFrame, kind: pd.Series) -> pd.Series:
    """What ACLED says happened: its kind of event, place and the beginning of its notes."""
    said = each(cells["notes"], lambda text: " ".join(text.split())[:160])
    title = "ACLED: " + kind + ", " + cells["location"]
    return title.where(said == "", title + ": " + said)


def _claims(cells: pd.DataFrame, key: pd.Series, known: Known) -> tuple[pd.DataFrame, pd.DataFrame]:
    """ACLED codes who took part. Claims, and the actors they name; civilians are none."""

    def actor_of(name: str) -> str:
        plain = _plain(name)
        ours = next((ours for word, ours in SIDES if word in name), "")
        own = re.sub("[^a-z0-9]+", "-", fold(plain)).strip("-")
        return ours or known.actors.get(fold(plain)) or f"acled-{own}"

    claims, actors = [], []
    for number in ("1", "2"):
        civilians = _of(cells, f"inter{number}").isin(["7", "Civilians"])
        there = ((cells[f"actor{number}"] != "") & ~civilians).to_numpy(bool)
        name, ids = cells.loc[there, f"actor{number}"], key[there]
        actor = each(name, actor_of)
        own = actor.str.startswith("acled-").to_numpy(bool)
        actors.append(frame(name.index, actor_id=actor, name=each(name, _plain), kind="unknown", note="Named by ACLED.")[own])  # fmt: skip
        claims.append(
            frame(
                name.index, claim_id=ids + f"-{number}", incident_id=ids, report_id=ids, claimant="ACLED", actor=actor,
                actor_as_printed=name, stance="involved", about="harm",
            )
        )  # fmt: skip
    return interleaved(*claims), interleaved(*actors)


def _plain(name: str) -> str:
    """A name without the years that ACLED puts behind it: "Military Forces of Libya (2016-) Haftar Faction"."""
    return re.sub(r"\s*\((?:\d{4}-?)+\)\s*", " ", name).strip()


def _withdrawn(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """ACLED's list of deleted events makes no rows: its keys take rows away."""
    return {}, []


ACLED_DELETED: Final = Source(
    name="acled-deleted",
    producer="ACLED",
    licence="ACLED terms of use: rows may not be passed on",
    attribution="Armed Conflict Location & Event Data (ACLED)",
    redistributable=False,
    cannot_tell=("why an event was deleted",),
    needs=frozenset({"event_id_cnty", "deleted_timestamp"}),
    key="event_id_cnty",
    to_tables=_withdrawn,
    withdraws="acled",
)
ACLED: Final = Source(
    name="acled",
    producer="ACLED",
    licence="ACLED terms of use: rows may not be passed on",
    attribution="Armed Conflict Location & Event Data (ACLED), acleddata.com",
    redistributable=False,
    cannot_tell=(
        "injuries",
        "displacement",
        "a range",
        "whether 0 is none or unknown",
        "who did it",
    ),
    needs=NEEDS,
    key="event_id_cnty",
    to_tables=to_tables,
    replaced=True,
    alone=True,
    killed="fatalities",
    people=("fatalities",),
    codes=("time_precision", "geo_precision"),
    dated=("event_date",),
    first=dt.date(1997, 1, 1),
    measures=("killed",),
    told_as={
        "date_low": "event_date",
        "date_high": "event_date",
        "incident_id": "event_id_cnty",
        "place": "location",
        "published": "timestamp",
    },
    coverage="systematic",
)
