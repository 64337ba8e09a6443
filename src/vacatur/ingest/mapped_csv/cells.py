"""SQL that reads cells as a mapping says: first what was recorded, then what it means.

Only names made here, and literals, go into a query; nothing of a mapping file is ever SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa

from vacatur.day_formats import day_sql
from vacatur.ingest.mapped_csv.keys import AS_PRINTED, JOINED
from vacatur.ingest.mapped_csv.mapping import Constant, Field, Reading, Section
from vacatur.ingest.printed import UNMASKED
from vacatur.ingest.work_table import create_table
from vacatur.sql import literal, sql_type, trimmed

_DIGITS = 9  # before the decimal point; a decimal(20, 10) holds one more


def known_sql(cell: str, blank: tuple[str, ...] = ()) -> str:
    """A cell as recorded; null where nothing was sent."""
    words = ", ".join(literal(each) for each in dict.fromkeys(("", *blank)))
    return f"case when lower({trimmed(cell)}) not in ({words}) then {trimmed(cell)} end"


def read_section(
    connection: duckdb.DuckDBPyConnection, section: Section, names: Mapping[str, str]
) -> None:
    """Make `<section>_read` from `<section>_cells`.

    Its columns are those of the cells' own keys (`row`, `case_id`, `charge_id`, `conflicts`), and
    for each field `x_<column>`, as recorded, `v_<column>`, what it means, and `lost_<column>`. Of a
    date `v_` is the day in any format, believed or not.
    """
    readings = {
        name: field for name, field in section.fields.items() if isinstance(field.source, Reading)
    }
    connection.execute(UNMASKED)
    recorded = "".join(
        f", {_told(field, _recorded(field.source, names))} as x_{name}"
        for name, field in readings.items()
        if isinstance(field.source, Reading)
    )
    connection.execute(
        f"create temp view {section.name}_told as select *{recorded} from {section.name}_cells"
    )
    joins = "".join(
        _map_join(connection, section.name, field)
        for field in readings.values()
        if isinstance(field.source, Reading)
        and field.source.terms is not None
        and not field.column.is_list
    )
    values = "".join(f", {_value(field)} as v_{name}" for name, field in readings.items())
    connection.execute(
        f"""create temp view {section.name}_meant as
        select {section.name}_told.*{values} from {section.name}_told{joins}"""
    )
    lost = "".join(f", {_lost(field)} as lost_{name}" for name, field in readings.items())
    kept = ", ".join(["row", "conflicts", *_ids(section), *_kept(readings)])
    connection.execute(
        f"create table {section.name}_read as select {kept}{lost} from {section.name}_meant"
    )


def _ids(section: Section) -> Iterator[str]:
    yield "case_id"
    if section.name == "charge":
        yield "charge_id"


def _kept(readings: Mapping[str, Field]) -> Iterator[str]:
    for name in readings:
        yield f"x_{name}"
        yield f"v_{name}"


def value_of(section: Section, name: str) -> str:
    """SQL for a column of the record, out of `<section>_read`; null where the mapping has none."""
    field = section.fields.get(name)
    if field is None:
        return "null"
    if isinstance(field.source, Constant):
        return constant_sql(field)
    if field.column.kind is date:
        return f"case when {_believed(field.source, name)} then v_{name} end"
    return f"v_{name}"


def lost_of(section: Section, name: str) -> str:
    """SQL for whether something was sent for a column and no value came of it."""
    field = section.fields.get(name)
    if field is None or isinstance(field.source, Constant):
        return "false"
    if field.column.kind is date:
        return f"(lost_{name} or not coalesce({_believed(field.source, name)}, true))"
    return f"lost_{name}"


def _believed(reading: Reading, name: str) -> str:
    return f"v_{name} between date '{reading.earliest}' and date '{reading.latest}'"


def _recorded(reading: Reading, names: Mapping[str, str]) -> str:
    parts = [known_sql(names[each], reading.blank) for each in reading.columns]
    if len(parts) == 1:
        return parts[0]
    joined = ", ".join(f"coalesce({part}, '')" for part in parts)
    # Rows that differ in one part left it empty; the other parts alone would say another thing.
    return f"""case when coalesce({", ".join(parts)}) is not null and not {_disputed(reading)}
        then trim(concat_ws({literal(JOINED)}, {joined})) end"""


def _told(field: Field, cell: str) -> str:
    return f"unmasked({cell})" if field.column in AS_PRINTED.values() else cell


def _map_join(connection: duckdb.DuckDBPyConnection, section: str, field: Field) -> str:
    """Look each distinct wording up once; the table is joined to the cells."""
    name, reading = field.column.name, field.source
    assert isinstance(reading, Reading)
    table = f"map_{section}_{name}"
    rows = [{"wording": each, "value": value} for each, value in (reading.terms or {}).items()]
    create_table(connection, f"{table}_terms", {"wording": pa.string(), "value": pa.string()}, rows)
    connection.execute(
        f"""create table {table} as
        select sent, value, true as listed
        from (select distinct x_{name} as sent from {section}_told)
        join {table}_terms on wording = {_normal("sent")}"""
    )
    return f" left join {table} as m_{name} on m_{name}.sent = x_{name}"


def _normal(cell: str) -> str:
    """As `fields.normal` does it."""
    return f"upper(regexp_replace(trim({cell}), '\\s+', ' ', 'g'))"


def _value(field: Field) -> str:
    reading, name = field.source, field.column.name
    assert isinstance(reading, Reading)
    cell = f"x_{name}"
    if field.column.is_list:
        return _items(reading, cell)
    if field.column.kind is date:
        return day_sql(cell, reading.formats, reading.pivot)
    if field.column.kind in (int, Decimal):
        return _number(field, reading, cell)
    if reading.terms is not None:
        value = f"m_{name}.value"
        if field.column.kind is bool:
            return f"({value} = 'yes')"
        return (
            f"case when m_{name}.listed then {value} else {cell} end"
            if reading.keep_unmapped
            else value
        )
    if name == "state":
        return f"case when regexp_full_match(upper({cell}), '[A-Z]{{2}}') then upper({cell}) end"
    return cell


def _number(field: Field, reading: Reading, cell: str) -> str:
    mark = reading.thousands
    whole = rf"\d{{1,{_DIGITS}}}"
    if mark:
        whole = rf"(?:{whole}|\d{{1,3}}(?:{mark}\d{{3}}){{1,2}})"
    plain = f"replace({cell}, {literal(mark)}, '')" if mark else cell
    if field.column.kind is int:
        return f"""case when regexp_full_match({cell}, {literal(whole)})
            then try_cast({plain} as bigint) end"""
    shape = whole + r"(?:\.\d{1,9})?"
    amount = f"try_cast({plain} as decimal(18, 9)) * {reading.factor}::decimal(18, 9)"
    return f"""case when regexp_full_match({cell}, {literal(shape)})
        then try_cast({amount} as decimal(20, 10)) end"""


def _items(reading: Reading, cell: str) -> str:
    """A list; null where one of its items means nothing."""
    parts = f"""list_filter(list_transform(string_split({cell}, {literal(reading.split)}),
        lambda part: trim(part)), lambda part: part <> '')"""
    if reading.terms is None:
        return parts
    pairs = ", ".join(
        f"{literal(word)}: {literal(value) if value else 'null::varchar'}"
        for word, value in reading.terms.items()
    )
    terms = f"list_transform({parts}, lambda part: map {{{pairs}}}[{_normal('part')}])"
    return f"""case when list_bool_and(list_transform({terms}, lambda term: term is not null))
        then {terms} end"""


def _lost(field: Field) -> str:
    reading, name = field.source, field.column.name
    assert isinstance(reading, Reading)
    return f"({_disputed(reading)} or (x_{name} is not null and v_{name} is null))"


def _disputed(reading: Reading) -> str:
    """SQL for whether rows about one thing differ in a column that is read."""
    labels = ", ".join(literal(each) for each in reading.columns)
    return f"list_has_any(conflicts, [{labels}])"


def constant_sql(field: Field) -> str:
    """A constant as SQL, in the type of its column."""
    assert isinstance(field.source, Constant)
    value = field.source.value
    if isinstance(value, tuple):
        return f"[{', '.join(literal(each) for each in value)}]"
    return f"{literal(str(value))}::{sql_type(field.column.ibis_type)}"
