"""The manifest of a packet: what is written is what is read; a damaged one is named."""

import json
from dataclasses import replace

import pytest

from tests.support.packets import DAY
from vacatur.documents.made import MadePaper, WordCopy
from vacatur.documents.manifest import (
    FILE,
    ListPapers,
    Manifest,
    MatterPapers,
    packet_sha256,
    read_manifest,
)
from vacatur.documents.packet_diff import diff_packets
from vacatur.errors import PaperRefused
from vacatur.office.filing_packet import main_paper


def paper(file="01-Motion.pdf", **told):
    known = {"paper": "motion", "title": "Motion", "pages": 2, "first": 1, "last": 2}
    return MadePaper(file=file, sha256="a" * 64, **{**known, **told})


def manifest(**told):
    known = {
        "made_by": "0.1.0",
        "on": DAY,
        "run": "run-1",
        "is_draft": False,
        "page_prefix": "SAO",
        "papers_sha256": {"us-md": "b" * 64},
        "templates_sha256": "c" * 64,
        "matters": (
            MatterPapers(
                number=12,
                subject="s",
                vehicle="us-md/state-motion-to-vacate",
                decision_hash="d" * 64,
                papers=(
                    paper(),
                    paper("02-Order-redacted.pdf", restricted="redacted", first=3, last=4),
                    paper("03-CC-DC-089.pdf", is_form=True, first=5, last=6),
                ),
                left_out={"notice-to-victim": "no-victim"},
                word=(WordCopy(file="01-Motion.docx", sha256="e" * 64),),
            ),
        ),
        "lists": (
            ListPapers(
                kind="omnibus-exhibit",
                folder="lists",
                matters=(12, 13),
                papers=(paper("Exhibit-part-1-of-1.pdf", pages=7, last=7),),
                sheets={"sheet.csv": "f" * 64},
            ),
        ),
        "set_aside": {13: "missing: earlier-review\n  Núñez’s paper"},
    }
    return Manifest(**{**known, **told})


def written(tmp_path, said):
    text = said.in_json() if isinstance(said, Manifest) else json.dumps(said)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_is_written_is_read(tmp_path):
    assert read_manifest(written(tmp_path, manifest())) == manifest()
    empty = manifest(matters=(), lists=(), set_aside={}, is_draft=True)
    assert read_manifest(written(tmp_path, empty)) == empty


def test_it_counts_papers_and_pages_and_tells_their_places():
    assert (manifest().count, manifest().pages) == (4, 13)
    placed = [(each.place, each.prefix) for each in manifest().placed()]
    assert placed[0] == ("12/01-Motion.pdf", "SAO-12-")
    assert placed[-1] == ("lists/Exhibit-part-1-of-1.pdf", "SAO-L1-")


def test_the_same_manifest_is_the_same_text():
    turned = manifest(papers_sha256={"us-md": "b" * 64})

    assert manifest().in_json() == turned.in_json()
    assert manifest().in_json().endswith("}\n")
    assert "Núñez’s" in manifest().in_json()


def test_the_hash_of_a_matter_is_of_names_and_papers_in_their_order():
    (matter,) = manifest().matters
    renamed = replace(matter.papers[0], file="01-Other.pdf")
    other = replace(matter.papers[0], sha256="f" * 64)
    turned = replace(matter, papers=matter.papers[::-1], word=())

    assert turned.packet_sha256() == matter.packet_sha256()
    for changed in (renamed, other):
        papers = (changed, *matter.papers[1:])
        assert replace(matter, papers=papers).packet_sha256() != matter.packet_sha256()
    assert packet_sha256([]) != packet_sha256([("", "")])


def test_a_folder_without_one_holds_no_packet(tmp_path):
    with pytest.raises(PaperRefused, match="there is no packet here"):
        read_manifest(tmp_path)


def changed(*path, to=None):
    """The manifest as JSON, with one value put in place of another; None takes it out."""
    said = json.loads(manifest().in_json())
    inner = said
    for each in path[:-1]:
        inner = inner[each]
    if to is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return said


PAPER = ("matters", 0, "papers", 0)


@pytest.mark.parametrize(
    "said",
    [
        [],
        "text",
        {},
        changed("format"),
        changed("format", to=True),
        changed("format", to="1"),
        changed("run"),
        changed("run", to=7),
        changed("surprise", to=1),
        changed("is_draft", to="no"),
        changed("on", to="2026-02-30"),
        changed("on", to="yesterday"),
        changed("on", to=20260215),
        changed("matters", to={"12": {}}),
        changed("matters", to=[1]),
        changed("matters", 0, "number", to="12"),
        changed("matters", 0, "papers"),
        changed("matters", 0, "surprise", to=1),
        changed(*PAPER, "sha256"),
        changed(*PAPER, "surprise", to=1),
        changed(*PAPER, "pages", to="2"),
        changed(*PAPER, "first", to=1.0),
        changed(*PAPER, "file", to=1),
        changed(*PAPER, "file", to="../13/01-Motion.pdf"),
        changed(*PAPER, "file", to="/01-Motion.pdf"),
        changed("matters", 0, "word", 0, "file", to="../a.docx"),
        changed("lists", 0, "matters", to=12),
        changed("lists", 0, "sheets", to={"../12/sheet.csv": "f"}),
        changed("lists", 0, "sheets", to=["sheet.csv"]),
        changed("lists", 0, "papers", 0, "pages", to="7"),
        changed("set_aside", to={"twelve": "x"}),
        changed("set_aside", to=[]),
    ],
)
def test_a_damaged_one_is_named_and_read_no_further(tmp_path, said):
    with pytest.raises(PaperRefused, match="the manifest cannot be read") as raised:
        read_manifest(written(tmp_path, said))

    assert raised.value.where.endswith(FILE)
    assert "Motion" not in raised.value.what


def test_one_of_another_format_says_which_is_read(tmp_path):
    told = r"the manifest is of format \[2\], and this version reads format \[1\]"
    with pytest.raises(PaperRefused, match=told):
        read_manifest(written(tmp_path, changed("format", to=2)))


@pytest.mark.parametrize("content", [None, b"%PDF-1.7"])
def test_a_comparison_names_a_paper_that_cannot_be_read(tmp_path, content):
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    before = written(tmp_path / "before", manifest())
    after = written(tmp_path / "after", changed(*PAPER, "sha256", to="0"))
    if content is not None:
        (before / "12").mkdir()
        (before / "12/01-Motion.pdf").write_bytes(content)

    with pytest.raises(PaperRefused, match=r"vacatur packet verify") as raised:
        diff_packets(before, after, with_text=False)

    assert raised.value.where == str(before / "12/01-Motion.pdf")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: b"\xff\xfe" + text[2:],
        lambda text: text.replace(b'"pages": 2', b'"pages": NaN', 1),
        lambda text: b"\xef\xbb\xbf" + text,
    ],
)
def test_one_that_is_no_json_is_named(tmp_path, damage):
    path = written(tmp_path, manifest()) / FILE
    made = damage(path.read_bytes())
    path.write_bytes(made if isinstance(made, bytes) else made.encode())

    with pytest.raises(PaperRefused, match="the manifest cannot be read"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("filled", "by_hand", "main"),
    [
        (["CC-DC-089", "CC-DC-CR-072D"], (), "CC-DC-CR-072D"),
        (["CC-DC-089"], ("CC-DC-CR-072B",), "CC-DC-CR-072B"),
        ([], ("CC-DC-CR-072B",), "CC-DC-CR-072B"),
        ([], (), "Statement of the Record"),
    ],
)
def test_what_is_filed_is_the_petition_and_no_form_that_goes_beside_it(filled, by_hand, main):
    forms = [paper(f"{each}.pdf", paper=each, title=each, is_form=True) for each in filled]
    statement = paper(paper="statement-of-record", title="Statement of the Record")
    made = MatterPapers(
        number=1,
        subject="s",
        vehicle="us-md/petition-under-10-110",
        decision_hash="0" * 64,
        papers=(*forms, statement),
        by_hand=by_hand,
    )
    assert main_paper(made) == main
