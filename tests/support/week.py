"""A week in the app, as two people go through it: by the words of links, fields and buttons alone.

Each step works with scripts and without. No address is typed but the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.week_office import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Person:
    """Somebody before a browser. `look` is called on each page that they come to."""

    page: Page
    name: str
    address: str
    look: Callable[[Page], None] = lambda page: None
    steps: list[str] = field(default_factory=list)

    def sign_in(self, password: str = PASSWORD) -> None:
        self.page.goto(f"{self.address}/")
        self.page.get_by_label("Name").fill(self.name)
        self.page.get_by_label("Password").fill(password)
        self.press("Agree and sign in")

    def press(self, button: str) -> None:
        """A button; whoever is asked to prove who they are does, and goes on."""
        self._go(
            f"press {button}",
            lambda: self.page.get_by_role("button", name=button).locator("visible=true").first,
        )
        if self.page.get_by_role("heading", name="Prove that it is you").count():
            self.page.get_by_label("Password").fill(PASSWORD)
            self._go("prove it", lambda: self.page.locator("main button[type=submit]").first)

    def follow(self, link: str) -> None:
        """A link, by how its words begin."""
        starts = re.compile(f"^\\s*{re.escape(link)}")
        self._go(f"follow {link}", lambda: self.page.get_by_role("link", name=starts).first)

    def read(self) -> str:
        return self.page.locator("main").inner_text()

    def _go(self, step: str, what: Callable[[], object]) -> None:
        with self.page.expect_navigation(timeout=120_000):
            what().click(timeout=120_000)  # type: ignore[attr-defined]
        self.steps.append(step)
        self.look(self.page)


def prepare_all(person: Person) -> None:
    """Take every open matter of the list, and say that all are prepared."""
    person.follow("Worklist")
    _bulk(person, "assign")
    person.page.get_by_label("Whom").select_option(person.name)
    person.press("Do it")
    person.follow("Worklist")
    _bulk(person, "prepare")
    person.press("Do it")


def approve_all(person: Person, reviews: int) -> None:
    """Freeze the largest group, read a sample of it, and approve it."""
    person.follow("Approve")
    person.press("Freeze as a batch")
    person.press("Do it")
    person.page.get_by_label("How many of the whole set").fill(str(reviews))
    person.press("Draw it")
    person.page.locator("main table tbody a").first.click()
    person.look(person.page)
    for _ in range(reviews):
        person.press("Clean")
    person.press("Approve ")


def build_and_file(person: Person, numbers: str, *, by_hand: str = "") -> None:
    """Set the papers of some matters, take the packet, and write down that all go to the court.

    `by_hand` is said where the page asks, after Build: nothing was said before.
    """
    person.follow("Filing")
    person.page.get_by_label("Matters").fill(numbers)
    person.press("Build")
    if by_hand:
        assert "nothing is built yet" in person.read()
        person.page.get_by_label(re.compile(f"^{by_hand}.*: we fill it ourselves")).check()
        person.press("Build")
    person.follow("The packet")
    person.press("Write down")


def download(person: Person) -> bytes:
    """The newest packet, from the filing board."""
    person.follow("Filing")
    person.page.locator("#h-packets + ul a").first.click()
    with person.page.expect_download() as told:
        person.page.get_by_role("button", name="Download").click()
    return Path(told.value.path()).read_bytes()


def receive_all(person: Person, numbers: Sequence[int]) -> None:
    """Enter a file of receipts: the court has every paper."""
    head = "matter,document,content_sha256,status,day,reference\n"
    rows = "".join(f"{each},,,accepted,2026-02-15,Envelope {each}\n" for each in numbers)
    person.follow("Filing")
    person.follow("a file of receipts")
    file = {"name": "receipts.csv", "mimeType": "text/csv", "buffer": (head + rows).encode()}
    person.page.get_by_label("File").set_input_files(file)
    person.press("Look at it")
    person.press("Record ")


def enter(person: Person, what: str, number: int) -> None:
    """Enter one thing that was said of one matter: the first word of each list, and today."""
    person.follow("Filing")
    person.follow(what)
    person.page.get_by_label("Matter", exact=True).fill(str(number))
    for blank in person.page.locator("main input:not([type=hidden]), main textarea").all():
        if not blank.input_value():
            blank.fill("The return receipt.")
    person.press("Record it")
    assert f"Recorded of matter {number}" in person.read()


def order_all(person: Person, numbers: Sequence[int], day: str) -> None:
    """Enter a file of orders: the court grants every motion."""
    head = "matter,order,day,reasons\n"
    rows = "".join(f"{each},granted,{day},Docket entry {each}\n" for each in numbers)
    person.follow("Filing")
    person.follow("a file of orders")
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": (head + rows).encode()}
    person.page.get_by_label("File").set_input_files(file)
    person.press("Look at it")
    person.press("Record ")


def confirm_all(person: Person) -> list[str]:
    """Enter that each holder has changed its records; the holders in their order.

    The page shows the first of each holder: one that has more comes again.
    """
    holders: dict[str, None] = {}
    while True:
        person.follow("Compliance")
        left = person.page.locator("section[aria-labelledby^=h-]")
        if not left.count():
            return list(holders)
        first = left.first
        holders[str(first.locator("input[name=holder]").get_attribute("value"))] = None
        for box in first.locator("input[type=checkbox]").all():
            box.check()
        first.get_by_label("Who looked, and where").fill("P. Lee, in the register.")
        person.press("Those that are marked have changed")


def _bulk(person: Person, action: str) -> None:
    person.page.get_by_label("What", exact=True).select_option(action)
    person.page.get_by_label("to all of this list").check()
    person.press("Look at the set first")
