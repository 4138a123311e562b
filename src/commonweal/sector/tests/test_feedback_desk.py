"""What stewards do with what people say of services."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tests.given import given
from commonweal.sector.models import Feedback
from commonweal.sector.tests.factories import (
    FeedbackFactory,
    MemberFactory,
    OrganisationFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("sector_desk:feedback")


@pytest.fixture
def lunch():
    return ServiceFactory(name="Lunch club", organisation=OrganisationFactory(name="Bread for All"))


def signed_in(client, *roles):
    with given():
        person = UserFactory(roles=list(roles))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client, address):
    return client.get(address).content.decode()


class TestTheList:
    def test_puts_first_what_a_steward_is_asked_to_look_at(self, client, lunch):
        FeedbackFactory(service=ServiceFactory(name="Newest"), on="2026-11-20")
        FeedbackFactory(service=lunch, questioned="It names a volunteer", on="2026-10-01")

        shown = page(signed_in(client, "steward"), LIST)

        assert shown.index("Lunch club") < shown.index("Newest")
        assert "It names a volunteer" in shown

    def test_is_for_stewards(self, client, lunch):
        (FeedbackFactory(service=lunch),)
        for roles in ((), ("reader",), ("editor",)):
            assert signed_in(client, *roles).get(LIST).status_code in {302, 403}
            client.logout()
        with given():
            owner = MemberFactory(organisation=lunch.organisation, role="owner").person
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(LIST).status_code in {302, 403}

    def test_counts_in_the_menu_what_waits(self, client, lunch):
        FeedbackFactory(service=lunch)
        assert "What people said (" not in page(signed_in(client, "steward"), LIST)

        FeedbackFactory(service=lunch, questioned="Names somebody")

        assert "What people said (1)" in page(client, LIST)

    @pytest.mark.parametrize(
        ("stands", "shows"),
        [
            ("questioned", "Asked"),
            ("aside", "Aside"),
            ("stands", "Stands"),
            ("counts", "Plain"),
            ("no such", "Plain"),
        ],
    )
    def test_narrows_by_how_it_stands(self, client, stands, shows):
        FeedbackFactory(service=ServiceFactory(name="Asked"), questioned="x")
        FeedbackFactory(service=ServiceFactory(name="Aside"), set_aside="x")
        FeedbackFactory(service=ServiceFactory(name="Stands"), let_stand="x")
        FeedbackFactory(service=ServiceFactory(name="Plain"))

        answer = signed_in(client, "steward").get(LIST, {"stands": stands})

        assert answer.status_code == 200
        assert shows in answer.content.decode()

    def test_shows_what_is_said_of_withheld_ones(self, client, lunch):
        FeedbackFactory(service=lunch)
        lunch.organisation.withheld = True
        with given():
            lunch.organisation.save()

        assert "Lunch club" in page(signed_in(client, "steward"), LIST)

    def test_finds_by_name_and_survives_nonsense(self, client, lunch):
        FeedbackFactory(service=lunch)
        steward = signed_in(client, "steward")

        assert "Lunch club" in steward.get(LIST, {"q": "bread"}).content.decode()
        assert steward.get(LIST, {"since": "yesterday", "told_by": "'"}).status_code == 200


class TestJudging:
    def test_shows_the_words_and_never_the_reply(self, client, lunch):
        said = FeedbackFactory(
            service=lunch,
            words="They <b>listened</b>",
            questioned="Names Ann",
            reply="Between us two",
            replied_on="2026-11-01",
            replied_by="Ann",
        )

        shown = page(
            signed_in(client, "steward"), reverse("sector_desk:judge_feedback", args=[said.pk])
        )

        assert "They &lt;b&gt;listened&lt;/b&gt;" in shown
        assert "Names Ann" in shown
        assert "Between us two" not in shown

    def test_sets_aside_or_lets_stand_with_a_reason(self, client, lunch):
        said = FeedbackFactory(service=lunch, questioned="Names Ann")
        address = reverse("sector_desk:judge_feedback", args=[said.pk])
        steward = signed_in(client, "steward")

        assert "Say why" in steward.post(address, {"judge": "aside"}).content.decode()
        assert Feedback.objects.to_judge().exists()
        steward.post(address, {"judge": "aside", "reason": "It names a person"})
        said.refresh_from_db()
        assert said.set_aside == "It names a person"
        steward.post(address, {"reason": "On second thoughts"})
        said.refresh_from_db()
        assert (said.set_aside, said.let_stand) == ("", "On second thoughts")

    def test_is_refused_to_others(self, client, lunch):
        said = FeedbackFactory(service=lunch)
        address = reverse("sector_desk:judge_feedback", args=[said.pk])

        for roles in (("reader",), ("editor",)):
            assert signed_in(client, *roles).post(address, {"reason": "x"}).status_code == 403

        said.refresh_from_db()
        assert said.let_stand == ""


class TestWritingDown:
    def test_keeps_what_was_told_by_telephone(self, client, lunch):
        address = reverse("sector_desk:note_feedback", args=[lunch.pk])
        steward = signed_in(client, "steward")
        assert "Write it down" in page(steward, address)

        steward.post(address, {"told_by": "telephone", "respect": "yes", "words": "Kind"})

        said = Feedback.objects.get()
        assert (said.told_by, said.respect, said.words, said.digest) == (
            "telephone", "yes", "Kind", None,
        )  # fmt: skip

    @pytest.mark.parametrize(
        "sent",
        [
            {"respect": "yes"},
            {"told_by": "web", "respect": "yes"},
            {"told_by": "telephone"},
            {"told_by": "telephone", "respect": "five stars"},
        ],
    )
    def test_says_what_to_put_right(self, client, lunch, sent):
        address = reverse("sector_desk:note_feedback", args=[lunch.pk])

        answer = signed_in(client, "steward").post(address, sent)

        assert answer.status_code == 200
        assert "Not saved yet" in answer.content.decode()
        assert not Feedback.objects.exists()

    def test_is_for_stewards_and_linked_from_the_organisations_page(self, client, lunch):
        address = reverse("sector_desk:note_feedback", args=[lunch.pk])
        assert signed_in(client, "reader").get(address).status_code == 403

        organisation = reverse("sector_desk:organisation", args=[lunch.organisation.pk])

        assert address in page(signed_in(client, "steward"), organisation)
        assert address not in page(signed_in(client, "reader"), organisation)
