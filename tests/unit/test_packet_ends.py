"""How a packet ends that cannot be built: told with a repair, and nothing of it is left."""

import os
import signal
import tempfile
from types import SimpleNamespace

import pytest

from tests.support.packets import DAY
from vacatur.documents.processes import executor
from vacatur.errors import PaperRefused, UsageError, WorkspaceError
from vacatur.office import packet_looking
from vacatur.office.packet_folder import PacketAsked, building, new_packet, nothing_made, processes


@pytest.fixture
def place(tmp_path):
    return SimpleNamespace(folder=tmp_path, packets_folder=tmp_path / "packets")


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".a",
        "../a",
        "a/b",
        "a\\b",
        "a" * 101,
        "ส" * 90,
        "a\nb",
        "a\0b",
        "a\x7fb",
        "a\u2028b",
    ],
)
def test_a_name_that_is_none_of_a_folder_is_refused(place, name):
    with pytest.raises(UsageError, match="no name of a folder") as raised:
        new_packet(place, name)
    assert raised.value.repair


@pytest.mark.parametrize("name", ["2026-02-15", "a" * 100, "señal 1"])
def test_a_name_of_a_folder_is_taken_and_can_be_made(place, name):
    with building(new_packet(place, name)) as folder:
        (folder / "a").write_text("a", encoding="utf-8")
    assert (place.packets_folder / name / "a").exists()


def test_packets_that_is_a_file_is_named(place):
    place.packets_folder.write_text("", encoding="utf-8")
    with pytest.raises(PaperRefused, match="is a file") as raised:
        new_packet(place, "a")
    assert raised.value.where == str(place.packets_folder)
    assert raised.value.repair


def test_a_folder_that_cannot_be_made_is_named(place):
    target = new_packet(place, "a")
    place.packets_folder.write_text("", encoding="utf-8")  # meanwhile
    with pytest.raises(PaperRefused, match="cannot be made") as raised, building(target):
        pass
    assert raised.value.where == str(target)
    assert raised.value.repair


def test_a_packet_of_no_matter_says_that_none_is_asked_for():
    error = nothing_made({})
    assert error.what == "no matter is asked for"
    assert error.repair


def test_a_packet_whose_matters_are_all_set_aside_says_why():
    error = nothing_made({1: "it has no address", 2: "it has no address"})
    assert error.why == "2 matters: it has no address"


def test_looking_names_what_the_workspace_lacks_matter_by_matter(monkeypatch):
    """An approver who is not among the attorneys of the office hides no other matter."""

    def job(read):
        if read == "approved by nobody known":
            raise WorkspaceError("whoever approved it stands in no [[office.attorneys]]")

    read = {1: "approved by nobody known", 2: "fine"}
    reader = SimpleNamespace(
        rulebook=None,
        read=lambda numbers: [(SimpleNamespace(number=each), read[each]) for each in numbers],
    )
    monkeypatch.setattr(packet_looking, "PacketReader", lambda *_: reader)
    monkeypatch.setattr(packet_looking, "Paperwork", lambda **_: SimpleNamespace(job=job))
    monkeypatch.setattr(packet_looking, "read_office", lambda _: None)

    checked = packet_looking.check_matters(None, None, [1, 2], on=DAY)

    assert checked.ready == (2,)
    assert "[[office.attorneys]]" in checked.lacking[1]


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """Where this process and those that it begins put what passes."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


ASKED = PacketAsked(numbers=[1], name="a", day=DAY, is_draft=False, processes=2)


def _die_amid_papers(folder):
    (folder / "1").mkdir()
    os._exit(9)


def test_a_process_that_is_killed_is_told_and_leaves_nothing(place, scratch):
    with (
        pytest.raises(PaperRefused, match="a process that sets papers ended") as raised,
        building(new_packet(place, "a")) as folder,
        processes(ASKED, (None, None)) as pool,
    ):
        pool.submit(_die_amid_papers, folder).result()

    assert "--processes 1" in raised.value.repair
    assert list(place.packets_folder.iterdir()) == []
    assert list(scratch.iterdir()) == []


def test_only_processes_of_their_own_leave_an_interrupt_to_the_one_that_began_them():
    with executor(2) as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
    with executor(1) as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() != signal.SIG_IGN
