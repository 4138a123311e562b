"""What people said of services: some a lot, one too few for figures, one answered in public."""

from __future__ import annotations

from typing import Any

from commonweal.core import clock
from commonweal.core.actors import Actor, Robot, Visitor
from commonweal.demo.block import generator
from commonweal.sector.actions import (
    answer_in_public,
    note_feedback,
    question_feedback,
    release_feedback,
    say_how_it_was,
    set_feedback_aside,
)
from commonweal.sector.choices import ToldBy
from commonweal.sector.models import Feedback, Service
from commonweal.sector.reports.feedback import QUESTIONS

HOUSEKEEPING = Robot("housekeeping")
# How many people said something of each service, and how many in a hundred were content.
SAID_OF = ((34, 90), (22, 70), (14, 85), (12, 45), (7, 80), (3, 60))
LONG_AGO, TOLD, RELEASED = 45, 30, 20  # days
CONTENT = (
    "They remembered my name, and put the kettle on before they asked anything.",
    "I was nervous of going in. Somebody came to the door and sat with me.",
    "Explained everything twice and never hurried me.",
    "The soup was hot and so was the welcome.",
    "My mother comes home singing.",
    "",
)
NOT_CONTENT = (
    "I rang four times before anybody answered.",
    "The way in has a step and the bell does not work. I went home again.",
    "It was kind, but they could not help with what I came for.",
    "I was told it was full only after I had waited an hour.",
    "",
)
LEARNT = (
    "Eleven of you told us that the telephone rings out. From this month two people answer it, "
    "every weekday from nine to one. The step has a ramp, and the bell has been mended."
)


def hear(*, by: Actor, seed: int) -> None:
    """Let people say it once, in the past six weeks; the same for the same seed."""
    if Feedback.objects.exists():
        return
    services = list(Service.objects.published().order_by("pk")[: 3 * len(SAID_OF) : 3])
    rng = generator(seed, 60)
    for service, (many, content) in zip(services, SAID_OF, strict=False):
        for at in range(many):
            with clock.put_back(LONG_AGO - at % (LONG_AGO - TOLD)):
                say(by, service, rng, content, at)
    with clock.put_back(RELEASED - 5):
        release_feedback(by=HOUSEKEEPING)
    answer(by, services)


def say(by: Actor, service: Service, rng: Any, content: int, at: int) -> None:
    """What one person says: on the site, or now and then by telephone to a steward."""
    luck = rng.integers(0, 100, len(QUESTIONS) + 3).tolist()
    felt = [("yes" if n < content else "partly" if n < content + 12 else "no") for n in luck]
    answers = {
        name: "" if luck[-1] < 8 and place == 1 else felt[place]
        for place, name in enumerate(QUESTIONS)
    }
    texts = CONTENT if answers["helped"] == "yes" else NOT_CONTENT
    words = texts[luck[-2] % len(texts)] if luck[-3] < 60 else ""
    if at % 9 == 8:
        note_feedback(
            by=by, service=service, answers=answers, words=words, told_by=ToldBy.TELEPHONE
        )
    else:
        say_how_it_was(by=Visitor(), service=service, answers=answers, words=words)


def answer(by: Actor, services: list[Service]) -> None:
    """One organisation says what it has learnt; one asks a steward, who has decided another."""
    if len(services) < 4:
        return
    answer_in_public(by=by, service=services[1], words=LEARNT)
    first, second = Feedback.objects.filter(service=services[2]).order_by("pk")[:2]
    question_feedback(by=by, feedback=first, reason="We think this is about the cafe next door.")
    set_feedback_aside(by=by, feedback=second, reason="It names a volunteer.")
