"""Who has a part in a scheme."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from commonweal.help.actions import inviting, members
from commonweal.help.choices import Part
from commonweal.help.forms import schemes as shapes
from commonweal.help.models import SchemeMember
from commonweal.help.views.scheme import SchemeForm

# What each part may do, said plainly.
MAY: dict[str, str] = {
    Part.LEAD: "Everything in this scheme: its people, its records, who has a part, checks of "
    "helpers, complaints, opening and closing it. Not worries about safety, unless they hear them.",
    Part.COORDINATOR: "See and run requests, find helpers, keep helpers, rounds, money and the "
    "duty rota. Not give parts, confirm checks, or open and close the scheme.",
    Part.PHONE: "While on duty, and only then: take calls, see and run requests, match helpers. "
    "Off duty, nothing.",
}


class People(SchemeForm):
    """Those with a part, what each may do, and somebody more."""

    permission = "help.keep_members"
    template_name = "help/schemes_people.html"
    title, form_class = "Who runs it", shapes.InviteForm
    send_words = "Give them this part"
    done_words = "They have this part, and were written to."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The members."""
        standing = SchemeMember.objects.standing().filter(scheme=self.scheme)
        return super().get_context_data(**kwargs) | {
            "members": standing.select_related("person").order_by("part", "pk"),
            "parts": [(Part(part).label.partition(":")[0], says) for part, says in MAY.items()],
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Give it."""
        return inviting.invite_member(by=self.actor, scheme=self.scheme, **answers)

    def back(self, result: Any) -> str:
        """The same page."""
        return self.at("scheme_people")


class EndPart(SchemeForm):
    """Somebody's part ends."""

    permission = "help.keep_members"
    form_class = shapes.EndForm
    title, send_words = "End their part", "End it"
    lede = "What they answer for goes to whoever is on duty, at once."
    done_words = "Their part has ended. What they answered for went to whoever is on duty."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose."""
        who = self.member()
        told = {"title": f"End the part of {who.person.label}"}
        return super().get_context_data(**kwargs) | told

    def member(self) -> SchemeMember:
        """The part that the address names, if it is of this scheme."""
        parts = SchemeMember.objects.filter(scheme=self.scheme, ended_at=None)
        return get_object_or_404(parts.select_related("person", "scheme"), pk=self.kwargs["pk"])

    def act(self, answers: dict[str, Any]) -> Any:
        """End it."""
        return members.end_member(by=self.actor, member=self.member(), **answers)

    def back(self, result: Any) -> str:
        """Who is left."""
        return self.at("scheme_people")
