"""A county's eligible convictions, from decision to closed, by two people at the command line."""

import json

import pytest

pytestmark = pytest.mark.long

DAY = "2026-02-17"
RULES = ("MD-EXP-105-12", "MD-EXP-105-NC", "MD-EXP-112", "MD-CS-401")
ROE, LEE = ("--by", "A. Roe"), ("--by", "P. Lee")
PETITION = "vehicle=us-md/petition-for-expungement"
OF_THE_LAW = ("vehicle=us-md/repository-removal", "vehicle=us-md/portal-hiding")
HOLDERS = {
    PETITION: ("COURT_FILE", "POLICE_RECORD", "CENTRAL_REPOSITORY"),
    OF_THE_LAW[0]: ("CENTRAL_REPOSITORY",),
    OF_THE_LAW[1]: ("PUBLIC_PORTAL",),
}


@pytest.fixture
def office(vacatur, tmp_path):
    """A decided county, and a command that is run in its workspace and must end well."""
    county, place = tmp_path / "county", tmp_path / "workspace"

    def run(*arguments):
        done = vacatur(*arguments, "-w", place)
        assert done.code == 0, done.out + done.err
        return done.out

    assert vacatur("sample", "county", "--people", "120", "--seed", "5", "--out", county).code == 0
    run("ingest", county)
    for kind in ("history", "supervision"):
        run("facts", "attach", county / "facts" / f"{kind}.csv", "--kind", kind, *LEE)
    rules = [word for rule in RULES for word in ("--rule", rule)]
    run("decide", "--law", "us-md", *rules, "--as-of", "2026-02-15")
    with (place / "vacatur.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[practice]\nday = {DAY}\n")
    run.place = place
    return run


def test_two_people_take_every_eligible_conviction_to_its_end(office, tmp_path):
    office("matters", "staff", "add", "A. Roe", "--role", "attorney")
    office("matters", "staff", "add", "P. Lee", "--role", "paralegal", *ROE)
    opened = json.loads(office("matters", "open", *LEE, "--json"))["opened"]
    office("matters", "assign", "state=open", "--to", "P. Lee", *ROE)
    office("matters", "prepare", "state=assigned", *LEE)
    _approve_all(office)
    for vehicle in OF_THE_LAW:
        office("matters", "follow", "state=approved", vehicle, *ROE)
    _file_all(office, tmp_path)
    for vehicle, holders in HOLDERS.items():
        for holder in holders:
            office("matters", "changed", "state=relieved", vehicle, "--holder", holder,
                   "--evidence", "Somebody looked.", *LEE)  # fmt: skip
    office("matters", "told", "state=relieved", "--how", "Letter to the last address.", *LEE)
    office("matters", "close", "state=relieved", *ROE)

    assert opened > 100
    stand = json.loads(office("matters", "summary", "--json"))
    assert {row["state"] for row in stand} == {"closed"}
    assert sum(row["matters"] for row in stand) == opened
    assert {f"vehicle={row['vehicle']}" for row in stand} == set(HOLDERS)
    verified = json.loads(office("audit", "verify", "--json"))
    assert verified["matters"] == opened


def _approve_all(office):
    """A sample is read by the attorney, and the frozen rest is approved on it."""
    batch = json.loads(office("matters", "batch", "freeze", "state=prepared", *ROE, "--json"))
    number = str(batch["batch"])
    drawn = json.loads(
        office("matters", "batch", "sample", number, "--seed", "2019", *ROE, "--json")
    )
    for matter in _drawn(drawn):
        file = json.loads(office("matters", "show", matter, *ROE, "--json"))
        answer = file["shown_hash"][:12]
        office("matters", "batch", "review", number, matter, "--answer", answer, "--clean", *ROE)
    office("matters", "batch", "approve", number, *ROE)


def _drawn(batch):
    return [str(each["matter"]) for each in batch["sample"]]


def _file_all(office, tmp_path):
    listed = json.loads(
        office("matters", "list", "state=approved", PETITION, "--limit", "5000", "--json")
    )
    for row in listed["matters"]:
        paper = tmp_path / "packets" / str(row["number"]) / "petition.pdf"
        paper.parent.mkdir(parents=True)
        paper.write_text(f"the petition of matter {row['number']}", encoding="utf-8")
    office("matters", "packet", "state=approved", PETITION, "--folder", tmp_path / "packets", *LEE)
    office("matters", "submit", "state=packeted", "--document", "Petition", *LEE)
    said = ("--said", "accepted", "--reference", "Clerk's list of the day")
    office("matters", "receipt", "state=submitted", *said, *LEE)
    proof = ("--event", "SERVICE", "--evidence", "Docket entry.")
    office("matters", "notice", "state=filed", *proof, *LEE)
    office("matters", "answer", "state=filed", "--said", "consents", "--text", "List.", *LEE)
    office("matters", "order", "state=filed", "--said", "granted", "--reasons", "Docket.", *LEE)
