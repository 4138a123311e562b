"""People who sign in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from commonweal.accounts.choices import Role


class UserManager(BaseUserManager["User"]):
    """What Django's sign-in asks of a user model; our own code uses the actions."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person with this address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by an e-mail code or a passkey. There are no passwords to lose.

    Personal data: name and address. Kept, so that the journal stays readable.
    """

    personal_data = "staff"
    retention = "kept, switched off when the person leaves"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def key(self) -> str:
        """What the journal stores."""
        return f"user:{self.pk}"

    @property
    def label(self) -> str:
        """What the journal shows."""
        return self.name or f"person {self.pk}"

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now; none for somebody who has been switched off."""
        if not self.is_active:
            return frozenset()
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.grants.values_list("role", flat=True))
        return self._roles

    @property
    def first_name(self) -> str:
        """The desk's menu shows it."""
        return str(self)

    def get_full_name(self) -> str:
        """Wagtail greets people by it."""
        return str(self)

    def get_short_name(self) -> str:
        """Wagtail's menus show it."""
        return str(self)


class Grant(models.Model):
    """A role that a person holds."""

    personal_data = "staff"
    retention = "while held"

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_person_holds_a_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
