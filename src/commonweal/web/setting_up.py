"""What is still to do before a new installation is whole, and where each thing is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from commonweal.intake.choices import Standing
from commonweal.intake.models import Run
from commonweal.places.models import Area, Postcode
from commonweal.places.reports import is_named, the_place
from commonweal.sector.models import Organisation

READ = (Standing.DONE, Standing.UNCHANGED)


@dataclass(frozen=True)
class Step:
    """One thing to set up, whether it is done, and where: a screen of the desk, or in words."""

    title: str
    done: bool
    words: str
    address: str = ""


def steps() -> list[Step]:
    """Everything there is to set up, in the order in which it is best done."""
    return [*about_the_place(), *about_the_register(), *about_the_machine()]


def left_to_do() -> list[Step]:
    """What is still to do. A demonstration place is invented whole, and has nothing to set up."""
    return [] if the_place().fictional else [step for step in steps() if not step.done]


def about_the_place() -> Iterator[Step]:
    """Areas, postcodes, which of them are served, and what it is called."""
    place = the_place()
    yield Step(
        "The names of areas",
        Area.objects.exclude(name="").exists(),
        "Import them, so that districts and wards are called by their names.",
        importing("area-names"),
    )
    yield Step(
        "Postcodes",
        Postcode.objects.exists(),
        "Import them, so that the register knows where an organisation is.",
        importing("code-point-open"),
    )
    yield Step(
        "What the place serves",
        place.everywhere or bool(place.codes),
        "Say which areas, by their codes.",
        reverse("sector_desk:place"),
    )
    yield Step(
        "What the place is called",
        is_named(place),
        "Give it the name that every page shows.",
        reverse("places_desk:describe"),
    )
    yield Step(
        "Who keeps it",
        bool(place.keeper and place.email),
        "Say which organisation answers for it, and at which e-mail address. Every page, the "
        "letters and the security contact name them.",
        reverse("places_desk:describe"),
    )


def about_the_register() -> Iterator[Step]:
    """The first import."""
    yield Step(
        "The register",
        Organisation.objects.exists(),
        "Import the Charity Commission's register first, then the others.",
        importing("charity-commission"),
    )


def about_the_machine() -> Iterator[Step]:
    """What is set on the machine itself, by whoever looks after it."""
    yield Step(
        "A mail server",
        bool(settings.MAIL_SERVER),
        "Until EMAIL_URL names one, nobody else can be sent a sign-in code. Whoever looks after "
        "the machine sets it.",
    )
    wanting = not_yet_refreshed()
    named = f"Not yet brought in: {', '.join(wanting)}. The worker does it in the night."
    yield Step(
        "The nightly refresh",
        bool(settings.NIGHTLY) and not wanting,
        named
        if settings.NIGHTLY
        else "COMMONWEAL_NIGHTLY names the sources that are fetched anew each night. Whoever "
        "looks after the machine sets it, and keeps the worker running.",
        reverse("imports:list") if settings.NIGHTLY else "",
    )


def not_yet_refreshed() -> list[str]:
    """The sources to be refreshed each night that have never been read."""
    read = set(Run.objects.filter(standing__in=READ).values_list("source", flat=True).distinct())
    return [name for name in settings.NIGHTLY if name not in read]


def importing(source: str) -> str:
    """Where an import of a source is started."""
    return f"{reverse('imports:start')}?source={source}"
