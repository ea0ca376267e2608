"""What is written down is what the code does."""

import re
import tomllib

from made_records import ROOT

from components.words.language import LANGUAGES, strings
from data.counting.datasheet import with_counts
from data.counting.estimate import ROLES
from data.counting.selection import PARAMETERS
from data.record.codebook import DATASHEET, with_columns
from data.record.vocabulary import (
    ABOUT,
    ATTRIBUTION,
    EVENT_TYPES,
    GROUPS,
    MEASURES,
    PRECISIONS,
    STANCES,
)


def test_the_datasheet_s_counts_are_those_of_the_data(bundled):
    text = DATASHEET.read_text("utf-8")
    assert text == with_counts(text, bundled), "run: uv run python -m data.counting.datasheet"
    assert text.count("\n| 2020-Q") == 4 and "\n| 2026 |" in text


def test_the_datasheet_s_columns_are_fresh():
    text = DATASHEET.read_text("utf-8")
    assert text == with_columns(text), "run: uv run python -m data.record.codebook"


def test_every_dependency_has_a_line_of_reason_in_the_readme():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [
        name
        for line in wanted
        if f"`{(name := re.split(r'[^A-Za-z0-9-]', line)[0])}`" not in readme
    ]
    assert missing == []


def test_every_closed_list_has_a_word_for_each_value():
    lists = {
        "event_type": EVENT_TYPES,
        "attribution_status": ATTRIBUTION,
        "stance": STANCES,
        "about": ABOUT,
        "place_precision": PRECISIONS,
        "group": GROUPS,
        "measure": MEASURES,
    }
    for language in LANGUAGES:
        terms = strings(language).section("terms")
        for field, values in lists.items():
            assert set(values) <= set(terms[field]), (language, field)


def test_every_parameter_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [short for short in PARAMETERS.values() if f"`{short}`" not in readme] == []


def test_the_readme_s_pictures_exist():
    readme = (ROOT / "README.md").read_text("utf-8")
    pictures = re.findall(r"\]\((docs/[^)]+)\)", readme)
    assert len(pictures) >= 6
    assert [name for name in pictures if not (ROOT / name).exists()] == []
    kept = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.png")}
    assert kept == set(pictures), "a picture nobody shows, or one that is not there"


def test_roles_of_observations_are_the_ones_the_method_page_prints():
    assert len(set(ROLES)) == 8
