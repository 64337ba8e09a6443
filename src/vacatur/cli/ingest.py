"""`vacatur ingest`: take an export in, or draft the mapping that one needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.new_file import write_new
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import counted, in_json
from vacatur.errors import UsageError
from vacatur.ingest.mapped_csv import Suggestion, suggest_mapping
from vacatur.office.exports import ADAPTERS, CSV, export_of
from vacatur.office.formats import writing
from vacatur.office.intake import ingest

_A_MAPPING_STANDS = "A mapping is somebody's work, and a draft is never written over one."


def ingest_command(
    source: Annotated[
        list[Path],
        typer.Argument(help="A folder with the export, or its files.", show_default=False),
    ],
    adapter: Annotated[
        str | None,
        typer.Option(
            help=f"How to read it: {', '.join(ADAPTERS)}. By default csv where there is a"
            " --mapping, and md-case-search where not.",
            show_default=False,
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="What the columns of a CSV file mean (YAML).", show_default=False),
    ] = None,
    coverage: Annotated[
        Path | None,
        typer.Option(
            help="What the export's silence means (YAML). By default coverage.yaml beside it, where"
            " there is one.",
            show_default=False,
        ),
    ] = None,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest",
            help="Read nothing in; draft a mapping of one CSV file, to --mapping or the terminal.",
        ),
    ] = False,
    workspace: WorkspaceFolder = Path(),
    vanished_too: Annotated[
        bool, typer.Option("--vanished-too", help="Accept that much of the records vanished.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read an export into the workspace. Rows in = mapped + quarantined + withheld.

    The files are kept under raw/, sealed. A row that cannot be mapped goes to quarantine with
    its reason. The records are then linked to persons by exact keys. The same files again change
    nothing; a record that vanished from a later export is never put back.

    Examples: vacatur ingest export/ --workspace baltimore

    vacatur ingest charges.csv --suggest --mapping mapping.yaml

    vacatur ingest charges.csv --mapping mapping.yaml --workspace boston

    vacatur ingest export/ --coverage coverage.yaml --workspace baltimore
    """
    if suggest:
        if coverage:
            raise UsageError(
                "a draft of a mapping has no use for a coverage", repair="Leave --coverage out."
            )
        _suggest(source, adapter, mapping, as_json=as_json)
        return
    export = export_of(source, adapter, mapping, coverage)
    export.require_files()
    with writing(workspace, "vacatur ingest", begin=True) as place, progress_bar() as progress:
        result = ingest(
            export,
            place,
            progress=progress,
            allow_vanished=vanished_too,
            on=datetime.now().astimezone().date(),
        )
    print(in_json(result.as_data()) if as_json else result.in_words())


def _suggest(
    source: Sequence[Path], adapter: str | None, mapping: Path | None, *, as_json: bool
) -> None:
    if len(source) != 1 or source[0].is_dir():
        raise UsageError("a mapping is drafted of one file", repair="Name one CSV file.")
    if adapter not in (None, CSV):
        raise UsageError(
            f"a mapping is for the adapter [{CSV}], and not for [{adapter}]",
            repair="Leave --adapter out.",
        )
    suggestion = suggest_mapping(source[0])
    if mapping:
        write_new(mapping, suggestion.text, why=_A_MAPPING_STANDS)
    if as_json:
        print(in_json(asdict(suggestion)))
        return
    if not mapping:
        print(suggestion.text, end="")
    # The draft may be on its way into a file; what it could not tell is for the person.
    print(_in_words(suggestion, source[0], mapping), file=sys.stdout if mapping else sys.stderr)


def _in_words(suggestion: Suggestion, source: Path, mapping: Path | None) -> str:
    told = [f"Looked at {suggestion.looked_at:,} of {counted(suggestion.rows, 'row')}."]
    if mapping:
        told.append(f"The draft is in {mapping}.")
    if suggestion.unknown:
        told += ["", 'It could not tell, and leaves "?" for you:']
        told += [f"  - {each}" for each in suggestion.unknown]
    target = mapping or "mapping.yaml"
    told += ["", f"Then: vacatur ingest {source} --mapping {target} --workspace FOLDER"]
    return "\n".join(told)
