"""Make somebody an administrator."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.choices import Role
from commonweal.core.actors import Operator


class Command(BaseCommand):
    """Welcome the first administrator, or one more. Doing it twice changes nothing."""

    help = "Make somebody an administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom."""
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Welcome them."""
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError as problem:
            raise CommandError(f"{email!r} is not an e-mail address.") from problem
        user = welcome_person(
            by=Operator(), email=email, name=options["name"], roles=(Role.ADMINISTRATOR,)
        )
        self.stdout.write(f"{user.email} is an administrator, and signs in at /account/login/.")
