"""At set dates every councillor is asked how it goes, whether they answered the call or not."""

from __future__ import annotations

from django.urls import reverse

from commonweal.commitments.choices import ContactKind, ContactWay
from commonweal.commitments.models import Call, Candidate, CandidateLink, Contact
from commonweal.commitments.period import Poll, Review, reviews
from commonweal.commitments.reports.period import period_of, polls
from commonweal.commitments.reports.showing import call_to
from commonweal.comms.letters import write_letter
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.tokens import digest_of, new_token

TEMPLATE = "commitments/letters/councillor-review.txt"


@action(permission="commitments.keep_house")
def ask_councillors(*, by: Actor) -> int:
    """Write to every councillor whose day has come, each once a day set; how many were written to.

    Nobody is written to in a pre-election period. Those without e-mail are on the desk's list, for
    a letter by post.
    """
    now, today = clock.now(), clock.today()
    if period_of(now) is not None:
        return 0
    serving = Candidate.objects.filter(
        elected=True, office_from__lte=today, office_to=None
    ).exclude(email="")
    known, calls, asked = polls(), {}, 0
    for candidate in serving.select_related("ballot__election").order_by("pk"):
        review = due_review(candidate, known)
        if review is None:
            continue
        election = candidate.ballot.election
        if election.pk not in calls:
            calls[election.pk] = call_to(election)
        call = calls[election.pk]
        if call is not None and not was_asked(call, candidate, review):
            ask(by, call, candidate, review)
            asked += 1
    return asked


def due_review(candidate: Candidate, known: list[Poll]) -> Review | None:
    """The last day set for a councillor that has come, if any has."""
    if candidate.office_from is None:
        return None
    days = reviews(candidate.office_from, candidate.office_to, polls=known)
    return max((r for r in days if r.on <= clock.today()), key=lambda r: r.months, default=None)


def was_asked(call: Call, candidate: Candidate, review: Review) -> bool:
    """Whether a councillor was written to about that day."""
    rows = Contact.objects.filter(call=call, candidate=candidate, kind=ContactKind.REVIEW)
    return rows.filter(number=review.months).exists()


def ask(by: Actor, call: Call, candidate: Candidate, review: Review) -> None:
    """Write to one councillor, with a private link of their own."""
    now = clock.now()
    token, digest = new_token()
    CandidateLink.objects.create(call=call, candidate=candidate, digest=digest, made_at=now)
    Contact.objects.create(
        call=call, candidate=candidate, kind=ContactKind.REVIEW, way=ContactWay.EMAIL,
        number=review.months, text_digest=digest_of(TEMPLATE), due_at=now, at=now, by=by.label,
    )  # fmt: skip
    write_letter(
        TEMPLATE, by=by, to=candidate.email, secret=True, candidate=candidate, call=call,
        months=review.months, update_address=reverse("update", args=[token]),
        page_address=reverse("councillor", args=[candidate.pk]),
    )  # fmt: skip
