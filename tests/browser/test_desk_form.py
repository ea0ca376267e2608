"""At the desk a point is chosen on the map, one incident begins as another, and what was begun is not left by mistake."""

import pytest
from made_desk import two_incidents
from served import at_rest, served

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
NAMED = "localStorage.setItem('casualty-desk-name', 'Basma')"


@pytest.fixture
def form(tmp_path, page, monkeypatch):
    """The form of an incident that is like ``a``, and what the browser asked."""
    two_incidents(tmp_path, monkeypatch)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.add_init_script(NAMED)
    store, record = str(tmp_path / "store"), str(tmp_path / "record")
    with served(tmp_path, CASUALTY_RECORD=record, CASUALTY_STORE=store) as address:
        page.goto(f"{address}/desk?tab=enter&like=a")
        page.get_by_label("Day, or first day").wait_for()
        assert at_rest(page)
        yield page, asked


def test_a_click_or_enter_on_the_map_is_the_point(form):
    page, _ = form
    assert page.get_by_label("Day, or first day").input_value() == "2019-07-01"
    page.get_by_text("Choose the point on the map").click()
    drawn = page.locator("svg[role=application]")
    page.locator("svg[role=application] path").nth(5).wait_for(state="attached")
    page.get_by_label("Latitude").fill("")
    page.get_by_label("Longitude").fill("")
    page.keyboard.press("Tab")
    assert at_rest(page)
    drawn.click(position={"x": 300, "y": 210})
    page.wait_for_function("document.querySelector('[aria-label=Latitude]').value !== ''")
    first = [float(page.get_by_label(name).input_value()) for name in ("Latitude", "Longitude")]
    assert 31 < first[0] < 34 and 11 < first[1] < 15
    drawn.focus()
    for key in ("+", "+", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.wait_for_function(f"document.querySelector('[aria-label=Latitude]').value !== '{page.get_by_label('Latitude').input_value()}'")  # fmt: skip
    second = float(page.get_by_label("Latitude").input_value())
    assert abs(second - first[0]) < 1.5


def test_what_was_begun_is_not_left_by_a_click(form):
    page, asked = form
    page.get_by_label("What happened, in your words").fill("Something else")
    page.keyboard.press("Tab")
    assert at_rest(page)
    page.locator("[data-testid=stTopNavLink]").nth(2).click()
    page.wait_for_timeout(1000)
    assert len(asked) == 1 and "/desk" in page.url
    page.get_by_text("Empty the form").click()
    assert at_rest(page)
    page.locator("[data-testid=stTopNavLink]").nth(2).click()
    page.wait_for_url("**/trends**")
    assert len(asked) == 1


def test_who_saves_second_sees_both_versions_and_loses_nothing(tmp_path, another, monkeypatch):
    desk = two_incidents(tmp_path, monkeypatch)
    store, record = str(tmp_path / "store"), str(tmp_path / "record")
    with served(tmp_path, CASUALTY_RECORD=record, CASUALTY_STORE=store) as address:
        both = []
        for name, value in (("Amal", "6"), ("Basma", "7")):
            page = another()
            page.add_init_script(NAMED.replace("Basma", name))
            page.goto(f"{address}/desk?tab=correct&incident=a")
            page.get_by_label("Row").click()
            page.get_by_role("option").filter(has_text="exactly 5").click()
            for label in ("Low", "Value", "High"):
                page.get_by_label(label, exact=True).fill(value)
                page.get_by_label(label, exact=True).press("Tab")
                assert at_rest(page)
            page.get_by_label("Why you do this").fill(f"it is {value}")
            page.get_by_label("Why you do this").press("Tab")
            assert at_rest(page)
            both.append(page)
        both[0].get_by_role("button", name="Save", exact=True).click()
        both[0].get_by_text("Kept:").wait_for()
        both[1].get_by_role("button", name="Save", exact=True).click()
        both[1].get_by_text("Somebody else has saved a change").wait_for()
        assert both[1].get_by_label("Why you do this").input_value() == "it is 7"
        assert both[1].get_by_label("Value", exact=True).input_value() == "7"
        both[1].get_by_role("button", name="Save mine after it").click()
        both[1].get_by_text("Kept:").wait_for()
    desk.look()
    told = desk.store.ledger.entries().acts()
    assert [(act.who, act.reason) for act in told] == [("Amal", "it is 6"), ("Basma", "it is 7")]
    rows = desk.record.observations.set_index("observation_id")
    assert int(rows.loc["a1", "value"]) == 7
