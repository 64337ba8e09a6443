"""What `vacatur doctor` looks at in the machine: Python, dependencies, extras, platform, disk."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from vacatur import __version__
from vacatur.office.check import Check, fail, ok, warn

# Which Pythons the lock files speak of, and the one on which every test is run.
OLDEST_PYTHON, NEWEST_PYTHON, TESTED_PYTHON = (3, 11), (3, 14), (3, 11)

# From this main version on, something of ours is known to break; docs/dependencies.md has it too.
KNOWN_BAD: Mapping[str, tuple[int, str]] = {
    "duckdb": (2, "Ibis 12 cannot read its results in batches"),
    "sqlglot": (30, "Ibis 12 cannot create tables with it"),
    "pandas": (3, "PySpark 4.0 fails with it"),
}

# Commands name the source folder, never a registry, which may hold another package of our name.
REINSTALL = "In the folder of vacatur's source: python -m pip install --require-hashes -r {lock}"
CORE_LOCK = "requirements/core.lock"
GIGABYTE = 10**9
LEAST_FREE = GIGABYTE // 2
SPILL_ROOM = 5 * GIGABYTE

_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?(==(?P<pin>[^;,\s]+))?[^;]*"
    r"(;.*extra\s*==\s*['\"](?P<extra>[^'\"]+)['\"].*)?"
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the installed package's metadata. `extra` is empty for the core."""

    name: str
    pin: str
    extra: str


def examine_installation(folder: Path) -> Iterator[Check]:
    """Look at the machine; `folder` is where data would be written."""
    yield _python(sys.version_info[:2], platform.python_implementation())
    yield platform_check(sys.platform, platform.machine())
    yield from _package()
    yield disk_check(folder)


def _python(running: tuple[int, int], implementation: str) -> Check:
    name = f"{implementation} {running[0]}.{running[1]}"
    if running < OLDEST_PYTHON:
        return fail("python", f"{name} is too old", "Install Python 3.11 or newer.")
    if running > NEWEST_PYTHON or implementation != "CPython":
        return warn(
            "python",
            f"{name} is not one that the lock files speak of (CPython 3.11 to 3.14)",
            "Take CPython 3.11 where an answer must be relied on.",
        )
    tested = "every test is run on it" if running == TESTED_PYTHON else "locked for, not tested on"
    return ok("python", f"{name}: {tested}")


def platform_check(system: str, machine: str) -> Check:
    """What is known of the operating system, said as it is."""
    if system == "linux" and machine == "x86_64":
        return ok("platform", "Linux on x86-64: every test is run here")
    if system.startswith("linux"):
        return warn(
            "platform",
            f"Linux on {machine}: locked for ARM, and no test is run on it",
            "Run [make test] once on this machine before relying on it.",
        )
    if system == "darwin":
        return warn(
            "platform",
            "macOS: the dependencies are locked for it, and no test is run on it",
            "Run [make test] once on this machine before relying on it.",
        )
    if system == "win32":
        return warn(
            "platform",
            "Windows: the dependencies are locked for it, and no test is run on it; the lock of a "
            "workspace was never tried on it, and who may read the key cannot be checked",
            "Run [pytest] once on this machine; see with the folder's properties who may read it.",
        )
    return warn("platform", f"[{system}] is not known here", "Take Linux on x86-64.")


def disk_check(folder: Path) -> Check:
    """Whether there is room for a second set of records beside the first, and for spilling."""
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(there).free
    kept = sum(each.stat().st_size for each in (folder / "raw").rglob("*") if each.is_file())
    wanted = max(SPILL_ROOM, 2 * kept)
    said = f"{free / GIGABYTE:,.1f} GB free"
    if free < LEAST_FREE:
        return fail("disk", said, "Make room: an ingest writes its records before it replaces any.")
    if free < wanted:
        return warn(
            "disk",
            f"{said}; {wanted / GIGABYTE:,.1f} GB are advised",
            "Make room before the next ingest: new records are written beside the old ones.",
        )
    return ok("disk", said)


# ---- dependencies -------------------------------------------------------------------------


def _package() -> Iterator[Check]:
    try:
        installed = distribution("vacatur")
    except PackageNotFoundError:
        yield warn(
            "vacatur",
            f"vacatur {__version__} runs from a folder and is not installed, so its pins are not "
            "known here",
            "Install it, in that folder: python -m pip install --no-deps --no-build-isolation .",
        )
        yield from known_bad_checks()
        return
    yield _own_version(installed.version)
    requirements = read_requirements(installed.requires or [])
    yield from dependency_checks([each for each in requirements if not each.extra])
    yield from known_bad_checks()
    for extra in installed.metadata.get_all("Provides-Extra") or []:
        yield extra_check(extra, [each for each in requirements if each.extra == extra])


def _own_version(installed: str) -> Check:
    if installed == __version__:
        return ok("vacatur", f"vacatur {__version__}")
    return warn(
        "vacatur",
        f"the code is version {__version__}, and its metadata say {installed}",
        "Install it again: python -m pip install --no-deps --no-build-isolation .",
    )


def read_requirements(lines: Sequence[str]) -> list[Requirement]:
    """Read `Requires-Dist` lines; pins are exact in this project."""
    found = [match for line in lines if (match := _REQUIREMENT.fullmatch(line.strip()))]
    return [Requirement(m["name"], m["pin"] or "", m["extra"] or "") for m in found]


def dependency_checks(requirements: Sequence[Requirement]) -> Iterator[Check]:
    """Every pin of the core against what is installed."""
    repair = REINSTALL.format(lock=CORE_LOCK)
    right = 0
    for each in requirements:
        found = _installed(each.name)
        if not found:
            yield fail("dependencies", f"{each.name} {each.pin} is not installed", repair)
        elif each.pin and found != each.pin:
            what = f"{each.name} {found} is installed; {each.pin} is pinned and tested"
            yield warn("dependencies", what, repair)
        else:
            right += 1
    if right == len(requirements):
        yield ok("dependencies", f"{right} of {right} have the pinned version")


def known_bad_checks() -> Iterator[Check]:
    """Versions that are known to break something at run time, not when they are installed."""
    for name, (first_bad, because) in KNOWN_BAD.items():
        found = _installed(name)
        main = re.match(r"\d+", found)
        if main and int(main[0]) >= first_bad:
            yield fail(
                "known to break", f"{name} {found}: {because}", REINSTALL.format(lock=CORE_LOCK)
            )


def extra_check(extra: str, requirements: Sequence[Requirement]) -> Check:
    """An extra that is not there is no fault; one that is half there is."""
    missing = [each.name for each in requirements if not _installed(each.name)]
    other = [
        f"{each.name} {found}"
        for each in requirements
        if each.pin and (found := _installed(each.name)) and found != each.pin
    ]
    name = f"extra [{extra}]"
    command = f"in the folder of vacatur's source, python -m pip install '.[{extra}]'"
    if requirements and len(missing) == len(requirements):
        return ok(name, "is not installed", f"To add it, {command}")
    if missing:
        return warn(name, f"lacks {', '.join(missing)}", f"Install it again: {command}")
    if other:
        return warn(
            name, f"has other versions than pinned: {', '.join(other)}", f"To mend it, {command}"
        )
    return ok(name, "is installed, as pinned")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
