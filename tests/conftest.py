"""What several tests share: the packaged rulebooks, read once."""

import pytest

from vacatur.law.rulebook import Rulebook, load_rulebook


@pytest.fixture(scope="session")
def us_xx() -> Rulebook:
    """The invented state: engine tests run on it, so that a change of real law breaks its own."""
    return load_rulebook("us-xx")


@pytest.fixture(scope="session")
def us_md() -> Rulebook:
    return load_rulebook("us-md")
