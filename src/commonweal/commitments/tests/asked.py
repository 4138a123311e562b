"""A consultation that has closed, with people, for the tests of what came of it."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments import actions
from commonweal.commitments.models import Comment, Consultation, Point
from commonweal.commitments.tests.factories import (
    DAY,
    THEN,
    CommentFactory,
    ConsultationFactory,
    DocumentFactory,
    PointFactory,
    SubmissionFactory,
)
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.people import Somebody

steward = Somebody("Ada the steward", frozenset({"steward"}))
moderator = Somebody("Mo the moderator", frozenset({"moderator"}))
reader = Somebody("Ed the reader", frozenset({"reader"}))
editor = Somebody("Di the editor", frozenset({"editor"}))
stranger = Visitor()
robot = Robot("the clock")
NOT_STEWARDS = (moderator, reader, editor, stranger, robot, LinkHolder("commitments.submission:1"))
TOKEN = "a-secret-of-thirty-two-letters-x"
BECAUSE = {"reason": "It is an action now.", "decided_by": "The steering group"}


def closed(**kwargs) -> Consultation:
    """A consultation of March that has closed."""
    days = {"opens_on": DAY, "closes_on": DAY + dt.timedelta(days=84)}
    days["first_closes_on"] = days["closes_on"]
    document = kwargs.pop("document", None) or DocumentFactory(standing="consulting")
    told = {"standing": "closed", "number": 1, "opened_at": THEN}
    return ConsultationFactory(document=document, **{**days, **told, **kwargs})


def said(consultation: Consultation, text: str = "No bus at night.", **kwargs) -> Comment:
    """Somebody said something; a moderator let it be seen unless told otherwise."""
    of = {k: kwargs.pop(k) for k in ("paragraph", "question", "standing", "answer") if k in kwargs}
    if kwargs.get("way", "web") != "web":
        kwargs.setdefault("entered_by", "Mo")
    submission = SubmissionFactory(consultation=consultation, **kwargs)
    return CommentFactory(submission=submission, text=text, **{"standing": "shown", **of})


def linked(comment: Comment) -> LinkHolder:
    """Whoever holds the private link to what they said."""
    type(comment.submission).objects.filter(pk=comment.submission_id).update(
        digest=digest_of(TOKEN)
    )
    return LinkHolder(f"commitments.submission:{comment.submission_id}")


def point_of(consultation: Consultation, *comments: Comment, **kwargs) -> Point:
    """A point that holds these, confirmed, signed off and decided."""
    point = PointFactory(consultation=consultation, **kwargs)
    actions.put_into_point(by=steward, point=point, comments=comments)
    actions.sign_off_point(by=steward, point=point)
    actions.decide_point(by=steward, point=point, decision="partly", **BECAUSE)
    point.refresh_from_db()
    return point


def reported(consultation: Consultation) -> Consultation:
    """The consultation, once what came of it was published."""
    actions.publish_points(by=steward, consultation=consultation)
    consultation.refresh_from_db()
    return consultation
