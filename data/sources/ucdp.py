"""UCDP Georeferenced Event Dataset (GED): yearly and candidate releases, and HDX's country files.

Columns are found by name, since their order differs between versions (codebook of GED 23.1;
layouts 42, 48 and 49 columns). A row becomes an incident with one report by UCDP and the articles
it names; a row of more than 31 days becomes a toll.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from data.record.places import fold
from data.record.possible import LONGEST_INCIDENT_DAYS
from data.record.record import Record
from data.sources.source import Known, Refused, Source, Tables, iso_code, known_names
from data.sources.wholly import Check, each, frame, interleaved, refusals

COUNTS: Final = (
    "low",
    "best",
    "high",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
)
PARTS: Final = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
NEEDS: Final = frozenset(
    {
        "id", "type_of_violence", "side_a", "side_a_new_id", "side_b", "side_b_new_id", "where_prec", "where_coordinates",
        "adm_1", "latitude", "longitude", "country", "date_prec", "date_start", "date_end", *COUNTS,
    }
)  # fmt: skip
MORE: Final = ("event_clarity", "source_office", "source_date", "source_headline", "source_article", "conflict_name", "where_description")  # fmt: skip
# where_prec of the codebook: 1 exact place, 2 within 25 km, 3 second-order division, 4 first-order
# division, 5 linear or fuzzy, 6 country, 7 international waters or air
PRECISION: Final = {
    "1": "town",
    "2": "municipality",
    "3": "district",
    "4": "region",
    "5": "region",
    "6": "country",
    "7": "country",
}
# date_prec: 1 day, 2 two to six days, 3 week, 4 month, 5 more than a month
DATE_PRECISION: Final = {"1": "day", "2": "range", "3": "range", "4": "month", "5": "month"}
VIOLENCE: Final = {
    "1": "state-based conflict",
    "2": "non-state conflict",
    "3": "one-sided violence",
}
# UCDP's names of the two blocs of the war of 2019; what it calls the government changed with it
SIDES: Final = {
    "Forces of the House of Representatives": ("lna", "2014-01-01"),
    "Forces of Khalifa Haftar": ("lna", "2014-01-01"),
    "Government of Libya": ("gna", "2015-12-23"),
}
TOLD_AS: Final = {"date_low": "date_start", "date_high": "date_end", "as_of": "date_end", "period_start": "date_start", "incident_id": "id", "toll_id": "id", "place": "where_coordinates"}  # fmt: skip
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00:00(?:\.000)?)?")
_DISTRICTS: Final = {
    "Surt district": "Sirte", "Jabal al Gharbi district": "Jabal al Gharbi", "Zawiyah district": "Az Zawiyah", "An Nuqat al Khams district": "Zwara",
    "Al Jafarah district": "Al Jafarah", "Darnah district": "Derna", "Marj district": "Al Marj", "Murqub district": "Al Murqub",
}  # fmt: skip


PUBLISHER: Final = {
    "source_id": "ucdp",
    "name": "Uppsala Conflict Data Program",
    "type": "research or monitor",
    "affiliation": "none",
    "country": "SE",
    "reason": "University programme that codes conflict events from news and reports; no party.",
    "url": "https://ucdp.uu.se",
}


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """GED rows as rows of the record.

    Args:
        raw: text cells by GED column; the index is the row number.
        record: by whose names and aliases the sides are recognised.

    Returns:
        Text rows of incidents, tolls, reports, observations, claims, actors, and what was refused.
    """
    cells = raw[raw.columns.intersection([*NEEDS, *MORE])].apply(lambda column: column.str.strip())
    start, end = each(raw["date_start"], _day), each(raw["date_end"], _day)
    refused = refusals(raw.index, _checks(raw, cells, start, end))
    if refused:
        sound = ~raw.index.isin([row for row, *_ in refused])
        cells, start, end = cells[sound], start[sound], end[sound]
    key = "ucdp-" + cells["id"]
    long = (pd.to_datetime(end) - pd.to_datetime(start)).dt.days + 1 > LONGEST_INCIDENT_DAYS
    claims, actors = _claims(cells[~long], key[~long], start[~long], known_names(record))
    reports = frame(
        cells.index, report_id=key + "-ged", source_id="ucdp", origin_id="ucdp", source_rank="3", publisher="UCDP GED",
        title=_read_by_ucdp(cells), date_basis="none",
    )  # fmt: skip
    return {
        "incidents": _incidents(cells[~long], key[~long], start[~long], end[~long]),
        "tolls": _tolls(cells[long], key[long], start[long], end[long]),
        "reports": reports,
        "observations": _observations(cells[~long], key[~long]),
        "claims": claims,
        "actors": actors,
        "sources": frame(cells.index, **PUBLISHER),
    }, refused


def _checks(
    raw: pd.DataFrame, cells: pd.DataFrame, start: pd.Series, end: pd.Series
) -> Iterable[Check]:
    """What cannot be of a row, in the order in which it is told."""
    for column in COUNTS:
        wrong = ~cells[column].str.fullmatch(r"[0-9]{1,9}")
        yield wrong, column, raw[column], "a whole number, as UCDP gives in every row"
    low, best, high = (_numbers(cells[column]) for column in ("low", "best", "high"))
    told = low.astype("str") + ", " + best.astype("str") + ", " + high.astype("str")
    yield ~((low <= best) & (best <= high)), "low, best, high", told, "low <= best <= high"
    for column, codes in (("where_prec", PRECISION), ("date_prec", DATE_PRECISION), ("type_of_violence", VIOLENCE)):  # fmt: skip
        yield ~cells[column].isin(list(codes)), column, raw[column], f"one of {', '.join(codes)}"
    for column, day in (("date_start", start), ("date_end", end)):
        expected = "a day as YYYY-MM-DD, with or without a time of midnight"
        yield day.isna(), column, raw[column], expected
    unknown = each(raw["country"], iso_code) == ""
    yield unknown, "country", raw["country"], "a country of UCDP's list"


def _numbers(cells: pd.Series) -> pd.Series:
    """Whole numbers; -1 where a cell is none."""
    return cells.where(cells.str.fullmatch(r"[0-9]{1,9}"), "-1").astype("int64")


def _day(text: str) -> str | None:
    """The day without its time of midnight; None where it is no day of the calendar."""
    match = _DAY.fullmatch(text.strip())
    if not match:
        return None
    try:
        return dt.date.fromisoformat(match.group(1)).isoformat()
    except ValueError:
        return None


def _of(cells: pd.DataFrame, column: str, usual: str = "") -> pd.Series:
    """A column that older layouts lack."""
    return cells[column] if column in cells else pd.Series(usual, index=cells.index, dtype="str")


def _read_by_ucdp(cells: pd.DataFrame) -> pd.Series:
    """The conflict and the articles UCDP names as what it read; it gives no figure of each."""
    article = _of(cells, "source_office")
    for column in ("source_date", "source_headline"):
        more = _of(cells, column)
        article = article.where(more == "", article.where(article == "", article + ", ") + more)
    article = article.where(article != "", _of(cells, "source_article"))
    conflict = _of(cells, "conflict_name")
    return conflict.where(
        article == "", (conflict + ". Read by UCDP: " + article).str.slice(0, 500)
    )


def _observations(cells: pd.DataFrame, key: pd.Series) -> pd.DataFrame:
    low, best, high = cells["low"], cells["best"], cells["high"]
    same = (low == best) & (best == high)
    numbers = {column: _numbers(cells[column]) for column in COUNTS}
    parts = cells[PARTS[0]]
    for column in PARTS[1:]:
        parts = parts + " + " + cells[column]
    # the codebook defines best as their sum
    odd = sum(numbers[column] for column in PARTS) != numbers["best"]
    said = "UCDP's own parts (" + parts + ") do not add up to its best; they are not kept."
    shared = {"incident_id": key, "report_id": key + "-ged", "measure": "killed"}
    total = frame(
        cells.index, observation_id=key + "-0", **shared, group="all", low=low, value=best, high=high,
        qualifier=pd.Series("exact", index=cells.index).where(same, "range"), note=said.where(odd, ""),
    )  # fmt: skip
    fighters = (numbers["deaths_a"] + numbers["deaths_b"]).astype("str")
    # with some of the dead of unknown kind, a group's own number is a least number
    unknown = numbers["deaths_unknown"] > 0
    qualifier = pd.Series("exact", index=cells.index).where(~unknown, "at least")
    groups = [
        frame(
            cells.index, observation_id=key + f"-{n}", **shared, group=group, low=number, value=number,
            high=number.where(~unknown, ""), qualifier=qualifier,
        )[~odd]
        for n, group, number in ((1, "civilians", cells["deaths_civilians"]), (2, "combatants", fighters))
    ]  # fmt: skip
    return interleaved(total, *groups)


def _incidents(
    cells: pd.DataFrame, key: pd.Series, start: pd.Series, end: pd.Series
) -> pd.DataFrame:
    violence = each(cells["type_of_violence"], VIOLENCE.get)
    unclear = _of(cells, "event_clarity", "1") != "1"
    note = "UCDP codes this as " + violence + "; it does not say what was done or what was hit."
    unmarked = each(cells["adm_1"], _district)
    return frame(
        cells.index, incident_id=key, date_low=start, date_high=end, date_precision=each(cells["date_prec"], DATE_PRECISION.get),
        title=_titles(cells), place=cells["where_coordinates"].where(cells["where_coordinates"] != "", cells["country"]),
        country=each(cells["country"], iso_code), district=unmarked.where(cells["country"] == "Libya", ""),
        latitude=cells["latitude"], longitude=cells["longitude"], place_precision=each(cells["where_prec"], PRECISION.get),
        coordinate_source="UCDP GED", event_type="other", target_type="other", cause="conflict", victims="unknown",
        note=note.where(~unclear, note + " UCDP: details of the event are not clear."), report_id=key + "-ged", dataset="ucdp",
    )  # fmt: skip


def _district(name: str) -> str:
    unmarked = name.translate(str.maketrans("āīūĀ", "aiuA"))
    return _DISTRICTS.get(unmarked, unmarked.removesuffix(" district"))


def _titles(cells: pd.DataFrame) -> pd.Series:
    """Who fought whom, and what the article UCDP read, or its own description of the place, says."""
    said = _of(cells, "source_headline")
    said = said.where(said != "", _of(cells, "where_description")).str.slice(0, 160)
    fought = "UCDP: " + cells["side_a"] + " - " + cells["side_b"]
    return fought.where(said == "", fought + ": " + said)


def _tolls(cells: pd.DataFrame, key: pd.Series, start: pd.Series, end: pd.Series) -> pd.DataFrame:
    exact = cells["low"] == cells["high"]
    return frame(
        cells.index, toll_id=key, source_id="ucdp", measure="killed", measure_as_printed="deaths in one GED row of more than 31 days",
        group="all", low=cells["low"], value=cells["best"], high=cells["high"],
        qualifier=pd.Series("exact", index=cells.index).where(exact, "range"), kind="total", period_start=start, as_of=end,
        as_of_basis="printed", area=cells["where_coordinates"].where(cells["where_coordinates"] != "", cells["country"]),
        area_scope="other", publisher="UCDP GED", document=_of(cells, "conflict_name"),
    )  # fmt: skip


def _claims(
    cells: pd.DataFrame, key: pd.Series, start: pd.Series, known: Known
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """UCDP codes who took part; in one-sided violence it says who did it. Claims, and the actors they name."""
    one_sided = cells["type_of_violence"] == "3"
    claims, actors = [], []
    for side in ("a", "b"):
        there = cells.index == cells.index if side == "a" else (~one_sided).to_numpy(bool)
        name, ids = cells.loc[there, f"side_{side}"], key[there]
        ours = each(name, lambda text: SIDES.get(text, ("", ""))[0])
        since = each(name, lambda text: SIDES.get(text, ("", "9999"))[1])
        recorded = each(name, lambda text: known.actors.get(fold(text), ""))
        actor = ours.where((ours != "") & (start[there] >= since), recorded)
        actor = actor.where(actor != "", "ucdp-" + cells.loc[there, f"side_{side}_new_id"])
        own = actor.str.startswith("ucdp-").to_numpy(bool)
        actors.append(frame(name.index, actor_id=actor, name=name, kind="unknown", note="Named by UCDP GED.")[own])  # fmt: skip
        claims.append(
            frame(
                name.index, claim_id=ids + f"-{side}", incident_id=ids, report_id=ids + "-ged", claimant="UCDP", actor=actor,
                actor_as_printed=name, stance=pd.Series("blames", index=name.index).where(one_sided[there], "involved"), about="harm",
            )
        )  # fmt: skip
    return interleaved(*claims), interleaved(*actors)


def remarks(raw: pd.DataFrame) -> list[str]:
    """Rows whose parts do not add up to their best: a slip of the producer, or a digit that was altered."""
    numbers = raw[[*PARTS, "best"]].apply(pd.to_numeric, errors="coerce")
    odd = raw.index[numbers[list(PARTS)].sum(axis=1) != numbers["best"]]
    if odd.empty:
        return []
    listed = ", ".join(str(row) for row in odd[:20])
    return [f"{len(odd)} rows give parts that do not add up to their best; the best is taken, the parts are not kept (rows {listed}{' ...' if len(odd) > 20 else ''})."]  # fmt: skip


UCDP: Final = Source(
    name="ucdp",
    producer="Uppsala Conflict Data Program",
    licence="CC BY 4.0",
    attribution="UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program, CC BY 4.0",
    redistributable=True,
    cannot_tell=(
        "injuries",
        "displacement",
        "what was done or hit",
        "the day its own figure was published",
    ),
    needs=NEEDS,
    key="id",
    to_tables=to_tables,
    replaced=True,
    alone=True,
    remarks=remarks,
    killed="best",
    people=COUNTS,
    codes=("id", "type_of_violence", "where_prec", "date_prec", "event_clarity"),
    dated=("date_start", "date_end"),
    measures=("killed",),
    told_as=TOLD_AS,
    coverage="systematic",
)
