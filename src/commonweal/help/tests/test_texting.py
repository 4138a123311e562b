"""A text goes to many only where that is safe, and none is lost where no gateway sends it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.refused import Refused
from commonweal.help.actions.telling import text_to
from commonweal.help.actions.texting import drop_texts, mark_text_sent, text_many, waiting_texts
from commonweal.help.models import Look
from commonweal.help.reachable import next_opening
from commonweal.help.tests.factories import (
    ClientFactory,
    HelperFactory,
    RoundFactory,
    SchemeFactory,
    SchemeMemberFactory,
    StopFactory,
)
from commonweal.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


def send(scheme, by, **more):
    told = {"to": "helpers", "words": "Snow: no visits today.", "counted": 1, **more}
    return text_many(by=by, scheme=scheme, **told)


def numbers():
    return sorted(Message.objects.values_list("to", flat=True))


class TestTextingMany:
    def test_reaches_ready_helpers_of_this_scheme_each_number_once(self, scheme, lead):
        HelperFactory(scheme=scheme)
        HelperFactory(scheme=scheme)
        HelperFactory(scheme=scheme, phone="01632 960005")
        HelperFactory(scheme=scheme, phone="07700 900001", standing="suspended")
        HelperFactory(phone="07700 900002")

        assert send(scheme, lead) == 1
        assert numbers() == ["+447700900123"]

    def test_reaches_people_of_a_round_by_their_safe_way_only(self, scheme, lead):
        round_ = RoundFactory(scheme=scheme)
        ways = [
            {"phone": "07700 900001"}, {"phone": "07700 900002", "abuse": True},
            {"phone": "07700 900003", "do_not_contact": True},
            {"phone": "07700 900004", "safe": {"way": "phone", "number": "07700 900009"}},
            {"phone": "07700 900005", "safe": {
                "way": "text", "number": "07700 900006", "hours": [["18:00", "20:00"]]}},
        ]  # fmt: skip
        for position, told in enumerate(ways, start=1):
            StopFactory(
                round=round_, position=position, client=ClientFactory(scheme=scheme, **told)
            )

        send(scheme, lead, to="round", round=round_, counted=2)

        assert numbers() == ["+447700900001", "+447700900006"]
        late = Message.objects.get(to="+447700900006")
        assert late.next_try_at == dt.datetime(2026, 3, 3, 18, tzinfo=dt.UTC)

    def test_refuses_another_count_than_was_seen_and_the_same_again(self, scheme, lead):
        HelperFactory(scheme=scheme)
        with pytest.raises(Refused, match="other people"):
            send(scheme, lead, counted=2)
        send(scheme, lead)
        with pytest.raises(Refused, match="within the last hour"):
            send(scheme, lead)

        assert Message.objects.count() == 1

    def test_refuses_nobody_another_schemes_round_and_a_code(self, scheme, lead):
        HelperFactory(scheme=scheme)
        for told in (
            {"to": "round", "round": RoundFactory()}, {"to": "all"}, {"words": "x" * 481},
            {"words": "The key safe code is 4471"}, {"words": " "},
        ):  # fmt: skip
            with pytest.raises(Refused):
                send(scheme, lead, **told)
        with pytest.raises(Refused, match="nobody"):
            send(scheme, lead, to="round", round=RoundFactory(scheme=scheme))

    @pytest.mark.parametrize("who", ["stranger", "elsewhere", "off duty"])
    def test_is_for_those_who_run_the_scheme(self, scheme, who):
        by = {
            "stranger": lambda: UserFactory(roles=["administrator"]),
            "elsewhere": lambda: SchemeMemberFactory(part="lead").person,
            "off duty": lambda: SchemeMemberFactory(scheme=scheme, part="phone").person,
        }[who]()  # fmt: skip

        with pytest.raises(PermissionDenied):
            send(scheme, by)


class TestTheListOfTexts:
    def text(self, scheme, **more):
        return text_to("07700 900123", "Heron, at two.", scheme=scheme, about="note:1/", **more)

    def test_holds_what_no_gateway_sends_and_forgets_the_words_once_sent(self, scheme, lead):
        message = self.text(scheme)
        self.text(SchemeFactory())

        assert waiting_texts(scheme, gateway=False, at=NOW) == [message]
        mark_text_sent(by=lead, scheme=scheme, message=message)
        assert waiting_texts(scheme, gateway=False, at=NOW) == []
        message.refresh_from_db()
        assert (message.standing, message.body) == ("sent", "")

    def test_holds_what_the_gateway_gave_up_and_nothing_before_its_hour(self, scheme):
        failed = self.text(scheme)
        Message.objects.filter(pk=failed.pk).update(standing="failed")
        self.text(scheme, not_before=NOW + dt.timedelta(hours=8))

        assert waiting_texts(scheme, gateway=True, at=NOW) == [failed]
        assert waiting_texts(scheme, gateway=False, at=NOW) == [failed]

    def test_is_each_schemes_own(self, scheme, lead):
        theirs = self.text(SchemeFactory())

        with pytest.raises(Refused, match="another scheme"):
            mark_text_sent(by=lead, scheme=scheme, message=theirs)
        mine = self.text(scheme)
        mark_text_sent(by=lead, scheme=scheme, message=mine)
        with pytest.raises(Refused, match="already"):
            mark_text_sent(by=lead, scheme=scheme, message=mine)

    def test_does_not_take_scheme_12_for_scheme_1(self, scheme):
        self.text(scheme)
        longer = SchemeFactory(pk=int(f"{scheme.pk}2"))

        assert waiting_texts(longer, gateway=False, at=NOW) == []
        assert len(waiting_texts(scheme, gateway=False, at=NOW)) == 1


class TestThePages:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, lead):
        PlaceFactory()
        client.force_login(lead)

    def test_show_whom_a_text_reaches_before_anything_goes(self, client, scheme):
        HelperFactory(scheme=scheme)
        HelperFactory(scheme=scheme, phone="01632 960005")
        address = reverse("texts", args=[scheme.slug])
        told = {"to": "helpers", "words": "Snow today."}

        shown = client.post(address, told)
        assert "This reaches 1 number." in shown.content.decode()
        assert not Message.objects.exists()
        # Without having seen the count nothing goes, whatever button is pressed.
        client.post(address, {**told, "send": "yes"})
        assert not Message.objects.exists()
        sent = client.post(address, {**told, "send": "yes", "counted": "1"})
        assert sent.status_code == 302
        assert Message.objects.count() == 1

    def test_note_whose_round_was_written_to(self, client, scheme):
        round_ = RoundFactory(scheme=scheme)
        one = ClientFactory(scheme=scheme, phone="07700 900001")
        StopFactory(round=round_, position=1, client=one)

        client.post(reverse("texts", args=[scheme.slug]), {
            "to": "round", "round": round_.pk, "words": "Parcels come at two.",
            "send": "yes", "counted": "1",
        })  # fmt: skip

        assert Look.objects.get().subject == one.uuid

    def test_let_somebody_send_and_mark_texts(self, client, scheme):
        address = reverse("waiting_texts", args=[scheme.slug])
        assert "No text waits for you." in client.get(address).content.decode()
        message = text_to("07700 900123", "Heron.", scheme=scheme, about="x")

        assert "Heron." in client.get(address).content.decode()
        client.post(reverse("text_sent", args=[scheme.slug, message.pk]))
        message.refresh_from_db()
        assert message.standing == "sent"

    def test_are_not_there_for_another_scheme(self, client):
        other = SchemeFactory()
        for name in ("texts", "waiting_texts", "visits", "visits_sheet", "expenses"):
            assert client.get(reverse(name, args=[other.slug])).status_code == 404


class TestSafeHours:
    @pytest.mark.parametrize(("hour", "opens"), [
        ((8, 0), (3, 9)), ((9, 0), None), ((11, 59), None), ((12, 0), (3, 14)),
        ((16, 0), (4, 9)),
    ])  # fmt: skip
    def test_begin_again_the_next_day(self, hour, opens):
        now = dt.datetime(2026, 3, 3, *hour, tzinfo=dt.UTC)
        found = next_opening([["14:00", "15:00"], ["09:00", "12:00"]], now)

        assert found == (opens and dt.datetime(2026, 3, opens[0], opens[1], tzinfo=dt.UTC))

    def test_are_all_hours_when_none_were_named(self):
        assert next_opening([], NOW) is None


class TestDroppingAMistake:
    def test_sends_none_that_has_not_gone_and_touches_no_other(self, scheme, lead):
        HelperFactory(scheme=scheme)
        HelperFactory(scheme=scheme, phone="07700 900005")
        HelperFactory(scheme=scheme, phone="07700 900006")
        send(scheme, lead, counted=3)
        other = text_to("07700 900009", "Your visit.", scheme=scheme, about="visit:1/")
        gone, waiting, _ = Message.objects.exclude(pk=other.pk).order_by("pk")
        mark_text_sent(by=lead, scheme=scheme, message=gone)

        with pytest.raises(Refused):
            drop_texts(by=lead, scheme=scheme, message=waiting, dropped=3)
        with pytest.raises(Refused):
            drop_texts(by=lead, scheme=scheme, message=other, dropped=1)
        with pytest.raises(PermissionDenied):
            drop_texts(by=UserFactory(), scheme=scheme, message=waiting, dropped=1)

        assert drop_texts(by=lead, scheme=scheme, message=waiting, dropped=2) == 2
        assert set(Message.objects.all()) == {gone, other}

    def test_stands_beside_the_names_of_whom_it_goes_to(self, client, scheme, lead):
        PlaceFactory()
        HelperFactory(scheme=scheme, name="Tom Reed")
        send(scheme, lead)
        client.force_login(lead)

        page = client.get(reverse("waiting_texts", args=[scheme.slug])).content.decode()

        assert "Tom Reed" in page
        assert "Drop 1 text" in page
