"""From one matter to what its papers print, with everything that is missing named at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from vacatur import __version__
from vacatur.documents.composing import Marks, Signer, compose, missing_in
from vacatur.documents.making import FormJob, PaperJob
from vacatur.documents.manifest import MatterPapers
from vacatur.documents.paper_specs import PaperSpec, VehicleSpec, paper_book
from vacatur.documents.particulars import ENGLISH, SPANISH, Values
from vacatur.documents.pressroom import MadeMatter
from vacatur.documents.printable import refuse_unprintable
from vacatur.documents.restricted import REDACTED_MARK, UNREDACTED_MARK, shielded
from vacatur.errors import PaperRefused
from vacatur.law.rulebook import Rulebook
from vacatur.matters.matter import Matter
from vacatur.matters.states import State
from vacatur.office.packet_forms import CourtForm, form_jobs, require_petition
from vacatur.office.packet_reading import MatterRead
from vacatur.office.packet_settings import Office
from vacatur.office.packet_values import states_of, values_of
from vacatur.office.packet_warrants import Sitting, sitting_of
from vacatur.record.particulars import Stated

NOBODY = "nobody"
CERTIFICATE = "certificate-of-service"
NOTES = {
    ENGLISH: "Prepared with vacatur {version}. No lawyer has reviewed the law pages it rests on.",
    SPANISH: "Preparado con vacatur {version}. Ningún abogado ha revisado las páginas de la ley "
    "en que se basa.",
}
REVIEWED = {
    ENGLISH: "Prepared with vacatur {version}. Law pages reviewed by {names}.",
    SPANISH: "Preparado con vacatur {version}. Páginas de la ley revisadas por {names}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterJob:
    """The papers of one matter, ready to be set.

    `values` are its particulars in English, `listed` the same without what is restricted: a list
    has one version.
    """

    matter: Matter
    papers: tuple[PaperJob, ...]
    left_out: Mapping[str, str]
    values: Values
    listed: Values
    court: str
    sitting: Sitting
    forms: tuple[FormJob, ...] = ()
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paperwork:
    """What papers of every matter have in common: declared papers, law, office and day."""

    rulebook: Rulebook
    office: Office
    on: date
    is_draft: bool
    forms: tuple[CourtForm, ...] = ()
    by_hand: tuple[str, ...] = ()

    def job(self, read: MatterRead) -> MatterJob:
        """What is to be set for a matter.

        Raises
        ------
        PaperRefused
            No papers are declared for its vehicle, or something that they ask for is missing,
            cannot be printed or is not approved. All that is missing is named at once.
        """
        vehicle = self._vehicle(read.matter)
        self._require_approved(read.matter)
        self._require_day(read.matter)
        if not self.is_draft:
            require_petition(self.named_forms(), self.rulebook, read.matter, on=self.on)
        left_out = {
            spec.name: spec.unless
            for spec in vehicle.papers
            if spec.unless and spec.unless in states_of(read)
        }
        specs = [spec for spec in vehicle.papers if spec.name not in left_out]
        job = self.job_of(read, specs, left_out=left_out)
        forms = tuple(self._forms(vehicle, read, job.values))
        by_hand = tuple(each for each in self.by_hand if each in vehicle.court_forms)
        return replace(job, forms=forms, by_hand=by_hand)

    def job_of(
        self,
        read: MatterRead,
        specs: Sequence[PaperSpec],
        *,
        left_out: Mapping[str, str],
        also: Values = MappingProxyType({}),
    ) -> MatterJob:
        """What is to be set of some papers, whatever the state of the matter.

        Parameters
        ----------
        also
            Particulars that are not the matter's own.

        Raises
        ------
        PaperRefused
            Something is missing, or cannot be printed.
        """
        values = {
            language: {**each, **also} for language, each in self._values(read, specs).items()
        }
        lacking = {spec.name: missing_in(spec, values[spec.language]) for spec in specs}
        if any(lacking.values()):
            raise _missing(specs, lacking)
        for each in values.values():
            refuse_unprintable(each)
        papers = [job for spec in specs for job in self._papers(spec, read, values[spec.language])]
        court = values[ENGLISH].get("court-name", "")
        listed = self._shielded(values[ENGLISH], values[ENGLISH]) or values[ENGLISH]
        return MatterJob(
            matter=read.matter,
            papers=tuple(papers),
            left_out=left_out,
            values=values[ENGLISH],
            listed=listed,
            court=court if isinstance(court, str) else "",
            sitting=sitting_of(read),
        )

    def _forms(self, vehicle: VehicleSpec, read: MatterRead, values: Values) -> Iterator[FormJob]:
        """The court's own forms; what has no room in them is set as a page of the first paper."""
        forms = [each for each in self.forms if each.name in vehicle.court_forms]
        if not forms:
            return
        if self._shielded(values, values) is not None:
            raise PaperRefused(
                "a form of the court would hold what is restricted",
                why="A form has one version here, and anybody could read it.",
                repair="Fill the form yourselves, with its redacted version, and build with "
                f"[--by-hand {forms[0].name}].",
            )
        first = vehicle.papers[0]
        attached = {
            **self._paper(first, read, values).data,
            **{"closing": "", "signature": [], "judge": False},
        }
        yield from form_jobs(forms, self.rulebook, read.matter, values, attached, on=self.on)

    def named_forms(self) -> tuple[str, ...]:
        """Numbers of the court's own forms that somebody fills."""
        return (*(each.name for each in self.forms), *self.by_hand)

    def note(self, language: str) -> str:
        """Who has not reviewed the law."""
        names = {page.reviewed_by for page in self.rulebook.pages}
        told = NOTES if NOBODY in names or "" in names else REVIEWED
        return told[language].format(version=__version__, names=", ".join(sorted(names)))

    def marks(self, prefix: str, *, restricted: str = "") -> Marks:
        """The marks of a paper's pages."""
        return Marks(
            note={language: self.note(language) for language in (ENGLISH, SPANISH)},
            author=self.office.name,
            page_prefix=prefix,
            first_page=1,
            restricted=restricted,
            is_draft=self.is_draft,
        )

    def _vehicle(self, matter: Matter) -> VehicleSpec:
        if not matter.files_paper:
            raise PaperRefused(
                "the law gives this relief of itself, and nobody files",
                repair=f"Follow it: [vacatur matters follow {matter.number}].",
            )
        book = paper_book(jurisdiction_of(matter))
        spec = book.vehicles.get(matter.vehicle) if book else None
        if spec is None:
            raise PaperRefused(
                f"no papers are declared for the vehicle [{matter.vehicle}]",
                repair="Write them by hand: [vacatur matters packet NUMBER --file PAPER].",
            )
        return spec

    def _require_approved(self, matter: Matter) -> None:
        if self.is_draft or matter.state in (State.APPROVED, State.PACKETED):
            return
        raise PaperRefused(
            f"it is [{matter.state}], not approved",
            why="A paper goes out of the office when an attorney has approved it.",
            repair="Approve it first, or look at it with --draft.",
        )

    def _require_day(self, matter: Matter) -> None:
        if matter.opened_on <= self.on <= matter.verified_through:
            return
        raise PaperRefused(
            f"the day of the paper, {self.on}, is none on which it can be filed",
            why=f"It was opened on {matter.opened_on}, and the law behind it was checked through "
            f"{matter.verified_through}.",
            repair="Name another day with --on.",
        )

    def _values(self, read: MatterRead, specs: Sequence[PaperSpec]) -> dict[str, Values]:
        book = paper_book(jurisdiction_of(read.matter))
        assert book is not None  # its vehicle has papers
        languages = dict.fromkeys((ENGLISH, *(spec.language for spec in specs)))
        spec_of = book.vehicles.get(read.matter.vehicle)
        used = spec_of.court_forms if spec_of else ()
        filed = "\n".join(
            (
                *(spec.title for spec in specs if spec.is_filed and spec.name != CERTIFICATE),
                *(name for name in self.named_forms() if name in used),
            )
        )
        return {
            language: {
                "papers-filed": filed,
                **values_of(read, book, self.office, language=language, on=self.on),
            }
            for language in languages
        }

    def _papers(self, spec: PaperSpec, read: MatterRead, values: Values) -> Iterator[PaperJob]:
        """The paper; where it holds what is restricted, two versions of it."""
        hidden = None
        if spec.is_filed:
            printed = {name: values[name] for name in spec.prints() if name in values}
            hidden = self._shielded(values, printed)
        if hidden is None:
            yield self._paper(spec, read, values)
            return
        yield self._paper(spec, read, values, "unredacted", UNREDACTED_MARK)
        yield self._paper(spec, read, {**values, **hidden}, "redacted", REDACTED_MARK)

    def _shielded(self, values: Values, printed: Values) -> Values | None:
        """What is printed, without what is restricted; None: nothing of it is.

        The texts of what the office shields are looked for in all that is printed.
        """
        whole = {name: values[name] for name in self.office.restricted if name in values}
        hidden = shielded({**whole, **printed}, self.office.restricted)
        if hidden is None or all(hidden[name] == value for name, value in printed.items()):
            return None
        return {name: hidden[name] for name in printed}

    def _paper(
        self,
        spec: PaperSpec,
        read: MatterRead,
        values: Values,
        restricted: str = "",
        mark: str = "",
    ) -> PaperJob:
        title = f"{spec.title} ({_VERSION_TITLES[restricted]})" if restricted else spec.title
        data = compose(
            spec,
            values,
            cites=self.cites(read.matter),
            signer=self._signer(read.matter),
            marks=self.marks(f"{self.office.page_prefix}-{read.matter.number}-", restricted=mark),
        )
        return PaperJob(
            paper=spec.name,
            title=title,
            template=spec.template,
            data={**data, "title": title},
            restricted=restricted,
        )

    def cites(self, matter: Matter) -> dict[str, str]:
        """Of each point of the vehicle's page: the provision under which it stands."""
        vehicle = self.rulebook.vehicles[matter.vehicle]
        return {
            cited.statement.text: cited.section.citation
            for cited in vehicle.on(self.on)
            if cited.statement.text
        }

    def _signer(self, matter: Matter) -> Signer:
        office = self.office
        if matter.approved_by is None:
            lines: tuple[str, ...] = ("(the attorney who approves)",)
        else:
            attorney = office.attorney(matter.approved_by)
            lines = (attorney.name, f"Attorney Number {attorney.number}")
        return Signer(
            lines=(*lines, office.name, office.address, f"{office.telephone}, {office.email}"),
            letterhead=office.letterhead,
        )


def papers_of(job: MatterJob, made: MadeMatter) -> MatterPapers:
    """What a manifest tells of a matter whose papers were made."""
    return MatterPapers(
        number=job.matter.number,
        subject=job.matter.subject,
        vehicle=job.matter.vehicle,
        decision_hash=job.matter.decision_hash,
        papers=made.papers,
        left_out=job.left_out,
        word=made.word,
        by_hand=job.by_hand,
    )


def jurisdiction_of(matter: Matter) -> str:
    """The jurisdiction whose vehicle it is, such as `us-md`."""
    return matter.vehicle.partition("/")[0]


_VERSION_TITLES = {"unredacted": "unredacted - to be shielded", "redacted": "redacted"}


def _missing(specs: Sequence[PaperSpec], lacking: Mapping[str, tuple[str, ...]]) -> PaperRefused:
    where: dict[str, str] = {}
    for spec in specs:
        for name in lacking[spec.name]:
            heading = spec.where(name)
            where.setdefault(name, f"{spec.title}: {heading}" if heading else spec.title)
    told = [f"[{name}]{_from(name)}, for {place}" for name, place in where.items()]
    return PaperRefused(
        f"missing: {', '.join(where)}",
        why="\n  ".join(["A paper with a hole in it is not made.", *told]),
        repair="State it: [vacatur matters state NUMBER PARTICULAR TEXT], or many with --file.",
    )


def _from(particular: str) -> str:
    return "" if particular in set(Stated) else " (from the records, or a finding)"
