"""What waits to go is looked at again the moment before it does."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from commonweal.comms.choices import Channel
from commonweal.comms.delivery import still_to_go
from commonweal.comms.models import Message
from commonweal.comms.tests.factories import MessageFactory
from commonweal.help.actions.going import still_goes
from commonweal.help.actions.texting import waiting_texts
from commonweal.help.models import Client, Helper, Offer, Request
from commonweal.help.tests.factories import (
    ClientFactory,
    HelperFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    VisitFactory,
)

NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NUMBER, ANOTHER = "+447700900001", "07700 900002"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def asked(scheme):
    client = ClientFactory(
        scheme=scheme, phone="07700 900001", email="olive@example.org", safe={"text": True}
    )
    return RequestFactory(scheme=scheme, client=client, next_on=NOW + 48 * HOUR)


def waiting(scheme, about, channel=Channel.TEXT, to=NUMBER):
    return MessageFactory(
        channel=channel, to=to, about=f"help.scheme:{scheme.pk}/{about}", next_try_at=NOW
    )


@pytest.fixture
def text(scheme, asked):
    match = MatchFactory(request=asked, helper__scheme=scheme)
    visit = VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)
    return waiting(scheme, f"visit:{visit.pk}/")


UNSAFE = [
    {"abuse": True}, {"do_not_contact": True}, {"phone": ANOTHER}, {"safe": {"shared": True}},
    {"safe": {"way": "phone", "number": "07700 900001"}}, {"forgotten_on": NOW.date()},
]  # fmt: skip


class TestATextToAPerson:
    @pytest.mark.parametrize("becomes", UNSAFE)
    def test_never_goes_once_it_is_not_safe_and_somebody_is_to_ring(self, text, asked, becomes):
        assert list(still_to_go([text.pk])) == [text]
        Client.objects.update(**becomes)

        assert list(still_to_go([text.pk])) == []

        assert not Message.objects.exists()
        assert Request.objects.get(pk=asked.pk).next_on <= NOW + HOUR

    def test_waits_for_the_next_safe_hour(self, text, scheme):
        Client.objects.update(safe={"text": True, "hours": [["14:00", "15:00"]]})

        assert waiting_texts(scheme, gateway=False, at=NOW) == []
        assert not still_goes(text)

        text.refresh_from_db()
        assert text.next_try_at == NOW + 4 * HOUR

    def test_is_on_the_list_of_whoever_sends_by_hand_only_while_it_goes(self, text, scheme):
        assert waiting_texts(scheme, gateway=False, at=NOW) == [text]
        Client.objects.update(abuse=True)
        assert waiting_texts(scheme, gateway=False, at=NOW) == []

    def test_of_many_is_looked_at_by_whom_it_is_for(self, scheme, asked):
        one = waiting(scheme, f"bulk:0123456789abcdef/person:{asked.client.pk}/")
        assert still_goes(one)
        Client.objects.update(do_not_contact=True)
        assert not still_goes(one)

    def test_that_was_taken_back_meanwhile_stops_no_other(self, text, scheme):
        last = waiting(scheme, "nobody")
        keys = [text.pk, last.pk]
        text.delete()

        assert list(still_to_go(keys)) == [last]


class TestALetterToAPerson:
    def test_goes_to_the_address_they_have_now_and_only_while_it_is_safe(self, scheme, asked):
        about, mail = f"request:{asked.pk}/", Channel.EMAIL
        assert still_goes(waiting(scheme, about, mail, "olive@example.org"))
        assert not still_goes(waiting(scheme, about, mail, "before@example.org"))
        Client.objects.update(abuse=True)
        assert not still_goes(waiting(scheme, about, mail, "olive@example.org"))


class TestAnOffer:
    @pytest.mark.parametrize(("what", "becomes"), [
        (Offer, {"answer": "withdrawn"}), (Offer, {"answer": "declined"}),
        (Offer, {"expires_at": NOW}), (Helper, {"standing": "suspended"}),
        (Helper, {"phone": ANOTHER}),
    ])  # fmt: skip
    def test_goes_only_while_it_stands_to_a_helper_who_helps(self, scheme, asked, what, becomes):
        helper = HelperFactory(scheme=scheme, phone="07700 900001", standing="ready")
        made = OfferFactory(request=asked, helper=helper, expires_at=NOW + HOUR)
        text = waiting(scheme, f"offer:{made.pk}/")
        assert still_goes(text)

        what.objects.update(**becomes)

        assert not still_goes(text)
        assert not Message.objects.exists()


def test_what_is_about_nobody_here_goes(db, django_assert_num_queries):
    letter = MessageFactory(about="")
    with django_assert_num_queries(0):
        assert still_goes(letter)
