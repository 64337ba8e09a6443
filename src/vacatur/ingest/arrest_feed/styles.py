"""The headers under which an arrest feed comes, and where each of its columns goes.

Three styles are declared. Two were read in files of the Baltimore feed; the third is the list of
fields of the feed's public service, and was tried on no file of it. A header is of one style or
it is refused: nobody guesses what a cell means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vacatur.errors import IngestError, nearest

# What is read of a row; blank where nothing was sent.
READ = (
    "arrest_number", "age", "sex", "race", "arrest_day", "arrest_time",
    "incident", "code", "district", "unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStyle:
    """One way in which the feed names its columns.

    `reads` gives the header's name of each column of `READ`; a column that it lacks is one that the
    feed does not have. `days` are the formats of its days, of which the first `day_length` letters
    of a cell are read. `shares_last_cell`: the last two names stand over one cell.
    """

    name: str
    reads: Mapping[str, str]
    unused: tuple[str, ...]
    row_id: str  # a number of the file's own, which no two rows share; empty: it has none
    days: tuple[str, ...]
    shares_last_cell: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.reads.values(), *self.unused, *((self.row_id,) if self.row_id else ()))


STYLES: tuple[FeedStyle, ...] = (
    FeedStyle(
        name="arrest",
        reads={
            "arrest_number": "Arrest", "age": "Age", "sex": "Sex", "race": "Race",
            "arrest_day": "ArrestDate", "arrest_time": "ArrestTime",
            "incident": "IncidentOffense", "code": "Charge", "district": "District",
        },
        unused=(
            "ArrestLocation", "IncidentLocation", "ChargeDescription", "Post", "Neighborhood",
            "Latitude", "Longitude",
        ),
        row_id="",
        days=("%m/%d/%Y",),
        shares_last_cell=True,
    ),
    FeedStyle(
        name="cut-names",
        reads={
            "arrest_number": "ArrestNumb", "age": "Age", "sex": "Gender", "race": "Race",
            "arrest_day": "ArrestDate", "incident": "IncidentOf", "code": "Charge",
            "district": "District",
        },
        unused=(
            "ArrestLoca", "IncidentLo", "ChargeDesc", "Post", "Neighborho", "Latitude",
            "Longitude", "GeoLocatio",
        ),
        row_id="RowID",
        days=("%Y-%m-%d",),
    ),
    FeedStyle(
        name="whole-names",
        reads={
            "arrest_number": "ArrestNumber", "age": "Age", "sex": "Gender", "race": "Race",
            "arrest_day": "ArrestDateTime", "incident": "IncidentOffence", "code": "Charge",
            "district": "District",
        },
        unused=(
            "X", "Y", "ArrestLocation", "IncidentLocation", "ChargeDescription", "Post",
            "Neighborhood", "Latitude", "Longitude", "GeoLocation", "Shape",
        ),
        row_id="RowID",
        days=("%Y/%m/%d", "%Y-%m-%d"),
    ),
)  # fmt: skip

# The nine districts as the feed's two vocabularies print them, in capitals.
_DIRECTIONS = ("NORTH", "SOUTH", "EAST", "WEST")
_CORNERS = ("NORTHEAST", "NORTHWEST", "SOUTHEAST", "SOUTHWEST")
DISTRICTS: Mapping[str, str] = {
    "CENTRAL": "Central",
    **{f"{each}ERN": f"{each.capitalize()}ern" for each in (*_DIRECTIONS, *_CORNERS)},
    **{each: f"{each.capitalize()}ern" for each in _CORNERS},
}
# The feed explains none of its letters, and so they stay letters.
RACES = ("A", "B", "I", "U", "W")
# Where the feed has no incident it says so in words.
NO_INCIDENT = "UNKNOWN OFFENSE"
ANOTHER = "another label"


def style_of(header: Sequence[str], where: str) -> FeedStyle:
    """The style of a header.

    Raises
    ------
    IngestError
        It is of none: a column is missing, or stands twice, or nobody declared it. The nearest
        name of the nearest style is told; no cell is, for a line that is no header is a person's.
    """
    style = max(STYLES, key=lambda each: len(set(each.names) & set(header)))
    if 2 * len(set(style.names) & set(header)) < len(style.names):
        raise IngestError(
            "this is no header of an arrest feed that is declared here",
            where=where,
            why="Without its header nobody knows what a cell means.",
            repair=f"The nearest style is [{style.name}]: {', '.join(style.reads.values())}.",
        )
    for name in style.reads.values():
        if name not in header:
            others = [each for each in header if each not in style.names]
            raise IngestError(
                f"the column [{name}] of the style [{style.name}] is missing",
                where=where,
                why="What it says would be unknown for every row.",
                repair=nearest(name, others) or "Export the file with it.",
            )
    for number, name in enumerate(header, start=1):
        if name not in style.names:
            raise IngestError(
                f"column {number} is none of the style [{style.name}]",
                where=where,
                why="A new column may be the one in which the feed now says something else.",
                repair=nearest(name, style.names),
            )
    twice = sorted({name for name in header if list(header).count(name) > 1})
    if twice:
        raise IngestError(
            f"the column [{twice[0]}] stands twice",
            where=where,
            why="Nothing says which of the two is meant.",
            repair="Export the file with a name of its own for each column.",
        )
    if style.shares_last_cell and tuple(header[-2:]) != ("Latitude", "Longitude"):
        raise IngestError(
            "[Latitude] and [Longitude] are not the last two columns",
            where=where,
            why="In this style they stand over one cell, so every cell after them would shift.",
            repair="Export the file with its columns in the feed's own order.",
        )
    return style
