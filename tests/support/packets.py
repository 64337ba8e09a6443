"""Papers of invented matters: particulars, and what is set of them."""

from collections.abc import Iterable, Mapping
from datetime import date

from vacatur.documents.composing import Marks, Signer, compose
from vacatur.documents.making import PaperJob
from vacatur.documents.paper_specs import PaperBook, PaperSpec, paper_book
from vacatur.documents.particulars import LABELS, Listing, Table, Value, Values

DAY = date(2026, 2, 15)
SIGNER = Signer(
    lines=("A. Roe", "Attorney Number 0000000000", "100 Example Street"),
    letterhead=("Office of the State's Attorney", "100 Example Street"),
)


def book() -> PaperBook:
    found = paper_book("us-md")
    assert found is not None
    return found


def marks(prefix: str = "SAO-12-", *, is_draft: bool = False, restricted: str = "") -> Marks:
    return Marks(
        note={"en": "No lawyer has reviewed it.", "es": "Ningún abogado lo ha revisado."},
        author="An office",
        page_prefix=prefix,
        first_page=1,
        restricted=restricted,
        is_draft=is_draft,
    )


def charges(count: int = 1) -> Table:
    row = ("CDS: POSSESSION-MARIHUANA", "CR.5.601(a)(1)", "2012-09-30", "GUILTY", "2013-01-15")
    return Table(
        columns=("No.", "Charge", "Statute", "Offense date", "Disposition", "Entered"),
        widths=(0.6, 3, 1.2, 1.2, 1.4, 1.2),
        rows=tuple((f"{number:03}", *row) for number in range(1, count + 1)),
    )


def values(**told: Value) -> Values:
    """Every particular; those told under a name with `_` for `-`, the others as their own words."""
    plain: Mapping[str, Value] = {name: f"What is known of {name}." for name in LABELS}
    lists = ("charges-plain", "grounds", "materiality", "justice", "records-changed")
    known = {
        **plain,
        **{name: Listing(items=(f"One sentence on {name}.",)) for name in lists},
        "charges": charges(),
        "answers": charges(3),
        "case-number": "7B00500420",
        "court-name": "District Court of Maryland for Baltimore City",
        "defendant-name": "DOE, JANE",
        "defendant-address": "1 EXAMPLE STREET, 21202",
        "response-days": "30",
    }
    return {**known, **{name.replace("_", "-"): value for name, value in told.items()}}


def job(spec: PaperSpec, known: Values, *, prefix: str = "SAO-12-") -> PaperJob:
    data = compose(spec, known, cites={}, signer=SIGNER, marks=marks(prefix))
    return PaperJob(paper=spec.name, title=spec.title, template=spec.template, data=data)


def jobs(names: Iterable[str], known: Values, *, prefix: str = "SAO-12-") -> tuple[PaperJob, ...]:
    return tuple(job(book().papers[name], known, prefix=prefix) for name in names)
