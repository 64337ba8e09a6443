"""What a template may not say. It lays out what it is given, and reads and runs nothing else."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from vacatur.errors import PaperRefused, nearest

TEMPLATES = Path(__file__).parent / "templates"

# The one door by which data enter, and pictures that are among the data.
_ALLOWED = re.compile(r"json\(bytes\(sys\.inputs\.data\)\)|image\(bytes\(")
# Also a name that is not called: it could be given another one and called later. Also in a comment
# or a text: a text that holds `//` or `/*` makes what follows it look like one. `std` has them all.
_FORBIDDEN = re.compile(
    r"\b(read|eval|plugin|csv|yaml|toml|xml|cbor|json|image|bibliography|include|sys|datetime|std"
    # Doors by a name of an argument or of a module: raw(theme:), cite(style:), pdf.attach.
    r"|theme|syntaxes|cite|attach|embed)\b"
)
_IMPORT = re.compile(r'\bimport\b\s*("[^"]*")?')


def checked_templates(own: Path | None = None) -> dict[str, str]:
    """Our templates by file name; those of the office in place of ours, each checked.

    Raises
    ------
    PaperRefused
        One is a link, cannot be read, is named like none of ours, or says what none may.
    """
    ours = {path.name: path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.typ"))}
    for path in sorted(own.glob("*.typ")) if own else ():
        if path.name not in ours:
            raise PaperRefused(
                f"no template is called [{path.name}]", repair=nearest(path.name, ours)
            )
        if path.is_symlink():
            raise _refused(path.name, 1, "it is a link to another file")
        ours[path.name] = _own_text(path)
    for name, text in ours.items():
        check_template(name, text, known=ours)
    return ours


def templates_sha256(own: Path | None = None) -> str:
    """One hash over the templates that are used, in the order of their names."""
    said = "".join(f"{name}\0{text}\0" for name, text in sorted(checked_templates(own).items()))
    return hashlib.sha256(said.encode()).hexdigest()


def check_template(name: str, text: str, *, known: dict[str, str]) -> None:
    """Refuse a template that reads a file, evaluates a text, asks the day or fetches a package."""
    said = _ALLOWED.sub("", text)
    for found in _FORBIDDEN.finditer(said):
        raise _refused(name, _line(said, found.start()), f"it says [{found.group()}]")
    for found in _IMPORT.finditer(said):
        if (found.group(1) or "").strip('"') not in known:
            raise _refused(name, _line(said, found.start()), "it imports something else")


def _own_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise PaperRefused(
            "the template is not UTF-8",
            where=path.name,
            repair="Save it as UTF-8 in the editor.",
        ) from None
    except OSError as error:
        raise PaperRefused(
            f"the template cannot be read: {error.strerror}",
            where=path.name,
            repair="Put a file there that can be read, or take it away.",
        ) from None


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _refused(name: str, line: int, what: str) -> PaperRefused:
    return PaperRefused(
        f"the template may not be used: {what}",
        where=f"{name}:{line}",
        why="A template lays out what it is given; it reads no file and runs no text.",
        repair="Take it out; what a template prints comes with the data.",
    )
