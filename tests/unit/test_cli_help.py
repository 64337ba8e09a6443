"""What a help says is shown: brackets in it would be taken for a style, and be left out."""

import re

from typer.main import get_command

from vacatur.cli import app


def _helps(group, name):
    for each, command in getattr(group, "commands", {}).items():
        called = f"{name} {each}"
        yield called, command.help or ""
        yield from ((f"{called} --{p.name}", getattr(p, "help", "") or "") for p in command.params)
        yield from _helps(command, called)


def test_no_help_is_read_as_markup():
    helps = dict(_helps(get_command(app), "vacatur"))

    assert len(helps) > 200
    assert [name for name, text in helps.items() if re.search(r"(?<!\\)\[[a-z]", text)] == []
