"""What verify finds in single papers, with packets that no press has made."""

from __future__ import annotations

import hashlib
from datetime import date

import pikepdf

from tests.support.court_forms import CourtForm
from vacatur.documents.made import MadePaper
from vacatur.documents.manifest import FILE, Manifest, MatterPapers
from vacatur.documents.packet_verify import verify_packet
from vacatur.progress import silent


def _faults(folder, papers, **told):
    """The faults of a packet whose one matter has these papers: the bytes of each by its name."""
    made = tuple(
        MadePaper(
            file=name, paper=name, title=name, pages=2, first=1, last=2,
            sha256=hashlib.sha256(pdf).hexdigest(), is_form=name.startswith("form"),
        )
        for name, pdf in papers.items()
    )  # fmt: skip
    matter = MatterPapers(number=1, subject="s", vehicle="us-md/x", decision_hash="0", papers=made)
    known = {
        "made_by": "vacatur", "on": date(2026, 2, 15), "run": "run", "is_draft": False,
        "page_prefix": "SAO", "papers_sha256": {}, "templates_sha256": "0",
        "matters": (matter,) if papers else (), "lists": (), "set_aside": {},
    }  # fmt: skip
    (folder / "1").mkdir()
    (folder / FILE).write_text(Manifest(**{**known, **told}).in_json(), "utf-8")
    for name, pdf in papers.items():
        (folder / "1" / name).write_bytes(pdf)
    return verify_packet(folder, processes=1, progress=silent).faults


def test_a_damaged_paper_is_named_and_the_others_are_looked_at(tmp_path):
    whole = CourtForm().bytes()
    cut = whole[: len(whole) // 2]
    papers = {"a.pdf": cut, "b.pdf": b"", "form-c.pdf": cut, "d.pdf": whole}

    faults = _faults(tmp_path, papers)

    for name in ("a.pdf", "b.pdf", "form-c.pdf"):
        assert f"1/{name}: the file is damaged and cannot be read to its end" in faults
    assert "1/d.pdf: page 1 does not bear its number SAO-1-0001" in faults


def test_a_packet_without_a_paper_is_not_whole(tmp_path):
    assert _faults(tmp_path, {}) == ("there is no paper in it",)


def test_a_packet_of_which_everything_was_forgotten_has_no_fault(tmp_path):
    assert _faults(tmp_path, {}, forgotten=1) == ()


def test_a_page_with_a_header_and_a_number_alone_is_blank(tmp_path):
    paper = CourtForm()
    decoration = "/Artifact BMC BT /Helv 9 Tf 20 20 Td (A header SAO-1-000{}) Tj ET EMC "
    words = "BT /Helv 9 Tf 20 80 Td (The State moves.) Tj ET"
    first, second = paper.pdf.pages
    second.obj.Resources = first.obj.Resources
    first.obj.Contents = pikepdf.Stream(paper.pdf, (decoration.format(1) + words).encode())
    second.obj.Contents = pikepdf.Stream(paper.pdf, decoration.format(2).encode())

    faults = _faults(tmp_path, {"a.pdf": paper.bytes()})

    assert [each for each in faults if "blank" in each] == ["1/a.pdf: page 2 is blank"]
    assert not [each for each in faults if "bear its number" in each]


def test_what_the_fields_of_a_form_hold_is_read_for_numbers_too(tmp_path):
    form = CourtForm()
    form.text("name", V=pikepdf.String("DOE, JANE"))
    form.text("statement", V=pikepdf.String("Number 078-05-1120 is mine."))

    faults = _faults(tmp_path, {"form.pdf": form.bytes()})

    assert "1/form.pdf: 1 numbers look like ones that Rule 1-322.1 keeps out of it" in faults
