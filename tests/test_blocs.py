"""Sides are dated blocs: old links keep their figures, parts add over several, the filter offers those of the time."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from made_records import write_record

from data.counting.asked import parse
from data.counting.attribution import side_on
from data.counting.figure import of_row
from data.counting.query import query
from data.counting.selection import Selection
from data.record.blocs import NO_SIDE, USUAL
from data.record.load import load
from data.record.refusal import RecordError

WAR = Selection(dt.date(2019, 1, 1), dt.date(2020, 12, 31))


@pytest.mark.parametrize("side", ["lna", "gna"])
def test_an_old_link_keeps_its_figures_of_2019_and_2020(bundled, side):
    selection, problems = parse({"side": [side], "from": ["2019-01-01"], "to": ["2020-12-31"]}, bundled)  # fmt: skip
    assert problems == []
    # as if memberships had never ended, which is how the record told them before
    undated = bundled.sides[bundled.sides["side"].isin(["lna", "gna", "none"])].copy()
    undated.loc[undated["date_to"].isin(["2021-03-09", "2021-03-15"]), "date_to"] = None
    before = dataclasses.replace(bundled, sides=undated)
    for measure in ("killed", "injured"):
        now, then = (of_row(query(one, selection).figures().loc[measure]) for one in (bundled, before))  # fmt: skip
        assert now == then and now.best


def test_parts_add_up_over_a_span_of_several_blocs(bundled):
    answer = query(bundled, Selection(dt.date(2019, 4, 4), dt.date(2026, 2, 3)))
    parts = answer.by("side").xs("killed", level="measure")
    assert {"lna", "gna", "east", "gnu", "none", "unattributed", "several"} <= set(parts.index)
    whole = answer.figures().loc["killed"]
    for column in ("low", "best", "high", "incidents", "unreported"):
        assert parts[column].sum() == whole[column]


@pytest.mark.parametrize(
    ("actor", "day", "bloc"),
    [
        ("lna", "2019-07-02", "lna"),
        ("lna", "2021-03-09", "lna"),
        ("lna", "2021-03-10", "east"),
        ("hor", "2021-05-01", NO_SIDE),
        ("hor", "2021-09-21", "east"),
        ("gna", "2021-03-15", "gna"),
        ("gna", "2021-03-16", NO_SIDE),
        ("rada", "2020-01-01", "gna"),
        ("rada", "2023-08-14", "gnu"),
        ("rada", "2025-05-13", "tripoli"),
        ("brigade_444", "2025-05-12", "gnu"),
    ],
)
def test_who_stood_where_on_a_day(bundled, actor, day, bloc):
    found = side_on(bundled.sides, pd.Series([actor]), pd.Series([pd.Timestamp(day)]))
    assert found.tolist() == [bloc]


def test_every_bloc_says_who_says_so_and_every_membership_lies_within_it(bundled):
    blocs = {bloc.bloc_id: bloc for bloc in bundled.blocs}
    assert all(bloc.basis and bloc.who_says and bloc.url for bloc in blocs.values())
    for row in bundled.sides[bundled.sides["side"] != NO_SIDE].itertuples():
        bloc = blocs[row.side]
        if bloc.date_to:
            assert not pd.isna(row.date_to) and row.date_to[:10] <= bloc.date_to.isoformat()
        if bloc.date_from and not pd.isna(row.date_from):
            assert row.date_from >= bloc.date_from.isoformat()[: len(row.date_from)]


def test_the_filter_offers_the_blocs_of_the_chosen_time_and_what_is_chosen():
    from test_pages import page

    def offered(**link):
        at = page("overview", **link)
        (one,) = [one for one in at.multiselect if one.key == "pick_side"]
        return one.options

    then = {"from": "2019-07-01", "to": "2019-07-31"}
    later = {"from": "2022-01-01", "to": "2022-12-31"}
    assert offered(**then) == ["LNA side", "GNA side", "no side"]
    assert offered(**later) == ["House of Representatives and LNA", "GNU and its forces", "Armed groups of Tripoli", "no side"]  # fmt: skip
    assert "LNA side" in offered(**later, side="lna")


TELLS = '\n[[bloc]]\nid = "north"\nfrom = 2019-01-01\nto = 2019-06-30\n[bloc.name]\nen = "North"\nar = "الشمال"\nfr = "Nord"\n'


def record_with(folder, toml, **tables):
    path = write_record(folder, **tables) / "record.toml"
    path.write_text(path.read_text("utf-8") + toml, "utf-8")
    return folder


def test_a_record_names_its_own_blocs_and_a_membership_in_another_is_put_aside(tmp_path):
    told = record_with(tmp_path / "a", TELLS, sides=[{"actor_id": "uae", "side": "north"}])
    record = load(told)
    assert [bloc.bloc_id for bloc in record.blocs] == ["north"]
    assert set(record.put_aside["expected"]) == {"one of: north, none"}
    assert record.sides["side"].tolist() == ["north"]
    assert load(write_record(tmp_path / "b")).blocs == USUAL


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (TELLS.replace('fr = "Nord"\n', ""), "expected names in en, ar and fr"),
        (TELLS.replace("2019-06-30", "2018-06-30"), "ends before it begins"),
        (TELLS.replace("2019-06-30", '"June"'), "expected a day"),
        (TELLS + TELLS, "expected an id of its own"),
        (TELLS.replace('id = "north"', 'id = "none"'), "expected an id of its own"),
        (TELLS.replace("[bloc.name]", 'basis = "rumour"\n[bloc.name]'), "expected one of recognised"),
        ("\nbloc = 3\n", "expected one or more"),
    ],
)  # fmt: skip
def test_a_bloc_that_cannot_be_is_one_clear_sentence(tmp_path, wrong, message):
    if wrong.startswith("\nbloc"):
        path = write_record(tmp_path / "record") / "record.toml"
        path.write_text(wrong + path.read_text("utf-8"), "utf-8")
    else:
        record_with(tmp_path / "record", wrong)
    with pytest.raises(RecordError, match=message):
        load(tmp_path / "record")
