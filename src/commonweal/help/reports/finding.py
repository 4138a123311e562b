"""Finding a person again in one scheme, by the marks that only that scheme has."""

from __future__ import annotations

from django.db.models import Prefetch

from commonweal.help.models import Asking, Client, Request, Scheme
from commonweal.help.sealing import mark_of, name_words, phone_digits
from commonweal.places.postcodes import normalise

MOST = 30


def marks_asked(scheme: Scheme, words: str) -> list[str]:
    """The marks that a person must bear to be found by these words; none when nothing was asked."""
    if digits := phone_digits(words) if any(c.isdigit() for c in words) else "":
        return [mark_of(scheme.pk, "phone", digits)]
    if postcode := normalise(words):
        return [mark_of(scheme.pk, "postcode", postcode.replace(" ", ""))]
    return [mark_of(scheme.pk, "name", w) for w in name_words(words)]


def found_people(scheme: Scheme, words: str) -> list[Client]:
    """People of one scheme by name, telephone number, postcode or the reference of an asking."""
    newest = Prefetch(
        "requests", Request.objects.select_related("need").order_by("-asked_at"), "all_requests"
    )
    ours = Client.objects.of(scheme).prefetch_related(newest)
    asking = Asking.objects.filter(reference=words.strip().upper()).first()
    if asking is not None:
        return list(ours.filter(requests__asking=asking).distinct()[:MOST])
    marks = marks_asked(scheme, words)
    return list(ours.marked(marks).order_by("-pk")[:MOST]) if marks else []
