"""Promises in their exact words, and actions that say how they stand."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.models import Action, Commitment
from commonweal.commitments.tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DocumentFactory,
    EvidenceFactory,
    ParagraphFactory,
    VersionFactory,
)
from commonweal.core.actors import Robot, Visitor
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db
WORDS = "Consultations stay open for twelve weeks. “Always.”"


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"])


def adopted(**told):
    document = DocumentFactory(standing="adopted", adopted_on=dt.date(2026, 3, 12), **told)
    VersionFactory(document=document, standing="adopted", name="As adopted")
    return document


def promise(by, document, **more):
    told = {
        "words": WORDS, "promised_by": "partner", "promiser": "Saltwold Council",
        "promised_to": "the sector",
    }  # fmt: skip
    return actions.add_commitment(by=by, document=document, **(told | more))


class TestAPromise:
    def test_is_frozen_word_for_word_when_it_is_published(self, steward):
        made = promise(steward, adopted())

        published = actions.publish_commitment(by=steward, commitment=made)

        assert published.words == WORDS
        assert published.digest == hashlib.sha256(WORDS.encode()).hexdigest()
        assert published.published_at is not None

    def test_is_not_changed_once_it_was_published(self, steward):
        made = actions.publish_commitment(by=steward, commitment=promise(steward, adopted()))

        with pytest.raises(Refused, match="not changed"):
            actions.change_commitment(
                by=steward, commitment=made, changes={"words": "For six weeks."}
            )
        with pytest.raises(Refused, match="End it instead"):
            actions.take_out_commitment(
                by=steward, document=made.document, commitment=made, code=made.code
            )

        held = Commitment.objects.get()
        assert held.digest == hashlib.sha256(held.words.encode()).hexdigest()

    def test_is_changed_while_nobody_has_seen_it(self, steward):
        made = promise(steward, DocumentFactory())

        changed = actions.change_commitment(
            by=steward, commitment=made, changes={"words": "For ten weeks.", "code": "2.4"}
        )

        assert (changed.words, changed.code) == ("For ten weeks.", "2.4")

    def test_is_not_published_before_what_it_stands_in(self, steward):
        made = promise(steward, DocumentFactory(title="A fair wind"))

        with pytest.raises(Refused, match="when A fair wind is adopted"):
            actions.publish_commitment(by=steward, commitment=made)

    @pytest.mark.parametrize(
        ("wrong", "field", "sentence"),
        [
            ({"starts_on": dt.date(2026, 5, 1), "due_on": dt.date(2026, 4, 1)}, "due_on",
             "due before it begins"),
            ({"words": "  "}, "words", "word for word"),
            ({"words": "x" * 200_000}, "words", "200,000 characters"),
            ({"promiser": ""}, "promiser", "who promises"),
            ({"reviewed_by": "min-days"}, "threshold", "how many days"),
            ({"reviewed_by": "share", "threshold": 101}, "threshold", "between 0 and 100"),
            ({"promised_by": "nobody"}, "promised_by", "who promises"),
        ],
    )  # fmt: skip
    def test_is_refused_with_a_sentence_at_the_field(self, steward, wrong, field, sentence):
        with pytest.raises(Refused, match=sentence) as refusal:
            promise(steward, DocumentFactory(), **wrong)

        assert refusal.value.field == field
        assert not Commitment.objects.exists()

    def test_lies_in_a_part_of_the_same_document(self, steward):
        with pytest.raises(Refused, match="something else"):
            promise(steward, DocumentFactory(), paragraph=ParagraphFactory())

    def test_ends_with_its_reason_and_may_name_what_follows(self, steward):
        document = adopted()
        first, second = (
            actions.publish_commitment(by=steward, commitment=promise(steward, document))
            for _ in range(2)
        )

        with pytest.raises(Refused, match="Say why"):
            actions.end_commitment(by=steward, commitment=first, reason=" ")
        ended = actions.end_commitment(
            by=steward, commitment=first, reason="Replaced in the review.", successor=second
        )

        assert ended.succeeded_by == second
        assert list(Commitment.objects.binding()) == [second]
        with pytest.raises(Refused, match="ended already"):
            actions.end_commitment(by=steward, commitment=first, reason="Again.")

    def test_is_not_followed_by_itself_or_by_a_draft(self, steward):
        document = adopted()
        made = actions.publish_commitment(by=steward, commitment=promise(steward, document))

        for other in (made, promise(steward, document)):
            with pytest.raises(Refused, match="Choose another"):
                actions.end_commitment(
                    by=steward, commitment=made, reason="Replaced.", successor=other
                )

    def test_is_taken_out_only_while_nothing_hangs_on_it(self, steward):
        made = promise(steward, DocumentFactory())
        ActionFactory(document=made.document, commitment=made)

        with pytest.raises(Refused, match="belong to this promise"):
            actions.take_out_commitment(
                by=steward, document=made.document, commitment=made, code=""
            )

    @pytest.mark.parametrize("roles", [[], ["reader"], ["editor"], ["moderator"]])
    def test_is_written_changed_published_and_ended_by_stewards_alone(self, roles):
        made = CommitmentFactory(document=adopted())
        for somebody in (UserFactory(roles=roles), Visitor(), Robot("funding")):
            for attempt in (
                lambda by: promise(by, made.document),
                lambda by: actions.change_commitment(by=by, commitment=made, changes={}),
                lambda by: actions.publish_commitment(by=by, commitment=made),
                lambda by: actions.end_commitment(by=by, commitment=made, reason="x"),
                lambda by: actions.add_action(by=by, document=made.document, title="x"),
            ):
                with pytest.raises(PermissionDenied):
                    attempt(somebody)


class TestAnAction:
    def test_slips_with_its_reason_and_keeps_the_day_first_set(self, steward):
        doing = actions.add_action(
            by=steward, document=adopted(), title="Register of halls at risk",
            due_on=dt.date(2026, 9, 30),
        )  # fmt: skip

        with pytest.raises(Refused, match="why it slipped") as refusal:
            actions.say_how_action_stands(
                by=steward, action=doing, standing="under-way", due_on=dt.date(2027, 2, 28)
            )
        status = actions.say_how_action_stands(
            by=steward, action=doing, standing="under-way", reason="The surveyor left.",
            due_on=dt.date(2027, 2, 28),
        )  # fmt: skip

        assert refusal.value.field == "reason"
        assert (status.by, status.reason) == (steward.label, "The surveyor left.")
        doing.refresh_from_db()
        assert doing.due_on == dt.date(2026, 9, 30)

    def test_has_rows_that_are_only_added(self, steward):
        doing = ActionFactory(document=adopted())

        for standing in ("under-way", "done"):
            actions.say_how_action_stands(
                by=steward, action=doing, standing=standing, reason="As planned."
            )

        assert [s.standing for s in doing.statuses.order_by("pk")] == ["under-way", "done"]

    def test_says_nothing_that_is_not_new(self, steward):
        doing = ActionFactory(document=adopted())

        with pytest.raises(Refused, match="Say what is new"):
            actions.say_how_action_stands(by=steward, action=doing, standing="not-begun")

    def test_stops_for_a_reason_and_without_a_new_day(self, steward):
        doing = ActionFactory(document=adopted(), due_on=dt.date(2026, 9, 30))

        with pytest.raises(Refused, match="why it stopped"):
            actions.say_how_action_stands(by=steward, action=doing, standing="stopped")
        with pytest.raises(Refused, match="no new day"):
            actions.say_how_action_stands(
                by=steward, action=doing, standing="done", due_on=dt.date(2027, 1, 1), reason="x"
            )

    def test_keeps_its_day_once_people_know_it(self, steward):
        doing = ActionFactory(document=adopted(), due_on=dt.date(2026, 9, 30))

        with pytest.raises(Refused, match="People know this day"):
            actions.change_action(by=steward, action=doing, changes={"due_on": dt.date(2027, 1, 1)})
        changed = actions.change_action(by=steward, action=doing, changes={"owner": "The panel"})

        assert changed.owner == "The panel"

    def test_is_not_due_before_it_begins(self, steward):
        with pytest.raises(Refused, match="due before it begins") as refusal:
            actions.add_action(
                by=steward, document=adopted(), title="x", starts_on=dt.date(2026, 5, 1),
                due_on=dt.date(2026, 4, 1),
            )  # fmt: skip

        assert refusal.value.field == "due_on"

    def test_that_was_taken_out_says_no_more(self, steward):
        doing = ActionFactory(document=adopted())
        actions.take_out_action(by=steward, action=doing)

        with pytest.raises(Refused, match="taken out"):
            actions.say_how_action_stands(by=steward, action=doing, standing="done")
        assert not Action.objects.standing().exists()

    def test_is_not_added_to_what_has_ended(self, steward):
        with pytest.raises(Refused, match="has ended"):
            actions.add_action(by=steward, document=DocumentFactory(standing="closed"), title="x")


class TestEvidenceOfADraft:
    def test_is_not_taken(self, steward):
        with pytest.raises(Refused, match="not published yet"):
            actions.add_evidence(
                by=steward, commitment=CommitmentFactory(), on=dt.date(2026, 3, 2), says="x",
                source="y",
            )  # fmt: skip

    def test_and_its_promise_are_kept_together(self, steward):
        given = EvidenceFactory()

        with pytest.raises(Refused, match="belong to this promise"):
            actions.take_out_commitment(
                by=steward, document=given.commitment.document, commitment=given.commitment,
                code="",
            )  # fmt: skip
