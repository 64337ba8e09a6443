"""The invented ground: what it says of six officers, and the document that says it.

The text is written by hand: a YAML library would write `no` as `false`, and a ground is read as it
is written.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.sample.officer_names import Spelling
from vacatur.sample.officers import AFFECTED, PLAIN_CLOTHES, Force, Participant, Role

# No case of the six closes so late: they end in 2017, and a case takes fourteen months at most.
RECEIVED_ON = np.datetime64("2018-06-01", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Which rows of one officer the ground concerns. Empty: all of them."""

    roles: tuple[Role, ...] = ()
    since: str = ""  # day of the offense, that day included
    until: str = ""  # the same
    units: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()  # a row whose evidence is not known is concerned all the same


_POLICE = (Role.COMPLAINING_OFFICER, Role.AFFIANT, Role.WITNESS)
# The first day of the first of the six, and the last of the fifth, are days of planted cases.
LIMITS: tuple[Limits, ...] = (
    Limits(roles=_POLICE, since="2009-05-16", until="2017-03-01"),
    Limits(until="2015-06-30", evidence=("warrant", "seizure", "testimony")),
    Limits(since="2007-01-01", until="2017-03-01", units=(PLAIN_CLOTHES,)),
    Limits(roles=_POLICE[:2], since="2010-06-01", until="2016-12-31"),
    Limits(roles=_POLICE, since="2008-07-01", until="2015-06-10", evidence=("seizure", "warrant")),
    Limits(since="2006-01-01", until="2014-12-31"),
)

_HEAD = f"""\
# An invented ground. Nobody in it exists, and nothing in it happened.
format: 1
id: invented-unit
title: The plain-clothes unit of an invented city
kind: new_information
learned: >-
  This is invented, for trying things on. Six officers of an invented plain-clothes unit are said
  to have made up searches and statements under oath.
document: Invented memorandum of 1 June 2018, with exhibits A to F
received_on: {RECEIVED_ON}
known_before_judgment: no
office: Baltimore City State's Attorney
author: I. Nobody, invented
status: adopted
adopted_by: A. Attorney, invented
adopted_on: 2018-06-15
affects:
"""
# The spellings that the office knows of; the others of a row are left to whoever reads it.
_LISTED = (Spelling.WHOLE, Spelling.INITIAL, Spelling.SURNAME_SLIP)


def ground_text(force: Force) -> str:
    """Return the ground as a YAML document."""
    people = enumerate(force.participants[:AFFECTED])
    return _HEAD + "".join(_person(position, person) for position, person in people)


def _person(position: int, person: Participant) -> str:
    limits = LIMITS[position]
    names = ", ".join(f"'{person.spellings[each]}'" for each in _LISTED)
    known = dict.fromkeys((posting.agency, posting.identifier) for posting in person.postings)
    lines = [
        f"  - person: Officer {position + 1}",
        "    known_as:",
        *(
            f"      - {{agency: {agency}, identifier: {identifier}, names: [{names}]}}"
            for agency, identifier in known
        ),
        *_listed("roles", [role.name.lower() for role in limits.roles]),
        *([f"    from: {limits.since}"] if limits.since else []),
        *([f"    until: {limits.until}"] if limits.until else []),
        *_listed("units", limits.units),
        *_listed("evidence", limits.evidence),
    ]
    return "\n".join(lines) + "\n"


def _listed(name: str, items: tuple[str, ...] | list[str]) -> list[str]:
    return [f"    {name}: [{', '.join(items)}]"] if items else []
