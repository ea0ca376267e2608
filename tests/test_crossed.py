"""The parts of a week or month add up to it, whichever axis they are cut by."""

import datetime as dt

import pandas as pd
import pytest

from data.counting.crossed import SPLITS, crossed
from data.counting.query import query
from data.counting.selection import Selection

SIEGE = Selection(dt.date(2019, 4, 4), dt.date(2019, 12, 31))
COLUMNS = ["low", "best", "high", "incidents", "unreported"]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("axis", ["week", "month"])
@pytest.mark.parametrize(
    "selection", [SIEGE, Selection(group="civilians"), SIEGE.replace(side=("lna",))]
)
def test_parts_add_up_to_each_bin_and_to_each_part_of_the_whole(bundled, split, axis, selection):
    rows = crossed(bundled, selection, "killed", axis, split)
    for by, name in (("key", axis), ("part", split)):
        whole = query(bundled, selection).by(name).xs("killed", level="measure")
        sums = rows.groupby(by)[COLUMNS].agg(lambda cells: cells.sum(min_count=1))
        assert set(sums.index) == set(whole.index)
        shown = whole.loc[sums.index, COLUMNS].astype("Int64")
        pd.testing.assert_frame_equal(
            sums.astype("Int64"), shown, check_names=False, check_index_type=False
        )


@pytest.mark.parametrize(
    "change",
    [{"measure": "injured"}, {"axis": "month"}, {"split": "actor"}, {"selection": Selection()}],
)
def test_each_choice_alone_changes_it(bundled, change):
    usual = {"selection": SIEGE, "measure": "killed", "axis": "week", "split": "side"}
    assert not crossed(bundled, **usual).equals(crossed(bundled, **(usual | change)))


def test_nothing_selected_is_an_empty_table(bundled):
    nothing = SIEGE.replace(near=(0.0, 0.0), within_km=1)
    assert crossed(bundled, nothing, "killed", "week", "side").empty
