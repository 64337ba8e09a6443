"""The closed vocabularies of a record. Each member carries its definition, for a lawyer to review.

`not_applicable` is a known answer ("this charge has no sentence"). Not known is an empty value,
never a member. docs/records.md prints them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """One word of a closed vocabulary, with its definition."""

    definition: str

    def __new__(cls, value: str, definition: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member


class Disposition(Term):
    CONVICTED = "convicted", "found guilty or pleaded guilty, judgment entered"
    PBJ = "pbj", "Maryland probation before judgment: judgment stayed, not a conviction"
    NOLLE_PROSEQUI = "nolle_prosequi", "the State ended the charge in court"
    STET = "stet", "trial postponed indefinitely on the State's motion"
    DISMISSED = "dismissed", "the court ended the charge without a finding"
    ACQUITTED = "acquitted", "found not guilty"
    MERGED = "merged", "a finding of guilt absorbed by another count"
    ABATED = "abated", "ended by the death of the accused"
    TRANSFERRED_JUVENILE = "transferred_juvenile", "sent to the juvenile court"
    ADJUDICATED_JUVENILE = "adjudicated_juvenile", "decided by the juvenile court"
    CIVIL_ADJUDICATED = "civil_adjudicated", "decided as a civil offence"
    SUPERVISION = "supervision", "court supervision or deferred adjudication"
    PENDING = "pending", "open, from arrest on"
    NOT_CHARGED = "not_charged", "arrest closed without a charge"


class Act(Term):
    POSSESSION = "possession", "holding a substance"
    POSSESSION_WITH_INTENT = "possession_with_intent", "holding with intent to distribute"
    DISTRIBUTION = "distribution", "sale or delivery"
    PURCHASE = "purchase", "buying"
    GIFT = "gift", "giving without payment"
    CULTIVATION = "cultivation", "growing plants"
    MANUFACTURE = "manufacture", "making or extracting"
    TRANSPORT = "transport", "carrying"
    PARAPHERNALIA = "paraphernalia", "holding an object for drug use"
    PARAPHERNALIA_SALE = "paraphernalia_sale", "selling such an object"
    OTHER = "other", "any act that is no drug act"


class Kind(Term):
    COMPLETED = "completed", "the offence itself"
    ATTEMPT = "attempt", "an attempt"
    CONSPIRACY = "conspiracy", "a conspiracy"


class Grade(Term):
    FELONY = "felony", "as charged"
    MISDEMEANOR = "misdemeanor", "as charged"
    CIVIL = "civil", "a civil offence"
    INFRACTION = "infraction", "as charged"
    VIOLATION = "violation", "as charged"


class Substance(Term):
    CANNABIS = "cannabis", "proven or recorded as cannabis"
    OTHER = "other", "proven or recorded as another controlled substance"
    NOT_APPLICABLE = "not_applicable", "not a drug charge"


class WeightBasis(Term):
    LAB = "lab", "net weight by a laboratory"
    FIELD = "field", "weighed in the field, gross"
    ESTIMATE = "estimate", "an officer's estimate"
    CHARGE_LABEL = "charge_label", "the words of the charge itself: a bound, not a weight"
    NOT_APPLICABLE = "not_applicable", "no weight recorded"


class ProductForm(Term):
    FLOWER = "flower", "usable cannabis"
    CONCENTRATE = "concentrate", "concentrated cannabis"
    PLANTS = "plants", "growing plants, counted"
    THC_MG = "thc_mg", "a product measured by its THC"
    NOT_APPLICABLE = "not_applicable", "not cannabis, or an object"


class Completion(Term):
    SATISFACTORY = "satisfactory", "the sentence ended as ordered"
    UNSATISFACTORY = "unsatisfactory", "it ended after a violation"
    NOT_COMPLETE = "not_complete", "it still runs"
    NOT_APPLICABLE = "not_applicable", "no sentence"


class Treatment(Term):
    NONE = "none", "no treatment term"
    REQUIRED = "required", "a term; completion not recorded"
    ONGOING = "ongoing", "a term, under way"
    COMPLETED = "completed", "a term, completed"
    NOT_APPLICABLE = "not_applicable", "neither nolle prosequi nor stet"


class Custody(Term):
    NONE = "none", "at liberty"
    INCARCERATED = "incarcerated", "in custody"
    SUPERVISION = "supervision", "on probation, parole or mandatory supervision"


class Court(Term):
    DISTRICT = "district", "District Court"
    CIRCUIT = "circuit", "Circuit Court"
    SUPERIOR = "superior", "superior court"
    COUNTY = "county", "county court"
    MUNICIPAL = "municipal", "municipal court"
    JUVENILE = "juvenile", "juvenile court"
    OTHER = "other", "another court"


class Release(Term):
    BOND = "bond", "released on bond"
    RECOGNIZANCE = "recognizance", "released on recognizance"
    DETAINED = "detained", "held"
    NONE = "none", "no pending case"


class RecordMedium(Term):
    ELECTRONIC = "electronic", "held electronically"
    PAPER = "paper", "held on paper"


class Appeal(Term):
    NONE = "none", "no appeal"
    PENDING = "pending", "an appeal is open"
    DECIDED = "decided", "an appeal or a transfer has ended, and the charges show how"
    TRANSFERRED = "transferred", "the case moved to another court"


class GroundType(Term):
    NEWLY_DISCOVERED_EVIDENCE = "newly_discovered_evidence", "found after judgment"
    NEW_INFORMATION = "new_information", "received by the office after judgment"
    LAW_CHANGE = "law_change", "the law changed"
    POLICY = "policy", "the office changed its policy"
    OTHER = "other", "something else"


class ParticipantRole(Term):
    COMPLAINING_OFFICER = "complaining_officer", "signed the charging document"
    WITNESS = "witness", "testified, or is listed to testify"
    AFFIANT = "affiant", "swore to an application for a warrant"
    CHEMIST = "chemist", "examined the substance"
    LABORATORY = "laboratory", "the laboratory that reported"
    PROSECUTOR = "prosecutor", "appeared for the State"
    JUDGE = "judge", "sat in the case"


class Evidence(Term):
    TESTIMONY = "testimony", "what the participant said in court"
    WARRANT = "warrant", "what a warrant was issued on"
    SEIZURE = "seizure", "what the participant seized"
    LABORATORY_REPORT = "laboratory_report", "a laboratory's report"
    STATEMENT = "statement", "a statement that the participant took"
    OTHER = "other", "something else"


class Materiality(Term):
    SOLE_WITNESS = "sole_witness", "the judgment rests on this participant alone"
    CORROBORATED = "corroborated", "other evidence supports the judgment"
    PERIPHERAL = "peripheral", "took part, and the judgment does not rest on it"
    NOT_INVOLVED = "not_involved", "took no part in what led to the judgment"


class Movant(Term):
    PERSON = "person", "the person whose record it is"
    PROSECUTOR = "prosecutor", "the State"
    COURT = "court", "the court itself"
    AGENCY = "agency", "an agency"


class Scope(Term):
    INDIVIDUAL = "individual", "one person"
    BULK = "bulk", "many persons in one filing"


class WarrantReason(Term):
    FAILURE_TO_APPEAR = "failure_to_appear", "did not come to court"
    VIOLATION_OF_PROBATION = "violation_of_probation", "probation violated"
    ARREST = "arrest", "an arrest warrant"


class WarrantStatus(Term):
    OPEN = "open", "not served"
    QUASHED = "quashed", "recalled by the court"
    SERVED = "served", "served"


class WarrantState(Term):
    """Whether a warrant can lead to an arrest, as a court's word for its status is read."""

    OPEN = "open", "it can lead to an arrest"
    ENDED = "ended", "it was served, recalled, quashed or revoked"


class DiversionStatus(Term):
    ENROLLED = "enrolled", "in the programme"
    COMPLETED = "completed", "completed it"
    FAILED = "failed", "failed it"


class ReliefKind(Term):
    EXPUNGEMENT = "expungement", "an expungement"
    SHIELDING = "shielding", "shielded from public view"
    SEALING = "sealing", "sealed"
    VACATUR = "vacatur", "judgment vacated"


class ObjectionBy(Term):
    PROSECUTOR = "prosecutor", "the State"
    DEFENDANT = "defendant", "the person"
    VICTIM = "victim", "a victim"


class ObjectionStatus(Term):
    PENDING = "pending", "not decided"
    SUSTAINED = "sustained", "upheld"
    OVERRULED = "overruled", "rejected"
    WITHDRAWN = "withdrawn", "taken back"


class IntentEvidence(Term):
    PACKAGING = "packaging", "packed for sale"
    SCALE = "scale", "a scale"
    LEDGER = "ledger", "a ledger"
    MESSAGES = "messages", "messages about sales"
    CASH = "cash", "cash"
    STATEMENTS = "statements", "statements"
    SALE_OBSERVED = "sale_observed", "a sale was seen"
    UNSPECIFIED = "unspecified", "articulated, kind not recorded"


class Consequence(Term):
    REMOVAL_PROCEEDINGS = "removal_proceedings", "immigration removal"
    EMPLOYMENT = "employment", "work"
    HOUSING = "housing", "a home"
    LICENSE = "license", "a licence"
    OTHER = "other", "another consequence"
