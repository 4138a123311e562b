"""How documents come to stand: adopted, superseded, closed; versions, parties, easy reads."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.commitments import actions
from commonweal.commitments.choices import MAY_FOLLOW, DocumentStanding
from commonweal.commitments.models import Document, Version
from commonweal.commitments.reports import whole_from, whole_of
from commonweal.commitments.reports.whole import digest_of_body
from commonweal.commitments.tests.factories import (
    CommitmentFactory,
    ConsultationFactory,
    DocumentFactory,
    ParagraphFactory,
    PartyFactory,
)
from commonweal.commitments.tests.test_writing import nobody_who_may
from commonweal.commitments.tests.writers import person
from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 12)
THEN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def steward():
    return person("steward")


@pytest.fixture
def draft():
    document = DocumentFactory()
    ParagraphFactory(document=document, heading="The Compact", text="As it was.")
    return document


@pytest.fixture
def adopted(draft, steward):
    actions.adopt_document(by=steward, document=draft, on=DAY)
    draft.refresh_from_db()
    return draft


class TestChangeStanding:
    def test_puts_a_draft_out_and_takes_it_back_leaving_a_trace(self, steward, draft):
        actions.change_standing(by=steward, document=draft, standing="consulting")
        actions.change_standing(by=steward, document=draft, standing="draft", reason="Heard.")

        assert list(draft.standing_changes.order_by("pk").values_list("standing", "reason")) == [
            ("consulting", ""),
            ("draft", "Heard."),
        ]

    @pytest.mark.parametrize("standing", ["adopted", "superseded", "closed", "nonsense"])
    def test_does_nothing_that_says_more(self, steward, draft, standing):
        with pytest.raises(Refused):
            actions.change_standing(by=steward, document=draft, standing=standing)

    @pytest.mark.parametrize("before", DocumentStanding.values)
    @pytest.mark.parametrize("after", ["draft", "consulting"])
    def test_follows_the_table(self, steward, before, after):
        document = DocumentFactory(standing=before, adopted_on=DAY)
        if DocumentStanding(after) in MAY_FOLLOW[DocumentStanding(before)]:
            actions.change_standing(by=steward, document=document, standing=after)
            return

        with pytest.raises(Refused, match="cannot become"):
            actions.change_standing(by=steward, document=document, standing=after)


class TestPublishVersion:
    def test_keeps_it_whole_with_its_digest(self, steward, draft):
        actions.change_standing(by=steward, document=draft, standing="consulting")

        version = actions.publish_version(by=steward, document=draft, name="Draft to talk about")

        kept = Version.objects.get(pk=version.pk)
        draft.refresh_from_db()
        assert whole_from(kept.body) == whole_of(draft)
        assert kept.digest == digest_of_body(kept.body)
        assert (kept.number, kept.standing) == (1, "consulting")

    def test_is_not_of_a_draft(self, steward, draft):
        with pytest.raises(Refused, match="Nobody outside sees a draft"):
            actions.publish_version(by=steward, document=draft, name="Draft")

        assert not Document.objects.public().exists()

    def test_is_not_twice_the_same(self, steward, adopted):
        with pytest.raises(Refused, match="Nothing has changed"):
            actions.publish_version(by=steward, document=adopted, name="Again")

    def test_has_a_name(self, steward, adopted):
        with pytest.raises(Refused, match="name"):
            actions.publish_version(by=steward, document=adopted, name=" ")

    def test_freezes_what_was_promised_since(self, steward, adopted):
        late = CommitmentFactory(document=adopted)

        actions.publish_version(by=steward, document=adopted, name="With 2.4")

        late.refresh_from_db()
        assert late.published_at is not None

    def test_freezes_nothing_of_what_is_only_consulted_on(self, steward, draft):
        promise = CommitmentFactory(document=draft)
        actions.change_standing(by=steward, document=draft, standing="consulting")
        actions.publish_version(by=steward, document=draft, name="Draft to talk about")

        promise.refresh_from_db()
        assert promise.published_at is None


class TestAdopt:
    def test_freezes_the_words_and_publishes_it_whole(self, steward, draft):
        promise = CommitmentFactory(document=draft, words="Twelve weeks – “at least”.")

        version = actions.adopt_document(by=steward, document=draft, on=DAY, reason="Agreed.")

        promise.refresh_from_db()
        draft.refresh_from_db()
        assert promise.digest == digest_of("Twelve weeks – “at least”.")
        assert (draft.standing, draft.adopted_on) == ("adopted", DAY)
        assert whole_from(version.body).promises[0].words == promise.words
        assert list(Document.objects.public()) == [draft]

    def test_leaves_alone_what_was_frozen_before(self, steward, draft):
        before = CommitmentFactory(document=draft, digest="a" * 64, published_at=THEN)

        actions.adopt_document(by=steward, document=draft, on=DAY)

        before.refresh_from_db()
        assert (before.digest, before.published_at) == ("a" * 64, THEN)

    def test_freezes_nothing_in_a_part_that_was_taken_out(self, steward, draft):
        gone = ParagraphFactory(document=draft, taken_out_at=THEN)
        promise = CommitmentFactory(document=draft, paragraph=gone)

        actions.adopt_document(by=steward, document=draft, on=DAY)

        promise.refresh_from_db()
        assert promise.published_at is None

    def test_is_not_on_a_day_to_come(self, steward, draft):
        with pytest.raises(Refused, match="not one to come"):
            actions.adopt_document(
                by=steward, document=draft, on=clock.today() + dt.timedelta(days=1)
            )

    def test_is_not_of_nothing(self, steward):
        with pytest.raises(Refused, match="Nothing is written"):
            actions.adopt_document(by=steward, document=DocumentFactory(), on=DAY)

    def test_waits_for_the_end_of_a_consultation(self, steward, draft):
        actions.change_standing(by=steward, document=draft, standing="consulting")
        ConsultationFactory(
            document=draft, standing="open", opens_on=DAY, closes_on=DAY, first_closes_on=DAY
        )

        with pytest.raises(Refused, match="Close the consultation"):
            actions.adopt_document(by=steward, document=draft, on=DAY)

    def test_happens_only_once(self, steward, adopted):
        with pytest.raises(Refused, match="cannot become"):
            actions.adopt_document(by=steward, document=adopted, on=DAY)


class TestSupersedeAndClose:
    def test_what_takes_its_place_ends_what_was_promised(self, steward, adopted):
        promise = CommitmentFactory(document=adopted, digest="a" * 64, published_at=THEN)
        new = DocumentFactory(standing="adopted", adopted_on=DAY, title="The Covenant")

        actions.supersede_document(by=steward, document=adopted, successor=new)

        adopted.refresh_from_db()
        promise.refresh_from_db()
        assert (adopted.standing, adopted.succeeded_by) == ("superseded", new)
        assert promise.ended_because == "Superseded by “The Covenant”."

    def test_nothing_is_superseded_by_itself_or_by_a_draft(self, steward, adopted):
        for successor in (adopted, DocumentFactory()):
            with pytest.raises(Refused, match="something else that was adopted"):
                actions.supersede_document(by=steward, document=adopted, successor=successor)

    def test_closing_needs_a_reason_and_leaves_promises_standing(self, steward, adopted):
        promise = CommitmentFactory(document=adopted, digest="a" * 64, published_at=THEN)
        with pytest.raises(Refused, match="why"):
            actions.close_document(by=steward, document=adopted, reason=" ")

        actions.close_document(by=steward, document=adopted, reason="Its years are over.")

        promise.refresh_from_db()
        assert promise.ended_on is None
        assert adopted.standing_changes.filter(reason="Its years are over.").exists()

    def test_what_is_over_stays_so(self, steward, adopted):
        actions.close_document(by=steward, document=adopted, reason="Over.")

        with pytest.raises(Refused):
            actions.publish_version(by=steward, document=adopted, name="More")
        with pytest.raises(Refused):
            actions.add_party(by=steward, document=adopted, side="sector", name="Late")


class TestParties:
    def test_sign_and_leave(self, steward, draft):
        council = OrganisationFactory(name="Saltwold Council", side="partner")
        party = actions.add_party(by=steward, document=draft, side="partner", organisation=council)

        actions.sign_document(by=steward, party=party, on=DAY, signed_by="Ana Holt, Leader")
        assert whole_of(draft).parties[0].signed_by == "Ana Holt, Leader"

        actions.leave_document(by=steward, party=party, on=DAY + dt.timedelta(days=30))
        assert whole_of(draft).parties == ()

    def test_stand_once(self, steward, draft):
        PartyFactory(document=draft, name="Saltwold Voice")

        with pytest.raises(Refused, match="already"):
            actions.add_party(by=steward, document=draft, side="sector", name=" Saltwold  Voice")

    def test_are_never_organisations_that_are_withheld(self, steward, draft):
        refuge = OrganisationFactory(withheld=True)

        with pytest.raises(Refused, match="not shown"):
            actions.add_party(by=steward, document=draft, side="sector", organisation=refuge)

    @pytest.mark.parametrize(
        ("told", "field"),
        [({"name": ""}, "name"), ({"name": "x" * 256}, "name"), ({"side": "both"}, "side")],
    )
    def test_say_what_is_wrong_where(self, steward, draft, told, field):
        with pytest.raises(Refused) as refusal:
            actions.add_party(
                **{"by": steward, "document": draft, "side": "sector", "name": "A"} | told
            )

        assert refusal.value.field == field

    def test_sign_on_a_day_that_has_come_and_by_somebody(self, steward, draft):
        party = PartyFactory(document=draft)

        with pytest.raises(Refused, match="to come"):
            actions.sign_document(
                by=steward, party=party, on=clock.today() + dt.timedelta(days=1), signed_by="A"
            )
        with pytest.raises(Refused, match="who signed"):
            actions.sign_document(by=steward, party=party, on=DAY, signed_by=" ")

    def test_do_not_leave_before_they_signed(self, steward, draft):
        party = PartyFactory(document=draft)
        with pytest.raises(Refused, match="Take it out"):
            actions.leave_document(by=steward, party=party, on=DAY)
        actions.sign_document(by=steward, party=party, on=DAY, signed_by="A")

        with pytest.raises(Refused, match="after it signed"):
            actions.leave_document(by=steward, party=party, on=DAY - dt.timedelta(days=1))

    def test_are_taken_out_only_before_they_sign(self, steward, draft):
        party = PartyFactory(document=draft, name="Early")
        PartyFactory(document=draft, name="Signed", signed_on=DAY, signed_by="A")

        actions.take_out_party(by=steward, document=draft, name="Early")

        assert not draft.parties.filter(pk=party.pk).exists()
        for name in ("Signed", "Nobody"):
            with pytest.raises(Refused):
                actions.take_out_party(by=steward, document=draft, name=name)


class TestAnEasyRead:
    def test_is_for_everybody_once_the_document_is(self, steward, draft):
        given = SimpleUploadedFile("easy.pdf", b"%PDF-1.7 easy")
        actions.attach_easy_read(by=steward, document=draft, given=given)
        draft.refresh_from_db()
        assert not draft.easy_read.public

        actions.adopt_document(by=steward, document=draft, on=DAY)

        draft.easy_read.refresh_from_db()
        assert draft.easy_read.public

    def test_is_what_its_name_says(self, steward, draft):
        with pytest.raises(Refused, match="does not hold what its name says"):
            actions.attach_easy_read(
                by=steward, document=draft, given=SimpleUploadedFile("easy.pdf", b"MZ\x00")
            )


class TestWhoMay:
    def test_say_how_it_stands_are_stewards_alone(self, draft):
        party = PartyFactory(document=draft)
        of = {"document": draft}
        tries = [
            (actions.change_standing, {**of, "standing": "consulting"}),
            (actions.publish_version, {**of, "name": "A"}),
            (actions.adopt_document, {**of, "on": DAY}),
            (actions.supersede_document, {**of, "successor": draft}),
            (actions.close_document, {**of, "reason": "A"}),
            (actions.add_party, {**of, "side": "sector", "name": "A"}),
            (actions.take_out_party, {**of, "name": party.name}),
            (actions.sign_document, {"party": party, "on": DAY, "signed_by": "A"}),
            (actions.leave_document, {"party": party, "on": DAY}),
        ]

        for actor in nobody_who_may():
            for change, told in tries:
                with pytest.raises(PermissionDenied):
                    change(by=actor, **told)

        draft.refresh_from_db()
        assert draft.standing == "draft"
