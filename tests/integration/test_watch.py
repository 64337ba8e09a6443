"""`vacatur watch`: a feed with a cliff, filings of a declined kind, and a log of approvals."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from tests.support.arrest_feed import write_feed
from vacatur.cli.printing_watch import arrests_data, arrests_words
from vacatur.cli.printing_watch_filings import public_filings_data, public_filings_words
from vacatur.errors import UsageError
from vacatur.law.answers import Published
from vacatur.law.rulebook import load_rulebook
from vacatur.office.formats import begin_workspace, open_workspace
from vacatur.office.loading import load_records
from vacatur.office.watch_filings import Alert, DeclinedMonth, FilingWatch, watch_filings
from vacatur.office.watch_public import public_filings, public_view
from vacatur.office.watching import watch_arrests
from vacatur.record.terms import Disposition
from vacatur.screening.screened import screen
from vacatur.screening.watched import Dimension

OFFICE = "Baltimore City State's Attorney"


def charge(name="c1", **told):
    usual = {
        "id": name, "statute": "CR 5-601(a)(1)", "local_code": "1 1564",
        "description": "CDS: POSS MARIJUANA 10 GM+", "act": "possession", "substance": "cannabis",
        "offense_date": "2019-02-20", "disposition": "pending",
    }  # fmt: skip
    return {**usual, **told}


def case(name, filed, *charges, **told):
    usual = {
        "id": name, "number": f"0B0000{name}", "state": "MD", "county": "Baltimore City",
        "court": "district", "prosecuting_office": OFFICE, "charges_complete": True,
        "filed_date": filed, "charges": list(charges),
    }  # fmt: skip
    return {**usual, **told}


LAW = ("--law", "us-md-baltimore-city")
ASSAULT = charge(
    "c2", statute="CR 3-203", local_code="1 1415", description="ASSAULT-SEC DEGREE", act="other",
    substance=None,
)  # fmt: skip
TRESPASS = charge(
    statute="CR 6-402", local_code="2 2210", description="TRESPASS-POSTED PROPERTY", act="other",
    substance=None, offense_date="2020-05-30",
)  # fmt: skip
ABSENT = charge(
    "c2", statute=None, local_code=None, description="FAILURE TO APPEAR", act="other",
    substance=None, offense_date="2021-01-30", underlying="c1",
)  # fmt: skip
ENDED = {"disposition": "nolle_prosequi", "disposition_recorded": "NOLLE PROSEQUI"}
PEOPLE = {
    "ended": [case("1", "2019-03-01", charge(**ENDED, disposition_date="2019-05-01"))],
    "ended-undated": [case("2", "2019-03-05", charge(**ENDED))],
    "assault": [case("3", "2019-03-06", ASSAULT)],
    "before": [case("4", "2019-01-10", charge(offense_date="2019-01-09"))],
    "no-office": [case("5", "2019-03-08", charge(), prosecuting_office=None)],
    "no-day": [case("6", None, charge())],
    "twice": [
        case("7", "2019-02-21", charge()),
        case("8", "2019-04-02", charge("c3", offense_date="2019-04-01")),
    ],
    "absent": [case("10", "2020-06-01", TRESPASS), case("11", "2021-02-01", ABSENT)],
    "beside": [case("9", "2019-03-09", charge(), ASSAULT)],
}


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """A workspace of the people, decided under the release of 29 January 2019."""
    from tests.integration.conftest import _run

    folder = tmp_path_factory.mktemp("watch")
    dockets = folder / "people.jsonl"
    lines = [
        {
            "id": name, "as_of": "2021-12-31", "findings": {}, "cases": cases,
            "person": {"birth_date": "1990-01-02", "history_checked_on": "2021-12-31"},
        }
        for name, cases in PEOPLE.items()
    ]  # fmt: skip
    dockets.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    place = folder / "workspace"
    for command in (
        ("ingest", dockets, "--adapter", "docket"),
        ("decide", *LAW, "--rule", "BAL-2019", "--as-of", "2019-12-31"),
        ("matters", "staff", "add", "A. Roe", "--role", "attorney"),
    ):
        _run(*command, "-w", place)
    return place


ALERTS = [
    ("twice/c1", "2019-02-21"),
    ("ended/c1", "2019-03-01"),
    ("ended-undated/c1", "2019-03-05"),
    ("twice/c3", "2019-04-02"),
]


def test_a_declined_kind_that_is_filed_raises_an_alert_until_somebody_answers(vacatur, decided):
    asked = ("watch", "filings", "--since", "2019-01-29", "-w", decided, "--fail-on-alert")
    done = vacatur(*asked, "--json")
    assert done.code == 1, done.err
    found = json.loads(done.out)
    assert [(each["charge"], each["filed"]) for each in found["alerts"]] == ALERTS
    # What is for an attorney is neither: beside an assault, or of no office that was recorded.
    assert found["answers"] == {"DECLINE": 4, "NO_POLICY": 2, "REVIEW": 2}
    months = [
        (each["month"], each["whole"], *each["counts"].values()) for each in found["declined"]
    ]
    assert months == [("2019-02", True, 1), ("2019-03", True, 2), ("2019-04", True, 1)]
    assert (found["filed"], found["undated"], found["after_the_run"]) == (8, 1, 2)

    acknowledge = ("watch", "acknowledge", "-w", decided, "--by", "A. Roe", "--on", "2020-01-02")
    assert "say why it was filed" in vacatur(*acknowledge, "ended/c1", "--reason", " ").err
    assert vacatur(*acknowledge, "nobody/c1", "--reason", "x").code == 2
    for charge_id, _ in ALERTS:
        told = vacatur(*acknowledge, charge_id, "--reason", "Filed by mistake; dismissed.")
        assert told.code == 0, told.err
    assert "acknowledged on 2020-01-02 already" in vacatur(*acknowledge, "ended/c1", "--reason",
        "x").err  # fmt: skip

    again = vacatur(*asked)
    assert again.code == 0, again.err
    assert "Answered for before: 4 filings." in again.out
    assert "No alert" in again.out
    assert "No lawyer has reviewed" in again.out


def test_filings_are_counted_by_what_the_records_have(vacatur, decided):
    since = ("watch", "filings", "-w", decided, "--since")
    district = vacatur(*since, "2019-01-29", "--by", "district")
    assert (district.code, "no police district" in district.err) == (2, True)
    later = vacatur(*since, "2020-01-01")
    assert (later.code, "the day of the run" in later.err) == (2, True)


@pytest.fixture
def place(tmp_path):
    """A workspace with a ledger of releases, and records of which only the hash is asked."""
    workspace = begin_workspace(tmp_path / "w")
    workspace.records_folder.mkdir()
    (workspace.records_folder / "manifest.json").write_text("{}")
    return workspace


ROE = {"by": "A. Roe", "on": date(2026, 2, 15)}


def test_published_filings_name_no_charge_and_no_small_count(place):
    watch = FilingWatch(
        run="r", as_of=date(2019, 12, 31), since=date(2019, 1, 29), by=Dimension.RACE, filed=90,
        undated=0, later=0, answers={Published.DECLINE: 46}, labels=("not recorded", "B", "X"),
        months=(
            DeclinedMonth(month=date(2019, 1, 1), whole=False, counts=(0, 3, 0)),
            DeclinedMonth(month=date(2019, 2, 1), whole=True, counts=(11, 30, 2)),
        ),
        alerts=(Alert(charge_id="secret/c1", case_number="0B1", filed=date(2019, 2, 3),
                      policies=("BAL-2019",), acknowledged=None),),
    )  # fmt: skip
    public = public_filings(watch, place, **ROE)
    data = public_filings_data(watch, public)
    # The two of X are a rare label; beside them another is hidden, so that no total tells them.
    (month,) = data["declined"]
    counts = month["counts"]
    assert (counts["another label"], list(counts.values()).count(None) >= 2) == (None, True)
    assert all(n is None or n % 5 == 0 for n in (*counts.values(), month["total"]))
    told = "\n".join(public_filings_words(watch, public)) + json.dumps(data, default=str)
    assert "secret" not in told
    assert "2019-01 " not in told


# ---- arrests ------------------------------------------------------------------------------------

FEBRUARY = date(2019, 2, 1)


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    """A feed of two years that loses half of its rows in February 2019.

    Officers write POSS MARIJUANA against every code.
    """

    def share(code, month):
        return (0.5 if month >= FEBRUARY else 1.0) * (0.0 if month == date(2018, 5, 1) else 1.0)

    return write_feed(
        tmp_path_factory.mktemp("feed") / "arrests.csv", date(2018, 1, 1), date(2019, 12, 1),
        share=share, words="POSS MARIJUANA",
    )  # fmt: skip


@pytest.fixture(scope="module")
def watched(feed, tmp_path_factory):
    """Watch the feed under the release of 29 January 2019."""
    policies = load_rulebook("us-md-baltimore-city").only(["BAL-2019"])
    beside = tmp_path_factory.mktemp("beside")

    def watch(path=feed, *, since=date(2018, 1, 1), by=Dimension.MONTH, **told):
        return watch_arrests(
            path, policies, since=since, by=by, read_on=date(2020, 1, 1), beside=beside, **told
        )

    return watch


def test_the_feed_is_tested_first_and_no_figure_goes_across_its_cliff(watched):
    watch = watched()
    told = arrests_data(watch, None)
    cuts = {each["artefact"]: each["cut"] for each in told["artefacts"] if each["cut"]}
    assert cuts == {"months missing": date(2018, 6, 1), "level change": FEBRUARY}
    assert told["artefacts"][0]["artefact"] == "released without charge"
    pieces = {each["month"]: each["piece"] for each in told["figures"]}
    assert (pieces["2018-04"], pieces["2019-01"], pieces["2019-02"]) == (0, 1, 2)
    words = "\n".join(arrests_words(watch, None))
    assert "---- level change: compare nothing across 2019-02-01 ----" in words
    assert words.index("tested first") < words.index("covered: a policy in force")
    assert "NOT FOR PUBLICATION" in words
    # The release began on the 29th; before it nothing is covered, and nought would be no figure.
    covered = [each for each in told["figures"] if each["standing"] == "covered"]
    assert [(each["month"], each["whole"]) for each in covered[:2]] == [
        ("2019-01", False),
        ("2019-02", True),
    ]
    assert "2019-01" in max(x["month"] for x in told["figures"] if x not in covered)


def test_the_code_decides_and_never_the_words(vacatur, feed):
    watch = ("watch", "arrests", feed, "--rule", "BAL-2019")
    done = vacatur(*watch, "--since", "2019-03-01", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert {each["code"] for each in told["codes"]} == {"1 1564"}
    months = [each for each in told["figures"] if each["standing"] == "covered"]
    assert {tuple(each["counts"].values()) for each in months} == {(22,)}  # half of 45 a month
    assert told["standing"]["covered"] == 22 * 10  # and no row of [4 3550], whatever is written
    assert told["standing"]["not classified"] == 30 * 10
    assert told["rows"] == sum(told["standing"].values())

    unit = vacatur(*watch, "--since", "2019-01-29", "--by", "unit")
    assert (unit.code, "the feed has no unit" in unit.err) == (2, True)
    strange = vacatur(*watch, "--since", "2019-01-29", "--by", "distrct")
    assert (strange.code, "Did you mean [district]?" in strange.err) == (2, True)


def test_what_is_published_hides_small_counts_and_sums_nothing(watched, place):
    watch = watched(since=date(2019, 2, 10), by=Dimension.RACE)
    public = public_view(watch, place, **ROE)
    told = arrests_data(watch, public)
    assert told["left_out"] == ["2019-02"]
    assert "standing" not in told
    # Whoever asks for the next day, too, must not learn of one row between.
    other = watched(since=date(2019, 2, 11), by=Dimension.RACE)
    later = arrests_data(other, public_view(other, place, **ROE))
    assert told["uncounted_in_a_hundred"] == later["uncounted_in_a_hundred"]
    assert all(share % 5 == 0 for share in told["uncounted_in_a_hundred"].values())
    figures = [each for each in told["figures"] if each["standing"] == "covered"]
    # Of 22 a month nobody is without a race, and A and W have four each.
    assert {each["total"] for each in figures} <= {20, None}
    assert {(each["counts"]["A"], each["counts"]["W"]) for each in figures} == {(None, None)}
    assert len((place.folder / "releases/log.jsonl").read_text().splitlines()) >= 2
    words = "\n".join(arrests_words(watch, public))
    assert "is hidden" in words
    assert "  whole  " not in words
    assert "No lawyer has reviewed" in words


def test_a_feed_that_ends_before_the_day_is_no_nought(watched):
    with pytest.raises(UsageError, match="the feed ends on 2019-12-"):
        watched(since=date(2020, 1, 1))


def test_an_earlier_snapshot_shows_what_is_gone_and_lists_none_of_it(watched, feed, tmp_path):
    lines = feed.read_text(encoding="utf-8").splitlines(keepends=True)
    later = tmp_path / "later.csv"
    later.write_text("".join(x for n, x in enumerate(lines) if n % 10 != 3), encoding="utf-8")
    told = arrests_data(watched(later, earlier=feed), None)
    (gone,) = [x for x in told["artefacts"] if x["artefact"] == "gone from the later snapshot"]
    assert gone["measured"].startswith("10.0% of the arrest numbers")
    assert "neither listed nor put back" in gone["forbids"]
    assert not [x for x in told["artefacts"] if x["artefact"].startswith("added")]


# ---- approvals ----------------------------------------------------------------------------------

APPROVALS = """arrest_number,supervisor,approved_at,reason
1,S. Doe,2019-03-01,with a handgun
2,S. Doe,2019-03-03 09:00,with a handgun
3,S. Doe,2019-03-02 09:00,
4,S. Doe,2019-03-02 09:00,on the day
5,S. Doe,2019-03-02 11:30,on the day
9,S. Doe,2019-03-01,no such arrest
7,S. Doe,2019-03-01,not covered
"""


def test_approvals_are_held_against_the_covered_arrests(vacatur, decided, tmp_path):
    names = "Arrest,Age,Sex,Race,ArrestDate,ArrestTime,ArrestLocation,IncidentOffense," \
        "IncidentLocation,Charge,ChargeDescription,District,Post,Neighborhood,Latitude," \
        "Longitude"  # fmt: skip
    rows = [(number, "1 1564", "10:00") for number in ("1", "2", "3", "4", "5", "6", "")]
    rows += [("7", "1 1415", "10:00")]
    lines = [f"{n},30,M,B,03/02/2019,{at},,,,{code},CDS,Central,,," for n, code, at in rows]
    file, log = tmp_path / "feed.csv", tmp_path / "approvals.csv"
    file.write_text("\n".join([names, *lines]) + "\n", encoding="utf-8")
    log.write_text(APPROVALS, encoding="utf-8")
    asked = ("watch", "approvals", file, log, "--rule", "BAL-2019", "-w", decided)

    assert "No rule is stated" in vacatur(*asked).out
    settings = decided / "vacatur.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + "\n[watch]\napproval_since = 2019-01-29\n", encoding="utf-8")
    told = json.loads(vacatur(*asked, "--json").out)
    states = {each["arrest_number"]: each["approval"] for each in told["arrests"]}
    assert states == {
        "2": "approved after the arrest",
        "3": "not known",  # no reason is given
        "5": "approved after the arrest",
        "6": "not approved",
        None: "not known",
    }
    assert told["counts"]["approved"] == 2
    assert (told["unmatched_rows"], told["needless"]) == ([7], 1)

    settings.write_text(before + "\n[watch]\napproval_from = 2019-01-29\n", encoding="utf-8")
    assert "Did you mean [approval_since]?" in vacatur(*asked).err
    settings.write_text(before, encoding="utf-8")


# ---- against the reference ----------------------------------------------------------------------


@pytest.mark.long
def test_filings_are_answered_as_one_record_at_a_time_would_be(vacatur, decided):
    """Under every policy, by the compiler over tables and by the interpreter over each record."""
    again = vacatur("decide", *LAW, "--as-of", "2021-12-31", "-w", decided)
    assert again.code == 0, again.err
    place = open_workspace(decided)
    watch = watch_filings(place, since=date(2019, 1, 29), by=Dimension.MONTH, progress=nobody)
    policies = load_rulebook("us-md-baltimore-city")
    answers = Counter()
    with place.connection() as connection:
        records = place.records(connection)
        for name, cases in PEOPLE.items():
            for each in cases:
                if each["filed_date"] and each["filed_date"] >= "2019-01-29":
                    for one in each["charges"]:
                        asked = f"{name}/{one['id']}"
                        filed = date.fromisoformat(each["filed_date"])
                        (record,) = load_records(records, [asked], as_of=filed).values()
                        answers[screen(policies, pending(record, asked), asked).published] += 1
    assert watch.answers == answers
    # The failure to appear is declined through the trespass behind it, in a case of another day.
    assert "absent/c2" in [each.charge_id for each in watch.alerts]


def pending(record, charge_id):
    """The record with a charge as it was filed."""
    cases = [
        replace(
            case,
            charges=tuple(
                replace(x, disposition=Disposition.PENDING, disposition_date=None)
                if x.charge_id == charge_id or x.disposition_date is None else x
                for x in case.charges
            ),
        )
        for case in record.cases
    ]  # fmt: skip
    return replace(record, cases=tuple(cases))


def nobody(what, done, total):
    """Nobody watches."""


def test_what_is_published_is_written_down_and_nobody_publishes_in_passing(vacatur, feed, tmp_path):
    asked = ("watch", "arrests", feed, "--rule", "BAL-2019", "--since", "2019-03-01", "--public")
    done = vacatur(*asked, "--released-by", "A. Roe")
    assert (done.code, "without a workspace" in done.err) == (2, True)
    place = begin_workspace(tmp_path / "w").folder
    done = vacatur(*asked, "-w", place)
    assert (done.code, "nobody answers" in done.err) == (1, True)
    done = vacatur(*asked, "--released-by", "A. Roe", "-w", place, "--json")
    assert done.code == 0, done.err
    # 22, to the nearest five
    assert {each["total"] for each in json.loads(done.out)["figures"]} == {20}
    assert (place / "releases/log.jsonl").is_file()
