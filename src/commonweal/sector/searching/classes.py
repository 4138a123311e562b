"""What an organisation may be called by its kind and its causes, as words to find it by."""

from __future__ import annotations

from commonweal.sector.choices import Kind
from commonweal.sector.models import Term
from commonweal.sector.searching.words import fold

# What people call an organisation of a kind, besides the kind's own title. Only what is true of
# every one of them: words that may be meant stand in ``everyday.csv``.
ALSO_CALLED: dict[str, str] = {
    Kind.CIO: "CIO, registered charity",
    Kind.CHARITABLE_COMPANY: "registered charity",
    Kind.CIC: "CIC, social enterprise",
    Kind.SOCIETY: "cooperative, co-op, coop, mutual, social enterprise",
    Kind.SPORTS_CLUB: "CASC",
    Kind.FAITH: "religious",
    Kind.GROUP: "community group",
}
# The schemes whose titles are words to find by: the Commission's codes. Of the others a program
# suggested some, and a wrong suggestion should not be found.
SCHEMES = ("what", "who", "how")


def words_of_kinds() -> dict[str, str]:
    """The folded words of each kind; "other" says nothing."""
    kinds = {str(k): fold(f"{k.label} {ALSO_CALLED.get(k, '')}") for k in Kind if k != Kind.OTHER}
    return {kind: " ".join(dict.fromkeys(words.split())) for kind, words in kinds.items()}


def words_of_causes() -> dict[tuple[str, str], str]:
    """The folded title of each of the Commission's codes, by scheme and code.

    A title kept here wins. The first import writes its organisations before it keeps the titles,
    so those of the source are known from the beginning.
    """
    # Sources lead back to whoever publishes and so to this search.
    from commonweal.sector.sources.charity_commission_causes import MEANINGS

    found = {(m.scheme, m.code): fold(m.title) for m in MEANINGS}
    rows = Term.objects.filter(scheme__in=SCHEMES).values_list("scheme", "code", "title")
    return found | {(scheme, code): fold(title) for scheme, code, title in rows}
