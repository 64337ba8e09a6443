"""One person's record, read while the records are replaced: the old one or the new, never both."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.support.packet_office import DAY
from vacatur.errors import WorkspaceError
from vacatur.office import one_record
from vacatur.office.one_record import load_record, load_record_of_case
from vacatur.office.workspace import Workspace

pytest_plugins = ("tests.support.packet_office",)


def link_anew(place: Workspace) -> None:
    """Put the same records there under other ids of people, as linking again may."""
    fresh = place.folder / "fresh"
    shutil.copytree(place.records_folder, fresh)
    for path in fresh.glob("*.parquet"):
        table = pq.read_table(path)
        if "person_id" in table.column_names:
            at = table.column_names.index("person_id")
            other = pc.binary_join_element_wise(table["person_id"], pa.scalar("again"), "-")
            pq.write_table(table.set_column(at, table.field(at), other), path)
    manifest = json.loads((fresh / "manifest.json").read_text())
    again = manifest.get("again", 0) + 1
    (fresh / "manifest.json").write_text(json.dumps(manifest | {"again": again}))
    shutil.rmtree(place.records_folder)
    fresh.rename(place.records_folder)


def test_a_record_is_of_one_linkage_though_it_is_replaced_while_it_is_read(
    approved_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(approved_office, tmp_path / "workspace")
    place = Workspace(tmp_path / "workspace")
    charges = pq.read_table(place.records_folder / "charges.parquet", columns=["charge_id"])
    charge = charges["charge_id"][0].as_py()
    before = load_record(place, charge, as_of=DAY)
    assert load_record_of_case(place, before.cases[0].case_id, as_of=DAY) == before
    ask, left = one_record.rows_with, [1]

    def asked_late(*about: Any) -> Any:
        found = ask(*about)
        if left[0]:
            left[0] -= 1
            link_anew(place)
        return found

    monkeypatch.setattr(one_record, "rows_with", asked_late)
    after = load_record(place, charge, as_of=DAY)
    assert after.record_id == f"{before.record_id}-again"
    assert [x.case_id for x in after.cases] == [x.case_id for x in before.cases]
    assert {x.person_id for x in after.cases} == {after.record_id}
    left[0] = 99
    with pytest.raises(WorkspaceError, match="are being replaced"):
        load_record(place, charge, as_of=DAY)
