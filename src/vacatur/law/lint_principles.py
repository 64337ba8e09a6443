"""The principles that `vacatur law lint` holds a policy against, as they were reported.

They are those of Fair and Just Prosecution, a network of elected prosecutors, as news reports tell
them. Its own papers were not read, so each is our paraphrase and none is law.
"""

from __future__ import annotations

from vacatur.record.terms import Term

SOURCE = (
    "Fair and Just Prosecution, as reported in the press; our paraphrase, confidence low to medium"
)


class Principle(Term):
    """What a policy should keep to, told so that it can follow `because`."""

    FJP_1 = "FJP-1", "the amount alone should not prove a sale"
    FJP_2 = (
        "FJP-2",
        "a policy should not be for first-time offenders only, nor ask who has a record",
    )
    FJP_3 = (
        "FJP-3",
        "a policy should look back: past convictions are cleared too, with no fee and no petition "
        "left to the person",
    )
    FJP_4 = (
        "FJP-4",
        "abstinence and drug tests should be no condition of probation or release, and marijuana "
        "alone no reason to revoke",
    )
    FJP_5 = (
        "FJP-5",
        "a policy should not hang on fees, classes or the discretion of the police, and should "
        "report racial disparity",
    )
    FJP_6 = (
        "FJP-6",
        "outcomes should be safe for immigrants, and people should hear that they were cleared",
    )
