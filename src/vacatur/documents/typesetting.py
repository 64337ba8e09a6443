"""The press: a template and data become a PDF/A-2a that is PDF/UA-1, the same bytes each time.

Data enter as one JSON text that Typst reads and never evaluates: markup in a name is printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from vacatur.documents.template_rules import checked_templates
from vacatur.errors import PaperRefused

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
FONTS = Path(__file__).parent / "fonts"
_NOWHERE = "/nonexistent"  # where packages would be looked for: no template may fetch one
_LEAST = 3  # characters of a text that would tell something


class Press:
    """Sets papers from a folder of templates. One process has one; it is not for two threads.

    Parameters
    ----------
    folder
        Templates, checked, in a folder that holds nothing else: no link leads out of it.
    fonts
        An office's own folder of fonts, for scripts that ours lack; None: it has none.
    """

    def __init__(self, folder: Path, *, fonts: Path | None = None) -> None:
        self._folder = folder
        self._fonts = fonts

    @cached_property
    def _loaded(self) -> typst.Fonts:
        paths = [str(each) for each in (FONTS, self._fonts) if each]
        return typst.Fonts(include_system_fonts=False, font_paths=paths)

    @cached_property
    def _own_families(self) -> list[str]:
        """Families of the office's own fonts, in the order of their names."""
        found = {
            each.family
            for each in self._loaded.fonts()
            if each.path and not Path(each.path).is_relative_to(FONTS)
        }
        return sorted(found)

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(
            root=str(self._folder),
            font_paths=self._loaded,
            package_path=_NOWHERE,
            package_cache_path=_NOWHERE,
        )

    def pdf(self, template: str, data: Mapping[str, Any], *, on: date) -> bytes:
        """Set one paper.

        Parameters
        ----------
        template
            Its name, without `.typ`.
        data
            What the template prints; JSON.
        on
            The day of the paper. Its midnight in UTC is the time in the PDF, wherever it is made.

        Raises
        ------
        PaperRefused
            A character has no glyph, a template is wrong, or what comes out would be no PDF/A.
        """
        (made,) = self._made(template, data, format="pdf", on=on)
        return made

    def png(self, template: str, data: Mapping[str, Any], *, on: date) -> tuple[bytes, ...]:
        """The pages of a paper as pictures, to be looked at."""
        return self._made(template, data, format="png", on=on)

    def _made(
        self, template: str, data: Mapping[str, Any], *, format: typst.OutputFormat, on: date
    ) -> tuple[bytes, ...]:
        data = {**data, "fonts": [*data["fonts"], *self._own_families]}
        try:
            made, warnings = self._compiler.compile_with_warnings(
                input=self._folder / f"{template}.typ",
                format=format,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=STANDARDS if format == "pdf" else [],
                timestamp=datetime.combine(on, time(), UTC),
            )
        except typst.TypstError as error:
            raise _refused(template, data, error.message, error.hints) from None
        if warnings:
            raise _refused(template, data, warnings[0].message, warnings[0].hints)
        if made is None:
            raise _refused(template, data, "nothing came out", [])
        return tuple(made) if isinstance(made, list) else (made,)


@contextmanager
def press(own_templates: Path | None = None, *, fonts: Path | None = None) -> Iterator[Press]:
    """A press with our templates; one of the same name of the office's takes the place of ours.

    Raises
    ------
    PaperRefused
        A template says what none may: it reads a file, evaluates a text or fetches a package.
    """
    with TemporaryDirectory(prefix="vacatur-press-") as folder:
        for name, text in checked_templates(own_templates).items():
            (Path(folder) / name).write_text(text, "utf-8")
        yield Press(Path(folder), fonts=fonts)


def _refused(
    template: str, data: Mapping[str, Any], message: str, hints: list[str]
) -> PaperRefused:
    # A message of Typst may quote what was to be printed; only the characters at fault are told.
    if "could not be displayed" in message:
        return PaperRefused(
            f"no font has a glyph for {_code_points(message)}",
            where=f"{template}.typ",
            why="A box or a blank would stand where a name should be.",
            repair="Put a font that has it into [fonts] of the workspace, or state the "
            "particular in letters that the court writes.",
        )
    if _quotes(data, " ".join((message, *hints))):
        return PaperRefused(
            "the template stopped",
            where=f"{template}.typ",
            why="What it says of itself quotes what was to be printed, and is not shown.",
            repair="Take what stops it (`panic`, `assert`) out of the template, or let it say "
            "words of its own.",
        )
    return PaperRefused(
        f"the template cannot be set: {message.splitlines()[0]}",
        where=f"{template}.typ",
        repair=" ".join(hints) or "Mend the template; no paper was made with it.",
    )


def _quotes(data: Mapping[str, Any], message: str) -> bool:
    """Whether a text of the data stands in a message, or a name or number out of a text of it.

    Typst writes its own messages in small letters: a word with a capital or a figure is no chance.
    """
    texts = [each for each in _texts(data) if len(each.strip()) >= _LEAST]
    if any(each.strip() in message for each in texts):
        return True
    named = {word for each in texts for word in re.findall(r"\w+", each) if not word.islower()}
    return any(len(word) >= _LEAST and word in named for word in re.findall(r"\w+", message))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for each in data.values():
            yield from _texts(each)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from _texts(each)


def _code_points(message: str) -> str:
    quoted = message.partition('`"')[2].partition('"`')[0]
    codes = [f"U+{ord(each):04X}" for each in quoted if ord(each) > 0x7E]
    return ", ".join(dict.fromkeys(codes)) or "a character of it"
