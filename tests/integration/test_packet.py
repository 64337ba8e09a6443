"""A packet from approved matters: what is in it, what is set aside, and what verify finds."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from pathlib import Path

import pikepdf
import pytest

from tests.support.court_forms import CourtForm
from tests.support.packet_office import (
    DAY,
    LEE,
    MOTIONS,
    NOW,
    PETITION,
    SHARED,
    UNSTATED,
    approved,
    approved_office,
)
from vacatur.documents.pdf_text import bodies_of, holds, pages_of
from vacatur.errors import UsageError
from vacatur.matters.chain import entries_of
from vacatur.matters.commands import StateParticular
from vacatur.matters.store import Doing
from vacatur.office import casework, packet_building
from vacatur.office.evidence_cases import cases_of
from vacatur.office.workspace import Workspace
from vacatur.record.particulars import Stated

__all__ = ["approved", "approved_office"]  # fixtures

FILED = (
    "01-States-Motion-to-Vacate-Judgment.pdf",
    "02-Proposed-Order-on-States-Motion-to-Vacate-Judgment.pdf",
    "03-Certificate-of-Service.pdf",
)


@pytest.fixture
def packet(vacatur, approved):
    """Run `vacatur packet ...`, all in this process; it must end with a code."""

    def run(*arguments, code=0):
        alone = ("--processes", 1) if arguments[0] in ("build", "verify") else ()
        done = vacatur("packet", *arguments, *alone)
        assert done.code == code, done.out + done.err
        assert "Traceback" not in done.err
        return done.out + done.err

    return run


@pytest.fixture(scope="module")
def built(approved_office, tmp_path_factory):
    """A packet of two motions and a petition. Copy it before you change it."""
    from tests.support.packet_office import run

    workspace = tmp_path_factory.mktemp("built") / "workspace"
    shutil.copytree(approved_office, workspace)
    run("packet", "build", "1-3", "--by-hand", FORM, "--name", "one", *LEE, "-w", workspace)
    return workspace / "packets" / "one"


@pytest.fixture
def copied(built, tmp_path):
    """A copy of the packet."""
    shutil.copytree(built, tmp_path / "packet")
    return tmp_path / "packet"


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


# ---- what is in it -------------------------------------------------------------------------------


def test_each_matter_has_each_paper_of_its_vehicle(built):
    there = set(files_of(built))
    assert {f"{number}/{name}" for number in MOTIONS for name in FILED} <= there
    assert f"{PETITION}/01-Exhibit-A-Statement-of-the-Record.pdf" in there
    assert not any(name.startswith(f"{PETITION}/") and "Motion" in name for name in there)
    assert "lists/clerk-import.csv" in there
    assert sum(name.startswith("lists/") for name in there) == 3


def test_a_motion_says_what_was_stated_and_what_the_record_holds(built):
    pages = bodies_of((built / "1" / FILED[0]).read_bytes())
    for text in (
        "DOE, JANE",
        "0B00000001",
        "1 EXAMPLE STREET, BALTIMORE, MD 21202",
        "ASSAULT-SEC DEGREE",
        "The officer was convicted of planting evidence.",
        "Nobody else saw the seizure.",
        "The judgment rests on one witness, who lied.",
        "memorandum of November 6, 2018",
        "None was ordered.",
        "No appeal was noted.",
        "The case lists no victim, and none is to be told",
        "The State requests a hearing on this motion.",
        "Attorney Number 0000000000",
        "§ 8-301.1(b)",
    ):
        assert holds(pages, text), text


def test_pages_count_on_through_the_papers_of_a_matter(built):
    papers = next(x for x in manifest_of(built)["matters"] if x["number"] == 1)["papers"]
    first = 1
    for paper in papers:
        assert paper["first"] == first
        for page in pages_of((built / "1" / paper["file"]).read_bytes()):
            assert f"SAO-1-{first:04}" in page
            first += 1


def test_a_list_is_of_one_court_and_each_case_in_it_once(built):
    (exhibit,) = (built / "lists").glob("Exhibit-*.pdf")
    text = "".join(bodies_of(exhibit.read_bytes()))
    assert text.count("0B00000001") == 1
    assert "0B00000003" not in text
    (listed,) = (built / "lists").glob("List-of-Cases*.pdf")
    assert "0B00000003" in "".join(bodies_of(listed.read_bytes()))


def test_the_clerk_s_sheet_tells_of_what_is_filed_and_of_no_letter(built):
    sheet = (built / "lists/clerk-import.csv").read_text(encoding="utf-8")
    assert "1/01-States-Motion" in sheet
    assert "letter" not in sheet.lower()


def test_building_records_the_papers_and_the_matters_move_on(vacatur, packet, approved):
    packet("build", "1-2", *LEE, "-w", approved)
    shown = json.loads(vacatur("matters", "show", 1, *LEE, "--json", "-w", approved).out)
    assert shown["matter"]["state"] == "packeted"
    folder = approved / "packets" / "2026-02-15"
    again = vacatur("matters", "packet", 1, "--folder", folder, *LEE, "-w", approved)
    assert again.code == 0
    after = json.loads(vacatur("matters", "show", 1, *LEE, "--json", "-w", approved).out)
    assert after["matter"]["packet_sha256"] == shown["matter"]["packet_sha256"]


def test_two_builds_give_the_same_bytes(packet, approved):
    for name in ("one", "two"):
        packet("build", "1-3", "--draft", "--name", name, *LEE, "-w", approved)
    one, two = (files_of(approved / "packets" / name) for name in ("one", "two"))
    assert one == two
    assert len(one) > 15
    told = packet("diff", approved / "packets/one", approved / "packets/two")
    assert "changed" not in told


# ---- what is set aside ---------------------------------------------------------------------------


def test_two_matters_of_one_case_are_set_aside_and_the_others_built(packet, approved):
    told = packet("build", "1-5", "--by-hand", FORM, *LEE, "-w", approved, code=1)
    assert f"about the same case: {SHARED[0]}" in told
    assert f"about the same case: {SHARED[1]}" in told
    assert "papers of another matter are about the same case" in told
    assert {x["number"] for x in manifest_of(approved / "packets/2026-02-15")["matters"]} == {
        1,
        2,
        3,
    }


def test_what_is_not_approved_is_set_aside_and_a_draft_says_so_on_each_page(packet, approved):
    told = packet("build", 1, UNSTATED, *LEE, "-w", approved, code=1)
    assert "it is [assigned], not approved" in told
    packet("build", PETITION, "--draft", "--name", "look", *LEE, "-w", approved)
    for name, content in files_of(approved / "packets/look").items():
        if name.endswith(".pdf") and name.startswith(f"{PETITION}/"):
            for page in pages_of(content):
                assert "DRAFT" in page or "BORRADOR" in page
    shown = packet("verify", approved / "packets/look")
    assert "It is a draft" in shown
    assert "No fault." in shown


def test_everything_that_is_missing_is_named_before_anything_is_set(packet, approved):
    told = packet("check", UNSTATED, "-w", approved, code=1)
    assert (
        "missing: defendant-address, new-information, materiality, justice, earlier-review, "
        "victim-notice, served-on, victim-address" in told
    )
    assert "[earlier-review], for State's Motion to Vacate Judgment: Earlier review" in told
    packet("build", UNSTATED, "--draft", *LEE, "-w", approved, code=1)
    assert not list((approved / "packets").glob("*"))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("defendant-name", "X", "it has one letter or none"),
        ("defendant-name", "สมชาย ใจดี", "no font has a glyph for U+0E"),
        pytest.param("defendant-name", "DOE " * 75, "", marks=pytest.mark.long),
        ("defendant-name", "X" * 300, ""),
        pytest.param("defendant-name", "李小龙", "", marks=pytest.mark.long),
        ("defendant-name", '#eval("1") {{ 7*7 }} {office-name} \\u{41}', ""),
        ("defendant-address", "O'Neil's, ‘1’ Example St. <b>", ""),
    ],
)
def test_a_stated_particular_is_printed_as_typed_or_refused_by_name(
    vacatur, packet, approved, name, text, told
):
    for each in ("defendant-address", "new-information", "materiality", "justice"):
        packet_state(vacatur, approved, each, "Something.")
    for each in ("earlier-review", "victim-notice", "victim-address", "served-on"):
        packet_state(vacatur, approved, each, "Something.")
    packet_state(vacatur, approved, name, text)
    made = packet(
        "build", UNSTATED, "--draft", "--name", "x", *LEE, "-w", approved,
        code=1 if told else 0,
    )  # fmt: skip
    assert told in made
    if not told:
        pdf = (approved / f"packets/x/{UNSTATED}" / FILED[0]).read_bytes()
        assert holds(bodies_of(pdf), text.strip())


def packet_state(vacatur, approved, name, text):
    done = vacatur("matters", "state", UNSTATED, name, text, *LEE, "-w", approved)
    assert done.code == 0, done.err


def test_an_answer_that_changed_since_is_not_printed(vacatur, packet, approved):
    """A new fact about the case: what was approved is no longer what stands."""
    case = "0B00000001"
    facts = approved.parent / "victims.csv"
    facts.write_text(f"case_num,listed\n{case},no\n", encoding="utf-8")
    done = vacatur("facts", "attach", facts, "--kind", "victims", "-w", approved)
    assert done.code == 0, done.err
    told = packet("build", "1-2", *LEE, "-w", approved, code=1)
    assert "the answer has changed since it was approved" in told
    assert {x["number"] for x in manifest_of(approved / "packets/2026-02-15")["matters"]} == {2}


def test_a_full_disk_leaves_nothing_and_records_nothing(vacatur, packet, approved, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(packet_building, "made_lists", full)
    assert "the disk is full" in packet("build", "1-2", *LEE, "-w", approved, code=1)
    assert not list((approved / "packets").glob("*"))
    shown = json.loads(vacatur("matters", "show", 1, *LEE, "--json", "-w", approved).out)
    assert shown["matter"]["state"] == "approved"


def test_a_packet_is_never_written_over(packet, approved):
    packet("build", 1, *LEE, "-w", approved)
    assert "is there already" in packet("build", 2, *LEE, "-w", approved, code=1)


def test_an_office_that_does_not_say_who_it_is_builds_nothing(packet, approved):
    settings = approved / "vacatur.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(told.replace('number = "0000000000"', ""), encoding="utf-8")
    assert "has no `name` or no `number`" in packet("build", 1, *LEE, "-w", approved, code=1)
    settings.write_text(told.replace('telephone = "410-555-0100"', ""), encoding="utf-8")
    assert "does not say `telephone`" in packet("build", 1, *LEE, "-w", approved, code=1)
    settings.write_text(told.replace('name = "A. Roe"', 'name = "B. Roe"'), encoding="utf-8")
    assert "stands in no [[office.attorneys]]" in packet("build", 1, *LEE, "-w", approved, code=1)
    settings.write_text(told.replace("telephone", "telefone"), encoding="utf-8")
    assert "Did you mean [telephone]?" in packet("build", 1, *LEE, "-w", approved, code=1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("#data.titel", "the template cannot be set"),
        ('#read("/etc/passwd")', "it says [read]"),
        ('#import "@preview/x:1.0.0": *', "it imports something else"),
    ],
)
def test_a_template_with_a_fault_is_named_and_nothing_is_left(packet, approved, content, told):
    (approved / "templates").mkdir()
    paper = f'#import "paper.typ": *\n#show: page-of-paper\n= x\n{content}\n'
    (approved / "templates/letter.typ").write_text(paper, encoding="utf-8")
    shown = packet("build", 1, *LEE, "-w", approved, code=1)
    assert told in shown
    assert "letter.typ" in shown
    assert not list((approved / "packets").glob("*"))


def test_a_number_of_rule_1_322_1_makes_two_versions(vacatur, packet, approved):
    for each in ("defendant-address", "new-information", "materiality", "justice"):
        packet_state(vacatur, approved, each, "Something.")
    for each in ("victim-notice", "victim-address", "served-on"):
        packet_state(vacatur, approved, each, "Something.")
    packet_state(vacatur, approved, "earlier-review", "None; his SSN is 123-45-6789.")
    packet("build", UNSTATED, "--draft", "--name", "x", *LEE, "-w", approved)
    folder = approved / f"packets/x/{UNSTATED}"
    (shielded,) = folder.glob("*unredacted*")
    (redacted,) = folder.glob("*Judgment-redacted.pdf")
    assert "123-45-6789" in "".join(pages_of(shielded.read_bytes()))
    assert "CONTAINS RESTRICTED INFORMATION" in pages_of(shielded.read_bytes())[0]
    assert "123-45-6789" not in "".join(pages_of(redacted.read_bytes()))
    assert "[REDACTED]" in "".join(pages_of(redacted.read_bytes()))
    assert "No fault." in packet("verify", approved / "packets/x")
    redacted.unlink()
    assert "the file is not there" in packet("verify", approved / "packets/x", code=1)


def test_a_paper_is_not_built_where_another_one_of_the_case_is_out(packet, approved):
    packet("build", SHARED[1], "--name", "one", *LEE, "-w", approved)
    told = packet("build", SHARED[0], "--name", "two", *LEE, "-w", approved, code=1)
    assert f"about the same case: {SHARED[1]}" in told


def test_nobody_who_is_not_on_the_staff_builds_or_looks(packet, approved, tmp_path):
    for command in (("build", 1), ("build", 1, "--draft"), ("preview", 1)):
        told = packet(*command, "--by", "Nobody", "-w", approved, code=2)
        assert "nobody on the staff is called [Nobody]" in told
    assert not list((approved / "packets").glob("*"))


@pytest.mark.parametrize("day", ["2026-02-14", "2026-04-01"])
def test_a_day_on_which_nothing_can_be_filed_is_none_of_a_paper(packet, approved, day):
    told = packet("build", 1, "--on", day, *LEE, "-w", approved, code=1)
    assert f"the day of the paper, {day}, is none on which it can be filed" in told


def test_another_name_in_the_records_is_not_printed_under_the_old_approval(
    packet, approved, monkeypatch
):
    monkeypatch.setattr(
        casework, "printed_hashes", lambda *asked: dict.fromkeys(asked[2], "another")
    )
    told = packet("build", 1, *LEE, "-w", approved, code=1)
    assert "the records print another name, address or warrant since it was approved" in told


# ---- what verify finds ---------------------------------------------------------------------------


def test_a_packet_that_is_whole_has_no_fault(packet, built):
    assert "No fault." in packet("verify", built)


def _changed_byte(folder):
    path = folder / "1" / FILED[0]
    path.write_bytes(path.read_bytes() + b"\n")


def _gone(folder):
    (folder / "1" / FILED[1]).unlink()


def _too_much(folder):
    (folder / "1/99-Another.pdf").write_bytes((folder / "1" / FILED[1]).read_bytes())


def _other_page_numbers(folder):
    one, two = (folder / number / FILED[2] for number in ("1", "2"))
    one.write_bytes(two.read_bytes())


def _untagged(folder):
    path = folder / "1" / FILED[0]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(path)


def _a_paper_less(folder):
    said = manifest_of(folder)
    matter = next(each for each in said["matters"] if each["number"] == 1)
    (folder / "1" / matter["papers"].pop()["file"]).unlink()
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")


def _other_sheet(folder):
    path = folder / "lists/clerk-import.csv"
    path.write_bytes(path.read_bytes() + b"another,row\n")


def _no_sheet(folder):
    (folder / "lists/clerk-import.csv").unlink()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_changed_byte, "its hash is another"),
        (_gone, "the file is not there"),
        (_too_much, "the manifest does not tell of it"),
        (_other_page_numbers, "does not bear its number SAO-1-0004"),
        (_untagged, "tag"),
        (_other_sheet, "clerk-import.csv: it is not the sheet that was built"),
        (_no_sheet, "clerk-import.csv: the file is not there"),
        (_a_paper_less, "the paper [letter-motion-es] is lacking"),
    ],
)
def test_each_damage_is_named(packet, copied, damage, told):
    damage(copied)
    assert told in packet("verify", copied, code=1)


def test_papers_that_are_not_those_recorded_are_named(packet, built, copied):
    workspace = built.parent.parent
    assert "No fault." in packet("verify", built, "-w", workspace)
    path, said = copied / "1" / FILED[0], manifest_of(copied)
    path.write_bytes(path.read_bytes() + b"\n")
    matter = next(each for each in said["matters"] if each["number"] == 1)
    matter["papers"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    next(each for each in said["matters"] if each["number"] == 2)["number"] = 4
    (copied / "2").rename(copied / "4")
    (copied / "manifest.json").write_text(json.dumps(said), encoding="utf-8")

    assert "not those that were recorded" not in packet("verify", copied, code=1)
    told = packet("verify", copied, "-w", workspace, code=1)
    assert "matter 1: the papers are not those that were recorded" in told
    assert "matter 3:" not in told
    assert "matter 4: no papers of it are recorded" in told


def test_a_folder_without_a_packet_is_named(packet, tmp_path):
    assert "there is no packet here" in packet("verify", tmp_path, code=1)


# ---- looking -------------------------------------------------------------------------------------


def test_a_page_is_shown_as_a_picture(packet, approved, tmp_path):
    picture = tmp_path / "page.png"
    told = packet("preview", 1, *LEE, "--paper", "proposed-order", "--out", picture, "-w", approved)
    assert "Page 1 of 1 of Proposed Order" in told
    assert picture.read_bytes().startswith(b"\x89PNG")
    wrong = packet(
        "preview", 1, *LEE, "--paper", "proposed-oder", "--out", picture, "-w", approved, code=2
    )
    assert "Did you mean [proposed-order]?" in wrong
    late = packet("preview", 1, *LEE, "--page", 9, "--out", picture, "-w", approved, code=2)
    assert "has 2 pages" in late


def test_what_changed_between_two_builds_is_told(packet, approved):
    packet("build", 1, "--draft", "--name", "one", *LEE, "-w", approved)
    packet("build", 1, "--draft", "--name", "two", "--on", "2026-02-16", *LEE, "-w", approved)
    told = packet("diff", approved / "packets/one", approved / "packets/two", "--text")
    assert "Made from others: the day of the papers." in told
    assert "changed, the words are the same: 1/01-States-Motion" in told
    assert "February 16, 2026" in told


def test_without_a_matter_that_can_be_built_there_is_no_packet(packet, approved):
    told = packet("build", UNSTATED, *LEE, "-w", approved, code=1)
    assert "no paper can be made" in told
    assert not Path(approved / "packets/2026-02-15").exists()


# ---- forms of the court --------------------------------------------------------------------------

FORM = "CC-DC-CR-072D"


@pytest.fixture
def blank(approved):
    """A form that a court might send, in the workspace."""
    form = CourtForm()
    form.text("name")
    form.text("number")
    form.text("address", width=100)
    form.text("charge1")
    (approved / "forms").mkdir()
    (approved / f"forms/{FORM}.pdf").write_bytes(form.bytes())
    return approved / f"forms/{FORM}.yaml"


def described(blank, **other):
    """The office's field map: what the draft leaves open is filled in."""
    filled = {
        "name": "{particular: defendant-name}",
        "number": "{particular: case-number}",
        "address": "{particular: defendant-address, label: Address}",
        "charge1": "{table: charges, row: 1, column: Charge}",
        **other,
    }
    head = blank.read_text(encoding="utf-8").partition("fields:")[0]
    fields = "".join(f"  {name}: {said}\n" for name, said in filled.items())
    blank.write_text(f"{head}fields:\n{fields}", encoding="utf-8")


def test_a_petition_is_not_filed_without_the_form_on_which_one_asks(packet, approved):
    told = packet("build", "1-3", "--name", "one", *LEE, "-w", approved, code=1)
    assert f"on a form of the court, CC-DC-CR-072A or CC-DC-CR-072C or {FORM}" in told
    assert {x["number"] for x in manifest_of(approved / "packets/one")["matters"]} == set(MOTIONS)


def test_a_form_that_the_office_fills_itself_is_named_where_papers_are(packet, approved, built):
    by_number = {each["number"]: each for each in manifest_of(built)["matters"]}
    assert by_number[PETITION]["by_hand"] == [FORM]
    assert by_number[MOTIONS[0]]["by_hand"] == []
    told = packet("build", PETITION, "--by-hand", FORM, *LEE, "-w", approved)
    assert f"Fill yourselves, and put on top: {FORM}." in told


def test_a_form_of_the_court_is_described_filled_and_verified(packet, approved, blank):
    told = packet("form", "describe", FORM, "--revision", "10/2025", "-w", approved)
    assert "4 fields" in told
    assert '"?"' in blank.read_text(encoding="utf-8")
    described(blank)
    packet("build", PETITION, "--form", FORM, "--name", "x", *LEE, "-w", approved)
    folder = approved / f"packets/x/{PETITION}"
    (form,) = folder.glob(f"[0-9][0-9]-{FORM}.pdf")
    with pikepdf.open(form) as pdf:
        held = {str(each.T): str(each.get("/V", "")) for each in pdf.Root.AcroForm.Fields}
    assert held["name"] == "DOE, JANE"
    assert held["number"] == "0B00000003"
    assert held["address"] == "see attached page"
    assert held["charge1"] == "CDS: POSSESSION-MARIHUANA"
    (attached,) = folder.glob(f"*Attached-Page-to-{FORM}.pdf")
    assert holds(bodies_of(attached.read_bytes()), "1 EXAMPLE STREET, BALTIMORE, MD 21202")
    assert "No fault." in packet("verify", approved / "packets/x")


def test_a_form_that_was_replaced_or_is_not_there_is_named(packet, approved, blank):
    build = ("build", PETITION, "--form", FORM, "--name", "x", *LEE, "-w", approved)
    assert "nobody has said what goes into the fields" in packet(*build, code=1)
    packet("form", "describe", FORM, "--revision", "09/2024", "-w", approved)
    described(blank)
    told = packet(*build, code=1)
    assert "describes revision [09/2024]" in told
    assert "speaks of [10/2025]" in told
    other = ("build", PETITION, "--form", "CC-DC-CR-072E", *LEE, "-w", approved)
    assert f"Did you mean [{FORM}]?" in packet(*other, code=1)
    motion = ("build", MOTIONS[0], "--form", FORM, *LEE, "-w", approved)
    assert "do not use the form" in packet(*motion, code=1)


def test_a_form_that_is_another_file_than_was_described_stops(packet, approved, blank):
    packet("form", "describe", FORM, "--revision", "10/2025", "-w", approved)
    described(blank)
    form = CourtForm()
    form.text("name")
    (approved / f"forms/{FORM}.pdf").write_bytes(form.bytes())
    told = packet("build", PETITION, "--form", FORM, *LEE, "-w", approved, code=1)
    assert "a revision that nobody has described" in told
    assert not list((approved / "packets").glob("*"))


# ---- for a program -------------------------------------------------------------------------------


def test_each_command_prints_one_document(packet, approved, tmp_path):
    def told(*arguments, code=0):
        return json.loads(packet(*arguments, "--json", code=code).partition("Practice:")[0])

    assert told("check", 1, "-w", approved)["ready"] == [1]
    built = told("build", 1, "--name", "one", *LEE, "-w", approved)
    assert built["manifest"]["matters"][0]["number"] == 1
    folder = approved / "packets/one"
    assert told("verify", folder)["faults"] == []
    assert told("diff", folder, folder)["changes"] == []
    picture = tmp_path / "page.png"
    assert told("preview", 2, *LEE, "--out", picture, "-w", approved)["pages"] == 2


def test_the_sealed_exhibit_has_a_line_for_each_case(approved):
    """Five cases of six matters; what one person suffers stands in that one's line."""
    workspace = Workspace(approved)
    stated = StateParticular(by="P. Lee", particular=Stated.CONSEQUENCES, text="Lost a home.")
    with casework.open_casework(workspace) as store:
        doing = Doing(actor="P. Lee", purpose="a test", at=NOW)
        done = casework.perform(workspace, store, {UNSTATED: stated}, doing, today=DAY)
        assert not done.refused, done.refused
    found = cases_of(workspace, Doing(actor="P. Lee", purpose="exhibit", at=NOW))

    with casework.open_casework(workspace) as store, store.reading() as connection:
        chain = [entry for entry, _ in entries_of(connection)]
    noted = [x for x in chain if x.kind == "Read" and x.purpose.endswith("exhibit")]
    assert sorted((x.matter, x.actor) for x in noted) == [(n, "P. Lee") for n in range(1, 7)]
    before = len(chain)
    with pytest.raises(UsageError, match="nobody on the staff"):
        cases_of(workspace, Doing(actor="X. Stranger", purpose="exhibit", at=NOW))
    with casework.open_casework(workspace) as store, store.reading() as connection:
        assert len(list(entries_of(connection))) == before

    lines = {each.case_id: each for each in found.cases}
    assert sorted(lines) == [f"0B0000000{number}" for number in range(1, 6)]
    assert lines["0B00000005"].consequence == "Lost a home."
    assert lines["0B00000001"].consequence is None
    assert lines["0B00000001"].status == "approved"
    # Two matters of one case: what is asked of it stands in one line.
    answers = lines["0B00000004"].eligibility.split(", ")
    assert sorted(answers) == ["eligible petition", "eligible state motion"]
    assert all(each.companions_checked_on == DAY for each in found.cases)
    assert lines["0B00000003"].companions == ()
