"""The contract, asked by a machine: what it promises is what the API does."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from tests.support.api import api_office, booking, charge
from vacatur.web.api.contract import client

CONFIG = SchemathesisConfig.from_dict(
    {
        # A docket may be of the right shape and still name a charge that it has not.
        "checks": {
            "positive_data_acceptance": {"expected-statuses": [200, 404, 422]},
            "negative_data_rejection": {
                "expected-statuses": [400, 401, 403, 404, 405, 413, 415, 422]
            },
        },
    }
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return api_office(tmp_path_factory.mktemp("contract") / "workspace")


@pytest.fixture(scope="module")
def contract(office):
    return schemathesis.openapi.from_asgi("/v1/openapi.json", office.client.app, config=CONFIG)


OPERATIONS = [
    ("/healthz", "GET"),
    ("/v1/screenings", "POST"),
    ("/v1/screenings/batch", "POST"),
    ("/v1/explanations", "POST"),
    ("/v1/law", "GET"),
    ("/v1/law/{rulebook}/{page}", "GET"),
]

# Nothing of a healthz can be wrong.
ASKED = [
    (path, method, mode)
    for path, method in OPERATIONS
    for mode in GenerationMode
    if (path, mode) != ("/healthz", GenerationMode.NEGATIVE)
]


def _hold(contract, office, path, method, mode, examples):
    key = {"Authorization": f"Bearer {office.tokens['all']}"}

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < 100,  # the long run looks elsewhere each night
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=contract[path][method].as_strategy(generation_mode=mode))
    def held(case):
        case.call_and_validate(headers=key)

    held()


@pytest.mark.parametrize(("path", "method", "mode"), ASKED)
def test_the_api_holds_its_contract(contract, office, path, method, mode):
    _hold(contract, office, path, method, mode, 6)


def test_every_operation_is_asked(contract):
    found = [each.ok() for each in contract.get_all_operations()]
    assert sorted((each.path, each.method.upper()) for each in found) == sorted(OPERATIONS)


ANSWERS = [
    ("ScreeningAnswer", "POST", "/v1/screenings", booking()),
    ("ScreeningAnswer", "POST", "/v1/screenings", booking(charge(substance="unknown"))),
    ("BatchAnswer", "POST", "/v1/screenings/batch", [booking(), {}, 7, booking(), [booking()]]),
    ("ExplanationAnswer", "POST", "/v1/explanations", client()),
    ("LawAnswer", "GET", "/v1/law", None),
    ("LawPageAnswer", "GET", "/v1/law/us-md/cp-10-105-a-12", None),
    ("LawPageAnswer", "GET", "/v1/law/us-md-baltimore-city/low-level-2021", None),
    ("Problem", "POST", "/v1/screenings", {}),
]


@pytest.mark.parametrize(("shape", "method", "path", "sent"), ANSWERS)
def test_a_full_answer_has_its_shape(office, shape, method, path, sent):
    """Drawn records are thin: few reach a rule or leave a question open. These do."""
    contract = office.ask("GET", "/v1/openapi.json").json()
    told = office.ask(method, path, json=sent).json()
    shapes = Draft202012Validator({"$ref": f"#/components/schemas/{shape}", **contract})
    assert [each.message for each in shapes.iter_errors(told)] == []
    if shape == "ExplanationAnswer":
        assert any(x["open_questions"] for x in told["explanations"][0]["rules"])


@pytest.mark.long
@pytest.mark.parametrize(("path", "method", "mode"), ASKED)
def test_the_api_holds_its_contract_for_long(contract, office, path, method, mode):
    _hold(contract, office, path, method, mode, 300)
