"""A text read stretch by stretch, regular ones as columns, gives what the strict reader gives row by row."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.record.refusal import RecordError
from data.sources import lines
from data.sources.lines import lines_of
from data.sources.tabular import rows_of_text

PLAIN = st.sampled_from(("", "a", "12", "x y", " ", "é", "ليبيا", "\u2028", "\x85", "#t", "name", "NA", "null", "1.50", "007"))  # fmt: skip
QUOTED = st.sampled_from(
    ('"a"', '"x,y"', '"he said ""no"""', '""', '"two\nlines"', '"r\r\nn"', '"x;y"')
)
ODD = st.sampled_from(('a"b', '"a"b', '"', '"open', "\x07", "a\rb", "name,place", "1,2,3", ",,", '" a"', "y" * 33_000))  # fmt: skip
ENDS = st.sampled_from(("\n", "\n", "\n", "\r\n"))


@st.composite
def texts(draw):
    """Rows of three cells, most of them regular; here and there a damaged row, an empty one or the header again."""
    sign, rows = draw(st.sampled_from((",", ";"))), []
    usual = draw(st.sampled_from((PLAIN, st.one_of(PLAIN, PLAIN, QUOTED))))
    for _ in range(draw(st.integers(3, 40))):
        kind = draw(st.integers(0, 40))
        cells = [draw(usual) for _ in range(3)]
        if kind == 0:
            cells[draw(st.integers(0, 2))] = draw(ODD)
        elif kind == 1:
            cells = draw(st.sampled_from(([], ["", "", ""], ["id", "name", "place"], ["a", "b"], ["a", "b", "c", ""], ["a", "b", "c", "d"])))  # fmt: skip
        rows.append(sign.join(cells) + draw(ENDS))
    head = sign.join(("id", "name", "place")) + "\n"
    text = head + "".join(rows)
    return text if draw(st.booleans()) else text.rstrip("\r\n")


def outcome(text, stretch, monkeypatch):
    monkeypatch.setattr(lines, "STRETCH", stretch)
    try:
        return rows_of_text(text, "f.csv", lambda header: "id" in header)
    except RecordError as error:
        return str(error)


@pytest.mark.thorough
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts(), st.sampled_from((7, 40, 200)))
@example('id,name,place\n1,a"b,c\n2,"x",y\n3,"z\nw",v\n4,e,f\n', 8)
@example("id,name,place\n" + "1,a,b\n" * 5 + '2,"never closed,b\n3,c,d\n', 8)
@example("id,name,place\n" + ",,\n" * 11 + '"a"b,,"two\nlines"', 7)
@example('id,name,place\n"x,y","two\nlines"\n",,\n"two\nlines",,\na"b,,\n' + ",,\n" * 40, 40)
def test_stretches_and_the_strict_reader_agree(text, stretch):
    with pytest.MonkeyPatch.context() as patch:
        found, expected = outcome(text, stretch, patch), outcome(text, 10**9, patch)
    if isinstance(expected, str):
        assert found == expected
        return
    pd.testing.assert_frame_equal(found[0], expected[0], check_index_type=False)
    assert sorted(found[1]) == sorted(expected[1])
    assert found[2] == expected[2]


@pytest.mark.parametrize("quoted", [False, True])
def test_a_regular_text_is_read_as_columns_but_for_its_first_stretch(quoted):
    row = '1,"a ""b"", c",d\n' if quoted else "1,a,b\n"
    text = "id,name,place\n" + row * 1000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "STRETCH", 100)
        found = lines_of(text, "f.csv", ",", 0)
    assert len(found.rows) < 20
    assert sum(len(numbers) for numbers, _ in found.regular) + len(found.rows) == 1001
