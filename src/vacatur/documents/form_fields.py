"""The fields of a court's own form, read from the PDF itself, and what no form may be.

The tree of fields is walked here, and not by a library's helper, because a helper that repairs or
skips what it finds odd would leave a field blank without a word.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import AnnotationFlag, Array, Dictionary, FormFieldFlag, Name, Object, String

from vacatur.errors import PaperRefused
from vacatur.record.terms import Term

OFF_STATE = "/Off"
_MOST = 5_000
_INHERITED = ("/FT", "/Ff", "/V", "/DA", "/DR", "/Q", "/MaxLen", "/Opt")
_NO_OBJECT = (0, 0)  # the number of what stands inside another object, and is told by none
_NEVER_SHOWN = AnnotationFlag.hidden | AnnotationFlag.no_view | AnnotationFlag.invisible


class FieldKind(Term):
    """What a field takes."""

    TEXT = "text", "one line of text"
    LINES = "lines", "several lines of text"
    COMB = "comb", "one character in each cell"
    CHOICE = "choice", "one of a list of options"
    CHECKBOX = "checkbox", "a box to tick"
    RADIO = "radio", "one of several buttons"
    BUTTON = "button", "a button to press; it holds nothing"
    SIGNATURE = "signature", "a place to sign; it is left to the one who signs"
    OTHER = "other", "a list box, a password or a file; it is left alone"


TEXT_KINDS = (FieldKind.TEXT, FieldKind.LINES, FieldKind.COMB)
STATE_KINDS = (FieldKind.CHECKBOX, FieldKind.RADIO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A place on a page where a field is shown."""

    node: Object
    page: int  # from 1; 0: on no page
    is_shown: bool  # on the screen and on paper
    is_turned: bool  # the text would stand on its side
    is_drawn: bool  # it has an appearance of its own
    states: tuple[str, ...]  # of a box or button, without Off

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, in points."""
        left, bottom, right, top = (float(each) for each in self.node.Rect.as_list())
        return abs(right - left), abs(top - bottom)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field with its places. `attributes` holds what it has of its own or from its parents."""

    name: str
    kind: FieldKind
    node: Object
    widgets: tuple[Widget, ...]
    attributes: Mapping[str, Object]
    tooltip: str  # "" if it has none
    max_length: int | None  # None: no limit
    options: tuple[tuple[str, str], ...]  # of a choice: what is stored, and what is shown
    is_editable: bool  # a choice that takes other texts, too
    is_required: bool  # by the form itself

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages on which it stands, from 1."""
        return tuple(sorted({widget.page for widget in self.widgets if widget.page}))

    @property
    def is_undrawn(self) -> bool:
        """It has a text that only a viewer would draw, and no paper is sure to show."""
        return bool(_text(self.attributes.get("/V"))) and not all(w.is_drawn for w in self.widgets)

    @property
    def states(self) -> tuple[str, ...]:
        """The states of a box or of a group of buttons, without Off."""
        return tuple(dict.fromkeys(state for widget in self.widgets for state in widget.states))


def open_blank(blank: bytes, *, where: str) -> pikepdf.Pdf:
    """Open a blank form that can be filled.

    Raises
    ------
    PaperRefused
        It is no PDF, encrypted, flat, made of XFA, or signed.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(blank))
    except pikepdf.PasswordError:
        raise _encrypted(where) from None
    except pikepdf.PdfError:
        raise PaperRefused(
            "the form is not a PDF that can be read", where=where, repair="Fetch it again."
        ) from None
    if pdf.is_encrypted:
        raise _encrypted(where)
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary) or not _items(form.get("/Fields")):
        raise PaperRefused(
            "the form has no fields",
            where=where,
            why="It is flat: there is nothing that could be filled.",
            repair="Ask the court for the form with fields, or fill this one by hand.",
        )
    if "/XFA" in form:
        raise PaperRefused(
            "the form is made of XFA",
            where=where,
            why="A program inside it draws its fields, so what is put into them would not show.",
            repair="Ask the court for the form as an ordinary PDF with fields.",
        )
    return pdf


def fields_of(pdf: pikepdf.Pdf, *, where: str) -> dict[str, FormField]:
    """Every field by its full name, in the order of the form's own tree.

    Raises
    ------
    PaperRefused
        Two fields have one name, a place on a page belongs to none, one is signed, or the tree is
        damaged.
    """
    pages = _pages_of_widgets(pdf)
    found: dict[str, FormField] = {}
    for name, node, attributes in _terminals(pdf.Root.AcroForm, where):
        if name in found:
            raise PaperRefused(
                f"the form has two fields of the name [{name}]",
                where=where,
                why="What is put into one would be missing in the other.",
                repair="Ask the court for a form that is whole.",
            )
        found[name] = _field(name, node, attributes, pages)
    _require_no_strays(found, pages, where)
    for field in found.values():
        if field.kind is FieldKind.SIGNATURE and "/V" in field.attributes:
            raise PaperRefused(
                f"the form is signed already, in field [{field.name}]",
                where=where,
                why="Filling it would break the signature.",
                repair="Fetch the blank form.",
            )
    return found


def _encrypted(where: str) -> PaperRefused:
    return PaperRefused(
        "the form is encrypted",
        where=where,
        why="Its owner restricts what may be done with it, and a court may be unable to open it.",
        repair="Ask the court for the form without a restriction.",
    )


# ---- the tree -----------------------------------------------------------------------------------


def _terminals(form: Object, where: str) -> Iterator[tuple[str, Object, dict[str, Object]]]:
    """Full name, node and attributes of each field that has no fields below it."""
    start = {key: form[key] for key in ("/DA", "/DR", "/Q") if key in form}
    waiting = [("", node, start) for node in reversed(_items(form.get("/Fields")))]
    seen = 0
    while waiting:
        above, node, inherited = waiting.pop()
        seen += 1
        if not isinstance(node, Dictionary) or seen > _MOST:
            raise PaperRefused(
                "the fields of the form cannot be read",
                where=where,
                why="One of them is no field, or they have no end.",
                repair="Fetch the form again.",
            )
        own = str(node["/T"]) if isinstance(node.get("/T"), String) else ""
        name = f"{above}.{own}" if above and own else above or own
        attributes = inherited | {key: node[key] for key in _INHERITED if key in node}
        below = [kid for kid in _items(node.get("/Kids")) if not _is_widget_only(kid)]
        if below:
            waiting += [(name, kid, attributes) for kid in reversed(below)]
        else:
            yield name, node, attributes


def _is_widget_only(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and "/T" not in kid and "/Kids" not in kid


def _field(
    name: str,
    node: Object,
    attributes: dict[str, Object],
    pages: Mapping[tuple[int, int], int],
) -> FormField:
    flags = _integer(attributes.get("/Ff")) or 0
    max_length = _integer(attributes.get("/MaxLen"))
    places = _items(node.get("/Kids")) or [node]
    return FormField(
        name=name,
        kind=_kind(attributes.get("/FT"), flags, max_length),
        node=node,
        widgets=tuple(_widget(each, pages) for each in places),
        attributes=attributes,
        tooltip=_text(node.get("/TU")),
        max_length=max_length,
        options=tuple(_option(each) for each in _items(attributes.get("/Opt"))),
        is_editable=bool(flags & FormFieldFlag.ch_edit),
        is_required=bool(flags & FormFieldFlag.required),
    )


def _kind(field_type: Object | None, flags: int, max_length: int | None) -> FieldKind:
    if field_type == Name.Sig:
        return FieldKind.SIGNATURE
    if field_type == Name.Btn:
        if flags & FormFieldFlag.btn_pushbutton:
            return FieldKind.BUTTON
        return FieldKind.RADIO if flags & FormFieldFlag.btn_radio else FieldKind.CHECKBOX
    if field_type == Name.Ch and flags & FormFieldFlag.ch_combo:
        return FieldKind.CHOICE
    if field_type != Name.Tx or flags & (FormFieldFlag.tx_password | FormFieldFlag.tx_file_select):
        return FieldKind.OTHER
    if flags & FormFieldFlag.tx_multiline:
        return FieldKind.LINES
    return FieldKind.COMB if flags & FormFieldFlag.tx_comb and max_length else FieldKind.TEXT


def _widget(node: Object, pages: Mapping[tuple[int, int], int]) -> Widget:
    flags = _integer(node.get("/F")) or 0
    rect = _items(node.get("/Rect"))
    page = pages.get(node.objgen, 0)
    printed = bool(flags & AnnotationFlag.print) and not flags & _NEVER_SHOWN
    looks = node.get("/MK")
    turn = _integer(looks.get("/R")) if isinstance(looks, Dictionary) else 0
    return Widget(
        node=node,
        page=page,
        is_shown=bool(page) and printed and len(rect) == 4 and all(map(_is_number, rect)),
        is_turned=bool(turn),
        is_drawn=_appearance(node) is not None,
        states=_states(node),
    )


def _appearance(node: Object) -> Object | None:
    looks = node.get("/AP")
    return looks.get("/N") if isinstance(looks, Dictionary) else None


def _states(node: Object) -> tuple[str, ...]:
    normal = _appearance(node)
    if not isinstance(normal, Dictionary):
        return ()
    # A name that is not UTF-8 cannot be written back, and no map could name it.
    named = [key for key in sorted(normal.keys()) if key != OFF_STATE and key.isprintable()]
    return tuple(key.removeprefix("/") for key in named)


def _option(option: Object) -> tuple[str, str]:
    stored_and_shown = _items(option)
    if len(stored_and_shown) == 2:
        return _text(stored_and_shown[0]), _text(stored_and_shown[1])
    return _text(option), _text(option)


# ---- the pages ----------------------------------------------------------------------------------


def _pages_of_widgets(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Page, from 1, of each place of a field, by the object's number."""
    return {
        annotation.objgen: number
        for number, page in enumerate(pdf.pages, 1)
        for annotation in _items(page.obj.get("/Annots"))
        if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Widget
    }


def _require_no_strays(
    fields: Mapping[str, FormField], pages: Mapping[tuple[int, int], int], where: str
) -> None:
    reached = {widget.node.objgen for field in fields.values() for widget in field.widgets}
    reached.discard(_NO_OBJECT)
    strays = sorted({page for place, page in pages.items() if place not in reached})
    if strays:
        raise PaperRefused(
            f"page {strays[0]} of the form shows a field that the form does not list",
            where=where,
            why="It would stay blank, and nobody would be told.",
            repair="Ask the court for a form that is whole.",
        )


# ---- values of a file that anybody may have made ------------------------------------------------


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else []


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) is False and not isinstance(value, str | bool)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, String) else ""
