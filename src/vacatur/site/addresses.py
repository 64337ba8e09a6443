"""Where everything stands in the site: addresses from its root, and links between them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from pathlib import Path

HOME = "index.html"
ANSWERS = "answers.html"
DATES = "dates.html"
SEARCH = "search.html"
MANUAL = "manual/index.html"


def of_page(page_id: str) -> str:
    """A law page."""
    return f"law/{page_id}.html"


def of_vehicle(vehicle_id: str) -> str:
    """A vehicle."""
    return f"vehicles/{vehicle_id}.html"


def of_programme(programme_id: str) -> str:
    """A programme of diversion."""
    return f"programmes/{programme_id}.html"


def of_jurisdiction(name: str) -> str:
    """The index of a jurisdiction's pages."""
    return f"law/{name}.html"


def of_lists(jurisdiction: str) -> str:
    """The code lists of a jurisdiction."""
    return f"lists/{jurisdiction}.html"


def of_text(jurisdiction: str, file_name: str) -> str:
    """A text from which pages quote."""
    return f"texts/{jurisdiction}/{file_name.removesuffix('.md')}.html"


def of_answer(answer: str) -> str:
    """Where the pages that give an answer are listed."""
    return f"{ANSWERS}#{answer}"


def of_manual(path: Path) -> str:
    """A page of the manual, by its path inside the manual's folder."""
    return f"manual/{path.with_suffix('.html').as_posix()}"


def of_picture(path: Path) -> str:
    """A picture of the manual, by its path inside the manual's folder."""
    return f"manual/{path.as_posix()}"


def relative(target: str, here: str) -> str:
    """The link from the file `here` to `target`, which may end in an anchor."""
    path, mark, anchor = target.partition("#")
    if path == here and anchor:
        return f"#{anchor}"
    return posixpath.relpath(path, posixpath.dirname(here) or ".") + mark + anchor


def slug(text: str, taken: Collection[str] = ()) -> str:
    """An anchor made of a text's letters and figures; a number follows where it is taken."""
    plain = "-".join(re.findall(r"[a-z0-9]+", text.lower())) or "part"
    wanted, number = plain, 1
    while wanted in taken:
        number += 1
        wanted = f"{plain}-{number}"
    return wanted
