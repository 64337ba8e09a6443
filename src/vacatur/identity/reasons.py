"""Why two spellings are kept apart, or wait for a person, whatever the evidence weighs."""

from __future__ import annotations

from collections.abc import Mapping

# No weight overrides these.
VETOES: Mapping[str, str] = {
    "a_generation_apart": "born fifteen years or more apart, as a father and a son may be",
    "before_birth": "one was charged before the other was born",
    "other_suffix": "one is called Jr and the other Sr, or the like",
    "said_apart": "a person said that they are two people",
    "two_given_names": "two given names, as brothers and sisters have",
    "two_state_ids": "the state knows them by two numbers",
}

# With these a person looks first.
DOUBTS: Mapping[str, str] = {
    "leads_to_a_contradiction": "it would join others who contradict each other",
    "little_evidence": "the evidence is short of what joins by itself",
    "names_alike": "a letter apart, but both names stand often: twins may be called so",
    "no_birth_date": "a birth date is missing, and the rest may be a relative's",
    "nothing_else": "nothing but name and birth date is recorded of both",
    "two_birth_dates": "two birth dates that no typing error explains",
    "two_middle_names": "two middle names",
    "two_sexes": "two sexes, and too little else that agrees",
    "two_surnames": "two surnames, as before and after a marriage",
    "unlike_given_names": "given names more than a letter apart, of which one is seldom seen",
}
