"""Keeping measures on the staff desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.impact.models import Measure, Observation
from commonweal.impact.tests.factories import MeasureFactory, ObservationFactory

pytestmark = pytest.mark.django_db


def signed_in(client, *roles):
    person = UserFactory(roles=list(roles))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestKeeping:
    def test_goes_from_a_measure_to_a_figure_to_its_withdrawal(self, client):
        desk = signed_in(client, "steward")
        desk.post(
            reverse("impact_desk:add_measure"),
            {"name": "Long grants", "slug": "long-grants", "unit": "share", "better": "higher"},
        )
        measure = Measure.objects.get()
        figure = {"starts_on": "2025-04-01", "ends_on": "2026-03-31", "value": "21", "source": "x"}
        desk.post(reverse("impact_desk:record", args=[measure.pk]), figure)
        again = desk.post(
            reverse("impact_desk:record", args=[measure.pk]), figure | {"value": "22"}
        )
        desk.post(
            reverse("impact_desk:withdraw", args=[Observation.objects.get().pk]),
            {"reason": "Counted twice"},
        )

        assert "For these days it says 21%" in again.content.decode()
        assert Observation.objects.get().withdrawn_because == "Counted twice"
        shown = desk.get(reverse("impact_desk:measure", args=[measure.pk])).content.decode()
        assert "Counted twice" in shown

    def test_ends_a_measure(self, client):
        measure = MeasureFactory()

        signed_in(client, "steward").post(
            reverse("impact_desk:end", args=[measure.pk]), {"on": "2026-03-31"}
        )

        assert Measure.objects.get().ended_on

    def test_is_seen_by_readers_and_done_by_stewards(self, client):
        one = ObservationFactory()
        desk = signed_in(client, "reader")

        assert desk.get(reverse("impact_desk:measures")).status_code == 200
        assert desk.get(reverse("impact_desk:measure", args=[one.measure_id])).status_code == 200
        for name, key in (
            ("record", one.measure_id),
            ("end", one.measure_id),
            ("withdraw", one.pk),
        ):
            assert desk.get(reverse(f"impact_desk:{name}", args=[key])).status_code == 403
