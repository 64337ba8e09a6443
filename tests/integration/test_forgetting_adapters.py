"""What the ledger names leaves a workspace of any adapter, and its raw files."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.support.scanning import places_of
from vacatur.errors import ChainBroken
from vacatur.matters.sealed_files import read_sealed
from vacatur.matters.sealing import derived
from vacatur.office.erasures import CASE, Erased, Erasure, keyed, write_ledger
from vacatur.office.exports import export_of
from vacatur.office.forgetting import obey, persons_of
from vacatur.office.formats import writing
from vacatur.office.intake import ingest
from vacatur.office.raw_files import raw_files
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

DAY = date(2026, 2, 15)
DOCKETS = Path("src/vacatur/ingest/docket_example/example.json")
MAPPED = Path("src/vacatur/ingest/mapped_csv/example")


def places(workspace: Workspace, word: str) -> list[str]:
    key = derived(workspace.key(), "vacatur: raw extracts")
    names = [each.name for each in raw_files(workspace)]

    def opener(content: bytes):
        path = workspace.folder.parent / "opened.tmp"
        if content.startswith(b"vacatur sealed 1\n"):
            path.write_bytes(content)
            for name in names:
                try:
                    yield b"".join(read_sealed(path, key, name=name))
                except ChainBroken:
                    continue  # another file's name

    return places_of(workspace.folder, [word], [opener])


def forget(workspace: Workspace, case_id: str, number: str):
    key = workspace.key()
    line = Erasure(
        number=1, on=DAY, what=Erased.VAULTED, subject="s", obliterate_on=DAY,
        cases=tuple(keyed(key, CASE, each) for each in {case_id, number}),
        persons=tuple(keyed(key, "person", each) for each in persons_of(workspace, [case_id])),
    )  # fmt: skip
    write_ledger(workspace.folder, [line])
    with writing(workspace.folder, "test"):
        return obey(workspace, DAY)


def case_of(workspace: Workspace) -> tuple[str, str]:
    path = workspace.records_folder / "cases.parquet"
    return duckdb.execute(f"select case_id, number from '{path}' order by all limit 1").fetchone()


def test_a_file_of_dockets_leaves_whole(tmp_path):
    dockets, workspace = tmp_path / "d.json", Workspace(tmp_path / "ws")
    one = json.loads(DOCKETS.read_text())
    one = one if isinstance(one, list) else [one]
    text = json.dumps(one[0])
    other = json.loads(text.replace("EXAMPLE-1", "EXAMPLE-2").replace("0B0000", "0C0000"))
    dockets.write_text(json.dumps([one[0], other]))
    with writing(workspace.folder, "test", begin=True):
        ingest(export_of([dockets], "docket"), workspace, progress=silent)
    case_id, number = case_of(workspace)
    assert places(workspace, number)

    done = forget(workspace, case_id, number)

    assert done.cases == 1
    assert [name.partition("-")[2] for name in done.raw.removed] == ["d.json"]
    assert places(workspace, number) == []
    assert case_of(workspace)[0] != case_id
    assert forget(workspace, "none", "none").cases == 0


@pytest.mark.long
@pytest.mark.parametrize("packed", [False, True])
def test_a_mapped_file_loses_the_rows_of_the_case(tmp_path, packed):
    workspace = Workspace(tmp_path / "ws")
    (source,) = MAPPED.glob("*.csv")
    (mapping,) = MAPPED.glob("*.yaml")
    if packed:
        content = source.read_bytes()
        source = tmp_path / f"{source.name}.gz"
        source.write_bytes(gzip.compress(content))
    with writing(workspace.folder, "test", begin=True):
        ingest(export_of([source], mapping=mapping), workspace, progress=silent)
    case_id, number = case_of(workspace)
    assert places(workspace, case_id)

    done = forget(workspace, case_id, number or case_id)

    assert (done.cases, done.raw.removed) == (1, ())
    assert done.raw.rows >= 1
    assert places(workspace, case_id) == []
    assert places(workspace, number or case_id) == []
