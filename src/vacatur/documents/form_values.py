"""What each field of a form is to hold in one matter, before it is asked whether it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vacatur.documents.form_fields import STATE_KINDS, FieldKind, FormField
from vacatur.documents.form_map import (
    OFF,
    Constant,
    FieldRule,
    FormMap,
    FromParticular,
    FromRow,
    Leave,
)
from vacatur.documents.form_text import cannot_be_shown, normal
from vacatur.errors import PaperRefused

Particulars = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a field is to hold. `label` is what a page that is attached calls it."""

    text: str  # "": nothing, not even what the blank form suggests
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spill:
    """Rows of a table that have no room; the first of them is the form's last row, `first`."""

    table: str
    first: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # a cell is "" where the row has no such value


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """By field: what it is to hold. A field that is left alone has no entry."""

    texts: Mapping[str, Wanted]
    states: Mapping[str, str]
    spills: tuple[Spill, ...]


def values_of(
    form_map: FormMap, fields: Mapping[str, FormField], particulars: Particulars, *, where: str
) -> Values:
    """What every field is to hold.

    Raises
    ------
    PaperRefused
        Particulars are missing, or hold what no field can show: all of them are named at once. Or
        a particular has a value for which the map names no state, or is no text or table.
    """
    _require_all(form_map, particulars, where)
    texts: dict[str, Wanted] = {}
    states: dict[str, str] = {}
    for name, rule in form_map.fields.items():
        if isinstance(rule, Constant):
            wanted = Wanted(text=normal(rule.text), label=name)
        elif isinstance(rule, FromParticular):
            text = _text_of(particulars, rule.particular, where)
            if rule.states is not None:
                text = _state(rule, name, text, where) if text else OFF
            wanted = Wanted(text=text, label=rule.label)
        else:
            continue
        if fields[name].kind in STATE_KINDS:
            states[name] = wanted.text
        else:
            texts[name] = wanted
    spills = []
    for table in form_map.tables():
        cells, spill = _cells(form_map, table, _rows(particulars, table, where), where)
        texts |= cells
        spills += [spill] if spill else []
    _require_shown(texts, spills, where)
    return Values(texts=texts, states=states, spills=tuple(spills))


def require_same_fields(form_map: FormMap, fields: Mapping[str, FormField]) -> None:
    """Refuse a map that does not name exactly the fields of the form, or gives one what it is not.

    Raises
    ------
    PaperRefused
        All fields of the form that the map does not name, all that the form does not have, or the
        first that cannot hold what the map gives it.
    """
    unnamed = [name for name in fields if name not in form_map.fields]
    if unnamed:
        raise PaperRefused(
            f"the field map does not name {_listed(unnamed)}",
            where=form_map.path.name,
            why="They would stay blank, and nobody would have decided that.",
            repair="Say what goes into each, or `leave: true`.",
        )
    lacking = [name for name in form_map.fields if name not in fields]
    if lacking:
        raise PaperRefused(
            f"the form has no field {_listed(lacking)}",
            where=form_map.path.name,
            why="What the map puts there would be lost.",
            repair="Look at `vacatur packet form describe`.",
        )
    for name, rule in form_map.fields.items():
        fault = _unfit(rule, fields[name])
        if fault:
            raise PaperRefused(
                f"field [{name}] cannot hold what the map gives it: {fault}",
                where=form_map.path.name,
                repair="Mend the map, or write `leave: true`.",
            )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"[{name}]" for name in names)


# ---- what the map gives, and what the form takes ------------------------------------------------


def _unfit(rule: FieldRule, field: FormField) -> str:
    """Why a field cannot hold what a rule gives it; "" if it can."""
    if isinstance(rule, Leave):
        return "its own value is not drawn; give it as a `constant`" if field.is_undrawn else ""
    if field.kind in (FieldKind.BUTTON, FieldKind.SIGNATURE, FieldKind.OTHER):
        return f"it is {field.kind.definition}"
    if not all(widget.is_shown for widget in field.widgets):
        return "it is not shown, or not printed"
    if field.kind in STATE_KINDS:
        return _unfit_state(rule, field)
    if isinstance(rule, FromParticular) and rule.states is not None:
        return "`states` are for boxes and buttons"
    if any(widget.is_turned for widget in field.widgets):
        return "its text would stand on its side"
    if not isinstance(rule, Constant) or field.kind is not FieldKind.CHOICE or field.is_editable:
        return ""
    options = [each for stored_and_shown in field.options for each in stored_and_shown]
    return "" if rule.text in options else f"[{rule.text}] is no option of it"


def _unfit_state(rule: FromParticular | FromRow | Constant, field: FormField) -> str:
    if isinstance(rule, Constant):
        given = [rule.text]
    elif isinstance(rule, FromParticular) and rule.states is not None:
        given = list(rule.states.values())
    else:
        return "a box needs `states`, each value of the particular with the state it stands for"
    for state in given:
        if state != OFF and state not in field.states:
            return f"it has no state [{state}]; it has {_listed((OFF, *field.states))}"
    return ""


# ---- one matter ---------------------------------------------------------------------------------


def _require_all(form_map: FormMap, particulars: Particulars, where: str) -> None:
    missing = [
        rule.particular
        for rule in form_map.fields.values()
        if isinstance(rule, FromParticular)
        and rule.is_required
        and not _text_of(particulars, rule.particular, where)
    ]
    for table in form_map.tables():
        rows = _rows(particulars, table, where)
        needed = sorted({r.column for r in form_map.cells(table).values() if r.is_required})
        if needed and not rows:
            missing.append(table)
        missing += [
            f"{table}, row {number}, {column}"
            for number, row in enumerate(rows, 1)
            for column in needed
            if not _text_of(row, column, where)
        ]
    if missing:
        raise PaperRefused(
            f"the form {form_map.form} needs {_listed(list(dict.fromkeys(missing)))}",
            where=where,
            why="A court sends back a form that is not filled.",
            repair="Record what is missing, or write `required: no` where the form may be blank.",
        )


def _state(rule: FromParticular, field: str, text: str, where: str) -> str:
    states = rule.states or {}
    if text not in states:
        raise PaperRefused(
            f"[{rule.particular}] has a value for which the map names no state of field [{field}]",
            where=where,
            why="A box that is not ticked says no, and nobody said no.",
            repair=f"The map knows {_listed(list(states))}. Add the value, or correct it.",
        )
    return states[text]


def _cells(
    form_map: FormMap, table: str, rows: Sequence[Mapping[str, Any]], where: str
) -> tuple[dict[str, Wanted], Spill | None]:
    """The cells of a table, and the rows that have no room.

    Where rows are left over, the form's last row is kept free to say where they are.
    """
    room = form_map.row_count(table)
    fits = len(rows) if len(rows) <= room else room - 1
    cells = {
        name: Wanted(
            text=_text_of(rows[rule.row - 1], rule.column, where) if rule.row <= fits else "",
            label=f"{table}, row {rule.row}, {rule.column}",
        )
        for name, rule in form_map.cells(table).items()
    }
    if fits == len(rows):
        return cells, None
    columns = tuple(dict.fromkeys(rule.column for rule in form_map.cells(table).values()))
    over = tuple(tuple(_text_of(row, column, where) for column in columns) for row in rows[fits:])
    return cells, Spill(table=table, first=room, columns=columns, rows=over)


def _require_shown(texts: Mapping[str, Wanted], spills: Sequence[Spill], where: str) -> None:
    """Refuse what no field can show. What goes onto an attached page is that page's to refuse."""
    faults = {
        wanted.label: found for wanted in texts.values() if (found := cannot_be_shown(wanted.text))
    }
    if faults:
        said = "; ".join(f"[{label}] has {', '.join(found)}" for label, found in faults.items())
        raise PaperRefused(
            f"no field of the form can show what stands in these: {said}",
            where=where,
            why="A field holds the letters of Western European languages, and nothing that is not"
            " seen. Any other would be printed as a hole.",
            repair="Write it as the court's own record has it.",
        )


def _rows(particulars: Particulars, table: str, where: str) -> Sequence[Mapping[str, Any]]:
    rows = particulars.get(table) or ()
    whole = isinstance(rows, Sequence) and not isinstance(rows, str | bytes)
    if not whole or not all(isinstance(row, Mapping) for row in rows):
        raise PaperRefused(f"[{table}] is not a table", where=where)
    return rows


def _text_of(values: Mapping[str, Any], name: str, where: str) -> str:
    """A value as text, "" where there is none; yes and no are words."""
    value = values.get(name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise PaperRefused(
            f"[{name}] is not a text", where=where, repair="Give it as it is to be printed."
        )
    return normal(value)
