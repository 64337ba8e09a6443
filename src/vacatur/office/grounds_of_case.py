"""The adopted grounds that touch one case, as an attorney is asked about each."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.errors import UsageError
from vacatur.office.ground_cases import adopted_cases
from vacatur.office.ground_sheets import evidence_lines
from vacatur.office.grounds import ground_log
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundHere:
    """A ground and what ties the case to it.

    `standing` is how it stands now, and `why` explains it. Only where it `can_be_answered` is an
    attorney asked, and only where it `is_put` may the answer be that the judgment rests on it.
    """

    ground_id: str
    title: str
    learned: str
    document: str
    evidence: tuple[str, ...]
    standing: str
    why: str
    can_be_answered: bool
    is_put: bool


def grounds_of_case(workspace: Workspace, case_number: str) -> list[GroundHere]:
    """Each ground that an attorney stands for and that touches the case; nothing is changed."""
    found = []
    for ground_id in ground_log(workspace).names():
        try:
            touched = adopted_cases(workspace, ground_id)
        except UsageError:
            continue  # a draft, or withdrawn: nobody is asked about it
        for case in touched.cases:
            if case.number == case_number:
                found.append(
                    GroundHere(
                        ground_id=ground_id,
                        title=touched.ground.title,
                        learned=touched.ground.learned,
                        document=touched.ground.document,
                        evidence=tuple(evidence_lines(case)),
                        standing=str(case.found.standing),
                        why=case.found.why,
                        can_be_answered=case.found.can_be_answered,
                        is_put=case.found.is_put,
                    )
                )
    return found
