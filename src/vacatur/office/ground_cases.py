"""The cases of a workspace that a ground touches: found, checked, and counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from vacatur.facts.affected import (
    AffectedCase,
    ChargeThere,
    Part,
    affected_cases,
    untied,
)
from vacatur.facts.ground import JUDGMENTS, Ground, ground_stated, stated
from vacatur.facts.ground_facts import FINDINGS, ID, ToldNow, told_now
from vacatur.facts.ground_log import CaseSaid
from vacatur.facts.ground_names import Printed, link_all
from vacatur.office.grounds import adopted_ground, ground_log
from vacatur.office.workspace import Workspace
from vacatur.record.tables import Records
from vacatur.record.terms import Court, Disposition, Evidence, Materiality, ParticipantRole

_PRINTED = ("agency", "identifier", "name")
_OF_A_GROUND = tuple(column.partition(".")[2] for column in FINDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundCase:
    """One touched case, with what a list of it needs. `victims` is None where nobody looked."""

    number: str
    court: Court | None
    county: str | None
    victims: bool | None
    found: AffectedCase
    said: CaseSaid | None = None  # by the defence


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundCases:
    """What a version of a ground touches. `judged_cases`: all cases of the workspace with one."""

    ground: Ground
    version: int
    cases: tuple[GroundCase, ...]
    judged_cases: int

    @property
    def stated(self) -> str:
        """How sheets, lists and findings name the version."""
        return stated(self.ground.ground_id, self.version)

    @property
    def proposed(self) -> tuple[GroundCase, ...]:
        return tuple(each for each in self.cases if each.found.is_proposed)

    @property
    def left_out(self) -> tuple[GroundCase, ...]:
        """Cases that are touched and not proposed, each with its reason."""
        return tuple(each for each in self.cases if not each.found.is_proposed)

    def counts(self) -> dict[str, dict[str, int]]:
        """Proposed cases by materiality, court, disposition and year of judgment."""
        by: dict[str, Counter[str]] = defaultdict(Counter)
        for each in self.proposed:
            by["materiality"][str(each.found.standing)] += 1
            by["court"][str(each.court or "not known")] += 1
            for word in sorted({str(charge.disposition) for charge in each.found.charges}):
                by["disposition"][word] += 1
            for year in sorted({_year(charge) for charge in each.found.charges}):
                by["judged_in"][year] += 1
        return {name: dict(sorted(counter.items())) for name, counter in by.items()}


def _year(charge: ChargeThere) -> str:
    return str(charge.disposition_date.year) if charge.disposition_date else "not known"


def cases_of(workspace: Workspace, ground: Ground, version: int) -> GroundCases:
    """Find the cases that a ground touches; nothing is changed."""
    told = told_now(workspace.facts())
    with workspace.connection() as connection:
        records = workspace.records(connection)
        linked = link_all(ground, printed_in(records))
        parts = _parts(records, linked)
        case_ids = sorted({part.case_id for part in parts})
        found = affected_cases(ground, version, linked, parts, _charges(records, case_ids, told))
        found = (*found, *_untied(records, ground, found, told))
        said = ground_log(workspace).said(ground.ground_id, version)
        cases = _with_details(records, found, said)
        judged = _judged_cases(records)
    return GroundCases(ground=ground, version=version, cases=cases, judged_cases=judged)


def adopted_cases(workspace: Workspace, ground_id: str) -> GroundCases:
    """The cases of the version that stands, where a named attorney stands for it.

    Raises
    ------
    UsageError
        As for `adopted_ground`.
    """
    return cases_of(workspace, *adopted_ground(workspace, ground_id))


def printed_in(records: Records) -> list[Printed]:
    """Every participant as the records print one."""
    rows = records["participants"].select(*_PRINTED).distinct().to_pyarrow().to_pylist()
    return [Printed(**row) for row in rows]


def _parts(records: Records, linked: Iterable[Printed]) -> list[Part]:
    names = {name: [getattr(each, name) or "" for each in linked] for name in _PRINTED}
    wanted = ibis.memtable(
        pa.table({f"{name}_wanted": pa.array(cells, pa.string()) for name, cells in names.items()})
    )
    table = records["participants"]
    same = [table[name].fill_null("") == wanted[f"{name}_wanted"] for name in _PRINTED]
    rows = table.semi_join(wanted, same).to_pyarrow().to_pylist()
    return [_part(row) for row in rows]


def _part(row: Mapping[str, Any]) -> Part:
    return Part(
        case_id=row["case_id"],
        charge=row["charge"],
        role=ParticipantRole(row["role"]) if row["role"] else None,
        printed=Printed(**{name: row[name] for name in _PRINTED}),
        unit=row["unit"],
        evidence=Evidence(row["evidence"]) if row["evidence"] else None,
        source=f"{row['source_file']}, row {row['source_row']}",
    )


def _charges(
    records: Records, case_ids: Iterable[str], told: ToldNow
) -> dict[str, list[ChargeThere]]:
    charges = records["charges"].semi_join(_ids(case_ids), "case_id")
    findings = records["findings"].select("charge_id", *_OF_A_GROUND)
    table = charges.left_join(findings, "charge_id").select(
        "charge_id", "case_id", "offense_date", "disposition", "disposition_date", *_OF_A_GROUND
    )
    by_case: dict[str, list[ChargeThere]] = defaultdict(list)
    for row in table.order_by("charge_id").to_pyarrow().to_pylist():
        by_case[row["case_id"]].append(_charge(row, told.get(row["charge_id"], {})))
    return by_case


def _charge(row: Mapping[str, Any], told: Mapping[str, Set[str]]) -> ChargeThere:
    materiality = row["ground_materiality"]
    found = [name for name in _OF_A_GROUND if row[name] is not None]
    return ChargeThere(
        charge_id=row["charge_id"],
        offense_date=row["offense_date"],
        disposition=Disposition(row["disposition"]) if row["disposition"] else None,
        disposition_date=row["disposition_date"],
        told=next(iter(sorted(told.get(ID, ()))), None),
        ground=row["ground_id"],
        found_by_hand=row["ground_id"] is None and bool(found),
        brought=any(f"findings.{name}" not in told for name in found),
        materiality=Materiality(materiality) if materiality else None,
        reason=row["ground_reason"],
    )


def _untied(
    records: Records, ground: Ground, found: Iterable[AffectedCase], told: ToldNow
) -> Iterator[AffectedCase]:
    """Cases that were answered under the ground, and that nothing ties to it any more."""
    there = {each.case_id for each in found}
    findings = records["findings"]
    named = findings.filter(findings.ground_id.startswith(ground.ground_id)).select("charge_id")
    answered = ibis.memtable(
        pa.table({"charge_id": pa.array(sorted(x for x in told if ID in told[x]), pa.string())})
    )
    charges = records["charges"].semi_join(ibis.union(named, answered), "charge_id")
    left = sorted(set(charges.case_id.to_pyarrow().to_pylist()) - there)
    for case_id, rows in sorted(_charges(records, left, told).items()):
        mine = [x for x in rows if x.bears(ground.ground_id) or _names(x, ground)]
        if mine:
            yield untied(ground, case_id, mine)


def _names(charge: ChargeThere, ground: Ground) -> bool:
    return charge.ground is not None and ground_stated(charge.ground)[0] == ground.ground_id


def case_numbers(workspace: Workspace, charge_ids: Iterable[str]) -> tuple[str, ...]:
    """The numbers of the cases of some charges, in order."""
    charges_asked = ibis.memtable(
        pa.table({"charge_id": pa.array(sorted(charge_ids), pa.string())})
    )
    with workspace.connection() as connection:
        records = workspace.records(connection)
        charges = records["charges"].semi_join(charges_asked, "charge_id")
        cases = records["cases"].semi_join(charges, "case_id").select("case_id", "number")
        rows = cases.to_pyarrow().to_pylist()
    return tuple(sorted((row["number"] or row["case_id"]).strip() for row in rows))


def charges_of_cases(workspace: Workspace, case_ids: Iterable[str]) -> frozenset[str]:
    """The ids of all charges of some cases."""
    with workspace.connection() as connection:
        charges = workspace.records(connection)["charges"].semi_join(_ids(case_ids), "case_id")
        return frozenset(charges.charge_id.to_pyarrow().to_pylist())


def _with_details(
    records: Records, found: Iterable[AffectedCase], said: Mapping[str, CaseSaid]
) -> tuple[GroundCase, ...]:
    by_id = {each.case_id: each for each in found}
    cases = records["cases"].semi_join(_ids(by_id), "case_id")
    listed = records["victims"].group_by("case_id").agg(victims=lambda table: table.count())
    table = cases.left_join(listed, "case_id").select(
        "case_id", "number", "court", "county", "victims_checked", "victims"
    )
    rows = table.order_by("number", "case_id").to_pyarrow().to_pylist()
    borne = Counter((row["number"] or "").strip() for row in rows)

    def name(row: Mapping[str, Any]) -> str:
        """The case number, or the id of one of several cases that bear it."""
        number = (row["number"] or "").strip()
        return number if number and borne[number] == 1 else str(row["case_id"])

    return tuple(
        GroundCase(
            number=name(row),
            court=Court(row["court"]) if row["court"] else None,
            county=row["county"],
            victims=True if row["victims"] else (False if row["victims_checked"] else None),
            found=by_id[row["case_id"]],
            said=said.get(name(row)),
        )
        for row in rows
    )


def _judged_cases(records: Records) -> int:
    charges = records["charges"]
    judged = charges.filter(charges.disposition.isin([str(each) for each in JUDGMENTS]))
    return int(judged.case_id.nunique().execute())


def _ids(case_ids: Iterable[str]) -> ir.Table:
    return ibis.memtable(pa.table({"case_id": pa.array(sorted(case_ids), pa.string())}))
