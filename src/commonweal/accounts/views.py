"""A person's own account, and the ways in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import confirm_login_code, request_login_code
from allauth.mfa.base.views import authenticate
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView, login_webauthn
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonweal.accounts.actions import end_sessions, rename_person
from commonweal.accounts.choices import Role
from commonweal.accounts.forms import YourName
from commonweal.accounts.models import User
from commonweal.core.gates import GatedView, anyone
from commonweal.core.limits import Limit, LimitedView, limited
from commonweal.core.permissions import allowed

A_QUARTER = 15 * 60
KNOCKS = Limit("sign-in", times=20, seconds=A_QUARTER)


ask_for_code = anyone(limited(KNOCKS)(request_login_code))
enter_code = anyone(limited(KNOCKS)(confirm_login_code))
enter_second_proof = anyone(limited(KNOCKS)(authenticate))
use_passkey = anyone(limited(KNOCKS)(login_webauthn))


class AddAPasskey(LimitedView, GatedView, AddWebAuthnView):
    """Making a passkey proves who is there, so what follows does not ask again at once."""

    permission = "accounts.see_own_account"
    limits = (KNOCKS,)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the passkey, and that it was just now used."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, method="mfa", type="webauthn", reauthenticated=True
        )
        return response


class NotUsed(GatedView):
    """Addresses of the sign-in library that this site has no use for: no sign-up, no passwords."""

    permission = None

    def load(self) -> None:
        """There is no such page."""
        raise Http404


def signed_in(request: HttpRequest) -> User:
    """The person, read anew; the gate has let nobody else through."""
    assert request.user.pk is not None
    return User.objects.get(pk=request.user.pk)


class YourAccount(GatedView):
    """One's own account: name, passkeys, signing out."""

    permission = "accounts.see_own_account"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return self.page(request, YourName(initial={"name": self.person(request).name}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the new name."""
        form = YourName(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        person = self.person(request)
        rename_person(by=person, person=person, name=form.cleaned_data["name"])
        return redirect("account")

    def person(self, request: HttpRequest) -> User:
        """Whoever is signed in."""
        return signed_in(request)

    def page(self, request: HttpRequest, form: YourName, status: int = 200) -> HttpResponse:
        """The page with its form as it stands."""
        person = self.person(request)
        context: dict[str, Any] = {
            "form": form,
            "roles": [Role(role).label for role in sorted(person.roles)],
            "passkeys": Authenticator.objects.filter(
                user=person, type=Authenticator.Type.WEBAUTHN
            ).order_by("created_at"),
            "has_codes": Authenticator.objects.filter(
                user=person, type=Authenticator.Type.RECOVERY_CODES
            ).exists(),
            "may_see_desk": allowed(person, "accounts.see_desk"),
        }
        return render(request, "accounts/account.html", context, status=status)


class SignOutElsewhere(GatedView):
    """Signs out every other device."""

    permission = "accounts.see_own_account"

    def post(self, request: HttpRequest) -> HttpResponse:
        """End all sessions but this one."""
        person = signed_in(request)
        end_sessions(by=person, person=person)
        person.refresh_from_db()
        update_session_auth_hash(request, person)
        return redirect("account")
