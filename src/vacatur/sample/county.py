"""Write an invented county, in the shape of Maryland's Case Search, with the truth beside it.

Beside the export also lies what agencies would answer if they were asked on its day (`facts/`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vacatur.progress import Progress
from vacatur.sample import SampleError, keys, plant
from vacatur.sample.affected import AFFECTED_COLUMNS, affected_rows
from vacatur.sample.case_rows import (
    CASE_COLUMNS,
    PERSON_TRUTH_COLUMNS,
    Headers,
    case_rows,
    person_truth_rows,
)
from vacatur.sample.charge_rows import (
    CHARGE_COLUMNS,
    SENTENCE_END_COLUMNS,
    charge_rows,
    sentence_end_rows,
)
from vacatur.sample.chunk import Chunk, invent
from vacatur.sample.codes import IS_CANNABIS_POSSESSION
from vacatur.sample.columns import Table, hex_keys, iso, text_column
from vacatur.sample.dice import Dice
from vacatur.sample.fact_rows import (
    LABORATORY_COLUMNS,
    SUPERVISION_COLUMNS,
    laboratory_rows,
    supervision_rows,
)
from vacatur.sample.folder import CountyPaths, make_folder
from vacatur.sample.ground_file import ground_text
from vacatur.sample.history_rows import HISTORY_COLUMNS, history_rows
from vacatur.sample.month import (
    CHANGE_COLUMNS,
    Change,
    a_month_later,
    changes,
    newcomers,
    without_vanished,
)
from vacatur.sample.named_people import name_people
from vacatur.sample.named_rows import (
    NAME_TRUTH_COLUMNS,
    NAMED_CASE_COLUMNS,
    NAMED_SEARCH_COLUMNS,
    hard_people,
    named_tables,
)
from vacatur.sample.names_noise import require_names
from vacatur.sample.noise import MOST_NOISE, NOISE_COLUMNS, Damaged, damage, noise_rows
from vacatur.sample.officer_rows import (
    OFFICER_COLUMNS,
    OFFICER_TRUTH_COLUMNS,
    officer_rows,
    officer_truth_rows,
)
from vacatur.sample.officers import Force, invent_force, require_officers
from vacatur.sample.participations import draw_participations
from vacatur.sample.truth_rows import CHARGE_TRUTH_COLUMNS, charge_truth_rows
from vacatur.sample.write import CsvFile

SEARCH_COLUMNS = ("person_key", "searched_on")
FACT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "facts_history": HISTORY_COLUMNS,
    "facts_supervision": SUPERVISION_COLUMNS,
    "facts_laboratory": LABORATORY_COLUMNS,
}
_OFFICER_FILES: Mapping[str, tuple[str, ...]] = {
    "facts_officers": OFFICER_COLUMNS,
    "truth_officers": OFFICER_TRUTH_COLUMNS,
    "truth_affected": AFFECTED_COLUMNS,
}
_CHUNK_PEOPLE = 50_000  # people in memory at a time; a part of what a seed means, so never changed
_MOST_PEOPLE = 20_000_000  # beyond it the tracking numbers' arithmetic would overflow


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySummary:
    """What was written.

    `cases` counts headers of both courts. `convictions` counts charge rows that print a finding of
    guilt, so it leaves out guilt found in Circuit Court, which only the truth files show;
    `cannabis_convictions` are those of them with a cannabis-possession code.
    """

    people: int
    cases: int
    charges: int
    convictions: int
    cannabis_convictions: int
    searched: int  # people whose history was searched on some day
    damaged: int  # lines of truth/noise.csv
    changes: int  # lines of truth/changes.csv
    facts_history: int  # lines of facts/history.csv
    facts_supervision: int  # lines of facts/supervision.csv
    facts_laboratory: int  # lines of facts/laboratory.csv
    facts_officers: int  # lines of facts/officers.csv
    affected: int  # lines of truth/affected.csv
    hard: Mapping[str, int]  # people of each kind of the hard set; empty where there are no names
    paths: CountyPaths


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one chunk adds to the files."""

    index: int
    chunk: Chunk
    tables: Mapping[str, Table]
    changes: Sequence[Change]  # since the first export; of that one, none


def write_county(
    out: Path,
    *,
    people: int,
    seed: int,
    noise: int = 0,
    month_later: bool = False,
    officers: int = 0,
    names: bool = False,
    names_noise: int = 0,
    progress: Progress | None = None,
) -> CountySummary:
    """Write an invented county.

    Parameters
    ----------
    out
        Folder to write into; made if it is not there. It must be empty.
    people
        Invented people: about 1.35 case headers and 2.2 charges each. From 50 on, the first rows
        are the planted ones of `vacatur.sample.plant`.
    seed
        A whole number, 0 or more. The same `people` and `seed` give the same bytes on any machine.
    noise
        How many times as often as in the real export rows are damaged; 0: never. It touches the
        export only, not what agencies answer, and `truth/noise.csv` lists what it touched.
    month_later
        Write the next export of the county that `people` and `seed` name. `truth/changes.csv` lists
        every row that was added, has changed or is gone since the first one.
    officers
        Invented officers; 0: nothing is written about any. Beside the export then lie who took part
        in each case, a ground about six of the officers, and the cases that it affects in truth.
        Noise is not reckoned with: what is affected is said of the export as it was before it.
    names
        Print names and addresses in `cases.csv`, and no person key; `truth/names.csv` says who is
        hard to link, and what struck each header. Searches of histories then name people by the
        numbers of their cases.
    names_noise
        So many in a hundred of the fields about the person are damaged: parts of the name, birth
        date, sex, address, ZIP. Only with `names`.
    progress
        Called after each chunk with what is counted, how many are done, and how many there are.

    Returns
    -------
    CountySummary
        Counts, and where the files are.

    Raises
    ------
    SampleError
        The folder is not empty or not a folder; `people`, `seed`, `noise`, `officers` or
        `names_noise` is out of range, a later export is to be noisy or to have officers, or there
        are no names to be noisy.
    """
    _require_range(people, seed, noise)
    _require_quiet_month(noise, month_later)
    require_officers(officers, month_later=month_later)
    require_names(names_noise, names=names)
    percent = names_noise if names else None
    force = invent_force(seed, officers) if officers else None
    paths = make_folder(out, with_ground=force is not None)
    counted = ("people", "cases", "charges", "convictions", "cannabis_convictions", "searched")
    totals, hard = dict.fromkeys(counted, 0), Counter[str]()
    with ExitStack() as stack:
        files = _open_files(
            paths,
            stack,
            noisy=noise > 0,
            later=month_later,
            policed=force is not None,
            named=names,
        )
        for part in _parts(people, seed, month_later=month_later, names_noise=percent):
            _append(files, part, seed=seed, noise=noise)
            if force:
                _append_officers(files, part, force, seed=seed)
            if month_later:
                files["truth_changes"].append(_change_table(part.changes))
            if names:
                hard += hard_people(part.tables["truth_names"])
            for name, added in _count(part).items():
                totals[name] += added
            if progress:
                progress("people", min(totals["people"], people), people)
        damaged = files["truth_noise"].rows if noise else 0
        changed = files["truth_changes"].rows if month_later else 0
        told = files["facts_officers"].rows if force else 0
        affected = files["truth_affected"].rows if force else 0
        facts = {name: files[name].rows for name in FACT_COLUMNS} | {"facts_officers": told}
    if force:
        paths.ground.write_text(ground_text(force), encoding="utf-8", newline="\n")
    return CountySummary(
        paths=paths,
        damaged=damaged,
        changes=changed,
        affected=affected,
        hard=dict(sorted(hard.items())),
        **totals,
        **facts,
    )


def _parts(
    people: int, seed: int, *, month_later: bool, names_noise: int | None
) -> Iterator[_Part]:
    """Invent the county chunk by chunk; in a later export, the newcomers are the last one."""
    index = first_case = 0
    for index, first in enumerate(range(0, people, _CHUNK_PEOPLE)):
        count = min(_CHUNK_PEOPLE, people - first)
        planted = index == 0 and people >= plant.LEAST_PEOPLE
        chunk = invent(
            seed, index, count, first_person=first, first_case=first_case, planted=planted
        )
        tables, differences = _tables(chunk, seed, index, names_noise), list[Change]()
        if month_later:
            before = tables
            chunk = a_month_later(
                seed, index, count, first_person=first, first_case=first_case, planted=planted
            )
            tables = without_vanished(_tables(chunk, seed, index, names_noise), chunk)
            differences = list(changes(before, tables))
        first_case += len(chunk.cases)
        tables |= _facts(chunk, seed, named=names_noise is not None)
        yield _Part(index=index, chunk=chunk, tables=tables, changes=differences)
    if month_later:
        chunk = newcomers(seed, index + 1, people=people, first_case=first_case)
        tables = _tables(chunk, seed, index + 1, names_noise)
        added = list(changes({}, tables))
        tables |= _facts(chunk, seed, named=names_noise is not None)
        yield _Part(index=index + 1, chunk=chunk, tables=tables, changes=added)


def _require_range(people: int, seed: int, noise: int) -> None:
    if not 1 <= people <= _MOST_PEOPLE:
        raise SampleError(
            f"A county of [{people}] people cannot be invented.",
            repair=f"Ask for 1 to {_MOST_PEOPLE:,} people.",
        )
    if seed < 0:
        raise SampleError(
            f"The seed is [{seed}], and a seed cannot be negative.",
            why="The seed names the county, so that anyone can write the same one again.",
            repair="Give a whole number, 0 or more.",
        )
    if not 0 <= noise <= MOST_NOISE:
        raise SampleError(
            f"A county [{noise}] times as noisy as a real one cannot be written.",
            repair=f"Give a whole number from 0 to {MOST_NOISE}; 1 is as noisy as a real one.",
        )


def _require_quiet_month(noise: int, month_later: bool) -> None:
    if noise and month_later:
        raise SampleError(
            "A later export cannot be noisy.",
            why="A fault in a row would look like a change of it.",
            repair="Leave out one of the two.",
        )


def _open_files(
    paths: CountyPaths, stack: ExitStack, *, noisy: bool, later: bool, policed: bool, named: bool
) -> dict[str, CsvFile]:
    headers = {
        "cases": NAMED_CASE_COLUMNS if named else CASE_COLUMNS,
        "charges": CHARGE_COLUMNS,
        "history_searches": NAMED_SEARCH_COLUMNS if named else SEARCH_COLUMNS,
        "sentence_ends": SENTENCE_END_COLUMNS,
        **FACT_COLUMNS,
        "truth_persons": PERSON_TRUTH_COLUMNS,
        "truth_charges": CHARGE_TRUTH_COLUMNS,
        **({"truth_noise": NOISE_COLUMNS} if noisy else {}),
        **({"truth_changes": CHANGE_COLUMNS} if later else {}),
        **(_OFFICER_FILES if policed else {}),
        **({"truth_names": NAME_TRUTH_COLUMNS} if named else {}),
    }
    return {
        name: stack.enter_context(CsvFile(getattr(paths, name), header))
        for name, header in headers.items()
    }


def _append(files: Mapping[str, CsvFile], part: _Part, *, seed: int, noise: int) -> None:
    """Write one chunk; with noise, damage it first."""
    damaged: Mapping[str, Damaged] = {}
    if noise:
        planted = part.chunk.planted_cases
        damaged = damage(part.tables, seed=seed, index=part.index, planted=planted, level=noise)
        files["truth_noise"].append(_noise_table(damaged, files))
    for name, table in part.tables.items():
        if name in damaged:
            files[name].append(damaged[name].table, short=damaged[name].short)
        else:
            files[name].append(table)


def _append_officers(files: Mapping[str, CsvFile], part: _Part, force: Force, *, seed: int) -> None:
    """Write who took part in the cases of one chunk, and which of them the ground affects."""
    chunk, told = part.chunk, files["facts_officers"]
    rows = draw_participations(Dice(seed, part.index, keys.OFFICERS), chunk, force)
    files["truth_officers"].append(officer_truth_rows(rows, rows_before=told.rows))
    told.append(officer_rows(chunk, rows, force))
    files["truth_affected"].append(affected_rows(chunk, rows, force))


def _noise_table(damaged: Mapping[str, Damaged], files: Mapping[str, CsvFile]) -> Table:
    noted = noise_rows(damaged, {name: files[name].rows for name in damaged})
    return {
        "file": text_column([f"{each.file}.csv" for each in noted]),
        "row": text_column([str(each.row) for each in noted]),
        "kind": text_column([each.kind for each in noted]),
        "column": text_column([each.column for each in noted]),
    }


def _change_table(differences: Sequence[Change]) -> Table:
    return {
        "file": text_column([f"{each.file}.csv" for each in differences]),
        "key": text_column([each.key for each in differences]),
        "change": text_column([each.change for each in differences]),
        "columns": text_column([each.columns for each in differences]),
    }


def _tables(chunk: Chunk, seed: int, index: int, names_noise: int | None) -> dict[str, Table]:
    """Return the tables of one chunk; with names where their noise is given in percent."""
    headers = Headers(chunk)
    # First, since the hard set changes what the other tables say of some people.
    named = name_people(seed, index, chunk) if names_noise is not None else None
    tables = {
        "cases": case_rows(chunk, headers),
        "charges": charge_rows(chunk),
        "history_searches": _search_rows(chunk),
        "sentence_ends": sentence_end_rows(chunk),
        "truth_persons": person_truth_rows(chunk, headers),
        "truth_charges": charge_truth_rows(chunk),
    }
    if named is not None and names_noise is not None:
        tables |= named_tables(
            tables, chunk, headers, named, seed=seed, index=index, percent=names_noise
        )
    return tables


def _facts(chunk: Chunk, seed: int, *, named: bool) -> dict[str, Table]:
    return {
        "facts_history": history_rows(chunk, seed, by_case=named),
        "facts_supervision": supervision_rows(chunk),
        "facts_laboratory": laboratory_rows(chunk),
    }


def _search_rows(chunk: Chunk) -> Table:
    """Return the searches, by person key: any other order would say who comes next to whom."""
    key, searched_on = chunk.numbers.person_key, chunk.people.searched_on
    order = np.argsort(key, kind="stable")
    order = order[~np.isnat(searched_on[order])]
    return {"person_key": hex_keys("P", key[order]), "searched_on": iso(searched_on[order])}


def _count(part: _Part) -> dict[str, int]:
    cases, charges = part.chunk.cases, part.chunk.charges
    searched_on = part.chunk.people.searched_on
    there = ~cases.vanished
    guilty = charges.guilty_rows & there[charges.case]
    cannabis = guilty & IS_CANNABIS_POSSESSION[charges.offense]
    return {
        "people": len(part.chunk.people),
        "cases": int(there.sum() + (cases.in_circuit & there).sum()),
        "charges": int(there[charges.case].sum()),
        "convictions": int(guilty.sum()),
        "cannabis_convictions": int(cannabis.sum()),
        "searched": len(np.unique(cases.person[there & ~np.isnat(searched_on[cases.person])])),
    }
