"""Names, addresses and ZIP codes arrive as printed, in one table, and nothing else tells them."""

import csv
import io
import json
from importlib.resources import files

import duckdb
import pytest

from tests.support.exports import CODES, table
from vacatur.errors import IngestError
from vacatur.ingest.facts import write_facts
from vacatur.ingest.mapped_csv import ingest_mapped, suggest_mapping
from vacatur.ingest.md_case_search import ingest_extract
from vacatur.ingest.md_case_search.columns import SPECS, Role
from vacatur.ingest.report import format_report

PRINTED = "name, address, zip"
MAPPING = """
format: 1
blank: [unknown]
case: {key: Case}
person: {key: Person, name: Name, address: Address, zip: Zip}
charge: {key: No, description: Charge}
"""
# What stands in a cell, and what the record has of it.
AS_PRINTED = [
    ("SMITH-JONES, MARY ANN JR", "SMITH-JONES, MARY ANN JR"),
    ("MARY ANN SMITH", "MARY ANN SMITH"),
    ("O'Brien,  Zoë-Renée", "O'Brien,  Zoë-Renée"),
    (" d'Arc, Jeanne ", "d'Arc, Jeanne"),
    (
        "Nu\u0301n\u0303ez, Jose\u0301",
        "Nu\u0301n\u0303ez, Jose\u0301",
    ),  # marks that are characters of their own
    ('Roe, Jane "Janie"', 'Roe, Jane "Janie"'),
    ("X, Malcolm", "X, Malcolm"),
    ("Xu, Xi", "Xu, Xi"),
    ("Ćwiąkała; Żółć | Ł", "Ćwiąkała; Żółć | Ł"),
]
NOT_RECORDED = ["", "   ", "Unknown", "XXXXX, XXXX", "XXXXX, XXXX X", "Xxxxx-Xxxx", "X"]


def md(folder, *people, columns=("defendant_name", "defendant_address", "defendant_zip5")):
    """Ingest a case for each person, of three cells; a person with a number shares its case."""
    source = folder / "in"
    source.mkdir(exist_ok=True)
    header = [*SPECS[Role.CASES].mapped, *columns]
    rows = [
        [f"K{_number(p, n)}", "COURT", "", "", "", f"P{_number(p, n)}", "", "", "", "MD", *p[:3]]
        for n, p in enumerate(people)
    ]
    (source / "cases.csv").write_text(written([header, *rows]), encoding="utf-8")
    charges = SPECS[Role.CHARGES].mapped
    listed = [[row[0], "001", *[""] * (len(charges) - 2)] for row in rows]
    unique = [list(each) for each in dict.fromkeys(map(tuple, listed))]
    (source / "charges.csv").write_text(written([charges, *unique]), encoding="utf-8")
    return ingest_extract(source, folder / "ws", CODES)


def mapped(folder, *people, mapping=MAPPING):
    """The same for a file of charges; a shared case has several charges."""
    header = ["Case", "Person", "Name", "Address", "Zip", "No", "Charge"]
    rows = [
        [f"K{_number(p, n)}", f"P{_number(p, n)}", *p[:3], n, "THEFT"] for n, p in enumerate(people)
    ]
    (folder / "in.csv").write_text(written([header, *rows]), encoding="utf-8")
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    return ingest_mapped(folder / "in.csv", folder / "mapping.yaml", folder / "ws", {})


def _number(person, place):
    return person[3] if len(person) > 3 else place


def written(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


ADAPTERS = pytest.mark.parametrize("read", [md, mapped])


def reconciles(report):
    return all(file.rows_in == file.mapped + file.quarantined for file in report.files)


def defendants(folder, columns=PRINTED):
    return table(folder / "ws", "defendants", columns)


@ADAPTERS
def test_a_name_an_address_and_a_zip_code_arrive_as_printed(tmp_path, read):
    people = [(cell, "12 N Éxample St., Apt #3", "21201-0001") for cell, _ in AS_PRINTED]

    report = read(tmp_path, *people)

    assert defendants(tmp_path) == [
        (name, "12 N Éxample St., Apt #3", "21201-0001") for _, name in AS_PRINTED
    ]
    assert reconciles(report)


@ADAPTERS
@pytest.mark.parametrize("place", range(3))
def test_a_blank_and_a_mask_are_not_recorded_and_not_unreadable(tmp_path, read, place):
    whole = ("DOE, JO", "1 EXAMPLE ST", "21201")
    people = [(*whole[:place], cell, *whole[place + 1 :]) for cell in NOT_RECORDED]

    report = read(tmp_path, *people)

    wanted = (*whole[:place], None, *whole[place + 1 :])
    assert defendants(tmp_path) == [wanted] * len(NOT_RECORDED)
    assert defendants(tmp_path, "unreadable") == [([],)] * len(NOT_RECORDED)
    assert reconciles(report)


@ADAPTERS
def test_rows_of_one_case_that_differ_leave_it_without_and_say_so(tmp_path, read):
    people = [("DOE, JO", "1 A ST", "21201", 7), ("ROE, JO", "2 A ST", "21202", 7)]

    report = read(tmp_path, *people)

    assert defendants(tmp_path, f"{PRINTED}, unreadable") == [
        (None, None, None, ["address", "name", "zip"])
    ]
    assert {f"defendants.{each}": 1 for each in ("name", "address", "zip")}.items() <= (
        report.unreadable.items()
    )
    assert reconciles(report)


def test_an_extract_without_the_columns_has_no_names(tmp_path):
    report = md(tmp_path, ("XXXXX, XXXX", "BALTIMORE", "x"),
                columns=("defendant_name_shape", "defendant_city", "doc_type"))  # fmt: skip

    assert defendants(tmp_path) == [(None, None, None)]
    assert report.files[0].extra_columns == ()


def test_a_town_is_read_with_its_state_and_none_is_no_town(tmp_path):
    columns = ("defendant_name", "defendant_address", "defendant_city")
    md(
        tmp_path,
        ("ROE, JANE", "12 ELM ST", " BOWIE "),
        ("DOE, JO", "1 OAK ST", ""),
        columns=columns,
    )

    assert defendants(tmp_path, "town") == [("BOWIE, MD",), (None,)]


@pytest.mark.parametrize(
    ("city", "state", "town"),
    [("BOWIE", "md", "BOWIE, md"), ("", "BALTIMORE", "BALTIMORE"), ("", "MD", None),
     ("ESSEX", "BALTIMORE", "ESSEX"), ("BOWIE", "", "BOWIE"), ("unknown", "", None)],
)  # fmt: skip
def test_a_town_that_slipped_into_the_column_of_the_state_is_found_there(city, state, town):
    macros = files("vacatur.ingest.md_case_search").joinpath("macros.sql").read_text("utf-8")
    with duckdb.connect() as connection:
        connection.execute(macros)
        found = connection.execute("select town_of(?, ?)", [city, state]).fetchone()
    assert found == (town,)


def test_several_columns_are_joined_as_other_texts_are(tmp_path):
    mapping = MAPPING.replace("name: Name", "name: [Name, Address]")

    mapped(tmp_path, ("Núñez-Ó", "Ana", ""), ("Doe", "", ""), ("XXXX", "XXX", ""), mapping=mapping)

    assert defendants(tmp_path, "name") == [("Núñez-Ó | Ana",), ("Doe |",), (None,)]


@pytest.mark.parametrize("key", ["const: DOE", "map: {DOE: ROE}, column: Name"])
def test_a_name_is_what_a_column_prints_and_nothing_else(tmp_path, key):
    mapping = MAPPING.replace("name: Name", f"name: {{{key}}}")

    with pytest.raises(IngestError, match=rf"\[{key[:3]}\w*\] is not a key of a printed text"):
        mapped(tmp_path, ("DOE", "", ""), mapping=mapping)


@ADAPTERS
def test_no_name_is_told_outside_its_column(tmp_path, read):
    people = [("ZQX, A", "1 ZQX ST", "ZQX01", 7), ("ZQX, B", "2 ZQX ST", "ZQX02", 7),
              ("ZQX, C", "3 ZQX ST", "ZQX03")]  # fmt: skip

    report = read(tmp_path, *people)

    manifest = (tmp_path / "ws" / "records" / "manifest.json").read_text(encoding="utf-8")
    assert "ZQX" not in manifest + format_report(report) + json.dumps(report.reasons)
    assert all(
        "ZQX" not in str(reason) for reason in table(tmp_path / "ws", "quarantine", "reason")
    )
    found = set()
    for path in (tmp_path / "ws" / "records").glob("*.parquet"):
        for column in duckdb.sql(f"from '{path}'").columns:
            cells = duckdb.sql(f"select \"{column}\"::varchar from '{path}'").fetchall()
            if any("ZQX" in str(cell) for (cell,) in cells):
                found.add(f"{path.stem}.{column}")
    assert found - {"quarantine.text"} == {f"defendants.{each}" for each in PRINTED.split(", ")}


def facts(folder):
    """What was mapped, as hashes; on a connection of its own, as in `table`."""
    write_facts(folder / "ws" / "records", folder / "facts.parquet")
    with duckdb.connect() as connection:
        return connection.execute(f"from '{folder / 'facts.parquet'}' order by all").fetchall()


@ADAPTERS
def test_a_fact_is_the_same_whatever_is_printed(tmp_path, read):
    read(tmp_path, ("DOE, JO", "1 A ST", "21201"))
    one = facts(tmp_path)

    read(tmp_path, ("ROE, FLO", "2 B ST", ""))

    assert facts(tmp_path) == one


@ADAPTERS
def test_a_fact_is_the_same_where_rows_differ_in_a_name_alone(tmp_path, read):
    read(tmp_path, ("DOE, JO", "1 A ST", "21201", 7), ("DOE, JO", "1 B ST", "21201", 7))
    one = facts(tmp_path)

    read(tmp_path, ("DOE, JO", "1 A ST", "21201", 7), ("ROE, JO", "1 A ST", "21201", 7))

    assert defendants(tmp_path, "unreadable") == [(["name"],)]
    assert facts(tmp_path) == one


@ADAPTERS
def test_a_fact_is_the_one_of_records_without_the_columns(tmp_path, read):
    read(tmp_path, ("DOE, JO", "1 A ST", "21201"))
    one, path = facts(tmp_path), tmp_path / "ws" / "records" / "defendants.parquet"

    earlier = path.with_suffix(".earlier")
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * exclude ({PRINTED}) from '{path}') to '{earlier}' (format parquet)"
        )
    earlier.replace(path)

    assert facts(tmp_path) == one


# ---- drafts ---------------------------------------------------------------------------------


def draft(tmp_path, columns, cells):
    path = tmp_path / "june.csv"
    text = written([["Case No", "Charge No", *columns], *[[n, 1, *cells] for n in range(9)]])
    path.write_text(text, encoding="utf-8")
    return suggest_mapping(path).text


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (["Defendant Name"], 'name: "Defendant Name"'),
        (["defendant_name"], 'name: "defendant_name"'),
        (["FirstName", "Middle Initial", "LastName"],
         'name: ["LastName", "FirstName", "Middle Initial"]'),
        (["Last Name", "Suffix", "Given Name"], 'name: ["Last Name", "Given Name", "Suffix"]'),
        (["Full Name", "Last Name"], 'name: "Full Name"'),
        (["Defendant Street Address"], 'address: "Defendant Street Address"'),
        (["Home ZipCode"], 'zip: "Home ZipCode"'),
        (["defendant_zip5"], 'zip: "defendant_zip5"'),
    ],
)  # fmt: skip
def test_columns_of_a_person_are_drafted(tmp_path, columns, line):
    assert f"\n  {line}\n" in draft(tmp_path, columns, ["x"] * len(columns))


@pytest.mark.parametrize(
    "column",
    ["Officer Name", "Court Name", "Judge Name", "First Name", "Address", "Zip", "Victim Address"],
)
def test_what_may_be_somebody_else_s_is_left_to_be_told(tmp_path, column):
    text = draft(tmp_path, [column], ["x"])

    for field in ("name", "address", "zip"):
        assert f"\n  {field}:" not in text


def test_no_letter_of_a_name_stands_in_a_draft(tmp_path):
    text = draft(tmp_path, ["Defendant Name", "Alias"], ["Núñez Ψψ", "Ћирић, 渡辺 ٣"])

    assert "Alias: 9 cells, about 1 values; aaaaa, aa 9 x 9" in text
    assert not any(letter in text for letter in "úñΨψЋћ渡٣")
