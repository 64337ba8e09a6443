"""Reading the pipe tables inside `values` and `cases` fences."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.errors import LawError


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: cells by column name. `given` stands left of `||`, `expected` right of it."""

    line: int
    given: dict[str, str]
    expected: dict[str, str]


def read_table(text: str, *, where: str, first_line: int) -> tuple[TableRow, ...]:
    """Read a table with a header row. A row with too many or too few cells is an error."""
    rows: list[TableRow] = []
    header: tuple[list[str], list[str]] | None = None
    for number, line in enumerate(text.split("\n"), start=first_line):
        if not line.strip() or set(line.strip()) <= set("|-: "):
            continue
        left, right = _halves(line)
        if header is None:
            header = (left, right)
            continue
        if (len(left), len(right)) != (len(header[0]), len(header[1])):
            raise LawError(
                f"this row has {len(left)} cells before || and {len(right)} after it, the header "
                f"{len(header[0])} and {len(header[1])}",
                where=f"{where}, line {number}",
            )
        rows.append(
            TableRow(
                number,
                dict(zip(header[0], left, strict=True)),
                dict(zip(header[1], right, strict=True)),
            )
        )
    return tuple(rows)


def _halves(line: str) -> tuple[list[str], list[str]]:
    body = line.strip().removeprefix("|")
    given, divided, expected = body.partition("||")
    if not divided:
        return _cells(given.removesuffix("|")), []
    return _cells(given), _cells(expected.removesuffix("|"))


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("|")]
