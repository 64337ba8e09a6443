"""Finding, hashing and remembering what has vanished; and typed records without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from vacatur.errors import WorkspaceError
from vacatur.ingest.docket import read_docket
from vacatur.ingest.snapshot_records import withhold_records
from vacatur.ingest.snapshots import Snapshot, compare, find_vanished, remember
from vacatur.record.record import Record

KEY = "a" * 64


def snapshot(folder: Path, *earlier: str, **changes: Any) -> Snapshot:
    """What stood before: cases as `k1`, charges as `k1/c1`."""
    facts = folder / "earlier.parquet"
    write_facts(facts, dict.fromkeys(earlier, 1))
    described = Snapshot(
        number=2,
        key=KEY,
        facts=facts,
        identifiers=None,
        memory=None,
        older=False,
        allow_vanished=True,
        gone=folder / "gone.parquet",
    )
    return replace(described, **changes)


def write_facts(path: Path, facts: dict[str, int]) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table facts (kind varchar, id varchar, case_id varchar, hash ubigint)"
        )
        for name, number in facts.items():
            kind = "charge" if "/" in name else "case"
            row = [kind, name, name.partition("/")[0], number]
            connection.execute("insert into facts values (?, ?, ?, ?)", row)
        connection.execute(f"copy facts to '{path}' (format parquet)")


def find(before: Snapshot, *present: str) -> dict[str, set[str]]:
    """What a snapshot with the cases and charges `present` loses, and what is left out of it."""
    cases = [each for each in present if "/" not in each]
    charges = [(each, each.partition("/")[0]) for each in present if "/" in each]
    with duckdb.connect() as connection:
        for name in ("cases", "people"):
            connection.execute(f"create table present_{name} (id varchar)")
        connection.execute("create table present_charges (id varchar, case_id varchar)")
        connection.execute("create table unread_cases (id varchar)")
        connection.execute("create table unread_charges (case_id varchar)")
        for case in cases:
            connection.execute("insert into present_cases values (?)", [case])
        for charge in charges:
            connection.execute("insert into present_charges values (?, ?)", list(charge))
        find_vanished(connection, before)
        return {
            "gone": _column(connection, "select id from gone"),
            "withheld": _column(connection, "select id from withheld"),
            "gaps": _column(connection, "select case_id from gaps"),
        }


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query).fetchall()}


def test_a_case_that_vanishes_takes_its_charges_along(tmp_path):
    found = find(snapshot(tmp_path, "k1", "k1/1", "k2"), "k1/1", "k2")

    assert found["gone"] == {"k1", "k1/1"}
    assert found["gaps"] == set()


def test_a_charge_that_vanishes_leaves_a_gap(tmp_path):
    found = find(snapshot(tmp_path, "k1", "k1/1", "k1/2"), "k1", "k1/1")

    assert found == {"gone": {"k1/2"}, "withheld": {"k1/2"}, "gaps": {"k1"}}


def test_what_is_remembered_is_withheld_from_every_later_snapshot(tmp_path):
    before = snapshot(tmp_path, "k1", "k1/1", "k2", "k2/1", "k2/2")
    find(before, "k2", "k2/1")
    memory = tmp_path / "vanished.parquet"

    held = remember(before, memory)

    assert held == {"case": 1, "charge": 1, "gap": 1}
    later = snapshot(tmp_path, "k2", "k2/1", memory=memory, number=3)
    found = find(later, "k1", "k1/1", "k1/7", "k2", "k2/1", "k2/2")
    assert found == {"gone": set(), "withheld": {"k1", "k2/2"}, "gaps": {"k2"}}
    # Remembering again adds nothing, and keeps the number of the snapshot that first missed them.
    assert remember(later, tmp_path / "again.parquet") == held
    with duckdb.connect() as connection:
        query = f"select distinct snapshot from '{tmp_path}/again.parquet'"
        assert _column(connection, query) == {2}


def test_charges_of_a_remembered_case_need_no_header_to_be_withheld(tmp_path):
    before = snapshot(tmp_path, "k1", "k2")
    find(before, "k2")
    memory = tmp_path / "vanished.parquet"
    remember(before, memory)

    assert find(snapshot(tmp_path, "k2", memory=memory), "k1/9", "k2")["withheld"] == {"k1"}


def test_nothing_is_remembered_while_nothing_has_vanished(tmp_path):
    before = snapshot(tmp_path, "k1")
    find(before, "k1", "k2")

    assert remember(before, tmp_path / "vanished.parquet") == {}
    assert not (tmp_path / "vanished.parquet").exists()


def test_another_key_is_refused(tmp_path):
    before = snapshot(tmp_path, "k1", "k2")
    find(before, "k2")
    memory = tmp_path / "vanished.parquet"
    remember(before, memory)

    with pytest.raises(WorkspaceError, match="key is not the one"):
        find(snapshot(tmp_path, "k2", memory=memory, key="b" * 64), "k2")


@pytest.mark.parametrize("kind", ["case", "charge"])
@pytest.mark.parametrize(("gone", "refused"), [(2, False), (3, True)])
def test_more_than_a_fifth_may_not_vanish(tmp_path, kind, gone, refused):
    part = "/1" if kind == "charge" else ""
    earlier = [f"k{n}{part}" for n in range(10)]
    cases = [f"k{n}" for n in range(10)] if kind == "charge" else []
    before = snapshot(tmp_path, *earlier, *cases, allow_vanished=False)

    if refused:
        with pytest.raises(WorkspaceError, match=f"3 of 10 {kind}s would vanish"):
            find(before, *earlier[gone:], *cases)
    else:
        assert len(find(before, *earlier[gone:], *cases)["gone"]) == gone


def test_older_files_make_nothing_vanish_and_their_absence_is_carried_over(tmp_path):
    before = snapshot(tmp_path, "k1", "k2", older=True)
    assert find(before, "k1")["gone"] == set()
    new = tmp_path / "facts.parquet"
    write_facts(new, {"k1": 1})

    found = compare(new, before)

    assert (found["case"].vanished, found["case"].absent) == (0, 1)
    with duckdb.connect() as connection:
        assert _column(connection, f"select id from '{new}'") == {"k1", "k2"}


def test_added_and_changed_are_counted_by_kind(tmp_path):
    before = snapshot(tmp_path, "k1", "k1/1", "k2")
    find(before, "k1", "k1/1", "k2", "k3", "k3/1", "k3/2")
    new = tmp_path / "facts.parquet"
    write_facts(new, {"k1": 1, "k1/1": 5, "k2": 6, "k3": 1, "k3/1": 1, "k3/2": 1})

    found = compare(new, before)

    assert (found["case"].added, found["case"].changed) == (1, 1)
    assert (found["charge"].added, found["charge"].changed) == (2, 1)


# ---- typed records ----------------------------------------------------------------------------


def typed(name: str, *cases: dict[str, Any], **person: Any) -> Record:
    return read_docket(
        {"id": name, "as_of": "2026-01-05", "findings": {}, "person": person, "cases": list(cases)},
        source="t",
    ).record


def a_case(name: str, *charges: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "state": "MD",
        "charges_complete": True,
        "charges": [{"id": each} for each in charges],
        **more,
    }


def test_typed_records_lose_what_has_vanished_and_every_mention_of_it(tmp_path):
    before = snapshot(tmp_path, "ann/k1", "ann/k2", "bob/k1", number=2)
    # Ids of typed records are record/case and record/charge.
    with duckdb.connect() as connection:
        connection.execute(
            f"""copy (select * from (values ('case', 'ann/k1', 'ann/k1', 1::ubigint),
                ('case', 'ann/k2', 'ann/k2', 1), ('case', 'bob/k1', 'bob/k1', 1),
                ('charge', 'ann/c1', 'ann/k1', 1), ('charge', 'ann/c2', 'ann/k1', 1))
            t (kind, id, case_id, hash)) to '{before.facts}' (format parquet)"""
        )
    kept = typed("ann", a_case("k1", "c1"))
    (ann,) = withhold_records([kept], before)
    assert ann.cases[0].charges_complete is None
    memory = tmp_path / "vanished.parquet"
    assert remember(before, memory) == {"case": 2, "charge": 1, "gap": 1}

    whole = typed(
        "ann",
        a_case(
            "k1",
            "c1",
            "c2",
            victims=[{"id": "v1", "charge": "c2"}],
            participants=[{"name": "A", "charge": "c1"}, {"name": "B", "charge": "c2"}],
        ),
        a_case("k2", "c3"),
        warrants=[{"case": "k2"}],
        relief=[{"charge": "c3"}],
    )
    later = snapshot(tmp_path, facts=None, memory=memory)
    records = withhold_records([whole, typed("bob", a_case("k1", "c1")), typed("cy")], later)

    assert [record.record_id for record in records] == ["ann", "cy"]
    assert [charge.charge_id for charge in records[0].charges()] == ["ann/c1"]
    person, (case,) = records[0].person, records[0].cases
    assert person.warrants is not None
    assert person.relief is not None
    assert case.victims is not None
    mentioned = (person.warrants[0].case, person.relief[0].charge, case.victims[0].charge)
    assert mentioned == (None, None, None)
    assert [each.name for each in case.participants or ()] == ["A"]
