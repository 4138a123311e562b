"""The chain of looks is checked link by link, and stays whole when people are forgotten."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from commonweal.core.tests.given import given
from commonweal.help.actions.forgetting import cut_looks
from commonweal.help.actions.forgetting_people import forget_clients
from commonweal.help.actions.looks import note_look
from commonweal.help.reports.looks import looked_by_role, looks_at, verify_looks
from commonweal.help.tests.factories import ClientFactory, SchemeMemberFactory
from commonweal.help.tests.test_forgetting import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    return SchemeMemberFactory(part="lead")


def look(part, *subjects, **more):
    note_look(
        by=part.person, scheme=part.scheme, subjects=list(subjects) or [uuid.uuid4()],
        **{"role": "lead", **more},
    )  # fmt: skip


def behind_its_back(*statements):
    """Do to the table what only the owner of the database file could."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute("DROP TRIGGER a_look_is_not_changed")
            cursor.execute("DROP TRIGGER looks_are_not_shortened")
        else:
            cursor.execute("ALTER TABLE help_look DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def printed(**options):
    out = StringIO()
    try:
        call_command("verify_looks", stdout=out, **options)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


class TestVerifyLooks:
    def test_finds_a_chain_whole(self, part):
        for _ in range(5):
            look(part)

        found = verify_looks()

        assert (found.whole, found.checked, found.first, found.last) == (True, 5, 1, 5)
        assert verify_looks((found.last, found.last_digest)).whole

    def test_finds_an_empty_chain_whole(self):
        assert verify_looks().whole
        assert printed() == ("The chain is whole: 0 links.\n", 0)

    @pytest.mark.parametrize(("doing", "at", "why"), [
        ("UPDATE help_look SET role = 'phone' WHERE number = 3", 3, "was changed"),
        ("UPDATE help_look SET actor_key = 'user:0' WHERE number = 1", 1, "was changed"),
        ("DELETE FROM help_look WHERE number = 2", 2, "is missing"),
        ("DELETE FROM help_look WHERE number = 1", 1, "is missing"),
        ("UPDATE help_look SET before = digest WHERE number = 4", 4, "does not follow"),
    ])  # fmt: skip
    def test_names_the_first_break(self, part, doing, at, why):
        for _ in range(5):
            look(part)
        behind_its_back(doing)

        found = verify_looks()

        assert (found.whole, found.broken_at) == (False, at)
        assert why in found.why
        said, status = printed()
        assert f"breaks at {at}" in said
        assert status == 1
        told, status = printed(json=True)
        assert (json.loads(told)["broken_at"], status) == (at, 1)

    def test_finds_a_new_end_that_was_cut_off_by_what_was_written_down(self, part):
        for _ in range(5):
            look(part)
        last = verify_looks()
        behind_its_back("DELETE FROM help_look WHERE number > 3")

        assert verify_looks().whole
        assert not verify_looks((5, last.last_digest)).whole
        assert printed(holds=f"5:{last.last_digest}")[1] == 1
        with pytest.raises(CommandError):
            call_command("verify_looks", holds="five")

    def test_stays_whole_after_an_erasure_and_after_the_old_end_is_cut(self, part):
        for days in (900, 800, 0):
            with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(days=days)):
                look(part)
        client = ClientFactory(scheme=part.scheme)
        look(part, client.uuid)
        with given():
            forget_clients([client], by=HOUSE)

        assert verify_looks().checked == 5
        assert cut_looks(by=HOUSE) == 2
        found = verify_looks()
        assert (found.whole, found.checked, found.first) == (True, 3, 3)


class TestWhoLooked:
    def test_is_told_to_the_person_by_role_and_never_by_name(self, part):
        client = ClientFactory(scheme=part.scheme)
        look(part, client.uuid)
        look(part, client.uuid, kind="print")
        look(part, client.uuid, role="coordinator, phone")

        rows = looked_by_role(client)

        assert {(r.who, r.times) for r in rows} == {
            ("the scheme's lead", 1), ("a coordinator and a telephone holder", 1),
        }  # fmt: skip
        assert part.person.name not in str(rows)

    def test_is_shown_to_the_lead_alone(self, part, client):
        person = ClientFactory(scheme=part.scheme)
        look(part, person.uuid)
        client.force_login(part.person)

        every = client.get(reverse("looks_here", args=[part.scheme.slug])).content.decode()
        one = reverse("looks_at", args=[part.scheme.slug, person.uuid])

        assert part.person.name in every
        assert "Looked at it" in client.get(one).content.decode()
        for other in (SchemeMemberFactory(scheme=part.scheme).person,
                      SchemeMemberFactory(part="lead").person):  # fmt: skip
            client.force_login(other)
            assert client.get(one).status_code in {403, 404}
        assert len(looks_at(person)) == 2
