"""Emergency access: given by administrators, looked at by leads."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import ways_in
from commonweal.help.forms.protection import LetInForm, WordsForm
from commonweal.help.models import Look, WayIn
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press


class LetIn(FormPage, GatedView):
    """Let somebody look into a scheme in an emergency."""

    permission = "help.let_in"
    form_class = LetInForm
    title = "Let somebody in, in an emergency"
    lede = (
        "Only where somebody may come to harm and nobody of the scheme can be reached. Its lead is "
        "told at once, everything they look at is written down, and nobody lets themselves in."
    )
    send_words, done_words = "Let them in", "They are let in, and the scheme's lead has been told."

    def act(self, answers: dict[str, Any]) -> WayIn:
        """Let them in."""
        return ways_in.let_in(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """To the same page."""
        return reverse("let_in")


class WaysIn(InRoom, GatedView, TemplateView):
    """Who was let into this scheme, why, and what they looked at."""

    permission = "help.lead_scheme"
    template_name = "help/ways_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last first, each with how many looks there were."""
        now = clock.now()
        ways: list[Any] = list(
            self.scheme.ways_in.select_related("person").order_by("-at", "-pk")[:50]
        )
        for way in ways:
            mine = Look.objects.filter(scheme=self.scheme.pk, actor_key=way.person.key)
            mine = mine.filter(at__gte=way.at, at__lte=way.until)
            way.looked, way.is_open = mine.count(), way.until > now
        return super().get_context_data(**kwargs) | {"ways": ways}


class OneWay(InRoom):
    """Loads one way in of the scheme, for its lead."""

    way: WayIn

    def load(self) -> Any:
        """The way in; for others the scheme, so that they are refused whatever the number."""
        super().load()
        if not self.may("help.lead_scheme"):
            return self.scheme
        self.way = get_object_or_404(WayIn, scheme=self.scheme, pk=self.kwargs["pk"])
        return self.way

    def back(self, result: Any = None) -> str:
        """To all of them."""
        return self.at("ways_in")


class LookAtWayIn(OneWay, FormPage, GatedView):
    """What the lead found when they looked at it afterwards."""

    permission = "help.look_at_way_in"
    form_class = WordsForm
    title = "What did you find?"

    def act(self, answers: dict[str, Any]) -> WayIn:
        """Write it down."""
        return ways_in.look_at_way_in(by=self.actor, way_in=self.way, **answers)


class EndWayIn(OneWay, Press):
    """Shut it before its time."""

    permission = "help.look_at_way_in"
    done_words = "It is shut."

    def act(self) -> WayIn:
        """Shut it."""
        return ways_in.end_way_in(by=self.actor, way_in=self.way)
