"""Whether a value fits its field; what does not goes onto a page that is attached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Dictionary, Name, String

from vacatur.documents.form_fields import FieldKind, FormField, Widget
from vacatur.documents.form_map import Constant, FormMap
from vacatur.documents.form_text import Layout, Style, in_cells, in_lines, in_one_line, style_of
from vacatur.documents.form_values import Spill, Values, Wanted
from vacatur.errors import PaperRefused

SEE_ATTACHED = "see attached page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """What had no room in the form, for a page that is attached.

    Either `text`, or the rows of a table from row `first_row` on, under `columns`.
    """

    label: str
    text: str  # "" for rows of a table
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # a cell is "" where the row has no such value
    first_row: int  # 0 for a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A text in its field: what is stored, what is shown, and how it is drawn in each place."""

    stored: str
    shown: str
    layouts: tuple[Layout, ...]


def placed(
    form_map: FormMap, fields: Mapping[str, FormField], values: Values, *, where: str
) -> tuple[dict[str, Placed], tuple[Overflow, ...]]:
    """Place every text of a matter.

    Returns
    -------
    tuple
        By field, the text as it stands there; and what has no room, in the order of the map, with
        rows of tables last. The field of such a text says "see attached page".

    Raises
    ------
    PaperRefused
        A text is no option of its field, or a field has no room even for "see attached page".
    """
    texts: dict[str, Placed] = {}
    overflow: list[Overflow] = []
    for name, wanted in values.texts.items():
        fitting = _fitting(fields[name], wanted, where)
        if fitting is None:
            if isinstance(form_map.fields[name], Constant):
                raise _no_room(form_map.path.name, name)
            fitting = _fitting(fields[name], _SAYING_SO, where)
            overflow.append(_text_over(wanted))
        if fitting is None:
            raise _no_room(where, name)
        texts[name] = fitting
    for spill in values.spills:
        name, fitting = _saying_so(form_map, fields, spill, where)
        texts[name] = fitting
        overflow.append(_rows_over(spill))
    return texts, tuple(overflow)


_SAYING_SO = Wanted(text=SEE_ATTACHED, label="")


def _text_over(wanted: Wanted) -> Overflow:
    return Overflow(label=wanted.label, text=wanted.text, columns=(), rows=(), first_row=0)


def _rows_over(spill: Spill) -> Overflow:
    return Overflow(
        label=spill.table, text="", columns=spill.columns, rows=spill.rows, first_row=spill.first
    )


def _saying_so(
    form_map: FormMap, fields: Mapping[str, FormField], spill: Spill, where: str
) -> tuple[str, Placed]:
    """The first cell of a table's last row that can say where the rest is."""
    cells = form_map.cells(spill.table)
    last = [name for name, rule in cells.items() if rule.row == spill.first]
    for name in last:
        fitting = _fitting(fields[name], _SAYING_SO, where)
        if fitting is not None:
            return name, fitting
    raise _no_room(where, last[0])


def _no_room(where: str, name: str) -> PaperRefused:
    return PaperRefused(
        f"field [{name}] has no room for its value, nor for [{SEE_ATTACHED}]",
        where=where,
        why="A value that is cut off is another value.",
        repair="Leave the field with `leave: true` and fill it by hand, or choose a shorter"
        " particular.",
    )


# ---- one field ----------------------------------------------------------------------------------


def _fitting(field: FormField, wanted: Wanted, where: str) -> Placed | None:
    """How a text stands in all places of a field; None: there is no room in one of them."""
    stored, shown = wanted.text, wanted.text
    if field.kind is FieldKind.CHOICE:
        option = _option(field, wanted, where)
        if option is None:
            return None
        stored, shown = option
    elif field.max_length is not None and len(stored) > field.max_length:
        return None
    layouts = [_layout(field, widget, shown) for widget in field.widgets]
    whole = tuple(each for each in layouts if each is not None)
    if len(whole) < len(layouts):
        return None
    return Placed(stored=stored, shown=shown, layouts=whole)


def _option(field: FormField, wanted: Wanted, where: str) -> tuple[str, str] | None:
    for stored, shown in field.options:
        if wanted.text in (stored, shown):
            return stored, shown
    if field.is_editable or not wanted.text:
        return wanted.text, wanted.text
    if wanted is _SAYING_SO:
        return None
    known = ", ".join(f"[{shown}]" for _, shown in field.options)
    raise PaperRefused(
        f"[{wanted.label}] is none of the options of field [{field.name}]",
        where=where,
        repair=f"The form has {known}.",
    )


def _layout(field: FormField, widget: Widget, text: str) -> Layout | None:
    style = _style(field, widget)
    width, height = widget.size
    if not text:
        return Layout(face=style.face, size=1.0, width=width, height=height, lines=())
    if field.kind is FieldKind.COMB and field.max_length:
        return in_cells(text, style, width, height, field.max_length)
    set_text = in_lines if field.kind is FieldKind.LINES else in_one_line
    return set_text(text, style, width, height)


def _style(field: FormField, widget: Widget) -> Style:
    """The style of a place: its own, or the field's, or the form's."""
    own = widget.node.get("/DA", field.attributes.get("/DA"))
    appearance = str(own) if isinstance(own, String) else ""
    quadding: Any = widget.node.get("/Q", field.attributes.get("/Q"))
    alignment = quadding if isinstance(quadding, int) and quadding in (0, 1, 2) else 0
    return style_of(appearance, _base_font(field, appearance), alignment)


def _base_font(field: FormField, appearance: str) -> str:
    """The name of the font that a field's appearance names; "" if the form does not have it."""
    named = next((word for word in appearance.split() if word.startswith("/")), "")
    found: Any = field.attributes.get("/DR")
    for key in ("/Font", named, "/BaseFont"):
        found = found.get(key) if isinstance(found, Dictionary) and key else None
    return str(found) if isinstance(found, Name) else ""
