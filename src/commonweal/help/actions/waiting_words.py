"""Taking back letters and texts that have not gone yet. Inner steps."""

from __future__ import annotations

from collections.abc import Iterable

from commonweal.comms.models import Message
from commonweal.comms.reports import mobile_of
from commonweal.help.models import Client, Offer, Scheme


def of_offer(offer: Offer) -> str:
    """By what the letter or text of an offer is found."""
    return f"help.scheme:{offer.helper.scheme_id}/offer:{offer.pk}/"


def take_back_words_of(offers: Iterable[Offer]) -> None:
    """What asks a helper for something that is not needed any more never goes."""
    keys = [of_offer(offer) for offer in offers]
    if keys:
        Message.objects.about(*keys).filter(standing="waiting").delete()


def numbers_of(client: Client) -> set[str]:
    """The numbers on which somebody may have been texted, as told and as they are dialled."""
    said = (client.phone, str((client.safe or {}).get("number") or ""))
    return {n for number in said for n in (number, mobile_of(number)) if n}


def take_back_texts_to(scheme: Scheme, numbers: set[str]) -> None:
    """Texts of a scheme to numbers that are not safe any more never go, nor by hand."""
    if numbers:
        ours = Message.objects.about(f"help.scheme:{scheme.pk}/")
        ours.filter(channel="text", to__in=numbers).exclude(standing="sent").delete()
