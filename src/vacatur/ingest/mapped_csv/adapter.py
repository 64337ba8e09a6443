"""The adapter `csv`: any extract with one row for each charge, read as a mapping file says.

The bulk path is SQL in DuckDB, on disk and with bounded memory. The mapping holds names, words,
formats and terms; SQL is made of them here, and nothing of a mapping is ever executed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from vacatur.errors import IngestError, nearest
from vacatur.ingest.coverage_effects import in_manifest, kept_coverage, weaken
from vacatur.ingest.coverage_file import CoverageFile
from vacatur.ingest.duplicates import merge_duplicates
from vacatur.ingest.keep import KeptFile, kept, working_text
from vacatur.ingest.lines import first_lines, load_rows
from vacatur.ingest.manifest import manifest_of
from vacatur.ingest.mapped_csv.cases import (
    make_case_cells,
    make_charge_cells,
    quarantine_strangers,
    quarantine_unnamed,
)
from vacatur.ingest.mapped_csv.cells import read_section
from vacatur.ingest.mapped_csv.counts import count_everything, require_readable_dates
from vacatur.ingest.mapped_csv.doubts import find_doubts
from vacatur.ingest.mapped_csv.layout import ROLE, CsvFile, check_columns
from vacatur.ingest.mapped_csv.mapping import CsvMapping, Reading
from vacatur.ingest.mapped_csv.reader import load_mapping
from vacatur.ingest.mapped_csv.records import RELATIONS, map_records, read_words
from vacatur.ingest.mapped_csv.vanished import hide_lines, withhold, withhold_nothing
from vacatur.ingest.refusals import require_rows
from vacatur.ingest.report import IngestReport
from vacatur.ingest.snapshots import Snapshot
from vacatur.ingest.store import fresh_records, write_manifest, write_tables
from vacatur.law.codes import CodeTable
from vacatur.progress import Progress, Steps
from vacatur.scratch import scratch_database

NAME = "csv"
VERSION = 1
MAPPING_COPY = "mapping.yaml"

_HEADER_SOUGHT = 60  # lines
_NO_ROW = (
    "Correct `delimiter` or `quotes`; or declare the true names of the columns, in their order,"
    " with `columns`."
)


def ingest_mapped(
    source: Path,
    mapping: Path,
    workspace_folder: Path,
    codes: Mapping[str, CodeTable],
    progress: Progress | None = None,
    *,
    coverage: CoverageFile | None = None,
    snapshot: Snapshot | None = None,
) -> IngestReport:
    """Read one file of charges into the record tables of a workspace.

    Parameters
    ----------
    source
        A CSV file, or one packed as `.gz` or `.zip`, with one row for each charge.
    mapping
        The YAML file that says what its columns are; docs/mapping.md has its keys.
    workspace_folder
        Gets the input in `raw/`, byte for byte, and the tables in `records/`, one Parquet file
        each, with `manifest.json` and a copy of the mapping. Earlier records are replaced when the
        new ones are whole.
    codes
        Code lists by jurisdiction; the one that the mapping names is used.
    progress
        Called after each step with its label, the steps done and the steps there are.
    coverage
        What the source declares that its silence means. None: nothing but what the mapping says.
    snapshot
        What stood before, so that vanished records are left out. None: nothing did.

    Returns
    -------
    IngestReport
        Rows in = mapped + quarantined + withheld; and what could not be read, with counts.

    Raises
    ------
    IngestError
        The mapping or the file cannot be read at all. Nothing is kept, and earlier records stand.
    WorkspaceError
        Too many of the earlier records would vanish.

    Notes
    -----
    No `person_id` is written: `identity` links the cases by the keys in `identifiers`.
    """
    declared = load_mapping(mapping, through=coverage.coverage.through if coverage else None)
    lists = _codes_of(declared, codes)
    steps = Steps(progress, total=len(RELATIONS) + 4)
    with (
        kept(
            [source],
            workspace_folder / "raw",
            encoding=declared.encoding,
            largest=declared.largest_content,
        ) as (copy,),
        kept_coverage(coverage, workspace_folder / "raw") as coverage_copy,
        scratch_database(workspace_folder) as connection,
        fresh_records(workspace_folder) as folder,
    ):
        steps.done("kept the file")
        file = _load(connection, declared, copy, folder, snapshot)
        steps.done("read the rows")
        _map(connection, declared, file, lists)
        if snapshot:
            hide_lines(connection, declared, snapshot)
        steps.done("mapped the rows")
        tables = write_tables(connection, RELATIONS, folder, steps)
        judged = weaken(connection, coverage, folder)
        report = replace(
            count_everything(connection, adapter=NAME, file=file, mapping=declared, tables=tables),
            coverage=judged.gaps if judged else None,
        )
        (folder / MAPPING_COPY).write_bytes(mapping.read_bytes())
        manifest = _manifest(report, declared, file, lists)
        write_manifest(folder, {**manifest, **in_manifest(coverage, coverage_copy, judged)})
    steps.done("wrote the manifest")
    return report


def _codes_of(mapping: CsvMapping, codes: Mapping[str, CodeTable]) -> CodeTable | None:
    if mapping.jurisdiction is None:
        return None
    if mapping.jurisdiction not in codes:
        raise IngestError(
            f"there are no code lists for [{mapping.jurisdiction}]",
            where=mapping.name,
            repair=nearest(mapping.jurisdiction, codes)
            + " Or leave `jurisdiction` out: then offences are only what the file tells.",
        )
    return codes[mapping.jurisdiction]


def _load(
    connection: duckdb.DuckDBPyConnection,
    mapping: CsvMapping,
    copy: KeptFile,
    folder: Path,
    snapshot: Snapshot | None,
) -> CsvFile:
    connection.execute("create table quarantine (file text, row bigint, reason text, text text)")
    with working_text(copy, mapping.encoding, folder) as path:
        lines = first_lines(path, _HEADER_SOUGHT)
        file = check_columns(mapping, copy, lines)
        load_rows(connection, file.layout, path)
    require_rows(connection, file.layout, _NO_ROW)
    quarantine_unnamed(connection, mapping, file)
    quarantine_strangers(connection, mapping, file)
    if snapshot:
        withhold(connection, mapping, file, snapshot)
    else:
        withhold_nothing(connection)
    make_case_cells(connection, mapping, file)
    if not mapping.counted:
        merge_duplicates(connection, file.of_a_charge(mapping))
    make_charge_cells(connection, mapping, file)
    return file


def _map(
    connection: duckdb.DuckDBPyConnection,
    mapping: CsvMapping,
    file: CsvFile,
    codes: CodeTable | None,
) -> None:
    for section in mapping.sections:
        read_section(connection, section, file.names)
        require_readable_dates(connection, section, file, mapping)
    find_doubts(connection, mapping, file)
    read_words(connection, mapping, codes)
    map_records(connection, mapping, file)


def _manifest(
    report: IngestReport, mapping: CsvMapping, file: CsvFile, codes: CodeTable | None
) -> dict[str, object]:
    manifest = manifest_of(
        report,
        version=VERSION,
        columns=_column_map(mapping),
        headers={file.layout.kept.name: file.columns},
        codes_sha256={codes.jurisdiction: codes.sha256} if codes else {},
    )
    return {
        **manifest,
        "mapping": {"name": mapping.name, "sha256": mapping.sha256, "keys": mapping.keys()},
    }


def _column_map(mapping: CsvMapping) -> dict[str, list[str]]:
    """`table.column` -> the columns it was made from, as `charges.<column of the file>`."""
    tables = {"case": "cases", "person": "defendants", "charge": "charges"}
    found = {
        f"{tables[section.name]}.{name}": [f"{ROLE}.{each}" for each in field.source.columns]
        for section in mapping.sections
        for name, field in section.fields.items()
        if isinstance(field.source, Reading)
    }
    if "charges.disposition" in found:
        found.setdefault("charges.disposition_recorded", found["charges.disposition"])
    words = [
        column
        for name in ("local_code", "description", "statute")
        for column in found.get(f"charges.{name}", [])
    ]
    if mapping.jurisdiction and words:
        for name in ("act", "kind", "substance", "product_form", "weight_basis",
                     "quantity_below_grams", "quantity_at_least_grams"):  # fmt: skip
            found.setdefault(f"charges.{name}", words)
    if len(mapping.case.key) == 1:
        found.setdefault("cases.number", [f"{ROLE}.{mapping.case.key[0]}"])
    keys = [
        *mapping.person.key,
        *mapping.person.identifiers.values(),
        *mapping.case.identifiers.values(),
    ]
    found["identifiers.value"] = [f"{ROLE}.{each}" for each in dict.fromkeys(keys)]
    return found
