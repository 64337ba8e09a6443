"""Two small exports, one for each adapter that reads tables, with the same charges in them.

Tests of dirty files damage the file of charges and compare what both adapters make of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.ingest.mapped_csv import ingest_mapped
from vacatur.ingest.md_case_search import ingest_extract
from vacatur.ingest.report import IngestReport
from vacatur.law.codes import CodeTable

CODES = {"us-md": CodeTable("us-md", {}, {}, {})}
LINE_END = re.compile(r"\r\n|\r|\n")

_MAPPING = """
format: 1
case: {key: Case}
person: {key: Person}
charge:
  key: No
  description: Charge
  offense_date: {column: Day, formats: ["%Y-%m-%d"], earliest: 1900-01-01, latest: 2021-01-01}
  disposition: {column: Outcome, map: {guilty: convicted}}
  sentence_end: {column: End, formats: ["%m/%d/%Y"], earliest: 1900-01-01, latest: 2099-01-01}
  quantity_grams: {column: Amount, unit: g}
"""
_CASES_HEADER = (
    "case_num,court_system,tracking_num,case_disposition,district_case_num,person_key,"
    "defendant_race,defendant_sex,defendant_dob_shifted,defendant_state"
)
_CASE = "{0},DISTRICT COURT FOR BALTIMORE CITY CRIMINAL SYSTEM,,TRIAL,,P{0},,M,1980-01-02,MD"


@dataclass(frozen=True, kw_only=True)
class Export:
    """An export whose file of charges can be given any content.

    `form` is a row with a place for each cell that tests vary. `columns` names what differs: the
    columns of `words` and `day` in the header, and the column of the record that `amount` becomes.
    """

    adapter: str
    header: str
    form: str
    columns: Mapping[str, str]

    def row(
        self,
        number: object,
        *,
        case: object = "K1",
        words: str = "THEFT",
        day: str = "2010-02-03",
        end: str = "03/04/2014",
        amount: str = "0.5",
    ) -> str:
        """A row of the file of charges, without its line end."""
        return self.form.format(
            number=number, case=case, words=words, day=day, end=end, amount=amount
        )

    @property
    def fields(self) -> int:
        return self.header.count(",") + 1

    def ingest(
        self,
        folder: Path,
        content: bytes,
        *,
        name: str = "charges.csv",
        cases: bytes | None = None,
        cases_name: str = "cases.csv",
    ) -> IngestReport:
        """Read the content as the file of charges into `folder/ws`.

        `cases` are the headers of the cases, for the adapter that reads such a file; None: that of
        the case K1.
        """
        source, workspace = folder / "in", folder / "ws"
        source.mkdir(exist_ok=True)
        (source / name).write_bytes(content)
        if self.adapter == "csv":
            mapping = source / "mapping.yaml"
            mapping.write_text(_MAPPING)
            return ingest_mapped(source / name, mapping, workspace, {})
        headers = clean_cases(["K1"]) if cases is None else cases
        (source / cases_name).write_bytes(headers)
        return ingest_extract([source / cases_name, source / name], workspace, CODES)


def clean_cases(cases: Sequence[str]) -> bytes:
    """The file of the headers of some cases."""
    return "\n".join([_CASES_HEADER, *map(_CASE.format, cases), ""]).encode()


EXPORTS = (
    Export(
        adapter="csv",
        header="Case,Person,No,Charge,Day,Outcome,End,Amount",
        form="{case},P{case},{number},{words},{day},GUILTY,{end},{amount}",
        columns={"words": "Charge", "day": "Day", "amount_becomes": "charges.quantity_grams"},
    ),
    Export(
        adapter="md-case-search",
        header="case_num,charge_num,charge_desc,charge_statute,charge_cjis_code,"
        "charge_inc_date_from,charge_inc_date_to,charge_disposition,charge_disp_date,"
        "charge_pbj_end_date,charge_prob_end_date,charge_jailtime,charge_susp_jailtime",
        form="{case},{number},{words},CR.3.203,1 1415,{day},,GUILTY,2010-03-04,,{end},{amount},0.5",
        columns={
            "words": "charge_desc",
            "day": "charge_inc_date_from",
            "amount_becomes": "charges.sentence_end",
        },
    ),
)


def lines_of(content: bytes) -> list[str]:
    """Lines of a text in UTF-8, told apart without the code under test."""
    lines = LINE_END.split(content.decode("utf-8-sig"))
    return lines[:-1] if lines[-1] == "" else lines


def table(workspace: Path, name: str, columns: str = "*") -> list[tuple[object, ...]]:
    """Rows of a record table.

    A connection of its own: DuckDB remembers parts of a file by its name, and files of one name are
    written here several times in a second.
    """
    path = workspace / "records" / f"{name}.parquet"
    with duckdb.connect() as connection:
        return connection.execute(f"select {columns} from read_parquet('{path}')").fetchall()


def kept_files(workspace: Path) -> dict[str, bytes]:
    """Every file of a workspace that holds rows, by its place in it, with its content."""
    return {
        str(path.relative_to(workspace)): path.read_bytes()
        for path in sorted(workspace.rglob("*"))
        if path.is_file()
    }
