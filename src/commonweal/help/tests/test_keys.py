"""Keys are changed without a moment in which something could not be read."""

from __future__ import annotations

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Operator
from commonweal.core.tests.given import given
from commonweal.help.actions import keys
from commonweal.help.models import Client, Note, Request
from commonweal.help.sealing import CannotOpen, seal
from commonweal.help.tests.factories import ClientFactory, NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(settings):
    """An old key that sealed all there is, and a new one before it."""
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.HELP_KEYS = (old,)
    for n in range(3):
        NoteFactory(words=f"note {n}")
    settings.HELP_KEYS = (new, old)
    return new, old


def all_read():
    words = [n.words for n in Note.objects.order_by("pk")]
    people = {c.name for c in Client.objects.all()}
    return words, people, {r.details for r in Request.objects.all()}


class TestResealing:
    def test_seals_every_column_with_the_newest_key(self, two, settings):
        before = all_read()
        assert keys.sealed_with_old_keys() > 10

        assert keys.reseal_all(by=Operator()) > 10

        assert keys.sealed_with_old_keys() == 0
        settings.HELP_KEYS = two[:1]
        assert all_read() == before
        assert keys.reseal_all(by=Operator()) == 0

    @pytest.mark.parametrize("after", [1, 3, 7])
    def test_loses_nothing_when_it_is_killed_and_goes_on(self, two, settings, monkeypatch, after):
        before, replace, count = all_read(), keys.replace, []

        def killed(column, rows):
            count.append(column)
            if len(count) > after:
                raise KeyboardInterrupt
            return replace(column, rows)

        monkeypatch.setattr(keys, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            keys.reseal_all(by=Operator())
        assert all_read() == before
        assert keys.sealed_with_old_keys() > 0

        monkeypatch.undo()
        settings.HELP_KEYS = two
        keys.reseal_all(by=Operator())

        assert keys.sealed_with_old_keys() == 0
        assert all_read() == before

    def test_does_not_write_over_what_changed_meanwhile(self, two):
        note = Note.objects.first()
        column = keys.Column("help_note", "id", "words")
        rows = next(keys.values(column))
        with given():
            Note.objects.filter(pk=note.pk).update(words="changed meanwhile")

        with given():
            keys.replace(column, rows)

        note.refresh_from_db()
        assert note.words == "changed meanwhile"

    def test_stops_at_what_no_key_opens_and_leaves_it(self, two, settings):
        lost = Fernet.generate_key().decode()
        settings.HELP_KEYS = (lost,)
        sealed = seal("gone")
        settings.HELP_KEYS = two
        with connection.cursor() as cursor, given():
            cursor.execute("UPDATE help_client SET name = %s", [sealed])

        with pytest.raises(CannotOpen):
            keys.reseal_all(by=Operator())

        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT name FROM help_client")
            assert cursor.fetchall() == [(sealed,)]

    def test_is_for_whoever_owns_the_machine(self):
        with pytest.raises(PermissionDenied):
            keys.reseal_all(by=UserFactory(roles=["administrator"]))


class TestTheCommand:
    @pytest.fixture
    def file(self, settings, tmp_path, monkeypatch):
        monkeypatch.delenv("COMMONWEAL_HELP_KEYS", raising=False)
        settings.HOME = tmp_path
        path = tmp_path / "help-keys"
        path.write_text(Fernet.generate_key().decode() + "\n")
        settings.HELP_KEYS = tuple(path.read_text().split())
        return path

    def said(self, **options):
        out = StringIO()
        call_command("rotate_help_keys", stdout=out, **options)
        return out.getvalue()

    def test_goes_by_three_steps_each_told(self, file, settings):
        ClientFactory(name="Olive Marsh")
        (old,) = settings.HELP_KEYS

        assert "restart" in self.said(add=True)
        new, last = file.read_text().split()
        assert last == old
        assert file.stat().st_mode & 0o777 == 0o600
        settings.HELP_KEYS = (new, old)
        with pytest.raises(CommandError, match="still need an old key"):
            self.said(drop=True)
        assert "--drop" in self.said()
        self.said(drop=True)

        assert file.read_text().split() == [new]
        settings.HELP_KEYS = (new,)
        assert Client.objects.get().name == "Olive Marsh"

    def test_says_what_to_do_where_keys_are_set_elsewhere(self, file, monkeypatch):
        monkeypatch.setenv("COMMONWEAL_HELP_KEYS", "x")
        with pytest.raises(CommandError, match="Put a new one first there"):
            self.said(add=True)
