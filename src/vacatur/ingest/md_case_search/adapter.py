"""The adapter `md-case-search`: an extract of Maryland's Case Search, kept, read and mapped.

The bulk path is SQL in DuckDB, on disk and with bounded memory; Python sees distinct wordings and
distinct offences only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from vacatur.ingest.coverage import NOTHING_DECLARED, ChargeLists, Searches, earlier
from vacatur.ingest.coverage_effects import in_manifest, kept_coverage, weaken
from vacatur.ingest.coverage_file import CoverageFile
from vacatur.ingest.cuts import CUTS
from vacatur.ingest.duplicates import COPY, merge_duplicates
from vacatur.ingest.keep import kept
from vacatur.ingest.lines import quarantine_rows
from vacatur.ingest.manifest import manifest_of
from vacatur.ingest.md_case_search.columns import COLUMN_MAP, SPECS, Role
from vacatur.ingest.md_case_search.counts import count_everything
from vacatur.ingest.md_case_search.dates import require_readable_dates
from vacatur.ingest.md_case_search.files import InputFile, check_header, find_files
from vacatur.ingest.md_case_search.rows import load_nothing, load_rows
from vacatur.ingest.md_case_search.wordings import (
    load_connections,
    load_courts,
    load_dispositions,
    load_warrant_statuses,
)
from vacatur.ingest.offense_words import read_offenses
from vacatur.ingest.printed import UNMASKED
from vacatur.ingest.report import IngestReport
from vacatur.ingest.snapshot_rows import WITHHELD, withhold
from vacatur.ingest.snapshots import Snapshot
from vacatur.ingest.store import fresh_records, write_manifest, write_tables
from vacatur.law.codes import CodeTable
from vacatur.progress import Progress, Steps
from vacatur.record.key_values import IS_KEY, NAMES_NOBODY, SAYS_NONE
from vacatur.record.terms import Completion, Court
from vacatur.scratch import scratch_database

NAME = "md-case-search"
VERSION = 6
JURISDICTION = "us-md"
# What an extract promises where no coverage file says another thing.
COVERAGE = replace(
    NOTHING_DECLARED,
    courts=(Court.DISTRICT, Court.CIRCUIT),
    charges=ChargeLists.ALL,
    searches=Searches.EVERYWHERE,
)

_FOLDER = Path(__file__).parent
_LAST_DAY = date(2199, 12, 31)  # no day is refused for being late when the extract declares none
_OFFENSES = """select distinct known(charge_statute), known(charge_cjis_code), known(charge_desc),
        null, null, null,
        list_has_any(conflicts, ['charge_statute', 'charge_cjis_code', 'charge_desc'])
    from charges_rows order by all"""
_SEARCHES_OF_NOBODY = """select row, 'no case of the extract has the person'
    from history_searches_rows
    where case_num not in (select case_num from cases_rows)
        and (person_key = '' or person_key not in (
            select trim(person_key) from cases_rows where person_key is not null))"""
_RELATIONS: Mapping[str, str] = {
    "cases": "cases_mapped",
    "charges": "charges_mapped",
    "offenses": "offenses_mapped",
    "participants": "participants_mapped",
    "case_warrants": "case_warrants_mapped",
    "court_dates": "court_dates_mapped",
    "identifiers": "identifiers_known",
    "defendants": "defendants_mapped",
    "quarantine": "quarantine_mapped",
}


def ingest_extract(
    source: Path | Sequence[Path],
    workspace_folder: Path,
    codes: Mapping[str, CodeTable],
    progress: Progress | None = None,
    *,
    declared_through: date | None = None,
    coverage: CoverageFile | None = None,
    snapshot: Snapshot | None = None,
) -> IngestReport:
    """Read an extract into the record tables of a workspace.

    Parameters
    ----------
    source
        A folder with `cases.csv` and `charges.csv` (or `mjcs_...`, or `.csv.gz` or
        `.csv.zip`), and perhaps `history_searches.csv`, `sentence_ends.csv`,
        `related_persons.csv`, `warrants.csv` and `court_schedule.csv`; or those files themselves.
    workspace_folder
        Gets the inputs in `raw/`, byte for byte, and the tables in `records/`, one Parquet file
        each, with `manifest.json`. Earlier records are replaced when the new ones are whole.
    codes
        Code lists by jurisdiction; `us-md` is used.
    progress
        Called after each step with its label, the steps done and the steps there are.
    declared_through
        Last day that the extract covers. A later day of birth, offence, disposition or search is
        unreadable, not a fact. None: any day passes.
    coverage
        What the source declares that its silence means. None: `COVERAGE`.
    snapshot
        What stood before, so that vanished records are left out. None: nothing did.

    Returns
    -------
    IngestReport
        For each file, rows in = mapped + quarantined + withheld; and what could not be read, with
        counts.

    Raises
    ------
    IngestError
        A file cannot be read at all. Nothing of it is kept, and earlier records stand.
    WorkspaceError
        Too many of the earlier records would vanish.

    Notes
    -----
    No `person_id` is written: `identity` links the cases by the keys in `identifiers`.

    A row of `history_searches.csv` is a promise of whoever ran the search: every conviction and
    every pending case that it found, in any jurisdiction, is in the extract, and linking finds it.
    It names the person by `person_key`, or by `case_num`: then it is a search of the person of that
    case, and the person is searched when each of the person's cases was. Where the extract itself
    shows that the promise may not hold (a row that could not be mapped and names one of the
    person's keys, two headers of one case that name different people, charge numbers that cannot be
    counted), the search is set aside. A charge whose case no header names may be anybody's, and
    sets all searches aside. A header that was lost and names nobody by a key may be of anybody who
    has no `person_key`, and sets their searches aside.

    A case without a `person_key` is its person's key itself: facts name the person by its number.
    """
    steps = Steps(progress, total=len(SPECS) + len(_RELATIONS) + 4)
    paths, raw = find_files(source), workspace_folder / "raw"
    through = earlier(declared_through, coverage.coverage.through if coverage else None)
    with (
        kept(list(paths.values()), raw) as copies,
        kept_coverage(coverage, raw) as coverage_copy,
        scratch_database(workspace_folder) as connection,
        fresh_records(workspace_folder) as folder,
    ):
        files = [check_header(role, copy) for role, copy in zip(paths, copies, strict=True)]
        steps.done("kept the files")
        _load(connection, files, folder, steps, snapshot)
        _map(connection, files, codes[JURISDICTION], through or _LAST_DAY, steps)
        tables = write_tables(connection, _RELATIONS, folder, steps)
        judged = weaken(connection, coverage, folder)
        report = replace(
            count_everything(connection, adapter=NAME, files=files, tables=tables),
            coverage=judged.gaps if judged else None,
        )
        manifest = manifest_of(
            report,
            version=VERSION,
            columns=COLUMN_MAP,
            headers={file.kept.name: file.columns for file in files},
            codes_sha256={JURISDICTION: codes[JURISDICTION].sha256},
        )
        write_manifest(folder, {**manifest, **in_manifest(coverage, coverage_copy, judged)})
    steps.done("wrote the manifest")
    return report


def _load(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[InputFile],
    folder: Path,
    steps: Steps,
    snapshot: Snapshot | None,
) -> None:
    connection.execute("create table quarantine (file text, row bigint, reason text, text text)")
    connection.execute("create table files (role text, name text)")
    by_role = {file.role: file for file in files}
    for role, file in by_role.items():
        connection.execute("insert into files values (?, ?)", [role, file.kept.name])
    # One after the other: two at once do not fit into the memory of an ingest.
    for role, spec in SPECS.items():
        if role in by_role:
            load_rows(connection, by_role[role], folder)
            merge_duplicates(connection, by_role[role].layout)
        else:
            load_nothing(connection, spec)
        steps.done(f"read {role}")
    if snapshot:
        withhold(connection, snapshot)
    else:
        connection.execute("create temp table gaps (case_id varchar)")
    _quarantine_orphans(connection)


def _quarantine_orphans(connection: duckdb.DuckDBPyConnection) -> None:
    """A row about a case, a charge or a person that the extract does not have.

    Leaves `orphans (row, case_num)`: the charges.
    """
    connection.execute(
        """create temp table orphans as select row, case_num from charges_rows
        where case_num not in (select case_num from cases_rows)"""
    )
    for role, parent, column, reason in (
        (Role.CHARGES, "cases", "case_num", "its case has no header in the extract"),
        (Role.RELATED_PERSONS, "cases", "case_num", "its case has no header in the extract"),
        (Role.SENTENCE_ENDS, "charges", "key", "its charge is not in the extract"),
        (Role.WARRANTS, "cases", "case_num", "its case has no header in the extract"),
        (Role.COURT_SCHEDULE, "cases", "case_num", "its case has no header in the extract"),
    ):
        if _was_loaded(connection, role):
            bad = f"""select row, '{reason}' from {role}_rows
                where {column} not in (select trim({column}) from {parent}_rows
                    where {column} is not null)"""
            quarantine_rows(connection, role.value, bad)
    if _was_loaded(connection, Role.HISTORY_SEARCHES):
        quarantine_rows(connection, Role.HISTORY_SEARCHES.value, _SEARCHES_OF_NOBODY)


def _was_loaded(connection: duckdb.DuckDBPyConnection, role: Role) -> bool:
    found = connection.execute("select count(*) from files where role = ?", [role]).fetchone()
    return bool(found and found[0])


def _map(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[InputFile],
    codes: CodeTable,
    declared_through: date,
    steps: Steps,
) -> None:
    names = {file.role: file.kept.name for file in files}
    for role in Role:
        _set(connection, f"{role}_file", names.get(role, ""))
    _set(connection, "declared_through", declared_through)
    _set(connection, "completions", [each.value for each in Completion])
    _set(connection, "copy", COPY)
    _set(connection, "withheld", WITHHELD)
    connection.execute(CUTS)
    connection.execute(SAYS_NONE)
    connection.execute(NAMES_NOBODY)
    connection.execute(IS_KEY)
    connection.execute(UNMASKED)
    _run(connection, "macros.sql")
    require_readable_dates(connection, files)
    load_dispositions(connection)
    load_courts(connection)
    load_connections(connection)
    load_warrant_statuses(connection)
    read_offenses(connection, codes, _OFFENSES)
    steps.done("read the offences")
    for script in (
        "doubts.sql",
        "participants.sql",
        "cases.sql",
        "charges.sql",
        "people.sql",
        "warrants.sql",
    ):
        _run(connection, script)
    if _was_loaded(connection, Role.RELATED_PERSONS):
        quarantine_rows(connection, Role.RELATED_PERSONS.value, "from participants_refused")
    connection.execute(
        f"""create temp view quarantine_mapped as
        select name as file, row, reason, text from quarantine join files on role = file
        where not starts_with(reason, '{WITHHELD}')"""
    )
    steps.done("mapped the rows")


def _set(connection: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    connection.execute(f"set variable {name} = $value", {"value": value})


def _run(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    connection.execute((_FOLDER / script).read_text(encoding="utf-8"))
