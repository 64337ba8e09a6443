"""Whether the papers of a packet are those that the matters say were recorded."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.documents.manifest import Manifest
from vacatur.errors import UsageError
from vacatur.matters.reading import matter_of
from vacatur.matters.store import Casework
from vacatur.office.casework import open_casework
from vacatur.office.workspace import Workspace


def recorded_faults(workspace: Workspace, manifest: Manifest) -> tuple[str, ...]:
    """Name each matter whose papers are not those that were recorded of it.

    This finds a packet whose papers and manifest were both changed, which no hash in it can tell.
    Drafts and letters are recorded nowhere, and are not compared.
    """
    if manifest.is_draft or manifest.is_letters:
        return ()
    with open_casework(workspace) as casework:
        return tuple(_faults(casework, manifest))


def _faults(casework: Casework, manifest: Manifest) -> Iterator[str]:
    for papers in manifest.matters:
        try:
            with casework.reading() as connection:
                recorded = matter_of(connection, papers.number).packet_sha256
        except UsageError:
            yield f"matter {papers.number}: the workspace has no such matter"
            continue
        if recorded is None:
            yield f"matter {papers.number}: no papers of it are recorded"
        elif recorded != papers.packet_sha256():
            yield f"matter {papers.number}: the papers are not those that were recorded"
