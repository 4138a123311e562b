"""The finder of services as its page shows it: what may be chosen, what is, which map, the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from commonweal.intake.described import KnownSources
from commonweal.places.models import Area
from commonweal.sector.choices import Access
from commonweal.sector.finding_services import Answer, Question, Row, local
from commonweal.sector.finding_services.asking import ADDRESS, NOW, PAGE_SIZE, TODAY, WEEKEND
from commonweal.sector.models import Service, Term
from commonweal.sector.needs import NEED
from commonweal.sector.opening import DAYS
from commonweal.sector.reports import keeper_of, language
from commonweal.sector.reports.confirmed import not_confirmed
from commonweal.ui import words
from commonweal.web.found import Way, choices_of_reach, titled
from commonweal.web.numbered_map import NumberedMap, numbered_map
from commonweal.web.services import address_of, ages_in_words, costs_of, without_place

ORDERS = {
    "best": "best match first",
    "distance": "nearest first",
    "name": "by name",
    "assured": "lately confirmed first",
}
TICKS = {
    "evening": "In the evening, after six",
    "free": "Free",
    "step_free": "Step-free way in",
    "remote": "Without a place to go to",
}

# Value, words, whether it is chosen.
Choice = tuple[str, str, bool]
Titles = Mapping[str, str]


def address_of_question(asked: Question) -> str:
    """The finder with this question."""
    said = asked.to_address()
    return reverse("services") + (f"?{said}" if said else "")


@dataclass(frozen=True)
class Group:
    """A group of needs to choose from."""

    code: str
    title: str
    needs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Needs:
    """The needs there are: what each is called, and all by group, as they were set out."""

    titles: Titles
    groups: tuple[Group, ...]


def needs() -> Needs:
    """The needs there are. One query."""
    rows = list(
        Term.objects.filter(scheme=NEED).order_by("pk").values_list("code", "title", "parent")
    )
    return Needs(
        {code: title for code, title, _ in rows},
        tuple(
            Group(top, title, tuple((c, t) for c, t, parent in rows if parent == top))
            for top, title, above in rows
            if not above
        ),
    )


def context(answer: Answer, now: dt.datetime) -> dict[str, Any]:
    """What the template shows."""
    asked, known = answer.question, needs()
    first = (asked.page - 1) * PAGE_SIZE
    said = heading(answer, known.titles)
    ways = chosen(answer, known.titles, local(now).date())
    return {
        "section": "services",
        "answer": answer,
        "asked": asked,
        "heading": said,
        "title": titled(said, ways),
        "told": told(answer),
        "chosen": ways,
        "orders": orders(answer),
        "rows": [row_of(row, known.titles) for row in answer.rows],
        "map": map_of(answer),
        "instead": instead(answer),
        "groups": known.groups,
        "whens": whens(asked, local(now).date()),
        "reaches": choices_of_reach(asked.within),
        "languages": languages(answer),
        "ticks": [(ADDRESS[n], said, getattr(asked, n)) for n, said in TICKS.items()],
        "first": first + 1,
        "last": first + len(answer.rows),
        "earlier": page_of(answer, asked.page - 1),
        "later": page_of(answer, asked.page + 1),
        "without_journey": address_of_question(
            replace(asked, remote=True, within=None, sort="", page=1)
        ),
        "download": f"{reverse('services-csv')}?{replace(asked, page=1).to_address()}",
        "calendar": f"{reverse('services-calendar')}?{replace(asked, page=1).to_address()}",
        "feed": f"{reverse('services-feed')}?{replace(asked, page=1).to_address()}",
    }  # fmt: skip


def name_of(asked: Question) -> str:
    """What a file or feed of a question is called: ``Services: Food parcels near NR1``."""
    need = needs().titles.get(asked.need, "")
    said = ": ".join(filter(None, ["Services", need, asked.words]))
    return f"{said} near {asked.near}" if asked.near else said


def page_of(answer: Answer, page: int) -> str:
    """The address of another page, where there is such a page."""
    there = 1 <= page <= answer.pages
    return address_of_question(replace(answer.question, page=page)) if there else ""


def heading(answer: Answer, known: Titles) -> str:
    """What the page is about, in a line: ``Food parcels near Netherhithe``."""
    asked = answer.question
    if asked.asks_nothing:
        return "What do you need?"
    need = known.get(asked.need, "")
    said = ": ".join(filter(None, [need, asked.words[:1].upper() + asked.words[1:]])) or "Services"
    return f"{said} near {answer.spot.label}" if answer.spot else said


def told(answer: Answer) -> str:
    """The finding in a line: ``12 services, nearest first``."""
    how_many = words.count(answer.total, "service")
    return how_many.capitalize() if answer.total < 2 else f"{how_many}, {ORDERS[answer.order]}"


def when_in_words(asked: Question, today: dt.date) -> str:
    """When it shall be open: ``Open now``, ``Open on Saturday 28 November``."""
    fixed = {NOW: "Open now", TODAY: "Open today", WEEKEND: "Open at the weekend"}
    if asked.when in fixed:
        return fixed[asked.when]
    day = asked.day(today)
    return f"Open on {day:%A} {day.day} {day:%B}" if day else ""


def chosen(answer: Answer, known: Titles, today: dt.date) -> list[Way]:
    """Everything asked as a link that removes it."""
    asked = answer.question
    reach = f"Within {words.reach(asked.within, 'miles')} of" if asked.within else "Near"
    said = {
        "need": known.get(asked.need, asked.need),
        "near": f"{reach} {answer.spot.label}" if answer.spot else "",
        "when": when_in_words(asked, today),
        **{name: words_said if getattr(asked, name) else "" for name, words_said in TICKS.items()},
        "language": f"In {language(asked.language)}" if asked.language else "",
        "age": f"For somebody aged {asked.age}" if asked.age is not None else "",
    }
    return [
        Way(text, address_of_question(asked.without(name))) for name, text in said.items() if text
    ]


def orders(answer: Answer) -> list[Way]:
    """The orders that make sense for this question."""
    asked = answer.question
    fit = {"distance": answer.spot is not None, "best": bool(asked.words)}
    return [
        Way(said.capitalize(), address_of_question(replace(asked, sort=name, page=1)),
            current=name == answer.order)
        for name, said in ORDERS.items()
        if fit.get(name, True)
    ]  # fmt: skip


def whens(asked: Question, today: dt.date) -> list[Choice]:
    """When: any time, now, each of the next seven days, or the weekend."""
    found = [("", "At any time"), (NOW, "Open now"), ("today", "Today"), ("tomorrow", "Tomorrow")]
    for ahead in range(2, 7):
        day = today + dt.timedelta(days=ahead)
        found.append((DAYS[day.weekday()].lower(), f"{day:%A} {day.day} {day:%B}"))
    found.append((WEEKEND, "At the weekend"))
    if asked.when not in dict(found):
        day = asked.day(today) or today
        found.append((asked.when, f"{day:%A} {day.day} {day:%B}"))
    return [(value, said, value == asked.when) for value, said in found]


def languages(answer: Answer) -> list[Choice]:
    """The languages that services say they are given in, by name."""
    asked = answer.question.language
    named = sorted({*answer.languages, *filter(None, [asked])}, key=lambda c: (language(c), c))
    some = [(code, language(code), code == asked) for code in named]
    return [("", "Any language", not asked), *some]


def row_of(row: Row, known: Titles) -> dict[str, Any]:
    """One service of the list, in words."""
    service = row.service
    location = row.at.location if row.at else None
    return {
        "row": row,
        "service": service,
        "address": reverse("service", args=[service.uuid]),
        "where": short_where(row),
        "pinned": is_pinned(row),
        "needs": needs_of(service, known)[:3],
        "step_free": bool(location and location.step_free),
        "unconfirmed": not_confirmed(service.stage, service.assured_on),
        "ages": ages_in_words(service.minimum_age, service.maximum_age),
        "languages": [language(x.code) for x in service.languages.all() if x.code != "en"],
    }


def needs_of(service: Service, known: Titles) -> list[str]:
    """The needs that a service meets."""
    codes = [t.code for t in service.terms.all() if t.scheme == NEED]
    return [known[code] for code in codes if code in known]


def short_where(row: Row) -> str:
    """Where a service is, for a list: the place's name and town, or its outward code."""
    if row.at is None:
        return without_place(row.service)
    location = row.at.location
    if not location.address_public:
        return address_of(location).partition(".")[0]
    return ", ".join(filter(None, [location.name or location.street, location.town]))


def is_pinned(row: Row) -> bool:
    """Whether the map may show where it is."""
    location = row.at.location if row.at else None
    return bool(location and location.address_public and location.latitude is not None)


def map_of(answer: Answer) -> NumberedMap | None:
    """The rows of this page on a map, as far as it may show where they are."""
    placed = [(row.number, row.at.location) for row in answer.rows if row.at and is_pinned(row)]
    return numbered_map([(n, at.latitude, at.longitude) for n, at in placed], answer.spot)


def instead(answer: Answer) -> list[Way]:
    """When nothing was found: less narrow questions that do find something."""
    return [Way(said, address_of_question(other), many) for said, other, many in answer.instead]


HEADER = (
    "id", "name", "organisation", "org-id", "needs", "what it is", "where", "ward", "hours",
    "next", "cost", "ages", "languages", "access", "telephone", "email", "website",
    "how to get it", "distance (miles)", "last confirmed", "kept by",
)  # fmt: skip


def csv_row(
    row: Row, known: Titles, wards: dict[str, str], sources: KnownSources, today: dt.date
) -> tuple[Any, ...]:
    """One service of the file, in words."""
    service, location = row.service, row.at.location if row.at else None
    shown = location if location and location.address_public else None
    return (
        str(service.uuid), service.name, service.organisation.name, service.organisation.ref,
        needs_of(service, known), service.description,
        address_of(location) if location else short_where(row),
        wards.get(shown.ward, "") if shown else "",
        [str(s) for s in service.schedules.all()], row.opening,
        list(costs_of(service, today)),
        ages_in_words(service.minimum_age, service.maximum_age),
        [language(x.code) for x in service.languages.all()],
        [str(Access(a).label) for a in location.access] if location else [],
        service.telephone, service.email, service.website, service.how_to_get_it,
        None if row.km is None else round(row.km / words.KM_IN_A_MILE, 1), service.assured_on,
        keeper_of(service.source, sources),
    )  # fmt: skip


def ward_names() -> dict[str, str]:
    """What each ward is called. One query."""
    return dict(Area.objects.filter(kind="ward").values_list("code", "name"))
