"""No death is counted twice: records of one incident are found, counted once, and decided by people."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from bench import matching_events
from made_matches import labelled
from made_records import ROOT

from data.counting.asked import parse
from data.counting.by_source import by_source
from data.counting.lineage import lineage
from data.counting.query import query
from data.counting.selection import Selection
from data.matching.grouping import ACCEPT, clusters
from data.matching.match import pairs
from data.matching.near import located, near_in_time_and_place
from data.record.cluster import clustered, members, of_datasets
from data.record.refusal import RecordError
from data.sources.intake import read_batch
from data.store.holdings import decide
from data.store.loading import load_holdings
from data.store.made import held_together
from data.store.store import Store

ONE = {"date_low": "2019-07-02", "date_high": "2019-07-02", "place": "Tajoura", "latitude": "32.88", "longitude": "13.35"}  # fmt: skip
REPORTS = [{"report_id": "ucdp", "source_id": "airwars", "origin_id": "airwars", "source_rank": 3}]


def two_records(made, other=None, figures=(4, 6)):
    """One incident of the record's own, and one of another dataset; killed as given."""
    rows = [
        {**ONE, "incident_id": "own", "dataset": "libya"},
        {**ONE, "incident_id": "theirs", "dataset": "ucdp", "report_id": "ucdp", **(other or {})},
        {**ONE, "incident_id": "far", "dataset": "libya", "date_low": "2019-07-25", "date_high": "2019-07-25",
            "latitude": "32.855",},
    ]  # fmt: skip
    observations = [
        {"incident_id": one, "report_id": report, "low": n, "value": n, "high": n}
        for one, report, n in (
            ("own", "r0", figures[0]),
            ("theirs", "ucdp", figures[1]),
            ("far", "r0", 1),
        )
        if n is not None
    ]
    return made(incidents=rows, reports=REPORTS, observations=observations)


def score(record):
    found = pairs(record)
    return float(found["score"].iloc[0]) if len(found) else None


def killed(record, **choice):
    row = query(record, Selection(**choice)).figures().loc["killed"]
    return tuple(None if pd.isna(row[end]) else int(row[end]) for end in ("low", "best", "high"))


def test_a_cluster_counts_once_and_its_estimate_follows_the_rule(made):
    apart = two_records(made)
    assert killed(apart)[1] == 4 + 6 + 1
    together = clustered(apart, {"own": "own", "theirs": "own"})
    # the other record's report is of rank 3, so its tier is the better one
    assert killed(together) == (7, 7, 7)
    assert killed(together, dataset=("libya",)) == (5, 5, 5)
    assert killed(together, dataset=("ucdp",)) == (6, 6, 6)
    assert killed(together, dataset=("libya", "ucdp")) == (7, 7, 7)
    assert query(together, Selection(dataset=("ucdp",))).ids == ["own"]
    assert members(together, "own")["incident_id"].tolist() == ["own", "theirs"]


def test_a_figure_equals_the_sum_of_its_lineage_under_any_dataset(made):
    record = clustered(two_records(made), {"own": "own", "theirs": "own"})
    for chosen in ((), ("libya",), ("ucdp",), ("libya", "ucdp")):
        selection = Selection(dataset=chosen)
        rows = lineage(record, selection, ["killed"])
        assert rows["gives_best"].sum() == killed(record, dataset=chosen)[1]


def test_by_source_says_what_each_alone_has_and_what_they_share(made):
    record = clustered(two_records(made), {"own": "own", "theirs": "own"})
    found = by_source(record, Selection()).set_index("dataset")
    assert found["best"].to_dict() == {"libya": 5, "ucdp": 6, "all": 7}
    assert found["incidents"].to_dict() == {"libya": 2, "ucdp": 1, "all": 2}
    assert found["alone"].to_dict() == {"libya": 1, "ucdp": 0, "all": 1}
    assert found.loc["libya", "ucdp"] == 1
    one = by_source(record, Selection(measure="injured")).set_index("dataset")
    assert one["best"].isna().all()
    none = by_source(record, Selection(event_type=("landmine",)))
    assert none["dataset"].tolist() == ["all"]


def test_a_narrowed_record_is_the_whole_one_for_no_choice(made):
    record = two_records(made)
    assert of_datasets(record, ()) is record
    assert of_datasets(record, ("ucdp",)).incidents["incident_id"].tolist() == ["theirs"]


def test_the_dataset_of_a_cluster_is_still_a_choice(made):
    record = clustered(two_records(made), {"own": "own", "theirs": "own"})
    assert parse({"dataset": ["ucdp"]}, record)[1] == []


@pytest.mark.parametrize(
    "other",
    [
        {"date_low": "2019-07-03", "date_high": "2019-07-03"},
        {"latitude": "32.80", "longitude": "13.20"},
        {"place_precision": "municipality"},
        {"place": "Janzour"},
        {"title": "Something else altogether"},
        {"event_type": "ground fighting"},
        {"target_type": "hospital"},
    ],
)
def test_each_disagreement_alone_lowers_the_score(made, other):
    same = score(two_records(made))
    less = score(two_records(made, other))
    assert same is not None and (less is None or less < same)


def test_numbers_that_differ_lower_the_score(made):
    scores = [score(two_records(made, figures=(40, n))) for n in (40, 42, 90, None)]
    assert scores[0] > scores[1] > scores[2] >= scores[3]
    assert score(two_records(made, figures=(None, None))) > scores[3]


@pytest.mark.parametrize(
    "other",
    [
        {"dataset": "libya"},
        {"cause": "at sea"},
        {"date_low": "2019-07-06", "date_high": "2019-07-06"},
        {"latitude": "", "longitude": ""},
        {"place_precision": "region"},
    ],
)
def test_some_records_are_never_paired(made, other):
    assert score(two_records(made, other)) is None


def scored(*rows):
    frame = pd.DataFrame(rows, columns=["a", "b", "score"])
    return frame.sort_values("score", ascending=False, ignore_index=True)


NAMES = pd.Series({"l1": "libya", "l2": "libya", "u1": "ucdp", "u2": "ucdp", "a1": "acled"})


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        ([("l1", "u1", ACCEPT)], {"l1": "l1", "u1": "l1"}),
        ([("l1", "u1", ACCEPT - 0.1)], {}),
        ([("l1", "u1", 9.0), ("l1", "u2", 7.0)], {"l1": "l1", "u1": "l1"}),
        ([("l1", "u1", 9.0), ("l1", "u2", 7.5)], {}),
        ([("l1", "u1", 9.0), ("l2", "u1", 8.0)], {}),
        (
            [("l1", "u1", 9.0), ("l1", "a1", 8.5), ("u1", "a1", 8.0)],
            {"l1": "l1", "u1": "l1", "a1": "l1"},
        ),
        ([("l1", "u1", 9.0), ("l1", "a1", 8.5)], {"l1": "l1", "u1": "l1", "a1": "l1"}),
    ],
)
def test_clear_pairs_are_joined_and_rivals_are_left_to_people(rows, heads):
    found, _ = clusters(scored(*rows), NAMES)
    assert found == heads


def test_people_have_the_last_word():
    found = scored(("l1", "u1", 9.0), ("l2", "u2", 1.0))
    heads, stated = clusters(found, NAMES, [("l1", "u1", "reject"), ("l2", "u2", "accept")])
    assert heads == {"l2": "l2", "u2": "l2"}
    assert stated["state"].tolist() == ["rejected", "accepted"]
    heads, stated = clusters(found, NAMES)
    assert stated["state"].tolist() == ["automatic", "review"]
    _, stated = clusters(scored(("l1", "u1", 9.0), ("l1", "u2", 2.0)), NAMES)
    assert stated["state"].tolist() == ["automatic", "ruled out"]
    through = scored(("l1", "u1", 9.0), ("l1", "a1", 8.5), ("u1", "a1", 8.0))
    heads, _ = clusters(through, NAMES, [("a1", "u1", "reject")])
    assert heads == {"l1": "l1", "u1": "l1"}


@pytest.fixture(scope="module")
def coded(bundled, tmp_path_factory):
    """A store with 120 bundled incidents as three others would have coded them, and near misses."""
    folder = tmp_path_factory.mktemp("coded")
    paths, truth = labelled(bundled, folder)
    store = Store(folder / "store")
    for path in paths:
        store.add(read_batch(path, bundled))
    return store, truth


@pytest.mark.thorough
def test_matching_finds_nearly_all_and_hardly_a_wrong_one():
    """The same count as ``python tests/bench/matching.py``, one seed."""
    command = [sys.executable, "tests/bench/matching.py", "--seeds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.thorough
def test_no_pair_of_invented_events_is_lost_by_reach_and_few_are_joined_wrongly():
    """As ``python tests/bench/matching_events.py``: displaced city points, spans, events split and merged."""
    rows, truth, _ = matching_events.rows_of(matching_events.SEED)
    placed = located(rows)
    near = near_in_time_and_place(placed)
    ids = placed["incident_id"].to_numpy(object)
    reached = {frozenset(pair) for pair in ids[near[["i", "j"]].to_numpy()].tolist()}
    real = matching_events.real_pairs(truth)
    assert len(real) > 450
    assert real - reached == set()
    counts, _ = matching_events.measured(matching_events.SEED)
    right, wrong, offered, pairs_in_all = (sum(column) for column in zip(*counts.values(), strict=True))  # fmt: skip
    assert pairs_in_all == len(real)
    assert wrong <= 0.02 * (right + wrong) and right >= 0.5 * len(real) and offered >= 0.75 * len(real)  # fmt: skip


def test_decisions_are_kept_with_who_and_why_and_change_the_version(bundled, coded):
    store, _ = coded
    held = held_together(bundled, store.contents())
    assert held.record.version != bundled.version
    automatic = held.matches[held.matches["state"] == "automatic"].iloc[0]
    a, b = automatic["a"], automatic["b"]
    before = len(held.record.incidents)
    store.ledger.who = "Amal"
    for verdict, there in (("reject", True), ("undo", False), ("accept", False)):
        decide(store, held, a, b, verdict, "a test")
        after = held_together(bundled, store.contents())
        assert (after.record.heads.get(a) != after.record.heads.get(b)) == there
        assert (after.record.version == held.record.version) == (verdict == "undo")
    assert len(after.record.incidents) == before
    said = store.ledger.entries().decisions()
    assert said["verdict"].tolist() == ["reject", "undo", "accept"]
    assert set(said["reason"]) == {"a test"} and set(said["who"]) == {"Amal"} and said["at"].all()
    for wrong, why in (((a, a), "expected two"), ((a, "nobody"), "no incident")):
        with pytest.raises(RecordError, match=why):
            decide(store, after, *wrong, "accept", "a test")
    with pytest.raises(RecordError, match="says nothing"):
        decide(store, after, a, b, "accept", " ")


@pytest.mark.thorough
def test_from_the_command_line_alone(run, coded, monkeypatch):
    store, _ = coded
    monkeypatch.setenv("CASUALTY_STORE", store.files.where)
    status, out, err = run("matches", "--state", "review", "--format", "json")
    assert status == 0 and "stand in no pair" in err
    pair = json.loads(out)[0]
    assert pair["state"] == "review" and pair["score"] >= 0
    assert run("match", pair["a"], pair["b"], "--accept", "--reason", "the same strike")[0] == 0
    status, out, _ = run("matches", "--state", "accepted", "--format", "json")
    kept = [one for one in json.loads(out) if {one["a"], one["b"]} == {pair["a"], pair["b"]}]
    assert kept[0]["reason"] == "the same strike"
    assert run("match", pair["a"], pair["b"], "--reason", "no verdict")[0] == 2
    assert run("match", "nobody", pair["b"], "--reject", "--reason", "x")[0] == 2
    status, out, _ = run("overlap", "--format", "json")
    assert [row["dataset"] for row in json.loads(out)] == ["libya", "ucdp", "acled", "team", "all"]
    assert run("match", pair["a"], pair["b"], "--undo", "--reason", "again")[0] == 0
    status, out, _ = run("incident", pair["a"], "--format", "json")
    assert status == 0


def test_the_page_decides_a_pair(coded, monkeypatch):
    from test_pages import page

    store, _ = coded
    monkeypatch.setenv("CASUALTY_STORE", store.files.where)
    at = page("data", tab="matches")
    assert not at.exception
    before = len(store.ledger.entries().decisions())
    at.button(key="match-accept").click().run()
    assert any("says nothing" in error.value for error in at.error)
    at.text_input(key="match-reason").set_value("seen side by side").run()
    at.button(key="match-reject").click().run()
    assert not at.exception
    said = store.ledger.entries().decisions()
    assert len(said) == before + 1 and said["verdict"].iloc[-1] == "reject"


def test_what_one_dataset_says_alone_opens(coded, monkeypatch):
    from test_pages import page

    store, _ = coded
    monkeypatch.setenv("CASUALTY_STORE", store.files.where)
    at = page("data", tab="by_source")
    record = load_holdings(store).record
    alone = by_source(record, at.session_state["_view"].selection).set_index("dataset")
    for name in ("ucdp", "all"):
        best = f"{alone.at[name, 'best']:,} (".replace(",", "\u202f")
        assert at.button(key=f"by-source-{name}").label.replace("\\", "").startswith(best)
        at.button(key=f"by-source-{name}").click().run()
        assert not at.exception
        opened = [line.value.replace("\\", "") for line in at.subheader]
        assert any(line.startswith(best) for line in opened)
