"""An account of rows that does not balance stops the ingest."""

from __future__ import annotations

from pathlib import Path

import pytest

from vacatur.errors import IngestError
from vacatur.ingest.keep import KeptFile
from vacatur.ingest.reconciliation import reconciled

KEPT = KeptFile(
    name="charges.csv",
    path=Path("raw/0123456789ab-charges.csv"),
    sha256="0123456789ab",
    size=10,
    lines=11,
    header="a",
    absent="\x01",
    even=True,
)


def account(*, mapped, quarantined, withheld):
    return reconciled(
        KEPT,
        role="charges",
        rows_in=10,
        mapped=mapped,
        quarantined=quarantined,
        withheld=withheld,
        extra_columns=["b"],
    )


def test_every_row_has_one_fate():
    told = account(mapped=7, quarantined=2, withheld=1)

    assert (told.rows_in, told.mapped, told.quarantined, told.withheld) == (10, 7, 2, 1)
    assert told.kept_as == "raw/0123456789ab-charges.csv"


@pytest.mark.parametrize("mapped", [6, 8])
def test_a_row_lost_or_counted_twice_is_refused(mapped):
    with pytest.raises(IngestError, match=r"charges\.csv: 10 rows came in, and"):
        account(mapped=mapped, quarantined=2, withheld=1)
