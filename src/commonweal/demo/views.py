"""The way into the demonstration: as anyone who works in the invented place."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.loopback import is_at_this_machine
from commonweal.places.reports import the_place


def is_open_to_try(request: HttpRequest) -> bool:
    """Whether anyone may enter as anyone: an invented place, on its own machine, and only there."""
    return settings.LOOPBACK_ONLY and is_at_this_machine(request) and the_place().fictional


class Demonstration(LimitedView, GatedView):
    """One account for each role of an invented place, each with a way to enter as it."""

    permission = None
    limits = (Limit("demonstration", times=60, seconds=15 * 60),)

    def load(self) -> None:
        """Anywhere else there is no such page."""
        if not is_open_to_try(self.request):
            raise Http404

    def people(self) -> list[tuple[str, User]]:
        """The first person of each role, with the role in a word."""
        found = []
        for role in Role:
            person = User.objects.filter(grants__role=role, is_active=True).order_by("pk").first()
            if person is not None:
                found.append((role.value, person))
        return found

    def get(self, request: HttpRequest) -> HttpResponse:
        """Who there is."""
        people = [(r, Role(r).label.partition(": ")[2], p) for r, p in self.people()]
        return render(request, "demo/demonstration.html", {"people": people})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter as one of them."""
        keys = [person.pk for _, person in self.people()]
        wanted = request.POST.get("person", "")
        if not wanted.isdigit():
            raise Http404
        person = get_object_or_404(User, pk=int(wanted), pk__in=keys)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("wagtailadmin_home")
