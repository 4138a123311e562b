"""Who may do what in the locked room.

Every scheme is a room of its own. Who has a part in one sees its people and no others'; a phone
holder only while on duty; whoever covers for it in a pool sees what a phone holder sees, while
their duty lasts. Place-wide roles open nothing here: stewards set schemes up and see numbers,
administrators may let somebody in for an emergency, which its lead is told at once. Worries about
somebody's safety are for the safeguarding lead and deputy of the scheme, and never for whoever they
are about. A resident and a helper hold private links to what is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import rules
from django.db.models import Value

from commonweal.core import clock
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.permissions import has_the_link, holds
from commonweal.help.choices import SCHEME_LIVES, HelperStanding, Part, SchemeStanding
from commonweal.help.models import Duty, Helper, Scheme, SchemeMember, WayIn, Worry
from commonweal.help.querysets import person_of

is_steward = holds("administrator", "steward")
is_administrator = holds("administrator")


def scheme_of(thing: Any) -> Scheme | None:
    """The scheme that a thing is, or belongs to, however deep it lies in it."""
    if isinstance(thing, Scheme):
        return thing
    for name in (
        "scheme", "client", "helper", "request", "match", "visit", "round", "part", "list", "plan",
        "goal", "contact", "worry", "hand_over",
    ):  # fmt: skip
        inner = getattr(thing, name, None)
        if inner is not None and hasattr(inner, "_meta"):
            return scheme_of(inner)
    return None


_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)
Answer = TypeVar("Answer")


@contextmanager
def asked_once() -> Iterator[None]:
    """Ask the same of the database once only, as long as the block lasts: while a page is put
    together, never while something is changed."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(question: tuple[Any, ...], ask: Callable[[], Answer]) -> Answer:
    """The answer to a question, asked anew outside ``asked_once``."""
    kept = _answers.get()
    if kept is None:
        return ask()
    if question not in kept:
        kept[question] = ask()
    answer: Answer = kept[question]
    return answer


def parts_of(actor: Actor | None, scheme: Scheme | None) -> frozenset[str]:
    """What an actor may do in a scheme now: their part, and a phone holder's while on duty there.

    A phone holder who is not on duty has no part.
    """
    if scheme is None or person_of(actor) is None:
        return frozenset()
    return once(("parts", person_of(actor), scheme.pk), lambda: _parts(actor, scheme))


def _parts(actor: Actor | None, scheme: Scheme) -> frozenset[str]:
    """What an actor may do in a scheme, asked of the database."""
    mine = SchemeMember.objects.standing().of(actor).filter(scheme=scheme)
    on_duty = Duty.objects.at(clock.now()).of(actor).filter(scheme=scheme)
    parts = mine.exclude(part=Part.PHONE).order_by().values_list("part")
    return frozenset(
        part for (part,) in parts.union(on_duty.order_by().values_list(Value(Part.PHONE.value)))
    )


def has_part(*wanted: Part) -> rules.Predicate:
    """Whether the actor has one of these parts in the scheme that a thing belongs to, now."""

    @rules.predicate(name=" or ".join(wanted) + " of its scheme")
    def predicate(actor: Actor | None, thing: Any = None) -> bool:
        return not parts_of(actor, scheme_of(thing)).isdisjoint(wanted)

    return predicate


@rules.predicate(name="let in for an emergency")
def has_way_in(actor: Actor | None, thing: Any = None) -> bool:
    """Whether somebody was let into this scheme for a time that has not run out."""
    scheme, key, now = scheme_of(thing), person_of(actor), clock.now()
    if scheme is None or key is None:
        return False
    ways = WayIn.objects.filter(scheme=scheme, person_id=key, at__lte=now, until__gt=now)
    return once(("way in", key, scheme.pk), ways.filter(person__is_active=True).exists)


@rules.predicate(name="safeguarding lead or deputy")
def is_guard(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor hears of worries in this scheme, and the worry is not about themselves."""
    scheme = scheme_of(thing)
    if scheme is None:
        return False
    mine = SchemeMember.objects.standing().of(actor).guarding().filter(scheme=scheme)
    guards = once(("guards", person_of(actor), scheme.pk), mine.exists)
    return guards and not is_about(actor, thing)


def is_about(actor: Actor | None, thing: Any) -> bool:
    """Whether a worry is about the actor: as who runs it, or a helper with an account."""
    key = person_of(actor)
    return isinstance(thing, Worry) and key is not None and key in thing.about_people()


def helper_of(thing: Any) -> Helper | None:
    """The helper that a thing is, or is of."""
    if isinstance(thing, Helper):
        return thing
    for name in ("helper", "match", "visit"):
        inner = getattr(thing, name, None)
        if inner is not None and hasattr(inner, "_meta"):
            return helper_of(inner)
    return None


@rules.predicate(name="a helper who is neither suspended nor gone")
def helper_stands(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the helper a thing is of may still act: neither suspended nor gone."""
    helper = helper_of(thing)
    gone = {HelperStanding.SUSPENDED, HelperStanding.LEFT}
    return helper is not None and helper.standing not in gone


@rules.predicate(name="the helper themselves")
def is_the_helper(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor is the helper a thing is of: by their account, or by their private link.

    A helper who is suspended or has left is nobody here.
    """
    helper = helper_of(thing)
    if actor is None or helper is None or not helper_stands(actor, thing):
        return False
    if isinstance(actor, LinkHolder):
        return helper.digest is not None and has_the_link(actor, helper)
    return helper.person_id is not None and helper.person_id == person_of(actor)


@rules.predicate(name="a scheme that is open")
def takes_helpers(actor: Actor | None, thing: Any = None) -> bool:
    """Whether anybody may offer their help: to a scheme that is open."""
    return isinstance(thing, Scheme) and thing.standing == SchemeStanding.OPEN


@rules.predicate(name="a scheme that people may turn to")
def takes_requests(actor: Actor | None, thing: Any = None) -> bool:
    """Whether anybody may ask, or complain: of a scheme that holds people's requests."""
    return isinstance(thing, Scheme) and thing.standing in SCHEME_LIVES


@rules.predicate(name="somebody who came in")
def came_in(actor: Actor | None, thing: Any = None) -> bool:
    """Whether a look of theirs can be: they have a part there, were let in, or hold a link."""
    if isinstance(actor, LinkHolder):
        return True
    scheme = scheme_of(thing)
    helps = Helper.objects.filter(scheme=scheme, person_id=person_of(actor))
    return scheme is not None and bool(
        parts_of(actor, scheme)
        or has_way_in(actor, scheme)
        or is_guard(actor, scheme)
        or (person_of(actor) is not None and helps.exists())
    )


@rules.predicate(name="somebody with a part in a scheme")
def is_in_some_scheme(actor: Actor | None) -> bool:
    """Whether the actor has a part in any scheme, or is on duty for one."""
    mine = SchemeMember.objects.standing().of(actor)
    return mine.exists() or Duty.objects.at(clock.now()).of(actor).exists()


is_lead = has_part(Part.LEAD)
runs_it = has_part(Part.LEAD, Part.COORDINATOR)
takes_calls = has_part(Part.LEAD, Part.COORDINATOR, Part.PHONE)

# Schemes.
rules.add_perm("help.set_up_schemes", is_steward)
rules.add_perm("help.keep_scheme", is_lead | is_steward)
rules.add_perm("help.keep_members", is_lead | is_steward)
rules.add_perm("help.keep_needs", is_steward)
rules.add_perm("help.see_numbers", is_steward | runs_it)
rules.add_perm("help.report_totals", is_lead)
rules.add_perm("help.see_schemes", is_in_some_scheme)
rules.add_perm("help.keep_duty", runs_it)
rules.add_perm("help.go_off_duty", takes_calls)

# Asking and requests.
rules.add_perm("help.ask", takes_requests)
rules.add_perm("help.keep_asking", has_the_link)
rules.add_perm("help.enter_request", takes_calls)
rules.add_perm("help.see_requests", takes_calls | has_way_in)
rules.add_perm("help.run_requests", takes_calls)
rules.add_perm("help.keep_people", takes_calls)
rules.add_perm("help.hand_over", runs_it)
rules.add_perm("help.lead_scheme", is_lead)
rules.add_perm("help.keep_watch", holds("robot"))

# Helpers and matching.
rules.add_perm("help.join", takes_helpers | runs_it)
rules.add_perm("help.see_helpers", takes_calls | has_way_in)
rules.add_perm("help.keep_helpers", runs_it)
rules.add_perm("help.confirm_checks", is_lead)
rules.add_perm("help.match", takes_calls)
rules.add_perm("help.match_for_all", is_lead | is_administrator)
rules.add_perm("help.keep_own_helping", is_the_helper)
rules.add_perm("help.answer_offer", is_the_helper | (has_the_link & helper_stands) | takes_calls)
rules.add_perm("help.read_task", is_the_helper | (has_the_link & helper_stands))
rules.add_perm("help.keep_task", is_the_helper | (has_the_link & helper_stands) | takes_calls)
rules.add_perm("help.keep_visit", is_the_helper | takes_calls)
rules.add_perm("help.keep_money", runs_it)

# Giving out.
rules.add_perm("help.give", takes_calls)
rules.add_perm("help.see_rounds", takes_calls)
rules.add_perm("help.keep_rounds", runs_it)
rules.add_perm("help.drive", has_the_link | runs_it)
rules.add_perm("help.advise", runs_it)

# Reaching out.
rules.add_perm("help.keep_lists", runs_it)
rules.add_perm("help.ring", takes_calls)
rules.add_perm("help.keep_ring_rounds", is_lead)
rules.add_perm("help.keep_plans", runs_it)
rules.add_perm("help.answer_referral", has_the_link | runs_it)

# Protection.
rules.add_perm("help.raise_worry", takes_calls | is_the_helper | has_way_in)
rules.add_perm("help.keep_worries", is_guard)
rules.add_perm("help.let_in", is_administrator)
rules.add_perm("help.look_at_way_in", is_lead)
rules.add_perm("help.keep_rights", is_lead)
rules.add_perm("help.complain", takes_requests)
rules.add_perm("help.keep_complaints", is_lead)
rules.add_perm("help.note_look", came_in | holds("robot", "operator"))
rules.add_perm("help.keep_house", holds("robot"))
rules.add_perm("help.keep_keys", holds("operator"))
