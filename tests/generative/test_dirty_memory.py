"""What a large dirty file costs in memory: not more than what its worst lines hold."""

import gzip
import sys

import pytest

from bench.measure import run
from tests.support.exports import EXPORTS

MOST = 2_000_000_000  # bytes; both files below hold 240 MB, in a file of less than 2 MB
INGEST = """
import sys
from pathlib import Path
from tests.support.exports import EXPORTS
from vacatur.errors import IngestError

adapter, file = sys.argv[1], Path(sys.argv[2])
(export,) = [each for each in EXPORTS if each.adapter == adapter]
try:
    export.ingest(file.parent, file.read_bytes(), name=file.name)
except IngestError as error:
    sys.exit(0 if "more than 10,000 fields" in error.what else 1)
sys.exit(1)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="wait4 is not there")
@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.adapter)
@pytest.mark.parametrize("end", ["\n", "\r\n\r\n"], ids=["alike", "blank lines"])
def test_lines_of_a_million_cells_do_not_fill_the_memory(tmp_path, export, end):
    file = tmp_path / "charges.csv.gz"
    lines = [export.header, *map(export.row, range(1000)), *(["," * 1_000_000] * 240)]
    file.write_bytes(gzip.compress(end.join([*lines, ""]).encode(), 6))
    assert file.stat().st_size < 2_000_000

    cost = run(["-c", INGEST, export.adapter, str(file)])

    assert cost.peak_bytes < MOST
