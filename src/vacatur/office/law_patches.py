"""A proposal as lines that differ, and as a patch for those who keep the pages."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from vacatur.law.sentences import NO_LAWYER
from vacatur.office.law_proposals import Asked, Proposal
from vacatur.site.laws import Law

_ROOT = "src/vacatur/law"  # where the pages stand in vacatur's own repository


def changed_lines(found: Proposal, current: str) -> Sequence[str]:
    """The lines that differ, with three around each, as a unified diff has them."""
    return list(
        difflib.unified_diff(
            current.splitlines(), found.text.splitlines(), "as it is", "as proposed", lineterm=""
        )
    )


def patch_of(found: Proposal, law: Law, current: str) -> bytes:
    """An accepted proposal, for `git apply` at the root of vacatur's repository."""
    path = f"{_ROOT}/{law.folder.name}/{found.file}"
    lines = difflib.unified_diff(
        current.splitlines(keepends=True),
        found.text.splitlines(keepends=True),
        f"a/{path}",
        f"b/{path}",
    )
    return ("\n".join(_head(found)) + "\n\n" + "".join(map(_ended, lines))).encode()


def _head(found: Proposal) -> Iterator[str]:
    """What git passes over: who, when, why, and what it does."""
    what = "sign-off" if found.asked is Asked.SIGN_OFF else "change"
    yield f"Law page {found.page}: {what}, proposal {found.number}"
    yield f"Proposed by {found.by}, {found.at[:10]}"
    yield f"Accepted by {found.decided_by}, {found.decided_at[:10]}"
    yield from (f"Why: {line}" if n == 0 else line for n, line in _lines(found.why))
    yield f"Worked cases: {found.cases}, of which {len(found.failed)} fail"
    if found.flips is not None:
        yield f"Answers that differ on {found.as_of}: {found.flipped}"
    if found.asked is not Asked.SIGN_OFF:
        yield NO_LAWYER


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines of a reason that no program takes for a patch of its own."""
    for number, line in enumerate(text.splitlines()):
        yield number, f"  {line}" if number else line


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
