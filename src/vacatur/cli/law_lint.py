"""`vacatur law lint`: hold policy pages against principles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

import typer

from vacatur.cli.options import AsJson
from vacatur.cli.words import NO_LAWYER, counted, in_json
from vacatur.errors import VacaturError
from vacatur.law.lint import lint, policies_of
from vacatur.law.lint_checks import Remark, Says
from vacatur.law.lint_principles import SOURCE
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders


def lint_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Laws or folders of pages; all that come with vacatur when empty."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 when there is a warning.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Hold policy pages against the principles FJP-1 to FJP-6. A warning is no fault.

    Each principle is answered for each policy page: a warning with its line, nothing found, or
    that a page cannot show it.

    Example: vacatur law lint us-md-baltimore-city offices/our_county
    """
    chosen = names or [jurisdiction_of(folder) for folder in packaged_folders()]
    rulebooks = [load_rulebook(name) for name in chosen]
    linted = [(each.name, len(policies_of(each)), lint(each)) for each in rulebooks]
    warnings = [r for _, _, remarks in linted for r in remarks if r.says is Says.WARNING]
    if as_json:
        print(in_json([_told(*each) for each in linted]))
    else:
        _print_linted(linted)
        print(counted(len(warnings), "warning"))
        print(f"Source of the principles: {SOURCE}.")
        print(NO_LAWYER)
    if strict and warnings:
        raise typer.Exit(VacaturError.exit_code)


def _print_linted(linted: Sequence[tuple[str, int, Sequence[Remark]]]) -> None:
    for name, policies, remarks in linted:
        if not policies:
            print(f"{name}: no policy page, so there is nothing to say.")
        for page_id, of_page in groupby(remarks, key=lambda remark: remark.page_id):
            print(page_id)
            for remark in of_page:
                _print_remark(remark)


def _print_remark(remark: Remark) -> None:
    line = f", line {remark.line}" if remark.line else ""
    print(f"  {remark.principle} {remark.says}{line}: {remark.what}.")
    if remark.says is Says.WARNING:
        print(f"    why: {remark.principle.definition}.")
    if remark.repair:
        print(f"    what to do: {remark.repair}")


def _told(name: str, policies: int, remarks: Sequence[Remark]) -> dict[str, object]:
    return {
        "law": name,
        "policy_pages": policies,
        "source": SOURCE,
        "remarks": [
            {
                "id": remark.principle.value,
                "page": remark.page_id,
                "path": remark.path,
                "line": remark.line,
                "says": remark.says.name,
                "what": remark.what,
                "why": remark.principle.definition,
                "repair": remark.repair or None,
            }
            for remark in remarks
        ],
    }
