"""What a steward wants to know of one organisation first: who keeps it, is it fresh, what waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.sector.choices import Joining
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Feedback, Member, Organisation, Suggestion
from commonweal.ui.words import count, long_day


@dataclass(frozen=True)
class Line:
    """One thing, in words, and where it is seen to."""

    words: str
    address: str


def at_a_glance(organisation: Organisation, viewer: Actor) -> list[Line]:
    """All of it that whoever looks may know, in the order in which it is looked for."""
    o = organisation
    lines = [Line(freshness_of(o), "#fresh")]
    if allowed(viewer, "sector.see_members", o):
        lines.insert(0, Line(keepers_of(o), "#members"))
    if allowed(viewer, "sector.see_claims"):
        lines += claims_of(o)
    if allowed(viewer, "sector.see_suggestions", o):
        lines += suggestions_of(o)
    if allowed(viewer, "sector.judge_feedback"):
        lines += feedback_of(o)
    if allowed(viewer, "sector.ring"):
        lines += answers_of(o)
    if allowed(viewer, "sector.keep_applications"):
        lines += application_of(o)
    if allowed(viewer, "sector.pass_letters_on"):
        lines += letters_of(o)
    return lines


def keepers_of(organisation: Organisation) -> str:
    """Who keeps its page."""
    members = Member.objects.standing().filter(organisation=organisation)
    kept = [
        f"{m.person} ({m.get_role_display().partition(':')[0].lower()})"
        for m in members.select_related("person").order_by("pk")
    ]
    return f"Kept by {', '.join(kept)}" if kept else "Kept by nobody of its own"


def freshness_of(organisation: Organisation) -> str:
    """When it was last confirmed, and how far the asking after it has come."""
    o = organisation
    said = (
        f"Last confirmed {long_day(o.confirmed_on)}, {o.get_confirmed_how_display().lower()}"
        if o.confirmed_on
        else "Nobody has confirmed it yet"
    )
    return said if o.stage == Stage.FRESH else f"{said}. {o.get_stage_display()}"


def claims_of(organisation: Organisation) -> list[Line]:
    """Each claim of its page that is not decided."""
    return [
        Line(f"{c.name} says that its page is theirs", reverse("sector_desk:claim", args=[c.pk]))
        for c in organisation.page_claims.open().confirmed().order_by("confirmed_at", "pk")
    ]


def suggestions_of(organisation: Organisation) -> list[Line]:
    """How many suggestions are open."""
    waiting = Suggestion.objects.open().of(organisation).count()
    address = reverse("suggestions", args=[organisation.ref])
    return [Line(f"{count(waiting, 'suggestion')} to be decided", address)] if waiting else []


def feedback_of(organisation: Organisation) -> list[Line]:
    """How many people said how they were treated."""
    said = Feedback.objects.filter(service__organisation=organisation)
    many, asked = said.count(), said.to_judge().count()
    if not many:
        return []
    words = f"{count(many, 'person,people')} said how they were treated"
    if asked:
        words += f"; {asked} to be looked at"
    return [Line(words, listed("feedback", organisation=organisation.name))]


def answers_of(organisation: Organisation) -> list[Line]:
    """Each answer to our asking that nobody has dealt with, other than that nobody was in."""
    waiting = organisation.answers.filter(settled_at=None).exclude(said="no-answer")
    return [
        Line(
            f"Answered {long_day(a.at)}: {a.get_said_display()}",
            reverse("sector_desk:settle", args=[a.pk]),
        )
        for a in waiting.order_by("pk")
    ]


def application_of(organisation: Organisation) -> list[Line]:
    """How it came into the register, if it asked to be in it."""
    asked = organisation.applications.filter(standing=Joining.VOUCHED).order_by("-pk").first()
    if asked is None:
        return []
    address = reverse("sector_desk:application", args=[asked.pk])
    return [Line("It asked to be here; who vouched for it", address)]


def letters_of(organisation: Organisation) -> list[Line]:
    """Letters that wait to be passed on to it."""
    return [
        Line(
            f"A letter to pass on, from {letter.name}",
            reverse("sector_desk:letter", args=[letter.pk]),
        )
        for letter in organisation.letters_in.to_pass_on().order_by("pk")
    ]


def listed(name: str, **narrowed: str) -> str:
    """A list of the desk, narrowed."""
    return f"{reverse(f'sector_desk:{name}')}?{urlencode(narrowed)}"
