"""Wagtail's own sign-in, sign-out and account page lead to ours.

Its sign-in is by password, and its account page would let somebody change an address round our
actions and journal. Which of its other screens are open is said in ``doors``.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
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


urlpatterns = [
    re_path(r"^login/$", SignInElsewhere.as_view(), name="desk_login"),
    re_path(r"^logout/$", SignOutElsewhere.as_view(), name="desk_logout"),
    re_path(r"^account/", AccountElsewhere.as_view(), name="desk_account"),
]
