"""The exports that can be taken in: what each adapter wants, and how it is called."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import IngestError, UsageError, nearest
from vacatur.ingest import docket_adapter
from vacatur.ingest.coverage import NOTHING_DECLARED, Coverage
from vacatur.ingest.coverage_file import FILE as COVERAGE_FILE
from vacatur.ingest.coverage_file import CoverageFile, load_coverage
from vacatur.ingest.docket_adapter import ingest_dockets
from vacatur.ingest.mapped_csv import adapter as mapped_csv
from vacatur.ingest.mapped_csv import ingest_mapped, load_mapping
from vacatur.ingest.md_case_search import adapter as md_case_search
from vacatur.ingest.md_case_search.adapter import ingest_extract
from vacatur.ingest.md_case_search.files import find_files
from vacatur.ingest.report import IngestReport
from vacatur.ingest.snapshots import Snapshot
from vacatur.law.codes import CodeTable
from vacatur.progress import Progress

CASE_SEARCH, CSV, DOCKET = md_case_search.NAME, mapped_csv.NAME, docket_adapter.NAME
ADAPTERS = (CASE_SEARCH, CSV, DOCKET)
_VERSIONS = {
    CASE_SEARCH: md_case_search.VERSION,
    CSV: mapped_csv.VERSION,
    DOCKET: docket_adapter.VERSION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was given, and how to read it. Make one with `export_of`."""

    adapter: str  # one of ADAPTERS
    source: tuple[Path, ...]
    mapping: Path | None  # of the adapter `csv`, and of no other
    coverage: Path | None  # None: the adapter's own promise holds

    @property
    def version(self) -> int:
        """Of the adapter; it grows when the same file would be mapped another way."""
        return _VERSIONS[self.adapter]

    def files(self) -> list[Path]:
        """The files that will be read."""
        if self.adapter == CASE_SEARCH:
            return list(find_files(self._given()).values())
        return list(self.source)

    def require_files(self) -> None:
        """Refuse what is not there, before anything is made for it.

        Raises
        ------
        IngestError
            A file is missing or a folder, or the mapping or the coverage cannot be read.
        """
        self.keys()
        self.declared()
        for path in self.files():
            if not path.is_file():
                there = "it is a folder" if path.is_dir() else "there is no such file"
                raise IngestError(
                    f"{there}; the adapter [{self.adapter}] reads a file",
                    where=path.name,
                    repair="Check the path.",
                )

    def mapping_sha256(self) -> str | None:
        """Hash of the mapping file; None: the adapter has none."""
        return hashlib.sha256(self.mapping.read_bytes()).hexdigest() if self.mapping else None

    def declared(self) -> CoverageFile | None:
        """The coverage file, read; None: there is none."""
        return load_coverage(self.coverage) if self.coverage else None

    def keys(self) -> Mapping[str, Sequence[str]] | None:
        """Columns that name a case, a person and a charge; None: the adapter knows them."""
        return load_mapping(self.mapping).keys() if self.mapping else None

    def read(
        self,
        folder: Path,
        codes: Mapping[str, CodeTable],
        progress: Progress,
        snapshot: Snapshot,
    ) -> IngestReport:
        """Read it into the record tables of a folder."""
        declared = self.declared()
        if self.adapter == CASE_SEARCH:
            return ingest_extract(
                self._given(), folder, codes, progress, coverage=declared, snapshot=snapshot
            )
        if self.mapping:
            (file,) = self.source
            return ingest_mapped(
                file, self.mapping, folder, codes, progress, coverage=declared, snapshot=snapshot
            )
        return ingest_dockets(self.source[0], folder, codes, snapshot=snapshot)

    def _given(self) -> Path | Sequence[Path]:
        return self.source[0] if len(self.source) == 1 else self.source


def export_of(
    source: Sequence[Path],
    adapter: str | None = None,
    mapping: Path | None = None,
    coverage: Path | None = None,
) -> Export:
    """Put an export together.

    Parameters
    ----------
    source
        The export; the adapter says what it may be.
    adapter
        One of `ADAPTERS`. None: `csv` where there is a mapping, and `md-case-search` where not.
    mapping
        The mapping file of the adapter `csv`.
    coverage
        What the export's silence means. None: `coverage.yaml` beside it, where there is one.

    Raises
    ------
    UsageError
        The adapter is not known, or was given the wrong number of files, or a mapping is missing or
        not wanted, or a coverage is not wanted.
    """
    name = adapter or (CSV if mapping else CASE_SEARCH)
    if name not in ADAPTERS:
        raise UsageError(f"there is no adapter [{name}]", repair=nearest(name, ADAPTERS))
    if name != CASE_SEARCH and len(source) != 1:
        raise UsageError(
            f"the adapter [{name}] reads one file; {len(source)} were given",
            repair="Name one, and take each feed into a workspace of its own.",
        )
    if name == CSV and mapping is None:
        raise UsageError(
            f"the adapter [{CSV}] reads a file by its mapping, and none was given",
            repair="Draft one: vacatur ingest FILE --suggest --mapping mapping.yaml",
        )
    if name != CSV and mapping is not None:
        raise UsageError(
            f"a mapping was given, and the adapter [{name}] has no use for one",
            why="It would seem to be followed, and is not.",
            repair=f"Leave --mapping out, or read with --adapter {CSV}.",
        )
    if name == DOCKET and coverage is not None:
        raise UsageError(
            f"a coverage was given, and the adapter [{DOCKET}] has no use for one",
            why="Each docket says for itself what was searched and whether its charges are all.",
            repair="Leave --coverage out.",
        )
    return Export(
        adapter=name,
        source=tuple(source),
        mapping=mapping,
        coverage=coverage or _beside(source, name),
    )


def default_coverage(adapter: str) -> Coverage:
    """What an adapter promises where no file declares a coverage.

    A mapping promises what it says itself, and a docket what is typed in it.
    """
    return md_case_search.COVERAGE if adapter == CASE_SEARCH else NOTHING_DECLARED


def _beside(source: Sequence[Path], adapter: str) -> Path | None:
    if adapter == DOCKET or not source:
        return None
    folder = source[0] if source[0].is_dir() else source[0].parent
    path = folder / COVERAGE_FILE
    return path if path.is_file() else None
