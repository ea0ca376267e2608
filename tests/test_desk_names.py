"""Tolls, milestones, actors with their sides, places and publishers are entered, corrected and judged on the page too."""

import pytest
from made_desk import desk_page, two_incidents

from data.desk.acts import Act, Document
from data.desk.naming import slug
from data.desk.reshaping import corrected, entered_row
from data.record.refusal import RecordError


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


NEW = {
    "tolls": {"toll_id": "t1", "source_id": "paper", "measure": "killed", "measure_as_printed": "killed", "group": "all", "value": "12", "qualifier": "exact", "kind": "total", "as_of": "2019-07-10", "as_of_basis": "printed", "area": "Libya", "area_scope": "country", "publisher": "Paper", "document": "A note", "published": "2019-07-11"},
    "milestones": {"milestone_id": "m1", "date": "2019-07-20", "date_precision": "day", "title": "A truce", "kind": "truce"},
    "actors": {"actor_id": "brigade", "name": "A brigade", "kind": "armed group"},
    "places": {"place_id": "square", "name_en": "A square", "kind": "street"},
    "sources": {"source_id": "radio", "name": "Radio", "type": "news outlet", "affiliation": "unknown", "reason": "its own page"},
}  # fmt: skip


def fill(at, key, values):
    for name, value in values.items():
        field = f"{key}-{name}"
        drawn = {one.key for one in at.selectbox}
        (at.selectbox(field) if field in drawn else at.text_input(field)).set_value(value)
    at.run()


def chosen(tab, table, tmp_path, monkeypatch, find=""):
    at = desk_page(tab, tmp_path, monkeypatch)
    at.button_group("names-what").set_value(table).run()
    if find:
        at.text_input(f"names-find-{table}").set_value(find).run()
    assert not at.exception
    return at


def ids(desk, table):
    desk.look()
    rows = desk.record.table(table)
    return set(rows.iloc[:, 0])


@pytest.mark.parametrize("table", list(NEW))
def test_each_is_entered_and_who_entered_does_not_accept(desk, tmp_path, monkeypatch, table):
    own = next(iter(NEW[table].values()))
    at = chosen("names", table, tmp_path, monkeypatch)
    fill(at, f"names-new-{table}", NEW[table])
    at.button(f"names-new-{table}-save").click().run()
    assert not at.exception and not at.error, [one.value for one in at.error]
    if table in ("tolls", "milestones"):
        assert own not in ids(desk, table)
        at = chosen("names", table, tmp_path, monkeypatch, own)
        at.button(f"desk-accept-{own}").click().run()
        assert any("another person" in one.value for one in at.error)
        desk.act(Act("", "accept", "Chaima", "", (Document(table, own),)))
    assert own in ids(desk, table)


def test_what_cannot_be_is_a_sentence_and_nothing_is_kept(desk, tmp_path, monkeypatch):
    at = chosen("names", "tolls", tmp_path, monkeypatch)
    fill(at, "names-new-tolls", {**NEW["tolls"], "value": "many"})
    at.button("names-new-tolls-save").click().run()
    assert any("value" in one.value and "many" in one.value for one in at.error)
    assert "t1" not in ids(desk, "tolls")


def test_one_that_is_there_is_found_and_corrected_with_a_reason(desk, tmp_path, monkeypatch):
    at = chosen("names", "sources", tmp_path, monkeypatch, "agency")
    assert at.button("names-sources-agency-save").disabled
    fill(at, "names-sources-agency", {"name": "The agency"})
    assert at.button("names-sources-agency-save").disabled
    at.text_input("names-sources-agency--why").set_value("its own page").run()
    at.button("names-sources-agency-save").click().run()
    assert not at.exception and not at.error, [one.value for one in at.error]
    desk.look()
    assert desk.record.sources.set_index("source_id").loc["agency", "name"] == "The agency"


def test_an_actor_gets_a_side_with_its_days(desk, tmp_path, monkeypatch):
    actor = desk.record.actors["actor_id"].iloc[0]
    at = chosen("names", "actors", tmp_path, monkeypatch, actor)
    fill(at, f"names-side-{actor}", {"side": "lna", "date_from": "2019-04-04", "date_to": "2019-07-01", "basis": "reported", "-why": "the press"})  # fmt: skip
    at.button(f"names-side-{actor}-save").click().run()
    assert not at.exception and not at.error, [one.value for one in at.error]
    desk.look()
    rows = desk.record.sides
    assert ((rows["actor_id"] == actor) & (rows["date_from"].astype(str).str.startswith("2019-04-04"))).any()  # fmt: skip


def test_who_saves_second_sees_both_and_takes_nothing_back(desk, tmp_path, monkeypatch):
    at = chosen("names", "sources", tmp_path, monkeypatch, "agency")
    fill(at, "names-sources-agency", {"name": "Mine", "-why": "its page"})
    desk.act(corrected(desk.everything, "sources", "agency", {"affiliation": "gna"}, "Chaima", "why"))  # fmt: skip
    at.button("names-sources-agency-save").click().run()
    assert any("Somebody else" in one.value for one in at.warning)
    at.button("names-sources-agency-over-press").click().run()
    assert not at.exception and not at.error, [one.value for one in at.error]
    desk.look()
    row = desk.record.sources.set_index("source_id").loc["agency"]
    assert (row["name"], row["affiliation"]) == ("Mine", "gna")


@pytest.mark.parametrize(
    ("table", "own", "left_out", "made"),
    [
        ("tolls", "toll_id", {"source_id": "Paper"}, "paper-2019-07-10-killed-all-country"),
        ("sources", "source_id", {"name": "Radio Tarhuna"}, "radio-tarhuna"),
        ("sources", "source_id", {"name": "إذاعة"}, slug("إذاعة")),
    ],
)  # fmt: skip
def test_nobody_needs_to_make_up_an_id(desk, table, own, left_out, made):
    values = {name: text for name, text in NEW[table].items() if name not in (own, "publisher")}
    act = entered_row(desk.everything, table, values | left_out, "Amal")
    assert list(act.rows[table]) == [made]
    if table == "tolls":
        assert (act.rows[table][made]["source_id"], act.rows[table][made]["publisher"]) == ("paper", "paper")  # fmt: skip
    desk.act(act)
    with pytest.raises(RecordError, match=r"there is a .* already"):
        entered_row(desk.everything, table, values | left_out, "Amal")


def test_a_toll_of_a_publisher_that_nobody_knows_is_refused(desk):
    values = NEW["tolls"] | {"source_id": "nobody at all"}
    with pytest.raises(RecordError, match="source_id = 'nobody at all'; expected a publisher"):
        entered_row(desk.everything, "tolls", values, "Amal")


def test_the_page_asks_for_no_id_and_goes_from_row_to_row(desk, tmp_path, monkeypatch):
    at = desk_page("names", tmp_path, monkeypatch)
    fields = [one.key.removeprefix("names-new-tolls-") for one in [*at.text_input, *at.selectbox] if (one.key or "").startswith("names-new-tolls-")]  # fmt: skip
    assert "toll_id" in fields
    for name, text in NEW["tolls"].items():
        if name not in ("toll_id", "publisher"):
            key = f"names-new-tolls-{name}"
            box = at.selectbox(key) if key in [one.key for one in at.selectbox] else at.text_input(key)  # fmt: skip
            box.set_value("Paper" if name == "source_id" else text).run()
    at.button("names-new-tolls-save").click().run()
    desk.look()
    assert "paper-2019-07-10-killed-all-country" in set(desk.everything.tolls["toll_id"])
