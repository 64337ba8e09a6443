"""A case that a truth judges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case, who it is truly about and whom it is linked to; `hard`: of what hard pair, if any."""

    case_id: str
    case_number: str
    truth: str
    person_id: str
    hard: str
