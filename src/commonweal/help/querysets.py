"""Questions about help, as words that chain."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from commonweal.core.actors import Actor
from commonweal.help.choices import (
    OPEN_STATES,
    SCHEME_LIVES,
    HelperStanding,
    OfferAnswer,
    Part,
    SchemeStanding,
    State,
    VisitStanding,
    WorryStanding,
)

if TYPE_CHECKING:
    from commonweal.help.models import (  # noqa: F401
        Client,
        Duty,
        Given,
        Ground,
        Helper,
        Look,
        Match,
        Offer,
        Request,
        Scheme,
        SchemeMember,
        Visit,
        Worry,
    )


def person_of(actor: Actor | None) -> int | None:
    """The key of the account that acts; nothing for anybody else."""
    kind, _, key = (actor.key if actor else "").partition(":")
    return int(key) if kind == "user" and key.isdecimal() else None


class SchemeQuerySet(models.QuerySet["Scheme"]):
    """Questions about schemes."""

    def live(self) -> SchemeQuerySet:
        """Those that hold people's requests."""
        return self.filter(standing__in=SCHEME_LIVES)

    def taking(self) -> SchemeQuerySet:
        """Those that take new requests themselves."""
        return self.filter(standing=SchemeStanding.OPEN, totals_only=False)

    def public(self) -> SchemeQuerySet:
        """Those the public may read of."""
        return self.live().filter(organisation__withheld=False)

    def serving(self, codes: Iterable[str]) -> SchemeQuerySet:
        """Those that serve one of these areas; each once."""
        return self.filter(areas__code__in=list(codes)).distinct()

    def answering(self, need: str) -> SchemeQuerySet:
        """Those that answer a need, by its code; each once."""
        return self.filter(needs__term__code=need).distinct()


class SchemeMemberQuerySet(models.QuerySet["SchemeMember"]):
    """Questions about who has a part in a scheme."""

    def standing(self) -> SchemeMemberQuerySet:
        """Parts that were not ended, of people who may sign in."""
        return self.filter(ended_at__isnull=True, person__is_active=True)

    def of(self, actor: Actor | None) -> SchemeMemberQuerySet:
        """The parts of one person."""
        key = person_of(actor)
        return self.none() if key is None else self.filter(person_id=key)

    def who(self, *parts: Part) -> SchemeMemberQuerySet:
        """Those with one of these parts."""
        return self.filter(part__in=parts)

    def guarding(self) -> SchemeMemberQuerySet:
        """Those who hear of worries about somebody's safety."""
        return self.exclude(guards="")


class DutyQuerySet(models.QuerySet["Duty"]):
    """Questions about who is on duty."""

    def at(self, moment: dt.datetime) -> DutyQuerySet:
        """Duties that run at that moment, of people who may sign in."""
        on = Q(off_at__isnull=True) | Q(off_at__gt=moment)
        return self.filter(on, starts_at__lte=moment, ends_at__gt=moment, person__is_active=True)

    def of(self, actor: Actor | None) -> DutyQuerySet:
        """The duties of one person."""
        key = person_of(actor)
        return self.none() if key is None else self.filter(person_id=key)


class ClientQuerySet(models.QuerySet["Client"]):
    """Questions about people, always within one scheme."""

    def of(self, scheme: Scheme) -> ClientQuerySet:
        """Those one scheme helps and has not forgotten."""
        return self.filter(scheme=scheme, forgotten_on__isnull=True)

    def marked(self, marks: Iterable[str]) -> ClientQuerySet:
        """Those who bear every one of these marks."""
        found = self
        for mark in marks:
            found = found.filter(marks__mark=mark)
        return found.distinct()


class GroundQuerySet(models.QuerySet["Ground"]):
    """Questions about the grounds on which details are kept."""

    def standing(self, on: dt.date) -> GroundQuerySet:
        """Those that neither ended nor ran out."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), ended_at=None)


class RequestQuerySet(models.QuerySet["Request"]):
    """Questions about requests."""

    def open(self) -> RequestQuerySet:
        """Those in which something is still owed to the person."""
        return self.filter(state__in=OPEN_STATES)

    def of(self, scheme: Scheme) -> RequestQuerySet:
        """Those one scheme answers for."""
        return self.filter(scheme=scheme)

    def matchable(self) -> RequestQuerySet:
        """Those for which a helper may be looked for now."""
        return self.filter(state=State.TRIAGE, held=False, may_match=True)

    def lapsed(self, at: dt.datetime) -> RequestQuerySet:
        """Open ones whose next day has passed."""
        return self.open().filter(next_on__lt=at)

    def without_somebody_on_duty(self, at: dt.datetime) -> RequestQuerySet:
        """Open ones whose owner neither is on duty for the scheme nor leads it."""
        from commonweal.help.models import Duty, SchemeMember

        on_duty = Duty.objects.at(at).filter(
            scheme=models.OuterRef("scheme"), person=models.OuterRef("owner")
        )
        leads = (
            SchemeMember.objects.standing()
            .who(Part.LEAD)
            .filter(scheme=models.OuterRef("scheme"), person=models.OuterRef("owner"))
        )
        return self.open().exclude(models.Exists(on_duty)).exclude(models.Exists(leads))


class HelperQuerySet(models.QuerySet["Helper"]):
    """Questions about helpers, always within one scheme."""

    def of(self, scheme: Scheme) -> HelperQuerySet:
        """Those of one scheme that it has not forgotten."""
        return self.filter(scheme=scheme, forgotten_on__isnull=True)

    def ready(self) -> HelperQuerySet:
        """Those who may be asked."""
        return self.filter(standing=HelperStanding.READY)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Questions about offers."""

    def waiting(self, at: dt.datetime) -> OfferQuerySet:
        """Those that may still be answered."""
        return self.filter(answer=OfferAnswer.WAITING, expires_at__gt=at)

    def lapsed(self, at: dt.datetime) -> OfferQuerySet:
        """Those that nobody answered in time and nobody has noted."""
        return self.filter(answer=OfferAnswer.WAITING, expires_at__lte=at)


class MatchQuerySet(models.QuerySet["Match"]):
    """Questions about matches."""

    def standing(self) -> MatchQuerySet:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def may_read_address(self, at: dt.datetime) -> MatchQuerySet:
        """Those whose helper may read the address at that moment.

        The helper is ready or on a break (not suspended), the request is not held, and the person
        did not withdraw their yes.
        """
        open_now = Q(see_until__isnull=True) | Q(see_until__gt=at)
        done = Q(ended_at__isnull=True) | Q(end="completed")
        return self.filter(open_now, done, request__held=False, request__may_match=True).filter(
            helper__standing__in=[HelperStanding.READY, HelperStanding.PAUSED]
        )


class VisitQuerySet(models.QuerySet["Visit"]):
    """Questions about visits."""

    def under_way(self) -> VisitQuerySet:
        """Those whose helper has not said that they are back."""
        return self.filter(standing=VisitStanding.UNDER_WAY)

    def late(self, at: dt.datetime) -> VisitQuerySet:
        """Those under way whose expected end has passed."""
        return self.under_way().filter(expected_end__lt=at)


class GivenQuerySet(models.QuerySet["Given"]):
    """Questions about what was given."""

    def counted(self) -> GivenQuerySet:
        """What was not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def between(self, first: dt.date, last: dt.date) -> GivenQuerySet:
        """What was given from one day to another, both counted."""
        return self.filter(on__gte=first, on__lte=last)

    def people(self) -> int:
        """How many people it was for, each time anew."""
        return self.aggregate(n=models.Sum(F("adults") + F("children")))["n"] or 0


class LookQuerySet(models.QuerySet["Look"]):
    """Questions about who looked."""

    def at_record(self, subject: uuid.UUID) -> LookQuerySet:
        """Looks at one record, the last first."""
        return self.filter(subject=subject).order_by("-number")


class WorryQuerySet(models.QuerySet["Worry"]):
    """Questions about worries."""

    def open(self) -> WorryQuerySet:
        """Those that are not closed."""
        return self.exclude(standing=WorryStanding.CLOSED)
