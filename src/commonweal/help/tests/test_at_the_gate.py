"""Whoever is not signed in learns nothing from the addresses of a room."""

from __future__ import annotations

import uuid

import pytest

from commonweal.help.tests.factories import RequestFactory, SchemeFactory
from commonweal.help.urls import urlpatterns


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in_whether_or_not_there_is_such_a_room(client):
    SchemeFactory(slug="here")
    asked = RequestFactory(scheme=SchemeFactory(slug="there"))
    for path in (
        "here/", "nowhere/", f"there/requests/{asked.uuid}/", f"there/requests/{uuid.uuid4()}/",
        "there/worries/", "there/rounds/1/", "there/plans/99999/", "nowhere/visits/1/begin/",
    ):  # fmt: skip
        for answer in (client.get(f"/rooms/{path}"), client.post(f"/rooms/{path}")):
            assert (answer.status_code, answer["Location"]) == (
                302, f"/account/login/?next=/rooms/{path}",
            ), path  # fmt: skip


def test_every_address_of_a_room_has_that_gate():
    from commonweal.help.views.rooms import InRoom

    rooms = [p for p in urlpatterns if "rooms/<" in str(p.pattern) or "rooms/(" in str(p.pattern)]
    assert rooms
    for pattern in rooms:
        assert issubclass(pattern.callback.view_class, InRoom), pattern.pattern
