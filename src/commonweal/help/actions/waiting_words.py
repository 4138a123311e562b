"""Taking back letters and texts that have not gone yet. Inner steps."""

from __future__ import annotations

from collections.abc import Iterable

from commonweal.comms.choices import Channel, Standing
from commonweal.comms.models import Message
from commonweal.comms.reports import mobile_of
from commonweal.help.models import Client, Offer


def of_offer(offer: Offer) -> str:
    """By what the letter or text of an offer is found."""
    return f"help.scheme:{offer.helper.scheme_id}/offer:{offer.pk}/"


def take_back_words_of(offers: Iterable[Offer]) -> None:
    """What asks a helper for something that is not needed any more never goes."""
    keys = [of_offer(offer) for offer in offers]
    if keys:
        Message.objects.about(*keys).exclude(standing=Standing.SENT).delete()


def numbers_of(client: Client) -> set[str]:
    """The numbers on which somebody may have been texted, as they said them and as dialled."""
    said = (client.phone, str((client.safe or {}).get("number") or ""))
    return {number for told in said for number in (told, mobile_of(told)) if number}


def take_back_texts_to(client: Client, numbers: set[str] | None = None) -> None:
    """Texts of a scheme to numbers that are not safe any more never go, nor are sent by hand.

    :param numbers: those of before, when others are known of them now.
    """
    ours = Message.objects.about(f"help.scheme:{client.scheme_id}/").filter(channel=Channel.TEXT)
    ours.filter(to__in=numbers or numbers_of(client)).exclude(standing=Standing.SENT).delete()
