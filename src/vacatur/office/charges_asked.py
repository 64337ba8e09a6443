"""About which charge of a person's whole record a question is: told by a code, and never by an id.

A page asks of other cases than its own, too. Its form names the charge by a keyed code, so that no
address and no form holds the number of another case, and a record that changed meanwhile misleads
nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vacatur.errors import UsageError
from vacatur.matters.sealing import keyed_hash
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.record import Record

_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """Whom an answer is given of: the code of a charge, and in words which it is."""

    code: str
    words: str


def asked_of(key: bytes, record: Record, this: Case) -> Mapping[str, AskedOf]:
    """By the id of a row that may be asked about (a charge, a case, the person): its charge.

    Parameters
    ----------
    key
        Of the app's forms.
    this
        The case of the page: what is asked of it or of the person needs no words.
    """
    found: dict[str, AskedOf] = {}
    for case in [this, *(each for each in record.cases if each is not this)]:
        for place, charge in enumerate(case.charges, start=1):
            words = "" if case is this else _words(case, charge, place)
            found[charge.charge_id] = AskedOf(code=_code(key, charge.charge_id), words=words)
        if case.charges:
            of_case = "" if case is this else f"case {case.number or 'without a number'}"
            first = _code(key, case.charges[0].charge_id)
            found.setdefault(case.case_id, AskedOf(code=first, words=of_case))
            found.setdefault(record.person.person_id, AskedOf(code=first, words=""))
    return found


def charge_coded(key: bytes, record: Record, code: str) -> str:
    """The id of the charge of a code.

    Raises
    ------
    UsageError
        The person's record has none.
    """
    for case in record.cases:
        for charge in case.charges:
            if _code(key, charge.charge_id) == code:
                return charge.charge_id
    raise UsageError("the person's record has no such charge", repair="Open the matter again.")


def _code(key: bytes, charge_id: str) -> str:
    return keyed_hash(key, f"charge of a question {charge_id}")[:_DIGITS]


def _words(case: Case, charge: Charge, place: int) -> str:
    what = charge.description or charge.statute or "no words recorded"
    return f"case {case.number or 'without a number'}, count {place}: {what}"
