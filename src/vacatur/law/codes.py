"""Dated, cited lists of offences, and how code, words and statute of a charge are read together.

No witness is trusted alone: the same statute covers cannabis and its opposite, the words
"NOT MARIHUANA" contain "MARIHUANA", and public extracts print codes beside foreign words. A charge
is on a list when every witness that speaks agrees, off it when none says yes and one says no, and
otherwise unknown: a question for a person.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property
from pathlib import Path

from vacatur.dates import Span, parse_span
from vacatur.errors import LawError, nearest
from vacatur.law.citation import Citation, parse_citation
from vacatur.law.words import Reading, Sense, read_words, tokens_of
from vacatur.record.terms import Act, Kind, Substance


@dataclass(frozen=True, slots=True, kw_only=True)
class Offense:
    """What a record says of a charge's offence. Equal ones are read once."""

    statute: str | None
    local_code: str | None
    description: str | None
    act: Act | None
    substance: Substance | None
    kind: Kind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One list: what an offence on it is, and under which statutes it stands.

    No statutes = none is known, so none denies. `wordings` = whole descriptions, each as its words,
    that say this offence where word by word they would not, as for an act that is no drug act.
    """

    name: str
    reading: Reading
    statutes: tuple[Citation, ...]
    wordings: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One local code. `used` = the offence dates for which it was in use.

    `below_grams` and `at_least_grams` are bounds in the charge's own words, never a weight.
    """

    code: str
    code_list: str
    used: Span
    below_grams: Decimal | None
    at_least_grams: Decimal | None
    source: str


class Says(Enum):
    """What one witness in print says of a list. One that is absent says nothing at all."""

    YES = "the charge is on it"
    NO = "the charge is not on it"
    OPEN = "part of what the list asks"
    STRANGE = "a code or a word that nobody has listed"


def _said(agrees: bool | None) -> Says:
    return Says.OPEN if agrees is None else (Says.YES if agrees else Says.NO)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an offence is on a list, and the offence dates for which a yes holds."""

    answer: bool | None
    used: Span


ALWAYS = Span(None, None)


@dataclass(frozen=True)
class CodeTable:
    """The code lists of one jurisdiction."""

    jurisdiction: str
    lists: Mapping[str, CodeList]
    codes: Mapping[str, Code]
    words: Mapping[str, frozenset[Sense]]

    @cached_property
    def sha256(self) -> str:
        """Hash of what the lists say, whatever the order of lines in their files."""
        content = {
            "jurisdiction": self.jurisdiction,
            "lists": {name: repr(each) for name, each in self.lists.items()},
            "codes": {name: repr(each) for name, each in self.codes.items()},
            "words": {word: sorted(senses) for word, senses in self.words.items()},
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @cached_property
    def list_names(self) -> tuple[str, ...]:
        """Names as a page writes them: `us-md/cannabis-possession`."""
        return tuple(f"{self.jurisdiction}/{name}" for name in self.lists)

    def verdict(self, offense: Offense, list_name: str) -> Verdict:
        """Whether an offence is on a list."""
        asked = (offense, list_name)
        if asked not in self._verdicts:
            self._verdicts[asked] = self._verdict(offense, list_name)
        return self._verdicts[asked]

    @cached_property
    def _wordings(self) -> dict[tuple[str, ...], CodeList]:
        return {each: target for target in self.lists.values() for each in target.wordings}

    @cached_property
    def _verdicts(self) -> dict[tuple[Offense, str], Verdict]:
        """What was asked before: millions of charges cite few offences, and no answer changes."""
        return {}

    def _verdict(self, offense: Offense, list_name: str) -> Verdict:
        target = self.lists[list_name]
        code = self.codes.get(normal_code(offense.local_code))
        printed = [*self._code_says(offense, target), *self._description_says(offense, target)]
        read = self._reader_says(offense, target)
        if Says.NO in printed or read is False or self._statute_is_foreign(offense, target):
            contradicted = Says.YES in printed or read is True
            return Verdict(None if contradicted else False, ALWAYS)
        # A person who read the charge fills what the print leaves open, never what nobody knows.
        enough = read is True or (bool(printed) and Says.OPEN not in printed)
        agreed = enough and Says.STRANGE not in printed
        return Verdict(True if agreed else None, code.used if code else ALWAYS)

    def reading_of(self, offense: Offense) -> CodeList | None:
        """The one list that code, words and statute agree on; None where they do not.

        A list that names the substance is narrower than one that leaves it open.
        """
        found = [each for name, each in self.lists.items() if self.verdict(offense, name).answer]
        narrow = [each for each in found if each.reading.substance is not None] or found
        return narrow[0] if len(narrow) == 1 else None

    def bounds_of(self, offense: Offense) -> tuple[Decimal | None, Decimal | None]:
        """Bounds on the weight in the charge's own words: (less than, this or more), in grams."""
        code = self.codes.get(normal_code(offense.local_code))
        if code is None or not self.verdict(offense, code.code_list).answer:
            return None, None
        return code.below_grams, code.at_least_grams

    def _code_says(self, offense: Offense, target: CodeList) -> tuple[Says, ...]:
        if offense.local_code is None:
            return ()
        code = self.codes.get(normal_code(offense.local_code))
        if code is None:
            return (Says.STRANGE,)
        return (_said(self.lists[code.code_list].reading.agrees_with(target.reading)),)

    def _description_says(self, offense: Offense, target: CodeList) -> tuple[Says, ...]:
        if offense.description is None:
            return ()
        whole = self._wordings.get(tuple(tokens_of(offense.description)))
        if whole is not None:
            return (_said(whole.reading.agrees_with(target.reading)),)
        wording = read_words(offense.description, self.words)
        if wording.denies(target.reading):
            return (Says.NO,)
        answer = _said(wording.reading.agrees_with(target.reading))
        return (answer if wording.whole else Says.STRANGE,)

    def _reader_says(self, offense: Offense, target: CodeList) -> bool | None:
        """What a person read; a part of a reading can only contradict."""
        kind = offense.kind or target.reading.kind
        return Reading(offense.act, offense.substance, kind).agrees_with(target.reading)

    def _statute_is_foreign(self, offense: Offense, target: CodeList) -> bool:
        """A statute cited without its subsection (`CR 5-619`) does not yet contradict."""
        cited = parse_citation(offense.statute)
        if cited is None or not target.statutes:
            return False
        return not any(cited.is_under(each) or each.is_under(cited) for each in target.statutes)


def normal_code(text: str | None) -> str:
    """`1 0573`, `1-0573` and `10573` are one code; `1A0573` is another."""
    compact = re.sub(r"[\s-]", "", text or "").upper()
    match = re.fullmatch(r"(\d)([A-Z]?)(\d{4})", compact)
    return f"{match[1]}{match[2] or ' '}{match[3]}" if match else compact


_GRAMS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,10})?")

LIST_COLUMNS = {"list", "act", "substance", "kind", "statutes", "wordings", "source"}
CODE_COLUMNS = {"code", "list", "used", "below_grams", "at_least_grams", "confidence", "source"}
WORD_COLUMNS = {"word", "sense", "source"}


def load_codes(folder: Path, jurisdiction: str) -> CodeTable:
    """Load `lists.csv`, `codes.csv` and `words.csv` of a jurisdiction's `codes` folder."""
    list_rows = _rows(folder / "lists.csv", LIST_COLUMNS)
    lists: dict[str, CodeList] = {}
    for at, row in list_rows:
        if row["list"] in lists:
            raise LawError(f"list [{row['list']}] stands twice", where=at)
        lists[row["list"]] = _code_list(row, at)
    _each_wording_once(lists.values())
    codes: dict[str, Code] = {}
    for at, row in _rows(folder / "codes.csv", CODE_COLUMNS):
        code = _code(row, lists, at)
        if code.code in codes:
            raise LawError(f"code [{code.code}] stands twice", where=at)
        codes[code.code] = code
    words: dict[str, frozenset[Sense]] = {}
    for at, row in _rows(folder / "words.csv", WORD_COLUMNS):
        words[row["word"]] = words.get(row["word"], frozenset()) | {_sense(row["sense"], at)}
    return CodeTable(jurisdiction, lists, codes, words)


def _rows(path: Path, columns: Set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    name = f"{path.parent.parent.name}/codes/{path.name}"
    if not path.is_file():
        raise LawError("the file is not there", where=name, why="Three files make a code table.")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = columns - set(reader.fieldnames or ())
        if missing:
            raise LawError(
                f"the column [{min(missing)}] is not there",
                where=f"{name}, line 1",
                repair=nearest(min(missing), reader.fieldnames or ()),
            )
        for number, row in enumerate(reader, start=2):
            at = f"{name}, line {number}"
            if None in row or None in row.values():
                raise LawError("the row has more or fewer cells than the header", where=at)
            yield at, row


def _code_list(row: dict[str, str], at: str) -> CodeList:
    wordings = tuple(tuple(tokens_of(each)) for each in row["wordings"].split(";") if each.strip())
    try:
        reading = Reading(
            Act(row["act"]),
            Substance(row["substance"]) if row["substance"] else None,
            Kind(row["kind"]),
            named=row["list"] if wordings or row["act"] == Act.OTHER else None,
        )
    except ValueError as problem:
        raise LawError(str(problem), where=at) from None
    cited = (parse_citation(each) for each in row["statutes"].split(";"))
    return CodeList(
        name=row["list"],
        reading=reading,
        statutes=tuple(citation for citation in cited if citation),
        wordings=wordings,
        source=row["source"],
    )


def _each_wording_once(lists: Iterable[CodeList]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for each in lists:
        for wording in each.wordings:
            if wording in seen:
                raise LawError(
                    f"[{' '.join(wording)}] is a wording of [{seen[wording]}] and of [{each.name}]",
                    where="codes/lists.csv",
                    why="A whole wording says one offence.",
                )
            seen[wording] = each.name


def _code(row: dict[str, str], lists: Mapping[str, CodeList], at: str) -> Code:
    if row["list"] not in lists:
        raise LawError(
            f"[{row['list']}] is not a list", where=at, repair=nearest(row["list"], lists)
        )
    try:
        used = parse_span(row["used"])
        below, at_least = _grams(row["below_grams"]), _grams(row["at_least_grams"])
    except (ValueError, LawError) as problem:
        raise LawError(f"this row cannot be read: {problem}", where=at) from None
    return Code(
        code=normal_code(row["code"]),
        code_list=row["list"],
        used=used,
        below_grams=below,
        at_least_grams=at_least,
        source=row["source"],
    )


def _grams(text: str) -> Decimal | None:
    if text and not _GRAMS.fullmatch(text):
        raise ValueError(f"[{text}] is not a weight in grams")
    return Decimal(text) if text else None


def _sense(text: str, at: str) -> Sense:
    known = [each.value for each in Sense]
    if text not in known:
        raise LawError(f"[{text}] is not a sense of a word", where=at, repair=nearest(text, known))
    return Sense(text)
