"""One hash, for each case, of what the court printed of its people.

No answer rests on a name, an address or a warrant, so the hash of an answer does not cover them;
but papers print them, and what was approved is what may be printed. A hash is made with the case's
own key: once that is destroyed, nobody can try a name on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict

from vacatur.matters.codec import canonical
from vacatur.matters.queries import of_cases
from vacatur.matters.sealing import derived, keyed_hash
from vacatur.matters.store import Casework
from vacatur.office.court_records import CourtRecords
from vacatur.office.looked_up_case import NONE_READ, LookedUpCase
from vacatur.office.printed import Printed, printed_of
from vacatur.office.workspace import Workspace

_AT_ONCE = 1_000  # SQLite takes no more than some thousands in one query


def printed_hashes(
    workspace: Workspace,
    casework: Casework,
    case_ids: Collection[str],
    known: Mapping[str, LookedUpCase] = NONE_READ,
) -> Mapping[str, str]:
    """By case: a hash of what is printed. A case of which nothing is recorded is left out."""
    subjects = _subjects(casework, case_ids)
    warrants = CourtRecords(workspace).printed_warrants(case_ids)
    found = {}
    for case_id, printed in _printed(workspace, case_ids, known).items():
        key = casework.keys.get(subjects[case_id]) if case_id in subjects else None
        if key is not None:
            bound = derived(key.hex(), "vacatur: what is printed of a defendant")
            # A case without warrants keeps the hash that it had before any were read.
            texts = [*_said(printed), *warrants.get(case_id, ())]
            found[case_id] = keyed_hash(bound, canonical(texts))
    return found


def _printed(
    workspace: Workspace, case_ids: Collection[str], known: Mapping[str, LookedUpCase]
) -> Mapping[str, Printed]:
    """By case; those of `known` cases are not looked up again."""
    read = {each: known[each].printed for each in case_ids if each in known}
    others = printed_of(workspace, [each for each in case_ids if each not in known])
    return {**others, **{each: printed for each, printed in read.items() if printed is not None}}


def _said(printed: Printed) -> list[str]:
    """What is hashed. A town that was not read is left out, as it was before towns were."""
    told = asdict(printed)
    if printed.town is None:
        del told["town"]
    return [str(value or "") for value in told.values()]


def _subjects(casework: Casework, case_ids: Collection[str]) -> Mapping[str, str]:
    """The opaque name of each case that has a matter."""
    names = {casework.case_key(case_id): case_id for case_id in case_ids}
    keys, found = list(names), {}
    with casework.reading() as connection:
        for start in range(0, len(keys), _AT_ONCE):
            known = of_cases(connection, keys[start : start + _AT_ONCE])
            found.update({names[key]: subject for key, (subject, _) in known.items()})
    return found
