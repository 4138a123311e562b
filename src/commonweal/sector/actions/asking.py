"""Asking those who keep an organisation's page whether they know a group, and taking it in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actors import Actor, Robot
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.actions.applications import finish, note
from commonweal.sector.actions.doubts import find_doubts
from commonweal.sector.actions.organisations import (
    AS_A_GROUP,
    NewOrganisation,
    make_organisations,
)
from commonweal.sector.choices import Ground, Joining, StepKind
from commonweal.sector.choosing import CHOICES, MEETING, said_of_itself
from commonweal.sector.models import Application, GroupLink, Organisation, Vouch, Withholding
from commonweal.sector.periods import Period, how_long
from commonweal.sector.publishing import republish
from commonweal.sector.reports.reaching import addresses_of
from commonweal.sector.reports.vouching import (
    applicant_of,
    bodies_now,
    known_bodies,
    standing_of,
)
from commonweal.sector.vouching import may_not_vouch

# Nobody who keeps a page is asked about more groups than this in a week.
MOST_ASKED = 5
A_WEEK = dt.timedelta(days=7)
LOOK_ALIKES = Robot("look-alikes")
THEIR_CHOICE = "Kept private by the group itself."


def ask_keepers(application: Application, *, by: Actor) -> int:
    """Write to those who keep the pages of the organisations it named; to how many.

    One that may not vouch is not asked, and staff see why. Nobody is asked about more than a few
    groups a week, so that no page's keeper is flooded.
    """
    named = application.vouches.filter(said="", digest="").exclude(organisation=None)
    letters = sum(_ask(application, row) for row in named.select_related("organisation"))
    note(application, StepKind.ASKED, by=by, words=f"{letters} letters")
    return letters


def _ask(application: Application, row: Vouch) -> int:
    if row.organisation_id is None:
        return 0
    body = bodies_now([row.organisation_id])[row.organisation_id]
    organisation = Organisation.objects.get(pk=body)
    if may_not_vouch(body, applicant_of(application), known_bodies({body})):
        return 0
    now = clock.now()
    letters = 0
    for address in dict.fromkeys(addresses_of(organisation)):
        lately = Vouch.objects.filter(person__iexact=address, asked_at__gt=now - A_WEEK)
        if lately.count() >= MOST_ASKED:
            continue
        token, digest = new_token()
        values = {
            "person": address,
            "digest": digest,
            "asked_at": now,
            "expires_at": now + how_long(Period.ANSWER_VOUCH, clock.today()),
        }
        if letters:
            Vouch.objects.create(application=application, organisation=row.organisation, **values)
        else:
            Vouch.objects.filter(pk=row.pk).update(**values)
        _write(application, organisation, address, token)
        letters += 1
    return letters


def _write(application: Application, organisation: Organisation, to: str, token: str) -> None:
    write_letter(
        "sector/letters/do_you_know.txt",
        by=POSTMASTER,
        to=to,
        secret=True,
        name=organisation.name,
        application=application,
        organisation=organisation,
        link=f"{settings.SITE_ADDRESS}{reverse('vouch', args=[token])}",
    )


def take_in_if_vouched(application: Application, *, by: Actor) -> Organisation | None:
    """Make it an organisation, once enough is said for it; none while it is not.

    What the register will not take, such as a postcode that has since left the place, leaves it
    waiting, for a steward to see.
    """
    if application.standing != Joining.WAITING or not standing_of(application).vouched:
        return None
    try:
        with transaction.atomic():
            return _take_in(application, by=by)
    except Refused as refusal:
        application.refresh_from_db()
        note(application, StepKind.QUESTION, by=LOOK_ALIKES, words=refusal.sentence)
        return None


def _take_in(application: Application, *, by: Actor) -> Organisation:
    facts = {
        "description": said_of_itself(
            application.does, application.meets, show_meeting=MEETING in application.shows
        ),
        "postcode": application.postcode,
        "email": application.email,
        "telephone": application.telephone,
    }
    areas = [application.area] if application.area else []
    new = NewOrganisation(name=application.name, facts=facts, areas=areas)
    made = make_organisations([new], AS_A_GROUP, by=by)[0]
    _keep_private(made, {c for c in CHOICES if c not in application.shows}, by=application.name)
    made.refresh_from_db()
    application.organisation = made
    finish(application, Joining.VOUCHED, by=by)
    note(application, StepKind.VOUCHED, by=by)
    find_doubts(by=LOOK_ALIKES, organisation_ids=[made.pk])
    _welcome(application, made)
    return made


def _keep_private(organisation: Organisation, private: set[str], *, by: str) -> None:
    now = clock.now()
    Withholding.objects.bulk_create(
        Withholding(
            organisation=organisation,
            fact=fact,
            ground=Ground.CHOICE,
            reason=THEIR_CHOICE,
            at=now,
            by=by[:200],
        )
        for fact in sorted(private)
    )
    republish([organisation.pk])


def _welcome(application: Application, organisation: Organisation) -> None:
    if not application.email:
        return
    now = clock.now()
    lasts = how_long(Period.USE_CHOICES, clock.today())
    token, digest = new_token()
    GroupLink.objects.create(
        digest=digest, organisation=organisation, made_at=now, expires_at=now + lasts
    )
    write_letter(
        "sector/letters/you_are_in.txt",
        by=POSTMASTER,
        to=application.email,
        secret=True,
        name=application.contact_name or application.name,
        group=application.name,
        page=f"{settings.SITE_ADDRESS}{reverse('organisation', args=[organisation.ref])}",
        choices=f"{settings.SITE_ADDRESS}{reverse('group-choices', args=[token])}",
        until=(now + lasts).date(),
    )
