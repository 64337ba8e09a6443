"""The house rules: locked dependencies, documented targets, nothing of one machine in the tree."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

EXACT_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z,]+\])?==(?P<version>[A-Za-z0-9.!+]+)")
LOCKED = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[A-Za-z0-9.!+]+)( ; [^:/@]+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

# Put together from pieces, so that this file does not match itself.
REGISTRY_HOSTS = [
    ".".join(labels)
    for labels in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("anaconda", "org"),
    ]
]
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/" + "(?:home|root|work|Users)" + r"/\w")


def direct_dependencies() -> list[str]:
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"].values()
    return [
        *PYPROJECT["build-system"]["requires"],
        *project["dependencies"],
        *(requirement for extra in extras for requirement in extra),
    ]


def pins(requirements: list[str]) -> dict[str, str]:
    """Name as a lock file writes it -> version."""
    found = {}
    for requirement in requirements:
        pin = EXACT_PIN.fullmatch(requirement)
        assert pin, f"pyproject.toml: [{requirement}] is not pinned to one version with =="
        found[lock_name(pin["name"])] = pin["version"]
    return found


def lock_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: Path) -> dict[str, tuple[str, list[str]]]:
    """Name -> (version, hashes); fails on a line that is neither."""
    entries: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.removesuffix("\\").strip()
        if requirement := LOCKED.fullmatch(text):
            name = requirement["name"]
            assert name not in entries, f"{lock.name}, line {number}: [{name}] is locked twice"
            entries[name] = (requirement["version"], [])
        else:
            assert HASH.fullmatch(text), f"{lock.name}, line {number}: [{line}] is not allowed here"
            entries[name][1].append(text)
    return entries


def versions(lock: Path) -> dict[str, str]:
    return {name: version for name, (version, _) in locked(lock).items()}


def tree() -> list[Path]:
    """Every file that is, or could be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}, line {number}: {line.strip()[:120]}"
        for path in tree()
        for number, line in enumerate(path.read_bytes().decode(errors="replace").split("\n"), 1)
        if pattern.search(line)
    ]


def test_there_is_a_lock_file_for_each_stage():
    assert [lock.name for lock in LOCKS] == ["core.lock", "dev.lock", "spark.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_requirement_has_hashes(lock):
    assert [name for name, (_, hashes) in locked(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_holds_no_address_and_no_index_option(lock):
    text = lock.read_text(encoding="utf-8")
    options = [word for word in re.findall(r"(?<!\S)-+\S+", text) if not HASH.fullmatch(word)]

    assert ":" + "//" not in text
    assert options == []


def test_the_lock_files_hold_the_pins_of_pyproject():
    core, dev, spark = (versions(lock) for lock in LOCKS)
    wanted_in_core = [
        *PYPROJECT["build-system"]["requires"],
        *PYPROJECT["project"]["dependencies"],
    ]
    wanted_for_spark = pins(PYPROJECT["project"]["optional-dependencies"]["spark"])

    assert pins(wanted_in_core).items() <= core.items()
    assert wanted_for_spark.items() <= spark.items()
    assert pins(direct_dependencies()).items() - wanted_for_spark.items() <= dev.items()


def test_all_stages_lock_the_same_versions():
    core, dev, spark = (versions(lock) for lock in LOCKS)

    assert core.items() <= dev.items()
    assert core.items() <= spark.items()


def test_every_direct_dependency_is_explained():
    rows = re.findall(
        r"^\| ([\w.-]+) \| (\d[\w.!+]*) \|",
        (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    explained = {lock_name(name): version for name, version in rows}

    assert explained == pins(direct_dependencies())


def test_every_target_has_a_help_text():
    phony = re.search(r"^\.PHONY:(.+)$", MAKEFILE, flags=re.MULTILINE)
    assert phony
    helped = re.findall(r"^([a-z-]+):.*\s## \S", MAKEFILE, flags=re.MULTILINE)

    assert sorted(phony[1].split()) == sorted(helped)


def test_ci_runs_what_the_readme_says_and_nothing_else():
    script = ROOT / ".ci" / "run"
    commands = [
        line
        for line in script.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]

    assert commands == ["make test", "make accept"]
    assert script.stat().st_mode & 0o111, ".ci/run is not executable"


def test_the_tree_names_no_package_registry():
    assert lines_matching(re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))) == []


def test_the_tree_names_no_path_of_one_machine():
    assert lines_matching(MACHINE_PATH) == []
