"""The laws of counting, as properties over random small records and selections."""

import datetime as dt
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import slow_oracle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_records import write_record

from data.counting.asked import parse
from data.counting.kernel import partial
from data.counting.lineage import changes, incident_figures, lineage
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import AXES, build
from data.record.load import load
from data.record.vocabulary import MEASURES, QUALIFIERS

SLOWLY = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DAYS = st.dates(dt.date(2019, 5, 1), dt.date(2019, 9, 30))
PUBLISHED = st.one_of(
    st.just(""), st.sampled_from(["2019-06", "2019-08", "2019", "2020-01-10"]), DAYS.map(str)
)


@st.composite
def observation(draw, incidents, reports):
    qualifier = draw(st.sampled_from(QUALIFIERS))
    a, b, c = sorted(draw(st.lists(st.integers(0, 90), min_size=3, max_size=3)))
    low, value, high = {
        "exact": (b, b, b),
        "about": (b, b, b),
        "at least": (b, b, ""),
        "more than": (b, b, ""),
        "at most": ("", b, b),
        "range": draw(st.sampled_from([(a, "", c), (a, b, c), ("", "", c)])),
        "single": ("", b, ""),
        "words": ("", "", ""),
    }[qualifier]
    return {
        "incident_id": draw(st.sampled_from(incidents)),
        "report_id": draw(st.sampled_from(reports)),
        "measure": draw(st.sampled_from(["killed", "killed", "injured", "displaced"])),
        "group": draw(st.sampled_from(["all", "all", "children", "migrants"])),
        "low": low,
        "value": value,
        "high": high,
        "qualifier": qualifier,
        "words": "dozens" if qualifier == "words" else "",
    }


@st.composite
def records(draw):
    count = draw(st.integers(0, 6))
    incidents = [
        {
            "incident_id": f"i{n}",
            "date_low": (day := draw(DAYS)),
            "date_high": day,
            "victims": draw(st.sampled_from(["mixed", "migrants", "children"])),
            "event_type": draw(st.sampled_from(["shelling", "airstrike", "other"])),
            "district": draw(st.sampled_from(["Tripoli", "Misrata", ""])),
            "report_id": draw(st.sampled_from(["r0", "q0", "q1"])),
        }
        for n in range(count)
    ]
    reports = [
        {
            "report_id": f"q{n}",
            "source_id": "paper",
            "origin_id": draw(
                st.sampled_from(["agency", "who", "unsmil", "airwars", "ministry", "witness"])
            ),
            "source_rank": draw(st.integers(1, 7)),
            "published": draw(PUBLISHED),
            "date_basis": "none",
        }
        for n in range(draw(st.integers(2, 7)))
    ]
    tables = {"incidents": incidents, "reports": reports}
    if incidents:
        ids, documents = [i["incident_id"] for i in incidents], [r["report_id"] for r in reports]
        tables["observations"] = draw(st.lists(observation(ids, documents), max_size=14))
        tables["claims"] = draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "incident_id": st.sampled_from(ids),
                        "report_id": st.sampled_from(documents),
                        "actor": st.sampled_from(["lna", "gna", "uae"]),
                        "stance": st.sampled_from(["blames", "denies", "acknowledges", "involved"]),
                        "about": st.sampled_from(["harm", "harm", "harm", "nearby strike"]),
                    }
                ),
                max_size=10,
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        record = load(write_record(Path(folder) / "record", **tables))
    assert record.put_aside.empty
    return record


def several(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


SELECTIONS = st.builds(
    Selection,
    date_from=st.one_of(st.none(), DAYS),
    as_known_on=st.one_of(st.none(), DAYS),
    group=st.sampled_from(["all", "children", "migrants"]),
    actor=several(["lna", "gna", "uae"]),
    side=several(["lna", "gna", "none"]),
    claims=st.sampled_from(["any", "uncontested", "acknowledged"]),
    event_type=several(["shelling", "airstrike"]),
    district=several(["Tripoli", "Misrata"]),
)


def cells(row):
    numbers = [None if pd.isna(row[c]) else int(row[c]) for c in ("low", "best", "high")]
    return (*numbers, bool(row["open"]), int(row["incidents"]), int(row["unreported"]))


@SLOWLY
@given(records(), SELECTIONS)
def test_the_kernel_agrees_with_the_slow_rules(record, selection):
    answer = query(record, selection)
    assert sorted(answer.ids) == sorted(slow_oracle.selected(record, selection))
    for measure in ("killed", "injured", "displaced"):
        assert cells(answer.figures().loc[measure]) == slow_oracle.sums(record, selection, measure)


@SLOWLY
@given(records(), SELECTIONS)
def test_law_1_unknown_is_not_zero_and_law_2_low_best_high(record, selection):
    answer = query(record, selection)
    for axis in ("total", *AXES):
        frame = answer.by(axis)
        assert frame.loc[frame["incidents"] == 0, ["low", "best"]].isna().all().all()
        known = frame[frame["best"].notna()]
        assert (known["low"] <= known["best"]).all() and (known["best"] <= known["high"]).all()


@SLOWLY
@given(records(), SELECTIONS)
def test_law_4_parts_add_to_the_whole_on_every_axis(record, selection):
    answer = query(record, selection)
    total = answer.figures()
    for axis in AXES:
        parts = answer.by(axis)
        for measure in MEASURES:
            own = parts.xs(measure, level="measure") if len(parts) else parts
            for column in ("low", "best", "high", "incidents", "unreported"):
                whole = total.loc[measure, column]
                assert (own[column].sum() if len(own) else 0) == (0 if pd.isna(whole) else whole), (
                    axis,
                    column,
                )


@SLOWLY
@given(records(), SELECTIONS)
def test_law_5_a_figure_equals_the_sum_of_its_lineage(record, selection):
    figures = query(record, selection).figures()
    rows = lineage(record, selection)
    shares = incident_figures(record, selection)
    for measure in ("killed", "injured", "displaced"):
        for end in ("low", "best", "high"):
            whole = figures.loc[measure, end]
            expected = 0 if pd.isna(whole) else whole
            assert rows.loc[rows["measure"] == measure, f"gives_{end}"].sum() == expected
            assert shares.loc[shares["measure"] == measure, end].sum() == expected


@SLOWLY
@given(records(), SELECTIONS, SELECTIONS)
def test_law_6_selecting_is_a_subset_idempotent_and_commutes(record, one, other):
    everything = set(query(record, Selection(as_known_on=one.as_known_on)).ids)
    assert set(query(record, one).ids) <= everything
    assert (
        query(record, Selection()).ids
        == record.incidents.sort_values(["date_low", "incident_id"])["incident_id"].tolist()
    )
    narrowed = one.replace(event_type=("shelling",))
    assert set(query(record, narrowed).ids) == set(
        query(record, one.replace(event_type=())).ids
    ) & set(query(record, Selection(event_type=("shelling",), as_known_on=one.as_known_on)).ids)
    assert other.replace(district=("Tripoli",)).replace(group="all") == other.replace(
        group="all"
    ).replace(district=("Tripoli",))


@SLOWLY
@given(records(), SELECTIONS)
def test_law_6_a_selection_survives_its_query_string(record, selection):
    from urllib.parse import parse_qs

    districts = set(record.incidents["district"].dropna())
    kept = selection.replace(district=tuple(sorted(set(selection.district) & districts)))
    kept = kept.replace(actor=tuple(a for a in ("lna", "gna", "uae") if a in kept.actor))
    kept = kept.replace(side=tuple(s for s in ("lna", "gna", "none") if s in kept.side))
    kept = kept.replace(
        event_type=tuple(e for e in ("airstrike", "shelling") if e in kept.event_type)
    )
    again, problems = parse(parse_qs(kept.to_query()), record)
    assert problems == []
    assert again == kept


@SLOWLY
@given(records(), SELECTIONS, st.integers(0, 6))
def test_answers_of_shards_add(record, selection, cut):
    day = selection.as_known_on or record.date
    frame = record.incidents.sort_values(["date_low", "incident_id"], ignore_index=True)
    whole = partial(build(record, frame, day), selection)
    halves = partial(build(record, frame.iloc[:cut], day), selection) + partial(
        build(record, frame.iloc[cut:], day), selection
    )
    assert halves.top == whole.top
    assert halves.sums.keys() == whole.sums.keys()
    for axis, keys in whole.sums.items():
        assert halves.sums[axis].keys() == keys.keys()
        for key, cube in keys.items():
            assert np.array_equal(halves.sums[axis][key], cube)


@SLOWLY
@given(records(), SELECTIONS, DAYS, DAYS)
def test_changes_sum_exactly_to_the_difference_of_two_figures(record, selection, one, other):
    before, after = min(one, other), max(one, other)
    found = changes(record, selection, before, after)
    then, now = (
        query(record, selection.replace(as_known_on=day)).figures().fillna(0)
        for day in (before, after)
    )
    for measure in ("killed", "injured", "displaced"):
        own = found[found["measure"] == measure]
        for end in ("low", "best", "high"):
            difference = now.loc[measure, end] - then.loc[measure, end]
            assert own[f"{end}_to"].sum() - own[f"{end}_from"].sum() == difference


def test_the_bundled_record_agrees_with_the_slow_rules(bundled):
    for known in (None, dt.date(2019, 7, 5)):
        for group in ("all", "children"):
            selection = Selection(as_known_on=known, group=group, date_from=dt.date(2019, 4, 4))
            answer = query(bundled, selection)
            for measure in ("killed", "injured"):
                assert cells(answer.figures().loc[measure]) == slow_oracle.sums(
                    bundled, selection, measure
                ), (known, group)


@pytest.mark.parametrize("axis", AXES)
def test_parts_add_on_the_bundled_record(bundled, axis):
    answer = query(bundled, Selection())
    own = answer.by(axis).xs("killed", level="measure")
    assert own["best"].sum() == answer.figures().loc["killed", "best"]
    assert own["unreported"].sum() == answer.figures().loc["killed", "unreported"]
