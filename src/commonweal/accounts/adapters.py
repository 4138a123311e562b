"""What sign-in does our way."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from commonweal.accounts.codes import SentBefore, next_code
from commonweal.accounts.models import User
from commonweal.core.limits import client_address
from commonweal.core.permissions import allowed

DESK_FIRST = "accounts.see_desk"


class Account(DefaultAccountAdapter):
    """Nobody makes an account by asking: an administrator welcomes staff, and those who keep an
    organisation's page get one when that is proven or they accept an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin at the desk, everybody else where ``FIRST_PAGE`` says."""
        person = request.user
        if not isinstance(person, User):
            return reverse("account")
        if allowed(person, DESK_FIRST):
            return reverse("wagtailadmin_home")
        return str(import_string(settings.FIRST_PAGE)(person))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The front page."""
        return "/"

    def generate_login_code(self) -> str:
        """A new code, or the last one again once enough letters went to this address."""
        return next_code(self.request.POST.get("email", ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, unless the letter with this code was sent: the answer is the same as ever."""
        if not isinstance(context.get("code"), SentBefore):
            super().send_mail(template_prefix, email, context)

    def get_client_ip(self, request: HttpRequest) -> str:
        """As all of Commonweal: a forged header is not believed."""
        return client_address(request)


class Passkeys(DefaultMFAAdapter):
    """How passkeys name this site and its people."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site, by its host and the product's name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Commonweal"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name until the person gives a better one."""
        return "My passkey"
