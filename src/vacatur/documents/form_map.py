"""A field map: what goes into each field of one revision of a court's own form, read strictly.

An office writes it beside the blank form. Every field of the form stands in it, if only as left
alone, so that no field is blank because nobody thought of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import PaperRefused, nearest
from vacatur.yaml_nodes import Keys, Node, choice_of, read_nodes, require_format, text_of

FORMAT = 1
OFF = "Off"  # the state of a box that is not ticked, in every form
KEYS: Mapping[str, str] = {
    "format": "version of this format, 1",
    "form": "the court's own number, as printed: CC-DC-CR-072D",
    "revision": "the revision as printed: 10/2025",
    "sha256": "hash of the blank form",
    "fields": "every field of the form, and what goes into it",
}
# What a field can hold, and what may stand beside it.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "particular": ("states", "required", "label"),
    "constant": (),
    "table": ("row", "column", "required"),
    "leave": (),
}
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_FORM = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FromParticular:
    """A particular, as it is, or the state of a box that stands for its value.

    `states` maps a value of the particular to a state; None: the field holds the value itself.
    `label` is what a page that is attached calls it.
    """

    particular: str
    states: Mapping[str, str] | None
    is_required: bool
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromRow:
    """One cell of a table; rows count from 1."""

    table: str
    row: int
    column: str
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """The same text, or the same state of a box, in every matter."""

    text: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing: the field stays as the court left it."""


FieldRule = FromParticular | FromRow | Constant | Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMap:
    """A field map, read. `fields` has a rule for each field's full name, in the file's order."""

    path: Path
    form: str
    revision: str
    sha256: str
    fields: Mapping[str, FieldRule]

    def row_count(self, table: str) -> int:
        """How many rows of a table the form has room for."""
        return max(rule.row for rule in self.cells(table).values())

    def cells(self, table: str) -> Mapping[str, FromRow]:
        """The fields of one table."""
        rules = self.fields.items()
        return {n: rule for n, rule in rules if isinstance(rule, FromRow) and rule.table == table}

    def tables(self) -> tuple[str, ...]:
        """The tables that have fields here."""
        rules = self.fields.values()
        return tuple(dict.fromkeys(rule.table for rule in rules if isinstance(rule, FromRow)))


def load_form_map(
    path: Path, *, particulars: Collection[str], tables: Mapping[str, Collection[str]]
) -> FormMap:
    """Read a field map.

    Parameters
    ----------
    path
        A YAML file; docs/forms.md has its keys.
    particulars
        The names of all particulars that a matter can have.
    tables
        The names of all tables, each with those of its columns.

    Raises
    ------
    PaperRefused
        With the line: a key, particular, table or column is not known (the nearest is named), one
        stands twice or is missing, rows have a gap, or a place is still [?].
    """
    root = read_nodes(path, PaperRefused)
    root.require_known(KEYS, "a field map")
    require_format(root, FORMAT, "the field map")
    fields = _need(root, "fields")
    if not isinstance(fields, Keys) or not fields.nodes:
        raise fields.place.error("`fields` must be the form's fields, each with what it holds")
    rules = {name: _rule(node, particulars, tables) for name, node in fields.nodes.items()}
    form_map = FormMap(
        path=path,
        form=_matching(root, "form", _FORM, "letters, digits and hyphens: CC-DC-CR-072D"),
        revision=_filled(root, "revision"),
        sha256=_matching(root, "sha256", _SHA256, "64 small hexadecimal digits"),
        fields=rules,
    )
    for table in form_map.tables():
        _require_whole_rows(fields, form_map, table)
    return form_map


def _need(root: Keys, key: str) -> Node:
    node = root.nodes.get(key)
    if node is None:
        raise root.place.error(f"the field map has no `{key}`", repair=f"Add it: {KEYS[key]}.")
    return node


def _filled(root: Keys, key: str) -> str:
    node = _need(root, key)
    text = text_of(node, "a text").strip()
    if not text:
        raise node.place.error(f"`{key}` is blank", repair=f"Fill it: {KEYS[key]}.")
    return text


def _matching(root: Keys, key: str, pattern: re.Pattern[str], shape: str) -> str:
    text = _filled(root, key)
    if not pattern.fullmatch(text):
        raise root.nodes[key].place.error(f"[{text}] is no {key}", repair=f"Write {shape}.")
    return text


# ---- one field ----------------------------------------------------------------------------------


def _rule(
    node: Node, particulars: Collection[str], tables: Mapping[str, Collection[str]]
) -> FieldRule:
    if not isinstance(node, Keys):
        raise node.place.error("a field must be keys and values", repair="Write {particular: ...}.")
    kind = _kind(node)
    node.require_known((kind, *_BESIDE[kind]), f"a field with `{kind}`")
    if kind == "particular":
        return _from_particular(node, particulars)
    if kind == "table":
        return _from_row(node, tables)
    text = text_of(node.nodes[kind], "a text").strip()
    if kind == "constant" and text:
        return Constant(text=text)
    if kind == "leave" and _YES_NO.get(text) is True:
        return Leave()
    raise node.nodes[kind].place.error(
        f"`{kind}` is [{text}]",
        repair="Give the text that goes into the field, or write `leave: true`.",
    )


def _kind(node: Keys) -> str:
    kinds = [each for each in _BESIDE if each in node.nodes]
    if len(kinds) == 1:
        return kinds[0]
    known = [*_BESIDE, *(key for keys in _BESIDE.values() for key in keys)]
    node.require_known(known, "a field")
    raise node.place.error(
        "the field must have one of `particular`, `constant`, `table` and `leave`",
        why="A field holds one thing.",
    )


def _from_particular(node: Keys, particulars: Collection[str]) -> FromParticular:
    name = _known(node, "particular", particulars, "a particular")
    label = text_of(node.nodes["label"], "a text").strip() if "label" in node.nodes else ""
    return FromParticular(
        particular=name, states=_states(node), is_required=_required(node), label=label or name
    )


def _states(node: Keys) -> Mapping[str, str] | None:
    states = node.nodes.get("states")
    if states is None:
        return None
    if not isinstance(states, Keys) or not states.nodes:
        raise states.place.error(
            "`states` must be values of the particular, each with a state",
            repair="Write {circuit: Yes, district: Off}, with the states that the form names.",
        )
    return {value: text_of(state, "a state") for value, state in states.nodes.items()}


def _from_row(node: Keys, tables: Mapping[str, Collection[str]]) -> FromRow:
    table = _known(node, "table", tables, "a table")
    for key in ("row", "column"):
        if key not in node.nodes:
            raise node.place.error(f"the field has a `table` and no `{key}`")
    row = text_of(node.nodes["row"], "a number")
    if not re.fullmatch(r"[1-9][0-9]{0,2}", row):
        raise node.nodes["row"].place.error(f"[{row}] is no row", repair="Rows count from 1.")
    column = _known(node, "column", tables[table], f"a column of [{table}]")
    return FromRow(table=table, row=int(row), column=column, is_required=_required(node))


def _known(node: Keys, key: str, known: Collection[str], what: str) -> str:
    name = text_of(node.nodes[key], "a name").strip()
    if name not in known:
        raise node.nodes[key].place.error(f"[{name}] is not {what}", repair=nearest(name, known))
    return name


def _required(node: Keys) -> bool:
    return choice_of(node, "required", _YES_NO, "yes")


# ---- tables -------------------------------------------------------------------------------------


def _require_whole_rows(fields: Keys, form_map: FormMap, table: str) -> None:
    """Every row from 1 on has every column, once: a gap would print the next charge beside it."""
    taken: dict[tuple[int, str], str] = {}
    cells = form_map.cells(table)
    for name, rule in cells.items():
        if (rule.row, rule.column) in taken:
            raise fields.keys[name].error(
                f"row {rule.row} of [{table}] has its [{rule.column}] in"
                f" [{taken[rule.row, rule.column]}] already"
            )
        taken[rule.row, rule.column] = name
    columns = sorted({rule.column for rule in cells.values()})
    for row in range(1, form_map.row_count(table) + 1):
        for column in columns:
            if (row, column) not in taken:
                raise fields.place.error(
                    f"row {row} of [{table}] has no field for [{column}]",
                    why="Rows are filled from the first on; one with a hole would drop a value.",
                    repair="Name the field, or leave the form's later rows with `leave: true`.",
                )
