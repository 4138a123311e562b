"""What a scheme's people write down of a helper: training, a buddy, whom to keep apart, rules."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.helper_told import line_of
from commonweal.help.actions.helpers import held_helper, is_theirs, take_task_back
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.waiting_words import take_back_words_of
from commonweal.help.choices import HelperStanding, MatchEnd, OfferAnswer
from commonweal.help.models import Apart, Client, Helper, Offer, TaskRule, Training
from commonweal.help.same_people import clients_like, helpers_like
from commonweal.sector.models import Term


@action(permission="help.keep_helpers", about="helper", keeps=("title", "on", "until"))
def note_training(
    *, by: Actor, helper: Helper, title: str, on: dt.date, until: dt.date | None = None
) -> Training:
    """Write down something that a helper learnt, and until when it counts.

    :raises Refused: when it has no title, is still to come, or ends before it was.
    """
    what = line_of(title, "title", needed="Say what they learnt.", most=120)
    if on > clock.today():
        raise Refused("Write it down once it has been.", field="on")
    if until is not None and until < on:
        raise Refused("It cannot run out before it was.", field="until")
    return Training.objects.create(helper=helper, title=what, on=on, until=until, by=by.label)


@action(permission="help.keep_helpers", about="training")
def drop_training(*, by: Actor, training: Training) -> None:
    """Take out a training that was written down by mistake."""
    Training.objects.filter(pk=training.pk).delete()


@action(permission="help.keep_helpers", about="helper")
def set_buddy(*, by: Actor, helper: Helper, buddy: Helper | None) -> Helper:
    """Say who goes along with a helper at first; nobody, to end it.

    :raises Refused: when it is themselves, of another scheme, or not ready to help.
    """
    now = held_helper(helper)
    if buddy is not None:
        if buddy.pk == now.pk or buddy.scheme_id != now.scheme_id:
            raise Refused("Choose another helper of this scheme.", field="buddy")
        if buddy.standing != HelperStanding.READY:
            raise Refused("Choose somebody who is ready to help.", field="buddy")
    now.buddy = buddy
    now.edition += 1
    now.save()
    return now


@action(permission="help.keep_helpers", about="helper")
def keep_apart(*, by: Actor, helper: Helper, client: Client, why: str) -> Apart:
    """See that a person and a helper are never brought together. Neither is ever told.

    Where the helper is also helped here, and that person also helps, it holds the other way
    round too. A task that brings them together now is taken back at once.

    :raises Refused: when they are of different schemes, or no reason is given.
    """
    if helper.scheme_id != client.scheme_id:
        raise Refused("They are not of the same scheme.")
    reason = words_of(why, "why", needed="Say why, for whoever runs this after you.")
    row = part(client, helper, by=by.label, why=reason)
    part_their_others(row, by=by)
    return row


def part(client: Client, helper: Helper, *, by: str, why: str) -> Apart:
    """Write down that two are kept apart; once."""
    row, _ = Apart.objects.get_or_create(
        client=client, helper=helper, defaults={"at": clock.now(), "by": by, "why": why}
    )
    return row


def part_their_others(row: Apart, *, by: Actor) -> None:
    """Keep the same two apart the other way round, and end what brings them together now."""
    pairs = [(row.client, row.helper)]
    for helped in clients_like(row.helper):
        pairs += [(helped, helps) for helps in helpers_like(row.client)]
    for client, helper in pairs:
        part(client, helper, by=row.by, why=row.why)
        waiting = Offer.objects.filter(
            helper=helper, request__client=client, answer=OfferAnswer.WAITING
        )
        take_back_words_of(waiting.select_related("helper"))
        waiting.update(answer=OfferAnswer.WITHDRAWN, answered_at=clock.now(), answered_by=by.label)
        for match in helper.matches.standing().filter(request__client=client).order_by("pk"):
            take_task_back(match, MatchEnd.REASSIGNED, by=by)


@action(permission="help.keep_helpers", about="apart")
def end_apart(*, by: Actor, apart: Apart) -> None:
    """The two may be brought together again; also the other way round.

    :raises Refused: to the helper themselves, who is never told of it.
    """
    check_not_own(by, apart.helper)
    for helped in clients_like(apart.helper):
        Apart.objects.filter(client=helped, helper__in=helpers_like(apart.client)).delete()
    Apart.objects.filter(pk=apart.pk).delete()


@action(permission="help.keep_house")
def keep_both_ways_apart(*, by: Actor) -> int:
    """See that who is kept apart stays so when one of them comes to be helped, or to help, too."""
    before = Apart.objects.count()
    for row in Apart.objects.select_related("helper__scheme", "client").order_by("pk"):
        part_their_others(row, by=by)
    return Apart.objects.count() - before


@action(permission="help.keep_helpers", about="helper", keeps=("allowed",))
def set_task_rule(*, by: Actor, helper: Helper, term: Term, allowed: bool, reason: str) -> TaskRule:
    """Say that one helper may, or may not, do one task, where that differs from all others.

    A yes lets them do what they did not offer, or without a check that only the scheme asks for.
    It never takes the place of a check against a barred list.

    :raises Refused: when no reason is given, or the scheme does not answer that need.
    """
    check_not_own(by, helper)
    why = words_of(reason, "reason", needed="Say why.")
    if not helper.scheme.needs.filter(term=term).exists():
        raise Refused("This scheme does not do that.", field="term")
    rule, _ = TaskRule.objects.update_or_create(
        helper=helper, term=term,
        defaults={"allowed": allowed, "reason": why, "at": clock.now(), "by": by.label},
    )  # fmt: skip
    return rule


@action(permission="help.keep_helpers", about="rule")
def drop_task_rule(*, by: Actor, rule: TaskRule) -> None:
    """The helper is again like all others for that task."""
    check_not_own(by, rule.helper)
    TaskRule.objects.filter(pk=rule.pk).delete()


def check_not_own(by: Actor, helper: Helper) -> None:
    """Refuse what a coordinator would decide about their own helping."""
    if is_theirs(by, helper):
        raise Refused("Somebody else decides about your own helping.")


HOURLY = (keep_both_ways_apart,)
