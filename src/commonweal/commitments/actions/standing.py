"""How a document comes to stand, and the versions of it that the public sees."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.actions.freezing import OVER, freeze, held
from commonweal.commitments.actions.independence import only_the_independent_of_calls
from commonweal.commitments.choices import MAY_FOLLOW, ConsultationStanding, DocumentStanding
from commonweal.commitments.models import Document, File, StandingChange, Version
from commonweal.commitments.reports.whole import whole_of
from commonweal.commitments.wording import one_line
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

S = DocumentStanding


@action(permission="commitments.publish", about="document", keeps=("standing", "reason"))
def change_standing(
    *, by: Actor, document: Document, standing: str, reason: str = ""
) -> StandingChange:
    """Put a draft out for consultation, or take it back to be a draft.

    Adopting, superseding and closing are actions of their own: each says more.

    A consultation that is open ends with the draft it is about. What was said in it is kept.

    :raises Refused: when that may not follow on how it stands, or people are answering and are
        given no reason.
    """
    if standing not in (S.DRAFT, S.CONSULTING):
        raise Refused("Adopt it, say what takes its place, or close it.", field="standing")
    now = held(document)
    going = now.consultations.filter(standing=ConsultationStanding.OPEN)
    if standing == S.DRAFT and going.exists():
        if not reason.strip():
            raise Refused("People are answering. Say why: they read it.", field="reason")
        going.update(standing=ConsultationStanding.CLOSED, closed_at=clock.now())
    return _stand(now, S(standing), by=by, reason=reason)


@action(permission="commitments.publish", about="document", keeps=("name",))
def publish_version(*, by: Actor, document: Document, name: str) -> Version:
    """Keep what is written now, whole and for ever, and show it to everybody.

    Of what was adopted, promises that were added since are frozen with it.

    :raises Refused: when it is a draft or over, has no name, or says what was published already.
    """
    now = held(document)
    if now.standing == S.DRAFT:
        raise Refused("Nobody outside sees a draft. Open a consultation on it, or adopt it.")
    if now.standing in OVER:
        raise Refused(f"This is {now.get_standing_display().lower()}. It stays as it is.")
    return _publish(now, name, by=by)


@action(permission="commitments.publish", about="document", keeps=("on", "reason"))
def adopt_document(*, by: Actor, document: Document, on: dt.date, reason: str = "") -> Version:
    """Adopt it: its promises are frozen in their exact words, and it is published whole.

    :raises Refused: when the day is to come, nothing is written, or it is being consulted on.
    """
    now = held(document)
    if on > clock.today():
        raise Refused("Say the day on which it was adopted: not one to come.", field="on")
    if now.consultations.filter(standing=ConsultationStanding.OPEN).exists():
        raise Refused("It is being consulted on. Close the consultation first.")
    if not now.paragraphs.standing().exists():
        raise Refused("Nothing is written in it yet.")
    now.adopted_on = on
    _stand(now, S.ADOPTED, by=by, reason=reason)
    return _publish(now, "As adopted", by=by)


@action(permission="commitments.publish", about="document", keeps=("successor", "reason"))
def supersede_document(
    *, by: Actor, document: Document, successor: Document, reason: str = ""
) -> StandingChange:
    """Say what takes its place. What was promised in it binds no longer.

    :raises Refused: when the successor is itself, or was not adopted.
    """
    now = held(document)
    if successor.pk == now.pk or not Document.objects.in_force().filter(pk=successor.pk).exists():
        raise Refused("Choose something else that was adopted.", field="successor")
    now.succeeded_by = successor
    change = _stand(now, S.SUPERSEDED, by=by, reason=reason)
    now.commitments.binding().update(
        ended_on=clock.today(), ended_because=f"Superseded by “{successor.title}”."
    )
    return change


@action(permission="commitments.publish", about="document", keeps=("reason",))
def close_document(*, by: Actor, document: Document, reason: str) -> StandingChange:
    """Close it: nothing more is written in it. What was promised in it is still looked at.

    :raises Refused: when no reason is given, or it is over or being consulted on.
    """
    if not reason.strip():
        raise Refused("Say why it is closed.", field="reason")
    return _stand(held(document), S.CLOSED, by=by, reason=reason)


def _stand(
    document: Document, standing: DocumentStanding, *, by: Actor, reason: str
) -> StandingChange:
    only_the_independent_of_calls(by, document)
    before = S(document.standing)
    if standing not in MAY_FOLLOW[before]:
        raise Refused(f"It is: {before.label.lower()}. It cannot become: {standing.label.lower()}.")
    document.standing = standing
    document.save()
    return StandingChange.objects.create(
        document=document, standing=standing, reason=one_line(reason, "reason", 500),
        at=clock.now(), by=by.label,
    )  # fmt: skip


def _publish(document: Document, name: str, *, by: Actor) -> Version:
    only_the_independent_of_calls(by, document)
    name = one_line(name, "name", 100)
    if not name:
        raise Refused("Give the version a name, such as “Second draft”.", field="name")
    if document.standing == S.ADOPTED:
        freeze(document, clock.now())
    whole, last = whole_of(document), document.versions.order_by("-number").first()
    if last is not None and last.digest == whole.digest:
        raise Refused(f"Nothing has changed since “{last.name}” was published.")
    File.objects.filter(easy_read_of=document).update(public=True)
    return Version.objects.create(
        document=document, number=last.number + 1 if last else 1, name=name,
        standing=document.standing, body=whole.as_body(), digest=whole.digest,
        at=clock.now(), by=by.label,
    )  # fmt: skip
