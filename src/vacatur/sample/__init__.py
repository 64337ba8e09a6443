"""An invented county: the same shapes as a court's export, and nobody in it.

Everything here is drawn from a seed. No row, number, key or name comes from a real case. What is
true of each invented case is written beside it, so that a test or a demonstration can judge an
answer.
"""

from __future__ import annotations

from vacatur.errors import VacaturError


class SampleError(VacaturError):
    """An invented county cannot be written as asked."""
