"""What waits for staff, counted in the menu and on the desk's front for those who may see to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed
from commonweal.sector.asking import asked_after
from commonweal.sector.choices import Doubt
from commonweal.sector.freshness import Stage
from commonweal.sector.models import (
    Answer,
    Application,
    Doubtful,
    Feedback,
    Organisation,
    RelayLetter,
    Suggestion,
)
from commonweal.sector.reports.freshness import has_service_at
from commonweal.sector.reports.waiting import waiting_for_staff


def awaiting_a_call() -> QuerySet[Organisation]:
    """Organisations that letters no longer ask, or of which a service has come so far."""
    return asked_after().filter(Q(stage=Stage.TELEPHONE) | has_service_at(Stage.TELEPHONE))


def waiting_answers() -> QuerySet[Answer]:
    """What was answered and nobody has dealt with, other than that nobody was in."""
    rows = Answer.objects.filter(settled_at=None, organisation__withheld=False)
    return rows.exclude(said="no-answer").select_related("organisation")


def pairs_for(actor: Actor) -> QuerySet[Doubtful]:
    """The pairs that somebody may know of."""
    pairs = Doubtful.objects.all()
    if allowed(actor, "sector.see_withheld"):
        return pairs
    return pairs.filter(left__withheld=False, right__withheld=False)


def pairs_to_decide(actor: Actor) -> QuerySet[Doubtful]:
    """Those still to be decided: neither of the two was merged away since."""
    return pairs_for(actor).filter(standing=Doubt.OPEN, left__same_as=None, right__same_as=None)


@dataclass(frozen=True)
class Wait:
    """A list that a person must see to: its address, what one and many are called, and how many.

    Each is counted on every page of the desk, so each count reads few rows.
    """

    address: str
    words: str
    permission: str
    count: Callable[[], int]

    def of(self, actor: Actor) -> int:
        """How many wait for somebody: none for those who may not see to it."""
        return self.count() if allowed(actor, self.permission) else 0

    def count_for(self, request: HttpRequest) -> int:
        """How many wait for whoever looks."""
        return self.of(actor_of(request))


def suggestions() -> int:
    """Those that are staff's turn."""
    return Suggestion.objects.open().for_staff(clock.now()).count()


WAITS = (
    Wait(
        "sector_desk:suggestions", "suggestion,suggestions",
        "sector.correct_organisation", suggestions,
    ),
    Wait(
        "sector_desk:feedback", "thing said to look at,things said to look at",
        "sector.judge_feedback", lambda: Feedback.objects.to_judge().count(),
    ),
    Wait(
        "sector_desk:applications", "group that asks to be in,groups that ask to be in",
        "sector.keep_applications", lambda: Application.objects.for_staff().count(),
    ),
    Wait(
        "sector_desk:letters", "letter to pass on,letters to pass on",
        "sector.pass_letters_on", lambda: RelayLetter.objects.to_pass_on().count(),
    ),
    Wait(
        "sector_desk:claims", "claim of a page to be decided,claims of pages to be decided",
        "sector.see_claims", lambda: waiting_for_staff(clock.now()),
    ),
    Wait(
        "sector_desk:answers", "answer to deal with,answers to deal with",
        "sector.ring", lambda: waiting_answers().count(),
    ),
)  # fmt: skip


def waiting_for(actor: Actor) -> list[tuple[str, int, str]]:
    """What waits for somebody: address by name, how many, and their words."""
    found = ((wait.address, wait.of(actor), wait.words) for wait in WAITS)
    return [one for one in found if one[1]]
