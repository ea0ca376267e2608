"""The desk with the keyboard alone: A enters the strike of Tajoura, B reviews it, a changed number lapses it."""

import datetime as dt
import json
import re
import time

import pytest
from made_desk import TAJOURA, names_alone
from served import at_rest, served

from data.counting.estimate import estimates
from data.counting.query import query
from data.counting.selection import Selection
from data.store.loading import load_holdings
from data.store.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
SAID = {"exact": "exactly", "range": "between"}
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
        self.page.get_by_role("option").filter(has_text=re.compile(re.escape(text), re.I)).first.wait_for()  # fmt: skip
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
        keys.choose("Put as", SAID.get(figure["how"], figure["how"]))
    keys.press("Tab")
    keys.rest()


def person(another, address: str, name: str, path: str = "desk") -> Keys:
    """Somebody of a name at the desk, in a browser of their own."""
    page = another()
    page.goto(f"{address}/{path}")
    at_rest(page)
    keys = Keys(page)
    keys.write("Your name", name)
    keys.press("Enter")
    keys.rest()
    return keys


def enter(keys: Keys, told: dict, reports: list[dict]) -> None:
    """Fill in the form of an incident."""
    first, *others = reports
    report(keys, first, first=True)
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


def hand_in(keys: Keys) -> None:
    keys.to("Hand in for review", back=True)
    keys.press("Enter")
    keys.page.get_by_text("Kept:").wait_for()
    keys.rest()


def number(keys: Keys, publisher: str, value: str) -> None:
    """Correct the number killed that a publisher gave; the fields of the row are walked by keyboard."""
    keys.choose("Row", publisher)
    keys.rest()
    for label in ("Low", "Value"):
        keys.to(label)
        keys.press("Control+a")
        keys.page.keyboard.type(value)
    keys.write("Why you do this", "the page says so")
    keys.press("Tab")
    keys.rest()
    keys.to("Save")
    keys.press("Enter")


def counted(store, own, known=None):
    record = load_holdings(Store(store)).record
    found = estimates(record, known).set_index(["incident_id", "measure", "group"])
    return tuple(int(found.loc[(own, "killed", "all"), end]) for end in ("low", "best", "high"))


def test_tajoura_is_entered_reviewed_and_read_with_the_keyboard_alone(tmp_path, another, monkeypatch, run):  # fmt: skip
    store, record = tmp_path / "store", str(names_alone(tmp_path))
    monkeypatch.setenv("CASUALTY_RECORD", record)
    with served(tmp_path, CASUALTY_RECORD=record, CASUALTY_STORE=str(store)) as address:
        keys = person(another, address, "Amal")
        enter(keys, TAJOURA["incident"], TAJOURA["report"])
        keys.page.get_by_text("killed, all people: 53 (37-80)").wait_for()
        hand_in(keys)
        print(json.dumps({"keys": keys.pressed}))
        assert query(load_holdings(Store(store)).record, Selection()).ids == []

        keys = person(another, address, "Basma", "desk?tab=review")
        keys.to("Accept")
        keys.press("Enter")
        keys.page.get_by_text("Kept:").wait_for()
        keys.rest()
        (own,) = query(load_holdings(Store(store)).record, Selection()).ids
        for known, said in (("&as-known-on=2019-07-03", "at least 44"), ("&as-known-on=2019-07-05", "53 (44-53 or more)"), ("", "53 (37-80)")):  # fmt: skip
            keys.page.goto(f"{address}/incidents?incident={own}{known}")
            keys.rest()
            keys.page.get_by_text(said, exact=True).first.wait_for(timeout=20_000)

        accepted = load_holdings(Store(store)).record.version
        keys = person(another, address, "Amal", f"desk?tab=correct&incident={own}")
        number(keys, "killed, all people: at least 53 (UN", "52")
        keys.page.get_by_text("Kept:").wait_for()
    held = load_holdings(Store(store))
    states = held.record.decided.states.set_index("id")
    assert states.loc[own, "state"] == "accepted" and states.loc[own, "changed"]
    assert counted(store, own) == (37, 52, 80)
    assert counted(store, own, dt.date(2020, 1, 26)) == (44, 53, 53)
    status, out, _ = run("changes", "--version-from", accepted, "--version-to", held.record.version, "--format", "json", "--store", str(store))  # fmt: skip
    assert status == 0 and "53" in out and "52" in out and "the page says so" in out


def test_what_the_record_has_already_is_offered_before_anything_is_kept(tmp_path, another):
    with served(tmp_path, CASUALTY_STORE=str(tmp_path / "store")) as address:
        keys = person(another, address, "Amal")
        began = time.monotonic()
        enter(keys, TAJOURA["incident"], TAJOURA["report"][:2])
        print(json.dumps({"two reports": keys.pressed, "seconds": time.monotonic() - began}))
        keys.page.get_by_text("This may be:").first.wait_for()
        keys.to("Add the reports to it", most=200, back=True)
        keys.press("Enter")
        keys.rest()
        assert keys.page.get_by_text("2019-07-02-tajoura").count() >= 1
        hand_in(keys)
    record = load_holdings(Store(tmp_path / "store")).record
    states = record.decided.states
    assert states.loc[states["table"] == "incidents", "id"].tolist() == ["2019-07-02-tajoura"]
    assert states["changed"].all()
