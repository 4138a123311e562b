"""What people of the demonstration's place say is wrong or missing, and what came of some of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from commonweal.core.actors import Actor, Visitor
from commonweal.core.tokens import new_token
from commonweal.demo.words import telephone
from commonweal.sector.actions import (
    add_name,
    change_service,
    decide_suggestion,
    restore_version,
    set_areas_served,
    suggest,
)
from commonweal.sector.actions.answering import Decision
from commonweal.sector.choices import Verdict
from commonweal.sector.models import Organisation, Service, Suggestion, Version
from commonweal.sector.reports.offering import told_of
from commonweal.sector.reports.published import published_of

Thing = Organisation | Service
Say = Callable[[int, Thing], Mapping[str, Any]]
VISITOR = Visitor()
# What is said of an organisation, and how it is known.
OF_ORGANISATIONS: tuple[tuple[Say, str], ...] = (
    (lambda at, _: {"telephone": telephone(8_000 + at)}, "It is on the notice in their window."),
    (
        lambda at, o: {"description": f"{published_of(o)['description']} Newcomers welcome."},
        "I go there on Thursdays.",
    ),
    (lambda at, o: {"names": f"The {o.name.split()[0]} Lot"}, "Everybody here calls them that."),
    (lambda at, _: {"closed": True}, "There is a letter on the door."),
    (
        lambda at, _: {"words": "The map shows the old school. They moved to the library in May."},
        "I live opposite.",
    ),
)
# The same of a service.
OF_SERVICES: tuple[tuple[Say, str], ...] = (
    (lambda at, _: {"hours": "Thursdays too, 2pm to 4pm"}, "My mother goes."),
    (lambda at, _: {"costs": "Two pounds, tea and cake included"}, "Paid it last week."),
    (lambda at, _: {"how_to_get_it": "Ring first: they ask you to book now."}, "They told me."),
    (lambda at, _: {"closed": True}, "The caretaker said they have stopped."),
)


def suggestions(*, by: Actor, count: int) -> None:
    """So many of each, once; most are left open, some are answered by a steward."""
    if Suggestion.objects.exists():
        return
    shown = Organisation.objects.published().active().exclude(description="").order_by("ref")
    given = Service.objects.published().running().kept_here().order_by("pk")
    tell(list(shown[5 : 5 + count * 7 : 7]), OF_ORGANISATIONS)
    tell(list(given[3 : 3 + count * 3 : 3]), OF_SERVICES)
    answer(by)


def tell(things: list[Any], said: tuple[tuple[Say, str], ...]) -> None:
    """One suggestion of each, in turn."""
    for at, thing in enumerate(things):
        says, note = said[at % len(said)]
        suggest(
            by=VISITOR, about=thing, values=says(at, thing), seen=published_of(thing),
            digest=new_token()[1], note=note,
        )  # fmt: skip


def answer(by: Actor) -> None:
    """The first that gives a number is taken over; that a group has closed turns out not so."""
    for field, verdict, why in (
        ("telephone", Verdict.ACCEPTED, "We rang it."),
        ("closed", Verdict.DECLINED, "They are only shut for August. We asked the secretary."),
    ):
        made = Suggestion.objects.open().filter(changes__field=field).order_by("pk").first()
        if made is not None:
            decision = {field: Decision(verdict)}
            decide_suggestion(by=by, suggestion=made, decisions=decision, reason=why)


def changes(*, by: Actor) -> None:
    """A history to look at: a service told anew and put back, a name noted, an area added."""
    service = Service.objects.published().kept_here().select_related("organisation").first()
    if service is None or Version.objects.filter(service=service, before__isnull=False).exists():
        return
    told = told_of(service)
    full = replace(told, alert="Full until March.", description=f"{told.description} Come early.")
    change_service(by=by, service=service, told=full)
    restore_version(
        by=by, version=Version.objects.filter(service=service).latest("pk"), reason="Room again."
    )
    owner = service.organisation
    add_name(by=by, organisation=owner, name=f"{owner.name.split()[0]} and Friends")
    if owner.district:
        set_areas_served(by=by, organisation=owner, codes=[owner.district])
