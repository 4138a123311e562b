"""The way into the demonstration: as anyone who works in the invented place."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.loopback import is_at_this_machine
from commonweal.core.permissions import allowed
from commonweal.help.choices import Part as SchemePart
from commonweal.help.models import SchemeMember
from commonweal.places.reports import the_place
from commonweal.sector.choices import MemberRole, Side
from commonweal.sector.models import Member
from commonweal.sector.reports.waiting import first_page_of

# What is worth trying as each role, beginning at the staff desk.
TO_TRY = {
    Role.ADMINISTRATOR: "Open People and give somebody a role; change the colours of the place.",
    Role.STEWARD: "Open the review list and decide a pair; put a telephone number right, then look "
    "at that organisation's page; undo a merge.",
    Role.EDITOR: "Write a piece of news and see it on the front page; end the notice that stands "
    "on every page.",
    Role.MODERATOR: "Read what came in on the Covenant and let it be seen, or say why not; "
    "write down what somebody told you by telephone.",
    Role.READER: "Look a charity up and see who said what of it; there is no way to change it.",
}
OWNER_TRIES = (
    "Change what your organisation says of itself and look at its page; answer whoever asks to "
    "keep it too; invite somebody; hand over and leave."
)

OFFICER_TRIES = (
    "Say what your body did under the Compact, with the reason where it fell short; reply to what "
    "is said of its promises."
)
LEAD_TRIES = (
    "Open Your schemes and see what needs you now; find a helper for somebody; hand a request to "
    "another scheme; look at who looked at a record."
)
PHONE_TRIES = "Take a call; write down a try; go off duty and see who answers for it then."


@dataclass(frozen=True)
class Part:
    """A role that a visitor may play: its name, what it does, who holds it, what to try."""

    role: str
    does: str
    person: User
    to_try: str


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

    def parts(self) -> list[Part]:
        """The first person of each role."""
        found = []
        for role in Role:
            person = User.objects.filter(grants__role=role, is_active=True).order_by("pk").first()
            if person is not None:
                does = str(role.label).partition(": ")[2]
                found.append(Part(role.value, does, person, TO_TRY.get(role, "")))
        return [
            *found,
            *self.owner(Side.SECTOR, OWNER_TRIES),
            *self.owner(Side.PARTNER, OFFICER_TRIES),
            *self.of_scheme(SchemePart.LEAD, LEAD_TRIES),
            *self.of_scheme(SchemePart.PHONE, PHONE_TRIES),
        ]

    def of_scheme(self, part: SchemePart, to_try: str) -> list[Part]:
        """The first person with a part in a scheme that is no front door."""
        members = SchemeMember.objects.standing().who(part).filter(scheme__front_door=False)
        member = members.select_related("person", "scheme").order_by("pk").first()
        if member is None:
            return []
        words = str(part.label).partition(":")[0].lower()
        return [Part(words, f"{words} of {member.scheme.name}", member.person, to_try)]

    def owner(self, side: Side, to_try: str) -> list[Part]:
        """The first owner of a page on one side who holds no role for the whole place."""
        owners = Member.objects.standing().who_may(MemberRole.OWNER).filter(person__grants=None)
        owners = owners.filter(organisation__side=side)
        member = owners.select_related("person", "organisation").order_by("pk").first()
        if member is None:
            return []
        does = f"Keeps the page of {member.organisation} and says who else may"
        return [Part(MemberRole.OWNER.value, does, member.person, to_try)]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Who there is."""
        return render(request, "demo/demonstration.html", {"parts": self.parts()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter as one of them."""
        keys = [part.person.pk for part in self.parts()]
        wanted = request.POST.get("person", "")
        if not wanted.isdigit():
            raise Http404
        person = get_object_or_404(User, pk=int(wanted), pk__in=keys)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        at_desk = allowed(person, "accounts.see_desk")
        if SchemeMember.objects.standing().filter(person=person).exists():
            return redirect("rooms")
        return redirect("wagtailadmin_home" if at_desk else first_page_of(person))
