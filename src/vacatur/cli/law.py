"""`vacatur law`: what a lawyer edits pages with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vacatur.cli.law_diff import diff_command
from vacatur.cli.law_lint import lint_command
from vacatur.cli.options import AsJson
from vacatur.cli.printing_solved import solved_data, solved_in_words
from vacatur.cli.progress import progress_bar
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
from vacatur.law.show_programme import show_programme
from vacatur.law.show_vehicle import show_vehicle
from vacatur.office.law_solving import Solved, solve_pages
from vacatur.office.law_tests import Tried, try_dockets, try_pages
from vacatur.site.history import histories
from vacatur.site.laws import is_invented, load_law

if TYPE_CHECKING:
    pass

app = typer.Typer(help="Check, test and compare law pages.", no_args_is_help=True)
app.command("diff")(diff_command)
app.command("lint")(lint_command)

LawNames = Annotated[
    list[str] | None,
    typer.Argument(help="Laws or folders of pages; all that come with vacatur when empty."),
]


def _rulebooks(names: list[str] | None) -> list[Rulebook]:
    chosen = names or _packaged()
    return [load_rulebook(name) for name in chosen]


@app.command("check")
def check(
    names: LawNames = None,
    solve: Annotated[
        bool,
        typer.Option(
            "--solve",
            help="Also ask a solver for dead conditions, grants that overlap, facts that no page "
            "covers, and boundaries without a worked case. Needs the extra `solve`.",
        ),
    ] = False,
    seconds: Annotated[
        float, typer.Option(help="With --solve: the most that one question may take.", min=0.1)
    ] = 10,
    strict: Annotated[
        bool, typer.Option("--strict", help="With --solve: a warning is a failure too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check pages: words, provisions, versions, names, code lists. Nothing in them is executed.

    With --solve, what can never be true and what two answers can reach is a fault. What no page
    covers and what no case shows is a warning. Each comes with an example.

    Example: vacatur law check us-md offices/our_county --solve
    """
    if strict and not solve:
        raise UsageError("--strict speaks of --solve, and that was not given")
    chosen = names or _packaged()
    checked = [(name, *faults_of(name)) for name in chosen]
    sound = [name for name, _, faults in checked if not faults]
    solved = _solved(sound, seconds) if solve else {}
    if as_json:
        print(in_json([_checked(*each, solved=solved.get(each[0])) for each in checked]))
    else:
        _print_checked(checked)
        for name, found in solved.items():
            print(solved_in_words(name, found))
    found_wrong = any(each.is_fault or strict for found in solved.values() for each in found)
    if len(sound) < len(checked) or found_wrong:
        raise typer.Exit(VacaturError.exit_code)


def _solved(names: Sequence[str], seconds: float) -> dict[str, list[Solved]]:
    with progress_bar() as progress:
        return {
            name: solve_pages(load_rulebook(name), seconds=seconds, progress=progress)
            for name in names
        }


def _print_checked(checked: Sequence[tuple[str, int, Sequence[VacaturError]]]) -> None:
    for name, pages, faults in checked:
        for fault in faults:
            print(f"vacatur: {fault}", file=sys.stderr)
        if not faults:
            print(f"{name}: {counted(pages, 'page')} checked, no fault found.")
    if not any(faults for _, _, faults in checked):
        print(NO_LAWYER)


def _checked(
    name: str, pages: int, faults: Sequence[VacaturError], *, solved: Sequence[Solved] | None
) -> dict[str, object]:
    told = [
        {"where": fault.where, "what": fault.what, "why": fault.why, "repair": fault.repair}
        for fault in faults
    ]
    data: dict[str, object] = {"law": name, "pages": pages, "faults": told}
    return data if solved is None else {**data, "solved": solved_data(solved)}


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
    page: Annotated[
        str, typer.Argument(help="The id of a page, a vehicle or a programme: us-md/cp-8-301-1.")
    ],
    law: Annotated[str, typer.Option(help="The law or folder that holds it.")] = "",
) -> None:
    """Show a page as a lawyer reads it, with the questions it can ask; a vehicle; a programme.

    Example: vacatur law show us-md/cp-10-105-a-12
    """
    rulebook = load_rulebook(law or page.partition("/")[0])
    if page in rulebook.vehicles:
        print(show_vehicle(rulebook.vehicles[page]))
    elif page in rulebook.programmes:
        print(show_programme(rulebook.programmes[page]))
    else:
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


@app.command("site")
def site_command(
    out: Annotated[Path, typer.Argument(help="A new folder, or one that holds an earlier site.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Laws or folders of pages; when empty, all of states that exist."),
    ] = None,
    manual: Annotated[
        Path | None, typer.Option("--manual", help="A folder of Markdown pages to add: the manual.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write every page as a site that is read and printed without a network.

    Each page's changes come from git, where its folder is a checkout with its whole history.

    Example: vacatur law site build/site us-md --manual docs
    """
    from vacatur.site.build import build_site  # no other command needs its templates

    chosen = names or [name for name in _packaged() if not is_invented(name)]
    laws = [load_law(name) for name in chosen]
    files = [law.file_of(each) for law in laws for each in law.everything]
    site = build_site(laws, manual=manual, histories=histories(files))
    site.write(out)
    pages = len(files)
    if as_json:
        print(in_json({"folder": out, "law_pages": pages, "files": len(site.contents)}))
        return
    print(f"Wrote {counted(pages, 'law page')}, {counted(len(site.contents), 'file')} in all.")
    print(f"Open {out / 'index.html'}.")
    print(NO_LAWYER)


def _packaged() -> list[str]:
    return [jurisdiction_of(folder) for folder in packaged_folders()]


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
