"""From cells that were read to the record tables, as views: names made here, and literals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from vacatur.ingest.mapped_csv.cells import known_sql, lost_of, value_of
from vacatur.ingest.mapped_csv.layout import CsvFile
from vacatur.ingest.mapped_csv.mapping import CsvMapping, Reading, Section
from vacatur.ingest.offense_words import read_offenses
from vacatur.ingest.snapshot_rows import WITHHELD
from vacatur.law.codes import CodeTable
from vacatur.record.terms import Disposition
from vacatur.sql import literal

RELATIONS: Mapping[str, str] = {
    "cases": "cases_mapped",
    "charges": "charges_mapped",
    "offenses": "offenses_mapped",
    "identifiers": "identifiers_mapped",
    "defendants": "defendants_mapped",
    "quarantine": "quarantine_mapped",
}
_WORDS = ("statute", "local_code", "description")
_READ = ("act", "substance", "kind")
_WEIGHTS = ("quantity_grams", "plant_count", "thc_mg")
_TREATED = (Disposition.NOLLE_PROSEQUI.value, Disposition.STET.value)


def read_words(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, codes: CodeTable | None
) -> None:
    """Read each distinct offence once, with the code lists of the mapping's jurisdiction."""
    charge = mapping.charge
    told = ", ".join(value_of(charge, name) for name in (*_WORDS, *_READ))
    query = f"select distinct {told}, {_contradicted(charge)} from charge_read order by all"
    read_offenses(connection, codes, query)


def _contradicted(charge: Section) -> str:
    labels = [
        label
        for name in (*_WORDS, *_READ)
        if (field := charge.fields.get(name)) and isinstance(field.source, Reading)
        for label in field.source.columns
    ]
    return f"list_has_any(conflicts, [{', '.join(map(literal, labels))}]::varchar[])"


def map_records(connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile) -> None:
    """Make a view for each table that is written; `RELATIONS` names them."""
    name = literal(file.layout.kept.name)
    for query in (
        _cases(mapping, name),
        _charges(mapping, name),
        _defendants(mapping, name),
        _identifiers(mapping, file),
        f"""quarantine_mapped as select {name} as file, row, reason, text from quarantine
            where not starts_with(reason, {literal(WITHHELD)})""",
    ):
        connection.execute(f"create temp view {query}")


def _cases(mapping: CsvMapping, file: str) -> str:
    case = mapping.case
    values = {name: value_of(case, name) for name in case.fields}
    if "number" not in values and len(case.key) == 1:
        values["number"] = "case_id"
    doubted = "case_id in (select case_id from doubtful_cases)"
    values["charges_complete"] = (
        f"case when {doubted} then false when case_id not in (from gaps)"
        f" then {values.get('charges_complete', 'null')} end"
    )
    cells = "".join(f", {value} as {name}" for name, value in values.items())
    return f"""cases_mapped as
        select case_id, {file} as source_file, row as source_row, {_unreadable(case)}{cells},
            false as objections_checked, false as victims_checked, false as participants_checked
        from case_read"""


def _defendants(mapping: CsvMapping, file: str) -> str:
    person = mapping.person
    values = {name: value_of(person, name) for name in person.fields}
    search = "history_checked_on"
    doubted = "case_id in (select case_id from doubtful_people)"
    lost = {}
    if search in values:
        lost[search] = f"({lost_of(person, search)} or {doubted} and {values[search]} is not null)"
        values[search] = f"case when not {doubted} then {values[search]} end"
    cells = "".join(f", {value} as {name}" for name, value in values.items())
    return f"""defendants_mapped as
        select case_id, {file} as source_file, row as source_row,
            {_unreadable(person, lost)}{cells}
        from person_read"""


def _identifiers(mapping: CsvMapping, file: CsvFile) -> str:
    columns = {**mapping.person.identifiers, **mapping.case.identifiers}
    if mapping.person.key:
        columns["feed_person_key"] = mapping.person.key[0]
    parts = [
        f"select case_id, {literal(kind)} as kind, {known_sql(file.names[column], mapping.blank)}"
        " as value from case_cells"
        for kind, column in columns.items()
    ]
    if "linked_case" in columns:
        # Both sides of a link have the number of the case that was first.
        linked = known_sql(file.names[columns["linked_case"]], mapping.blank)
        parts.append(
            f"""select case_id, 'linked_case', case_id from case_cells
            where case_id in (select {linked} from case_cells)"""
        )
    nobody = "select null::varchar as case_id, null::varchar as kind, null::varchar as value"
    told = " union all ".join(parts or [nobody])
    return f"identifiers_mapped as select * from ({told}) where value is not null"


def _charges(mapping: CsvMapping, file: str) -> str:
    charge = mapping.charge
    values = {name: value_of(charge, name) for name in charge.fields}
    lost = {}
    for name, wrong in _contradictions(charge):
        lost[name] = f"({lost_of(charge, name)} or {wrong})"
        values[name] = f"case when not {wrong} then {values[name]} end"
    values |= dict(_derived(charge))
    cells = "".join(f", {value} as {name}" for name, value in values.items())
    told = "".join(
        f" and words.{theirs} is not distinct from {value_of(charge, name)}"
        for name, theirs in [
            *((name, name) for name in _WORDS),
            *((name, f"told_{name}") for name in _READ),
        ]
    )
    return f"""charges_mapped as
        select charge_id, case_id, words.offense_id, {file} as source_file, row as source_row,
            {_unreadable(charge, lost)}{cells}
        from charge_read
        left join offense_words words on words.contradicted = {_contradicted(charge)}{told}"""


def _contradictions(charge: Section) -> Iterator[tuple[str, str]]:
    """Days that cannot both be right: no charge ends before its offence, no sentence before both.

    Of offence and disposition both are set aside: nothing says which of the two is wrong.
    """
    offense, disposed = (
        f"({value_of(charge, name)})::date" for name in ("offense_date", "disposition_date")
    )
    wrong = f"coalesce({disposed} < {offense}, false)"
    if {"offense_date", "disposition_date"} <= charge.fields.keys():
        yield from ((name, wrong) for name in ("offense_date", "disposition_date"))
    if "sentence_end" in charge.fields:
        ended = f"({value_of(charge, 'sentence_end')})::date"
        yield "sentence_end", f"coalesce({ended} < greatest({disposed}, {offense}), false)"


def _derived(charge: Section) -> Iterator[tuple[str, str]]:
    """Columns that follow from others, where the mapping does not say them outright."""
    for name in (*_READ, "product_form"):
        lost, told = lost_of(charge, name), value_of(charge, name)
        yield name, f"case when not {lost} then coalesce({told}, words.{name}) end"
    for name, bound in (
        ("quantity_below_grams", "below_grams"),
        ("quantity_at_least_grams", "at_least_grams"),
    ):
        lost, told = lost_of(charge, name), value_of(charge, name)
        yield name, f"case when not {lost} then coalesce({told}, words.{bound}) end"
    yield "weight_basis", _weight_basis(charge)
    yield from _as_recorded(charge)
    if "treatment" not in charge.fields and "disposition" in charge.fields:
        disposition = value_of(charge, "disposition")
        treated = ", ".join(map(literal, _TREATED))
        yield "treatment", f"case when {disposition} not in ({treated}) then 'not_applicable' end"


def _weight_basis(charge: Section) -> str:
    lost, told = lost_of(charge, "weight_basis"), value_of(charge, "weight_basis")
    weighed = [name for name in _WEIGHTS if name in charge.fields]
    label = "words.weight_basis"
    if weighed:
        # A file with a column for a weight does not say, by leaving it blank, that there was none.
        none = " and ".join(
            f"{value_of(charge, n)} is null and not {lost_of(charge, n)}" for n in weighed
        )
        label = f"case when {none} then nullif(words.weight_basis, 'not_applicable') end"
    return f"case when not {lost} then coalesce({told}, {label}) end"


def _as_recorded(charge: Section) -> Iterator[tuple[str, str]]:
    for name, recorded in (
        ("disposition", "disposition_recorded"),
        ("quantity_grams", "quantity_recorded"),
    ):
        field = charge.fields.get(name)
        if recorded in charge.fields or field is None or not isinstance(field.source, Reading):
            continue
        if name == "disposition":
            yield recorded, f"x_{name}"
        elif field.source.unit != "g":
            yield recorded, f"x_{name} || {literal(' ' + field.source.unit)}"


def _unreadable(section: Section, instead: Mapping[str, str] | None = None) -> str:
    lost = {name: lost_of(section, name) for name in section.fields} | dict(instead or {})
    named = ", ".join(f"case when {lost[name]} then '{name}' end" for name in sorted(lost))
    return f"""list_filter([{named}]::varchar[], lambda name: name is not null)
        as unreadable"""
