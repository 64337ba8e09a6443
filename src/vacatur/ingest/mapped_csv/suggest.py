"""Draft a mapping for a file that nobody has described: `vacatur ingest --suggest`.

The draft holds what names and shapes of cells tell, and [?] wherever somebody must say it. No
wording becomes a term here unless it is the term's own plain word.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from vacatur.errors import IngestError
from vacatur.ingest.keep import KeptFile, kept, working_text
from vacatur.ingest.lines import first_lines, load_rows
from vacatur.ingest.mapped_csv.draft import ColumnFacts, ShapeFacts, draft_of
from vacatur.ingest.refusals import shape_sql
from vacatur.ingest.row_tables import Layout, cut_header
from vacatur.scratch import scratch_database

_SAMPLE = 1_000_000  # rows whose cells are looked at
_SHOWN = 200  # wordings and shapes of one column
_HEADER_SOUGHT = 20  # lines
_DELIMITERS = (",", ";", "|", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A draft of a mapping, and what nobody can tell from the file."""

    text: str  # YAML; loads once each [?] is filled
    unknown: tuple[str, ...]  # sentences
    rows: int  # of the file
    looked_at: int  # rows whose cells were read


def suggest_mapping(source: Path) -> Suggestion:
    """Draft a mapping of one CSV file.

    Parameters
    ----------
    source
        A CSV file, or one packed as `.gz` or `.zip`, with one row for each charge.

    Returns
    -------
    Suggestion
        The draft, and what it could not tell. Distinct values are those of the first million rows.

    Raises
    ------
    IngestError
        The file cannot be read at all.
    """
    encoding, told = _encoding(source)
    with (
        tempfile.TemporaryDirectory(prefix="vacatur-suggest-") as name,
        kept([source], Path(name) / "raw", encoding=_CODECS[encoding]) as (copy,),
        scratch_database(Path(name)) as connection,
        working_text(copy, _CODECS[encoding], Path(name)) as path,
    ):
        found = _look(connection, copy, path)
    unknown = [*told, *found.unknown]
    text = draft_of(
        source.name,
        encoding=encoding,
        delimiter=found.delimiter,
        header=found.header,
        columns=found.columns,
        unknown=unknown,
    )
    return Suggestion(
        text=text, unknown=tuple(unknown), rows=found.rows, looked_at=min(found.rows, _SAMPLE)
    )


_CODECS = {"utf-8": "utf-8", "utf-16": "utf-16", "windows-1252": "cp1252"}


def _encoding(source: Path) -> tuple[str, list[str]]:
    """Whether the text is UTF-8; if not, which encoding it probably has."""
    with tempfile.TemporaryDirectory(prefix="vacatur-suggest-") as name:
        try:
            with kept([source], Path(name)):
                return "utf-8", []
        except IngestError as problem:
            if "UTF-16" in problem.what:
                return "utf-16", []
            if "not UTF-8" not in problem.what:
                raise
    return "windows-1252", [
        "The text is not UTF-8. The draft says windows-1252, the most usual one; look at letters"
        " with accents."
    ]


@dataclass(slots=True, kw_only=True)
class _Found:
    delimiter: str
    header: int
    columns: Sequence[ColumnFacts]
    rows: int
    unknown: list[str] = field(default_factory=list)


def _look(connection: duckdb.DuckDBPyConnection, copy: KeptFile, path: Path) -> _Found:
    lines = first_lines(path, _HEADER_SOUGHT)
    delimiter, header = _dialect(lines)
    names = cut_header(lines[header - 1], delimiter, quotes=True)
    layout = Layout(
        name="sample",
        grain="row",
        kept=copy,
        header=header,
        delimiter=delimiter,
        quotes=True,
        fields=len(names),
        cells={f"c{place}": place for place in range(1, len(names) + 1)},
        labels={},
        key=(),
        key_sql="''",
    )
    connection.execute("create table quarantine (file text, row bigint, reason text, text text)")
    load_rows(connection, layout, path)
    connection.execute(
        f"create temp view looked as select * from sample_rows where row <= {_SAMPLE}"
    )
    columns = [_facts(connection, name, f"c{place}") for place, name in enumerate(names, start=1)]
    found = _Found(delimiter=delimiter, header=header, columns=columns, rows=copy.lines - header)
    bad = connection.execute("select count(*), min(row) from quarantine").fetchall()[0]
    if bad[0]:
        found.unknown.append(
            f"{bad[0]:,} lines are not as the header has it, the first at row {bad[1]:,}."
        )
    return found


def _dialect(lines: Sequence[str]) -> tuple[str, int]:
    """The delimiter and the header's line: the first with as many cells as most lines have."""
    best = (0, 1, ",", 1)
    for delimiter in _DELIMITERS:
        counts = [len(cut_header(line, delimiter, quotes=True)) for line in lines]
        usual = max(set(counts), key=lambda each: (counts.count(each), each), default=1)
        if usual > 1:
            first = counts.index(usual) + 1
            best = max(best, (counts.count(usual), usual, delimiter, first))
    return best[2], best[3]


def _facts(connection: duckdb.DuckDBPyConnection, name: str, cell: str) -> ColumnFacts:
    filled, distinct = connection.execute(
        f"""select count(*), approx_count_distinct(trim({cell})) from looked
        where trim({cell}) <> ''"""
    ).fetchall()[0]
    shapes = connection.execute(
        f"""select shape, count(*), bool_or(first > 12), bool_or(second > 12)
        from (
            select {shape_sql(f"trim({cell})[:30]")} as shape,
                try_cast(regexp_extract({cell}, '(\\d+)\\D(\\d+)', 1) as integer) as first,
                try_cast(regexp_extract({cell}, '(\\d+)\\D(\\d+)', 2) as integer) as second
            from looked where trim({cell}) <> ''
        ) group by all order by 2 desc, 1 limit 10"""
    ).fetchall()
    values = connection.execute(
        f"""select regexp_replace(trim({cell}), '\\s+', ' ', 'g') as value, count(*) from looked
        where trim({cell}) <> '' group by all order by 2 desc, 1 limit {_SHOWN}"""
    ).fetchall()
    return ColumnFacts(
        name=name,
        filled=filled,
        distinct=distinct,
        shapes=tuple(
            ShapeFacts(shape=shape, cells=cells, first_over_12=bool(a), second_over_12=bool(b))
            for shape, cells, a, b in shapes
        ),
        values=tuple((str(value), int(cells)) for value, cells in values),
    )
