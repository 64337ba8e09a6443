"""A dozen matters go from what was decided to what the court has, and no mouse is touched."""

from __future__ import annotations

import pytest

from tests.browser.test_week import _DOZEN, dozen, states  # noqa: F401  (a fixture)
from tests.support.browser import browsing, served, watched
from tests.support.keyboard import AtKeyboard
from tests.support.matters import require_sound
from tests.support.week_office import APPROVES, PREPARES
from vacatur.matters.reading import matter_of

pytest_plugins = ("tests.support.web",)
pytestmark = pytest.mark.long


def mark_all(person: AtKeyboard) -> None:
    for _ in range(_DOZEN):
        person.key("j", "x")


def bulk(person: AtKeyboard, action: str) -> None:
    """Mark each line of the list, and do one thing to all."""
    person.press("Worklist")
    mark_all(person)
    person.to("What")
    person.type(action)
    person.press("Look at the set first")
    person.press("Do it")


def test_a_dozen_goes_to_the_court_by_keyboard_alone(dozen, tmp_path):  # noqa: F811
    with browsing() as browser, served(dozen) as address:
        preparer, approver = (
            AtKeyboard(watched(browser.new_context().new_page()), name, address)
            for name in (PREPARES, APPROVES)
        )
        preparer.sign_in()
        approver.sign_in()
        bulk(preparer, "Assign")
        bulk(preparer, "Say that")
        assert states(dozen) == {"prepared": _DOZEN}
        _keys_of_a_list(approver)
        _send_one_back(approver)
        assert states(dozen) == {"prepared": _DOZEN - 1, "assigned": 1}
        _prepare_again(preparer)
        dozen.clock.go_on(minutes=6)
        for _ in range(_DOZEN):
            approver.press("Worklist")
            _open_prepared(approver)
            approver.key("j")
            approver.go("a")
            approver.key("a")
            approver.go()
        assert states(dozen) == {"approved": _DOZEN}
        _build_and_file(preparer)
        assert states(dozen) == {"submitted": _DOZEN}
        _receive(preparer, tmp_path)
        assert states(dozen) == {"filed": _DOZEN}
        for person in (preparer, approver):
            assert person.strays == []
            assert person.faults == set()
            assert person.page.complaints == []
    with dozen.office.casework() as casework:
        require_sound(casework)
        with casework.reading() as connection:
            assert {matter_of(connection, n + 1).approved_by for n in range(_DOZEN)} == {APPROVES}


def _open_prepared(person: AtKeyboard) -> None:
    person.to("prepared")
    person.go()


def _keys_of_a_list(person: AtKeyboard) -> None:
    """`?` shows the keys, and whoever closes it is where they were; `/` and `k` go on."""
    person.press("Worklist")
    person.key("?")
    assert person.page.locator("dialog#keys").is_visible()
    person.key("Escape", "j", "j", "k", "?")
    person.page.keyboard.press("Enter")
    told = person.look("closing the keys")
    assert told["tag"] == "a", "the line from which the keys were asked for"
    person.key("/")
    person.type("2")
    person.go()
    assert person.page.title().startswith("Matter 2 ")


def _send_one_back(person: AtKeyboard) -> None:
    """From the page of the matter: `r` comes to the reason."""
    person.key("r")
    assert person.look("r")["tag"] == "textarea"
    person.type("The name is spelled in two ways.")
    person.press("Record it")
    # And from a line of the list.
    person.press("Worklist")
    _open_prepared(person)
    person.key("j")
    person.go("r")
    assert person.look("r of a line")["tag"] == "textarea"


def _prepare_again(person: AtKeyboard) -> None:
    person.press("Worklist")
    person.press("assigned")
    person.key("j", "x")
    person.to("What")
    person.type("Say that")
    person.press("Look at the set first")
    person.press("Do it")


def _build_and_file(person: AtKeyboard) -> None:
    person.press("Filing")
    person.to("Matters")
    person.type(f"1-{_DOZEN}")
    person.go()
    person.press("The packet")
    person.press("Write down")


def _receive(person: AtKeyboard, tmp_path) -> None:
    head = "matter,document,content_sha256,status,day,reference\n"
    file = tmp_path / "receipts.csv"
    file.write_text(
        head + "".join(f"{n + 1},,,accepted,2026-02-15,Envelope {n}\n" for n in range(_DOZEN))
    )
    person.press("Filing")
    person.press("a file of receipts")
    person.choose_file("File", file)
    person.press("Look at it")
    person.press("Record ")
