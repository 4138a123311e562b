"""Who may do what with promises.

Stewards write documents, log evidence, judge and publish. Moderators read what people say in
consultations and enter what came on paper, by telephone or at an event. Anyone may comment and
follow. A partner's own officers (owners and editors of its page) log their events and reply to what
is said of their promises, and see nothing of a concern but what its group agreed to. Whoever holds
a private link may do what that link is for. A call to candidates is opened and corrected only by
somebody who has declared that they work for no public body.

In a pre-election period whoever changes what the public reads of an election must have declared so
within a year, whatever else they may do (``actions.independence``): its name, its ballots, who
stands, their check and a poll put off, once a call was put to its candidates; results, who takes
and leaves office and their party; a call's text as it is published; and the end of a councillor's
promise. Who declared that they do work for one publishes no news either (``web.wagtail_hooks``).
What is judged of councillors, evidence for it and their own updates wait for everybody.
"""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q

from commonweal.commitments.choices import AGREEMENTS
from commonweal.commitments.models import (
    Call,
    Candidate,
    CandidateLink,
    Consultation,
    Document,
    Interest,
)
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.permissions import has_the_link, holds
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member, Organisation

is_steward = holds("administrator", "steward")
is_moderator = holds("administrator", "steward", "moderator")
is_reader = holds("administrator", "steward", "editor", "moderator", "reader")


def kept_as(organisation: Organisation | None) -> Organisation | None:
    """The organisation that one was merged into, or itself: its members are there."""
    if organisation is None or organisation.same_as_id is None:
        return organisation
    return organisation.same_as


@rules.predicate(name="officer of whoever promises")
def is_officer(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor keeps the page of the organisation that a promise or an event is of.

    ``thing`` is that organisation, or has it as ``organisation``; a withheld one has no officers.
    """
    owner = thing if isinstance(thing, Organisation) else getattr(thing, "organisation", None)
    owner = kept_as(owner) if isinstance(owner, Organisation) else None
    if owner is None or owner.withheld:
        return False
    mine = Member.objects.standing().of(actor)
    return mine.who_may(MemberRole.OWNER, MemberRole.EDITOR).filter(organisation=owner).exists()


@rules.predicate(name="somebody who has signed in")
def is_somebody(actor: Actor | None) -> bool:
    """Whether it is a person with an account; what they see there is of their own organisations."""
    return actor is not None and actor.key.startswith("user:")


def call_of(thing: Any) -> Call | None:
    """The call that a thing is, or belongs to."""
    call = thing if isinstance(thing, Call) else getattr(thing, "call", None)
    return call if isinstance(call, Call) else None


@rules.predicate(name="declared to work for no public body")
def is_independent(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor's last declaration on this call says that they work for no public body."""
    call = call_of(thing)
    if actor is None or call is None:
        return False
    last = Interest.objects.filter(call=call, person_key=actor.key).order_by("-pk").first()
    return last is not None and not last.public_body


def works_for_a_public_body(actor: Actor) -> bool:
    """Whether somebody's last declaration, on whatever call, says that they do."""
    last = Interest.objects.filter(person_key=actor.key).order_by("-pk").first()
    return last is not None and last.public_body


@rules.predicate(name="of a consultation that was opened")
def is_consulted_on(actor: Actor | None, thing: Any = None) -> bool:
    """Whether anybody may say something: on a consultation that the public sees."""
    return (
        isinstance(thing, Consultation)
        and Consultation.objects.public().filter(pk=thing.pk).exists()
    )


@rules.predicate(name="holder of a candidate's link")
def has_candidate_link(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor holds a link, revoked by nobody, to this very candidate."""
    candidate = thing if isinstance(thing, Candidate) else getattr(thing, "candidate", None)
    if not isinstance(actor, LinkHolder) or not isinstance(candidate, Candidate):
        return False
    kind, _, key = actor.thing.partition(":")
    if kind != CandidateLink._meta.label_lower or not key.isdecimal():
        return False
    return CandidateLink.objects.good().filter(pk=int(key), candidate=candidate).exists()


@rules.predicate(name="officer of the body that logged it")
def is_own_event(actor: Actor | None, thing: Any = None) -> bool:
    """Whether an event was logged by its body's own officers, and the actor is one of them."""
    return bool(getattr(thing, "by_body", False)) and is_officer(actor, thing)


@rules.predicate(name="said of an agreement that is in force")
def is_of_agreement(actor: Actor | None, thing: Any = None) -> bool:
    """Whether a thing is said of a Compact or Covenant that the public can read and that binds.

    ``thing`` has the agreement as ``document``.
    """
    document = getattr(thing, "document", None)
    if not isinstance(document, Document):
        return False
    agreements = Document.objects.public().in_force().filter(face__in=AGREEMENTS)
    return agreements.filter(pk=document.pk).exists()


def sides_of(actor: Actor | None, document: Document) -> frozenset[str]:
    """For which sides of an agreement somebody may speak: those whose bodies' pages they keep."""
    mine = Member.objects.standing().of(actor).who_may(MemberRole.OWNER, MemberRole.EDITOR)
    kept = mine.filter(organisation__withheld=False).values_list("organisation", flat=True)
    bodies = Q(organisation__in=kept) | Q(organisation__same_as__in=kept)
    parties = document.parties.filter(bodies, signed_on__isnull=False, left_on=None)
    return frozenset(parties.values_list("side", flat=True))


@rules.predicate(name="a document that the public sees")
def is_seen_by_all(actor: Actor | None, thing: Any = None) -> bool:
    """Whether a document was published, so that anybody may follow it."""
    return isinstance(thing, Document) and (Document.objects.public().filter(pk=thing.pk).exists())


@rules.predicate(name="officer of a body that signed")
def is_party_officer(actor: Actor | None, thing: Any = None) -> bool:
    """Whether the actor keeps the page of a body that signed the agreement a thing is of."""
    document = getattr(thing, "document", None)
    return isinstance(document, Document) and bool(sides_of(actor, document))


rules.add_perm("commitments.see_desk", is_reader)
rules.add_perm("commitments.write", is_steward)
rules.add_perm("commitments.publish", is_steward)
rules.add_perm("commitments.keep_house", holds("robot"))
rules.add_perm("commitments.keep_files", is_moderator)

# Promises, what is done about them, and what people make of them.
rules.add_perm("commitments.add_evidence", is_steward | is_officer)
rules.add_perm("commitments.publish_evidence", is_steward)
rules.add_perm("commitments.judge", is_steward)
rules.add_perm("commitments.see_reviews", is_steward)
rules.add_perm("commitments.see_own_promises", is_somebody)
rules.add_perm("commitments.reply", is_officer | has_the_link)

# Consultations.
rules.add_perm("commitments.consult", is_steward)
rules.add_perm("commitments.comment", is_consulted_on)
rules.add_perm("commitments.keep_submission", has_the_link)
rules.add_perm("commitments.enter_comment", is_moderator)
rules.add_perm("commitments.moderate", is_moderator)
rules.add_perm("commitments.see_submissions", is_moderator)
rules.add_perm("commitments.analyse", is_steward)
rules.add_perm("commitments.follow", is_seen_by_all)
rules.add_perm("commitments.keep_following", has_the_link)

# Agreements.
rules.add_perm("commitments.log_event", is_steward | is_officer | holds("robot"))
rules.add_perm("commitments.keep_event", is_steward | is_own_event | holds("robot"))
rules.add_perm("commitments.ask_body", is_steward)
rules.add_perm("commitments.publish_event", is_steward | is_own_event)
rules.add_perm("commitments.raise_concern", is_steward | is_of_agreement)
rules.add_perm("commitments.keep_concern", is_steward | has_the_link)
rules.add_perm("commitments.see_concerns", is_steward)
rules.add_perm("commitments.agree_disclosure", has_the_link)
rules.add_perm("commitments.note_agreement", is_steward)
rules.add_perm("commitments.reply_to_disclosure", is_steward | is_officer)
rules.add_perm("commitments.review_year", is_steward)
rules.add_perm("commitments.speak_in_year", is_steward | is_party_officer)

# Calls to candidates.
rules.add_perm("commitments.keep_election", is_steward)
rules.add_perm("commitments.declare_interest", is_reader)
rules.add_perm("commitments.run_call", is_steward & is_independent)
rules.add_perm("commitments.answer_call", has_candidate_link)
rules.add_perm("commitments.enter_answer", is_steward & is_independent)
