"""The API keeps to its own document, whatever that document lets a stranger ask."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from commonweal.api import door
from commonweal.core.limits import Limit
from commonweal.places.models import Place

PATH = "/api/v1/openapi.json"


@pytest.fixture
def contract(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The document as the site gives it, in this process, for as many questions as it takes."""
    monkeypatch.setattr(door, "READING", Limit("api", 10_000_000, 60))
    # The test's own transaction must outlive each answer.
    monkeypatch.setattr(signals.request_started, "send", lambda **_: None)
    monkeypatch.setattr(signals.request_finished, "send", lambda **_: None)
    Place.objects.create(pk=1, name="Saltwold", fictional=True)
    return schemathesis.openapi.from_wsgi(PATH, get_wsgi_application())


schema = schemathesis.pytest.from_fixture("contract")


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_its_word(case: Any) -> None:
    # A question can be well formed and still mean nothing here: no such place to be near.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


class TestThePageForPeople:
    def test_names_both_contracts_and_every_address_of_them(self, client, db):
        page = client.get("/api/").content.decode()

        for address in ("/api/v1/organisations", "/open-referral/services/{key}"):
            assert f"<code>GET {address}</code>" in page
        for document in ("/api/v1/openapi.json", "/open-referral/openapi.json"):
            assert f'href="{document}"' in page

    def test_sets_code_as_code(self, client, db):
        page = client.get("/api/").content.decode()

        assert "unless <code>unit</code> is <code>km</code>" in page
        assert "`" not in page.partition("<main")[2].partition("</main>")[0]
