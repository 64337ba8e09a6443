"""Compare the file's header with the mapping, and say how its lines are cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vacatur.errors import IngestError, nearest
from vacatur.ingest.keep import KeptFile
from vacatur.ingest.mapped_csv.mapping import CsvMapping
from vacatur.ingest.refusals import require_few_columns
from vacatur.ingest.row_tables import Layout, cut_header
from vacatur.sql import trimmed

ROLE = "charges"  # the one file of this adapter, and the prefix of its tables

_DELIMITERS = ",;|\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFile:
    """The file with its checked columns. `names` are the columns of `layout` by their labels."""

    layout: Layout
    columns: tuple[str, ...]
    header: str  # the header's line; empty: there is none
    extra: tuple[str, ...]
    names: Mapping[str, str]

    def case_id(self, mapping: CsvMapping) -> str:
        """SQL for the id of a row's case."""
        return case_id_sql([self.names[each] for each in mapping.case.key])

    def of_a_charge(self, mapping: CsvMapping) -> Layout:
        """The layout with the cells that a charge is read from; its case's are told by all rows."""
        read = {*self.layout.key, *(self.names[each] for each in mapping.charge.read_columns())}
        cells = {name: place for name, place in self.layout.cells.items() if name in read}
        return replace(self.layout, cells=cells, unread="that the charge is not read from")


def check_columns(mapping: CsvMapping, kept: KeptFile, lines: Sequence[str]) -> CsvFile:
    """Find the columns that the mapping reads.

    Parameters
    ----------
    mapping
        The checked mapping.
    kept
        The kept file.
    lines
        The first lines of its text.

    Raises
    ------
    IngestError
        The header is not where the mapping says, has another delimiter, lacks a column that is
        read, or has one twice.
    """
    header = _header(mapping, kept, lines)
    columns = mapping.columns or _split(header, mapping)
    _require_sane(columns, header, mapping, kept)
    wanted = mapping.read_columns()
    for name in wanted:
        _require_once(name, columns, mapping, kept, lines)
    names = {name: f"c{number}" for number, name in enumerate(wanted, start=1)}
    case = tuple(names[each] for each in mapping.case.key)
    charge = tuple(names[each] for each in mapping.charge.key)
    layout = Layout(
        name=ROLE,
        grain="charge",
        kept=kept,
        header=mapping.header,
        delimiter=mapping.delimiter,
        quotes=mapping.quotes,
        fields=len(columns),
        cells={names[name]: columns.index(name) + 1 for name in wanted},
        labels={sql: name for name, sql in names.items()},
        key=tuple(dict.fromkeys((*case, *charge))),
        key_sql=_key_sql(case, charge),
    )
    extra = tuple(name for name in columns if name not in wanted)
    return CsvFile(layout=layout, columns=columns, header=header, extra=extra, names=names)


def case_id_sql(columns: Sequence[str]) -> str:
    """SQL for a case's id. Parts are told apart by a stroke, so none but the first may hold one."""
    first, *others = columns
    return " || '/' || ".join([trimmed(first), *map(key_part_sql, others)])


def key_part_sql(column: str) -> str:
    """SQL for a part of an id after the first: without a stroke, by which parts are told apart."""
    return f"replace(replace({trimmed(column)}, '%', '%25'), '/', '%2F')"


def _key_sql(case: Sequence[str], charge: Sequence[str]) -> str:
    case_id = case_id_sql(case)
    if charge:
        return " || '/' || ".join([case_id, *map(key_part_sql, charge)])
    return f"{case_id} || '/' || row_number() over (partition by {case_id} order by row)"


def _header(mapping: CsvMapping, kept: KeptFile, lines: Sequence[str]) -> str:
    if mapping.header > len(lines) or mapping.header > kept.lines:
        raise IngestError(
            f"there is no line {mapping.header} among the first ones, and the header should be it",
            where=kept.name,
            repair="Correct `header` in the mapping.",
        )
    return lines[mapping.header - 1] if mapping.header else ""


def _split(header: str, mapping: CsvMapping) -> tuple[str, ...]:
    return cut_header(header, mapping.delimiter, quotes=mapping.quotes)


def _require_sane(columns: Sequence[str], header: str, mapping: CsvMapping, kept: KeptFile) -> None:
    where = f"{kept.name}, header"
    require_few_columns(columns, where)
    if "\0" in header:
        raise IngestError(
            "a NUL byte stands in it", where=where, repair="Declare the right `encoding`."
        )
    others = [each for each in _DELIMITERS if each != mapping.delimiter and each in header]
    if len(columns) == 1 and others:
        shown = ["tab" if each == "\t" else each for each in others]
        raise IngestError(
            "there is only one column",
            where=where,
            why=f"The mapping says that [{_shown(mapping.delimiter)}] stands between columns.",
            repair=f"Declare `delimiter`; the header has [{'] and ['.join(shown)}].",
        )


def _shown(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else delimiter


def _require_once(
    name: str,
    columns: Sequence[str],
    mapping: CsvMapping,
    kept: KeptFile,
    lines: Sequence[str],
) -> None:
    times = columns.count(name)
    if times == 1:
        return
    line = mapping.lines.get(name, 1)
    why = f"{mapping.name}, line {line}, reads it."
    where = f"{kept.name}, header"
    if times > 1:
        raise IngestError(
            f"the column [{name}] stands twice",
            where=where,
            why=why,
            repair="Declare `columns`, with a name of its own for each.",
        )
    wanted = set(mapping.read_columns())
    unread = set(columns) - wanted - {""}
    if 2 * len(wanted & set(columns)) < len(wanted):
        unread = set()  # a row in the header's place is about a person, and is not shown
    raise IngestError(
        f"the column [{name}] is missing",
        where=where,
        why=why,
        repair=_real_header(mapping, lines)
        or nearest(name, unread)
        or "Export the file with it and with its header, or declare `columns`.",
    )


def _real_header(mapping: CsvMapping, lines: Sequence[str]) -> str:
    wanted = set(mapping.read_columns())
    for number, line in enumerate(lines, start=1):
        if wanted <= set(_split(line.replace("\0", ""), mapping)):
            return f"Line {number} has all the columns that are read: write `header: {number}`."
    return ""
