"""The papers of a forgotten case leave every packet, and no paper of another case does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest

from vacatur.documents.made import MadePaper, WordCopy
from vacatur.documents.manifest import FILE, ListPapers, Manifest, MatterPapers, read_manifest
from vacatur.documents.packet_removal import take_out
from vacatur.documents.packet_verify import verify_packet
from vacatur.office.check import State
from vacatur.office.erasures import Erased, Erasure, write_ledger
from vacatur.office.forgetting_checks import examine_forgetting
from vacatur.office.packet_forgetting import forget_papers, remembered_papers
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

DAY = date(2026, 2, 15)
NAMES = {3: "s-gone", 33: "s-stays", 4: "s-also-stays"}


def _paper(name: str) -> MadePaper:
    return MadePaper(
        file=f"{name}.pdf", paper="motion", title="Motion", pages=1, first=1, last=1, sha256="0"
    )


def _list(name: str, matters: tuple[int, ...]) -> ListPapers:
    word = (WordCopy(file=f"{name}.docx", sha256=_hash(f"word/lists/{name}.docx")),)
    return ListPapers(kind="x", folder="lists", matters=matters, papers=(_paper(name),), word=word)


def _hash(place: str) -> str:
    """The hash of a file of the packet; each holds its own place."""
    return hashlib.sha256(place.encode()).hexdigest()


def _sheet(name: str, matters: tuple[int, ...]) -> ListPapers:
    sheets = {name: _hash(f"lists/{name}")}
    return ListPapers(kind="sheet", folder="lists", matters=matters, papers=(), sheets=sheets)


def _packet(folder: Path, *, is_letters: bool = False, names: Collection[int] = (3, 33, 4)) -> Path:
    """A packet whose third matter is about the case that will be forgotten."""
    manifest = Manifest(
        made_by="vacatur",
        on=DAY,
        run="run",
        is_draft=False,
        page_prefix="SAO",
        papers_sha256={},
        templates_sha256="0",
        matters=tuple(
            MatterPapers(
                number=each,
                subject=NAMES[each],
                vehicle="us-md/x",
                decision_hash="0",
                papers=(_paper("01"),),
                word=()
                if is_letters
                else (WordCopy(file="01.docx", sha256=_hash(f"word/{each}/01.docx")),),
            )
            for each in names
        ),
        lists=()
        if is_letters
        else (
            _list("city", (3, 33)),
            _list("county", (4,)),
            _sheet("clerk-import.csv", (3, 33, 4)),
            _sheet("clerk-import-4.csv", (4,)),
        ),
        set_aside={},
        is_letters=is_letters,
    )
    folder.mkdir(parents=True)
    (folder / FILE).write_text(manifest.in_json(), "utf-8")
    also = [place for place, _ in (*manifest.sheets(), *manifest.word_copies())]
    for place in (*(each.place for each in manifest.placed()), *also):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(place, "utf-8")
    return folder


def _files(folder: Path) -> set[str]:
    return {x.relative_to(folder).as_posix() for x in folder.rglob("*") if x.is_file()}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace that has forgotten one case."""
    line = Erasure(
        number=1, on=DAY, what=Erased.VAULTED, subject="s-gone", obliterate_on=DAY, cases=("x",)
    )
    write_ledger(tmp_path, [line])
    (tmp_path / "packets").mkdir()
    return Workspace(tmp_path)


def test_what_names_the_case_leaves_and_the_rest_stays_as_it_was(tmp_path):
    folder = _packet(tmp_path / "p")
    (folder / "3" / "notes.txt").write_text("x", "utf-8")
    (folder / "copy-of-everything.zip").write_text("x", "utf-8")
    assert take_out(folder, {"s-gone", "s-unknown"}) == 1
    left = {"33/01.pdf", "4/01.pdf", "word/33/01.docx", "word/4/01.docx", "lists/county.pdf"}
    assert _files(folder) == {FILE, *left, "lists/clerk-import-4.csv", "word/lists/county.docx"}
    assert not (folder / "3").exists()

    manifest = read_manifest(folder)
    assert manifest.forgotten == 1
    assert {x.number for x in manifest.matters} == {33, 4}
    city, county, *_ = manifest.lists
    assert [place for place, _ in manifest.sheets()] == ["lists/clerk-import-4.csv"]
    assert (city.is_removed, city.matters, city.papers, city.word) == (True, (33,), (), ())
    assert not county.is_removed
    prefixes = {x.place: x.prefix for x in manifest.placed()}
    assert prefixes["lists/county.pdf"] == "SAO-L2-", "its pages bear that number"
    assert "s-gone" not in (folder / FILE).read_text("utf-8")

    before = (folder / FILE).read_bytes()
    assert take_out(folder, {"s-gone"}) == 0
    assert (folder / FILE).read_bytes() == before
    assert take_out(folder, {"s-stays"}) == 1
    assert read_manifest(folder).forgotten == 2


def test_what_is_left_is_what_the_manifest_tells_of(tmp_path):
    folder = _packet(tmp_path / "p")
    take_out(folder, {"s-gone"})

    faults = verify_packet(folder, processes=1, progress=silent).faults
    wrong = ("not there", "does not tell", "was changed", "not the sheet")
    assert not [fault for fault in faults if any(each in fault for each in wrong)]


@pytest.mark.parametrize("step", ["unlink", "rmdir", "replace"])
def test_broken_off_anywhere_it_goes_on(workspace, monkeypatch, step):
    folder = _packet(workspace.packets_folder / "p")
    with monkeypatch.context() as patch:
        patch.setattr(Path, step, _stop)
        with pytest.raises(KeyboardInterrupt):
            forget_papers(workspace)
    assert remembered_papers(workspace).matters == 1
    told = {check.state for check in examine_forgetting(workspace) if "packets/" in check.what}
    assert told == {State.FAIL}
    assert forget_papers(workspace).matters == 1
    assert not [x for x in examine_forgetting(workspace) if "packets/" in x.what]
    assert not {x for x in _files(folder) if x.startswith(("3/", "word/3/", ".", "lists/ci"))}
    assert read_manifest(folder).forgotten == 1
    assert remembered_papers(workspace).matters == 0


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_every_packet_is_looked_at_and_what_was_in_the_making_goes(workspace):
    packets = workspace.packets_folder
    _packet(packets / "first")
    _packet(packets / "letters", is_letters=True)
    _packet(packets / "old" / "copy")
    _packet(packets / "others", names=(33, 4))
    (packets / ".second-building" / "3").mkdir(parents=True)
    (packets / ".second-building" / "3" / "01.pdf").write_text("x", "utf-8")
    untouched = _files(packets / "others")

    assert remembered_papers(workspace).matters == 3
    assert (packets / ".second-building").is_dir(), "looking changes nothing"
    assert forget_papers(workspace).matters == 3
    assert _files(packets / "letters") == {FILE, "letters/33/01.pdf", "letters/4/01.pdf"}
    assert not {x for x in _files(packets) if "3" in Path(x).parts or "building" in x}
    assert _files(packets / "others") == untouched


def test_what_nobody_can_tell_apart_is_named_and_left(workspace):
    packets = workspace.packets_folder
    broken = _packet(packets / "broken")
    (broken / FILE).write_text(json.dumps({"format": 1}), "utf-8")
    (packets / "scan.pdf").write_text("x", "utf-8")
    _packet(packets / "whole")
    before = _files(broken)

    assert remembered_papers(workspace).unread == ("packets/broken", "packets/scan.pdf")
    found = forget_papers(workspace)
    assert (found.matters, found.unread) == (1, ("packets/broken", "packets/scan.pdf"))
    assert _files(broken) == before


def test_with_nothing_forgotten_nothing_is_touched(workspace):
    write_ledger(workspace.folder, [])
    packets = workspace.packets_folder
    _packet(packets / "p")
    (packets / ".q-building").mkdir()
    before = _files(packets)
    assert forget_papers(workspace).matters == 0
    assert _files(packets) == before
    assert (packets / ".q-building").is_dir()
