"""`vacatur explain`: why one charge has its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, RunName, WorkspaceFolder
from vacatur.cli.words import in_json
from vacatur.errors import UsageError
from vacatur.law.rulebook import load_rulebook
from vacatur.office.explaining import explain_charge
from vacatur.office.explaining_dockets import explain_docket
from vacatur.office.formats import open_workspace
from vacatur.office.telling import as_data, as_tree, in_words


def explain_command(
    charge: Annotated[
        str, typer.Argument(help="CASE/NUMBER, as in the worklist.", show_default=False)
    ] = "",
    docket: Annotated[
        Path | None, typer.Option(help="Explain one typed record (JSON) instead.")
    ] = None,
    law: Annotated[str, typer.Option(help="With --docket: the law to read.")] = "us-md",
    workspace: WorkspaceFolder = Path(),
    run_name: RunName = "latest",
    tree: Annotated[
        bool, typer.Option("--tree", help="Every condition with its provision.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Explain one charge: every rule that reached it, each answer, and what would decide it.

    Examples: vacatur explain 7B00000001/001 --workspace baltimore

    vacatur explain --docket client.json --law us-md --tree
    """
    if bool(charge) == (docket is not None):
        raise UsageError("name one CHARGE, or one --docket FILE")
    if docket is not None:
        explanations = explain_docket(docket, load_rulebook(law))
    else:
        explanations = (explain_charge(open_workspace(workspace), charge, run=run_name),)
    if as_json:
        told = [as_data(each) for each in explanations]
        print(in_json(told if docket else told[0]))
        return
    for explanation in explanations:
        print(as_tree(explanation) if tree else in_words(explanation))
