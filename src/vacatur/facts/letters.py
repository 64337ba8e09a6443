"""The letter by which an agency is asked for one kind of file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from vacatur.facts.kinds import CASE, PERSON, Cell, FactKind

WIDTH = 92
NO_BASIS = "Legal basis: to be stated by the office; vacatur names none."


def letter(kind: FactKind, *, as_of: date, rows: int, charges: int) -> str:
    """A letter in plain English, with no name and no date of birth in it.

    `rows` is the number of rows of the template that goes with it, `charges` how many charges wait
    for the answers.
    """
    return "\n".join(_letter(kind, as_of, rows, charges)) + "\n"


def _letter(kind: FactKind, as_of: date, rows: int, charges: int) -> Iterator[str]:
    yield f"# Request for a file: {kind.name}"
    yield ""
    yield f"To: {kind.asked_of}"
    yield ""
    yield from _wrapped(
        f"We ask for what your records show about the {rows:,} rows of the file "
        f"[{kind.name}.csv] that comes with this letter. Each names {_named(kind)}. The answers "
        f"are needed for {charges:,} charges whose relief is being examined as of {as_of}."
    )
    yield ""
    yield from _wrapped(f"In the file you send back, one row is {kind.grain}.")
    yield ""
    if kind.about == PERSON:
        yield from _wrapped(
            "One person may have several keys; each has a row of its own. An answer on any of them "
            "is an answer for the person."
        )
        yield ""
    yield "## What to fill in"
    yield ""
    for cell in kind.cells:
        yield from _wrapped(f"- `{cell.name}`: {_asked(cell)}", indent="  ")
    yield ""
    yield from _wrapped(
        "Write days as YYYY-MM-DD, weights in grams with a point as the decimal sign, and the "
        "words above as they stand. Leave a cell blank where your records do not show the answer: "
        "a blank is read as not known, and never as no."
    )
    if any(cell.name == "searched_on" for cell in kind.cells):
        yield ""
        yield from _wrapped(
            "A search shows that there is no other case on its own day only. Please give the day "
            "on which you searched, and let us know it before you begin."
        )
    yield ""
    yield "## How to send it back"
    yield ""
    yield from _wrapped(
        f"Send the file back as comma-separated text (CSV, UTF-8) under the same name, "
        f"[{kind.name}.csv], with its first line unchanged. A row may be repeated where there is "
        "more than one answer. Agree with the office on a safe way to send it; it must not go by "
        "open mail."
    )
    yield ""
    yield "## Why we may ask"
    yield ""
    yield NO_BASIS
    yield ""
    yield "No lawyer has reviewed the law pages by which these charges were examined."
    yield ""
    yield "Signed for the office: ____________________    Day: ____________________"


def _named(kind: FactKind) -> str:
    if kind.about == PERSON:
        return "a person by the key that the court's export gives them"
    if kind.about == CASE:
        return "a case by its number"
    return "a charge by the number of its case and its own number in it"


def _asked(cell: Cell) -> str:
    return cell.meaning + (" (the file must have this column)" if cell.required else "")


def _wrapped(text: str, *, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False)
