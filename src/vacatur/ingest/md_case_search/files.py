"""Find the files of an extract by their names, and check their headers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import IngestError, nearest
from vacatur.ingest.keep import KeptFile
from vacatur.ingest.md_case_search.columns import SPECS, FileSpec, Role
from vacatur.ingest.refusals import require_each_once, require_few_columns
from vacatur.ingest.row_tables import Layout
from vacatur.sql import trimmed

# In a folder only these prefixes count: it may hold other counties' cases.csv beside ours.
_FOLDER_NAME = re.compile(r"(mjcs_)?(?P<role>[a-z_]+)\.csv(\.gz|\.zip)?")
_ANY_NAME = re.compile(
    r"(.*_)?(?P<role>cases|charges|history_searches|sentence_ends|related_persons|warrants"
    r"|court_schedule)\.csv(\.gz|\.zip)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file of the extract, kept and with a checked header."""

    spec: FileSpec
    kept: KeptFile
    columns: tuple[str, ...]  # as the header has them
    extra: tuple[str, ...]

    @property
    def role(self) -> Role:
        return self.spec.role

    @property
    def layout(self) -> Layout:
        """How its lines are cut; a column in SQL has the name it has in the file."""
        key = (*self.spec.key, *self.spec.beside)
        places = {name: place for place, name in enumerate(self.columns, start=1)}
        return Layout(
            name=self.role.value,
            grain=self.spec.grain,
            kept=self.kept,
            header=1,
            delimiter=",",
            quotes=True,
            fields=len(self.columns),
            cells={name: places.get(name) for name in self.spec.read},
            labels={name: name for name in self.spec.read},
            key=key,
            key_sql=" || '/' || ".join(map(trimmed, key)),
        )


def find_files(source: Path | Sequence[Path]) -> Mapping[Role, Path]:
    """Find out what each file is, by its name.

    Raises
    ------
    IngestError
        A file that is needed is missing, two files are the same thing, or a name says nothing.
    """
    if not isinstance(source, Path):
        return _by_role(_named(source))
    if source.is_file():
        return _by_role(_named([source]))
    if not source.is_dir():
        raise IngestError("there is no such folder", where=source.name, repair="Check the path.")
    matches = ((path, _FOLDER_NAME.fullmatch(path.name)) for path in sorted(source.iterdir()))
    known = [(Role(match["role"]), path) for path, match in matches if match and match["role"] in
             set(Role)]  # fmt: skip
    return _by_role(known)


def _named(paths: Sequence[Path]) -> Iterable[tuple[Role, Path]]:
    for path in paths:
        match = _ANY_NAME.fullmatch(path.name)
        if not match:
            raise IngestError(
                "the name does not say what the file is",
                where=path.name,
                repair=f"End it in one of {_names_of(Role)}.",
            )
        yield Role(match["role"]), path


def _by_role(found: Iterable[tuple[Role, Path]]) -> Mapping[Role, Path]:
    files: dict[Role, Path] = {}
    for role, path in found:
        if role in files:
            raise IngestError(
                f"both [{files[role].name}] and [{path.name}] are the {role} file",
                why="Rows of two extracts must not be mixed.",
                repair="Name the files, or leave one in the folder.",
            )
        files[role] = path
    missing = [spec.role for spec in SPECS.values() if spec.required and spec.role not in files]
    if missing:
        raise IngestError(
            f"the extract has no {' and no '.join(missing)} file",
            why="Charges need their cases' headers, and the headers are nothing without charges.",
            repair=f"Put {_names_of(missing)} into the folder; .csv.gz and .csv.zip will do.",
        )
    return files


def _names_of(roles: Iterable[Role]) -> str:
    return ", ".join(f"[{role}.csv]" for role in roles)


def _columns_of(kept: KeptFile, where: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([kept.header], strict=True)))
    except csv.Error:
        raise IngestError(
            "the header's quotation marks do not match",
            where=where,
            repair="Export the file as CSV, with a header of plain names.",
        ) from None


def check_header(role: Role, kept: KeptFile) -> InputFile:
    """Compare a header with what is declared for the file.

    Raises
    ------
    IngestError
        There is no header, the delimiter is another one, a column that is read is missing, or one
        stands twice. No cell is shown unless the line is a header: a row is about a person.
    """
    spec, where = SPECS[role], f"{kept.name}, header"
    columns = _columns_of(kept, where)
    require_few_columns(columns, where)
    if len(columns) == 1:
        raise IngestError(
            "there is only one column",
            where=where,
            why="The declared delimiter is a comma.",
            repair="Export the file as CSV with commas.",
        )
    if 2 * len(set(spec.mapped) & set(columns)) < len(spec.mapped):
        raise IngestError(
            f"this is not the header of a {role} file: "
            f"most of the columns that are read are not named",
            where=where,
            why="Without its header nobody knows what a cell means.",
            repair=f"Export the file with its header: {', '.join((*spec.either, *spec.mapped))}.",
        )
    require_each_once(columns, columns, where)
    for name in spec.mapped:
        if name not in columns:
            raise IngestError(
                f"the column [{name}] is missing",
                where=where,
                why="What it says would be unknown for every row.",
                repair=nearest(name, set(columns) - set(spec.read) - set(spec.unused))
                or "Export the file with it.",
            )
    if spec.either and not set(spec.either) & set(columns):
        named = " and no ".join(f"column [{name}]" for name in spec.either)
        raise IngestError(
            f"there is no {named}",
            where=where,
            why="No row would say whom it is about.",
            repair=nearest(spec.either[0], set(columns) - set(spec.read) - set(spec.unused))
            or "Export the file with one of them.",
        )
    extra = tuple(name for name in columns if name not in {*spec.read, *spec.unused})
    return InputFile(spec=spec, kept=kept, columns=columns, extra=extra)
