"""What a page says about itself and its sections: settings, days and provisions, checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from vacatur.dates import Span, parse_day, parse_span
from vacatur.errors import LawError, nearest
from vacatur.law.markdown import RawPage, RawSection
from vacatur.law.page import Provision

SECTION_SETTINGS = {
    "in_force": "days of decision on which the section speaks",
    "uncertain": "days of decision on which nobody can say whether it does",
    "text": "verbatim or paraphrase",
    "source": "file in texts/ that holds the words, or where the paraphrase rests",
    "confidence": "high, medium or low; the page's when absent",
}
PAGE_ID = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
CONFIDENCES = ("high", "medium", "low")


def page_text(path: Path, where: str) -> tuple[str, str]:
    """The text of a file in UTF-8, and the SHA-256 of its bytes."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8"), hashlib.sha256(data).hexdigest()
    except UnicodeDecodeError as error:
        raise LawError(f"the page is not UTF-8 (byte {error.start})", where=where) from None


def reviewer(front: Mapping[str, str]) -> str:
    """The lawyer who read the page beside the law; empty until one has."""
    return "" if front["reviewed_by"] == "nobody" else front["reviewed_by"]


def front_matter(
    raw: RawPage,
    known: Mapping[str, str],
    *,
    where: str,
    optional: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The settings of a page: all of `known` (name, meaning), perhaps `optional`, and no other."""
    for key in raw.front_matter:
        if key not in {**known, **(optional or {})}:
            raise LawError(
                f"[{key}] is not a setting of a page",
                where=f"{where}, front matter",
                repair=nearest(key, known),
            )
    for key, meaning in known.items():
        if key not in raw.front_matter:
            raise LawError(
                f"the page does not say [{key}]: {meaning}", where=f"{where}, front matter"
            )
    return raw.front_matter


def refuse_unknown_settings(raw: RawSection, known: Mapping[str, str], at: str) -> None:
    """A setting of a section that nobody reads would be a slip that changes nothing."""
    for key in raw.settings:
        if key not in known:
            raise LawError(
                f"[{key}] is not a setting of a section", where=at, repair=nearest(key, known)
            )


def provision_of(raw: RawSection, *, where: str) -> Provision | None:
    """The quotation of a section, with where its words come from; None where it has none."""
    if not raw.quotations:
        return None
    at = f"{where}, line {raw.line}"
    for key in ("text", "source"):
        if key not in raw.settings:
            raise LawError(
                f"the section does not say [{key}]: {SECTION_SETTINGS[key]}",
                where=at,
                repair=f"Write [- {key}: ...] under the heading.",
            )
    kind = one_of(raw.settings["text"], ("verbatim", "paraphrase"), "text", at)
    line, _ = raw.quotations[0]
    return Provision(
        words=" ".join(words for _, words in raw.quotations),
        verbatim=kind == "verbatim",
        source=raw.settings["source"],
        line=line,
    )


def one_of(value: str, known: list[str] | tuple[str, ...], key: str, where: str) -> str:
    """A value of a closed list, or an error that names the nearest."""
    if value not in known:
        raise LawError(f"[{value}] is not a {key}", where=where, repair=nearest(value, known))
    return value


def day_of(text: str, key: str, where: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return parse_day(text)
    except ValueError as problem:
        raise LawError(f"{key}: {problem}", where=where) from None


def span_of(text: str, where: str) -> Span:
    """Days written A..B, A.. or ..B, both included."""
    try:
        return parse_span(text)
    except ValueError as problem:
        raise LawError(str(problem), where=where) from None
