"""What people send in with their answers: who gets the files, and what they can break."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments.models import EqualityCount, Submission
from commonweal.commitments.tests.factories import ConsultationFactory
from commonweal.commitments.tests.test_consulting import (  # noqa: F401
    draft,
    moderator,
    opened,
    say,
    steward,
)
from commonweal.commitments.tests.test_consulting_pages import (  # noqa: F401
    BACKEND,
    SAYS,
    _then,
    address,
    desk,
    signed_in,
)
from commonweal.sector.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
PLAN = b"%PDF-1.7 the plan of our hall"


def downloaded(client: Client, file) -> int:
    return client.get(reverse("file", args=[file.uuid])).status_code


class TestAFileSentIn:
    @pytest.fixture
    def file(self, opened):  # noqa: F811
        submission, _ = say(opened, files=[SimpleUploadedFile("plan.pdf", PLAN)])
        return submission.files.get()

    @pytest.mark.parametrize("role", ["moderator", "steward", "administrator"])
    def test_is_given_to_those_who_read_answers(self, file, role):
        client = signed_in(UserFactory(roles=[role]))

        answer = client.get(reverse("file", args=[file.uuid]))

        assert b"".join(answer.streaming_content) == PLAN
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("roles", [["reader"], ["editor"], []])
    def test_is_not_known_to_others_who_sign_in(self, file, roles):
        assert downloaded(signed_in(UserFactory(roles=roles)), file) == 404

    def test_is_not_known_to_strangers(self, client, file):
        assert downloaded(client, file) == 404

    def test_is_linked_where_the_moderator_reads_the_answer(self, moderator, file):  # noqa: F811
        page = signed_in(moderator).get(desk("of_organisation", Submission.objects.get().pk))

        assert reverse("file", args=[file.uuid]) in page.content.decode()


class TestPages:
    def test_put_a_tick_beside_what_it_ticks(self, client, opened):  # noqa: F811
        page = client.get(address("say_it", opened)).content.decode()

        label = page.split('<label class="choice" for="id_named">')[1].split("</label>")[0]
        assert 'type="checkbox"' in label and "Everybody may read who said it" in label

    def test_say_a_wrong_tick_is_wrong_all_the_same(self, client, opened):  # noqa: F811
        page = client.post(address("say_it", opened), SAYS | {"named": "on"}).content.decode()

        assert "Give the name that everybody may read." in page

    def test_of_those_to_ask_have_addresses_that_hold(self, steward, opened, monkeypatch):  # noqa: F811
        monkeypatch.setattr("commonweal.commitments.desk.hearing.ON_A_PAGE", 1)
        for n in range(3):
            OrganisationFactory(kind="cic", email=f"{n}@example.org")
        client = signed_in(steward)

        all_of_them = client.get(desk("unheard", opened.pk)).content.decode()
        of_a_kind = client.get(desk("unheard", opened.pk) + "?kind=cic").content.decode()

        assert 'href="?page=2"' in all_of_them
        assert 'href="?kind=cic&amp;page=2"' in of_a_kind

    def test_let_the_keyboard_move_a_wide_table_of_counts(self, moderator):  # noqa: F811
        over = ConsultationFactory(
            standing="closed", opens_on=dt.date(2026, 6, 1), closes_on=dt.date(2026, 8, 31),
            first_closes_on=dt.date(2026, 8, 31),
        )  # fmt: skip
        EqualityCount.objects.create(consultation=over, topic="carer", answer="No", count=20)

        page = signed_in(moderator).get(desk("equality", over.pk)).content.decode()

        assert page.count('role="region"') >= page.count('<table class="listing">') > 0
        assert 'tabindex="0"' in page
