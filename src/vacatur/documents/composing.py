"""From a paper as it is declared and the particulars of a matter to what a template prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vacatur.documents.paper_specs import ATTORNEY, PERSON, PaperSpec, Section, fill
from vacatur.documents.particulars import ENGLISH, LABELS, SPANISH, Listing, Table, Value, Values

# In which papers are set; the next one is asked where a font has no glyph.
FONTS = (
    "Libertinus Serif",
    "Noto Sans SC",
    "Noto Sans KR",
    "Noto Sans Hebrew",
    "Noto Sans Arabic",
)

_WORDS = {
    ENGLISH: {"date_signed": "Date:", "judge": "Judge"},
    SPANISH: {"date_signed": "Fecha:", "judge": "Juez"},
}
DRAFT = {
    ENGLISH: ("DRAFT: not approved, not to be filed", "DRAFT"),
    SPANISH: ("BORRADOR: sin aprobar, no se debe enviar", "BORRADOR"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What stands at the edge of each page of a matter's papers.

    `page_prefix` comes before the number of a page; `first_page` is that of the paper's first one.
    `note` says who has not reviewed the law. `restricted` is the line of Rule 20-201.1, or blank.
    """

    note: Mapping[str, str]  # by language
    author: str
    page_prefix: str
    first_page: int
    restricted: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Whose block stands below a signature line, and from where a letter comes."""

    lines: tuple[str, ...]
    letterhead: tuple[str, ...]


def missing_in(spec: PaperSpec, values: Values) -> tuple[str, ...]:
    """Each particular that a paper asks for and nobody knows."""
    return tuple(name for name in spec.asks_for() if not is_there(values.get(name)))


def is_there(value: Value | None) -> bool:
    """Whether a particular says anything."""
    if isinstance(value, Listing):
        return bool(value.items)
    if isinstance(value, Table):
        return bool(value.rows)
    return bool(value and value.strip())


def compose(
    spec: PaperSpec, values: Values, *, cites: Mapping[str, str], signer: Signer, marks: Marks
) -> dict[str, Any]:
    """What the template of a paper prints.

    Parameters
    ----------
    values
        Every particular that the paper asks for: `missing_in` finds none.
    cites
        Of each point that sections meet: the provision it stands under.
    """
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    title = fill(spec.title, texts)
    is_own = spec.signed == PERSON
    own = [texts[name] for name in ("defendant-name", "defendant-address")] if is_own else []
    return {
        **frame(title, spec.language, marks),
        "author": own[0] if is_own else marks.author,
        "heading": title,
        "caption": _caption(spec, texts),
        "letterhead": own or list(signer.letterhead),
        "day": texts["day"],
        "to": [line for text in spec.to for line in fill(text, texts).splitlines()],
        "reference": fill(spec.reference, texts),
        "opening": fill(spec.opening, texts),
        "sections": [
            {
                "heading": section.heading,
                "cites": _cites(section, cites),
                "blocks": list(_blocks(section, values, texts)),
            }
            for section in spec.sections
            if all(is_there(values.get(name)) for name in section.asks_for())
        ],
        "closing": fill(spec.closing, texts),
        "signature": list(_signature(spec, signer, texts)),
        "judge": spec.judge,
    }


def frame(title: str, language: str, marks: Marks) -> dict[str, Any]:
    """What every template needs: title, language, fonts, and the marks of its pages."""
    draft, mark = DRAFT[language] if marks.is_draft else ("", "")
    return {
        "title": title,
        "author": marks.author,
        "keywords": [],
        "language": language,
        "fonts": list(FONTS),
        "words": _WORDS[language],
        "note": marks.note[language],
        "page_prefix": marks.page_prefix,
        "first_page": marks.first_page,
        "restricted": marks.restricted,
        "draft": draft,
        "draft_mark": mark,
    }


def table_block(table: Table) -> dict[str, Any]:
    """A table as templates take it."""
    return {
        "kind": "table",
        "columns": list(table.columns),
        "widths": list(table.widths),
        "rows": [list(row) for row in table.rows],
    }


def _caption(spec: PaperSpec, texts: Mapping[str, str]) -> dict[str, str]:
    if not spec.caption:
        return {}
    first, second = (fill(each, texts) for each in spec.caption)
    return {
        "first": first,
        "second": second,
        "court": texts["court-name"],
        "case": f"{LABELS['case-number']}: {texts['case-number']}",
    }


def _cites(section: Section, cites: Mapping[str, str]) -> str:
    return "; ".join(dict.fromkeys(cites[point] for point in section.meets if point in cites))


def _blocks(section: Section, values: Values, texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for said in section.says:
        yield {"kind": "text", "text": fill(said, texts)}
    fields = [[LABELS[name], texts[name]] for name in section.shows if name in texts]
    if fields:
        yield {"kind": "fields", "rows": fields}
    for name in section.shows:
        value = values[name]
        if isinstance(value, Listing):
            yield {"kind": "list", "items": list(value.items)}
        elif isinstance(value, Table):
            yield table_block(value)


def _signature(spec: PaperSpec, signer: Signer, texts: Mapping[str, str]) -> Iterator[str]:
    if spec.signed == ATTORNEY:
        # At the head of a letter stands whose it is already.
        head = signer.letterhead if spec.to else ()
        yield from (line for line in signer.lines if line not in head)
    elif spec.signed == PERSON:
        yield texts["defendant-name"]
