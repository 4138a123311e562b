"""Who acts in tests of promises."""

from __future__ import annotations

from typing import Any

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tests.given import given

BACKEND = "django.contrib.auth.backends.ModelBackend"


def person(*roles: str) -> Any:
    """Somebody with these roles."""
    with given():
        return UserFactory(roles=list(roles))


def signed_in(client: Any, *roles: str) -> Any:
    """A browser in which somebody with these roles has signed in."""
    client.force_login(person(*roles), backend=BACKEND)
    return client
