"""The office's own model of links: trained on its people, kept beside what was said of them."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.office.intake import Relinked, link_again
from vacatur.office.workspace import LINK_MODEL, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedModel:
    """What was trained or forgotten, and how the cases are linked with it. None: forgotten."""

    spellings: int | None
    relinked: Relinked


def train_link_model(workspace: Workspace) -> TrainedModel:
    """Train a model on the people of a workspace, and link its cases with it.

    Raises
    ------
    WorkspaceError
        There are no records, or too few people in them.
    """
    # Splink takes a quarter of a second to import, and most commands compare no names.
    from vacatur.identity.model import read_model
    from vacatur.identity.training import train_on

    workspace.records_manifest()
    trained = train_on(workspace.records_folder, read_model())
    workspace.said_folder.mkdir(exist_ok=True)
    partial = workspace.said_folder / f".{LINK_MODEL}.partial"
    partial.write_text(trained.text, encoding="utf-8")
    partial.replace(workspace.said_folder / LINK_MODEL)
    return TrainedModel(spellings=trained.spellings, relinked=link_again(workspace))


def forget_link_model(workspace: Workspace) -> TrainedModel:
    """Go back to the model that comes with vacatur, and link the cases with it."""
    workspace.records_manifest()
    (workspace.said_folder / LINK_MODEL).unlink(missing_ok=True)
    return TrainedModel(spellings=None, relinked=link_again(workspace))
