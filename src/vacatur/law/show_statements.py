"""The lay-out in words of a page that is statements under provisions: a vehicle, a programme."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from vacatur.law import sentences
from vacatur.law.programme import ProgrammeSection
from vacatur.law.show import WIDTH
from vacatur.law.vehicle import VehicleSection


def head(title: str, standing: str) -> Iterator[str]:
    """A page's title, and who has read it and how far it was checked."""
    yield title
    yield "=" * min(len(title), WIDTH)
    yield ""
    yield from textwrap.wrap(standing, WIDTH)


def section(shown: VehicleSection | ProgrammeSection, said: Iterable[str]) -> Iterator[str]:
    """A section with its provision, and each statement under it as a sentence."""
    heading = sentences.heading(shown)
    yield heading
    yield "-" * min(len(heading), WIDTH)
    provision = sentences.provision(shown.provision)
    yield from textwrap.wrap(provision, WIDTH, initial_indent="  | ", subsequent_indent="  | ")
    yield ""
    for each in said:
        yield from textwrap.wrap(each, WIDTH, initial_indent="  ", subsequent_indent="      ")
