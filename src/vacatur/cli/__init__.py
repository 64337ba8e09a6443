"""The command line: parse, call one use case, print."""

from __future__ import annotations

import io
import sys

from vacatur.cli.app import app
from vacatur.errors import VacaturError

INTERRUPTED = 130


def main() -> None:
    """Run the command line; whatever a person can mend is printed without a traceback."""
    _print_every_letter()
    try:
        app(prog_name="vacatur")
    except VacaturError as error:
        _stop(str(error), error.exit_code)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        _stop(f"{error.filename or 'a file'}: {error.strerror or error}", VacaturError.exit_code)
    except KeyboardInterrupt:
        _stop("interrupted; what was whole before still stands", INTERRUPTED)


def _stop(message: str, code: int) -> None:
    print(f"vacatur: {message}", file=sys.stderr)
    sys.exit(code)


def _print_every_letter() -> None:
    """A terminal that has no section sign gets a replacement, never a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
