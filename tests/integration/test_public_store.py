"""From a letter with a code to the letter page, and out of it when the case is forgotten."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

from tests.integration.test_letters import LEE, NAME, STREET, _ordered
from tests.support.public_page import Clock
from vacatur.documents.packet_verify import verify_packet
from vacatur.documents.pdf_text import pages_of
from vacatur.matters.states import Order
from vacatur.office.erasures import Erased, Erasure, write_ledger
from vacatur.office.forgetting_checks import examine_forgetting
from vacatur.office.packet_forgetting import forget_papers
from vacatur.office.public_settings import EXAMPLE
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.public_store.reading import PublicStore
from vacatur.public_store.spent import SpentCodes
from vacatur.web.public.application import PublicDesk, make_public_app

_CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b")


def _letters(matters, name):
    """Write the letters of the matter; the code that is printed on both."""
    matters("letters", "1", *LEE, "--name", name, of="packet")
    folder = matters.place / "packets" / name
    assert not verify_packet(folder, processes=1, progress=silent).faults
    texts = [
        " ".join(" ".join(pages_of(path.read_bytes())).split())
        for path in sorted(folder.glob("letters/1/*.pdf"))
    ]
    assert "https://letters.office.example/ " in texts[0]
    assert "The code works one time, until May 18, 2026." in texts[0]
    assert "https://letters.office.example/es " in texts[1]
    assert "hasta el 18 de mayo de 2026" in texts[1]
    codes = {code for text in texts for code in _CODE.findall(text)}
    assert len(codes) == 1, "one code opens both languages"
    return codes.pop()


def _client(store, tmp_path):
    desk = PublicDesk(
        store=PublicStore(store), spent=SpentCodes(tmp_path / "spent.db"), now=Clock().now
    )
    return TestClient(make_public_app(desk), base_url="https://letters.example")


def test_a_letter_goes_from_the_packet_to_the_page_and_is_forgotten(matters, tmp_path):
    _ordered(matters.place, Order.GRANTED)
    settings = matters.place / "vacatur.toml"
    settings.write_text(settings.read_text("utf-8") + EXAMPLE, "utf-8")
    store = tmp_path / "store"
    earlier, code = _letters(matters, "first"), _letters(matters, "second")
    built = json.loads(matters("build", store, *LEE, "--json", of="public"))
    assert (built["letters"], built["expired"], built["forgotten"]) == (1, 0, 0)
    assert "letter page" in matters("log", "--matter", "1", of="audit")

    client = _client(store, tmp_path)
    assert "No letter is open" in client.post("/open", data={"code": earlier}).text
    told = client.post("/open", data={"code": code}).text
    assert "On February 16, 2026 the judge said yes" in told
    assert "The court&#39;s file: changed on February 17, 2026." in told
    assert "El juez dijo que sí" in client.get("/es/letter").text
    for path in (*store.rglob("*"), *matters.place.glob("public-letters/*")):
        for secret in (NAME, STREET, code, code.replace("-", "")):
            assert path.is_dir() or secret.encode() not in path.read_bytes()

    place = Workspace(matters.place)
    (kept,) = matters.place.glob("public-letters/*.json")
    subject = json.loads(kept.read_text("ascii"))["subject"]
    line = Erasure(
        number=1,
        on=date(2026, 2, 18),
        what=Erased.OBLITERATED,
        subject=subject,
        obliterate_on=None,
    )
    write_ledger(place.folder, [line])
    assert "1 sealed letters" in " ".join(each.what for each in examine_forgetting(place))
    assert json.loads(matters("build", store, *LEE, "--json", of="public"))["forgotten"] == 1
    assert "No letter is open" in _client(store, tmp_path).post("/open", data={"code": code}).text
    forget_papers(place)
    assert not list(matters.place.glob("public-letters/*"))
    assert "0 letters" in matters("build", store, *LEE, of="public")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "no letter page is set"),
        ('[public]\naddress = "https://a.example"\n', "REVIEW: [public] does not say `days`"),
        ('[public]\naddress = "https://a.example"\ndays = 0\n', "no number from 1 to"),
        ('[public]\naddress = "http://a.example"\ndays = 9\n', "address is no address"),
        ('[public]\naddress = "https://a.example/letters"\ndays = 9\n', "address is no address"),
        ('[public]\nadress = "https://a.example"\n', "Did you mean [address]?"),
        ("public = 1\n", "[public] is no table"),
    ],
)
def test_settings_that_say_no_page_are_refused(matters, tmp_path, said, why):
    settings = matters.place / "vacatur.toml"
    told = settings.read_text("utf-8")
    settings.write_text(said + told if "= 1" in said else told + said, "utf-8")
    assert why in matters("build", tmp_path / "store", *LEE, code=1, of="public")
    assert not (tmp_path / "store").exists()


def test_the_page_is_not_served_beyond_this_machine_nor_without_a_store(vacatur, tmp_path):
    remote = vacatur("serve-public", tmp_path, "--host", "0.0.0.0")
    assert remote.code == 2
    assert "not this machine alone" in remote.err
    nothing = vacatur("serve-public", tmp_path)
    assert nothing.code == 1
    assert "there is no public store here" in nothing.err


def test_a_store_takes_the_place_of_nothing_else(matters, tmp_path):
    settings = matters.place / "vacatur.toml"
    settings.write_text(settings.read_text("utf-8") + EXAMPLE, "utf-8")
    assert "lie in the workspace" in matters(
        "build", matters.place / "store", *LEE, code=1, of="public"
    )
