"""Files damaged at random: each is refused by its name, or every row of it is accounted for.

What is expected is worked out from the bytes, with nothing of the code under test.
"""

import csv
import re
import shutil
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from tests.support.damage import damaged, packed
from tests.support.exports import EXPORTS, clean_cases, kept_files, lines_of, table
from vacatur.errors import IngestError
from vacatur.ingest.report import format_report

CASES = [f"Q{number}" for number in range(7041, 7049)]
CHARGES_OF_A_CASE = 3
READ = "charge_id, description, disposition, offense_date, sentence_end, quantity_grams, unreadable"
SPACES = "".join(
    map(chr, (0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
)
_CELL = r'(?:"[^"]*(?:""[^"]*)*"|[^",]*)'
LINE = re.compile(f"{_CELL}(?:,{_CELL})*")
# Case Search has a second file, of the headers of the cases.
TARGETS = [
    ("csv", "charges.csv"),
    ("md-case-search", "charges.csv"),
    ("md-case-search", "cases.csv"),
]


@pytest.mark.parametrize(("adapter", "target"), TARGETS)
def test_a_few_damaged_files_are_refused_or_lose_nothing(tmp_path, caplog, adapter, target):
    Trial(tmp_path, adapter, target).run(seed=1, files=7)
    assert caplog.text == ""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 5))
@pytest.mark.parametrize(("adapter", "target"), TARGETS)
def test_damaged_files_are_refused_or_lose_nothing(tmp_path, caplog, adapter, target, seed):
    Trial(tmp_path, adapter, target).run(seed=seed, files=150)
    assert caplog.text == ""


class Trial:
    """A clean export that was taken in, and damaged ones that come after it."""

    def __init__(self, folder, adapter, target):
        self.folder, self.target = folder, target
        (self.export,) = [each for each in EXPORTS if each.adapter == adapter]
        rng = np.random.default_rng(0)
        self.words = ["".join(rng.choice(list("BDFGHJKLMNPRSTVZ"), 14)) for _ in range(24)]
        self.content = {
            "charges.csv": self._clean_charges().encode(),
            "cases.csv": clean_cases(CASES),
        }
        self.header, *self.rows = lines_of(self.content[target])
        self._ingest(folder / "clean", target, self.content[target])
        found = table(folder / "clean" / "ws", "charges", READ)
        self.clean = {row[0]: row[1:] for row in found}
        assert len(self.clean) == len(self.words)

    def _clean_charges(self):
        rows = [
            self.export.row(
                place % CHARGES_OF_A_CASE + 1,
                case=CASES[place // CHARGES_OF_A_CASE],
                words=words,
                day=str(date(2010, 2, 3) + timedelta(days=place)),
            )
            for place, words in enumerate(self.words)
        ]
        return "\n".join([self.export.header, *rows, ""])

    def run(self, *, seed, files):
        seen = Counter()
        for number in range(files):
            try:
                seen[self._one(np.random.default_rng([seed, number]))] += 1
            except Exception as problem:
                problem.add_note(f"This was file {number} of seed {seed}.")
                raise
        assert set(seen) == {"read", "refused"}, seen

    def _one(self, rng):
        name, content = self.target, damaged(rng, self.content[self.target])
        file = content
        if rng.random() < 0.1:
            # What is read in spite of damage to its packing is the whole content.
            content = self.content[self.target]
            ending, file = packed(rng, content)
            name += ending
        place = self.folder / "one"
        shutil.copytree(self.folder / "clean", place)
        before = kept_files(place / "ws")
        try:
            report = self._ingest(place, name, file)
        except IngestError as error:
            self._check_message(error, content)
            assert kept_files(place / "ws") == before
            return "refused"
        else:
            self._check_rows(place / "ws", report, name, file, content)
            return "read"
        finally:
            shutil.rmtree(place)

    def _ingest(self, place, name, file):
        place.mkdir(exist_ok=True)
        if self.target == "charges.csv":
            return self.export.ingest(place, file, name=name, cases=self.content["cases.csv"])
        charges = self.content["charges.csv"]
        return self.export.ingest(place, charges, cases=file, cases_name=name)

    # --- what is said ---

    def _check_message(self, error, content):
        assert error.where.startswith(self.target), "the file is not named"
        assert error.what
        assert error.repair
        assert "report this" not in error.repair, "a file that should be read"
        assert error.__cause__ is None
        assert error.__suppress_context__ or error.__context__ is None
        self._check_text(str(error), content)

    def _check_text(self, text, content):
        """Nothing of a row is told; a header that has run into a row is a header all the same."""
        first = content.decode(errors="replace").splitlines()[:1]
        own = first[0] if first and self._is_header(first[0]) else ""
        secrets = [word[start : start + 7] for word in self.words for start in range(8)]
        told = [each for each in (*secrets, *CASES, "2010-0") if each in text and each not in own]
        assert told == []

    def _is_header(self, line):
        names = self.header.split(",")
        return 2 * len(set(names) & set(line.split(","))) >= len(names)

    # --- what is read ---

    def _check_rows(self, workspace, report, name, file, content):
        lines = lines_of(content)
        (told,) = [each for each in report.files if each.name == name]
        mapped = [row for (row,) in table(workspace, self.target[:-4], "source_row")]
        quarantined = {
            row: text
            for source, row, text in table(workspace, "quarantine", "file, row, text")
            if source == name
        }
        assert sorted([*mapped, *quarantined]) == list(range(1, len(lines)))
        assert (told.mapped, told.quarantined) == (len(mapped), len(quarantined))
        assert (told.rows_in, told.withheld) == (len(lines) - 1, 0)
        assert all(text == lines[row] for row, text in quarantined.items())
        assert (workspace / told.kept_as).read_bytes() == file
        self._check_text(format_report(report), content)
        if lines[0] == self.header:
            self._check_charges(workspace, lines)

    def _check_charges(self, workspace, lines):
        """A charge says what it said, unless a damaged line speaks of the same thing."""
        found = table(workspace, "charges", f"source_row, {READ}")
        read = {charge: (row, *values) for row, charge, *values in found}
        assert len(read) == len(found)
        damage = [cells for line in set(lines[1:]) - set(self.rows) for cells in cuts(line)]
        for charge, values in self.clean.items():
            line = self._line_of(charge)
            if line in lines and not any(self._speaks_of(charge, cells) for cells in damage):
                row = self._row_of(charge) if self.target == "cases.csv" else lines.index(line)
                assert read.pop(charge, None) == (row, *values), charge
        if self.target == "charges.csv":
            self._check_damaged_charges({row: charge for charge, (row, *_) in read.items()}, lines)
            self._check_twins({row[1]: row[2] for row in found}, lines)

    def _check_damaged_charges(self, mapped, lines):
        """What was made of a damaged line has the key that stands on it."""
        for row, charge in mapped.items():
            cells = whole_cells(lines[row])
            assert len(cells) == self.header.count(",") + 1
            assert self._charge_of(cells) == charge

    def _check_twins(self, descriptions, lines):
        """Of two rows about one charge that differ, neither is believed."""
        place = self.header.split(",").index(self.export.columns["words"])
        told = {}
        for line in lines[1:]:
            cells = whole_cells(line)
            if len(cells) == self.header.count(",") + 1 and "\0" not in line:
                told.setdefault(self._charge_of(cells), set()).add(cells[place].strip())
        for charge, words in descriptions.items():
            assert words is None or told[charge] == {words.strip()}

    def _row_of(self, charge):
        return 1 + list(self.clean).index(charge)

    def _line_of(self, charge):
        """The line of the damaged file on which a charge, or the header of its case, stands."""
        place = list(self.clean).index(charge)
        return self.rows[place // (CHARGES_OF_A_CASE if self.target == "cases.csv" else 1)]

    def _speaks_of(self, charge, cells):
        case = charge.split("/")[0]
        if self.target == "cases.csv":
            return cells[0].strip(SPACES) == case
        other_person = self.export.adapter == "csv" and cells[:2] != [case, f"P{case}"]
        return cells[0].strip(SPACES) == case and (other_person or self._charge_of(cells) == charge)

    def _charge_of(self, cells):
        place = self.header.split(",").index("No" if self.export.adapter == "csv" else "charge_num")
        number = cells[place].strip(SPACES) if place < len(cells) else ""
        if self.export.adapter == "csv":
            number = number.replace("%", "%25").replace("/", "%2F")
        return f"{cells[0].strip(SPACES)}/{number}"


def whole_cells(line):
    """The cells of a line whose quotation marks are as they should be; none of another line."""
    if not LINE.fullmatch(line):
        return []
    return next(csv.reader([line]), [""])


def cuts(line):
    """The cells of a line, cut in both ways in which it may be meant."""
    yield line.split(",")
    yield next(csv.reader([line]), []) or [""]
