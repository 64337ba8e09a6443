"""A case that was expunged: vaulted, opened by order, obliterated; and then found nowhere."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.support.scanning import places_of
from vacatur.documents.packet_verify import verify_packet
from vacatur.errors import MoveRefused, VacaturError, WorkspaceError
from vacatur.facts.kinds import KINDS
from vacatur.law.rulebook import load_rulebook
from vacatur.matters import events as e
from vacatur.matters import vault
from vacatur.matters.queries import Wanted, listed
from vacatur.matters.reading import matter_of, particulars_of
from vacatur.matters.sealed_files import read_sealed
from vacatur.matters.sealing import derived, unseal
from vacatur.matters.states import Discharge, Order, Receipt, Role, State
from vacatur.matters.store import Casework, Doing
from vacatur.office import forgetting, vaulting
from vacatur.office.attaching import attach
from vacatur.office.auditing import verify_audit
from vacatur.office.backups import back_up, restore
from vacatur.office.casework import open_casework, standing_run
from vacatur.office.check import State as Health
from vacatur.office.doctor import examine, worst
from vacatur.office.erasures import LEDGER
from vacatur.office.exports import export_of
from vacatur.office.formats import writing
from vacatur.office.intake import ingest
from vacatur.office.matter_file import matter_file
from vacatur.office.matter_opening import open_matters
from vacatur.office.packet_building import build_packet
from vacatur.office.packet_folder import PacketAsked
from vacatur.office.packet_letters import screener_of, write_letters
from vacatur.office.packet_settings import EXAMPLE
from vacatur.office.raw_files import raw_content, raw_files
from vacatur.office.runs import run
from vacatur.office.vaulting import (
    VaultAsked,
    obliterate_matters,
    unseal_matter,
    vault_matters,
)
from vacatur.office.workspace import Workspace
from vacatur.progress import silent as quiet
from vacatur.record.particulars import Stated
from vacatur.sample.county import write_county

DAY, LATER = date(2026, 2, 15), date(2029, 3, 1)
NAME, BORN, STREET = "QUILLFEATHER, XANTHIPPE ZEPHYRINE", "1971-03-29", "77 CANARYBIRD ROW"
RULES = ("us-md/cp-10-105-a-12", "us-md/cp-10-401")
ALONE, WITH_ANOTHER = "8B61994591", "7B05763562"  # cases: of one, and of two of a person
VEHICLE = "us-md/petition-for-expungement"
ROE = Doing(actor="A. Roe", purpose="test", at=datetime(2026, 2, 15, 12, tzinfo=UTC))
UNTIL = VaultAsked(
    on=DAY, obliterate_on=date(2029, 2, 15), source="Order of 15 February", whole_case="all of it"
)


@dataclass(frozen=True)
class Office:
    workspace: Workspace
    county: Path
    number: int  # of the matter
    case: str
    matters: int  # of everybody
    words: tuple[str, ...]  # by which what must be forgotten is named


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A county with one person whose name stands nowhere else, and a matter of hers, granted."""
    first, *given = NAME.replace(",", "").split()
    return _office(tmp_path, ALONE, (first, *given, BORN, STREET, ALONE))


def _office(tmp_path: Path, case: str, words: tuple[str, ...]) -> Office:
    county, workspace = tmp_path / "county", Workspace(tmp_path / "ws")
    write_county(county, people=40, seed=3, names=True, progress=quiet)
    _plant(county, case)
    with writing(workspace.folder, "test", begin=True):
        ingest(export_of([county]), workspace, progress=quiet, on=DAY)
        assert all(each.is_sealed for each in raw_files(workspace))
        for kind in ("history", "supervision"):
            attach(
                workspace, county / "facts" / f"{kind}.csv", KINDS[kind],
                by="x", document="y", on=DAY, progress=quiet,
            )  # fmt: skip
        run(workspace, load_rulebook("us-md").only(RULES), DAY, progress=quiet)
    with open_casework(workspace) as casework:
        with casework.working(ROE) as work:
            work.add_member("A. Roe", Role.ATTORNEY)
            work.add_member("P. Lee", Role.PARALEGAL)
        opened = open_matters(
            workspace, casework, standing_run(workspace), ROE, on=DAY, progress=quiet
        ).opened
        mine = dict(_matters_of(casework, case))
        for number, vehicle in mine.items():
            _grant(casework, number) if vehicle == VEHICLE else _set_aside(casework, number)
    (number,) = [each for each, vehicle in mine.items() if vehicle == VEHICLE]
    return Office(workspace, county, number, case, opened, words)


def _plant(county: Path, case: str) -> None:
    """Give the person of a case a name of their own."""
    path = county / "cases.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with (county / "truth" / "names.csv").open(newline="") as file:
        people = {row["case_number"]: row["person"] for row in csv.DictReader(file)}
    theirs = {number for number, person in people.items() if person == people[case]}
    assert (len(theirs) == 1) == (case == ALONE)
    for row in rows:
        if row["case_num"] in theirs:
            row |= {
                "defendant_name": NAME,
                "defendant_dob_shifted": BORN,
                "defendant_address": STREET,
            }
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _matters_of(casework: Casework, case: str) -> Iterator[tuple[int, str]]:
    with casework.reading() as connection:
        for each in listed(connection, Wanted(), limit=None):
            particulars = particulars_of(connection, casework.keys, each.number)
            if particulars and particulars.case_id == case:
                yield each.number, each.vehicle


def _grant(casework: Casework, number: int) -> None:
    with casework.working(ROE) as work:
        matter = work.matter(number)
        duties = [
            e.DutyDischarged(
                duty=each.number, how=Discharge.DONE, on=DAY, by="A. Roe", evidence=f"told {NAME}"
            )
            for each in matter.duties
        ]
        happened: Iterable[e.MatterEvent] = (
            e.Assigned(to="P. Lee"),
            e.ParticularStated(particular=Stated.DEFENDANT_ADDRESS, text=f"{NAME}, {STREET}"),
            e.ParticularStated(particular=Stated.CONSENT, text=f"No objection to {NAME}."),
            *duties,
            e.Prepared(by="P. Lee"),
            e.Approved(by="A. Roe", decision_hash=matter.decision_hash),
            e.Packeted(packet_sha256="0" * 64, files=(f"{NAME}.pdf",)),
            e.Submitted(document="Petition", content_sha256="0" * 64, on=DAY),
            e.Received(receipt=Receipt.ACCEPTED, on=DAY, reference=f"E-1 {NAME}"),
            e.Ordered(order=Order.GRANTED, on=DAY, reasons=f"In the matter of {NAME}, {BORN}"),
        )
        for event in happened:
            matter = work.record(matter, event)


def _set_aside(casework: Casework, number: int) -> None:
    with casework.working(ROE) as work:
        work.record(work.matter(number), e.SetAside(on=DAY, reason=f"moot for {NAME}"))


def _print_papers(office: Office) -> None:
    """Her letters, a packet of drafts with another person in it, and one that was broken off."""
    settings = office.workspace.folder / "vacatur.toml"
    settings.write_text(settings.read_text("utf-8") + EXAMPLE, "utf-8")
    with open_casework(office.workspace) as casework:
        for name in ("letters", "drafts"):
            numbers = [office.number] if name == "letters" else [office.number, *_others(casework)]
            asked = PacketAsked(numbers=numbers, name=name, day=DAY, is_draft=True, processes=1)
            if name == "letters":
                company = screener_of("Example Checks, Inc.; 1 Example Street")
                write_letters(office.workspace, casework, asked, [company], ROE, progress=quiet)
                continue
            built = build_packet(
                office.workspace, casework, asked, ROE, today=DAY, progress=quiet
            ).manifest
            assert len(built.matters) == 3
            assert any(office.number in each.matters for each in built.lists)
    half = office.workspace.packets_folder / ".later-building" / "1"
    half.mkdir(parents=True)
    (half / "notes.txt").write_text(NAME)


def _others(casework: Casework) -> list[int]:
    with casework.reading() as connection:
        wanted = Wanted(vehicle=VEHICLE, states=(State.OPEN,))
        return [each.number for each in listed(connection, wanted, limit=2)]


def _look_at_papers(folder: Path) -> None:
    """The papers of the others are whole, and each packet says what it lost."""
    for name, left in (("letters", 0), ("drafts", 2)):
        found = verify_packet(folder / "packets" / name, processes=1, progress=quiet)
        assert not found.faults
        assert found.manifest.forgotten == 1
        assert len(found.manifest.matters) == left
    assert not list((folder / "packets").glob(".*"))


def _vault(office: Office) -> None:
    with writing(office.workspace.folder, "test") as place, open_casework(place) as casework:
        done = vault_matters(place, casework, [office.number], UNTIL, ROE, today=DAY)
    assert done.done == (office.number,), done.refused
    assert done.forgot.cases == 1
    assert done.forgot.runs == 1
    assert done.forgot.raw.rows >= 4, "cases, charges, searches, facts"


def _obliterate(office: Office) -> None:
    with open_casework(office.workspace) as casework:
        too_early = obliterate_matters(
            office.workspace, casework, [office.number], ROE, today=LATER
        )
        assert "takes no [Obliterate]" in too_early.refused[office.number]
        with casework.working(ROE) as work:
            work.record(work.matter(office.number), e.Closed(on=LATER))
    with writing(office.workspace.folder, "test") as place, open_casework(place) as casework:
        done = obliterate_matters(place, casework, [office.number], ROE, today=LATER)
    assert done.done == (office.number,), done.refused


def _openers(folder: Path) -> list:
    """Every key that the workspace still has, tried on every sealed file and text."""
    workspace = Workspace(folder)
    secret = workspace.key()

    def files(content: bytes) -> Iterator[bytes]:
        if not content.startswith(b"vacatur sealed 1\n"):
            return
        path = folder.parent / "opened.tmp"
        path.write_bytes(content)
        names = ["backup", *(x.name.removesuffix(".sealed") for x in folder.glob("raw/*"))]
        for purpose in ("vacatur: raw extracts", "vacatur: backups"):
            for name in names:
                try:
                    yield b"".join(read_sealed(path, derived(secret, purpose), name=name))
                except VacaturError:
                    continue
        path.unlink()

    with open_casework(workspace) as casework, casework.reading() as connection:
        rows = connection.exec_driver_sql("select subject, seq, private from events").fetchall()
        texts = {
            bytes(r.private): (r.subject, f"{r.subject} entry {r.seq}") for r in rows if r.private
        }
        rows = connection.exec_driver_sql("select subject, sealed from vault").fetchall()
        texts |= {bytes(row.sealed): (row.subject, f"{row.subject} vault") for row in rows}
        keys = {subject: casework.keys.get(subject) for subject, _ in texts.values()}

    def sealed_texts(content: bytes) -> Iterator[bytes]:
        subject, place = texts.get(content, (None, ""))
        if subject is not None and keys[subject] is not None:
            yield unseal(keys[subject], content, bound_to=place)

    return [files, sealed_texts]


def _places(office: Office, folder: Path | None = None) -> list[str]:
    folder = folder or office.workspace.folder
    return places_of(folder, office.words, _openers(folder))


@pytest.mark.long
def test_what_is_in_the_vault_is_read_by_order_and_kept_out_of_everything_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = office.workspace
    with open_casework(place) as casework, pytest.raises(MoveRefused, match="not in the vault"):
        unseal_matter(casework, office.number, "Order", ROE, today=DAY)
    _refuse_while_another_matter_runs(office)
    _break_off_and_go_on(office, monkeypatch)

    with open_casework(place) as casework:
        file = matter_file(casework, office.number, ROE)
        assert file.particulars is None
        assert "evidence" not in str(file.history)
        lee = replace(ROE, actor="P. Lee")
        with pytest.raises(MoveRefused, match="attorney must open a vault"):
            unseal_matter(casework, office.number, "Order of 3 June", lee, today=DAY)
        with pytest.raises(MoveRefused, match="say which court"):
            unseal_matter(casework, office.number, " ", ROE, today=DAY)
        with casework.working(ROE) as work, pytest.raises(MoveRefused, match="cannot be taken"):
            work.take_back(work.matter(office.number), "It was another case.")
        held = unseal_matter(casework, office.number, "Order of 3 June", ROE, today=DAY)
        assert held["defendants"][0]["name"] == NAME
        assert held["charges"][0]["case_id"] == held["number"] == office.case
        assert [row["kind"] for row in held["facts"]] == ["history", "supervision"]
        assert verify_audit(casework, place, []).matters == office.matters
        with casework.reading() as connection:
            kinds = connection.exec_driver_sql("select kind from events order by seq desc limit 1")
            assert kinds.scalar() == "Unsealed"
        with casework.working(ROE) as work:
            work.record(work.matter(office.number), e.Closed(on=DAY))
        early = obliterate_matters(place, casework, [office.number], ROE, today=DAY)
        assert "may be obliterated from 2029-02-15 on" in early.refused[office.number]
        assert casework.keys.destroyed() == frozenset()

    # The same export brings her back, with one more case beside it: she is withheld, and her rows
    # are blank in what is kept of the export, while every other row has its number.
    _add_case(office.county)
    with writing(place.folder, "test"):
        done = ingest(export_of([office.county]), place, progress=quiet, on=DAY)
        attach(
            place, office.county / "facts" / "supervision.csv", KINDS["supervision"],
            by="x", document="y", on=DAY, progress=quiet,
        )  # fmt: skip
    assert done.entry.withheld == 4
    assert done.entry.cases.added == 1
    assert {each.split(":")[0] for each in _places(office)} == {"office.db"}
    kept = {x.name.partition("-")[2]: x for x in raw_files(place)}
    came = (office.county / "cases.csv").read_bytes().splitlines()
    for name in [x.name for x in raw_files(place) if x.name.endswith("-cases.csv")]:
        lines = b"".join(raw_content(place, name)).splitlines()
        differ = [(mine, his) for mine, his in zip(lines, came, strict=False) if mine != his]
        assert [mine for mine, _ in differ] == [b""]
        assert office.case.encode() in differ[0][1]
    assert kept["cases.csv"].rows_removed == 1
    assert worst(examine(place)) is not Health.FAIL


def _refuse_while_another_matter_runs(office: Office) -> None:
    with open_casework(office.workspace) as casework:
        with casework.reading() as connection:
            subject = matter_of(connection, office.number).subject
            other, *_ = (x for x in vault.of_case(connection, subject) if x != office.number)
        with casework.working(ROE) as work:
            work.record(work.matter(other), e.TakenUp(reason="x"))
        done = vault_matters(office.workspace, casework, [office.number], UNTIL, ROE, today=DAY)
        assert f"matter {other} is about the same case" in done.refused[office.number]
        _set_aside(casework, other)


def _break_off_and_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each step that counts: nothing is lost, doctor says it, and it goes on."""
    place = office.workspace
    for module, step in (
        (vaulting, "_write_vaulted"),
        (vaulting, "obey"),
        (forgetting, "take_out"),
    ):
        with monkeypatch.context() as patch, open_casework(place) as casework:
            patch.setattr(module, step, _stop)
            with pytest.raises(KeyboardInterrupt):
                vault_matters(place, casework, [office.number], UNTIL, ROE, today=DAY)
    (check,) = [x for x in examine(place) if x.name == "forgotten"]
    assert "1 cases that were forgotten are in the records" in check.what
    with open_casework(place) as casework:
        done = vault_matters(place, casework, [office.number], UNTIL, ROE, today=DAY)
    assert "in the vault already" in done.refused[office.number]
    assert (done.forgot.cases, done.forgot.runs) == (1, 1)
    (check,) = [x for x in examine(place) if x.name == "forgotten"]
    assert check.what == "1 erasures in erasures.jsonl, each of them obeyed"


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _restored_while_it_is_in_the_vault(
    office: Office, archive: Path, keys: Path, folder: Path
) -> None:
    """A backup from before: what is restored puts the case into the vault again."""
    restore(archive, keys, folder, ROE, today=LATER, ledger=None)
    assert {place.split(":")[0] for place in _places(office, folder)} == {"office.db"}
    with open_casework(Workspace(folder)) as casework:
        with casework.reading() as connection:
            assert particulars_of(connection, casework.keys, office.number) is None
            assert matter_of(connection, office.number).obliterate_on == UNTIL.obliterate_on
        held = unseal_matter(casework, office.number, "Order", ROE, today=LATER)
    assert held["defendants"][0]["name"] == NAME
    shutil.rmtree(folder)


def _refuse_an_older_ledger(office: Office, archive: Path, keys: Path, folder: Path) -> None:
    older = keys.with_name("older.jsonl")
    lines = (keys / LEDGER).read_text().splitlines(keepends=True)
    older.write_text(lines[0])
    with pytest.raises(WorkspaceError, match="1 keys were destroyed of which it does not know"):
        restore(archive, keys, folder, ROE, today=LATER, ledger=older)
    older.write_text("")
    with pytest.raises(WorkspaceError, match="has 0 lines, and the backup knew 1"):
        restore(keys.with_name("late.backup"), keys, folder, ROE, today=LATER, ledger=older)
    older.write_text("".join(reversed(lines)))
    with pytest.raises(WorkspaceError, match="does not go on from the backup's own"):
        restore(keys.with_name("late.backup"), keys, folder, ROE, today=LATER, ledger=older)
    assert not list(folder.parent.glob("*refused*")), "nothing lies open"


@pytest.mark.long
def test_another_case_of_the_same_person_stays_and_nothing_names_the_first(tmp_path: Path) -> None:
    office = _office(tmp_path, WITH_ANOTHER, (WITH_ANOTHER,))
    _vault(office)
    _obliterate(office)
    assert _places(office) == []
    name = NAME.split(",")[0]
    found = places_of(office.workspace.folder, [name], _openers(office.workspace.folder))
    assert "records/defendants.parquet" in {each.split(":")[0] for each in found}
    with writing(office.workspace.folder, "test") as place:
        run(place, load_rulebook("us-md").only(RULES), DAY, progress=quiet)
        with open_casework(place) as casework:
            again = open_matters(place, casework, standing_run(place), ROE, on=DAY, progress=quiet)
            assert again.opened == 0, "hers has no matter any more, and gets no second one"
            verify_audit(casework, place, [])
    assert _places(office) == []


def _add_case(county: Path) -> None:
    """A case of somebody else, at the end."""
    for name in ("cases.csv", "charges.csv"):
        path = county / name
        lines = path.read_text().splitlines()
        last = lines[-1].split(",")[0]
        added = [each.replace(last, "9B99999999") for each in lines if each.startswith(last)]
        path.write_text("\n".join([*lines, *added]) + "\n")


@pytest.mark.long
def test_an_obliterated_person_is_found_nowhere_and_no_backup_brings_her_back(
    office: Office, tmp_path: Path
) -> None:
    assert all(each.is_sealed for each in raw_files(office.workspace))
    _print_papers(office)
    before = _places(office)
    files = {place.split(":")[0] for place in before}
    # Before, the same search finds her wherever she is: so it does look there.
    assert {"records/defendants.parquet", "records/cases.parquet", "office.db"} <= files
    assert sum(name.startswith("raw/") for name in files) >= 4
    assert any(name.startswith("decisions/") for name in files)
    assert any(name.startswith("facts/") for name in files)
    for packet, papers in (("letters/letters", 3), ("drafts", 4), (".later-building", 1)):
        held = {name for name in files if name.startswith(f"packets/{packet}/")}
        assert len(held) >= papers, "her papers, and the list of cases"
    keys, early, late = tmp_path / "keys", tmp_path / "early.backup", tmp_path / "late.backup"
    with writing(office.workspace.folder, "test") as place:
        back_up(place, early, keys)

    _vault(office)
    _look_at_papers(office.workspace.folder)
    # What is left is sealed with her case's own key, and lies in the store alone.
    assert {place.split(":")[0] for place in _places(office)} == {"office.db"}
    with writing(office.workspace.folder, "test") as place:
        back_up(place, late, keys)
    _restored_while_it_is_in_the_vault(office, early, keys, tmp_path / "between")

    _obliterate(office)
    assert _places(office) == []
    with open_casework(office.workspace) as casework:
        assert verify_audit(casework, office.workspace, []).matters == office.matters
    with writing(office.workspace.folder, "test") as place:
        back_up(place, tmp_path / "last.backup", keys)

    _refuse_an_older_ledger(office, early, keys, tmp_path / "refused")
    for archive, lines in ((early, 2), (late, 1)):
        folder = tmp_path / f"restored-{archive.stem}"
        done = restore(archive, keys, folder, ROE, today=LATER, ledger=None)
        assert done.replayed == lines
        assert _places(office, folder) == []
        _look_at_papers(folder)
        restored = Workspace(folder)
        with open_casework(restored) as casework, casework.reading() as connection:
            assert matter_of(connection, office.number).obliterated_on == LATER
            assert casework.case_key(office.case) not in str(
                connection.exec_driver_sql("select case_key from matters").fetchall()
            )
            verify_audit(casework, restored, [])
        assert worst(examine(restored)) is not Health.FAIL
