"""The manifest of a packet: which papers, of which matters, with their hashes. It names nobody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.documents.made import MadePaper, WordCopy
from vacatur.errors import PaperRefused

FILE = "manifest.json"
WORD = "word"  # the folder of copies in Word; below it the folders are those of the papers
LETTERS = "letters"  # folder of the letters of a packet of letters
_FORMAT = 1
_KINDS = {"str": str, "int": int, "bool": bool}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPapers:
    """The papers of one matter, in the folder of its number.

    `left_out` are papers of the vehicle that this matter needs not, each with the state that says
    so. `decision_hash` is of the answer that was approved, and `subject` the opaque name of the
    case. `word` are copies to be edited, if they were asked for; no hash of the packet counts them.
    `by_hand` are forms of the court that the office fills itself and puts on top.
    """

    number: int
    subject: str
    vehicle: str
    decision_hash: str
    papers: tuple[MadePaper, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    word: tuple[WordCopy, ...] = ()
    by_hand: tuple[str, ...] = ()

    def packet_sha256(self) -> str:
        """Hash of the papers, in the order of their names."""
        return packet_sha256([(each.file, each.sha256) for each in self.papers])


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPapers:
    """A list of many matters: its files, whose cases stand in it, and a copy of it in Word.

    `sheets` are files for a program, such as the one from which a clerk imports; name to sha256.

    One that `is_removed` named a case that was forgotten. Its place stays, since the numbers of the
    pages of later lists tell theirs.
    """

    kind: str
    folder: str
    matters: tuple[int, ...]
    papers: tuple[MadePaper, ...]
    word: tuple[WordCopy, ...] = ()
    is_removed: bool = False
    sheets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A paper of a packet, where its file lies, and what comes before the number of each page."""

    place: str
    paper: MadePaper
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A packet. `papers_sha256` is of the declared papers of each jurisdiction.

    `set_aside` are matters that were asked for and are not in it, with the reason. `is_letters`: it
    holds what goes out after an order, and no paper that is filed. `forgotten` counts matters whose
    papers were removed, since their cases were forgotten.
    """

    made_by: str
    on: date
    run: str
    is_draft: bool
    page_prefix: str
    papers_sha256: Mapping[str, str]
    templates_sha256: str
    matters: tuple[MatterPapers, ...]
    lists: tuple[ListPapers, ...]
    set_aside: Mapping[int, str]
    is_letters: bool = False
    forgotten: int = 0

    def folder_of(self, number: int) -> str:
        """Where the papers of a matter lie in the packet."""
        return f"{LETTERS}/{number}" if self.is_letters else str(number)

    def placed(self) -> Iterator[Placed]:
        """Each paper, those of matters first."""
        for matter in self.matters:
            prefix = f"{self.page_prefix}-{matter.number}-"
            for paper in matter.papers:
                place = f"{self.folder_of(matter.number)}/{paper.file}"
                yield Placed(place=place, paper=paper, prefix=prefix)
        for number, listed in enumerate(self.lists, start=1):
            for paper in listed.papers:
                place = f"{listed.folder}/{paper.file}"
                yield Placed(place=place, paper=paper, prefix=f"{self.page_prefix}-L{number}-")

    def in_json(self) -> str:
        """The manifest as it is written."""
        said = {"format": _FORMAT, **asdict(self), "on": self.on.isoformat()}
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def word_copies(self) -> Iterator[tuple[str, WordCopy]]:
        """Each copy in Word, with its place in the packet."""
        for matter in self.matters:
            yield from ((f"{WORD}/{matter.number}/{copy.file}", copy) for copy in matter.word)
        for listed in self.lists:
            yield from ((f"{WORD}/{listed.folder}/{copy.file}", copy) for copy in listed.word)

    def sheets(self) -> Iterator[tuple[str, str]]:
        """The place of each sheet in the packet, and its sha256."""
        for listed in self.lists:
            for name, sha256 in listed.sheets.items():
                yield f"{listed.folder}/{name}", sha256

    @property
    def pages(self) -> int:
        return sum(each.paper.pages for each in self.placed())

    @property
    def count(self) -> int:
        """How many papers it holds, lists included."""
        return sum(1 for _ in self.placed())


def packet_sha256(papers: Sequence[tuple[str, str]]) -> str:
    """One hash over the names and hashes of papers, in the order of their names."""
    text = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(papers))
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a packet.

    Raises
    ------
    PaperRefused
        There is none, or it is no manifest that this version reads.
    """
    path = folder / FILE
    if not path.is_file():
        raise PaperRefused(
            "there is no packet here", where=str(folder), repair="Name the folder of a packet."
        )
    try:
        said = json.loads(path.read_text("utf-8"))
        _require_our_format(said.pop("format"), path)
        return _manifest(said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PaperRefused(
            f"the manifest cannot be read: {type(error).__name__}",
            where=str(path),
            repair="Take it from a backup, or build the packet again.",
        ) from None


def _require_our_format(said: Any, path: Path) -> None:
    if type(said) is not int:
        raise TypeError("format")
    if said != _FORMAT:
        raise PaperRefused(
            f"the manifest is of format [{said}], and this version reads format [{_FORMAT}]",
            where=str(path),
            repair="Use the version of vacatur that built it, or build the packet again.",
        )


def _manifest(said: dict[str, Any]) -> Manifest:
    matters = tuple(
        MatterPapers(**{**each, **_files(each), "by_hand": tuple(each.get("by_hand", ()))})
        for each in said.pop("matters")
    )
    lists = tuple(
        ListPapers(**{**each, **_files(each), "matters": tuple(each["matters"])})
        for each in said.pop("lists")
    )
    for each in (*matters, *lists):
        _require_kinds(each)
    aside = {int(number): why for number, why in said.pop("set_aside").items()}
    on = date.fromisoformat(said.pop("on"))
    manifest = Manifest(**said, on=on, matters=matters, lists=lists, set_aside=aside)
    _require_kinds(manifest)
    return manifest


def _require_kinds(made: Any) -> None:
    """Refuse a text where a number must stand, and a file that lies in another folder."""
    for each in fields(made):
        kind = _KINDS.get(str(each.type))
        if kind is not None and type(getattr(made, each.name)) is not kind:
            raise TypeError(each.name)
    files = (*getattr(made, "papers", ()), *getattr(made, "word", ()))
    for file in files:
        _require_kinds(file)
    sheets = made.sheets if isinstance(made, ListPapers) else {}
    for name in (*(file.file for file in files), *sheets.keys()):
        if Path(name).name != name:
            raise ValueError(name)


def _files(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "papers": tuple(MadePaper(**each) for each in said["papers"]),
        "word": tuple(WordCopy(**each) for each in said.get("word", ())),
    }
