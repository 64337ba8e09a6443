"""The same records under several policies at once: who is reached, selected and left out.

It decides and writes no run. A policy says what an office would ask for; whom it leaves out is what
its clauses do, one by one and together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.compile.claims import CONDITION
from vacatur.engine.decide import SharedDays
from vacatur.engine.standing import verified_through, version_on
from vacatur.errors import UsageError
from vacatur.facts.yields import Count
from vacatur.law.answers import POSITIVE, Outcome, PageKind, Published
from vacatur.law.clauses import Clause, Referral, clauses_of, grant_clauses, referrals_of
from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook
from vacatur.office.answers import SUPPOSED, answers_of, as_if_searched, forget, unverified
from vacatur.office.simulating_groups import GROUPS, Grouping, group_charges
from vacatur.office.stored import stored_in
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.record.tables import Records
from vacatur.record.terms import Term


class Standing(Term):
    """How a charge stands under a policy. A person counts once, under the first that fits."""

    SELECTED = "selected", "the policy asks for it, and the law allows it"
    UNKNOWN = "we do not know", "a fact is not known, or the law of the day is not certain"
    FOR_A_PERSON = "for a person", "somebody must judge"
    NOT_YET = "not yet", "a period has not run, or an event has not come"
    LEFT_OUT = "left out", "some clause leaves it out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseCount:
    """What one clause does to the charges that a policy reaches.

    `alone` counts those that would be selected but for this clause; `in_any_combination` all that
    it stops, whatever else does; `unknown` those of which nobody knows whether it stops them.
    Persons are those with at least one such charge. `alone_by` has the charges of `alone` by race
    as recorded or by district, "" where it is not; empty: it was not asked for.
    """

    name: str
    must_hold: bool
    alone: Count
    in_any_combination: Count
    unknown: Count
    alone_by: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantCount:
    """What one policy does. The standings add up to `reached`, in charges and in persons.

    `is_in_force` is false where the page does not speak on the day; then no clause was read.
    """

    rule: str
    implements: str
    title: str
    is_in_force: bool
    reached: Count
    standings: Mapping[Standing, Count]
    clauses: tuple[ClauseCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Several policies over the same records, which hold `charges` and `persons` in all."""

    law: str
    as_of: date
    charges: int
    persons: int
    variants: tuple[VariantCount, ...]
    unverified: tuple[str, ...]
    notes: tuple[str, ...]
    by: str  # race or district; "": by neither


def simulate(
    workspace: Workspace,
    rulebook: Rulebook,
    as_of: date,
    *,
    suppose_searched: bool,
    grouping: Grouping | None = None,
    progress: Progress,
) -> Simulation:
    """Decide the records of a workspace under every page of a rulebook, and count.

    Parameters
    ----------
    suppose_searched
        Decide as if every person had been searched on the day.
    grouping
        Also count by race or district whom each clause leaves out by itself.

    Raises
    ------
    UsageError
        A page is no relief policy: it selects nobody.
    GrantsConflict
        A page granted two different answers to one charge.
    """
    _refuse_other_kinds(rulebook)
    folder = workspace.folder
    with workspace.connection() as connection, stored_in(connection, folder) as hold:
        records = workspace.records(connection)
        charges, persons = _size(records)
        if suppose_searched:
            records = as_if_searched(records, as_of)
        shared = SharedDays(rulebook, records, hold)
        if grouping is not None:
            group_charges(connection, records, grouping)
        variants = []
        for number, page in enumerate(rulebook.pages):
            progress(f"deciding {page.page_id}", number, len(rulebook.pages))
            table = answers_of(connection, folder, rulebook, page.page_id, records, as_of, shared)
            variants.append(
                _variant(connection, rulebook, page, table, as_of, grouping is not None)
            )
            forget(connection, [table])
    return Simulation(
        law=rulebook.name,
        as_of=as_of,
        charges=charges,
        persons=persons,
        variants=tuple(variants),
        unverified=tuple(unverified(rulebook, (as_of,))),
        notes=(SUPPOSED,) if suppose_searched else (),
        by="" if grouping is None else grouping.by,
    )


def _refuse_other_kinds(rulebook: Rulebook) -> None:
    others = [page for page in rulebook.pages if page.kind is not PageKind.RELIEF_POLICY]
    if others:
        raise UsageError(
            f"[{others[0].page_id}] is no relief policy",
            why=f"It is of the kind [{others[0].kind}], which selects no conviction.",
            repair="Name the relief policies with --law, or choose them with --rule.",
        )


def _size(records: Records) -> tuple[int, int]:
    tables = (records["charges"], records["persons"])
    charges, persons = (int(table.count().execute()) for table in tables)
    return charges, persons


def _variant(
    connection: Backend, rulebook: Rulebook, page: Page, table: ir.Table, as_of: date, grouped: bool
) -> VariantCount:
    version = version_on(rulebook, page, min(as_of, verified_through(rulebook, page)))
    standings = _standings(connection, table)
    clauses = _clauses(connection, version, table, grouped) if version is not None else ()
    return VariantCount(
        rule=page.page_id,
        implements=page.implements,
        title=page.title,
        is_in_force=version is not None,
        reached=Count(
            charges=sum(each.charges for each in standings.values()),
            persons=sum(each.persons for each in standings.values()),
        ),
        standings=standings,
        clauses=tuple(clauses),
    )


def _standings(connection: Backend, table: ir.Table) -> dict[Standing, Count]:
    places = {standing: place for place, standing in enumerate(Standing)}
    positive = ", ".join(f"'{answer}'" for answer in sorted(POSITIVE))
    rows = connection.con.execute(
        f"""with placed as (
            select person_id, case
                when published in ({positive}) then {places[Standing.SELECTED]}
                when published = '{Published.NOT_YET}' then {places[Standing.NOT_YET]}
                when published <> '{Published.REVIEW}' then {places[Standing.LEFT_OUT]}
                when outcome = '{Outcome.UNKNOWN}' then {places[Standing.UNKNOWN]}
                else {places[Standing.FOR_A_PERSON]} end as place
            from {table.get_name()}
        ), best as (select person_id, min(place) as place from placed group by person_id)
        select place, count(*), 0 from placed group by place
        union all select place, 0, count(*) from best group by place"""
    ).fetchall()
    return {
        standing: Count(
            charges=sum(charges for place, charges, _ in rows if place == places[standing]),
            persons=sum(persons for place, _, persons in rows if place == places[standing]),
        )
        for standing in Standing
    }


def _clauses(
    connection: Backend, version: Version, table: ir.Table, grouped: bool
) -> Iterator[ClauseCount]:
    clauses = clauses_of(version)
    for clause in clauses:
        counted = {
            "alone": f"{_stops(clause)} and {_is_selected_without(clause, version, clauses)}",
            "in_any_combination": _stops(clause),
            "unknown": f"{_column(clause.name)} is null",
        }
        yield ClauseCount(
            name=clause.name,
            must_hold=clause.must_hold,
            **{name: _count(connection, table, where) for name, where in counted.items()},
            alone_by=_by_label(connection, table, counted["alone"]) if grouped else {},
        )


def _count(connection: Backend, table: ir.Table, where: str) -> Count:
    row = connection.con.execute(
        f"""select count(*), count(distinct person_id) from {table.get_name()}
        where was_read and {where}"""
    ).fetchone()
    assert row is not None  # an aggregate has one row
    return Count(charges=row[0], persons=row[1])


def _by_label(connection: Backend, table: ir.Table, where: str) -> Mapping[str, int]:
    """Charges by race or district; each of the records is there, with 0 where none is."""
    rows = connection.con.execute(
        f"""select label, count(charge_id) from (select distinct label from {GROUPS}) left join (
            select label, charge_id from {table.get_name()} join {GROUPS} using (charge_id)
            where was_read and {where}) using (label) group by label order by label"""
    ).fetchall()
    return {str(label): int(charges) for label, charges in rows}


def _is_selected_without(clause: Clause, version: Version, clauses: Sequence[Clause]) -> str:
    """SQL: whether some grant is met, and nothing bars or refers it, with one clause taken out."""
    grants = [
        _all(_column(name) for name in names if name != clause.name)
        for names in grant_clauses(version)
        if clause.name in names or not clause.must_hold
    ]
    others = [each for each in clauses if each.name != clause.name and not each.must_hold]
    unbarred = _all(f"not {_column(each.name)}" for each in others)
    unreferred = _all(f"not {_sends(each, clause)}" for each in referrals_of(version))
    return f"coalesce(({' or '.join(grants)}) and {unbarred} and {unreferred}, false)"


def _sends(referral: Referral, without: Clause) -> str:
    parts = _all(_column(name) for name in referral.parts if name != without.name)
    return f"coalesce({parts}, false)" if referral.flagged else parts


def _stops(clause: Clause) -> str:
    return f"coalesce({_column(clause.name)} = {str(not clause.must_hold).lower()}, false)"


def _all(parts: Iterator[str]) -> str:
    return f"({' and '.join(['true', *parts])})"


def _column(name: str) -> str:
    return f'"{CONDITION}{name}"'
