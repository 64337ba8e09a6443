"""Whether a packet is what its manifest says, and what a court can take."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pikepdf
from pypdf.errors import PyPdfError

from vacatur.documents.conformance import faults_of
from vacatur.documents.form_readback import held_fields
from vacatur.documents.made import MadePaper
from vacatur.documents.making import MOST_PAGES
from vacatur.documents.manifest import FILE as MANIFEST
from vacatur.documents.manifest import Manifest, MatterPapers, Placed, read_manifest
from vacatur.documents.paper_specs import SCREENER, paper_book
from vacatur.documents.pdf_text import bodies_of, pages_of
from vacatur.documents.processes import executor
from vacatur.documents.restricted import restricted_numbers
from vacatur.progress import Progress

_SHIELDED = "unredacted"
_AT_ONCE = 8  # papers that a process takes at a time
# What the two readers of PDF raise over a file whose parts are not of the kind that they must be.
_DAMAGED = (
    PyPdfError, pikepdf.PdfError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at, and each fault with the file or matter in which it is."""

    manifest: Manifest
    papers: int
    pages: int
    faults: tuple[str, ...]


def verify_packet(folder: Path, *, processes: int, progress: Progress) -> Verified:
    """Look at every paper again: hash, pages, structure, and whether any is lacking or too many.

    Raises
    ------
    PaperRefused
        There is no packet in the folder.
    """
    manifest = read_manifest(folder)
    told = list(manifest.placed())
    of_matter = _of_letters if manifest.is_letters else _of_matter
    faults = [
        *_of_files(folder, manifest),
        *chain.from_iterable(map(of_matter, manifest.matters)),
        *_of_copies(folder, manifest),
    ]
    faults += _of_books(manifest)
    if not told and not manifest.forgotten:
        faults.append("there is no paper in it")
    asked = [(folder, each) for each in told if (folder / each.place).is_file()]
    with executor(processes) as pool:
        found = pool.map(_faults_in, asked, chunksize=_AT_ONCE)
        for done, each in enumerate(found, start=1):
            faults += each
            progress("looking at papers", done, len(asked))
    pages = sum(each.paper.pages for each in told)
    return Verified(manifest=manifest, papers=len(told), pages=pages, faults=tuple(faults))


def _of_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Files that are lacking, and files of which the manifest says nothing."""
    told = {each.place for each in manifest.placed()}
    told |= {place for place, _ in chain(manifest.word_copies(), manifest.sheets())}
    there = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}
    for place in sorted(told - there):
        yield f"{place}: the file is not there"
    for place in sorted(there - told - {MANIFEST}):
        yield f"{place}: the manifest does not tell of it"


def _of_copies(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Copies in Word and sheets that somebody changed. Nothing else is asked of them."""
    for place, copy in manifest.word_copies():
        if _is_another(folder / place, copy.sha256):
            yield f"{place}: the copy was changed; what is edited is kept elsewhere"
    for place, sha256 in manifest.sheets():
        if _is_another(folder / place, sha256):
            yield f"{place}: it is not the sheet that was built: its hash is another"


def _is_another(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != sha256


def _of_matter(matter: MatterPapers) -> Iterator[str]:
    """Papers that the vehicle asks for and that are not there; versions without their other one."""
    book = paper_book(matter.vehicle.partition("/")[0])
    vehicle = book.vehicles.get(matter.vehicle) if book else None
    if vehicle is None:
        yield f"{matter.number}: no papers are declared for [{matter.vehicle}]"
        return
    there = {paper.paper for paper in matter.papers}
    for spec in vehicle.papers:
        is_left_out = bool(spec.unless) and matter.left_out.get(spec.name) == spec.unless
        if spec.name not in there and not is_left_out:
            yield f"{matter.number}: the paper [{spec.name}] is lacking"
    versions = {(paper.paper, paper.restricted) for paper in matter.papers if paper.restricted}
    for name in sorted({name for name, _ in versions}):
        if {restricted for paper, restricted in versions if paper == name} != {
            _SHIELDED,
            "redacted",
        }:
            yield f"{matter.number}: [{name}] has one version alone (Rule 20-203(a)(3))"


def _of_letters(matter: MatterPapers) -> Iterator[str]:
    """A person who gets no letter, or no letter in one of the languages."""
    book = paper_book(matter.vehicle.partition("/")[0])
    there = {paper.paper for paper in matter.papers}
    letters = book.letters.items() if book else ()
    wanted = [{spec.name for spec in specs} for when, specs in letters if when != SCREENER]
    if not any(names <= there for names in wanted):
        yield f"{matter.number}: the letter to the person is lacking, or is in one language alone"


def _of_books(manifest: Manifest) -> Iterator[str]:
    for name, sha256 in manifest.papers_sha256.items():
        book = paper_book(name)
        if book is None or book.sha256 != sha256:
            yield f"the declared papers of [{name}] have changed since it was built"


def _faults_in(asked: tuple[Path, Placed]) -> list[str]:
    folder, placed = asked
    pdf = (folder / placed.place).read_bytes()
    found = []
    try:
        for fault in _faults(pdf, placed.paper, placed.prefix):
            found.append(fault)  # one by one, so that what was found before a break stays
    except _DAMAGED:
        found.append("the file is damaged and cannot be read to its end")
    return [f"{placed.place}: {fault}" for fault in found]


def _faults(pdf: bytes, paper: MadePaper, prefix: str) -> Iterator[str]:
    if hashlib.sha256(pdf).hexdigest() != paper.sha256:
        yield "it is not the file that was built: its hash is another"
    if not paper.is_form:  # it stays the court's document, with the court's tags and fonts
        yield from faults_of(pdf)
    pages = pages_of(pdf)
    if len(pages) != paper.pages:
        yield f"it has {len(pages)} pages, and the manifest says {paper.pages}"
    if len(pages) > MOST_PAGES:
        yield f"it has more than {MOST_PAGES} pages"
    for number, text in enumerate(pages, start=paper.first):
        label = f"{prefix}{number:04}"
        if label not in text and not paper.is_form:
            yield f"page {number - paper.first + 1} does not bear its number {label}"
    if not paper.is_form:  # a form may have a page for what the court writes
        for number, text in enumerate(bodies_of(pdf), start=1):
            if not text.strip():
                yield f"page {number} is blank"
    held = [each.value for each in held_fields(pdf).values()] if paper.is_form else []
    read = "\n".join((*pages, *held))  # the text of a page is without what its fields hold
    if paper.restricted != _SHIELDED and (count := restricted_numbers(read)):
        yield f"{count} numbers look like ones that Rule 1-322.1 keeps out of it"
