"""The impact assessment says what the installation does, and who answers for what is kept."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.help.reports import impact
from commonweal.help.tests.factories import GroundFactory, SchemeFactory, SchemeMemberFactory


class TestTheAssessment:
    @pytest.mark.parametrize("risk", impact.RISKS, ids=lambda r: r.what)
    def test_names_no_measure_that_is_not_there(self, risk):
        assert [name for name in risk.by if not impact.exists(name)] == []

    def test_would_notice_one_that_is_not(self):
        assert not impact.exists("help.never")
        assert not impact.exists("Client.never")
        assert not impact.exists("never")

    def test_tells_of_every_model_and_who_may_read_worries(self):
        told = {t.model: t for t in impact.kept_things()}

        assert set(told) == {m.__name__ for m in apps.get_app_config("help").get_models()}
        assert {"name", "address", "safe"} <= set(told["Client"].sealed)
        assert dict(impact.who_may())["help.keep_worries"] == "safeguarding lead or deputy"

    def test_has_every_heading_and_leaves_to_people_what_is_theirs(self):
        told = dict(impact.assessment())

        assert {"Nature", "Scope", "Context", "Purposes", "Necessity and proportion"} <= set(told)
        assert impact.TO_WRITE in told["Who was consulted"]
        assert impact.TO_WRITE in told["Advice of the data protection officer"]


@pytest.mark.django_db
class TestThePages:
    def test_say_to_everybody_who_answers_for_it(self, client):
        scheme = SchemeFactory(keep_months=9)

        page = client.get(reverse("what_is_kept", args=[scheme.slug])).content.decode()

        assert str(scheme.organisation) in page
        assert "9 months after" in page
        assert reverse("complain", args=[scheme.slug]) in page

    def test_of_a_scheme_that_is_not_public_are_not_there(self, client):
        scheme = SchemeFactory(standing="preparing")
        for name in ("what_is_kept", "complain"):
            assert client.get(reverse(name, args=[scheme.slug])).status_code == 404

    def test_show_the_lead_on_which_grounds_people_are_kept(self, client):
        part = SchemeMemberFactory(part="lead")
        GroundFactory(client__scheme=part.scheme)
        address = reverse("impact", args=[part.scheme.slug])
        client.force_login(part.person)
        assert "They agreed (1)" in client.get(address).content.decode()
        for other in (UserFactory(roles=["steward"]),
                      SchemeMemberFactory(scheme=part.scheme).person):  # fmt: skip
            client.force_login(other)
            assert client.get(address).status_code == 403
