"""`vacatur packet form`: taking a form of the court into use."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import counted, in_json
from vacatur.errors import UsageError, nearest
from vacatur.office.formats import writing

app = typer.Typer(no_args_is_help=True)


@app.callback()
def form() -> None:
    """Take a form of the court into use: docs/forms.md tells how."""


@app.command("describe")
def describe_command(
    name: Annotated[str, typer.Argument(help="The form's number, as printed.", show_default=False)],
    revision: Annotated[str, typer.Option(help="The revision, as printed.", show_default=False)],
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """List the fields of a blank form, and draft the field map beside it.

    Example: vacatur packet form describe CC-DC-CR-072D --revision 10/2025 -w clinic
    """
    from vacatur.documents.form_drafts import describe, draft_map
    from vacatur.documents.forms import file_of

    with writing(workspace, "vacatur packet form describe") as place:
        blank = place.folder / file_of(name)
        if not blank.is_file():
            there = sorted(path.stem for path in blank.parent.glob("*.pdf"))
            raise UsageError(
                f"there is no blank form [{file_of(name)}]",
                repair=nearest(name, there) or "Put it there first.",
            )
        draft = blank.with_suffix(".yaml")
        if draft.exists():
            raise UsageError(
                f"there is a field map already: [{draft.name}]",
                why="What the office wrote is never written over.",
                repair="Move it away, and compare the two.",
            )
        fields = describe(blank.read_bytes(), where=file_of(name))
        draft.write_text(
            draft_map(blank.read_bytes(), name, revision, where=file_of(name)), "utf-8"
        )
    if as_json:
        print(in_json({"field_map": draft, "fields": [asdict(each) for each in fields]}))
        return
    print(f"{counted(len(fields), 'field')}; a draft of the field map in {draft}.")
    print("Fill each [?] in it: docs/forms.md has the keys.")
