"""Forgetting people and helpers: what they told is wiped, need and area stay. Inner steps."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import F

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.help.actions.looks import add_to_chain
from commonweal.help.actions.waiting_words import take_back_texts_to
from commonweal.help.choices import LookKind
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.models import (
    AdviceContact,
    Apart,
    Asking,
    Client,
    Given,
    Ground,
    HandOver,
    HelpComplaint,
    Helper,
    HelperChange,
    Match,
    Note,
    Offer,
    Owning,
    Request,
    RightsRequest,
    Stop,
    Transition,
    Try,
    Visit,
    WarmReferral,
    Worry,
)


def wiped(model: type[models.Model]) -> dict[str, object]:
    """Every sealed field of a model, empty."""
    sealed = [f for f in model._meta.concrete_fields if isinstance(f, SealedText | SealedJSON)]
    return {f.name: f.get_default() for f in sealed}


def forget_clients(clients: Iterable[Client], *, by: Actor) -> None:
    """Wipe people's records, with all that was told in them, and say so in the chain of looks."""
    for client in clients:
        add_to_chain(
            [client.uuid], by=by, scheme=client.scheme, kind=LookKind.ERASE, purpose="forgetting",
            role="house",
        )  # fmt: skip
        take_back_texts_to(client)
        forget_requests(client)
        forget_around(client)
        client.marks.all().delete()
        Client.objects.filter(pk=client.pk).update(
            **wiped(Client), uuid=uuid.uuid4(), area="", district="", language="en", abuse=False,
            do_not_contact=False, forgotten_on=clock.today(), edition=F("edition") + 1,
        )  # fmt: skip


def forget_requests(client: Client) -> None:
    """Wipe what was asked, tried and noted; what was asked for somebody else goes with the last."""
    theirs = Request.objects.filter(client=client)
    askings = list(theirs.exclude(asking=None).values_list("asking", flat=True))
    for told in (Note, Try, Owning, HandOver):
        told.objects.filter(request__client=client).delete()  # type: ignore[attr-defined]
    Transition.objects.filter(request__client=client).update(reason="")
    Offer.objects.filter(request__client=client).update(why="", no_because="")
    Visit.objects.filter(match__request__client=client).update(password="", report="")
    Match.objects.filter(request__client=client).update(ended_why="")
    theirs.update(
        **wiped(Request), asking=None, next_on=None, next_what="", rule="", owner=None,
        urgency_by="", forgotten_on=clock.today(), edition=F("edition") + 1,
    )  # fmt: skip
    Asking.objects.filter(pk__in=askings, requests=None).delete()


def forget_around(client: Client) -> None:
    """Erase or let go of everything else that points at a person.

    What was advised is counted by a mark that is drawn anew: the same person's contacts still
    count as one, and nobody can tell whose they were. Grounds are kept six years, ended now.
    """
    WarmReferral.objects.filter(client=client).delete()
    client.plans.all().delete()
    for rows in (client.keyholders, client.apart, client.listed, client.ring_calls):
        rows.all().delete()
    AdviceContact.objects.filter(client=client).update(
        client=None, request=None, note="", mark=uuid.uuid4().hex
    )
    Stop.objects.filter(client=client).update(client=None, request=None, **wiped(Stop))
    Given.objects.filter(client=client).update(
        client=None, request=None, mark="", diet="", allergens=""
    )
    for kept in (Worry, RightsRequest, HelpComplaint):
        kept.objects.filter(client=client).update(client=None)  # type: ignore[attr-defined]
    Worry.objects.filter(request__client=client).update(request=None)
    Ground.objects.filter(client=client, ended_at=None).update(
        ended_at=clock.now(), ended_by="the house", ended_way="forgotten"
    )


def forget_helpers(helpers: Iterable[Helper], *, by: Actor) -> None:
    """Wipe helpers' records; what they asked back and money they handled stay without a name."""
    for helper in helpers:
        add_to_chain(
            [helper.uuid], by=by, scheme=helper.scheme, kind=LookKind.ERASE, purpose="forgetting",
            role="house",
        )  # fmt: skip
        for rows in (helper.checks, helper.trainings, helper.task_rules, helper.thanks):
            rows.all().delete()
        Apart.objects.filter(helper=helper).delete()
        HelperChange.objects.filter(helper=helper).update(reason="")
        Offer.objects.filter(helper=helper).update(why="", no_because="")
        for kept in (Worry, RightsRequest):
            kept.objects.filter(helper=helper).update(helper=None)  # type: ignore[attr-defined]
        Helper.objects.filter(buddy=helper).update(buddy=None)
        Helper.objects.filter(pk=helper.pk).update(
            **wiped(Helper), uuid=uuid.uuid4(), person=None, area="", means=[], needs=[],
            skills=[], languages=[], times=[], insured_until=None, buddy=None, digest=None,
            forgotten_on=clock.today(), edition=F("edition") + 1,
        )  # fmt: skip
