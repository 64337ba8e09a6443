"""`vacatur packet`: the papers of matters, built, verified, compared and looked at.

What makes papers is imported by the command that needs it: it takes half a second to load, and
every other command would wait for it.
"""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import packet_form
from vacatur.cli.matter_moving import By, Which, today_in
from vacatur.cli.matter_numbers import asked_numbers
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.printing_packet import (
    built_in_words,
    checked_in_words,
    diff_in_words,
    verified_in_words,
)
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import in_json
from vacatur.errors import PaperRefused
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace, writing
from vacatur.office.outputs import refuse_unwritable

app = typer.Typer(no_args_is_help=True)
app.add_typer(packet_form.app, name="form")
Processes = Annotated[
    int, typer.Option(help="How many processes set papers at once.", min=1, max=64)
]
PROCESSES = min(2, os.cpu_count() or 1)
PacketFolder = Annotated[Path, typer.Argument(help="The folder of a packet.", show_default=False)]
PaperDay = Annotated[str, typer.Option(help="The day of the papers, YYYY-MM-DD; today by default.")]


@app.callback()
def packet() -> None:
    """Build the papers of approved matters, and look at them again before they are filed.

    vacatur.toml says whose papers they are, in its part `office`; `check` says what is missing.
    """


@app.command("check")
def check_command(
    which: Which, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Name every particular that papers of matters lack, before anybody approves them.

    Example: vacatur packet check state=assigned -w baltimore
    """
    from vacatur.office.packet_looking import check_matters

    place = open_workspace(workspace)
    today = today_in(place)
    with open_casework(place) as casework:
        checked = check_matters(place, casework, asked_numbers(casework, which), on=today)
    print(in_json(asdict(checked)) if as_json else checked_in_words(checked))
    if checked.lacking:
        raise typer.Exit(PaperRefused.exit_code)


@app.command("build")
def build_command(
    which: Which,
    by: By,
    name: Annotated[str, typer.Option(help="Name of the packet; the day by default.")] = "",
    on: PaperDay = "",
    draft: Annotated[
        bool, typer.Option("--draft", help="Also what is not approved, marked on each page.")
    ] = False,
    forms: Annotated[
        list[str] | None,
        typer.Option("--form", help="A form of the court, filled beside; may be repeated."),
    ] = None,
    by_hand: Annotated[
        list[str] | None,
        typer.Option("--by-hand", help="A form of the court that you fill yourselves."),
    ] = None,
    word: Annotated[
        bool, typer.Option("--word", help="Also copies in Word, to be edited: packets/NAME/word.")
    ] = False,
    processes: Processes = PROCESSES,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Build the papers of approved matters into packets/NAME, and record them by their hashes.

    A matter of which something is missing is named and set aside; the others are built.

    Examples: vacatur packet build state=approved --by "P. Lee" -w baltimore

    vacatur packet build 12 --draft --word --name look --by "P. Lee" -w baltimore

    vacatur packet build 30-60 --form CC-DC-CR-072D --by "P. Lee" -w clinic
    """
    from vacatur.office.packet_building import build_packet
    from vacatur.office.packet_folder import PacketAsked

    with writing(workspace, "vacatur packet build") as place:
        today = today_in(place)
        day = a_day(on, "--on") if on else today
        with open_casework(place) as casework, progress_bar() as progress:
            asked = PacketAsked(
                numbers=asked_numbers(casework, which),
                name=name or str(day),
                day=day,
                is_draft=draft,
                processes=processes,
                forms=tuple(forms or ()),
                by_hand=tuple(by_hand or ()),
                with_word=word,
            )
            doing = Doing(actor=by, purpose="papers", at=datetime.now(UTC))
            built = build_packet(place, casework, asked, doing, today=today, progress=progress)
    print(in_json(asdict(built)) if as_json else built_in_words(built))
    if built.manifest.set_aside or built.not_recorded:
        raise typer.Exit(PaperRefused.exit_code)


@app.command("letters")
def letters_command(
    which: Which,
    by: By,
    screener: Annotated[
        list[str] | None,
        typer.Option(help="A company to dispute with: NAME; ADDRESS.", show_default=False),
    ] = None,
    screeners: Annotated[
        Path | None,
        typer.Option(help="A CSV file of such companies: name, address.", show_default=False),
    ] = None,
    name: Annotated[
        str, typer.Option(help="Name of the packet; letters-DAY by default.", show_default=False)
    ] = "",
    on: PaperDay = "",
    processes: Processes = PROCESSES,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write letters after an order into packets/NAME/letters, in English and in Spanish.

    After a granted order also a letter to each company named, for the person to sign and to send.

    Examples: vacatur packet letters state=relieved --by "P. Lee" -w baltimore

    vacatur packet letters 12 --screener "Example Checks, Inc.; 1 Example Street, Springfield, IL"
    --by "P. Lee" -w baltimore
    """
    from vacatur.office.packet_folder import PacketAsked
    from vacatur.office.packet_letters import screener_of, screeners_in, write_letters

    companies = [screener_of(each) for each in screener or ()]
    companies += screeners_in(screeners) if screeners else ()
    with writing(workspace, "vacatur packet letters") as place:
        day = a_day(on, "--on") if on else today_in(place)
        with open_casework(place) as casework, progress_bar() as progress:
            asked = PacketAsked(
                numbers=asked_numbers(casework, which),
                name=name or f"letters-{day}",
                day=day,
                is_draft=False,
                processes=processes,
            )
            doing = Doing(actor=by, purpose="letters", at=datetime.now(UTC))
            built = write_letters(place, casework, asked, companies, doing, progress=progress)
    print(in_json(asdict(built)) if as_json else built_in_words(built))
    if built.manifest.set_aside:
        raise typer.Exit(PaperRefused.exit_code)


@app.command("verify")
def verify_command(
    folder: PacketFolder,
    processes: Processes = PROCESSES,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            "-w",
            help="Also compare with what is recorded of its matters in this workspace.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at every paper of a packet again: hash, page numbers, structure, and what is lacking.

    Examples: vacatur packet verify baltimore/packets/2026-02-15

    vacatur packet verify baltimore/packets/2026-02-15 -w baltimore
    """
    from vacatur.documents.packet_verify import verify_packet
    from vacatur.office.packet_recorded import recorded_faults

    place = open_workspace(workspace) if workspace else None
    with progress_bar() as progress:
        verified = verify_packet(folder, processes=processes, progress=progress)
    if place is not None:
        faults = (*verified.faults, *recorded_faults(place, verified.manifest))
        verified = replace(verified, faults=faults)
    print(in_json(asdict(verified)) if as_json else verified_in_words(verified))
    if verified.faults:
        raise typer.Exit(PaperRefused.exit_code)


@app.command("diff")
def diff_command(
    before: Annotated[Path, typer.Argument(help="The earlier packet.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="The later packet.", show_default=False)],
    text: Annotated[
        bool, typer.Option("--text", help="Also the lines that differ: they are about people.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two builds.

    Example: vacatur packet diff packets/2026-02-15 packets/2026-02-16 --text
    """
    from vacatur.documents.packet_diff import diff_packets

    found = diff_packets(before, after, with_text=text)
    print(in_json(asdict(found)) if as_json else diff_in_words(found))


@app.command("word-template")
def word_template_command(
    template: Annotated[str, typer.Argument(help="Which: court-paper, letter or exhibit.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    as_json: AsJson = False,
) -> None:
    """Write our template of Word, to be changed and put into `templates` of the workspace.

    Example: vacatur packet word-template letter --out baltimore/templates/letter.docx
    """
    from vacatur.documents.word_templates import our_template

    refuse_unwritable(out)
    out.write_bytes(our_template(template))
    told = f"{out}: docs/word.md says what a template may hold."
    print(in_json({"template": out}) if as_json else told)


@app.command("preview")
def preview_command(
    number: Annotated[int, typer.Argument(help="The matter.", min=1, show_default=False)],
    by: By,
    paper: Annotated[str, typer.Option(help="Which paper; the first by default.")] = "",
    page: Annotated[int, typer.Option(help="Which page of it.", min=1)] = 1,
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path("page.png"),
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Set one page of a paper as a picture, as it would be built now.

    Example: vacatur packet preview 12 --paper proposed-order --by "P. Lee" -w baltimore
    """
    from vacatur.office.packet_looking import preview_paper

    place = open_workspace(workspace)
    today = today_in(place)
    with open_casework(place) as casework:
        doing = Doing(actor=by, purpose="looking at a paper", at=datetime.now(UTC))
        shown = preview_paper(place, casework, number, paper, page, out, doing, on=today)
    told = {"picture": out, "paper": shown.paper, "page": page, "pages": shown.pages}
    print(in_json(told) if as_json else f"Page {page} of {shown.pages} of {shown.title}: {out}")
