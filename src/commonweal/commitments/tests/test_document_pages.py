"""What the public reads of documents: the last version, never what is being written."""

from __future__ import annotations

import datetime as dt
import time
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.commitments import actions
from commonweal.commitments.models import Document
from commonweal.commitments.tests.factories import (
    ActionFactory,
    CallFactory,
    CommitmentFactory,
    ConsultationFactory,
    DocumentFactory,
    FileFactory,
    ParagraphFactory,
    PartyFactory,
    RemarkFactory,
)
from commonweal.commitments.tests.writers import person, signed_in
from commonweal.core import clock
from commonweal.core.tests.given import given
from commonweal.sector.tests.factories import OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 12)


@pytest.fixture
def steward():
    return person("steward")


@pytest.fixture
def wind(steward):
    PlaceFactory(name="Saltwold")
    document = actions.begin_document(
        by=steward, face="strategy", title="A fair wind", slug="wind", preset="strategy"
    )
    actions.describe_document(
        by=steward, document=document, edition=1, title="A fair wind", summary="In short.",
        foreword="We *begin*.", foreword_by="Ruth Wyke", starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2030, 12, 31),
    )  # fmt: skip
    return Document.objects.get()


@pytest.fixture
def adopted(wind, steward):
    actions.adopt_document(by=steward, document=wind, on=DAY)
    return Document.objects.get()


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def main(shown):
    return shown.split("<main")[1].split("</main>")[0]


class TestTheList:
    def test_says_so_when_there_is_nothing(self, client, wind):
        shown = page(client, "/promises/")

        assert "Nothing has been promised here yet" in shown
        assert "A fair wind" not in shown

    def test_stands_by_face_with_what_is_over_apart(self, client, adopted, steward):
        old = DocumentFactory(face="compact", title="The old Compact")
        ParagraphFactory(document=old)
        actions.adopt_document(by=steward, document=old, on=DAY)
        actions.supersede_document(by=steward, document=old, successor=adopted)
        talk = DocumentFactory(face="covenant", title="A Covenant to talk about")
        actions.change_standing(by=steward, document=talk, standing="consulting")
        actions.publish_version(by=steward, document=talk, name="Draft")

        shown = main(page(client, "/promises/"))

        order = ["Being talked about now", "A Covenant to talk about", "Strategies", "A fair wind",
                 "No longer in force", "The old Compact"]  # fmt: skip
        places = [shown.index(words) for words in order]
        assert places == sorted(places)

    def test_asks_once_however_many_there_are(
        self, client, adopted, steward, django_assert_max_num_queries
    ):
        for n in range(12):
            one = DocumentFactory(title=f"Strategy {n}")
            ParagraphFactory(document=one)
            actions.adopt_document(by=steward, document=one, on=DAY)
        client.get("/promises/")

        with django_assert_max_num_queries(8):
            shown = page(Client(), "/promises/")

        assert shown.count("<article") == 13

    def test_has_the_title_that_was_published(self, client, adopted, steward):
        actions.describe_document(
            by=steward, document=adopted, edition=2, title="Secret new title", reason="R"
        )

        shown = page(client, "/promises/")
        assert "A fair wind" in shown
        assert "Secret" not in shown


class TestADocument:
    def test_reads_like_a_report(self, client, adopted):
        shown = main(page(client, "/promises/wind/"))

        order = ["A fair wind</h1>", "In short.", "Foreword", "We <em>begin</em>.", "Ruth Wyke",
                 "What is in it", "Our vision", "1. Capacity building and communications",
                 "1.1 Help that fits", "7. Use of community assets</h2>"]  # fmt: skip
        places = [shown.index(words) for words in order]
        assert places == sorted(places)
        assert "adopted on 12 March 2026" in shown
        assert "Nobody yet" in shown
        assert "document" not in shown.lower()

    @pytest.mark.parametrize("address", ["/promises/wind/", "/promises/wind/versions/"])
    def test_is_not_there_while_it_is_a_draft(self, client, wind, address):
        page(client, address, 404)
        page(signed_in(client, "steward"), address, 404)

    def test_shows_nothing_of_what_is_being_written(self, client, adopted, steward):
        first = adopted.paragraphs.get(code="1")
        RemarkFactory(paragraph=first, text="Between ourselves")
        actions.change_paragraph(
            by=steward, paragraph=first, edition=1, heading="Unseen", text="Unseen", reason="Unseen"
        )
        ActionFactory(document=adopted, paragraph=first, title="Unseen")
        CommitmentFactory(document=adopted, paragraph=first, words="Unseen")

        for address in ("", "versions/", "versions/1/", f"part/{first.key}/"):
            shown = page(client, f"/promises/wind/{address}")
            assert "Unseen" not in shown
            assert "Between ourselves" not in shown

    def test_shows_promises_in_their_words_with_who_is_bound(self, client, steward):
        compact = DocumentFactory(face="compact", slug="compact", title="The Compact")
        principle = ParagraphFactory(document=compact, kind="principle", code="2")
        under = ParagraphFactory(
            document=compact, parent=principle, kind="undertaking", code="2.4", heading=""
        )
        CommitmentFactory(document=compact, paragraph=under, words="<b>Twelve</b> weeks.")
        PartyFactory(
            document=compact, name="Saltwold Council", side="partner", signed_on=DAY, signed_by="A"
        )
        actions.adopt_document(by=steward, document=compact, on=DAY)

        shown = page(client, "/promises/compact/")

        assert "&lt;b&gt;Twelve&lt;/b&gt; weeks." in shown
        assert "Undertaking 2.4" in shown
        assert "signed on 12 March 2026 by A" in shown

    def test_says_that_nothing_is_promised_while_it_is_talked_about(self, client, wind, steward):
        ConsultationFactory(
            document=wind, number=1, standing="open", opens_on=clock.today(),
            closes_on=clock.today() + dt.timedelta(days=84),
            first_closes_on=clock.today() + dt.timedelta(days=84),
        )  # fmt: skip
        actions.change_standing(by=steward, document=wind, standing="consulting")
        actions.publish_version(by=steward, document=wind, name="Draft to talk about")

        shown = page(client, "/promises/wind/")

        assert "Nothing in it is promised yet" in shown

    def test_says_what_took_its_place(self, client, adopted, steward):
        new = DocumentFactory(slug="new", title="A new wind")
        ParagraphFactory(document=new)
        actions.adopt_document(by=steward, document=new, on=DAY)
        actions.supersede_document(by=steward, document=adopted, successor=new, reason="Five years")

        shown = page(client, "/promises/wind/")

        assert "no longer in force" in shown
        assert 'href="/promises/new/"' in shown

    def test_names_no_organisation_that_has_since_been_withheld(self, client, wind, steward):
        refuge = OrganisationFactory(name="The Refuge")
        PartyFactory(document=wind, organisation=refuge, name="The Refuge")
        CommitmentFactory(document=wind, organisation=refuge, promiser="The Refuge")
        ActionFactory(document=wind, organisation=refuge, owner="The Refuge")
        actions.adopt_document(by=steward, document=wind, on=DAY)
        assert page(client, "/promises/wind/").count("The Refuge") == 3

        with given():
            type(refuge).objects.filter(pk=refuge.pk).update(withheld=True)

        for address in ("", "versions/1/"):
            shown = page(signed_in(client, "reader"), f"/promises/wind/{address}")
            assert "The Refuge" not in shown
            assert "an organisation that is not shown" in shown

    def test_leads_to_what_people_said_and_was_done(self, client, adopted):
        for number, told in enumerate((
            {"standing": "closed", "title": "The first draft", "reported_at": clock.now()},
            {"standing": "closed", "title": "The second draft"},
            {"standing": "draft", "title": "Not asked yet"},
        ), 1):  # fmt: skip
            days = {"opens_on": DAY, "closes_on": DAY, "first_closes_on": DAY}
            ConsultationFactory(document=adopted, number=number, **days, **told)

        shown = main(page(client, "/promises/wind/"))

        for address in ("1/what-came-of-it/", "2/"):
            assert f'href="/consultations/wind/{address}"' in shown
            page(client, f"/consultations/wind/{address}")
        assert "Not asked yet" not in shown

    def test_of_an_agreement_leads_to_what_happened_and_to_raising_a_concern(self, client, steward):
        compact = DocumentFactory(face="compact", slug="compact")
        ParagraphFactory(document=compact)
        actions.adopt_document(by=steward, document=compact, on=DAY)

        shown = main(page(client, "/promises/compact/"))

        for address in ("events/", "concern/"):
            assert f'href="/promises/compact/{address}"' in shown
            page(client, f"/promises/compact/{address}")
        actions.close_document(by=steward, document=compact, reason="It is over.")
        shown = main(page(client, "/promises/compact/"))
        assert "events/" in shown and "concern/" not in shown

    def test_of_300_parts_stays_fast_and_asks_as_often(
        self, client, wind, adopted, steward, django_assert_max_num_queries
    ):
        priorities = list(adopted.paragraphs.filter(kind="priority"))
        text = "What we *want*, and why: with [a link](https://example.org).\n\n- one\n- two"
        for n in range(270):
            ParagraphFactory(
                document=adopted, parent=priorities[n % 7], kind="objective", text=text,
                code=f"{n % 7 + 1}.{n + 10}",
            )  # fmt: skip
        actions.publish_version(by=steward, document=adopted, name="Long")
        page(signed_in(client, "reader"), "/promises/wind/")

        began = time.perf_counter()
        with django_assert_max_num_queries(14):
            shown = page(client, "/promises/wind/")

        assert shown.count("<h3") >= 270
        assert time.perf_counter() - began < 3


class TestVersions:
    @pytest.fixture
    def changed(self, adopted, steward):
        first = adopted.paragraphs.get(code="1")
        actions.change_paragraph(
            by=steward, paragraph=first, edition=1, heading=first.heading,
            text="We share what each of us knows.", reason="Shorter.",
        )  # fmt: skip
        actions.publish_version(by=steward, document=adopted, name="Shorter")
        return first

    def test_are_all_there_unchanged(self, client, changed):
        shown = page(client, "/promises/wind/versions/")
        assert shown.index("2. Shorter") < shown.index("1. As adopted")

        old = page(client, "/promises/wind/versions/1/")
        assert "should not need to be good at everything" in old
        assert "This is an earlier version" in old

    def test_differ_part_by_part(self, client, changed):
        shown = page(client, "/promises/wind/versions/2/since/1/")

        assert "1. Capacity building and communications" in shown
        assert "<del>" in shown
        assert "2. Regeneration" not in shown

    def test_lead_from_a_part_that_was_worded_anew_to_its_history(self, client, changed, wind):
        shown = page(client, "/promises/wind/")

        assert f"/promises/wind/part/{changed.key}/" in shown
        assert f"/promises/wind/part/{wind.paragraphs.get(code='2').key}/" not in shown

    def test_tell_how_a_part_was_worded(self, client, changed):
        shown = page(client, f"/promises/wind/part/{changed.key}/")

        assert shown.index("Shorter") < shown.index("As adopted")
        assert "<del>" in shown
        first = shown.split("As adopted")[1]
        assert "<ins>" not in first and "<del>" not in first

    @pytest.mark.parametrize(
        "address",
        ["versions/9/", "versions/1/since/2/", "versions/1/since/1/", f"part/{uuid.uuid4()}/"],
    )
    def test_that_are_not_there_are_not_found(self, client, changed, address):
        page(client, f"/promises/wind/{address}", 404)


class TestFiles:
    def test_are_kept_not_opened(self, client, adopted, steward):
        given_file = SimpleUploadedFile("Easy read.pdf", b"%PDF-1.7 easy")
        actions.attach_easy_read(by=steward, document=adopted, given=given_file)
        adopted.refresh_from_db()

        assert f"/files/{adopted.easy_read.uuid}/" in page(client, "/promises/wind/")
        answer = client.get(f"/files/{adopted.easy_read.uuid}/")

        assert b"".join(answer.streaming_content) == b"%PDF-1.7 easy"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"

    def test_that_are_not_public_are_for_those_who_read_what_is_handed_in(self, client):
        file = FileFactory()
        for roles in ((), ("reader",), ("editor",)):
            assert signed_in(client, *roles).get(f"/files/{file.uuid}/").status_code == 404
        client.logout()
        assert client.get(f"/files/{file.uuid}/").status_code == 404
        assert client.get(f"/files/{uuid.uuid4()}/").status_code == 404

        answer = signed_in(client, "moderator").get(f"/files/{file.uuid}/")

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"


class TestACall:
    def test_leads_to_its_candidates_once_it_is_open(self, client, steward):
        call = CallFactory(document__face="call", document__slug="call")
        ask = ParagraphFactory(document=call.document, kind="ask", heading="Fair funding")
        actions.adopt_document(by=steward, document=call.document, on=DAY)
        there = f'href="/elections/{call.election.slug}/"'
        assert there not in page(client, "/promises/call/")

        with given():
            type(call).objects.filter(pk=call.pk).update(opened_at=clock.now(), opened_by="S")

        shown = page(signed_in(client, "reader"), "/promises/call/")
        assert there in shown
        assert ask.heading in shown
