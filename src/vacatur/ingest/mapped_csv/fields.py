"""Read what a mapping file says about one column of the record, and check it against its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from vacatur.day_formats import fault_of, has_two_digit_year
from vacatur.errors import nearest
from vacatur.ingest.mapped_csv.keys import AS_PRINTED, AS_RECORDED, FIELD_KEYS, REVIEW, UNREADABLE
from vacatur.ingest.mapped_csv.mapping import Constant, Field, Reading
from vacatur.record.columns import ColumnType
from vacatur.yaml_nodes import Keys, Node, Scalar, day_of, scalars_of, text_of

# Exact by definition: the international ounce and pound.
_UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "grams": {
        "g": Decimal(1),
        "kg": Decimal(1000),
        "mg": Decimal("0.001"),
        "oz": Decimal("28.349523125"),
        "lb": Decimal("453.59237"),
    },
    "US dollars": {"dollars": Decimal(1), "cents": Decimal("0.01")},
    "milligrams": {"mg": Decimal(1), "g": Decimal(1000)},
    "per cent": {"percent": Decimal(1)},
}
_THOUSANDS = (",", "'", " ")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_SPEECH = {bool: "yes-or-no", date: "date", int: "number", Decimal: "number"}
TRUTH: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(slots=True, kw_only=True)
class Context:
    """What holds for the whole file, and which columns have been named so far, on which line."""

    blank: tuple[str, ...]
    declared_through: date | None
    lines: dict[str, int] = field(default_factory=dict)

    def names(self, node: Node) -> tuple[str, ...]:
        """Names of columns: one, or a list of them."""
        scalars = scalars_of(node, "a name of a column")
        for each in scalars:
            if not each.text.strip():
                raise each.place.error("a name of a column is blank")
            self.lines.setdefault(each.text, each.place.line)
        return tuple(each.text for each in scalars)


def parse_field(column: ColumnType, node: Node, context: Context) -> Field:
    """Read what one column of the record is made from."""
    keys = (
        node
        if isinstance(node, Keys)
        else Keys(node.place, {"column": node}, {"column": node.place})
    )
    if "const" in keys.nodes and not _is_printed(column):
        keys.require_known(["const"], "a constant")
        return Field(column=column, source=Constant(value=_constant(column, keys.nodes["const"])))
    keys.require_known(_allowed(column), f"a {_kind(column)} column")
    if "column" not in keys.nodes:
        raise keys.place.error(
            f"[{column.name}] names no column", repair="Give it a `column` or a `const`."
        )
    return Field(column=column, source=_reading(column, keys, context))


def _is_printed(column: ColumnType) -> bool:
    """Whether it tells people apart: what stands on every row, or becomes another, tells nobody."""
    return column in AS_PRINTED.values()


def _kind(column: ColumnType) -> str:
    if _is_printed(column):
        return "printed text"
    if column.terms:
        return "term"
    return "list" if column.is_list else _SPEECH.get(column.kind, "text")


def _allowed(column: ColumnType) -> Sequence[str]:
    of_type = {
        "date": ("formats", "pivot", "earliest", "latest"),
        "number": ("unit", "thousands"),
        "yes-or-no": ("map", "unmapped"),
        "printed text": (),
    }.get(_kind(column), ("map", "unmapped"))
    listed = ("split",) if column.is_list else ()
    return [key for key in FIELD_KEYS if key in ("column", "blank", *of_type, *listed)]


def _reading(column: ColumnType, keys: Keys, context: Context) -> Reading:
    nodes = keys.nodes
    blank = [each.text for each in scalars_of(nodes["blank"], "a word")] if "blank" in nodes else []
    shared = Reading(
        columns=context.names(nodes["column"]),
        blank=(*context.blank, *(each.strip().lower() for each in blank)),
    )
    return _BY_KIND[_kind(column)](column, keys, context, shared)


def _date(column: ColumnType, keys: Keys, context: Context, shared: Reading) -> Reading:
    _require(keys, column, "formats", 'Say how it is written: formats: ["%Y-%m-%d"].')
    scalars = scalars_of(keys.nodes["formats"], "a format")
    for each in scalars:
        if fault := fault_of(each.text):
            raise each.place.error(f"[{each.text}] is not a format of a date: {fault}")
    pivot = pivot_of(keys, [each for each in scalars if has_two_digit_year(each.text)])
    last = None if column.about.later else context.declared_through
    earliest = day_of(keys.nodes["earliest"]) if "earliest" in keys.nodes else _FIRST_DAY
    latest = day_of(keys.nodes["latest"]) if "latest" in keys.nodes else last or _LAST_DAY
    if earliest > latest:
        raise keys.place.error(f"[{column.name}] has no day from [{earliest}] to [{latest}]")
    formats = tuple(each.text for each in scalars)
    return replace(shared, formats=formats, pivot=pivot, earliest=earliest, latest=latest)


def pivot_of(keys: Keys, short: Sequence[Scalar]) -> int | None:
    """The last year that two digits can mean; `short` are the formats that have two of them."""
    if "pivot" not in keys.nodes:
        if short:
            raise short[0].place.error(
                f"[{short[0].text}] has a year of two digits",
                why="31 December 68 may be in 1968 or in 2068.",
                repair="Add `pivot`, the last year that it can mean: pivot: 2030.",
            )
        return None
    node = keys.nodes["pivot"]
    text = text_of(node, "a year")
    if not short or not re.fullmatch("(19|20|21)[0-9]{2}", text):
        what = f"[{text}] is not a year from 1900 to 2199" if short else "no format has %y"
        raise node.place.error(f"`pivot` cannot be used: {what}")
    return int(text)


def _number(column: ColumnType, keys: Keys, context: Context, shared: Reading) -> Reading:
    units = _UNITS.get(column.about.unit, {})
    unit, factor = "", Decimal(1)
    if units:
        _require(keys, column, "unit", f"Say in which unit: one of {', '.join(units)}.")
    if "unit" in keys.nodes:
        unit = text_of(keys.nodes["unit"], "a unit")
        if unit not in units:
            raise keys.nodes["unit"].place.error(
                f"[{unit}] is not a unit of [{column.name}]",
                repair=nearest(unit, units) if units else "It has none.",
            )
        factor = units[unit]
    thousands = (
        text_of(keys.nodes["thousands"], "one character") if "thousands" in keys.nodes else ""
    )
    if thousands and thousands not in _THOUSANDS:
        raise keys.nodes["thousands"].place.error(
            f"[{thousands}] cannot stand between thousands", repair=nearest(thousands, _THOUSANDS)
        )
    return replace(shared, unit=unit, factor=factor, thousands=thousands)


def _words(column: ColumnType, keys: Keys, context: Context, shared: Reading) -> Reading:
    if column.terms or column.kind is bool:
        _require(keys, column, "map", "Say which wording is which term; nothing is guessed.")
    terms = _terms(column, keys.nodes["map"]) if "map" in keys.nodes else None
    unmapped = UNREADABLE
    if "unmapped" in keys.nodes:
        unmapped = text_of(keys.nodes["unmapped"], "a word")
        free = terms is not None and not column.terms and column.kind is str
        known = (UNREADABLE, AS_RECORDED) if free else (UNREADABLE,)
        if unmapped not in known:
            raise keys.nodes["unmapped"].place.error(
                f"[{unmapped}] cannot become of a wording of [{column.name}]",
                repair=nearest(unmapped, known),
            )
    split = ""
    if column.is_list:
        _require(keys, column, "split", 'Say what stands between its items: split: ";".')
        split = text_of(keys.nodes["split"], "a character")
    keep = unmapped == AS_RECORDED
    return replace(shared, terms=terms, keep_unmapped=keep, split=split)


_BY_KIND: Mapping[str, Callable[[ColumnType, Keys, Context, Reading], Reading]] = {
    "date": _date,
    "number": _number,
    **dict.fromkeys(("yes-or-no", "term", "list", "text", "printed text"), _words),
}


def _terms(column: ColumnType, node: Node) -> Mapping[str, str | None]:
    if not isinstance(node, Keys) or not node.nodes:
        raise node.place.error("a map has wordings, each with what it becomes")
    found: dict[str, str | None] = {}
    for wording, value in node.nodes.items():
        plain = normal(wording)
        if plain in found:
            raise node.keys[wording].error(f"the wording [{plain}] stands twice")
        text = text_of(value, "what the wording becomes")
        found[plain] = None if text == REVIEW else text
        if text != REVIEW:
            _check_value(column, value, text)
    return found


def normal(wording: str) -> str:
    """A wording without the differences that mean nothing: spaces, and small or large letters."""
    return re.sub(r"\s+", " ", wording.strip()).upper()


def _check_value(column: ColumnType, node: Node, text: str) -> None:
    known = column.terms or (frozenset(TRUTH) if column.kind is bool else frozenset())
    if known and text not in known:
        raise node.place.error(
            f"[{text}] is not a term of [{column.name}]", repair=nearest(text, {*known, REVIEW})
        )
    if not text.strip() or (column.name == "state" and not re.fullmatch("[A-Z]{2}", text)):
        raise node.place.error(f"[{text}] cannot be [{column.name}]: {column.about.meaning}")


def _constant(
    column: ColumnType, node: Node
) -> str | date | Decimal | int | bool | tuple[str, ...]:
    if column.is_list:
        scalars = scalars_of(node, "a value")
        for each in scalars:
            _check_value(column, each, each.text)
        return tuple(each.text for each in scalars)
    text = text_of(node, "a value")
    if column.kind is date:
        return day_of(node)
    if column.kind in (int, Decimal):
        if not re.fullmatch(
            r"[0-9]{1,9}(\.[0-9]{1,10})?" if column.kind is Decimal else "[0-9]{1,9}", text
        ):
            raise node.place.error(f"[{text}] is not a number for [{column.name}]")
        return Decimal(text) if column.kind is Decimal else int(text)
    _check_value(column, node, text)
    return TRUTH[text] if column.kind is bool else text


def _require(keys: Keys, column: ColumnType, key: str, repair: str) -> None:
    if key not in keys.nodes:
        raise keys.place.error(f"[{column.name}] has no `{key}`", repair=repair)
