"""What the pages of one scheme have in common, for the people who run it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from commonweal.core import clock
from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed
from commonweal.help.actions.looks import note_look
from commonweal.help.choices import LookKind
from commonweal.help.models import Client, Duty, Request, Scheme
from commonweal.help.permissions import asked_once, has_way_in, parts_of


class Door(NamedTuple):
    """A page of the room: its address by name, its words, who may go there."""

    route: str
    words: str
    permission: str


# What a room has, put together as people look for it. Whoever adds a page adds its door here.
DOORS: dict[str, tuple[Door, ...]] = {
    "Requests": (
        Door("room", "Board", "help.see_requests"),
        Door("take_call", "Take a call", "help.enter_request"),
        Door("find_person", "Find a person", "help.see_requests"),
        Door("matching", "Helpers for all who wait", "help.match"),
        Door("request_sheet", "Requests in a spreadsheet", "help.enter_request"),
        Door("waiting_texts", "Texts to send", "help.run_requests"),
    ),
    "Helpers": (
        Door("helpers", "Helpers", "help.see_helpers"),
        Door("visits", "Visits", "help.see_requests"),
        Door("expenses", "Expenses", "help.keep_money"),
        Door("texts", "Text many", "help.keep_helpers"),
    ),
    "Giving out": (
        Door("give_out", "Give out", "help.give"),
        Door("given", "What was given", "help.give"),
        Door("rounds", "Rounds", "help.see_rounds"),
        Door("advice", "Advice", "help.advise"),
    ),
    "Reaching out": (
        Door("held_lists", "Lists", "help.keep_lists"),
        Door("ring_rounds", "Ring-rounds", "help.ring"),
        Door("plans", "Plans of support", "help.keep_plans"),
    ),
    "Keeping people safe": (
        Door("raise_worry", "Worried about somebody?", "help.raise_worry"),
        Door("worries", "Worries", "help.keep_worries"),
        Door("rights", "Rights and complaints", "help.lead_scheme"),
        Door("looks_here", "Who looked", "help.lead_scheme"),
        Door("ways_in", "Let in for emergencies", "help.lead_scheme"),
        Door("impact", "Impact assessment", "help.lead_scheme"),
    ),
    "The scheme": (
        Door("scheme_duty", "Who is on duty", "help.see_requests"),
        Door("scheme_numbers", "Numbers", "help.see_numbers"),
        Door("scheme_kept", "How it is set up", "help.keep_scheme"),
        Door("request_keys", "Keys for other systems", "help.lead_scheme"),
    ),
}


class InRoom:
    """Loads the scheme that an address names; put it before ``GatedView``.

    To whoever has no part in it, it is not there. Browsers and proxies keep nothing of its pages.
    """

    actor: Any
    request: HttpRequest
    kwargs: dict[str, Any]
    template_name: Any = "help/room_form.html"  # of a form; every other page has one of its own

    def load(self) -> Any:
        """The scheme; a view about something in it finds that with ``found`` and returns it."""
        self.scheme = self.found_scheme()
        return self.scheme

    def found_scheme(self) -> Scheme:
        """The scheme, to whoever has a part in it, was let in, or sets schemes up."""
        schemes = Scheme.objects.select_related("organisation")
        scheme = schemes.filter(slug=self.kwargs["slug"]).first()
        if scheme is None:
            raise Http404
        self.parts = parts_of(self.actor, scheme)
        here = self.parts or has_way_in(self.actor, scheme)
        if self.actor.key == "visitor" or here or allowed(self.actor, "help.keep_scheme", scheme):
            return scheme
        raise Http404

    @property
    def role(self) -> str:
        """As what whoever looks is here, for the chain of looks."""
        return ", ".join(sorted(self.parts)) or "let in for an emergency"

    def may(self, permission: str, thing: Any = None) -> bool:
        """Whether whoever looks may do this too, so that the page offers it."""
        return allowed(self.actor, permission, thing or self.scheme)

    def at(self, route: str, *args: Any) -> str:
        """The address of another page of the same room."""
        return reverse(route, args=[self.scheme.slug, *args])

    def saw(
        self, people: Iterable[Client], *, kind: str = LookKind.VIEW, purpose: str = "help"
    ) -> None:
        """Write down that these people's records were shown. Call it wherever one is."""
        subjects: list[uuid.UUID] = list(dict.fromkeys(c.uuid for c in people))
        if subjects:
            note_look(
                by=self.actor, scheme=self.scheme, subjects=subjects, kind=kind, purpose=purpose,
                role=self.role,
            )  # fmt: skip

    def found_request(self) -> Request:
        """The request that an address names, if it is this scheme's."""
        asked = Request.objects.of(self.scheme).select_related("client", "need", "owner", "scheme")
        found = asked.filter(uuid=self.kwargs["uuid"], forgotten_on__isnull=True).first()
        if found is None:
            raise Http404
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, of which nothing is kept on the way.

        Whoever is not signed in is asked to, whether or not there is such a thing.
        """
        if actor_of(request).key == "visitor":
            return redirect(f"/account/login/?next={request.path}")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "same-origin"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The scheme, its doors for whoever looks, and their duty, for every page."""
        duty = Duty.objects.at(clock.now()).of(self.actor).filter(scheme=self.scheme).first()
        with asked_once():
            open_here = {
                group: [(self.at(d.route), d.words) for d in doors if self.may(d.permission)]
                for group, doors in DOORS.items()
            }
        doors = [(group, rooms) for group, rooms in open_here.items() if rooms]
        open_now = {address for _, rooms in doors for address, _ in rooms}
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            "scheme": self.scheme, "doors": doors, "duty": duty, "has_part": bool(self.parts),
            "sees_board": self.at("room") in open_now,
            "keeps_scheme": self.at("scheme_kept") in open_now, **context,
        }  # fmt: skip
