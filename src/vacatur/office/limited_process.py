"""The process that reads what somebody sent: `python -m vacatur.office.limited_process KIND ...`.

Its limits come first, then the imports: nothing that was sent is read without them.
"""

from __future__ import annotations

import json
import sys

# Bytes of memory and seconds of the processor. A page or a rap sheet takes a tenth of either.
_MEMORY = 1024**3
_PROCESSOR = 20
_FILES = 64


def limit() -> None:
    """Limit this process for good, where the system knows how."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows: whoever began this kills it when its time is over
        return
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _PROCESSOR),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Entry point of the process."""
    limit()
    from vacatur.errors import VacaturError
    from vacatur.office.record_files import read_as

    kind, argument = sys.argv[1], sys.argv[2]
    content = sys.stdin.buffer.read()
    try:
        told = read_as(kind, argument, content)
    except VacaturError as error:
        # Where it was says no more than which row of ours: of other files it may be a name.
        row = error.where if kind == "told" else ""
        refused = {"what": error.what, "row": row, "why": error.why, "repair": error.repair}
        told = {"refused": refused}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
