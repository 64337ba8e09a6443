"""Which answers contradict a new one, and which keys do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from vacatur.identity.said_log import SaidLine


def contradicting(
    new: SaidLine, standing: Iterable[SaidLine], groups: Mapping[str, int]
) -> tuple[SaidLine, ...] | None:
    """The answers that a new one contradicts, as few as can be, by number.

    That two cases are one person's contradicts an answer that two are two people's if those two
    would be joined by it, through any chain. That they are two people's contradicts the answers
    that join them.

    Parameters
    ----------
    standing
        All the answers that stand; they and the new one are about cases in `groups`.
    groups
        Case -> the group of cases that keys join, without any answer.

    Returns
    -------
    tuple or None
        None: nothing contradicts it. Empty: a key does, with no answer.
    """
    heard = list(standing)
    joined = _joined(heard, groups)
    if not new.same:
        found = _path(joined, groups[new.case_l], groups[new.case_r])
        return found if found is None else _by_number(found)
    by_new = _joined([*heard, new], groups)
    for line in heard:
        ends = groups[line.case_l], groups[line.case_r]
        # What others join already against an answer is no fault of the new one.
        if line.same or _path(joined, *ends) is not None:
            continue
        path = _path(by_new, *ends)
        if path is not None:
            return _by_number({line, *path} - {new})
    return None


def _by_number(lines: Iterable[SaidLine]) -> tuple[SaidLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.number))


_Joined = Mapping[int, Sequence[tuple[int, SaidLine]]]


def _joined(lines: Iterable[SaidLine], groups: Mapping[str, int]) -> _Joined:
    """Group -> the groups to which an answer joins it, with the answer."""
    joined: dict[int, list[tuple[int, SaidLine]]] = {}
    for line in lines:
        if line.same:
            one, other = groups[line.case_l], groups[line.case_r]
            joined.setdefault(one, []).append((other, line))
            joined.setdefault(other, []).append((one, line))
    return joined


def _path(joined: _Joined, start: int, end: int) -> tuple[SaidLine, ...] | None:
    """The shortest way from one group to another by answers; None: there is none."""
    ways: dict[int, tuple[SaidLine, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            return ways[here]
        for there, line in joined.get(here, ()):
            if there not in ways:
                ways[there] = (*ways[here], line)
                waiting.append(there)
    return None
