"""Reads the environment, and says what to do when a setting is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key


class BadSetting(Exception):
    """A setting cannot be used; the message is a sentence that says what to do."""


class Environment:
    """The environment, read once, with a sentence for every mistake."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values

    def text(self, name: str, default: str = "") -> str:
        """The setting as it stands, without spaces round it."""
        return self.values.get(name, default).strip()

    def flag(self, name: str, default: bool = False) -> bool:
        """Yes or no. Anything else is a mistake, because a misspelt 'no' must not mean yes."""
        value = self.text(name).lower()
        if not value:
            return default
        if value in {"1", "yes", "true", "on"}:
            return True
        if value in {"0", "no", "false", "off"}:
            return False
        raise BadSetting(f"{name} is {value!r}. Set it to yes or no.")

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        """A whole number between least and most."""
        value = self.text(name)
        if not value:
            return default
        if not value.lstrip("-").isdigit():
            raise BadSetting(f"{name} is {value!r}. Set it to a whole number.")
        if int(value) < least or (most is not None and int(value) > most):
            ceiling = "" if most is None else f" and at most {most}"
            raise BadSetting(f"{name} is {value}. Set it to at least {least}{ceiling}.")
        return int(value)

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list separated by commas."""
        value = self.text(name)
        return tuple(w.strip() for w in value.split(",") if w.strip()) if value else default

    def choice(self, name: str, known: tuple[str, ...], default: str) -> str:
        """One of the words known."""
        value = self.text(name) or default
        if value not in known:
            raise BadSetting(f"{name} is {value!r}. Set it to one of: {', '.join(known)}.")
        return value

    def address(self, name: str) -> tuple[str, str]:
        """An address of the web without a path, and its host; both empty when not set."""
        value = self.text(name).rstrip("/")
        if not value:
            return "", ""
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadSetting(f"{name} is {value!r}. Write https:// and a name (or http://).")
        if parts.path or parts.query or parts.username:
            raise BadSetting(f"{name} is {value!r}. Leave out all that follows the name.")
        return value, parts.hostname

    def mail_server(self, name: str) -> dict[str, Any] | None:
        """How to reach the mail server that an address names; nothing when not set.

        smtp:// begins in the open and turns to TLS (STARTTLS); smtps:// is TLS from the start.
        """
        value = self.text(name)
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise BadSetting(f"{name} must read smtp://user:password@host:587 (or smtps://).")
        try:
            port = parts.port
        except ValueError as error:
            raise BadSetting(f"{name} has a port that is not a number.") from error
        tls = parts.scheme == "smtps"
        here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        return {
            "host": parts.hostname,
            "port": port or (465 if tls else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": tls,
            "use_tls": not tls and not here,
            "timeout": 20,
        }

    def mailbox(self, name: str) -> dict[str, Any] | None:
        """How to read the mailbox that an address names, by IMAP with TLS; nothing when not set."""
        value = self.text(name)
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme != "imaps" or not (parts.hostname and parts.username and parts.password):
            raise BadSetting(f"{name} must read imaps://user:password@host/INBOX.")
        try:
            port = parts.port
        except ValueError as error:
            raise BadSetting(f"{name} has a port that is not a number.") from error
        folder = unquote(parts.path.lstrip("/")) or "INBOX"
        if any(c in folder for c in '"\\\r\n'):
            raise BadSetting(f"{name} names a folder that cannot be. Leave out quotation marks.")
        return {
            "host": parts.hostname,
            "port": port or 993,
            "user": unquote(parts.username),
            "password": unquote(parts.password),
            "folder": folder,
        }

    def gateway(self, name: str, token: str) -> dict[str, str] | None:
        """A service that takes JSON at an address, with its token; nothing when not set.

        Plain http is for this machine only: what is sent names people's numbers.
        """
        value, secret = self.text(name), self.text(token)
        if not value:
            return None
        parts = urlsplit(value)
        here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
        insecure = parts.scheme != "https" and not (here and parts.scheme == "http")
        if not parts.hostname or insecure:
            raise BadSetting(f"{name} must be an address that begins with https://.")
        if len(secret) < 16 or any(c.isspace() for c in secret):
            raise BadSetting(f"{name} is set. Set {token} to its token, of 16 letters or more.")
        return {"address": value, "token": secret}

    def mail_address(self, name: str) -> str:
        """An e-mail address that a plus and a mark can be put into; "" when not set."""
        value = self.text(name)
        local, at, host = value.partition("@")
        if value and (
            not local or not at or "." not in host or re.search(r"[\s<>@+]", local + host)
        ):
            raise BadSetting(
                f"{name} is {value!r}. Write an address such as bounces@place.example."
            )
        return value

    def kept_key(self, path: Path) -> str:
        """The signing key of this installation, made at the first start and kept from then on."""
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(get_random_secret_key(), encoding="utf-8")
        key = path.read_text(encoding="utf-8").strip()
        if len(key) < 32:
            raise BadSetting(f"{path} is too short to be a key. Delete it and start again.")
        return key

    def keys(self, name: str, path: Path) -> tuple[str, ...]:
        """Keys that can seal, the newest first: as set, else kept in a file, one a line."""
        if not self.text(name) and not path.exists():
            path.touch(mode=0o600)
            path.write_text(Fernet.generate_key().decode() + "\n", encoding="utf-8")
        where = name if self.text(name) else str(path)
        keys = self.words(name) or tuple(path.read_text(encoding="utf-8").split())
        if not keys:
            raise BadSetting(f"{where} holds no key. Put the keys back from your back-up.")
        try:
            for key in keys:
                Fernet(key)
        except ValueError as error:
            raise BadSetting(f"{where} holds what is no key. Put the right ones back.") from error
        return keys

    def folder(self, name: str, default: str) -> Path:
        """A folder that exists (made if need be) and can be written to."""
        path = Path(self.text(name, default)).expanduser().resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadSetting(
                f"{name} is {path}, which cannot be made: {error.strerror}."
            ) from error
        if not os.access(path, os.W_OK):
            raise BadSetting(
                f"{name} is {path}, which cannot be written to. Choose another folder."
            )
        return path

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """Django's settings for the database that an address names.

        Without one, SQLite at ``default``. ``postgres:///name`` takes its host from PGHOST,
        because a socket's path inside an address breaks many parsers.
        """
        value = self.text(name)
        if not value:
            return sqlite(default)
        parts = urlsplit(value)
        if parts.scheme == "sqlite":
            return sqlite(Path(unquote(parts.path.removeprefix("/")) or default))
        if parts.scheme not in {"postgres", "postgresql"}:
            raise BadSetting(
                f"{name} begins with {parts.scheme or value!r}. "
                "Write postgres://user:password@host:5432/name, or sqlite:///path."
            )
        return self._postgres(name, parts)

    def _postgres(self, name: str, parts: Any) -> dict[str, Any]:
        try:
            port = parts.port
        except ValueError as error:
            raise BadSetting(f"{name} has a port that is not a number.") from error
        database = unquote(parts.path.lstrip("/"))
        if not database:
            raise BadSetting(f"{name} names no database. It ends in /name.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": unquote(parts.username or "") or self.text("PGUSER"),
            "PASSWORD": unquote(parts.password or "") or self.text("PGPASSWORD"),
            "HOST": unquote(parts.hostname or "") or self.text("PGHOST"),
            "PORT": str(port or self.text("PGPORT") or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }


def sqlite(path: Path) -> dict[str, Any]:
    """One file, safe for several processes: locks are taken at the start of a transaction."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # Opening the file and telling SQLite our wishes costs more than most pages do.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
