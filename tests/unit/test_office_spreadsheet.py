"""The worklist as XLSX, read back with the standard library: the XML itself is looked at."""

import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.quick import five_rules
from vacatur.errors import UsageError, WorkspaceError
from vacatur.office import spreadsheet
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.spreadsheet import LONGEST_TEXT, NO_LAWYER, write_spreadsheet
from vacatur.office.worklist import write_worklist
from vacatur.office.workspace import Workspace
from vacatur.sample.county import write_county

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NASTY = [
    "=1+1",
    '=HYPERLINK("http://evil","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "007",
    "1E5",
    "TRUE",
    "http://example.invalid/a",
    "mailto:a@example.invalid",
    "<r><t>raw</t></r>",
    "<b>&amp;</b>",
    "_x0041_",
    "bell\x07 null\x00 \ufffe",
    "x" * (LONGEST_TEXT + 1),
    "  spaces  ",
    "Äpfel 🍏",
]


def quiet(*_progress):
    pass


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A workspace with one run, in whose records some charges have nasty descriptions."""
    folder = tmp_path_factory.mktemp("spreadsheet")
    write_county(folder / "county", people=50, seed=1, progress=quiet)
    place = Workspace(folder / "office")
    ingest(export_of([folder / "county"]), place, progress=quiet)
    run(place, five_rules(), date(2026, 2, 15), progress=quiet)
    path = place.records_folder / "charges.parquet"
    table = pq.read_table(path)
    decided = pq.read_table(place.run_folder("latest") / "decisions.parquet", columns=["charge_id"])
    ids = sorted(set(decided["charge_id"].to_pylist()))
    order = {charge: number for number, charge in enumerate(ids)}
    words = [
        NASTY[n] if (n := order.get(charge, len(NASTY))) < len(NASTY) else "usual"
        for charge in table["charge_id"].to_pylist()
    ]
    days = [
        date(1712, 3, 4) if charge == ids[0] else day
        for charge, day in zip(
            table["charge_id"].to_pylist(), table["disposition_date"].to_pylist(), strict=True
        )
    ]
    for name, column in (
        ("description", pa.array(words, pa.string())),
        ("disposition_date", pa.array(days, pa.date32())),
    ):
        table = table.set_column(table.column_names.index(name), name, column)
    pq.write_table(table, path)
    return place


@pytest.fixture(scope="module")
def book(workspace, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "monday.xlsx"
    return write_spreadsheet(workspace, "latest", path)


def sheet(book, number):
    with zipfile.ZipFile(book.path) as archive:
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode("utf-8")


def cells(book, number):
    """Row -> column letter -> (type, text as written)."""
    rows = {}
    for cell in ET.fromstring(sheet(book, number)).iter(f"{SHEET}c"):
        letter, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
        text = "".join(each.text or "" for each in cell.iter() if each.tag != f"{SHEET}c")
        rows.setdefault(int(row), {})[letter] = (cell.get("t", "n"), text)
    return rows


def column(book, name):
    rows = cells(book, 1)
    (letter,) = (each for each, (_, text) in rows[1].items() if text == name)
    return [row[letter] for number, row in rows.items() if number > 1 and letter in row]


def test_every_charge_of_the_worklist_has_a_row(workspace, book, tmp_path):
    as_csv = write_worklist(workspace, "latest", tmp_path / "worklist.csv")

    assert len(cells(book, 1)) - 1 == book.charges == as_csv.charges


def test_no_formula_no_link_and_no_guessed_number(book):
    with zipfile.ZipFile(book.path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        names = archive.namelist()

    assert b"<f>" not in everything
    assert b"<f " not in everything
    assert b"<hyperlink" not in everything
    assert not [name for name in names if "external" in name.lower()]
    assert not [name for name in names if name.startswith("xl/worksheets/_rels")]
    assert {kind for kind, _ in column(book, "description")} == {"inlineStr"}
    assert {kind for kind, _ in column(book, "case number")} == {"inlineStr"}


def test_texts_come_back_as_they_were(book):
    written = {text for _, text in column(book, "description")}

    kept = set(NASTY[:5]) | {"007", "1E5", "TRUE", "<b>&amp;</b>", "  spaces  ", "Äpfel 🍏"}
    assert kept <= written
    assert "\t=1" in written
    assert "_x000D_=1" in written  # how the format writes a carriage return
    assert "_x005F_x0041_" in written  # and how it writes what looks like one


def test_what_the_format_cannot_hold_is_replaced_and_counted(book):
    written = {text for _, text in column(book, "description")}

    assert "bell� null� �" in written
    assert "<r><t>raw</t></r> " in written
    assert (book.replaced, book.cut) == (2, 1)
    assert max(map(len, written)) <= LONGEST_TEXT
    assert any(text.endswith("x [...]") for text in written)


def test_days_are_days_and_one_before_1900_is_text(workspace, book):
    kinds = [kind for kind, _ in column(book, "offense date")]
    serial = int(next(text for kind, text in column(book, "offense date") if kind == "n"))

    assert set(kinds) == {"n"}
    assert date(1980, 1, 1) < date(1899, 12, 30) + timedelta(days=serial) < date(2027, 1, 1)
    assert ("inlineStr", "1712-03-04") in column(book, "disposition date")


def test_the_header_stays_and_filters(book):
    text = sheet(book, 1)

    assert 'state="frozen"' in text
    last = max(cells(book, 1)[1])
    assert f'<autoFilter ref="A1:{last}{book.charges + 1}"/>' in text
    assert "<cols>" in text


def test_the_second_sheet_says_what_run_it_is(workspace, book):
    manifest = workspace.run_manifest("latest")
    facts = {
        row.get("A", ("", ""))[1]: row.get("B", ("", ""))[1] for row in cells(book, 2).values()
    }

    assert NO_LAWYER in facts
    assert facts["run"] == manifest["run"]
    assert facts["law"] == "us-md"
    assert facts["records sha256"] == manifest["records_sha256"]
    assert facts["rulebook sha256"] == manifest["rulebook_sha256"]
    assert facts["cells changed to fit"] == "3"
    assert {page["rule"] for page in manifest["pages"]} <= set(facts)


def test_the_same_run_gives_the_same_bytes(workspace, book, tmp_path):
    again = write_spreadsheet(workspace, "latest", tmp_path / "again.xlsx")

    assert again.path.read_bytes() == book.path.read_bytes()


def test_nothing_is_left_beside_it(workspace, book):
    assert [each.name for each in book.path.parent.iterdir()] == ["monday.xlsx"]


def test_too_many_rows_are_refused(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 1)

    with pytest.raises(UsageError, match="a spreadsheet holds 1"):
        write_spreadsheet(workspace, "latest", tmp_path / "a.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(workspace, tmp_path):
    with pytest.raises(UsageError, match="is not there"):
        write_spreadsheet(workspace, "latest", tmp_path / "no" / "a.xlsx")


def test_a_run_of_earlier_records_is_refused(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(Workspace, "records_sha256", lambda self: "0" * 64)

    with pytest.raises(WorkspaceError, match="changed after run"):
        write_spreadsheet(workspace, "latest", tmp_path / "a.xlsx")
