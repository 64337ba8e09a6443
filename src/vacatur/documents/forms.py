"""Fill a court's own form by its field map, and read it back."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from vacatur.documents.form_active import require_stripped, strip
from vacatur.documents.form_fields import FormField, fields_of, open_blank
from vacatur.documents.form_map import FormMap
from vacatur.documents.form_placing import Overflow, Placed, placed
from vacatur.documents.form_readback import printed_text, require_held
from vacatur.documents.form_text import Layout
from vacatur.documents.form_values import Particulars, require_same_fields, values_of
from vacatur.errors import PaperRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form as it goes to the court, and what goes with it."""

    pdf: bytes
    overflow: tuple[Overflow, ...]
    stripped: tuple[str, ...]  # what the blank form did by itself, in words: "JavaScript"


def fill(blank: bytes, form_map: FormMap, particulars: Particulars, *, where: str) -> FilledForm:
    """Fill a form for one matter.

    Parameters
    ----------
    blank
        The blank form that the map describes.
    particulars
        By name, as it is to be printed: a text, a whole number, or True and False, which are "yes"
        and "no". By a table's name: its rows, each a mapping of columns. None and "" are no value.
    where
        The matter, for errors: "matter 12".

    Returns
    -------
    FilledForm
        The same bytes for the same input. What does not fit its field at 8 points, or is longer
        than the form allows, is in `overflow`, and the field says "see attached page".

    Raises
    ------
    PaperRefused
        The blank form is not the one described, or cannot be filled; particulars are missing or
        cannot be shown; or the form, read back by another library, does not hold what was put in.
    """
    file = file_of(form_map.form)
    if hashlib.sha256(blank).hexdigest() != form_map.sha256:
        raise _not_described(form_map, "Its sha256 is not the one in the map.")
    with open_blank(blank, where=file) as pdf:
        _require_printed(blank, form_map)
        fields = fields_of(pdf, where=file)
        require_same_fields(form_map, fields)
        values = values_of(form_map, fields, particulars, where=where)
        texts, overflow = placed(form_map, fields, values, where=where)
        stripped = strip(pdf)
        for name, text in texts.items():
            _write_text(pdf, fields[name], text)
        for name, state in values.states.items():
            _write_state(fields[name], f"/{state}")
        if "/NeedAppearances" in pdf.Root.AcroForm:
            del pdf.Root.AcroForm["/NeedAppearances"]
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True)
    filled = written.getvalue()
    require_stripped(filled, where=file)
    shown = {name: (text.stored, text.shown) for name, text in texts.items()}
    require_held(filled, blank, texts=shown, states=values.states, where=where)
    return FilledForm(pdf=filled, overflow=overflow, stripped=stripped)


def file_of(form: str) -> str:
    """Where an office keeps a blank form, in its workspace."""
    return f"forms/{form}.pdf"


# ---- the blank form is the one described --------------------------------------------------------


def _require_printed(blank: bytes, form_map: FormMap) -> None:
    printed = _printed(blank, file_of(form_map.form))
    for said in (form_map.form, form_map.revision):
        # Not inside a longer one: 10/2025 does not stand in 110/2025, nor 072 in 072D. A word may
        # follow at once, as text comes out of a PDF: 10/2025Page 1.
        if not re.search(rf"(?<![\d/-]){re.escape(said)}(?![\d/-]|[A-Z](?![a-z]))", printed):
            raise _not_described(form_map, f"[{said}] is not printed on it.")


def _not_described(form_map: FormMap, fault: str) -> PaperRefused:
    return PaperRefused(
        f"the form in {file_of(form_map.form)} has a revision that nobody has described",
        where=form_map.path.name,
        why=f"{fault} The map says where a value goes in the revision {form_map.revision} of"
        f" {form_map.form}, and in no other.",
        repair="Compare the form with the one described, field by field; then write what it prints,"
        " and its sha256, into the map.",
    )


@lru_cache(maxsize=16)
def _printed(blank: bytes, file: str) -> str:
    """Read once for all matters that file the form."""
    return printed_text(blank, where=file)


# ---- into the PDF -------------------------------------------------------------------------------


def _write_text(pdf: pikepdf.Pdf, field: FormField, text: Placed) -> None:
    field.node["/V"] = String(text.stored)
    for key in ("/RV", "/I"):  # the same value in another shape, as it was before
        if key in field.node:
            del field.node[key]
    for widget, layout in zip(field.widgets, text.layouts, strict=True):
        widget.node["/AP"] = Dictionary(N=_drawing(pdf, layout))


def _drawing(pdf: pikepdf.Pdf, layout: Layout) -> Stream:
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name(f"/{layout.face.name}"),
        Encoding=Name.WinAnsiEncoding,
    )
    return pdf.make_stream(
        layout.content(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(layout.width, 3), round(layout.height, 3)]),
        Resources=Dictionary(Font=Dictionary(F=font)),
    )


def _write_state(field: FormField, state: str) -> None:
    field.node["/V"] = Name(state)
    for widget in field.widgets:
        has_it = state.removeprefix("/") in widget.states
        widget.node["/AS"] = Name(state) if has_it else Name.Off
