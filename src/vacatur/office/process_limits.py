"""Limits that a process sets itself for good, before it reads anything. Imports nothing heavy."""

from __future__ import annotations


def limit_process(*, memory: int, processor: int, file: int, is_address_space: bool) -> None:
    """Limit this process, where the system knows how; a lower limit that stands already stays.

    Parameters
    ----------
    memory, processor, file
        Bytes, seconds, and bytes of one file.
    is_address_space
        Whether memory is counted as address space, or as what can be written to.
    """
    try:
        import resource
    except ModuleNotFoundError:  # Windows: whoever began this kills it when its time is over
        return
    for what, most in (
        (resource.RLIMIT_AS if is_address_space else resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, file),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
