"""Which pairs of spellings are compared: those that agree in some block, and no others.

Each block forgives something else. One that makes too many pairs is left out; so they are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

_BIRTH, _STREET, _ZIP = "{}.birth_day", "{}.street", "{}.zip"
_NAME, _SURNAME, _GIVEN, _MIDDLE = "{}.full_name", "{}.surname", "{}.given", "{}.middle"
_YEAR, _DAY = "substr({}.birth_day, 1, 4)", "substr({}.birth_day, 5, 4)"
_GIVEN_INITIAL, _SURNAME_INITIAL = "substr({}.given, 1, 1)", "substr({}.surname, 1, 1)"


@dataclass(frozen=True, slots=True)
class Block:
    """What two spellings agree in: `keys` of the one, `others` of the other (as a rule the same).

    SQL, with `{}` for whose it is.
    """

    keys: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The same for Splink."""
        both = zip(self.keys, self.others, strict=True)
        return " and ".join(f"{mine.format('l')} = {theirs.format('r')}" for mine, theirs in both)

    @property
    def count(self) -> str:
        """SQL for how many pairs it makes."""
        if self.keys == self.others:
            return f"select coalesce(sum(n * (n - 1) // 2), 0) from ({_groups(self.keys)})"
        names = ", ".join(f"key_{number}" for number in range(len(self.keys)))
        return f"""select coalesce(sum(mine.n * theirs.n) // 2, 0)
            from ({_groups(self.keys)}) mine join ({_groups(self.others)}) theirs using ({names})"""


def _groups(keys: Sequence[str]) -> str:
    cells = [f"{key.format('s')} as key_{number}" for number, key in enumerate(keys)]
    there = [f"{key.format('s')} is not null" for key in keys]
    return f"""select {", ".join(cells)}, count(*) as n from spellings s
        where {" and ".join(there)} group by all"""


def _same(*keys: str) -> Block:
    return Block(keys, keys)


BLOCKS: Mapping[str, Block] = {
    "birth date and surname's beginning": _same(_BIRTH, "substr({}.surname, 1, 2)"),
    "birth date and given name's beginning": _same(_BIRTH, "substr({}.given, 1, 2)"),
    "birth date and street": _same(_BIRTH, _STREET),
    "swapped names": Block((_SURNAME, _GIVEN), (_GIVEN, _SURNAME)),
    "birth date and a swapped name": Block((_BIRTH, _SURNAME), (_BIRTH, _GIVEN)),
    "name and middle name": _same(_NAME, _MIDDLE),
    "name and street": _same(_NAME, _STREET),
    "name and ZIP code": _same(_NAME, _ZIP),
    "name and year of birth": _same(_NAME, _YEAR),
    "name and day of birth": _same(_NAME, _DAY),
    "street, surname and given initial": _same(_STREET, _SURNAME, _GIVEN_INITIAL),
    "street, given name and surname's initial": _same(_STREET, _GIVEN, _SURNAME_INITIAL),
    "surname, middle name and given initial": _same(_SURNAME, _MIDDLE, _GIVEN_INITIAL),
    "given, middle name and surname's initial": _same(_GIVEN, _MIDDLE, _SURNAME_INITIAL),
    "surname, year of birth and given initial": _same(_SURNAME, _YEAR, _GIVEN_INITIAL),
    "given name, year of birth and surname's initial": _same(_GIVEN, _YEAR, _SURNAME_INITIAL),
    "surname, day of birth and given initial": _same(_SURNAME, _DAY, _GIVEN_INITIAL),
    "given name, day of birth and surname's initial": _same(_GIVEN, _DAY, _SURNAME_INITIAL),
}


def count_pairs(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many pairs of `spellings` each block makes."""
    return {
        name: int(connection.execute(block.count).fetchall()[0][0])
        for name, block in BLOCKS.items()
    }
