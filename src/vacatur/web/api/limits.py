"""How much one request may hold. A larger one is refused before it is read to its end."""

from __future__ import annotations

ONE_RECORD_BYTES = 1_000_000
BATCH_BYTES = 32_000_000
BATCH_RECORDS = 5_000
# A docket is some seven levels deep.
DEPTH = 32
# Each charge is read beside all the others of its record, so the work grows with their square: a
# hundred in one incident are screened in some two seconds, and one of sixty explained in twelve.
CHARGES = 100
CHARGES_OF_EXPLAINED = 60
CHARGES_EXPLAINED = 10
IDEMPOTENCY_KEY_CHARACTERS = 255
IDEMPOTENCY_SECONDS = 24 * 60 * 60
