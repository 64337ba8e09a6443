"""FJP-5 on programmes: what they cost the person, and what they send the person to."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.law.lint_checks import Remark, Says, Seen
from vacatur.law.lint_principles import Principle
from vacatur.law.programme import Programme, ProgrammeWord, ServiceKind

_SENT_TO = frozenset({ServiceKind.CLASS, ServiceKind.COMMUNITY_SERVICE})


def lint_programme(programme: Programme) -> list[Remark]:
    """What the principle says of one programme; at least one remark."""
    seen = [*_costs(programme)] or [
        Seen(Says.NOTHING_FOUND, "the programme takes no fee, and names no class or service")
    ]
    return [
        Remark(
            principle=Principle.FJP_5,
            page_id=programme.programme_id,
            path=programme.path,
            line=each.line,
            says=each.says,
            what=each.what,
            repair=each.repair,
        )
        for each in seen
    ]


def _costs(programme: Programme) -> Iterator[Seen]:
    for said in programme.statements:
        if said.word is ProgrammeWord.FEE:
            waived = said.waived_by or "no source says who may waive it"
            yield Seen(
                Says.WARNING,
                f"the person pays {said.dollars} US dollars per {said.per}; waiver: {waived}",
                "Ask who cannot pay, and what becomes of them; drop the fee, or say who waives it.",
                said.line,
            )
        elif said.kind in _SENT_TO:
            yield Seen(
                Says.WARNING,
                f"the person is sent to {said.kind.definition}",
                "Ask whether declining would do, and how far and how often the person must go.",
                said.line,
            )
