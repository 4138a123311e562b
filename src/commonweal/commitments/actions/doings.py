"""What is done towards promises: actions, and how each stands from one day to the next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max

from commonweal.commitments.choices import ActionStanding, DocumentStanding
from commonweal.commitments.models import (
    Action,
    ActionStatus,
    Commitment,
    Document,
    Paragraph,
)
from commonweal.commitments.saying import A_LINE, in_order, told
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.models import Organisation

CAN_CHANGE = frozenset({
    "title", "text", "paragraph", "commitment", "code", "owner", "organisation", "starts_on",
    "due_on",
})  # fmt: skip


@action(permission="commitments.write", keeps=("document",))
def add_action(
    *,
    by: Actor,
    document: Document,
    title: str,
    text: str = "",
    paragraph: Paragraph | None = None,
    commitment: Commitment | None = None,
    code: str = "",
    owner: str = "",
    organisation: Organisation | None = None,
    starts_on: dt.date | None = None,
    due_on: dt.date | None = None,
) -> Action:
    """Write down something to be done, by whom and by when.

    :raises Refused: when it has no title, is too long, or is due before it begins.
    """
    if document.standing in (DocumentStanding.SUPERSEDED, DocumentStanding.CLOSED):
        raise Refused("This has ended. Nothing more is to be done in it.")
    last = document.actions.aggregate(last=Max("position"))["last"] or 0
    doing = Action(
        document=document, title=title, text=text, paragraph=paragraph, commitment=commitment,
        code=code, owner=owner, organisation=organisation, starts_on=starts_on, due_on=due_on,
        position=last + 1, begun_at=clock.now(),
    )  # fmt: skip
    make_fit(doing)
    doing.save()
    return doing


@action(permission="commitments.write", about="action")
def change_action(*, by: Actor, action: Action, changes: dict[str, Any]) -> Action:
    """Change what is to be done, or who does it.

    The day by which it is due is changed here only until somebody has said how it stands, or it
    was published: after that it slips, and is told so.

    :param changes: new values by field, those that ``add_action`` takes.
    :raises Refused: when something is missing, or the day was published.
    """
    held = Action.objects.select_for_update().select_related("document").get(pk=action.pk)
    unknown = set(changes) - CAN_CHANGE
    if unknown:
        raise ValueError(f"Not of an action: {', '.join(sorted(unknown))}.")
    moved = "due_on" in changes and held.due_on and changes["due_on"] != held.due_on
    if moved and (held.document.standing != DocumentStanding.DRAFT or held.statuses.exists()):
        raise Refused(
            "People know this day. Say how the action stands, with the new day and why.",
            field="due_on",
        )
    for field, value in changes.items():
        setattr(held, field, value)
    make_fit(held)
    held.save()
    return held


@action(permission="commitments.write", about="action", keeps=("reason",))
def take_out_action(*, by: Actor, action: Action, reason: str = "") -> Action:
    """Take out an action that should not have been written down. What is given up is *stopped*.

    :raises Refused: when it was taken out before.
    """
    held = Action.objects.select_for_update().get(pk=action.pk)
    if held.taken_out_at:
        raise Refused("This action was taken out before.")
    held.taken_out_at = clock.now()
    held.save(update_fields=["taken_out_at"])
    return held


@action(permission="commitments.write", about="action", keeps=("standing", "due_on"))
def say_how_action_stands(
    *, by: Actor, action: Action, standing: str, reason: str = "", due_on: dt.date | None = None
) -> ActionStatus:
    """Say how far an action has come; with another day, that it slipped, and why.

    :raises Refused: when nothing is new, or a reason is missing where it slipped or stopped.
    """
    held = Action.objects.select_for_update().get(pk=action.pk)
    if held.taken_out_at:
        raise Refused("This action was taken out.")
    if standing not in ActionStanding.values:
        raise Refused("Say how it stands.", field="standing")
    last = held.statuses.order_by("-pk").first()
    due = due_of(held)
    moved = due_on if due_on and due_on != due else None
    if moved and standing in (ActionStanding.DONE, ActionStanding.STOPPED):
        raise Refused("What is done or stopped has no new day.", field="due_on")
    in_order(held.starts_on, moved)
    missing = ""
    if moved and due and moved > due:
        missing = "Say why it slipped. Everybody reads it."
    elif standing == ActionStanding.STOPPED:
        missing = "Say why it stopped. Everybody reads it."
    why = told(reason, field="reason", missing=missing, most=2_000)
    if not moved and not why and standing == (last.standing if last else ActionStanding.NOT_BEGUN):
        raise Refused("It stood so before. Say what is new.", field="standing")
    return ActionStatus.objects.create(
        action=held, standing=standing, reason=why, due_on=moved, at=clock.now(), by=by.label
    )


def due_of(action: Action) -> dt.date | None:
    """The day by which it is to be done now: the last that somebody set."""
    moved = action.statuses.exclude(due_on=None).order_by("-pk").first()
    return moved.due_on if moved else action.due_on


def make_fit(doing: Action) -> None:
    """Make an action fit to be kept.

    :raises Refused: when it has no title, is too long, or out of order.
    """
    doing.title = told(doing.title, field="title", missing="Say what is to be done.", most=A_LINE)
    doing.text = told(doing.text, field="text")
    doing.code = told(doing.code, field="code", most=12)
    doing.owner = told(doing.owner, field="owner", most=A_LINE)
    for field, of in (("paragraph", doing.paragraph), ("commitment", doing.commitment)):
        if of is not None and of.document_id != doing.document_id:
            raise Refused("This belongs to something else.", field=field)
    in_order(doing.starts_on, doing.due_on)
