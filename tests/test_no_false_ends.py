"""At least 35 is not 35, 35, 35: a table that shows low, best and high says where there is no upper end."""

import ast
import json

import pandas as pd
from made_records import ROOT, write_record
from test_pages import page

FILES = [path for wing in ("pages", "parts") for path in sorted((ROOT / "components" / wing).glob("*.py"))]  # fmt: skip
NUMBERS = {"low", "best", "high"}
# columns by which charts are computed, not shown
COMPUTED = {("coverage", ("day", "low", "best", "high", "label")), ("coverage", ("day", "low", "best", "high")), ("coverage", ("low", "best", "high")), ("trends", ("day", "low", "best", "high", "label"))}  # fmt: skip


def named_together(path):
    """Every list of names in a file that names low, best and high."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.List):
            names = tuple(one.value for one in node.elts if isinstance(one, ast.Constant))
            if set(names) >= NUMBERS:
                yield names


def test_a_table_with_three_numbers_has_the_column_of_open_ends():
    found = [(path.stem, names) for path in FILES for names in named_together(path)]
    assert len([one for one in found if one not in COMPUTED]) >= 8
    assert [one for one in found if "open" not in one[1] and one not in COMPUTED] == []


def test_a_high_figure_is_blank_where_there_is_none(tmp_path, monkeypatch):
    folder = write_record(
        tmp_path / "record",
        incidents=[{"incident_id": "a"}, {"incident_id": "b"}],
        observations=[
            {"incident_id": "a", "report_id": "r0", "low": 35, "value": 35, "qualifier": "at least"},
            {"incident_id": "b", "report_id": "r0", "low": 3, "value": 3, "high": 3},
        ],
    )  # fmt: skip
    at = page("incidents", folder, monkeypatch)
    assert not at.exception
    rows = {int(row["killed_best"]): row for _, row in at.dataframe[0].value.iterrows()}
    assert rows[35]["killed_open"] == "or more" and pd.isna(rows[35]["killed_high"])
    assert rows[3]["killed_open"] == "" and rows[3]["killed_high"] == 3


def test_a_day_of_a_table_is_a_day_without_a_time(no_imports):
    """Tables under charts said 2019-04-04 00:00:00."""
    for name in ("trends", "coverage", "incidents"):
        at = page(name, **{"from": "2019-04-04", "to": "2019-06-30"})
        assert not at.exception
        for one in at.dataframe:
            told = json.loads(one.proto.columns or "{}")
            for column in one.value.select_dtypes("datetime").columns:
                kind = told.get(column, {}).get("type_config", {})
                assert kind.get("type") == "date", (name, column)
