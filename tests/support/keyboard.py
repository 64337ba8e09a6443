"""A week in the app by keyboard alone: Tab, Enter, Space, the single keys and what is typed.

At each stop the focus is on something, can be seen, and is not hidden behind something else.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.week_office import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

_MOST_TABS = 400
# Of what has the focus: what it is called, and what is wrong with its being seen.
_LOOK = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return {name: "", body: true, wrong: ""};
  const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
  const name = (at.getAttribute("aria-label") || label || at.innerText || at.value || "").trim();
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1);
  const there = document.elementFromPoint(x, y);
  let wrong = "";
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0) wrong = "no outline";
  else if (!box.width || !box.height) wrong = "no size";
  else if (box.bottom <= 0 || box.top >= innerHeight) wrong = "outside the window";
  else if (!there || !(at.contains(there) || there.contains(at))) {
    wrong = "behind " + (there && there.outerHTML.slice(0, 80));
  }
  return {name, body: false, wrong, tag: at.tagName.toLowerCase(), id: at.id};
}"""
# A mouse, a pen or a finger: a key that presses a button makes a click, and none of these.
NO_MOUSE = """for (const kind of ["pointerdown", "mousedown", "mousemove", "touchstart", "wheel"])
  addEventListener(kind, () => console.log("NOT A KEY: " + kind), true);"""


class AtKeyboard:
    """Somebody with a keyboard and no mouse.

    `strays` is what other devices did; `faults` is where the focus was lost or could not be seen.
    """

    def __init__(self, page: Page, name: str, address: str) -> None:
        self.page, self.name, self.address = page, name, address
        self.strays: list[str] = []
        self.faults: set[tuple[str, str, str]] = set()
        page.add_init_script(NO_MOUSE)
        page.on("console", lambda told: self._stray(told.text))

    def _stray(self, told: str) -> None:
        if told.startswith("NOT A KEY"):
            self.strays.append(told)

    def sign_in(self) -> None:
        self.page.goto(f"{self.address}/")
        self.to("Name")
        self.type(self.name)
        self.to("Password")
        self.type(PASSWORD)
        self.to("Agree and sign in")
        self.go()

    def key(self, *keys: str) -> None:
        """Keys that stay on the page. Whatever they do, something has the focus afterwards."""
        for each in keys:
            self.page.keyboard.press(each)
            self.look(each)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def look(self, after: str) -> dict[str, str]:
        told = self._seen()
        page = self.page.title()
        if told["body"]:
            self.faults.add((page, after, "the focus is lost"))
        elif told["wrong"]:
            self.faults.add((page, told["name"][:60], told["wrong"]))
        return told

    def _seen(self) -> dict[str, str]:
        told: dict[str, str] = self.page.evaluate(_LOOK)
        if told["wrong"]:  # some come into sight by and by
            self.page.wait_for_timeout(400)
            told = self.page.evaluate(_LOOK)
        return told

    def to(self, name: str) -> None:
        """Tab on until what has the focus is called so, or its name begins so."""
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            told = self._seen()
            if told["body"]:
                continue  # the end of the page: it begins again from above
            if told["wrong"]:
                self.faults.add((self.page.title(), told["name"][:60], told["wrong"]))
            if told["name"].startswith(name):
                return
        raise AssertionError(f"no Tab comes to [{name}] on [{self.page.title()}]")

    def go(self, key: str = "Enter") -> None:
        """A key that opens another page; whoever is asked to prove who they are does."""
        self._leave(lambda: self.page.keyboard.press(key))
        self.page.wait_for_timeout(50)  # what a page does once it is drawn
        if self.page.title().startswith("Prove"):
            self.to("Password")
            self.type(PASSWORD)
            self._leave(lambda: self.page.keyboard.press("Enter"))

    def press(self, name: str) -> None:
        self.to(name)
        self.go()

    def choose_file(self, name: str, file: Path) -> None:
        """Come to the field. The window that chooses is the browser's own, and is left out here."""
        self.to(name)
        chosen = self.page.evaluate_handle("document.activeElement").as_element()
        chosen.set_input_files(file)

    def _leave(self, do: Callable[[], object]) -> None:
        with self.page.expect_navigation(timeout=120_000):
            do()
