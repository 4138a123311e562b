"""What an organisation's own people fill in about it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from commonweal.sector.forms.facts import field_for

# What it says of itself; the rest is its register's to say.
OWN_FACTS = (
    "description", "email", "telephone", "website", "postcode", "street", "address_public",
    "volunteers",
)  # fmt: skip
SHOWN_TO_ALL = "Everybody sees it."
_HINTS = {
    "description": "What you do and for whom, in a few plain sentences.",
    "email": SHOWN_TO_ALL,
    "telephone": SHOWN_TO_ALL,
    "website": "Begins with https://",
    "postcode": "Where you are based. If you move, the street and whether it may be shown are "
    "asked anew.",
    "address_public": "If not, the street is not shown, the postcode only by its first half, and "
    "the pin stands in the middle of its neighbourhood.",
    "volunteers": "How many people give their time in a year, as near as you know.",
}


class OwnFactsForm(forms.Form):
    """The facts that an organisation says of itself; only what is changed is kept."""

    def __init__(self, *args: Any, facts: Collection[str] = OWN_FACTS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in facts:
            self.fields[fact] = field_for(fact)
            self.fields[fact].help_text = _HINTS.get(fact, "")

    @property
    def changed(self) -> dict[str, Any]:
        """The facts that were changed on the form."""
        return {f: self.cleaned_data[f] for f in self.changed_data if f in self.cleaned_data}
