"""The commands that walk a record's path: ingest, link, decide, explain, and what follows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur import __version__
from vacatur.cli import (
    api_key,
    audit,
    divert,
    evidence,
    facts,
    ground,
    law,
    link,
    matters,
    packet,
    public,
    records,
    sample,
    screening,
    sweep,
    watch,
)
from vacatur.cli.backup import backup_command, restore_command
from vacatur.cli.coverage import coverage_command
from vacatur.cli.due import due_command
from vacatur.cli.evaluate import evaluate_command
from vacatur.cli.ingest import ingest_command
from vacatur.cli.options import AsJson, Day, LawName, Rules, RunName, WorkspaceFolder, a_day
from vacatur.cli.printing import comparison, run_in_words, runs_in_words
from vacatur.cli.printing_demo import demo_notes
from vacatur.cli.progress import progress_bar
from vacatur.cli.questions import questions_command
from vacatur.cli.report import report_command
from vacatur.cli.screen import screen_command
from vacatur.cli.serve import serve_command
from vacatur.cli.simulate import simulate_command
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.cli.yields import yield_command
from vacatur.errors import UsageError, WorkspaceError
from vacatur.law.rulebook import load_rulebook
from vacatur.office import doctor
from vacatur.office.check import State
from vacatur.office.comparing import compare_runs
from vacatur.office.explaining import explain_charge
from vacatur.office.explaining_dockets import explain_docket
from vacatur.office.formats import init, open_workspace, writing
from vacatur.office.runs import run
from vacatur.office.spreadsheet import write_spreadsheet
from vacatur.office.telling import as_data, as_tree, in_words
from vacatur.office.worklist import write_worklist
from vacatur.office.yields import yield_data

app = typer.Typer(
    help="Find the convictions that can be relieved, and prove every answer.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("ingest")(ingest_command)
app.command("due")(due_command)
app.command("coverage")(coverage_command)
app.command("questions")(questions_command)
app.command("yield")(yield_command)
app.command("report")(report_command)
app.command("simulate")(simulate_command)
app.command("evaluate")(evaluate_command)
app.command("screen")(screen_command)
app.command("serve")(serve_command)
app.command("serve-public")(public.serve_public_command)
app.command("backup")(backup_command)
app.command("restore")(restore_command)
app.add_typer(link.app, name="link")
app.add_typer(law.app, name="law")
app.add_typer(sample.app, name="sample")
app.add_typer(records.app, name="records")
app.add_typer(facts.app, name="facts")
app.add_typer(ground.app, name="ground")
app.add_typer(matters.app, name="matters")
app.add_typer(divert.app, name="divert")
app.add_typer(sweep.app, name="sweep")
app.add_typer(packet.app, name="packet")
app.add_typer(public.app, name="public")
app.add_typer(screening.app, name="screening")
app.add_typer(audit.app, name="audit")
app.add_typer(api_key.app, name="api-key")
app.add_typer(watch.app, name="watch")
app.add_typer(evidence.app, name="evidence")


def _version(asked: bool) -> None:
    if asked:
        print(f"vacatur {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Find the convictions that can be relieved, and prove every answer.

    No lawyer has reviewed the law pages that come with vacatur; every output says so.
    """


@app.command("init")
def init_command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Make a workspace: its settings, its key, and a .gitignore that keeps all of it out of git.

    Example: vacatur init baltimore
    """
    made = init(folder).folder
    if as_json:
        print(in_json({"workspace": made}))
    else:
        print(f"A workspace in {made}. Next: vacatur ingest EXPORT -w {folder}")


@app.command("decide")
def decide_command(
    law: LawName,
    as_of: Day,
    workspace: WorkspaceFolder = Path(),
    rules: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Decide every charge under every page, on one day. The day has no default.

    Writes decisions/RUN with decisions.parquet, one table of conditions for each page, a manifest
    and what the run came to (yield.json), and points decisions/latest at it.

    Example: vacatur decide --law us-md --as-of 2026-02-15 --workspace baltimore
    """
    rulebook = load_rulebook(law)
    rulebook = rulebook.only(rules) if rules else rulebook
    day = a_day(as_of, "--as-of")
    with writing(workspace, "vacatur decide") as place, progress_bar() as progress:
        report = run(place, rulebook, day, progress=progress)
    if as_json:
        print(in_json({**place.run_manifest(report.name), "yield": yield_data(report.came_to)}))
    else:
        print(run_in_words(report))


@app.command("explain")
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


@app.command("worklist")
def worklist_command(
    out: Annotated[
        Path, typer.Option(help="The file to write: .csv, or .xlsx for a spreadsheet.")
    ] = Path("worklist.csv"),
    workspace: WorkspaceFolder = Path(),
    run_name: RunName = "latest",
    as_json: AsJson = False,
) -> None:
    """Write the worklist: one line for each charge that a rule reaches.

    Example: vacatur worklist --out monday.xlsx --workspace baltimore
    """
    place = open_workspace(workspace)
    if out.suffix == ".xlsx":
        charges = write_spreadsheet(place, run_name, out).charges
    else:
        charges = write_worklist(place, run_name, out).charges
    if as_json:
        print(in_json({"worklist": out, "charges": charges}))
    else:
        print(f"{charges:,} charges in {out}\n{NO_LAWYER}")


@app.command("compare")
def compare_command(
    before: Annotated[str, typer.Argument(help="The earlier run.")],
    after: Annotated[str, typer.Argument(help="The later run.")] = "latest",
    out: Annotated[
        Path | None, typer.Option(help="Also write every changed charge as CSV.")
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show what changed between two runs.

    Example: vacatur compare us-md_2019-10-01_1f2e3d4c5b latest --workspace baltimore
    """
    changes = compare_runs(open_workspace(workspace), before, after, path=out)
    print(comparison(changes, as_json=as_json))


@app.command("runs")
def runs_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """List the runs of a workspace. A beginning of a name is enough wherever a run is named.

    Example: vacatur runs --workspace baltimore
    """
    place = open_workspace(workspace)
    manifests = [place.run_manifest(name) for name in place.run_names()]
    print(runs_in_words(manifests, as_json=as_json))


@app.command("doctor")
def doctor_command(
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="Also examine this workspace.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Examine this installation, and a workspace: versions, disk, files, hashes, leftovers.

    Example: vacatur doctor --workspace baltimore
    """
    checks = doctor.examine(open_workspace(workspace) if workspace else None)
    print(doctor.as_json(checks) if as_json else doctor.in_words(checks))
    if doctor.worst(checks) is State.FAIL:
        raise typer.Exit(WorkspaceError.exit_code)


@app.command("demo")
def demo_command(
    out: Annotated[Path, typer.Option(help="Folder for the demonstration.")] = Path("build/demo"),
    people: Annotated[int, typer.Option(help="Invented people.", min=50)] = 2000,
) -> None:
    """Run the whole path on an invented county, and say what to try next.

    Example: vacatur demo --people 500
    """
    from vacatur.office.demo import run_demo

    with progress_bar() as progress:
        demo = run_demo(out, people=people, progress=progress)
    print(demo_notes(demo))
