"""The path of forgetting: a case goes into the vault, is opened by order, and is obliterated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from vacatur.errors import MoveRefused, VacaturError
from vacatur.matters import vault
from vacatur.matters.codec import canonical
from vacatur.matters.commands import Command, Obliterate, Unseal, Vault
from vacatur.matters.events import MatterEvent, Obliterated, Vaulted
from vacatur.matters.matter import Matter, Particulars
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.reading import matter_of, member_of, particulars_of
from vacatur.matters.states import ENDED
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.casework import Done, one_by_one
from vacatur.office.diverting import require_none_open
from vacatur.office.erasures import (
    CASE,
    PERSON,
    Erased,
    Erasure,
    Ledger,
    keyed,
    read_ledger,
    write_ledger,
)
from vacatur.office.forgetting import Forgot, obey, persons_of
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

COPIES_LEFT = (
    "Copies of keys.db hold the destroyed keys on. Replace them now:"
    " [vacatur backup FILE --keys FOLDER]."
)
_BY_CHARGE = frozenset({"findings"})
_BY_CASE = (
    "case_warrants",
    "cases",
    "charges",
    "court_dates",
    "defendants",
    "identifiers",
    "objections",
    "participants",
    "victims",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultAsked:
    """What somebody says of the cases that go into the vault."""

    on: date
    obliterate_on: date
    source: str
    whole_case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vaulting:
    """What came of it. Asked for = `done` + `refused`."""

    done: tuple[int, ...]
    refused: Mapping[int, str]
    forgot: Forgot


def vault_matters(
    workspace: Workspace,
    casework: Casework,
    numbers: Sequence[int],
    asked: VaultAsked,
    doing: Doing,
    *,
    today: date,
) -> Vaulting:
    """Put cases into the vault. They leave all that is read at once.

    First the sealed copy and the event stand in the store, then the line of the ledger; what stays
    of the case after a crash leaves when this, or `obey`, is run again.
    """
    done = _seal(workspace, casework, numbers, asked, doing, today, rehearse=False)
    _write_vaulted(workspace, casework, today)
    forgot = obey(workspace, today)
    return Vaulting(done=done.done, refused=done.refused, forgot=forgot)


def would_vault(
    workspace: Workspace,
    casework: Casework,
    numbers: Sequence[int],
    asked: VaultAsked,
    doing: Doing,
    *,
    today: date,
) -> Done:
    """What `vault_matters` would do and refuse; everything is left as it is."""
    return _seal(workspace, casework, numbers, asked, doing, today, rehearse=True)


def _seal(
    workspace: Workspace,
    casework: Casework,
    numbers: Sequence[int],
    asked: VaultAsked,
    doing: Doing,
    today: date,
    *,
    rehearse: bool,
) -> Done:
    """Put what is known of each case into the store's vault, with its event."""

    def move(work: Work, number: int) -> None:
        matter = work.matter(number)
        _require_others_ended(work, matter)
        require_none_open(casework, work, matter.subject)
        particulars = particulars_of(work.connection, casework.keys, number)
        known = _known_of(workspace, particulars)
        command = Vault(
            by=doing.actor,
            on=asked.on,
            obliterate_on=asked.obliterate_on,
            source=asked.source,
            left_out=_left_out(known, particulars),
            whole_case=asked.whole_case,
        )
        after = work.record(matter, _event(work, matter, command, today))
        vault.put(work.connection, casework.keys, after.subject, canonical(known))

    return one_by_one(casework, numbers, doing, move, rehearse=rehearse)


def unseal_matter(
    casework: Casework, number: int, order: str, doing: Doing, *, today: date
) -> dict[str, Any]:
    """Read what the vault holds of a case. That somebody did stands in the chain first.

    Raises
    ------
    MoveRefused
        It is not in the vault, or whoever asks is no attorney.
    """
    with casework.working(doing) as work:
        matter = work.matter(number)
        command = Unseal(by=doing.actor, on=today, order=order)
        work.record(matter, _event(work, matter, command, today))
    with casework.reading() as connection:
        text = vault.opened(connection, casework.keys, matter.subject)
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def obliterate_matters(
    workspace: Workspace,
    casework: Casework,
    numbers: Sequence[int],
    doing: Doing,
    *,
    today: date,
) -> Done:
    """Destroy the keys of cases, and everything by which they could be found again.

    The line of the ledger comes first, then the key, then the event: broken off in between, it is
    run again.
    """
    allowed, refused = _obliterable(casework, numbers, doing, today)
    subjects = sorted({matter.subject for matter in allowed})
    _add(workspace, [_obliterated(subject, today) for subject in subjects])
    casework.keys.destroy(subjects, at=today.isoformat())

    def move(work: Work, number: int) -> None:
        matter = work.matter(number)
        command = Obliterate(by=doing.actor, on=today)
        work.record(matter, _event(work, matter, command, today))
        vault.forget_names(work.connection, matter.subject)

    done = one_by_one(casework, [matter.number for matter in allowed], doing, move)
    vault.leave_no_copy(casework.engine)
    return Done(done=done.done, refused={**refused, **done.refused})


def would_obliterate(
    casework: Casework, numbers: Sequence[int], doing: Doing, *, today: date
) -> Done:
    """What `obliterate_matters` would do and refuse; no key is touched."""
    allowed, refused = _obliterable(casework, numbers, doing, today)
    return Done(done=tuple(each.number for each in allowed), refused=refused)


def replay(
    workspace: Workspace, casework: Casework, ledger: Ledger, doing: Doing, *, today: date
) -> None:
    """Do again to an older store what a newer ledger says was done; before `obey`.

    A case that was vaulted since is sealed again, if its key is left and the records hold it.
    """
    obliterated = ledger.subjects(Erased.OBLITERATED)
    casework.keys.destroy(sorted(obliterated - casework.keys.destroyed()), at=today.isoformat())
    with casework.working(doing) as work:
        for line in ledger.lines:
            matters = [work.matter(each) for each in vault.of_case(work.connection, line.subject)]
            for matter in matters:
                if line.what is Erased.OBLITERATED and matter.obliterated_on is None:
                    work.record(matter, Obliterated(on=line.on))
                elif line.what is Erased.VAULTED and matter.vaulted_on is None:
                    _vault_again(workspace, casework, work, matter, line)
            if line.what is Erased.OBLITERATED:
                vault.forget_names(work.connection, line.subject)
    vault.leave_no_copy(casework.engine)


def _vault_again(
    workspace: Workspace, casework: Casework, work: Work, matter: Matter, line: Erasure
) -> None:
    particulars = particulars_of(work.connection, casework.keys, matter.number)
    if particulars is not None:
        known = canonical(_known_of(workspace, particulars))
        vault.put(work.connection, casework.keys, matter.subject, known)
    until = line.obliterate_on or line.on
    work.record(matter, Vaulted(on=line.on, obliterate_on=until))


def _obliterable(
    casework: Casework, numbers: Sequence[int], doing: Doing, today: date
) -> tuple[list[Matter], dict[int, str]]:
    """The matters whose key may be destroyed, and why others' may not."""
    refused: dict[int, str] = {}
    allowed: list[Matter] = []
    for number in numbers:
        try:
            allowed.append(_may_be_obliterated(casework, number, doing, today))
        except VacaturError as problem:
            refused[number] = str(problem)
    return allowed, refused


def _may_be_obliterated(casework: Casework, number: int, doing: Doing, today: date) -> Matter:
    with casework.reading() as connection:
        matter = matter_of(connection, number)
        member = member_of(connection, doing.actor)
    command = Obliterate(by=doing.actor, on=today)
    event_of(command, Scene(matter=matter, member=member, today=today))
    return matter


def _event(work: Work, matter: Matter, command: Command, today: date) -> MatterEvent:
    scene = Scene(matter=matter, member=work.acting(), today=today)
    return event_of(command, scene)


def _require_others_ended(work: Work, matter: Matter) -> None:
    for number in vault.of_case(work.connection, matter.subject):
        other = work.matter(number)
        if number != matter.number and other.state not in ENDED:
            raise MoveRefused(
                f"matter {number} is about the same case, and has not ended",
                where=f"matter {matter.number}",
                why="Whoever works on it could not read the case any more.",
                repair=f"Close it, or set it aside: [vacatur matters set-aside {number}].",
            )


def _known_of(workspace: Workspace, particulars: Particulars | None) -> dict[str, Any]:
    """The case's own rows in the records, and in the facts."""
    if particulars is None:
        raise MoveRefused("its case is in the vault already, or was obliterated")
    found: dict[str, Any] = {"case_id": particulars.case_id, "number": particulars.case_number}
    folder = workspace.records_folder
    with duckdb.connect() as connection:
        charges = parquet(folder / "charges.parquet")
        connection.execute(
            f"create temp table mine as select charge_id from {charges} where case_id = $case",
            {"case": particulars.case_id},
        )
        for path in sorted(folder.glob("*.parquet")):
            if path.stem in _BY_CASE:
                where = "case_id = $case"
                rows = connection.execute(
                    f"from {parquet(path)} where {where}", {"case": particulars.case_id}
                )
            elif path.stem in _BY_CHARGE:
                rows = connection.execute(f"from {parquet(path)} semi join mine using (charge_id)")
            else:
                continue
            found[path.stem] = _as_rows(rows)
        found["facts"] = list(_facts_of(workspace, connection, particulars.case_number))
    return found


def _facts_of(
    workspace: Workspace, connection: duckdb.DuckDBPyConnection, number: str
) -> Iterable[dict[str, Any]]:
    for batch in workspace.facts().batches:
        path: Path = workspace.facts().batch_folder(batch.number) / "rows.parquet"
        if not path.is_file():
            continue
        columns = [
            str(row[0]) for row in connection.execute(f"describe from {parquet(path)}").fetchall()
        ]
        if "case_num" in columns:
            rows = connection.execute(
                f"from {parquet(path)} where case_num = $number", {"number": number}
            )
            yield from ({"kind": batch.kind, "by": batch.by, **row} for row in _as_rows(rows))


def _as_rows(rows: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    table: pa.Table = rows.to_arrow_table()
    found: list[dict[str, Any]] = json.loads(json.dumps(table.to_pylist(), default=str))
    return found


def _left_out(known: Mapping[str, Any], particulars: Particulars | None) -> int:
    there = {str(row["charge_id"]) for row in known["charges"]}
    named = {charge.charge_id for charge in particulars.charges} if particulars else set()
    return len(there - named)


def _write_vaulted(workspace: Workspace, casework: Casework, today: date) -> None:
    """A line for each case that is in the vault and that the ledger does not name yet."""
    known = read_ledger(workspace.folder).subjects(Erased.VAULTED)
    with casework.reading() as connection:
        held = {
            subject: json.loads(vault.opened(connection, casework.keys, subject) or "{}")
            for subject in vault.subjects(connection)
            if subject not in known
        }
        matters = {
            subject: [matter_of(connection, each) for each in vault.of_case(connection, subject)]
            for subject in held
        }
    persons = persons_of(workspace, [each["case_id"] for each in held.values()])
    key = workspace.key()
    new = [
        _vaulted(key, subject, matters[subject], each, persons, today)
        for subject, each in held.items()
    ]
    _add(workspace, new)


def _vaulted(
    key: str,
    subject: str,
    matters: Sequence[Matter],
    held: Mapping[str, Any],
    gone_persons: Sequence[str],
    today: date,
) -> Erasure:
    days = [matter.obliterate_on for matter in matters]
    ids = sorted({held["case_id"], held["number"]} - {""})
    named = {row["value"] for row in held["identifiers"] if row["kind"] == "feed_person_key"}
    return Erasure(
        number=0,
        on=today,
        what=Erased.VAULTED,
        subject=subject,
        obliterate_on=max((day for day in days if day is not None), default=None),
        cases=tuple(keyed(key, CASE, each) for each in ids),
        persons=tuple(keyed(key, PERSON, each) for each in sorted(named & set(gone_persons))),
    )


def _obliterated(subject: str, today: date) -> Erasure:
    return Erasure(number=0, on=today, what=Erased.OBLITERATED, subject=subject, obliterate_on=None)


def _add(workspace: Workspace, new: Sequence[Erasure]) -> None:
    """Add lines that are not there yet."""
    ledger = read_ledger(workspace.folder)
    there = {(line.what, line.subject) for line in ledger.lines}
    fresh = [each for each in new if (each.what, each.subject) not in there]
    if fresh:
        lines = [*ledger.lines, *fresh]
        numbered = [replace(line, number=place) for place, line in enumerate(lines, start=1)]
        write_ledger(workspace.folder, numbered)
