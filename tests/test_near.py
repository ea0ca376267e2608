"""A circle says how many incidents are known too coarsely for it, within and without."""

import pytest

from components.lines.near import near_sentence
from components.words.language import strings
from data.counting.near import Undecided, undecided
from data.counting.selection import Selection

# a degree of latitude is some 111 km; the circle is 10 km around 32.9, 13.2, in Tripoli
CIRCLE = Selection(near=(32.9, 13.2), within_km=10)
HERE = {"latitude": "32.9", "longitude": "13.2"}
PLACES = {
    "here": HERE | {"place_precision": "site"},
    "here_coarse": HERE | {"place_precision": "municipality"},
    "just_outside_coarse": {"latitude": "32.75", "longitude": "13.2", "place_precision": "municipality"},
    "just_outside_exact": {"latitude": "32.75", "longitude": "13.2", "place_precision": "site"},
    "far_coarse": {"latitude": "32.37", "longitude": "15.09", "district": "Misrata", "place_precision": "municipality"},
    "own_district": {"latitude": "", "longitude": "", "district": "Tripoli", "place_precision": "district"},
    "coarse_without_point": {"latitude": "", "longitude": "", "district": "Misrata", "place_precision": "municipality"},
    "other_district": {"latitude": "", "longitude": "", "district": "Misrata", "place_precision": "district"},
    "nowhere": {"latitude": "", "longitude": "", "district": "", "place_precision": "country"},
}  # fmt: skip


@pytest.fixture
def record(made):
    return made(incidents=[{"incident_id": name} | place for name, place in PLACES.items()])


def test_what_a_circle_cannot_decide_is_counted_on_both_sides(record):
    assert undecided(record, CIRCLE) == Undecided(
        counted=2,
        may_lie_outside=1,
        may_lie_within=("just_outside_coarse", "nowhere", "own_district"),
    )
    assert undecided(record, Selection()) is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"within_km": 20}, Undecided(4, 2, ("nowhere", "own_district"))),
        (
            {"near": (32.37, 15.09)},
            Undecided(1, 1, ("coarse_without_point", "nowhere", "other_district")),
        ),
        ({"district": ("Tripoli",)}, Undecided(2, 1, ("just_outside_coarse", "own_district"))),
        ({"place_precision": "site"}, Undecided(1, 0, ())),
    ],
)
def test_each_choice_alone_changes_it(record, change, expected):
    assert undecided(record, CIRCLE.replace(**change)) == expected


def test_page_and_command_line_say_the_same(bundled, run):
    words = strings("en")
    said = near_sentence(bundled, Selection(near=(32.88, 13.35), within_km=10), words)
    found = undecided(bundled, Selection(near=(32.88, 13.35), within_km=10))
    assert found.may_lie_within
    assert f"{len(found.may_lie_within)} more" in said
    for command in ("figures", "export", "lineage"):
        _, _, err = run(command, "--near", "32.88,13.35", "--within", "10", "--format", "csv")
        assert said in err
    assert not near_sentence(bundled, Selection(), words)
