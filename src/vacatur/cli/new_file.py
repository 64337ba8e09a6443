"""Write a file that a command makes for a person to edit: never over one that is there."""

from __future__ import annotations

from pathlib import Path

from vacatur.errors import UsageError


def write_new(path: Path, text: str, *, why: str) -> None:
    """Write a new file.

    Raises
    ------
    UsageError
        There is a file already, or no folder for it. `why` says what would be lost.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(
            f"there is a file [{path.name}] already", why=why, repair="Name another file."
        ) from error
    except OSError as error:
        raise UsageError(
            f"[{path}] cannot be written ({error.strerror})",
            repair="Make its folder, or name another file.",
        ) from error
