"""Names go from an export into one table, and into no answer, hash, report or message."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.quick import LAW_OF_TWO

MARK = "Zqx"  # in every name and address, and in nothing else
PLACES = {("defendants", "name"), ("defendants", "address"), ("quarantine", "text")}


@pytest.fixture
def named(county: Path, tmp_path: Path) -> Path:
    """The county with a name and an address in each header, some of them damaged."""
    folder = Path(shutil.copytree(county, tmp_path / "named"))
    rows = header_rows(folder)
    write_headers(folder, [row | printed(row["case_num"]) for row in rows])
    with (folder / "cases.csv").open("a", encoding="utf-8") as file:
        file.write(f'"{MARK}, A LINE CUT SHORT\n')
    return folder


def printed(case: str, spelt: str = MARK) -> dict[str, str]:
    return {
        "defendant_name": f"{spelt}é-O'Neil {case[-3:]}, MARY ANN JR",
        "defendant_address": f"{case[-2:]} {spelt} ST",
    }


def header_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "cases.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if MARK not in row["case_num"]]


def write_headers(folder: Path, rows: list[dict[str, str]]) -> None:
    with (folder / "cases.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def holders(workspace: Path, text: str) -> Iterator[tuple[str, str]]:
    """Where a text stands outside raw/: tables with the column, and other files."""
    for path in sorted(workspace.rglob("*")):
        if not path.is_file() or "raw" in path.parts:
            continue
        if path.suffix != ".parquet":
            if text.lower().encode() in path.read_bytes().lower():
                yield path.name, ""
            continue
        with duckdb.connect() as connection:
            for name, *_ in connection.execute(f"describe from '{path}'").fetchall():
                query = f"select count(*) from '{path}' where \"{name}\"::varchar ilike $text"
                if connection.execute(query, {"text": f"%{text}%"}).fetchall() != [(0,)]:
                    yield path.stem, str(name)


def read(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(f"from '{path}' order by all").fetchall()


def test_no_name_leaves_the_table_of_defendants(vacatur, named, tmp_path):
    workspace = tmp_path / "ws"
    done = [
        vacatur("ingest", named, "-w", workspace),
        vacatur("ingest", named, "-w", workspace, "--json"),
        vacatur("link", "-w", workspace),
        vacatur("decide", *LAW_OF_TWO, "--as-of", "2026-02-15", "-w", workspace),
        vacatur("worklist", "-w", workspace, "--out", workspace / "list.csv"),
        vacatur("coverage", "-w", workspace),
        vacatur("doctor", "-w", workspace),
        vacatur("records", "log", "-w", workspace),
    ]
    charge = duckdb.sql(f"select charge_id from '{workspace}/records/charges.parquet'").fetchone()
    assert charge
    done.append(vacatur("explain", charge[0], "-w", workspace))

    assert [each.code for each in done] == [0] * len(done)
    assert MARK.lower() not in "".join(each.out + each.err for each in done).lower()
    assert set(holders(workspace, MARK)) == PLACES


@pytest.mark.long
def test_another_name_changes_no_answer_and_no_hash(vacatur, named, tmp_path):
    workspace = tmp_path / "ws"
    vacatur("ingest", named, "-w", workspace)
    decide = ("decide", *LAW_OF_TWO, "--as-of", "2026-02-15", "-w", workspace)
    assert vacatur(*decide).code == 0
    before = decisions(workspace)
    hashes = read(workspace / "records" / "person_hashes.parquet")

    rows = header_rows(named)
    write_headers(named, [row | printed(row["case_num"], f"{MARK}y") for row in rows])
    told = vacatur("ingest", named, "-w", workspace)
    assert vacatur(*decide).code == 0

    assert "Nothing changed" not in told.out
    assert "0 changed" in told.out
    assert read(workspace / "records" / "person_hashes.parquet") == hashes
    assert decisions(workspace) == before
    assert len(list((workspace / "decisions").glob("*/manifest.json"))) == 2
    assert {name for (name,) in names(workspace)} == {
        printed(row["case_num"], f"{MARK}y")["defendant_name"] for row in rows
    }


def decisions(workspace: Path) -> list[tuple[object, ...]]:
    latest = (workspace / "decisions" / "latest").read_text(encoding="utf-8").strip()
    return read(workspace / "decisions" / latest / "decisions.parquet")


def names(workspace: Path) -> list[tuple[str]]:
    with duckdb.connect() as connection:
        path = workspace / "records" / "defendants.parquet"
        return connection.execute(f"select name from '{path}'").fetchall()


@pytest.mark.long
def test_a_case_that_vanishes_takes_its_name_along(vacatur, named, tmp_path):
    workspace = tmp_path / "ws"
    rows = header_rows(named)
    gone = rows[-1]
    gone["defendant_name"], gone["defendant_address"] = "Vxq, ANN", "1 Vxq ST"
    write_headers(named, rows)
    vacatur("ingest", named, "-w", workspace)
    assert ("defendants", "name") in set(holders(workspace, "Vxq"))

    write_headers(named, rows[:-1])
    shown = vacatur("ingest", named, "-w", workspace)
    again = tmp_path / "again"
    shutil.copytree(named, again)
    write_headers(again, [*rows[:-1], gone | {"defendant_name": "Vxq, ANN MARIE"}])
    told = vacatur("ingest", again, "-w", workspace)

    assert (shown.code, told.code) == (0, 0)
    assert "withheld" in told.out
    assert "vxq" not in (shown.out + shown.err + told.out + told.err).lower()
    assert set(holders(workspace, "Vxq")) == set()


@pytest.mark.long
def test_a_declared_coverage_leaves_the_names(vacatur, named, tmp_path):
    vacatur("ingest", named, "-w", tmp_path / "plain")
    (named / "coverage.yaml").write_text("format: 1\nsearches: this_export_only\ncharges: some\n")
    done = vacatur("ingest", named, "-w", tmp_path / "covered")

    assert done.code == 0, done.err
    assert names(tmp_path / "covered") == names(tmp_path / "plain")


@pytest.mark.long
def test_records_of_an_earlier_vacatur_are_linked_by_keys_alone(vacatur, named, tmp_path):
    workspace = tmp_path / "ws"
    vacatur("ingest", named, "-w", workspace)
    records = workspace / "records"
    assert "names" in kinds_of_key(records)
    with duckdb.connect() as connection:
        path, earlier = records / "defendants.parquet", records / "earlier"
        query = f"select * exclude (name, address, zip) from '{path}'"
        connection.execute(f"copy ({query}) to '{earlier}' (format parquet)")
    earlier.replace(path)
    (records / "facts.parquet").unlink()

    assert vacatur("link", "-w", workspace).code == 0

    assert kinds_of_key(records) >= {"tracking_number", "linked_case"}
    assert "names" not in kinds_of_key(records)
    assert not (records / "name_pairs.parquet").exists()


def kinds_of_key(records: Path) -> set[object]:
    """By which kinds of key any case is joined."""
    query = f"select distinct unnest(joined_by) from '{records}/links.parquet'"
    return {kind for (kind,) in duckdb.execute(query).fetchall()}
