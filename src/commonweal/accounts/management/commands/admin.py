"""Make somebody an administrator."""

from __future__ import annotations

from typing import Any

from django.conf import settings
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
        self.stdout.write(f"{user.email} is an administrator.")
        self.stdout.write(how_to_sign_in(user.email))


def how_to_sign_in(email: str) -> str:
    """What to do now, as things are set."""
    site = settings.SITE_ADDRESS
    steps = [f"To sign in, open {site}/account/login/ and write {email}: a code comes by e-mail."]
    if settings.LOOPBACK_ONLY:
        steps.insert(0, "Start the site if it is not running: commonweal serve")
    if settings.MAIL_SERVER:
        steps.append("The welcome, and each code, is sent by: commonweal worker")
    elif settings.LOOPBACK_ONLY:
        steps.append(f"No mail server is set, so read the code on this machine at {site}/outbox/.")
    else:
        steps.append("No mail server is set, so no code can be sent. Set EMAIL_URL first.")
    return "\n".join(steps)
