"""Words and forms that every report shares."""

from __future__ import annotations

import json

NO_LAWYER = "No lawyer has reviewed these pages; an answer is a reason to look, not advice."


def in_json(data: object) -> str:
    """Data for another program; paths and days as text."""
    return json.dumps(data, indent=2, ensure_ascii=False, default=str)


def counted(number: int, noun: str) -> str:
    """`1 charge`, `2 charges`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def people(number: int) -> str:
    """`1 person`, `2 people`."""
    return f"{number:,} {'person' if number == 1 else 'people'}"
