"""Setting on the staff desk which areas this installation serves."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from commonweal.accounts.choices import Role
from commonweal.accounts.tests.factories import UserFactory
from commonweal.places.reports import the_place
from commonweal.sector.tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    refresh,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Any) -> Any:
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]), backend=backend)
    return client


def work() -> None:
    """Do what waits for the worker, as it would."""
    for waiting in DBTaskResult.objects.order_by("enqueued_at"):
        waiting.task.func(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])


class TestSetPlace:
    def test_keeps_the_areas_as_they_were_typed(self, administrator):
        PlaceFactory()

        administrator.post(reverse("sector_desk:place"), {"codes": "E10000020\ne06000010"})

        assert the_place().codes == ["E10000020", "E06000010"]

    def test_takes_a_name_too(self, administrator):
        administrator.post(reverse("sector_desk:place"), {"codes": "E10000020", "name": "Norfolk"})

        assert the_place().name == "Norfolk"
        page = administrator.get(reverse("sector_desk:place")).content.decode()
        assert 'value="Norfolk"' in page

    def test_decides_afresh_who_belongs_without_another_import(self, administrator):
        PlaceFactory(codes=["E10000020"])
        PostcodeFactory(postcode="NR1 1AA")
        organisation = OrganisationFactory()
        SourceRecordFactory(
            source="added-here",
            organisation=organisation,
            facts={"name": "Mill Lane Choir", "postcode": "NR1 1AA"},
        )
        refresh(organisation)
        assert organisation.based_here

        administrator.post(reverse("sector_desk:place"), {"codes": "E06000010"})
        work()

        organisation.refresh_from_db()
        assert not organisation.based_here

    def test_a_code_that_cannot_be_one_is_refused_and_nothing_is_judged(self, administrator):
        PlaceFactory(codes=["E10000020"])

        administrator.post(reverse("sector_desk:place"), {"codes": "Norfolk"})

        assert the_place().codes == ["E10000020"]
        assert not DBTaskResult.objects.exists()
