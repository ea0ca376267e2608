"""The desk with the keyboard alone: A enters the strike of Tajoura, B reviews it, a changed number lapses it."""

import json

import pytest
from made_desk import TAJOURA, names_alone
from served import at_rest, served

from data.counting.estimate import estimates
from data.counting.query import query
from data.counting.selection import Selection
from data.store.loading import load_holdings
from data.store.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
FOCUSED = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return ''
  return one.getAttribute('aria-label') || one.innerText || ''
}"""


class Keys:
    """A person at a page who has no mouse; keys pressed are counted."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def to(self, label: str, most: int = 60, *, back: bool = False) -> None:
        """Walk on to what has a label, or back to it."""
        seen = []
        for _ in range(most):
            self.press("Shift+Tab" if back else "Tab")
            found = self.page.evaluate(FOCUSED).strip()
            seen.append(found.split("\n")[0])
            if found.startswith(label):
                return
        raise AssertionError(f"{label} is not reached: {seen}")

    def write(self, label: str, text: str) -> None:
        """Fill a field."""
        self.to(label)
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def choose(self, label: str, text: str) -> None:
        """Choose by the first letters of an option."""
        self.write(label, text)
        self.page.wait_for_timeout(300)
        self.press("Enter")

    def rest(self) -> None:
        at_rest(self.page)


def report(keys: Keys, told: dict, first: bool) -> None:
    if not first:
        keys.to("Add a report", back=True)
        keys.press("Enter")
        keys.rest()
    keys.choose("Publisher", told["publisher"])
    keys.write("Published", told["published"])
    keys.choose("Rank", str(told["rank"]))
    for figure in told["figure"]:
        for name, label in (("least", "Least"), ("value", "Value"), ("greatest", "Greatest")):
            keys.write(label, str(figure.get(name, "")))
        keys.choose("Put as", figure["how"])
    keys.press("Tab")
    keys.rest()


def person(browser, address: str, name: str, path: str = "desk") -> Keys:
    """Somebody of a name at the desk, in a browser of their own."""
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.goto(f"{address}/{path}")
    at_rest(page)
    keys = Keys(page)
    keys.write("Your name", name)
    keys.press("Enter")
    keys.rest()
    return keys


def test_tajoura_is_entered_reviewed_and_read_with_the_keyboard_alone(tmp_path, browser, monkeypatch):  # fmt: skip
    store, record = tmp_path / "store", str(names_alone(tmp_path))
    monkeypatch.setenv("CASUALTY_RECORD", record)
    with served(tmp_path, CASUALTY_RECORD=record, CASUALTY_STORE=str(store)) as address:
        keys = person(browser, address, "Amal")
        first, *others = TAJOURA["report"]
        report(keys, first, first=True)
        told = TAJOURA["incident"]
        keys.write("Day, or first day", told["first_day"])
        keys.write("What happened", told["title"])
        keys.choose("Place", "Tajoura")
        keys.choose("How well", "exact spot")
        keys.choose("What was done", "air strike")
        keys.choose("What was hit", "migrant detention")
        keys.choose("Who was harmed", "migrants")
        keys.press("Tab")
        keys.rest()
        for one in others:
            report(keys, one, first=False)
        assert keys.page.get_by_text("killed, all people: 53 (37-80)").count() == 1
        keys.to("Hand in for review", back=True)
        keys.press("Enter")
        keys.page.get_by_text("Kept:").wait_for()
        keys.rest()
        print(json.dumps({"keys": keys.pressed}))
        assert query(load_holdings(Store(store)).record, Selection()).ids == []

        keys = person(browser, address, "Basma", "desk?tab=review")
        keys.to("Accept")
        keys.press("Enter")
        keys.page.get_by_text("Kept:").wait_for()
        keys.rest()
        (own,) = query(load_holdings(Store(store)).record, Selection()).ids

    record = load_holdings(Store(store)).record
    killed = estimates(record).set_index(["incident_id", "measure", "group"]).loc[(own, "killed", "all")]  # fmt: skip
    assert [int(killed[end]) for end in ("low", "best", "high")] == [37, 53, 80]
