"""What must hold between a programme's page and the pages and papers that it names."""

from __future__ import annotations

from collections.abc import Mapping

from vacatur.errors import LawError, nearest
from vacatur.law.answers import PageKind, Published
from vacatur.law.page import Grant, Page
from vacatur.law.programme import Programme, ProgrammeStatement
from vacatur.law.vehicle import Vehicle


def check_programmes(
    programmes: Mapping[str, Programme],
    library: Mapping[str, Page],
    vehicles: Mapping[str, Vehicle],
) -> None:
    """Check what programmes name: a policy that diverts, a paper that dismisses.

    Raises
    ------
    LawError
        The first name that stands for nothing of the kind.
    """
    for programme in programmes.values():
        for said in programme.statements:
            if said.page is not None:
                _require_diverting(programme, said, said.page, library)
            if said.vehicle is not None and said.vehicle not in vehicles:
                raise LawError(
                    f"there is no vehicle [{said.vehicle}]",
                    where=_where(programme, said),
                    repair=nearest(said.vehicle, vehicles),
                )


def _require_diverting(
    programme: Programme, said: ProgrammeStatement, page_id: str, library: Mapping[str, Page]
) -> None:
    known = {id_ for id_, page in library.items() if page.kind is PageKind.SCREENING_POLICY}
    if page_id not in known:
        raise LawError(
            f"there is no screening policy [{page_id}]",
            where=_where(programme, said),
            why="Who is eligible is a rule, with its provision and its worked cases.",
            repair=nearest(page_id, known),
        )
    statements = (each for section in library[page_id].sections for each in section.statements)
    grants = (each for each in statements if isinstance(each, Grant))
    if not any(each.answer is Published.DIVERT for each in grants):
        raise LawError(
            f"[{page_id}] never answers DIVERT",
            where=_where(programme, said),
            why="Nobody would ever be eligible.",
        )


def _where(programme: Programme, said: ProgrammeStatement) -> str:
    return f"{programme.path}, line {said.line}"
