"""Files that are not as their mapping says: each is named, with its row, and nothing is lost."""

import gzip

import duckdb
import pytest

from vacatur.errors import IngestError
from vacatur.ingest.mapped_csv import ingest_mapped

MAPPING = """
format: 1
case: {key: Case}
person: {key: Person, birth_date: {column: Born, formats: ["%Y-%m-%d"]}}
charge:
  key: No
  description: Charge
  offense_date: {column: Day, formats: ["%Y-%m-%d"], earliest: 1950-01-01, latest: 2021-01-01}
  disposition: {column: Outcome, map: {guilty: convicted, nolle pros: nolle_prosequi}}
"""
HEADER = "Case,Person,Born,No,Charge,Day,Outcome\n"
ROW = "K1,P1,1980-01-02,1,THEFT,2010-02-03,GUILTY\n"


def ingest(tmp_path, content, mapping=MAPPING, *, name="charges.csv"):
    """Ingest `content`; the report and the workspace."""
    (tmp_path / "in").mkdir(exist_ok=True)
    source, file = tmp_path / "in" / name, tmp_path / "in" / "mapping.yaml"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    file.write_text(mapping)
    return ingest_mapped(source, file, tmp_path / "ws", {}), tmp_path / "ws"


def refused(tmp_path, content, mapping=MAPPING, **named):
    """The message with which `content` is refused; nothing of it is kept."""
    with pytest.raises(IngestError) as caught:
        ingest(tmp_path, content, mapping, **named)
    assert [path for path in (tmp_path / "ws").rglob("*") if path.is_file()] == []
    return str(caught.value)


def table(workspace, name, columns="*"):
    path = workspace / "records" / f"{name}.parquet"
    return duckdb.sql(f"select {columns} from read_parquet('{path}')").fetchall()


def quarantine(workspace):
    return table(workspace, "quarantine", "row, reason, text")


def offense_days(workspace):
    days = table(
        workspace, "charges", "offense_date::text, list_contains(unreadable, 'offense_date')"
    )
    return [day or ("unreadable" if lost else None) for day, lost in days]


def reconciles(report):
    (file,) = report.files
    return file.rows_in == file.mapped + file.quarantined


def test_a_row_becomes_a_charge_a_case_and_what_linking_needs(tmp_path):
    report, workspace = ingest(tmp_path, HEADER + ROW)

    assert table(workspace, "charges", "charge_id, description, disposition, treatment") == [
        ("K1/1", "THEFT", "convicted", "not_applicable")
    ]
    assert table(workspace, "cases", "case_id, number, person_id, charges_complete") == [
        ("K1", "K1", None, None)
    ]
    assert table(workspace, "identifiers") == [("K1", "feed_person_key", "P1")]
    assert table(workspace, "defendants", "birth_date::text") == [("1980-01-02",)]
    assert (workspace / "records" / "mapping.yaml").read_text() == MAPPING
    assert reconciles(report)


# --- letters ---


def test_utf_16_is_read_where_it_is_declared(tmp_path):
    content = (HEADER + ROW.replace("THEFT", "CAFÉ")).encode("utf-16")

    _, workspace = ingest(tmp_path, content, "encoding: utf-16" + MAPPING)

    assert table(workspace, "charges", "description") == [("CAFÉ",)]
    (kept,) = (workspace / "raw").iterdir()
    assert kept.read_bytes() == content


def test_utf_16_that_is_cut_short_stops(tmp_path):
    content = (HEADER + ROW).encode("utf-16")[:-1]

    assert "charges.csv, after line" in refused(tmp_path, content, "encoding: utf-16" + MAPPING)


@pytest.mark.parametrize(
    ("encoding", "codec"), [("latin-1", "latin-1"), ("windows-1252", "cp1252")]
)
def test_other_letters_are_read_where_they_are_declared(tmp_path, encoding, codec):
    content = (HEADER + ROW.replace("THEFT", "CAFÉ")).encode(codec)

    _, workspace = ingest(tmp_path, content, f"encoding: {encoding}{MAPPING}")

    assert table(workspace, "charges", "description") == [("CAFÉ",)]


# --- lines ---


def test_a_header_with_a_name_too_many_can_be_declared_away(tmp_path):
    content = HEADER.replace("Case,", "Case,Spare,") + ROW + ROW.replace(",1,", ",2,")
    named = "columns: [Case, Person, Born, No, Charge, Day, Outcome]"

    said = refused(tmp_path, content)
    _, workspace = ingest(tmp_path, content, named + MAPPING)

    assert "`columns`" in said
    assert len(table(workspace, "charges")) == 2


def test_a_file_of_another_delimiter_is_read_where_it_is_declared(tmp_path):
    content = (HEADER + ROW).replace(",", "\t")

    said = refused(tmp_path, content)
    _, workspace = ingest(tmp_path, content, "delimiter: tab" + MAPPING)

    assert "the header has [tab]" in said
    assert len(table(workspace, "charges")) == 1


def test_bare_quotation_marks_are_text_where_there_is_no_quoting(tmp_path):
    row = ROW.replace("THEFT", '12" KNIFE')

    _, workspace = ingest(tmp_path, HEADER + row, "quotes: none" + MAPPING)

    assert table(workspace, "charges", "description") == [('12" KNIFE',)]


def test_a_header_below_a_title_is_found_for_the_person(tmp_path):
    content = "Report of the clerk\n\n" + HEADER + ROW

    said = refused(tmp_path, content)
    report, workspace = ingest(tmp_path, content, "header: 3" + MAPPING)

    assert "write `header: 3`" in said
    assert table(workspace, "charges", "source_row") == [(1,)]
    assert report.files[0].rows_in == 1


def test_a_file_without_a_header_has_its_columns_declared(tmp_path):
    named = "header: none\ncolumns: [Case, Person, Born, No, Charge, Day, Outcome]"

    _, workspace = ingest(tmp_path, b"\xef\xbb\xbf" + ROW.encode(), named + MAPPING)

    assert table(workspace, "charges", "charge_id, source_row") == [("K1/1", 1)]


# --- columns ---


def test_a_renamed_column_is_named_with_the_nearest_and_the_line(tmp_path):
    said = refused(tmp_path, HEADER.replace("Outcome", "Outcomes") + ROW)

    assert said == (
        "charges.csv, header: the column [Outcome] is missing\n"
        "  mapping.yaml, line 9, reads it.\n"
        "  Did you mean [Outcomes]?"
    )


def test_a_column_that_stands_twice_stops(tmp_path):
    said = refused(
        tmp_path,
        HEADER.replace("Charge", "Outcome") + ROW,
        MAPPING.replace("description: Charge", "description: Day"),
    )

    assert "the column [Outcome] stands twice" in said


def test_a_row_in_the_place_of_the_header_is_not_shown(tmp_path):
    said = refused(tmp_path, "K1,JANE DOE,BALTIMORE,Outcomes\n" + ROW)

    assert "JANE" not in said
    assert "Outcomes" not in said


def test_letters_beyond_a_to_z_are_not_shown(tmp_path):
    assert "[aaaa aaaaa 99]" in refused(
        tmp_path, HEADER + ROW.replace("2010-02-03", "\u0416\u0430\u043d\u0430 \u00d1on\u0303o 12")
    )


def test_swapped_columns_stop_at_the_first_date_that_is_none(tmp_path):
    said = refused(tmp_path, HEADER.replace("Charge,Day", "Day,Charge") + ROW)

    assert said.startswith("charges.csv, row 1: the column [Day] holds no date: 1 cells")
    assert "[aaaaa]" in said
    assert "mapping.yaml, line 8, reads [offense_date] from it as [%Y-%m-%d]" in said


# --- bombs ---


def bomb(size):
    return gzip.compress((HEADER + ROW).encode() + b"0" * size, 1)


def test_a_file_that_unpacks_to_more_than_was_declared_stops(tmp_path):
    said = refused(
        tmp_path, bomb(3_000_000), "largest_content_mb: 1" + MAPPING, name="charges.csv.gz"
    )

    assert said.startswith("charges.csv.gz: the file holds more than 1,048,576 bytes")
    assert "`largest_content_mb`" in said


# --- keys ---


def test_two_rows_for_one_charge_believe_neither(tmp_path):
    other = ROW.replace("GUILTY", "NOLLE PROS")

    report, workspace = ingest(tmp_path, HEADER + ROW + other + ROW)

    assert table(workspace, "charges", "charge_id, disposition, unreadable") == [
        ("K1/1", None, ["disposition"])
    ]
    assert quarantine(workspace) == [
        (
            2,
            "a second row for one charge; it and row 1 differ in columns that are now unreadable: "
            "Outcome",
            other.strip(),
        ),
        (3, "the same, in every column, as row 1", ROW.strip()),
    ]
    assert reconciles(report)
    assert table(workspace, "cases", "charges_complete") == [(False,)]


def test_a_part_on_which_two_rows_differ_leaves_nothing_to_read(tmp_path):
    mapping = MAPPING.replace(
        "column: Outcome, map: {guilty:", 'column: [Outcome, Charge], map: {"guilty |":'
    )
    other = ROW.replace("THEFT", "FRAUD")

    _, workspace = ingest(tmp_path, HEADER + ROW + other, mapping)

    assert table(workspace, "charges", "disposition, disposition_recorded, unreadable") == [
        (None, None, ["description", "disposition"])
    ]


def test_rows_that_name_no_case_or_no_charge_are_quarantined(tmp_path):
    no_case, no_number = ROW.replace("K1", " "), ROW.replace(",1,", ",,")

    _, workspace = ingest(tmp_path, HEADER + no_case + no_number + ROW)

    assert [(row, reason) for row, reason, _ in quarantine(workspace)] == [
        (1, "no Case, so no case to put the charge in"),
        (2, "no No, so nothing to name the charge by"),
    ]


def test_a_case_of_two_persons_joins_no_strangers(tmp_path):
    other = ROW.replace("P1", "P2").replace(",1,", ",2,")

    _, workspace = ingest(tmp_path, HEADER + ROW + other + ROW.replace("K1", "K2"))

    assert [row for row, _, _ in quarantine(workspace)] == [1, 2]
    assert "its case has more than one [Person]" in quarantine(workspace)[0][1]
    assert table(workspace, "cases", "case_id") == [("K2",)]


def test_a_key_of_several_columns_cannot_run_together(tmp_path):
    mapping = MAPPING.replace("key: Case", "key: [Case, Charge]")
    rows = "A/B,P1,,1,C,,\n" + "A,P1,,1,B/C,,\n"

    _, workspace = ingest(tmp_path, HEADER + rows, mapping)

    assert table(workspace, "cases", "case_id, number") == [("A/B/C", None), ("A/B%2FC", None)]


def test_charges_are_counted_where_nothing_numbers_them(tmp_path):
    mapping = MAPPING.replace("key: No", "key: counted in order")

    _, workspace = ingest(tmp_path, HEADER + ROW + ROW.replace("K1", "K2") + ROW, mapping)

    assert table(workspace, "charges", "charge_id, source_row") == [
        ("K1/1", 1), ("K2/1", 2), ("K1/2", 3),
    ]  # fmt: skip


def test_what_rows_of_a_case_tell_differently_is_unreadable(tmp_path):
    rows = ROW + ROW.replace("1980", "1981").replace(",1,", ",2,") + ROW.replace(",1,", ",3,")
    silent = "K2,P1,,1,A,,\n" + "K2,P1,1980-01-02,2,B,,\n"

    _, workspace = ingest(tmp_path, HEADER + rows + silent)

    assert table(workspace, "defendants", "case_id, birth_date::text, unreadable") == [
        ("K1", None, ["birth_date"]),
        ("K2", "1980-01-02", []),
    ]


def test_a_case_that_lost_a_row_does_not_list_all_its_charges(tmp_path):
    mapping = MAPPING.replace("{key: Case}", '{key: Case, charges_complete: {const: "yes"}}')
    rows = ROW + "K1,P1,CUT\n" + ROW.replace("K1", "K2")

    _, workspace = ingest(tmp_path, HEADER + rows, mapping)

    assert table(workspace, "cases", "case_id, charges_complete") == [("K1", False), ("K2", True)]


# --- values ---


def days_read(tmp_path, formats, cells, more=""):
    mapping = MAPPING.replace(
        'column: Day, formats: ["%Y-%m-%d"]', f"column: Day, formats: {formats}{more}"
    )
    rows = "".join(
        ROW.replace(",1,", f",{number},").replace("2010-02-03", cell)
        for number, cell in enumerate(cells)
    )
    report, workspace = ingest(tmp_path, HEADER + rows, mapping)
    assert reconciles(report)
    return report, offense_days(workspace)


def test_days_that_are_none_or_out_of_range_are_unreadable(tmp_path):
    cells = ["02/29/2016", "02/30/2014", "03/04/1712", "01/02/2201", "2/3/2014", "", "2014-02-03",
             "12/31/68"]  # fmt: skip

    report, days = days_read(tmp_path, '["%m/%d/%Y"]', cells)

    bad = "unreadable"
    assert days == ["2016-02-29", bad, bad, bad, bad, None, bad, bad]
    assert report.unreadable == {"charges.offense_date": 6}


@pytest.mark.parametrize(
    ("pivot", "first", "leap"),
    [
        (2030, "1968-12-31", "2000-02-29"),
        (2068, "2068-12-31", "2000-02-29"),
        (1999, "1968-12-31", "unreadable"),
    ],
)
def test_a_year_of_two_digits_is_read_up_to_its_pivot(tmp_path, pivot, first, leap):
    more = f", pivot: {pivot}"
    mapping_latest = f"{more}, latest: 2099-01-01, earliest: 1900-01-01"
    mapping = MAPPING.replace(
        'column: Day, formats: ["%Y-%m-%d"], earliest: 1950-01-01, latest: 2021-01-01',
        f'column: Day, formats: ["%m/%d/%y"]{mapping_latest}',
    )
    rows = ROW.replace("2010-02-03", "12/31/68") + ROW.replace(",1,", ",2,").replace(
        "2010-02-03", "02/29/00"
    )

    _, workspace = ingest(tmp_path, HEADER + rows, mapping)

    assert offense_days(workspace) == [first, leap]


def test_a_cell_that_two_formats_read_differently_is_unreadable(tmp_path):
    _, days = days_read(
        tmp_path, '["%m/%d/%Y", "%d/%m/%Y"]', ["02/03/2014", "13/03/2014", "04/04/2014"]
    )

    assert days == ["unreadable", "2014-03-13", "2014-04-04"]


def test_a_disposition_before_its_offence_sets_both_days_aside(tmp_path):
    mapping = MAPPING + '  disposition_date: {column: Born, formats: ["%Y-%m-%d"]}\n'

    _, workspace = ingest(tmp_path, HEADER + ROW, mapping)

    assert table(workspace, "charges", "offense_date, disposition_date, unreadable") == [
        (None, None, ["disposition_date", "offense_date"])
    ]


@pytest.mark.parametrize(
    ("more", "cell", "grams"),
    [
        ("unit: g", "12.5", "12.5000000000"),
        ("unit: oz", "1.5", "42.5242846875"),
        ("unit: lb", "2", "907.1847400000"),
        ('unit: g, thousands: ","', '"1,234.5"', "1234.5000000000"),
        ('unit: g, thousands: ","', '"12,34"', None),
        ("unit: g", '"1,234"', None),
        ("unit: g", "-3", None),
        ("unit: g", "12 g", None),
        ("unit: kg", "999999999", None),
    ],
)
def test_weights_are_read_in_their_declared_unit(tmp_path, more, cell, grams):
    mapping = MAPPING.replace("description: Charge", f"quantity_grams: {{column: Charge, {more}}}")

    _, workspace = ingest(tmp_path, HEADER + ROW.replace("THEFT", cell), mapping)

    assert table(
        workspace, "charges", "quantity_grams::text, list_contains(unreadable, 'quantity_grams')"
    ) == [(grams, grams is None)]


def test_wordings_are_mapped_whatever_their_case_and_spaces(tmp_path):
    cells = ["guilty", "  Nolle   Pros ", "CLOSED", "", "N/A"]
    rows = "".join(
        ROW.replace(",1,", f",{number},").replace("GUILTY", cell)
        for number, cell in enumerate(cells)
    )

    report, workspace = ingest(tmp_path, HEADER + rows, "blank: [n/a]" + MAPPING)

    assert table(workspace, "charges", "disposition, disposition_recorded, unreadable") == [
        ("convicted", "guilty", []),
        ("nolle_prosequi", "Nolle   Pros", []),
        (None, "CLOSED", ["disposition"]),
        (None, None, []),
        (None, None, []),
    ]
    assert report.unreadable == {"charges.disposition": 1}
    assert sum(report.unmapped_dispositions.values()) == 1


def test_nothing_of_a_mapping_or_a_file_becomes_sql(tmp_path):
    name = "x'); drop table charges_rows; --"
    mapping = MAPPING.replace("description: Charge", f'description: "{name}"').replace(
        "guilty:", '"\'); drop table x; --":'
    )

    _, workspace = ingest(
        tmp_path, HEADER.replace("Charge", name) + ROW.replace("THEFT", "a'b"), mapping
    )

    assert table(workspace, "charges", "description") == [("a'b",)]


def test_progress_is_told_step_by_step(tmp_path):
    (tmp_path / "a.csv").write_text(HEADER + ROW)
    (tmp_path / "m.yaml").write_text(MAPPING)
    told = []

    ingest_mapped(
        tmp_path / "a.csv",
        tmp_path / "m.yaml",
        tmp_path / "ws",
        {},
        lambda *step: told.append(step[1:]),
    )

    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]


SEARCHED = """
format: 1
case: {key: Case, tracking_number: Tracking}
person: {key: Person, state_id: SID, history_checked_on: {column: Searched, formats: ["%Y-%m-%d"]}}
charge: {key: No}
"""


@pytest.mark.parametrize(
    ("lost", "still_searched"),
    [
        # A row that cannot be read names a person by any of the keys that link cases, or nobody.
        ("K9,P1,S9,T9,2021-01-01,1,MORE", {"K2"}),
        ("K9,P9,S1,T9,2021-01-01,1,MORE", {"K2"}),
        ("K9,P9,S9,T1,2021-01-01,1,MORE", {"K2"}),
        ("K9;P9;S1;T9;2021-01-01;1", {"K2"}),
        ("K1,P9,S9,T9,2021-01-01,2,MORE", {"K1", "K2"}),  # its case is not whole; see there
        ("K9,P9,S9,T9,2021-01-01,1,MORE", set()),
        ("Case,Person,SID,Tracking,Searched,No", {"K1", "K2"}),
        ("K1,P1,S1,T1,2021-01-01,1", {"K1", "K2"}),  # a copy
        ("", {"K1", "K2"}),
    ],
)
def test_a_row_that_was_lost_doubts_the_searches_of_whom_it_names(tmp_path, lost, still_searched):
    rows = ["Case,Person,SID,Tracking,Searched,No"]
    rows += [f"K{n},P{n},S{n},T{n},2021-01-01,1" for n in (1, 2)]
    _, workspace = ingest(tmp_path, "\n".join([*rows, lost, ""]), SEARCHED)
    found = table(workspace, "defendants", "case_id, history_checked_on, unreadable")

    assert {case for case, day, _ in found if day} == still_searched
    assert all(day or lost == ["history_checked_on"] for _, day, lost in found)


def test_a_case_of_several_columns_is_not_linked_by_one(tmp_path):
    mapping = MAPPING.replace("case: {key: Case}", "case: {key: [Case, Born], linked_case: From}")

    assert "cannot be linked by one" in refused(tmp_path, HEADER + ROW, mapping)
