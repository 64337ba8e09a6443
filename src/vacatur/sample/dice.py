"""Random draws that come out the same on every machine and under every numpy release.

numpy promises that the raw bits of PCG64 never change; it makes no such promise for the
distributions built on them, and floating point differs between processors. So every draw here is
whole-number arithmetic on raw bits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]  # calendar dates of unit "D"; NaT = there is no such day
Texts = npt.NDArray[np.object_]  # of str; "" = there is none


class Dice:
    """One stream of draws.

    Parameters
    ----------
    stream
        Whole numbers that name the stream: the seed, the chunk, the topic. Streams with different
        names are independent, so a change in one topic leaves the others as they were.
    """

    def __init__(self, *stream: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(stream))

    def below(self, limit: int | Ints, size: int) -> Ints:
        """Draw `size` whole numbers from 0 to `limit` - 1 (`limit` under 2**31)."""
        high = np.asarray(self._bits.random_raw(size), dtype=np.uint64) >> np.uint64(32)
        drawn: Ints = ((high * np.asarray(limit, np.uint64)) >> np.uint64(32)).astype(np.int64)
        return drawn

    def chance(self, per_thousand: int, size: int) -> Flags:
        """Draw `size` flags, each true `per_thousand` times in a thousand."""
        drawn: Flags = self.below(1000, size) < per_thousand
        return drawn

    def pick(self, weights: Sequence[int], size: int) -> Ints:
        """Draw `size` positions in `weights`, each as often as its weight says."""
        return self.pick_by(np.array([weights]), np.zeros(size, dtype=np.int64))

    def pick_by(self, weights: Ints, group: Ints) -> Ints:
        """Draw one position for each element of `group`, by the weights of its row."""
        steps = np.cumsum(weights, axis=1)
        roll = self.below(steps[group, -1], len(group))
        position: Ints = np.sum(roll[:, None] >= steps[group], axis=1, dtype=np.int64)
        return position

    def among(self, steps: Ints, size: int) -> Ints:
        """Draw `size` positions of a long list, whose weights are given added up one by one."""
        position: Ints = np.searchsorted(steps, self.below(int(steps[-1]), size), side="right")
        return position

    def early(self, span: int, size: int) -> Ints:
        """Draw `size` whole numbers from 0 to `span` - 1, small ones more often.

        The draw is `span` times the square of a uniform one, so half of them fall in the first
        quarter.
        """
        roll = self.below(1 << 16, size)
        return (roll * roll * span) >> 32
