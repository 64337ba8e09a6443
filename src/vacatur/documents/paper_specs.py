"""Papers as they are declared: what each says, shows and meets, and which a vehicle asks for."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from vacatur.documents.particulars import ENGLISH, LABELS, LANGUAGES
from vacatur.errors import PaperRefused, nearest

# What stands in every caption, beside the parties.
CAPTION = ("court-name", "case-number")
_PLACE = re.compile(r"\{([^{}]*)\}")
_FILE, _FORMAT = "papers.yaml", 1
ATTORNEY, PERSON = "attorney", "person"  # who signs
_SIGNED = {True: ATTORNEY, False: "", PERSON: PERSON}
SCREENER = "screener"  # under which the letter to a company stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered part of a paper. `meets` are points of the vehicle's page, word by word.

    One that stands only `where_known` is left out where nobody knows what it shows.
    """

    heading: str
    says: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    where_known: bool = False

    def asks_for(self) -> Iterator[str]:
        """Each particular that stands in it."""
        for text in self.says:
            yield from places_of(text)
        yield from self.shows


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSpec:
    """One kind of paper. `unless` names a state of the matter in which it is not made.

    `signed` is by whom: `attorney`, `person`, or blank. `caption` and `to` are of court papers and
    of letters; the other is empty.
    """

    name: str
    template: str
    title: str
    language: str
    caption: tuple[str, ...]
    to: tuple[str, ...]
    reference: str
    opening: str
    closing: str
    sections: tuple[Section, ...]
    signed: str
    judge: bool
    meets: tuple[str, ...]
    unless: str

    @property
    def is_filed(self) -> bool:
        """Whether it goes to the court; else it is a letter."""
        return self.template == "court-paper"

    def asks_for(self) -> tuple[str, ...]:
        """Each particular that the paper cannot do without, in the order in which it comes."""
        return tuple(dict.fromkeys(self._asks_for()))

    def prints(self) -> tuple[str, ...]:
        """Each particular that stands in it where it is known, in the order in which it comes."""
        of_sections = (name for section in self.sections for name in section.asks_for())
        return tuple(dict.fromkeys((*self._asks_for(), *of_sections)))

    def _asks_for(self) -> Iterator[str]:
        if self.caption:
            yield from CAPTION
        for text in (*self.caption, *self.to, self.reference, self.opening):
            yield from places_of(text)
        if self.signed == PERSON:  # whose letter it is, and where an answer is sent
            yield from ("defendant-name", "defendant-address")
        for section in self.sections:
            if not section.where_known:
                yield from section.asks_for()
        yield from places_of(self.closing)

    def where(self, particular: str) -> str:
        """The heading under which a particular stands first; blank: in the head of the paper."""
        for section in self.sections:
            if particular in section.asks_for():
                return section.heading
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleSpec:
    """What is made for matters of one vehicle. `elsewhere`: points that another paper meets.

    `letters` after an order take the place of those of the jurisdiction, by what was ordered.
    """

    vehicle: str
    papers: tuple[PaperSpec, ...]
    lists: tuple[str, ...]
    court_forms: tuple[str, ...]
    elsewhere: Mapping[str, str]
    letters: Mapping[str, tuple[PaperSpec, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBook:
    """Every paper of a jurisdiction. `courts` names courts by level; `sha256` is of the file.

    `letters` are those after an order, by what was ordered; under `screener` stands the one to a
    company that sells background checks.
    """

    vehicles: Mapping[str, VehicleSpec]
    papers: Mapping[str, PaperSpec]
    letters: Mapping[str, tuple[PaperSpec, ...]]
    courts: Mapping[str, str]
    sha256: str

    def letters_of(self, vehicle: str, ordered: str) -> tuple[PaperSpec, ...]:
        """The letters to a person after an order; empty: none is declared."""
        own = self.vehicles[vehicle].letters if vehicle in self.vehicles else {}
        return own.get(ordered) or self.letters.get(ordered, ())


def places_of(text: str) -> list[str]:
    """The particulars that a text has places for."""
    return _PLACE.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its places filled. What is put in is not looked at again."""
    return _PLACE.sub(lambda found: values[found.group(1)], text)


@lru_cache
def paper_book(jurisdiction: str) -> PaperBook | None:
    """The papers of a jurisdiction, such as `us-md`; None: none are described."""
    path = Path(__file__).parent / jurisdiction.replace("-", "_") / _FILE
    return read_book(path.read_text("utf-8"), where=_FILE) if path.is_file() else None


def read_book(text: str, *, where: str) -> PaperBook:
    """Read declared papers.

    Raises
    ------
    PaperRefused
        A key, particular, language, signer or paper is not known, or a key stands twice.
    """
    _require_once(yaml.compose(text, yaml.SafeLoader), where)
    said = _mapping(yaml.safe_load(text), where)
    _only(said, {"format", "courts", "letters", "vehicles", "papers"}, where)
    if said.get("format") != _FORMAT:
        raise PaperRefused(f"this version reads format {_FORMAT}", where=where)
    papers = {
        name: _paper(name, _mapping(body, f"{where}: {name}"), f"{where}: {name}")
        for name, body in _mapping(said["papers"], where).items()
    }
    vehicles = {
        name: _vehicle(name, _mapping(body, f"{where}: {name}"), papers, f"{where}: {name}")
        for name, body in _mapping(said["vehicles"], where).items()
    }
    return PaperBook(
        vehicles=vehicles,
        papers=papers,
        letters=_letters(said, papers, where),
        courts=_mapping(said["courts"], where),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _vehicle(
    name: str, body: Mapping[str, Any], papers: Mapping[str, PaperSpec], where: str
) -> VehicleSpec:
    _only(body, {"papers", "lists", "court_forms", "elsewhere", "letters"}, where)
    return VehicleSpec(
        vehicle=name,
        papers=_named(body["papers"], papers, where),
        lists=tuple(body.get("lists", ())),
        court_forms=tuple(body.get("court_forms", ())),
        elsewhere=body.get("elsewhere", {}),
        letters=_letters(body, papers, where),
    )


def _letters(
    body: Mapping[str, Any], papers: Mapping[str, PaperSpec], where: str
) -> dict[str, tuple[PaperSpec, ...]]:
    return {
        when: _named(names, papers, f"{where}: letters")
        for when, names in _mapping(body.get("letters", {}), where).items()
    }


def _named(
    names: Sequence[str], papers: Mapping[str, PaperSpec], where: str
) -> tuple[PaperSpec, ...]:
    for name in names:
        if name not in papers:
            raise PaperRefused(
                f"no paper is called [{name}]", where=where, repair=nearest(name, papers)
            )
    return tuple(papers[name] for name in names)


_PAPER_KEYS = {
    "template", "title", "language", "caption", "to", "reference", "opening", "closing", "sections",
    "signed", "judge", "meets", "unless",
}  # fmt: skip


def _paper(name: str, body: Mapping[str, Any], where: str) -> PaperSpec:
    _only(body, _PAPER_KEYS, where)
    language = body.get("language", ENGLISH)
    if language not in LANGUAGES:
        raise PaperRefused(f"no paper is written in [{language}] here", where=where)
    signed = body["signed"]
    if signed not in _SIGNED:
        raise PaperRefused(f"nobody signs who is called [{signed}]", where=where)
    spec = PaperSpec(
        name=name,
        template=body["template"],
        title=body["title"],
        language=language,
        caption=tuple(body.get("caption", ())),
        to=tuple(body.get("to", ())),
        reference=body.get("reference", ""),
        opening=body.get("opening", ""),
        closing=body.get("closing", ""),
        sections=tuple(_section(each, where) for each in body["sections"]),
        signed=_SIGNED[signed],
        judge=body.get("judge", False),
        meets=tuple(body.get("meets", ())),
        unless=body.get("unless", ""),
    )
    for particular in spec.prints():
        if particular not in LABELS:
            raise PaperRefused(
                f"no particular is called [{particular}]",
                where=where,
                why="A paper would have a hole there.",
                repair=nearest(particular, LABELS),
            )
    return spec


def _section(body: Mapping[str, Any], where: str) -> Section:
    _only(body, {"heading", "says", "shows", "meets", "where_known"}, where)
    return Section(
        heading=body["heading"],
        says=tuple(body.get("says", ())),
        shows=tuple(body.get("shows", ())),
        meets=tuple(body.get("meets", ())),
        where_known=body.get("where_known", False),
    )


def _require_once(node: yaml.Node | None, where: str) -> None:
    """Refuse a key that stands twice: YAML would drop the first, and with it a paper or a part."""
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            _require_once(each, where)
    if isinstance(node, yaml.MappingNode):
        times = Counter(key.value for key, _ in node.value)
        for key, value in node.value:
            if times[key.value] > 1:
                line = key.start_mark.line + 1
                raise PaperRefused(f"[{key.value}] stands twice", where=f"{where}, line {line}")
            _require_once(value, where)


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PaperRefused("something else stands where names and values must be", where=where)
    return value


def _only(said: Mapping[str, Any], known: set[str], where: str) -> None:
    for name in said:
        if name not in known:
            raise PaperRefused(
                f"nothing is called [{name}] here", where=where, repair=nearest(str(name), known)
            )
