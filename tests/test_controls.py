"""What a page's own controls ask for draws whatever the record holds, and breaks on none."""

import pytest
from made_records import write_record
from test_pages import AWKWARD, page

CONTROLS = [
    *(("trends", {"split": one}) for one in ("side", "actor", "event_type", "attribution_status")),
    ("trends", {"curve": "cumulative", "bins": "month", "compared": "2018-01-01"}),
    ("map", {"layer": "months", "region": "libya", "colour": "side"}),
    ("map", {"layer": "hexagons"}),
    ("overview", {"near": "32.9,13.2", "within": "20"}),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "controls"), CONTROLS)
@pytest.mark.parametrize("case", AWKWARD)
def test_what_a_page_s_own_controls_ask_for_draws_on_an_awkward_record(
    name, controls, case, tmp_path, monkeypatch
):
    folder = write_record(tmp_path / "record", **AWKWARD[case])
    at = page(name, folder, monkeypatch, **{"from": "2019-01-01", "to": "2019-12-31"} | controls)
    assert not at.exception
