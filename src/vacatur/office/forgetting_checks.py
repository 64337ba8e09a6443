"""What `vacatur doctor` looks at of forgetting: that the ledger is obeyed, and raw files sealed."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.errors import WorkspaceError
from vacatur.matters.keys import FILE as KEYS
from vacatur.matters.keys import known_in
from vacatur.office.check import Check, fail, ok, warn
from vacatur.office.erasures import LEDGER, Erased, read_ledger
from vacatur.office.forgetting import forgotten_cases
from vacatur.office.packet_forgetting import remembered_papers
from vacatur.office.public_letters import remembered_sealed
from vacatur.office.raw_files import raw_files
from vacatur.office.workspace import Workspace

_NAME = "forgotten"
_SHOWN = 5


def examine_forgetting(workspace: Workspace) -> Iterator[Check]:
    """Hold the records, the keys and the raw files against the ledger of erasures."""
    still_open = [each.name for each in raw_files(workspace) if not each.is_sealed]
    if still_open:
        yield warn(
            "raw files",
            f"{len(still_open)} files in raw/ are not sealed",
            "The next [vacatur ingest] or [vacatur facts attach] seals them.",
        )
    else:
        yield ok("raw files", "each file in raw/ is sealed")
    try:
        found = list(_faults(workspace))
    except WorkspaceError as error:
        yield fail(_NAME, f"{error.where}: {error.what}", error.repair)
        return
    lines = len(read_ledger(workspace.folder).lines)
    yield from found or [ok(_NAME, f"{lines:,} erasures in {LEDGER}, each of them obeyed")]


def _faults(workspace: Workspace) -> Iterator[Check]:
    ledger = read_ledger(workspace.folder)
    if not ledger.lines:
        return
    if there := forgotten_cases(workspace):
        yield fail(
            _NAME,
            f"{len(there)} cases that were forgotten are in the records",
            "Run [vacatur matters vault] for any matter of the vault again: it goes on.",
        )
    gone = frozenset(line.subject for line in ledger.lines)
    if letters := remembered_sealed(workspace, gone):
        yield fail(
            _NAME,
            f"{letters} sealed letters of cases that were forgotten are in public-letters/",
            "Run [vacatur matters vault] for any matter of the vault again: it goes on.",
        )
    papers = remembered_papers(workspace)
    if papers.matters:
        yield fail(
            _NAME,
            f"papers of {papers.matters} matters whose cases were forgotten are in packets/",
            "Run [vacatur matters vault] for any matter of the vault again: it goes on.",
        )
    if papers.unread:
        yield warn(
            _NAME,
            f"nobody can tell whose it is: {', '.join(papers.unread[:_SHOWN])}",
            "Look whether it names a case of the vault, and remove it if it does.",
        )
    path = workspace.folder / KEYS
    if not path.is_file():
        yield fail(_NAME, f"{KEYS} is gone", f"Take {KEYS} from its backup: the newest.")
        return
    if known_in(path).kept & ledger.subjects(Erased.OBLITERATED):
        yield fail(
            _NAME,
            f"{KEYS} holds keys that were destroyed",
            f"It is an older copy. Take the newest {KEYS}, or obliterate those matters again.",
        )
