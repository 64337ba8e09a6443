"""Copies of papers in Word, to be edited: the words of the paper, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from vacatur.documents.particulars import ENGLISH, SPANISH
from vacatur.documents.printable import unseen_in
from vacatur.documents.word_own import own_templates
from vacatur.documents.word_package import packed, unpacked
from vacatur.documents.word_sandbox import Sandbox, refused_by_jinja
from vacatur.documents.word_templates import NAMES, our_template
from vacatur.errors import PaperRefused, nearest

COPY = {
    ENGLISH: "A copy for editing. It is not the paper that was approved.",
    SPANISH: "Copia para editar. No es el documento que se aprobó.",
}
_TAGS = {ENGLISH: "en-US", SPANISH: "es-US"}
# What Jinja, docxtpl and python-docx raise over a template that is broken.
_BROKEN = (
    AttributeError, LookupError, PackageNotFoundError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
_PROPERTIES = "docProps/core.xml"
# What each copy has to say of itself, whoever made its template.
_MARKS = ("copy", "draft", "note", "restricted")


class WordTemplates:
    """Our templates of Word; one of the same name of the office's takes the place of ours.

    Parameters
    ----------
    own
        The office's folder of templates; None: it has none.

    Raises
    ------
    PaperRefused
        One of the office's holds a macro, an object or a link (`word_own.own_templates`).
    """

    def __init__(self, own: Path | None = None) -> None:
        self._docx = {name: our_template(name) for name in NAMES} | own_templates(own, NAMES)

    def copy(self, template: str, data: Mapping[str, Any], *, on: date) -> bytes:
        """A paper as a .docx.

        Parameters
        ----------
        template
            Its name, without `.docx`.
        data
            What the template of Typst of the same name prints (`composing.compose`).
        on
            The day of the paper, which is the day of the file wherever it is made.

        Raises
        ------
        PaperRefused
            A character is not seen, or the template is wrong.
        """
        if template not in self._docx:
            raise PaperRefused(
                f"no template is called [{template}.docx]", repair=nearest(template, self._docx)
            )
        _refuse_unseen(data)
        filled = {**data, "copy": COPY[data["language"]]}
        parts = _filled(f"{template}.docx", self._docx[template], filled)
        return packed({**parts, _PROPERTIES: _properties(data, on)}, on=on)


def word_copy(template: str, data: Mapping[str, Any], *, on: date) -> bytes:
    """A paper as a .docx, in our own template (`WordTemplates.copy`)."""
    return WordTemplates().copy(template, data, on=on)


class _Template(DocxTemplate):  # type: ignore[misc]  # it has no types
    """Fills words in. Properties are written by themselves; broken XML is not mended but told."""

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Leave them: docxtpl would escape them twice."""

    def fix_tables(self, xml: str) -> Any:
        """Refuse what docxtpl would read with a hole in it."""
        ElementTree.fromstring(xml)
        return super().fix_tables(xml)


def _filled(name: str, template: bytes, data: Mapping[str, Any]) -> dict[str, bytes]:
    sandbox = Sandbox(data)
    filling = _Template(io.BytesIO(template))
    made = io.BytesIO()
    try:
        filling.render(data, sandbox, autoescape=True)
        _say_language(filling.docx, _TAGS[data["language"]])
        filling.docx.core_properties.revision = 1  # so that there is a part to be replaced
        filling.docx.save(made)
    except PaperRefused as problem:
        raise _in_template(problem, name) from None
    except TemplateError as problem:
        raise _in_template(refused_by_jinja(problem, _names(data)), name) from None
    except _BROKEN as problem:
        raise _in_template(refused_by_jinja(problem, ()), name) from None
    lacking = [mark for mark in _MARKS if mark not in sandbox.named]
    if lacking:
        raise PaperRefused(
            f"the template does not say {', '.join(f'[{each}]' for each in lacking)}",
            where=name,
            why="A copy must say that it is none that was approved, and who has not reviewed it.",
            repair="Print it in the footer, for example {{ copy }}.",
        )
    return unpacked(made.getvalue())


def _say_language(docx: Any, tag: str) -> None:
    """Say everywhere in which language the words are: it is how they are read aloud."""
    styles = docx.styles.element
    for language in (*styles.iter(qn("w:lang")), *docx.element.iter(qn("w:lang"))):
        language.set(qn("w:val"), tag)
    for look in styles.xpath("w:docDefaults/w:rPrDefault/w:rPr[not(w:lang)]"):
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), tag)
        look.append(language)


def _properties(data: Mapping[str, Any], on: date) -> bytes:
    day = f'xsi:type="dcterms:W3CDTF">{on.isoformat()}T00:00:00Z</dcterms'
    author = escape(data["author"])
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(data['title'])}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f"<dc:language>{_TAGS[data['language']]}</dc:language>"
        f"<dcterms:created {day}:created><dcterms:modified {day}:modified></cp:coreProperties>"
    ).encode()


def _refuse_unseen(data: Mapping[str, Any]) -> None:
    for place, text in _texts(data, ""):
        if found := unseen_in(text):
            raise PaperRefused(
                f"[{place}] holds U+{ord(found):04X}, which nobody sees",
                why="The paper would read otherwise than what is recorded.",
                repair="State it as the court writes it.",
            )


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Each text of data, with the name under which it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner, place)


def _names(value: Any) -> set[str]:
    """Each name that data have, at the top or below."""
    if isinstance(value, Mapping):
        return {*value, *(name for inner in value.values() for name in _names(inner))}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return {name for inner in value for name in _names(inner)}
    return set()


def _in_template(problem: PaperRefused, name: str) -> PaperRefused:
    return PaperRefused(problem.what, where=name, why=problem.why, repair=problem.repair)
