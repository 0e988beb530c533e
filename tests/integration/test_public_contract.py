"""The open-data API against its own document, by schemathesis (called directly: its plugin lags behind pytest)."""

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import positive_data_acceptance

from server.public_api import ENDPOINTS, ROOT

pytestmark = pytest.mark.integration
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.fixture(scope="module")
def schema(public_web: Flask):
    return from_wsgi(f"{ROOT}/openapi.json", public_web)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_answer_is_as_the_document_says(schema, name: str, mode: GenerationMode) -> None:
    """Status, content type and body of whatever can be asked, rightly and wrongly, fit the document."""
    operation = schema[f"/{name}"]["GET"]
    asked = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case) -> None:
        nonlocal asked
        asked += 1
        # A range that ends before it starts, or is too long, is refused; OpenAPI knows no rules between parameters.
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance])

    ask()
    assert asked > 0


def test_every_endpoint_is_in_the_document(public_web: Flask, schema) -> None:
    served = {
        rule.rule.removeprefix(f"{ROOT}/") for rule in public_web.url_map.iter_rules() if rule.rule.startswith(ROOT)
    }
    assert {path.strip("/") for path in schema.raw_schema["paths"]} == served - {"openapi.json", "<path:_rest>"}
    assert schemathesis.__version__
