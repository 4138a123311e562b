"""Doors of Wagtail's desk that this house keeps shut, because it has its own beside them.

Wagtail brings its own sign-in by password, its own account page and its own people and groups;
they would let somebody change an address or a role round our actions and journal.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from commonweal.core.gates import GatedView


class SignInElsewhere(GatedView):
    """The desk's own sign-in leads to ours, and from there back to where somebody was going."""

    permission = None

    def get(self, request: HttpRequest, **_: str) -> HttpResponse:
        """Go there. An address outside this site is dropped."""
        goal = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()})
        onward = goal if safe else reverse("wagtailadmin_home")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")


class AccountElsewhere(GatedView):
    """The desk's own account page leads to ours."""

    permission = None

    def get(self, request: HttpRequest, **_: str) -> HttpResponse:
        """Go there."""
        return redirect("/account/")


class SignOutElsewhere(GatedView):
    """The desk's own sign-out leads to ours, which asks first."""

    permission = None

    def get(self, request: HttpRequest, **_: str) -> HttpResponse:
        """Go there."""
        return redirect("account_logout")

    post = get


class Shut(GatedView):
    """There is nothing here, for anyone."""

    permission = None

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Say so."""
        raise Http404


urlpatterns = [
    re_path(r"^login/$", SignInElsewhere.as_view(), name="desk_login"),
    re_path(r"^logout/$", SignOutElsewhere.as_view(), name="desk_logout"),
    re_path(r"^account/", AccountElsewhere.as_view(), name="desk_account"),
    re_path(r"^(password_reset|users|groups|sites|collections|workflows)/", Shut.as_view()),
]
