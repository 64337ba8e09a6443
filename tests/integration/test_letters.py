"""Letters after an order, written from the command line into a packet of their own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from vacatur.cli.printing_packet import verified_in_words
from vacatur.documents.packet_verify import verify_packet
from vacatur.documents.pdf_text import pages_of
from vacatur.matters import events as e
from vacatur.matters.states import Order, Receipt
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.packet_settings import EXAMPLE
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.record.particulars import Stated

DAY, LATER = date(2026, 2, 16), date(2026, 2, 17)
NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)
NAME, STREET = "Ana Zuñiga", "7 Elm Street, Baltimore, MD 21202"
LETTERS = "packets/letters-2026-02-17"
SCREENER = "Example Checks, Inc.; 1 Example Street, Springfield"
LEE = ("--by", "P. Lee")


def _ordered(folder: Path, order: Order) -> None:
    """Bring the petition to its order; one record has changed since."""
    settings = folder / "vacatur.toml"
    settings.write_text(settings.read_text("utf-8") + EXAMPLE, "utf-8")
    doing = Doing(actor="A. Roe", purpose="test", at=NOW)
    with open_casework(Workspace(folder)) as casework, casework.working(doing) as work:
        matter = work.matter(1)
        happened: list[e.MatterEvent] = [
            e.Assigned(to="P. Lee"),
            e.ParticularStated(particular=Stated.DEFENDANT_NAME, text=NAME),
            e.ParticularStated(particular=Stated.DEFENDANT_ADDRESS, text=STREET),
            e.Prepared(by="P. Lee"),
            e.Approved(by="A. Roe", decision_hash=matter.decision_hash),
            e.Packeted(packet_sha256="0" * 64, files=("a.pdf",)),
            e.Submitted(document="Petition", content_sha256="0" * 64, on=DAY),
            e.Received(receipt=Receipt.ACCEPTED, on=DAY, reference="E-1"),
            e.Ordered(order=order, on=DAY, reasons="Order."),
        ]
        if order is Order.GRANTED:
            changed = matter.records[0].holder
            happened.append(e.RecordChanged(holder=changed, on=LATER, evidence="Docket."))
        for event in happened:
            matter = work.record(matter, event)


def _text(folder: Path, name: str) -> str:
    (path,) = folder.glob(f"letters/1/{name}")
    return " ".join(" ".join(pages_of(path.read_bytes())).split())


def test_a_granted_matter_gets_letters_and_disputes(matters, tmp_path):
    _ordered(matters.place, Order.GRANTED)
    listed = tmp_path / "screeners.csv"
    listed.write_text('name,address\nOther Checks,"2 Example Street, Springfield"\n', "utf-8")
    told = matters(
        "letters", "1-2", "--screener", SCREENER, "--screeners", listed, *LEE, "--json",
        code=1, of="packet",
    )  # fmt: skip
    built = json.loads(told[told.index("{") : told.rindex("}") + 1])["manifest"]
    assert "no order of a court ended it" in built["set_aside"]["2"]
    assert [x["paper"] for x in built["matters"][0]["papers"]] == [
        "letter-granted-en", "letter-granted-es", "letter-to-screener", "letter-to-screener",
    ]  # fmt: skip

    folder = matters.place / LETTERS
    english = _text(folder, "01-The-judge-said-yes.pdf")
    assert "On February 16, 2026 the judge said yes" in english
    assert "The court's file: changed on February 17, 2026." in english
    assert "police and prosecutors: we have not heard yet that it has changed." in english
    assert "works one time" not in english, "no letter page is set, so there is no code"
    spanish = _text(folder, "02-El-juez-dijo-que-si.pdf")
    assert "El 16 de febrero de 2026 el juez dijo que sí" in spanish
    assert "El expediente del tribunal: cambió el 17 de febrero de 2026." in spanish
    assert "policía y de la fiscalía: todavía no nos han dicho que haya cambiado." in spanish
    dispute = _text(folder, "03-Dispute-of-a-Report-About-Me-Example-Checks-Inc.pdf")
    assert dispute.startswith(f"{NAME} {STREET}"), "an answer is for the person"
    assert "Example Checks, Inc. 1 Example Street, Springfield Dispute" in dispute
    assert "Office" not in dispute
    assert "Other Checks" in _text(folder, "04-*-Other-Checks.pdf")

    assert "No fault." in _verified(folder, faults=False)
    (folder / "letters/1/02-El-juez-dijo-que-si.pdf").unlink()
    path = folder / "manifest.json"
    said = json.loads(path.read_text("utf-8"))
    del said["matters"][0]["papers"][1]
    path.write_text(json.dumps(said), "utf-8")
    assert "1: the letter to the person is lacking, or is in one language" in _verified(
        folder, faults=True
    )
    history = matters("log", "--matter", "1", of="audit")
    assert "letters" in history, "that somebody read stands in the chain"


def _verified(folder: Path, *, faults: bool) -> str:
    verified = verify_packet(folder, processes=1, progress=silent)
    assert bool(verified.faults) == faults
    return verified_in_words(verified)


@pytest.mark.parametrize(
    ("order", "english", "spanish"),
    [
        (Order.DENIED, "the judge said no to what was asked", "el juez dijo que no a lo que"),
        (Order.DISMISSED, "did not say yes to what was asked", "no dijo que sí a lo que se pidió"),
    ],
)
def test_a_person_whose_matter_was_refused_is_told_so_and_no_company_is(
    matters, order, english, spanish
):
    _ordered(matters.place, order)
    matters("letters", "1", "--screener", SCREENER, *LEE, "--name", "no", of="packet")
    folder = matters.place / "packets/no"
    assert len(list(folder.glob("letters/1/*"))) == 2
    assert english in _text(folder, "01-*")
    assert spanish in _text(folder, "02-*")


def test_what_cannot_be_written_is_refused_before_anything_is(matters, tmp_path):
    _ordered(matters.place, Order.GRANTED)
    listed = tmp_path / "screeners.csv"
    listed.write_text("name,address\nOther Checks,\n", "utf-8")
    for arguments, why in (
        (("--screener", "Example Checks, 1 Example Street"), "no name, or no address"),
        (("--screeners", listed), "screeners.csv, row 2"),
        (("--name", "../elsewhere"), "no name of a folder"),
        (("--name", ".hidden"), "no name of a folder"),
        (("--by", "N. O. Body"), "N. O. Body"),
    ):
        by = () if "--by" in arguments else LEE
        assert why in matters("letters", "1", *arguments, *by, code=2, of="packet")
    assert "no paper can be made" in matters("letters", "2", *LEE, code=1, of="packet")
    assert not list((matters.place).glob("packets/*"))
