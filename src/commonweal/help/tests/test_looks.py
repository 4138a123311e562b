"""Looks form a chain of which nothing can be changed or taken away unseen."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from commonweal.help.actions.looks import FIRST, digest_of_look, note_look
from commonweal.help.models import Look
from commonweal.help.tests.factories import SchemeFactory, SchemeMemberFactory

pytestmark = pytest.mark.django_db


class TestNoteLook:
    def test_ties_each_to_the_one_before(self):
        part = SchemeMemberFactory()
        coordinator, scheme = part.person, part.scheme

        note_look(by=coordinator, scheme=scheme, subjects=[uuid.uuid4(), uuid.uuid4()])
        note_look(by=coordinator, scheme=scheme, subjects=[uuid.uuid4()], kind="print")

        looks = list(Look.objects.order_by("number"))
        assert [x.number for x in looks] == [1, 2, 3]
        assert [x.before for x in looks] == [FIRST, looks[0].digest, looks[1].digest]
        assert all(x.digest == digest_of_look(x) for x in looks)

    @pytest.mark.parametrize("changing", [
        lambda looks: looks.update(actor="nobody"),
        lambda looks: looks.delete(),
    ])  # fmt: skip
    def test_cannot_be_undone(self, changing):
        part = SchemeMemberFactory()
        note_look(by=part.person, scheme=part.scheme, subjects=[uuid.uuid4()])

        with pytest.raises(DatabaseError), transaction.atomic():
            changing(Look.objects.all())

        assert Look.objects.count() == 1

    def test_is_not_for_somebody_of_another_scheme(self):
        part = SchemeMemberFactory()

        with pytest.raises(PermissionDenied):
            note_look(by=part.person, scheme=SchemeFactory(), subjects=[uuid.uuid4()])

    def test_shows_what_was_changed(self):
        part = SchemeMemberFactory()
        note_look(by=part.person, scheme=part.scheme, subjects=[uuid.uuid4()])
        look = Look.objects.get()

        look.at -= dt.timedelta(seconds=1)

        assert digest_of_look(look) != look.digest
