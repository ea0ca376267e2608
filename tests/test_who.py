"""One row an actor: what is said of it, the people of its incidents alone and among several, held against the slow way."""

import datetime as dt
import re

import pandas as pd
import pytest

from components.lines.claims import named_rows, of_no_side
from components.view import view_of
from components.words.language import strings
from components.words.numbers import said
from data.counting.attribution import said_of
from data.counting.figure import of_row
from data.counting.lineage import incident_figures
from data.counting.query import figure_at, ids_at, query
from data.counting.selection import Selection
from data.counting.who import actors_named

SIEGE = Selection(dt.date(2019, 4, 4), dt.date(2019, 12, 31))
CHOICES = {
    "the siege": SIEGE,
    "injured": SIEGE.replace(measure="injured"),
    "children": SIEGE.replace(group="children"),
    "as known in July": SIEGE.replace(as_known_on=dt.date(2019, 7, 15)),
    "one district": SIEGE.replace(district=("Tripoli",)),
    "everything": Selection(),
}


@pytest.mark.parametrize("name", CHOICES)
def test_each_actor_s_people_are_those_of_its_incidents_asked_one_by_one(bundled, name):
    selection = CHOICES[name]
    found = actors_named(bundled, selection)
    ids = query(bundled, selection).ids
    claims = said_of(bundled, ids, selection.as_known_on)
    assert set(found.index) == set(claims["actor"])
    named = claims[claims["names"]].groupby("incident_id")["actor"].agg(set)
    for actor, row in found.iterrows():
        own = {one for one, actors in named.items() if actor in actors}
        alone = {one for one in own if named[one] == {actor}}
        assert (row.alone_incidents, row.several_incidents) == (len(alone), len(own - alone))
        everyone = figure_at(bundled, selection.replace(actor=(actor,)), selection.measure)
        parts = [row[f"{part}_best"] for part in ("alone", "several")]
        known = [round(one) for one in parts if one == one and one is not None]
        assert (sum(known) if known else None) == everyone.best
        assert row.alone_known + row.several_known == everyone.incidents
        for stance in ("blames", "acknowledges", "denies"):
            told = claims[(claims["actor"] == actor) & (claims["stance"] == stance)]
            assert row[stance] == told["incident_id"].nunique()


def test_named_alone_equals_the_actor_s_own_part_of_the_total(bundled):
    found = actors_named(bundled, SIEGE)
    parts = query(bundled, SIEGE).by("actor").xs("killed", level="measure")
    for actor, row in found[found["alone_known"] > 0].iterrows():
        assert round(row.alone_best) == parts.loc[actor, "best"]
        assert round(row.alone_low) == parts.loc[actor, "low"]


def test_the_incident_that_makes_most_of_it_is_named(bundled):
    figures = incident_figures(bundled, SIEGE, ["killed"]).set_index("incident_id")["best"]
    claims = said_of(bundled, query(bundled, SIEGE).ids)
    for actor, row in actors_named(bundled, SIEGE).iterrows():
        own = claims[(claims["actor"] == actor) & claims["names"]]["incident_id"].unique()
        most = figures.loc[own].astype("Float64").max() if len(own) else 0
        assert (row.most_best if row.most else 0) == (0 if most is pd.NA else most)
        assert not row.most or figures[row.most] == most


def test_the_range_of_that_incident_is_told_and_at_least_is_not_lost(no_imports):
    view = view_of(no_imports, SIEGE, strings("en"), "light")
    rows = named_rows(view)
    figures = incident_figures(view.record, SIEGE, ["killed"]).set_index("incident_id")
    for actor, row in actors_named(view.record, SIEGE).iterrows():
        if row.most:
            assert rows.loc[actor, "most"].endswith(said(of_row(figures.loc[row.most]), view.words))
    assert "53 (37-80)" in rows.loc["uae", "most"]


def test_nobody_named_is_an_empty_table(made):
    assert actors_named(made(incidents=[{"incident_id": "a"}]), Selection()).empty


@pytest.mark.parametrize("measure", ["killed", "injured"])
def test_who_was_harmed_where_no_side_is_named_is_told_and_adds_up(no_imports, bundled, measure):
    view = view_of(no_imports, Selection(measure=measure), strings("en"), "light")
    told = of_no_side(view)
    ids = set(ids_at(bundled, view.selection, "side", "none"))
    rows = bundled.incidents[bundled.incidents["incident_id"].isin(ids)]
    for kind, count in rows["victims"].value_counts().items():
        term = strings("en").term("victims", kind)
        assert re.search(rf"{term}: [^;]*\({count} incidents?\)", told), (kind, told)
    assert sum(map(int, re.findall(r"\((\d+) incidents?\)", told))) == len(ids) > 5


def test_without_an_actor_of_no_side_nothing_is_said(no_imports):
    tajoura = Selection(dt.date(2019, 7, 2), dt.date(2019, 7, 2))
    assert of_no_side(view_of(no_imports, tajoura, strings("en"), "light")) == ""
