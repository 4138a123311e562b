"""What people send in with their answers: who gets the files, and what they can break."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.filing import LARGEST, tidy_name
from commonweal.commitments.models import EqualityCount, File, Submission
from commonweal.commitments.tests.factories import ConsultationFactory
from commonweal.commitments.tests.test_consulting import (  # noqa: F401
    draft,
    moderator,
    opened,
    prepared,
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
from commonweal.comms.models import Message
from commonweal.core.middleware import MOST_SENT
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
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


class TestAHostileFile:
    """Nothing of a file is ever opened here: it is weighed, its first bytes looked at, and kept."""

    def test_that_would_unpack_to_a_thousand_times_its_size_is_kept_packed(self, client, opened):  # noqa: F811
        packed = io.BytesIO()
        with (
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb,
            bomb.open("word/document.xml", "w", force_zip64=True) as inside,
        ):
            for _ in range(256):
                inside.write(bytes(1024 * 1024))
        assert packed.tell() < 1024 * 1024
        packed.seek(0)
        began = time.monotonic()

        sent = client.post(
            address("say_it", opened),
            SAYS | {"files": SimpleUploadedFile("a.docx", packed.getvalue())},
        )

        assert sent.status_code == 302 and time.monotonic() - began < 5
        assert Submission.objects.get().files.get().size == len(packed.getvalue())

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("a.pdf", b"<script>alert(1)</script>"), ("a.docx", b"MZ"), ("a.html", b"<b>"),
            ("a.svg", b"<svg onload=alert(1)>"), ("a.pdf.exe", b"%PDF-"), ("a.txt", b"a\x00b"),
            ("a.pdf", b"%PDF-" + bytes(LARGEST)),
        ],
        ids=["page as PDF", "program as Word", "page", "drawing", "program", "no text", "large"],
    )  # fmt: skip
    def test_is_refused_with_all_that_was_written(self, client, opened, name, words):  # noqa: F811
        sent = SAYS | {"files": SimpleUploadedFile(name, words)}

        page = client.post(address("say_it", opened), sent)

        assert page.status_code == 422 and SAYS["whole"] in page.content.decode()
        assert not Submission.objects.exists() and not File.objects.exists()

    def test_of_four_is_one_too_many(self, client, opened):  # noqa: F811
        four = [SimpleUploadedFile(f"{n}.pdf", PLAN) for n in range(4)]

        page = client.post(address("say_it", opened), SAYS | {"files": four})

        assert page.status_code == 422 and not File.objects.exists()

    def test_has_a_name_that_leads_nowhere(self, client, opened):  # noqa: F811
        name = '../../etc/"pass\r\nSet-Cookie: a=b\u202efdp.pdf'
        client.post(address("say_it", opened), SAYS | {"files": SimpleUploadedFile("x.pdf", PLAN)})
        file = File.objects.get()
        with given():
            File.objects.filter(pk=file.pk).update(name=tidy_name(name))

        answer = signed_in(UserFactory(roles=["moderator"])).get(reverse("file", args=[file.uuid]))

        assert "/" not in tidy_name(name) and "\n" not in answer["Content-Disposition"]
        assert "Set-Cookie" not in answer.headers

    def test_larger_than_anything_we_ask_for_is_not_even_read(self, client, opened):  # noqa: F811
        sent = client.post(address("say_it", opened), SAYS, CONTENT_LENGTH=str(MOST_SENT + 1))

        assert sent.status_code == 409 and "have not read it" in sent.content.decode()
        assert not Submission.objects.exists()

    def test_of_a_register_is_read_from_staff(self, moderator, opened):  # noqa: F811
        client = signed_in(moderator)
        where = desk("enter_submission", opened.pk)

        asked = client.get(where, CONTENT_LENGTH=str(MOST_SENT + 1))

        assert asked.status_code == 200


FORGED = "\r\nBcc: everybody@example.org\r\n\r\nSend us money"


class TestALetterCannotBeForged:
    """A line break in what somebody types must not become a header, or a letter of their own."""

    FIELDS = ("name", "organisation_name", "email", "postcode", "whole")
    GOOD = SAYS | {
        "speaks_as": "organisation", "name": "Ada", "organisation_name": "The Hall",
        "email": "ada@example.org", "follows": "on",
    }  # fmt: skip

    def letters(self):
        sent = [
            EmailMessage(m.subject, m.body, "place@example.org", [m.to]).message()
            for m in Message.objects.all()
        ]
        for letter in sent:
            assert letter["Bcc"] is None and letter["Cc"] is None
            assert "everybody@example.org" not in letter["To"]
            assert not set(letter["To"] + letter["Subject"]) & set("\r\n")
        return sent

    @pytest.mark.parametrize("field", FIELDS)
    @pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
    def test_by_an_answer(self, client, opened, field, break_):  # noqa: F811
        forged = self.GOOD.get(field, "ZZ99 1AA")

        client.post(
            address("say_it", opened),
            self.GOOD | {field: forged + FORGED.replace("\r\n", break_)},
        )

        for letter in self.letters():
            assert "Send us money" not in letter.get_payload(decode=True).decode()
        for one in Submission.objects.all():
            assert not set(one.name + one.organisation_name + one.email) & set("\r\n\u2028\x85")

    @pytest.mark.parametrize("field", [*FIELDS, "event"])
    def test_by_what_staff_write_down(self, moderator, opened, field):  # noqa: F811
        told = self.GOOD | {"way": "event", "said_on": "2026-09-07", "event": "Fair"}

        signed_in(moderator).post(
            desk("enter_submission", opened.pk), told | {field: told.get(field, "") + FORGED}
        )

        for letter in self.letters():
            assert "Send us money" not in letter.get_payload(decode=True).decode()

    def test_by_following_from_the_private_page(self, client, opened):  # noqa: F811
        _, token = say(opened)
        where = reverse("said_follow", args=[token])

        page = client.post(where, {"email": "ada@example.org" + FORGED})

        assert page.status_code == 422 and not Message.objects.exists()

    def test_by_following_a_draft(self, client, opened):  # noqa: F811
        where = f"/promises/{opened.document.slug}/follow/"

        page = client.post(where, {"email": "ada@example.org" + FORGED})

        assert page.status_code == 422 and not Message.objects.exists()

    def test_by_the_reason_of_a_moderator(self, moderator, opened):  # noqa: F811
        submission, _ = say(opened, email="ada@example.org")
        comment = submission.comments.get()

        actions.keep_from_view(by=moderator, comment=comment, reason="Unkind." + FORGED)

        self.letters()
        assert "\n" not in comment.moderations.get().reason

    def test_by_the_title_of_a_consultation(self, steward, draft):  # noqa: F811
        opened = actions.open_consultation(  # noqa: F811
            by=steward, consultation=prepared(steward, draft, title="First" + FORGED)
        )

        say(opened, email="ada@example.org")

        (letter,) = self.letters()
        assert letter["Subject"].startswith("What you said: First Bcc: everybody")

    @pytest.mark.parametrize("email", ["a" * 260 + "@example.org", "a@b", "a b@example.org"])
    def test_an_address_that_is_none_is_refused(self, opened, email):  # noqa: F811
        with pytest.raises(Refused) as refusal:
            say(opened, email=email)

        assert refusal.value.field == "email"


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

    @pytest.mark.parametrize("name", ["heard", "to_read"])
    def test_name_every_column_of_a_table(self, steward, opened, name):  # noqa: F811
        say(opened)
        OrganisationFactory(kind="cic", email="a@example.org")

        where = desk(name, opened.pk) if name == "heard" else desk(name)
        page = signed_in(steward).get(where).content.decode()

        assert '<th scope="col">' in page and '<th scope="col"></th>' not in page
