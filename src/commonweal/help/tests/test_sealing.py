"""What is kept of people is sealed, can be opened with any key, and found in one scheme only."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection

from commonweal.help.models import Client
from commonweal.help.sealing import (
    CannotOpen,
    mark_of,
    name_words,
    phone_digits,
    reseal,
    seal,
    unseal,
)
from commonweal.help.tests.factories import ClientFactory

pytestmark = pytest.mark.django_db


class TestASealedField:
    def test_is_not_readable_in_the_database(self):
        ClientFactory(name="Olive Marsh", safe={"number": "01632 960123"})

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM help_client")
            kept = repr(cursor.fetchall())

        for told in ("Olive", "Marsh", "01632", "Staithe", "NR1 1AA", "623000"):
            assert told not in kept

    def test_is_read_as_it_was_written(self):
        written = ClientFactory(name="Olive Marsh", safe={"hours": [["09:00", "12:00"]]})

        read = Client.objects.get(pk=written.pk)

        assert read.name == "Olive Marsh"
        assert read.safe == {"hours": [["09:00", "12:00"]]}
        assert read.born == ""

    def test_cannot_be_searched(self):
        with pytest.raises(FieldError):
            Client.objects.filter(name="Olive Marsh").exists()


class TestKeys:
    def test_older_ones_still_open(self, settings):
        old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
        settings.HELP_KEYS = (old,)
        sealed = seal("Olive Marsh")

        settings.HELP_KEYS = (new, old)

        assert unseal(sealed) == "Olive Marsh"
        again = reseal(sealed)
        settings.HELP_KEYS = (new,)
        assert unseal(again) == "Olive Marsh"

    def test_that_are_lost_are_told_so(self, settings):
        sealed = seal("Olive Marsh")
        settings.HELP_KEYS = (Fernet.generate_key().decode(),)

        with pytest.raises(CannotOpen):
            unseal(sealed)


class TestAMark:
    def test_differs_in_every_scheme(self):
        assert mark_of(1, "phone", "01632960123") != mark_of(2, "phone", "01632960123")

    def test_is_of_one_kind(self):
        assert mark_of(1, "phone", "x") != mark_of(1, "name", "x")

    @pytest.mark.parametrize(
        ("one", "other"), [("José  Núñez", "jose nunez"), ("O\u2019Brien", "o brien")]
    )
    def test_of_a_name_minds_no_accents_or_signs(self, one, other):
        assert set(name_words(other)) >= set(name_words(one))

    def test_of_a_number_minds_no_spaces_or_country(self):
        assert phone_digits("+44 (0)1632 960123") == phone_digits("01632 960 123") == "01632960123"
