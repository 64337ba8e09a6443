"""Whether a version of a ground can be meant: asked once, before it is taken in.

A version that stands is not held up by what the records print later: a case that is in doubt is
listed to be checked, and the others go on.
"""

from __future__ import annotations

from collections import Counter

from vacatur.errors import WorkspaceError
from vacatur.facts.affected import Standing
from vacatur.facts.ground import Ground
from vacatur.facts.ground_names import Link, require_no_strangers
from vacatur.office.ground_cases import GroundCases, cases_of, printed_in
from vacatur.office.workspace import Workspace

# A few dockets of one office may well all be one officer's.
_FEW_CASES = 20


def plausible_cases(workspace: Workspace, ground: Ground, version: int) -> GroundCases:
    """The cases that a new version of a ground touches.

    Raises
    ------
    WorkspaceError
        The records name no participants, a number of the ground is somebody else's as well, no
        case is touched, half of all judgments are, or all judgments came after the day of receipt.
    """
    with workspace.connection() as connection:
        printed = printed_in(workspace.records(connection))
    if not printed:
        raise WorkspaceError(
            "the records name nobody who took part in a case",
            why="A ground reaches a case through the person whom it is about.",
            repair="Attach the police department's list: vacatur facts attach officers.csv"
            " --kind officers.",
        )
    require_no_strangers(ground, printed)
    touched = cases_of(workspace, ground, version)
    _require_some(touched)
    _require_earlier(touched)
    _require_less_than_half(touched)
    return touched


def _require_some(touched: GroundCases) -> None:
    links = {touch.link for each in touched.cases for touch in each.found.touches}
    if Link.BY_NUMBER not in links:
        by_name = f" for sure, and {len(touched.cases):,} that are to be checked" if links else ""
        raise WorkspaceError(
            f"the ground [{touched.ground.ground_id}] touches no case{by_name}",
            why="Either nobody is concerned, or its numbers, roles or days are not the records'.",
            repair="Hold `known_as`, `roles`, `from` and `until` against the list of officers.",
        )


def _require_earlier(touched: GroundCases) -> None:
    by_standing = Counter(each.found.standing for each in touched.cases)
    later = by_standing[Standing.JUDGED_LATER]
    to_check = by_standing[Standing.TO_CHECK]
    if later and not touched.proposed and not by_standing[Standing.EXCLUDED]:
        more = f" ({to_check:,} cases more are to be checked)" if to_check else ""
        raise WorkspaceError(
            f"all {later:,} judgments that the ground touches came on or after"
            f" {touched.ground.received_on}, the day on which the office received it{more}",
            why="What was known before a judgment is no new information about it.",
            repair="Check `received_on` against the document.",
        )


def _require_less_than_half(touched: GroundCases) -> None:
    if 2 * len(touched.proposed) >= touched.judged_cases > _FEW_CASES:
        raise WorkspaceError(
            f"the ground touches {len(touched.proposed):,} of {touched.judged_cases:,} cases with"
            " a judgment, half of them or more",
            why="No finding about a few persons is about half of a county.",
            repair="Check that `known_as` names a person and no agency, and that `from` and"
            " `until` are there.",
        )
