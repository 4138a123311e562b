"""What is asked before a service is closed for now, or has ended."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.sector.forms.service_row import a_day, text
from commonweal.ui.form_words import say_it_our_way


class TurnForm(forms.Form):
    """Why it does not run."""

    reason = text(
        "Why?", 500, "Everybody can read this, such as: the hall is being repaired. "
        "Leave it empty if there is nothing to say."
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_our_way(self)


class PauseForm(TurnForm):
    """Why it does not run, and when it does again."""

    back_on = a_day("Back on", "Everybody can read this too. Leave it empty if it is not known.")
