"""The command line: parse, call one use case, print."""

from __future__ import annotations

import sys

from vacatur.cli.app import app
from vacatur.errors import VacaturError


def main() -> None:
    """Run the command line; an error that a person can mend is printed without a traceback."""
    try:
        app(prog_name="vacatur")
    except VacaturError as error:
        print(f"vacatur: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
