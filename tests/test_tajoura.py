"""The story of the night of 2 July 2019, as known day by day."""

import datetime as dt

import pytest

from data.counting.attribution import attribution, claims_known
from data.counting.estimate import estimates
from data.counting.lineage import lineage
from data.counting.query import query
from data.counting.selection import Selection

NIGHT = dt.date(2019, 7, 2)
TAJOURA = "2019-07-02-tajoura"


def estimate(record, measure, known=None, group="all"):
    found = (
        estimates(record, known)
        .set_index(["incident_id", "measure", "group"])
        .loc[(TAJOURA, measure, group)]
    )
    return (*(int(found[end]) for end in ("low", "best", "high")), bool(found["open"]))


@pytest.mark.parametrize(
    ("known", "killed"),
    [
        (dt.date(2019, 7, 3), (44, 44, 44, True)),
        (dt.date(2019, 7, 5), (44, 53, 53, True)),
        (None, (37, 53, 80, False)),
    ],
)
def test_killed_as_known_day_by_day(bundled, known, killed):
    assert estimate(bundled, "killed", known) == killed


@pytest.mark.parametrize(
    ("known", "injured"),
    [(dt.date(2019, 7, 5), (130, 130, 130, True)), (None, (87, 87, 130, True))],
)
def test_injured_then_and_in_the_later_un_report(bundled, known, injured):
    assert estimate(bundled, "injured", known) == injured


def test_six_children_three_in_the_early_count(bundled):
    assert estimate(bundled, "killed", None, "children") == (3, 6, 6, False)


def test_other_claims_stand_beside_and_never_inside(bundled):
    found = (
        estimates(bundled)
        .set_index(["incident_id", "measure", "group"])
        .loc[(TAJOURA, "killed", "all")]
    )
    assert (int(found["other_low"]), int(found["other_high"])) == (33, 170)


def test_the_two_truths_of_that_night_and_their_lineage(bundled):
    for known in (dt.date(2019, 7, 3), None):
        selection = Selection(date_from=NIGHT, date_to=NIGHT, as_known_on=known)
        figures = query(bundled, selection).figures()
        rows = lineage(bundled, selection)
        for measure in ("killed", "injured"):
            own = rows[rows["measure"] == measure]
            for end in ("low", "best", "high"):
                assert own[f"gives_{end}"].sum() == figures.loc[measure, end]


def test_nothing_was_known_the_day_before(bundled):
    assert (
        query(
            bundled, Selection(date_from=NIGHT, date_to=NIGHT, as_known_on=dt.date(2019, 7, 1))
        ).ids
        == []
    )


def test_contested_lna_blamed_and_denies_uae_blamed_later(bundled):
    claims = claims_known(bundled)
    own = claims[claims["incident_id"] == TAJOURA]
    said = set(zip(own["actor"], own["stance"], own["about"], strict=True))
    assert {("lna", "blames", "harm"), ("lna", "denies", "harm"), ("uae", "blames", "harm")} <= said
    assert ("lna", "acknowledges", "nearby strike") in said
    assert ("lna", "acknowledges", "harm") not in said
    status = attribution(bundled.incidents, claims).loc[TAJOURA]
    assert status["attribution_status"] == "contested"


def test_gna_blames_the_uae_only_after_it_blamed_the_lna(bundled):
    claims = claims_known(bundled)
    own = claims[
        (claims["incident_id"] == TAJOURA)
        & (claims["claimant_actor"] == "gna")
        & (claims["stance"] == "blames")
        & claims["published"].notna()
    ]
    first = own.groupby("actor")["known_on"].min()
    assert first["lna"] < first["uae"]


def test_who_crosses_a_thousand_in_july(bundled):
    tolls = bundled.tolls[
        (bundled.tolls["source_id"] == "who") & (bundled.tolls["measure"] == "killed")
    ]
    said = {
        (row.as_of, row.group): int(row.value)
        for row in tolls.itertuples()
        if row.value == row.value
    }
    assert said[("2019-07-09", "all")] == 1048
    assert said[("2019-07-09", "civilians")] == 106
    assert said[("2019-07-15", "all")] == 1093
    assert said[("2019-07-15", "civilians")] == 106


def test_security_council_statement_and_offensive_are_milestones(bundled):
    dates = dict(zip(bundled.milestones["date"], bundled.milestones["kind"], strict=True))
    assert dates["2019-04-04"] == "offensive"
    assert "2019-07-05" in dates
