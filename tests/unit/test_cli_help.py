"""What a help says is shown: brackets in it would be taken for a style, and be left out."""

import re
import subprocess
import sys

import pytest
from typer.main import get_command

from vacatur.cli.app import app

TABLE = get_command(app).table


def _helps(command, name):
    yield name, command.help or ""
    yield from ((f"{name} --{p.name}", getattr(p, "help", "") or "") for p in command.params)
    for each, under in getattr(command, "commands", {}).items():
        yield from _helps(under, f"{name} {each}")


def test_no_help_is_read_as_markup():
    helps = dict(pair for each in TABLE for pair in _helps(each.command(), each.name))

    assert len(helps) > 200
    assert [name for name, text in helps.items() if re.search(r"(?<!\\)\[[a-z]", text)] == []


@pytest.mark.parametrize("each", TABLE, ids=lambda each: each.name)
def test_the_list_says_what_the_command_says(each):
    listed = " ".join(each.first_sentence().split())

    assert listed
    assert " ".join((each.command().help or "").split()).startswith(listed)


def test_the_list_imports_no_command():
    script = (
        "import sys; from typer.testing import CliRunner; from vacatur.cli.app import app; "
        "told = CliRunner().invoke(app, ['--help']).output; "
        "print('evidence' in told, [m for m in sys.modules if m in ('ibis', 'scipy', 'typst')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert told.stdout.split(maxsplit=1) == ["True", "[]\n"]
