"""Logs of one JSON document to a line: read whole, and replaced whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from vacatur.errors import WorkspaceError

_Line = TypeVar("_Line")


def read_json_lines(
    path: Path, read: Callable[[dict[str, Any]], _Line], *, where: str, why: str
) -> tuple[_Line, ...]:
    """Read a log; it is empty before its file is there.

    Parameters
    ----------
    read
        Makes a line of its document. What it cannot read it refuses with ValueError, KeyError or
        TypeError.
    where, why
        The log's place in a workspace, and what a line that is lost would do.

    Raises
    ------
    WorkspaceError
        A line cannot be read. What stands on it is not told: it may be somebody's.
    """
    if not path.is_file():
        return ()
    lines: list[_Line] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            lines.append(read(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            raise WorkspaceError(
                "the line cannot be read",
                where=f"{where}, line {number}",
                why=why,
                repair=f"Take {where} from a backup.",
            ) from None
    return tuple(lines)


def write_json_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Put a log in the place of the old one. A crash leaves one or the other, and never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
