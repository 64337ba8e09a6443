"""Under which key each case is sealed: one for everything that is known of it, wherever it stands.

A court orders a case forgotten, and not a matter or a diversion of it: so both have one key.
"""

from __future__ import annotations

from collections.abc import Collection

from vacatur.matters.queries import of_cases
from vacatur.matters.register_index import subjects_found_by
from vacatur.matters.store import Casework, Work


def subjects_of_cases(casework: Casework, work: Work, case_keys: Collection[str]) -> dict[str, str]:
    """The subject of each case, by the key that finds it; one that has none gets a new one."""
    found = subjects_found_by(work.connection, case_keys)
    found |= {key: subject for key, (subject, _) in of_cases(work.connection, case_keys).items()}
    fresh = sorted(set(case_keys) - set(found))
    return found | dict(zip(fresh, casework.keys.make(len(fresh)), strict=True))
