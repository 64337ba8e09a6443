"""`vacatur backup` and `vacatur restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import counted, in_json
from vacatur.matters.codec import as_data
from vacatur.matters.store import Doing
from vacatur.office.backups import back_up, restore
from vacatur.office.formats import writing


def backup_command(
    archive: Annotated[Path, typer.Argument(help="A new file.", show_default=False)],
    keys: Annotated[
        Path | None,
        typer.Option(
            help="A folder on another medium: it gets the keys and the ledger as they are now."
        ),
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write a backup of the workspace into one sealed file. The keys are not in it.

    Keep only the newest copy of the keys: an older one holds keys that were destroyed since.

    Example: vacatur backup /mnt/backups/monday.backup --keys /mnt/safe/keys -w baltimore
    """
    with writing(workspace, "vacatur backup") as place:
        done = back_up(place, archive, keys)
    if as_json:
        print(in_json(as_data(done)))
        return
    print(f"{counted(done.files, 'file')}, {done.size:,} bytes in {done.archive}.")
    if done.database_apart:
        print("The matters are on a database server, and not in it: back that up, too (pg_dump).")


def restore_command(
    archive: Annotated[Path, typer.Argument(help="The backup.", show_default=False)],
    keys: Annotated[
        Path,
        typer.Option(
            help="The folder with the newest workspace.key, keys.db and erasures.jsonl.",
            show_default=False,
        ),
    ],
    by: By,
    workspace: Annotated[
        Path, typer.Option("--workspace", "-w", help="A new folder.", show_default=False)
    ],
    ledger: Annotated[
        Path | None, typer.Option(help="The newest erasures.jsonl, if it lies elsewhere.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into a new folder. What was forgotten since is forgotten again at once.

    Example: vacatur restore /mnt/backups/monday.backup --keys /mnt/safe/keys --by "A. Roe" -w drill
    """
    now = datetime.now(UTC)
    done = restore(
        archive,
        keys,
        workspace,
        Doing(actor=by, purpose="restore", at=now),
        today=now.astimezone().date(),
        ledger=ledger,
    )
    if as_json:
        print(in_json(as_data(done)))
        return
    print(
        f"{counted(done.files, 'file')} in {done.workspace};"
        f" {counted(done.replayed, 'line')} of the ledger played again,"
        f" {counted(done.forgot.cases, 'case')} taken out of the records."
    )
    print(f"Next: vacatur doctor -w {done.workspace}; vacatur audit verify -w {done.workspace}")
