"""`vacatur facts attach --template`: what the columns of a file of facts are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vacatur.facts.kinds import Cell, FactKind, Reads
from vacatur.facts.reading import words_of


def header_of(kind: FactKind) -> str:
    """The first line of a file of a kind."""
    return ",".join(kind.columns())


def template_in_words(kind: FactKind) -> str:
    """Each column with what stands in it, as comments, and then the header."""
    return "\n".join([*_explained(kind), header_of(kind)])


def _explained(kind: FactKind) -> Iterator[str]:
    yield f"# {kind.name}: one row is {kind.grain}. It is asked of {kind.asked_of}."
    for cell in kind.cells:
        yield f"# {cell.name} ({_use(cell)}): {cell.meaning}{_form(cell)}"
    yield "# The file begins with the header. A cell that is blank, or unknown, tells nothing."


def _use(cell: Cell) -> str:
    if cell.filled:
        return "in every row"
    return "may be blank" if cell.required else "may be left out"


def _form(cell: Cell) -> str:
    if words := words_of(cell):
        return f"; {' | '.join(words)}"
    return "" if cell.reads is Reads.TEXT else f"; {cell.reads.value}"


def template_as_data(kind: FactKind) -> dict[str, Any]:
    """The same for machines."""
    return {
        "kind": kind.name,
        "header": header_of(kind),
        "columns": [
            {
                "name": cell.name,
                "meaning": cell.meaning,
                "reads": cell.reads.value,
                "words": list(words_of(cell)),
                "column_required": cell.required,
                "cell_required": cell.filled,
            }
            for cell in kind.cells
        ],
    }
