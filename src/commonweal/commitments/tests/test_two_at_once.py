"""Two people press the same button at the same moment: it happens once, and neither breaks it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.choices import EventKind
from commonweal.commitments.models import Event, Evidence, Point, ProgressReview, Version
from commonweal.commitments.tests.agreements import agreement, undertaking
from commonweal.commitments.tests.factories import (
    DAY,
    THEN,
    CommentFactory,
    ConsultationFactory,
    DocumentFactory,
    EvidenceFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
    PointCommentFactory,
    PointDecisionFactory,
    PointFactory,
    ProgressReviewFactory,
    SubmissionFactory,
)
from commonweal.comms.models import Message
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def both_press(press: Callable[[Any], object]) -> tuple[int, list[Refused]]:
    """How often it was done, and in which words it was refused. Anything else is a fault."""
    start, done, refused, wrong = threading.Barrier(2), [], [], []
    people = [UserFactory(name=name, roles=["steward"]) for name in ("Samir Rahman", "Ruth Wyke")]

    def work(by: Any) -> None:
        try:
            start.wait(timeout=10)
            done.append(press(by))
        except Refused as no:
            refused.append(no)
        except OperationalError as problem:
            # SQLite lets one write at a time; whoever waited too long presses again.
            if connection.vendor != "sqlite":
                wrong.append(problem)
        except Exception as problem:
            wrong.append(problem)
        finally:
            connections.close_all()

    both = [threading.Thread(target=work, args=[one]) for one in people]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert wrong == []
    return len(done), refused


class TestPressedTwiceAtOnce:
    def test_a_review_is_published_once_and_its_promiser_told_once(self):
        promise = undertaking(DocumentFactory(), "Twelve weeks.", "1.1")
        review = ProgressReviewFactory(
            commitment=promise, asked_at=THEN, reply_by=DAY, asked_of="olu@council.example",
            replied_at=THEN, reply="So.", replied_by="Olu",
        )  # fmt: skip
        review.evidence.add(EvidenceFactory(commitment=promise))

        done, refused = both_press(lambda by: actions.publish_review(by=by, review=review))

        assert done == 1
        assert all("was published" in str(no) for no in refused)
        assert ProgressReview.objects.get().published_at is not None
        assert Message.objects.filter(to="olu@council.example").count() == 1

    def test_a_strategy_is_adopted_once_in_one_version(self):
        document = DocumentFactory()
        ParagraphVersionFactory(paragraph=ParagraphFactory(document=document))

        done, refused = both_press(
            lambda by: actions.adopt_document(by=by, document=document, on=DAY)
        )

        assert done == 1
        assert all("It is: adopted." in str(no) for no in refused)
        assert Version.objects.filter(document=document).count() == 1
        assert document.standing_changes.count() == 1

    def test_a_point_is_signed_off_by_the_first_and_stays_so(self):
        point = PointFactory(consultation=ConsultationFactory(standing="closed", opens_on=DAY,
                             closes_on=DAY, first_closes_on=DAY))  # fmt: skip
        said = CommentFactory(submission=SubmissionFactory(consultation=point.consultation))
        PointCommentFactory(point=point, comment=said, confirmed_at=THEN, confirmed_by="Ruth Wyke")
        signed = []

        def press(by: Any) -> object:
            now = actions.sign_off_point(by=by, point=point)
            signed.append((now.signed_by, now.signed_at))
            return now

        done, refused = both_press(press)

        assert (done >= 1, refused) == (True, [])
        assert len(set(signed)) == 1
        now = Point.objects.get()
        assert (now.signed_by, now.signed_at) == signed[0]

    def test_what_came_of_a_consultation_is_published_once(self):
        consultation = ConsultationFactory(
            standing="closed", opens_on=DAY, closes_on=DAY, first_closes_on=DAY
        )
        point = PointFactory(consultation=consultation, signed_by="Ruth Wyke", signed_at=THEN)
        said = CommentFactory(
            submission=SubmissionFactory(consultation=consultation), standing="shown"
        )
        PointCommentFactory(point=point, comment=said, confirmed_at=THEN, confirmed_by="Ruth Wyke")
        PointDecisionFactory(point=point)

        done, refused = both_press(
            lambda by: actions.publish_points(by=by, consultation=consultation)
        )

        assert done == 1
        assert all("was published" in str(no) for no in refused)
        consultation.refresh_from_db()
        assert consultation.standing == "reported"
        assert Point.objects.get().published_at == consultation.reported_at

    def test_facts_computed_again_are_evidence_once(self):
        compact = agreement()
        event = Event.objects.create(
            organisation=compact.council, kind=EventKind.CONSULTATION, title="Library hours",
            on=DAY, opened_on=DAY, closes_on=DAY, source="Minutes", at=THEN, changed_at=THEN, by="",
        )  # fmt: skip

        both_press(lambda by: actions.note_facts(by=by, event=Event.objects.get(pk=event.pk)))

        assert Evidence.objects.standing().filter(event=event).count() == 1
