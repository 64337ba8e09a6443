"""The layout of the pipe tables inside `values` and `cases` fences: every column one width."""

from __future__ import annotations

_NO_CELLS = frozenset("|-: ")

# Cells left and right of the double bar; none on the right where there is no bar.
_Row = tuple[list[str], list[str]]


def format_table(text: str) -> str:
    """Align a table. Empty lines and rules between rows go; one rule stands under the header."""
    rows = [_row(line) for line in text.split("\n") if not set(line.strip()) <= _NO_CELLS]
    if not rows:
        return text
    shapes = {(len(left), len(right)) for left, right in rows}
    if len(shapes) > 1:
        return text  # the reader refuses it with its line
    widths = tuple(
        [max(len(row[half][column]) for row in rows) for column in range(len(rows[0][half]))]
        for half in (0, 1)
    )
    header, *others = (_line(row, widths) for row in rows)
    return "".join(f"{line}\n" for line in (header, _rule(widths), *others))


def _row(line: str) -> _Row:
    body = line.strip().removeprefix("|")
    left, divided, right = body.partition("||")
    if not divided:
        return _cells(left.removesuffix("|")), []
    return _cells(left), _cells(right.removesuffix("|"))


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("|")]


def _line(row: _Row, widths: tuple[list[int], ...]) -> str:
    halves = [
        " | ".join(cell.ljust(width) for cell, width in zip(cells, sizes, strict=True))
        for cells, sizes in zip(row, widths, strict=True)
        if cells
    ]
    return f"| {' || '.join(halves)} |"


def _rule(widths: tuple[list[int], ...]) -> str:
    halves = ["|".join("-" * (width + 2) for width in sizes) for sizes in widths if sizes]
    return f"|{'||'.join(halves)}|"
