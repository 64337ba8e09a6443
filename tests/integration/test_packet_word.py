"""`packet build --word`: copies beside the papers, known to the manifest and to `verify`."""

import json
import re
import shutil

import pytest

from tests.support.word import footer, template, words
from vacatur.documents.manifest import read_manifest
from vacatur.documents.pdf_text import bodies_of
from vacatur.documents.word import COPY
from vacatur.office.packet_settings import EXAMPLE

LEE = ("--by", "P. Lee")
NAME = "O'NEIL & SONS {{ 7*7 }}, JANE"


@pytest.fixture
def ready(matters):
    """A matter that lacks nothing for a draft of its papers."""
    settings = matters.place / "vacatur.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n{EXAMPLE}", "utf-8")
    matters("state", 1, "defendant-name", NAME, *LEE)
    matters("state", 1, "defendant-address", "1 Example Street, 21202", *LEE)
    matters("state", 1, "consent", "No objection.", *LEE)
    return matters


def build(ready, name, *more, code=0):
    return ready("build", 1, "--draft", "--name", name, *LEE, *more, code=code, of="packet")


def test_copies_lie_beside_the_papers_and_are_verified(ready, vacatur):
    assert "Copies in Word, to be edited and not to be filed: 4" in build(ready, "one", "--word")
    packet = ready.place / "packets" / "one"
    (matter,) = read_manifest(packet).matters

    assert [each.file for each in matter.word] == [
        each.file.replace(".pdf", ".docx") for each in matter.papers
    ]
    for paper, copy in zip(matter.papers, matter.word, strict=True):
        printed = "".join("".join(bodies_of((packet / "1" / paper.file).read_bytes())).split())
        copied = (packet / "word" / "1" / copy.file).read_bytes()
        assert sorted(re.sub("^(DRAFT|BORRADOR)", "", words(copied))) == sorted(
            printed.replace("•", "")
        )
        assert "".join(NAME.split()) in words(copied)
        assert footer(copied)[0] in COPY.values()

    checked = vacatur("packet", "verify", packet)
    assert checked.code == 0, checked.out

    (packet / "word" / "1" / matter.word[0].file).write_bytes(b"edited")
    (packet / "word" / "1" / matter.word[1].file).unlink()
    (packet / "word" / "mine.docx").write_bytes(b"mine")
    faults = json.loads(vacatur("packet", "verify", packet, "--json").out)["faults"]
    assert faults == [
        f"word/1/{matter.word[1].file}: the file is not there",
        "word/mine.docx: the manifest does not tell of it",
        f"word/1/{matter.word[0].file}: the copy was changed; what is edited is kept elsewhere",
    ]


def test_copies_change_neither_papers_nor_their_hash(ready):
    build(ready, "with", "--word")
    (
        ready.place / "templates"
    ).mkdir()  # what is wrong with a template of Word is nothing to papers
    (ready.place / "templates" / "letter.docm").write_bytes(b"macro")
    build(ready, "without")
    copied, plain = (read_manifest(ready.place / "packets" / name) for name in ("with", "without"))

    assert [each.packet_sha256() for each in copied.matters] == [
        each.packet_sha256() for each in plain.matters
    ]
    assert not (ready.place / "packets" / "without" / "word").exists()
    assert list(plain.word_copies()) == []


def test_a_wrong_template_of_the_office_builds_nothing(ready, vacatur):
    own = ready.place / "templates"
    own.mkdir()
    written = vacatur("packet", "word-template", "letter", "--out", own / "letter.docx")
    assert written.code == 0
    (own / "letter.docx").write_bytes(template("{{ titel }}"))
    told = build(ready, "wrong", "--word", code=1)

    assert "Did you mean [title]?" in told
    assert not (ready.place / "packets" / "wrong").exists()
    shutil.copy(own / "letter.docx", own / "letter.docm")
    assert "Save it as a .docx" in build(ready, "macro", "--word", code=1)
