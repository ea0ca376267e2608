"""A figure that is one number is corrected by that number: its ends go with it, and those that say something else stay."""

import pytest
from made_desk import desk_page, two_incidents

from data.desk.reshaping import corrected, with_ends

# how it is put, low, value, high; what is changed; low, value, high after it
FIGURES = {
    "exact": (("exact", "7", "7", "7"), {"value": "5"}, ("5", "5", "5")),
    "about": (("about", "7", "7", "7"), {"value": "9"}, ("9", "9", "9")),
    "at least": (("at least", "7", "7", ""), {"value": "9"}, ("9", "9", "")),
    "at most": (("at most", "", "7", "7"), {"value": "9"}, ("", "9", "9")),
    "an end of its own": (("exact", "5", "7", "7"), {"value": "6"}, ("5", "6", "6")),
    "an end that is said": (("exact", "7", "7", "7"), {"value": "9", "high": "12"}, ("9", "9", "12")),
    "a range": (("range", "7", "7", "9"), {"value": "8"}, ("7", "8", "9")),
    "a range that becomes one number": (("range", "7", "7", "9"), {"value": "8", "qualifier": "exact", "high": "8"}, ("8", "8", "8")),
    "no number": (("exact", "7", "7", "7"), {"note": "x"}, ("7", "7", "7")),
}  # fmt: skip
NAMES = ("qualifier", "low", "value", "high")


@pytest.mark.parametrize("case", FIGURES)
def test_the_ends_go_with_the_number(case):
    now, change, expected = FIGURES[case]
    cells = {name: text for name, text in zip(NAMES, now, strict=True) if text}
    after = cells | with_ends(cells, change)
    assert tuple(after.get(name, "") for name in NAMES[1:]) == expected


def test_at_the_desk_and_on_the_page(tmp_path, monkeypatch):
    desk = two_incidents(tmp_path, monkeypatch)
    desk.act(corrected(desk.everything, "observations", "b1", {"value": "1"}, "Amal", "misread"))
    row = desk.record.observations.set_index("observation_id").loc["b1"]
    assert [int(row[name]) for name in ("low", "value", "high")] == [1, 1, 1]
    at = desk_page("correct", tmp_path, monkeypatch)
    at.selectbox(key="desk-row-a").set_value(("observations", "a1")).run()
    at.text_input(key="desk-observations-a1-value").set_value("6").run()
    assert sum("5 → 6" in one.value or "6" in one.value for one in at.caption) >= 3
    at.text_input(key="desk-a--why").set_value("misread").run()
    at.button(key="desk-a-save").click().run()
    assert not at.exception and not at.error
    row = desk.look().record.observations.set_index("observation_id").loc["a1"]
    assert [int(row[name]) for name in ("low", "value", "high")] == [6, 6, 6]
