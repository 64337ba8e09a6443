"""Drafts of a mapping: what a file tells, and a plain list of what it does not."""

import gzip

import duckdb
import pytest

from vacatur.errors import IngestError
from vacatur.ingest.mapped_csv import ingest_mapped, load_mapping, suggest_mapping

HEADER = "Docket No,Defendant ID,DOB,Charge No,Charge Desc,Offense Date,Disposition,Disp Date,Shoe"
ROWS = [
    "D1,P1,12/31/68,1,THEFT,2010-02-03,Nolle Prosequi,04/05/2011,44",
    "D1,P1,12/31/68,2,ASSAULT,2010-02-03,not  guilty,04/25/2011,44",
    "D2,P2,01/13/70,1,FRAUD,2012-02-03,CWOF,01/02/2013,40",
    "D2,P2,01/13/70,2,FRAUD,2012-02-03,CWOF,01/02/2013,40",
]


def suggest(tmp_path, lines, *, header=HEADER, name="june.csv", encoding="utf-8"):
    path = tmp_path / name
    content = "\n".join([header, *lines, ""]).encode(encoding)
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return suggest_mapping(path)


def line_of(text, start):
    (found,) = [line.strip() for line in text.splitlines() if line.strip().startswith(start)]
    return found


def test_what_names_and_shapes_tell_is_in_the_draft(tmp_path):
    draft = suggest(tmp_path, ROWS).text

    assert 'key: "Docket No"' in draft
    assert 'key: "Defendant ID"' in draft
    assert 'key: "Charge No"' in draft
    assert 'description: "Charge Desc"' in draft
    assert 'formats: ["%m/%d/%y"]\n    pivot: "?"' in draft
    assert 'column: "Offense Date"\n    # 4 cells of the shape 9999-99-99' in draft
    assert (
        'column: "Disp Date"\n    # 4 cells of the shape 99/99/9999\n    formats: ["%m/%d/%Y"]'
        in draft
    )


def test_only_a_term_s_own_words_become_the_term(tmp_path):
    draft = suggest(tmp_path, ROWS).text

    assert line_of(draft, '"Nolle Prosequi"') == '"Nolle Prosequi": nolle_prosequi     # 1 rows'
    assert line_of(draft, '"not guilty"').startswith('"not guilty": acquitted')
    assert line_of(draft, '"CWOF"') == '"CWOF": "?"     # 2 rows'


def test_what_it_could_not_tell_is_listed(tmp_path):
    suggestion = suggest(tmp_path, [*ROWS, "D3,P3"])

    assert suggestion.unknown == (
        "1 lines are not as the header has it, the first at row 5.",
        "Which state and which office the cases are of.",
        "In which century the years of two digits in [DOB] are.",
        "What 1 wordings of [Disposition] mean.",
        "What these columns are, if anything, was not told by their names: [Shoe].",
    )
    assert all(f"#   - {each}" in suggestion.text for each in suggestion.unknown)
    assert (suggestion.rows, suggestion.looked_at) == (5, 5)


def test_months_and_days_that_cannot_be_told_apart_are_asked(tmp_path):
    rows = [row.replace("04/25/2011", "04/05/2011") for row in ROWS]

    suggestion = suggest(tmp_path, rows)

    assert 'formats: ["?"]' in suggestion.text
    assert "How dates of the shape 99/99/9999 in [Disp Date] are written." in suggestion.unknown


def test_a_draft_loads_when_its_places_are_filled_and_not_before(tmp_path):
    mapping = tmp_path / "mapping.yaml"
    draft = suggest(tmp_path, ROWS).text
    mapping.write_text(draft)
    number = next(n for n, line in enumerate(draft.splitlines(), 1) if 'const: "?"' in line)

    with pytest.raises(IngestError, match=rf"mapping.yaml, line {number}: \[\?\] is still"):
        load_mapping(mapping)

    filled = (
        draft.replace('const: "?"', "const: MD")
        .replace('pivot: "?"', "pivot: 2010")
        .replace('"CWOF": "?"', '"CWOF": REVIEW')
    )
    mapping.write_text(filled)
    ingest_mapped(tmp_path / "june.csv", mapping, tmp_path / "ws", {})
    path = tmp_path / "ws" / "records" / "charges.parquet"
    assert duckdb.sql(f"select charge_id, disposition from read_parquet('{path}')").fetchall() == [
        ("D1/1", "nolle_prosequi"), ("D1/2", "acquitted"), ("D2/1", None), ("D2/2", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "windows-1252")],
)
def test_the_encoding_is_found_or_said_to_be_a_guess(tmp_path, encoding, declared):
    rows = [ROWS[0].replace("THEFT", "CAFÉ"), *ROWS[1:]]

    suggestion = suggest(tmp_path, rows, encoding=encoding)

    assert line_of(suggestion.text, "encoding:") == f"encoding: {declared}"
    guessed = any("windows-1252" in each for each in suggestion.unknown)
    assert guessed == (declared == "windows-1252")


@pytest.mark.parametrize(("delimiter", "declared"), [(";", '";"'), ("|", '"|"'), ("\t", "tab")])
def test_delimiter_and_header_are_found(tmp_path, delimiter, declared):
    lines = [each.replace(",", delimiter) for each in [HEADER, *ROWS]]

    draft = suggest(tmp_path, lines, header="Report of the clerk", name="june.csv.gz").text

    assert line_of(draft, "delimiter:") == f"delimiter: {declared}"
    assert line_of(draft, "header:") == "header: 2"
    assert 'key: "Docket No"' in draft


def test_a_file_whose_columns_say_nothing_is_all_questions(tmp_path):
    suggestion = suggest(tmp_path, ["1,x", "2,y"], header="A,B")

    assert "Which column names a case." in suggestion.unknown
    assert "Which column names a person." in suggestion.unknown
    assert "key: counted in order" in suggestion.text


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "empty.csv").write_text("")

    with pytest.raises(IngestError, match=r"empty\.csv: the file is empty"):
        suggest_mapping(tmp_path / "empty.csv")
