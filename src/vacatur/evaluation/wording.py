"""Plain sentences of an evaluation: a change with its uncertainty, and never "no effect"."""

from __future__ import annotations

# Below this no sentence says that p is .05 or less: 1 / (donors + 1) is above it.
FEWEST_DONORS_FOR_P = 19
WARN_DETECTABLE, MOST_DETECTABLE = 0.25, 0.50
NOT_EFFECT = "This is a description, not an effect."


def percent(change: float) -> str:
    """`15 % lower`, `3 % higher`, `no different`."""
    size = f"{abs(change) * 100:.0f}"
    if size == "0":
        return "less than 1 % different"
    return f"{size} % {'lower' if change < 0 else 'higher'}"


def signed(change: float | None) -> str:
    """A change in a table: `-28.4 %`; "none given" where a design gives none."""
    return "none given" if change is None else f"{change * 100:+.1f} %"


def signed_interval(low: float | None, high: float | None) -> str:
    """Both limits in a table."""
    return "" if low is None or high is None else f"{signed(low)} to {signed(high)}"


def interval(low: float | None, high: float | None) -> str:
    """The interval in words, in brackets."""
    if low is None or high is None:
        return "(no interval can be given)"
    return f"(95 % interval: {percent(low)} to {percent(high)})"


def estimate(outcome: str, against: str, value: float, low: float, high: float) -> str:
    """What was found, against what, with its interval; or that nobody could tell."""
    found = f"[{outcome}] was {percent(value)} than {against} {interval(low, high)}."
    return found if low > 0 or high < 0 else f"{found} The interval holds no change."


def could_not_tell(detectable: float | None) -> str:
    """A result that shows nothing, in place of "no effect"."""
    if detectable is None:
        return "We could not tell. How large a change would have been seen is not known."
    size = f"{detectable * 100:.0f} %"
    if detectable > MOST_DETECTABLE:
        return (
            f"We could not tell, and could not have: only a change bigger than {size} would show."
        )
    return f"We could not tell. The data could only have shown a change bigger than {size}."


def permutation(p: float, floor: float, donors: int) -> str:
    """A permutation's p beside its floor; it is no test at .05 with fewer than 19 donors."""
    said = f"Permutation p = {p:.3f}, floor 1/{donors + 1} = {floor:.3f}."
    if donors < FEWEST_DONORS_FOR_P:
        said += f" With {donors} donors no p can be .05 or less."
    return said
