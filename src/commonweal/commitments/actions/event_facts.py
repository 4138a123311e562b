"""Evidence made from events by the date rules: made once, and anew when the event is changed."""

from __future__ import annotations

from commonweal.commitments.choices import EventStanding
from commonweal.commitments.models import Event, Evidence
from commonweal.commitments.reports.facts import facts_of_event
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor

CHANGED = "What was logged of it has changed."
NO_LONGER = "It was logged otherwise, and no longer bears on this."


@action(permission="commitments.keep_event", about="event")
def note_facts(*, by: Actor, event: Event) -> int:
    """Compute anew what an event shows, as when an undertaking was published after it was logged.

    Returns how many pieces of evidence were added. Done twice, it adds nothing.
    """
    return renew_facts(event, by=by)


def renew_facts(event: Event, *, by: Actor) -> int:
    """Make the evidence of an event what its facts are now, as part of another action.

    The event is held meanwhile, so that two who compute it at once add it once.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    going = event.standing == EventStanding.NOTED
    facts = {f.commitment.pk: f for f in facts_of_event(event) if f.known} if going else {}
    withdrawn = f"The event was withdrawn: {event.withdrawn_because}"[:500]
    for held in event.evidence.standing().select_related("commitment"):
        fact = facts.get(held.commitment_id)
        if fact is not None and _is_as_noted(held, fact.says, event):
            del facts[held.commitment_id]
        else:
            why = withdrawn if not going else CHANGED if fact else NO_LONGER
            held.withdrawn_at, held.withdrawn_because = clock.now(), why
            held.save(update_fields=["withdrawn_at", "withdrawn_because"])
    Evidence.objects.bulk_create(
        Evidence(
            commitment=fact.commitment, event=event, on=event.on, source=event.source,
            says=f"{event.title}: {fact.says}", source_url=event.source_url,
            added_at=clock.now(), added_by=by.label, published_at=event.published_at,
        )
        for fact in facts.values()
    )  # fmt: skip
    event.evidence.standing().update(published_at=event.published_at)
    return len(facts)


def _is_as_noted(held: Evidence, says: str, event: Event) -> bool:
    now = (f"{event.title}: {says}", event.on, event.source, event.source_url)
    return (held.says, held.on, held.source, held.source_url) == now
