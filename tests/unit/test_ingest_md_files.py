"""Case Search extracts that cannot be read, and lines that cannot: nothing is dropped."""

import gzip

import duckdb
import pytest

from vacatur.errors import IngestError
from vacatur.ingest.md_case_search import ingest_extract
from vacatur.ingest.report import format_report
from vacatur.law.codes import CodeTable

CODES = {"us-md": CodeTable("us-md", {}, {}, {})}
CASES = (
    "case_num,court_system,tracking_num,case_disposition,district_case_num,person_key,"
    "defendant_race,defendant_sex,defendant_dob_shifted,defendant_state\n"
)
CASE = (
    '9B1,DISTRICT COURT FOR BALTIMORE CITY CRIMINAL SYSTEM,,TRIAL,,P1,"BLACK, X",M,1980-01-02,MD\n'
)
CHARGES = (
    "case_num,charge_num,charge_desc,charge_statute,charge_cjis_code,charge_inc_date_from,"
    "charge_inc_date_to,charge_disposition,charge_disp_date,charge_pbj_end_date,"
    "charge_prob_end_date,charge_jailtime,charge_susp_jailtime\n"
)
CHARGE = "9B1,001,ASSAULT,CR.3.203,1 1415,2010-01-02,2010-01-02,STET,2010-03-04,,,,\n"


def write(folder, *, cases=CASES + CASE, charges=CHARGES + CHARGE):
    folder.mkdir(exist_ok=True)
    for name, content in (("cases.csv", cases), ("charges.csv", charges)):
        if content is not None:
            raw = content if isinstance(content, bytes) else content.encode()
            (folder / name).write_bytes(raw)
    return folder


def ingest(tmp_path, **files):
    workspace = tmp_path / "ws"
    return ingest_extract(write(tmp_path / "in", **files), workspace, CODES), workspace


def table(workspace, name, columns="*"):
    path = workspace / "records" / f"{name}.parquet"
    return duckdb.sql(f"select {columns} from read_parquet('{path}')").fetchall()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"cases": None}, "the extract has no cases file"),
        (
            {"charges": CHARGES.replace("charge_disp_date", "charge_dispo_date")},
            "charges.csv, header: the column [charge_disp_date] is missing\n"
            "  What it says would be unknown for every row.\n"
            "  Did you mean [charge_dispo_date]?",
        ),
        (
            {"cases": CASE + CASE},
            "cases.csv, header: this is not the header of a cases file",
        ),
        (
            {"cases": CASES.replace("defendant_sex", '"sex"x')},
            "cases.csv, header: the header's quotation",
        ),
        ({"cases": (CASES + CASE).encode() + b"9B2,\xff\n"}, "cases.csv, row 2: there is text"),
    ],
)
def test_an_extract_that_cannot_be_read_leaves_nothing_behind(tmp_path, files, says):
    with pytest.raises(IngestError) as caught:
        ingest(tmp_path, **files)

    assert says in str(caught.value)
    assert [path for path in (tmp_path / "ws").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "header",
    [
        "9B1,JANE DOE,BALTIMORE,BALTIMORE",
        "case_nun,JANE DOE 1,JANE DOE 2,court_systen",
        "case_num,court_system,JANE DOE,JANE DOE",
    ],
)
def test_a_row_in_the_place_of_the_header_is_not_shown(tmp_path, header):
    with pytest.raises(IngestError) as caught:
        ingest(tmp_path, cases=header + "\n" + CASE)

    assert "JANE" not in str(caught.value)
    assert "BALTIMORE" not in str(caught.value)


def test_two_files_that_could_be_the_cases_are_refused(tmp_path):
    folder = write(tmp_path / "in")
    (folder / "mjcs_cases.csv.gz").write_bytes(gzip.compress(CASES.encode()))

    with pytest.raises(IngestError, match=r"both \[cases.csv\] and \[mjcs_cases.csv.gz\]"):
        ingest_extract(folder, tmp_path / "ws", CODES)


def test_files_may_be_named_one_by_one_and_packed(tmp_path):
    folder = write(tmp_path / "in")
    packed = folder / "june_cases.csv.gz"
    packed.write_bytes(gzip.compress((CASES + CASE).encode()))

    report = ingest_extract([packed, folder / "charges.csv"], tmp_path / "ws", CODES)

    assert [(file.name, file.mapped) for file in report.files] == [
        ("june_cases.csv.gz", 1),
        ("charges.csv", 1),
    ]


def test_a_name_that_says_nothing_is_refused(tmp_path):
    folder = write(tmp_path / "in")
    with pytest.raises(IngestError, match="the name does not say what the file is"):
        ingest_extract([folder / "cases.csv", tmp_path / "june.csv"], tmp_path / "ws", CODES)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_bad_line_is_quarantined_alone_with_its_row_and_text(tmp_path, end):
    lines = [
        CHARGE.strip(),
        "9B1,002,TOO,MANY" + "," * 20,
        "9B1,003,TOO FEW",
        '9B1,004,"NEVER CLOSED' + "," * 10,
        '9B1,005,12" KNIFE' + "," * 10,
        "",
        ",006,NO CASE" + "," * 10,
        "9B1, ,NO NUMBER" + "," * 10,
        "8B8,001,NO HEADER" + "," * 10,
        '9B1,009,"A ""B"", C"' + "," * 10,
    ]

    report, workspace = ingest(tmp_path, charges=CHARGES.strip() + end + end.join(lines) + end)

    assert table(workspace, "charges", "source_row, charge_id, description") == [
        (1, "9B1/001", "ASSAULT"),
        (10, "9B1/009", 'A "B", C'),
    ]
    assert table(workspace, "quarantine") == [
        ("charges.csv", row, reason, lines[row - 1])
        for row, reason in [
            (2, "24 fields, and the header has 13"),
            (3, "3 fields, and the header has 13"),
            (4, "a quotation mark is not closed on its line"),
            (5, "a quotation mark is not closed on its line"),
            (6, "the line is blank"),
            (7, "no case_num and charge_num, so nothing to name the row by"),
            (8, "no case_num and charge_num, so nothing to name the row by"),
            (
                9,
                "its case has no header in the extract, and may be anybody's: no search of a"
                " history counts as complete",
            ),
        ]
    ]
    charges = report.files[1]
    assert (charges.rows_in, charges.mapped, charges.quarantined) == (10, 2, 8)
    assert "charges.csv: 10 rows in = 2 mapped + 8 quarantined" in format_report(report)


def test_control_characters_are_text(tmp_path):
    _, workspace = ingest(tmp_path, charges=CHARGES + CHARGE.replace("ASSAULT", '"A\x01,\x02"'))

    assert table(workspace, "charges", "description") == [("A\x01,\x02",)]


def test_searches_name_people_by_a_key_or_by_a_case(tmp_path):
    folder = write(tmp_path / "in")
    searches = folder / "history_searches.csv"
    searches.write_text("Case_Num,searched_on\n9B1,2021-01-01\n")
    with pytest.raises(IngestError) as error:
        ingest_extract(folder, tmp_path / "ws", CODES)
    assert "there is no column [person_key] and no column [case_num]" in str(error.value)
    assert "No row would say whom it is about." in str(error.value)

    for column, cell in (("case_num", "9B1"), ("person_key", "P1")):
        searches.write_text(f"{column},searched_on\n{cell},2021-01-01\n{column},searched_on\n")
        report = ingest_extract(folder, tmp_path / column, CODES)
        (told,) = (each for each in report.files if each.role == "history_searches")
        assert (told.mapped, told.quarantined) == (1, 1)
        assert report.reasons == {"history_searches.csv: the header again": 1}


def test_an_extra_column_is_allowed_and_named(tmp_path):
    cases = CASES.strip() + ",shoe_size\n" + CASE.strip() + ",44\n"

    report, _ = ingest(tmp_path, cases=cases)

    assert report.files[0].extra_columns == ("shoe_size",)
    assert "columns that nobody reads: shoe_size" in format_report(report)


def test_an_extract_without_a_row_is_read(tmp_path):
    report, workspace = ingest(tmp_path, cases=CASES, charges=CHARGES)

    assert [file.rows_in for file in report.files] == [0, 0]
    assert table(workspace, "cases") == []


def test_a_mark_of_the_byte_order_and_windows_line_ends_change_nothing(tmp_path):
    windows = b"\xef\xbb\xbf" + (CASES + CASE).replace("\n", "\r\n").encode()

    _, workspace = ingest(tmp_path, cases=windows)

    assert table(workspace, "defendants", "race, birth_date::text") == [("BLACK, X", "1980-01-02")]


def test_progress_is_told_step_by_step(tmp_path):
    told = []

    ingest_extract(
        write(tmp_path / "in"), tmp_path / "ws", CODES, lambda *step: told.append(step[1:])
    )

    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]
