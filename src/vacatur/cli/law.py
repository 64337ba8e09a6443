"""`vacatur law`: what a lawyer edits pages with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.law_diff import diff_command
from vacatur.cli.options import AsJson
from vacatur.cli.words import NO_LAWYER, counted, in_json
from vacatur.errors import UsageError, VacaturError
from vacatur.law.format import format_page
from vacatur.law.rulebook import (
    Rulebook,
    faults_of,
    jurisdiction_of,
    load_rulebook,
    packaged_folders,
)
from vacatur.law.show import show
from vacatur.office.law_tests import Tried, try_dockets, try_pages

app = typer.Typer(help="Check, test and compare law pages.", no_args_is_help=True)
app.command("diff")(diff_command)

LawNames = Annotated[
    list[str] | None,
    typer.Argument(help="Laws or folders of pages; all that come with vacatur when empty."),
]


def _rulebooks(names: list[str] | None) -> list[Rulebook]:
    chosen = names or [jurisdiction_of(folder) for folder in packaged_folders()]
    return [load_rulebook(name) for name in chosen]


@app.command("check")
def check(names: LawNames = None, as_json: AsJson = False) -> None:
    """Check pages: words, provisions, versions, names, code lists. Nothing in them is executed.

    Example: vacatur law check us-md offices/our_county
    """
    chosen = names or [jurisdiction_of(folder) for folder in packaged_folders()]
    checked = [(name, *faults_of(name)) for name in chosen]
    failed = any(faults for _, _, faults in checked)
    if as_json:
        print(in_json([_checked(*each) for each in checked]))
    else:
        _print_checked(checked)
    if failed:
        raise typer.Exit(VacaturError.exit_code)


def _print_checked(checked: Sequence[tuple[str, int, Sequence[VacaturError]]]) -> None:
    for name, pages, faults in checked:
        for fault in faults:
            print(f"vacatur: {fault}", file=sys.stderr)
        if not faults:
            print(f"{name}: {counted(pages, 'page')} checked, no fault found.")
    if not any(faults for _, _, faults in checked):
        print(NO_LAWYER)


def _checked(name: str, pages: int, faults: Sequence[VacaturError]) -> dict[str, object]:
    told = [
        {"where": fault.where, "what": fault.what, "why": fault.why, "repair": fault.repair}
        for fault in faults
    ]
    return {"law": name, "pages": pages, "faults": told}


@app.command("test")
def test_command(
    names: LawNames = None,
    dockets: Annotated[
        list[Path] | None, typer.Option("--dockets", help="A JSONL file of worked dockets.")
    ] = None,
    rules: Annotated[
        str, typer.Option("--rules", help="With --dockets: only these rules, with commas between.")
    ] = "",
    jurisdiction: Annotated[
        str, typer.Option(help="With --dockets: only these states (MD), with commas between.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Try every cases table, and any dockets given. Exit code 1 when one fails.

    A docket whose rule has no page fails unless --rules or --jurisdiction leaves it out.

    Example: vacatur law test us-md --dockets cases.jsonl --rules MD-CLASS,MD-EXP-105-12
    """
    if (rules or jurisdiction) and not dockets:
        raise UsageError("--rules and --jurisdiction choose among --dockets, and none were given")
    rulebooks = _rulebooks(names)
    tried = [each for rulebook in rulebooks for each in try_pages(rulebook)]
    wanted, states = _listed(rules), _listed(jurisdiction)
    for path in dockets or []:
        tried += try_dockets(rulebooks, path, rules=wanted, jurisdictions=states)
    failed = [each for each in tried if each.failures]
    skipped = [each for each in tried if each.skipped]
    passed = len(tried) - len(failed) - len(skipped)
    if as_json:
        print(in_json([_data(each) for each in tried]))
    else:
        for each in failed:
            print(f"FAILED {each.where}: {each.rule}, {each.title}")
            for failure in each.failures:
                print(f"  {failure}")
        for each in skipped:
            print(f"skipped {each.where}: {each.skipped}")
        print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
        print(NO_LAWYER)
    if failed:
        raise typer.Exit(VacaturError.exit_code)


@app.command("show")
def show_command(
    page: Annotated[str, typer.Argument(help="A page id, such as us-md/cp-8-301-1.")],
    law: Annotated[str, typer.Option(help="The law or folder that holds it.")] = "",
) -> None:
    """Show a page as a lawyer reads it, with the questions it can ask.

    Example: vacatur law show us-md/cp-10-105-a-12
    """
    rulebook = load_rulebook(law or page.partition("/")[0])
    print(show(rulebook.page(page), rulebook.reached[page]))


@app.command("format")
def format_command(
    files: Annotated[list[Path], typer.Argument(help="Pages, *.law.md.")],
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if a page would change.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Lay out pages the one usual way. The meaning is compared before and after.

    Example: vacatur law format offices/our_county/*.law.md
    """
    changed = [path for path in files if _formatted(path, write=not check_only)]
    if as_json:
        print(in_json({"checked_only": check_only, "changed": [str(path) for path in changed]}))
    for path in changed if not as_json else ():
        print(f"{'would change' if check_only else 'changed'} {path}")
    if changed and check_only:
        raise typer.Exit(VacaturError.exit_code)


def _formatted(path: Path, *, write: bool) -> bool:
    before = path.read_bytes()
    after = format_page(before.decode("utf-8"), where=path.name).encode("utf-8")
    if write and after != before:
        path.write_bytes(after)
    return after != before


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _data(tried: Tried) -> dict[str, object]:
    return {
        "where": tried.where,
        "rule": tried.rule,
        "title": tried.title,
        "failures": list(tried.failures),
        "skipped": tried.skipped or None,
    }
