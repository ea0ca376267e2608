"""An area's figure is the sum of its incidents' figures, and every selected incident stands in one place."""

import dataclasses
import re
from functools import reduce
from pathlib import Path

import pytest

from data.counting import placing
from data.counting.figure import Figure, of_row
from data.counting.lineage import incident_figures
from data.counting.placing import from_afar, place
from data.counting.selection import Selection
from data.record.places import AREA_TOLERANCE_DEG
from data.record.vocabulary import MEASURES, PRECISIONS


def counted(row) -> Figure:
    """An incident's figure with the number of incidents that gave one, or gave none."""
    figure = of_row(row)
    known = figure.best is not None
    return dataclasses.replace(figure, incidents=int(known), unreported=int(not known))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("most_areas", [0, 60])
def test_area_is_the_sum_of_its_incidents(bundled, measure, most_areas, monkeypatch):
    monkeypatch.setattr(placing, "MOST_AREAS", most_areas)
    selection = Selection(measure=measure)
    figures = incident_figures(bundled, selection, [measure])
    by_id = {row.incident_id: counted(row) for row in figures.itertuples()}
    placed = placing.place(bundled, selection)
    seen = [*placed.points["incident_id"], *placed.unplaced["incident_id"]]
    for areas in (placed.areas, placed.districts):
        for area in areas.itertuples():
            assert area.figure == reduce(Figure.__add__, [by_id[name] for name in area.ids])
            assert len(area.places) == len(area.ids)
            seen += area.ids
    assert sorted(seen) == sorted(by_id)


def test_every_precision_has_a_tolerance():
    assert set(AREA_TOLERANCE_DEG) == set(PRECISIONS)
    assert list(AREA_TOLERANCE_DEG.values()) == sorted(AREA_TOLERANCE_DEG.values())


def test_no_whole_table_is_walked_by_apply():
    for path in sorted((Path(__file__).parents[1] / "data").rglob("*.py")):
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert not re.search(r"\.apply\(.*axis=1", text), f"{path.name}:{line}: {text.strip()}"


def test_a_district_that_no_map_has_is_told_as_unplaced_or_at_its_own_point(made):
    """A stranger's file calls districts as it likes; from afar what has a point keeps it."""
    record = made(
        incidents=[
            {"incident_id": "a", "district": "Atlantis", "latitude": "", "longitude": "", "place_precision": "town"},
            {"incident_id": "b", "district": "Atlantis", "place_precision": "municipality"},
            {"incident_id": "c", "district": "Misrata", "latitude": "", "longitude": "", "place_precision": "town"},
        ]
    )  # fmt: skip
    found = place(record, Selection())
    assert found.unplaced["incident_id"].tolist() == ["a"]
    assert found.districts["district"].tolist() == ["Misrata"]
    areas, districts = from_afar(record, Selection())
    assert areas["ids"].tolist() == [["b"]]
    assert districts["district"].tolist() == ["Misrata"]
