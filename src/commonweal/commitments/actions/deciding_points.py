"""What is decided on points, what changed for them, and telling everybody."""

from __future__ import annotations

from commonweal.commitments.actions.points import (
    begin_point,
    open_point,
    put_into_point,
    refuse_reported,
)
from commonweal.commitments.choices import ConsultationStanding, Decision
from commonweal.commitments.models import (
    Action,
    Consultation,
    Paragraph,
    ParagraphVersion,
    Point,
    PointDecision,
)
from commonweal.commitments.reports.left import left_of, unplaced
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

LONGEST_REASON = 10_000
OTHER_THINGS = "Other things said"


@action(permission="commitments.analyse", about="point", keeps=("decision",))
def decide_point(
    *, by: Actor, point: Point, decision: str, reason: str, decided_by: str
) -> PointDecision:
    """Write down what was decided on a point, why and by whom. The last decision counts.

    Also after the report: a decision may change, and the one before stays to be read.

    :raises Refused: without a reason or without saying who decided.
    """
    held = Point.objects.select_for_update().get(pk=point.pk)
    reason, decided_by = reason.strip(), decided_by.strip()
    if decision not in Decision.values:
        raise Refused("Choose what was decided.", field="decision")
    if not reason:
        raise Refused(
            "Give the reason: everybody whose comment is in this point reads it.", field="reason"
        )
    if len(reason) > LONGEST_REASON:
        raise Refused(f"A reason takes {LONGEST_REASON:,} characters at most.", field="reason")
    if not decided_by:
        raise Refused("Say who decided it: a group or a person.", field="decided_by")
    return PointDecision.objects.create(
        point=held, decision=decision, reason=reason, decided_by=decided_by[:200],
        at=clock.now(), by=by.label,
    )  # fmt: skip


@action(permission="commitments.analyse", about="point", keeps=("paragraph",))
def tie_point_to_paragraph(
    *, by: Actor, point: Point, paragraph: Paragraph, version: ParagraphVersion | None = None
) -> Point:
    """Say that a paragraph was changed for a point; ``version`` is the change, where one alone is.

    :raises Refused: where the paragraph is of another document, the version of another paragraph,
        or where that change was for another point already.
    """
    held = Point.objects.select_for_update().select_related("consultation").get(pk=point.pk)
    if paragraph.document_id != held.consultation.document_id:
        raise Refused("That paragraph is not of what was consulted on.", field="paragraph")
    if version is not None:
        change = ParagraphVersion.objects.select_for_update().get(pk=version.pk)
        if change.paragraph_id != paragraph.pk:
            raise Refused("That change is of another paragraph.", field="version")
        if change.point_id not in (None, held.pk):
            raise Refused("That change was made for another point.", field="version")
        change.point = held
        change.save(update_fields=["point"])
    held.paragraphs.add(paragraph)
    return held


@action(permission="commitments.analyse", about="point", keeps=("paragraph",))
def untie_point_from_paragraph(*, by: Actor, point: Point, paragraph: Paragraph) -> Point:
    """Say that a paragraph was not changed for a point after all.

    :raises Refused: once it was published.
    """
    held = open_point(point)
    paragraph.versions.filter(point=held).update(point=None)
    held.paragraphs.remove(paragraph)
    return held


@action(permission="commitments.analyse", about="point", keeps=("doing",))
def tie_point_to_action(*, by: Actor, point: Point, doing: Action) -> Point:
    """Say that an action comes of a point.

    :raises Refused: where the action is of another document, or was taken out.
    """
    held = Point.objects.select_for_update().select_related("consultation").get(pk=point.pk)
    if doing.document_id != held.consultation.document_id:
        raise Refused("That action is not of what was consulted on.", field="doing")
    if doing.taken_out_at:
        raise Refused("That action was taken out.", field="doing")
    held.actions.add(doing)
    return held


@action(permission="commitments.analyse", about="point", keeps=("doing",))
def untie_point_from_action(*, by: Actor, point: Point, doing: Action) -> Point:
    """Say that an action does not come of a point after all.

    :raises Refused: once it was published.
    """
    held = open_point(point)
    held.actions.remove(doing)
    return held


@action(permission="commitments.analyse", about="consultation")
def gather_the_rest(
    *, by: Actor, consultation: Consultation, reason: str, decided_by: str
) -> Point:
    """Put every comment that is in no point into a last one, with one reason for all of them.

    It is signed off like every other, by somebody who looked at what it holds.

    :raises Refused: where no comment is left, or without a reason.
    """
    rest = list(unplaced(consultation))
    if not rest:
        raise Refused("Every comment is in a point already.")
    last = consultation.points.filter(title=OTHER_THINGS, published_at=None).first()
    point = last or begin_point(by=by, consultation=consultation, title=OTHER_THINGS)
    put_into_point(by=by, point=point, comments=rest)
    decide_point(by=by, point=point, decision=Decision.NO, reason=reason, decided_by=decided_by)
    return point


@action(permission="commitments.publish", about="consultation")
def publish_points(*, by: Actor, consultation: Consultation) -> Consultation:
    """Show everybody what came of a consultation: what people said, what was decided and why.

    :raises Refused: while it is open, somebody waits to be read, or a point is not signed off or
        not decided; the sentence says which.
    """
    held = Consultation.objects.select_for_update().get(pk=consultation.pk)
    refuse_reported(held)
    if held.standing != ConsultationStanding.CLOSED:
        raise Refused("People may still say something. Publish once it has closed.")
    if not held.points.exists():
        raise Refused("There is no point yet.")
    if reasons := left_of(held).sentences():
        raise Refused(" ".join(("Not yet.", *reasons)))
    now = clock.now()
    held.points.update(published_at=now)
    held.standing, held.reported_at = ConsultationStanding.REPORTED, now
    held.save(update_fields=["standing", "reported_at"])
    return held
