"""What is asked reaches the right scheme once, with somebody who answers for it, or is refused."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.help.actions import asking as acts
from commonweal.help.actions.taking_in import NOBODY
from commonweal.help.models import Asking, Client, Ground, Request
from commonweal.help.tests.asking_given import TOLD, a_place, a_scheme
from commonweal.help.tests.factories import (
    AskingFactory,
    ClientFactory,
    DutyFactory,
    SchemeFactory,
    SchemeMemberFactory,
)
from commonweal.places.models import Place
from commonweal.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)  # a Tuesday
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def door():
    return a_place()


@pytest.fixture
def near(door):
    return a_scheme("Lantern neighbours", needs=("shopping", "pets"))


def holder(asking):
    return LinkHolder(f"help.asking:{asking.pk}")


def begun(door, **told):
    asking, _ = acts.begin_asking(by=Visitor(), front_door=door)
    acts.keep_draft(by=holder(asking), asking=asking, page="all", told={**TOLD, **told})
    return asking


def sent(door, **told):
    asking = begun(door, **told)
    return acts.send_asking(by=holder(asking), asking=asking)


class TestSending:
    def test_reaches_the_scheme_that_serves_need_and_area(self, door, near):
        [request] = sent(door)

        assert (request.scheme, request.client.name) == (near, "Olive Marsh")
        assert request.owner == near.members.get().person
        assert request.next_on > NOW
        assert (request.state, request.essential, request.urgency) == ("consented", True, "today")
        assert request.transitions.get().after == "consented"

    def test_makes_of_several_needs_a_request_each_with_records_that_nobody_can_join(
        self, door, near
    ):
        other = a_scheme("Form fillers", needs=("forms",))

        requests = sent(door, needs=["shopping", "pets", "forms"])

        assert [r.scheme for r in requests] == [near, near, other]
        assert Client.objects.count() == 2
        mine, theirs = near.clients.get(), other.clients.get()
        assert not {m.mark for m in mine.marks.all()} & {m.mark for m in theirs.marks.all()}

    def test_goes_to_the_front_door_where_nobody_serves_it(self, door, near):
        [request] = sent(door, needs=["forms"])

        assert request.scheme == door
        assert "find out who can" in request.next_what

    def test_goes_to_the_front_door_when_they_would_rather_not_say_where(self, door, near):
        [request] = sent(door, postcode="")

        assert (request.scheme, request.area) == (door, "")

    def test_passes_over_a_scheme_that_is_full(self, door, near):
        near.capacity = 1
        near.save()
        sent(door, name="Somebody Else")

        [request] = sent(door)

        assert request.scheme == door
        assert "full" in request.next_what

    def test_passes_over_a_scheme_in_which_nobody_could_answer(self, door):
        empty = a_scheme("Empty", needs=("shopping",))
        empty.members.all().delete()

        assert sent(door)[0].scheme == door

    def test_keeps_what_came_from_outside_the_place_at_the_front_door(self, door, near):
        Place.objects.update_or_create(pk=1, defaults={"name": "There", "codes": ["E07000099"]})

        [request] = sent(door)

        assert request.scheme == door
        assert "outside" in request.next_what

    def test_wipes_the_draft_and_keeps_nothing_personal_in_the_journal(self, door, near):
        sent(door)

        assert Asking.objects.get().draft == {}
        told = " ".join(f"{e.thing} {e.detail} {e.actor_label}" for e in JournalEntry.objects.all())
        assert not any(word in told for word in ("Olive", "960123", "Milk", "NR1", "shopping"))

    def test_is_refused_where_nobody_at_all_could_answer(self, door):
        door.members.all().delete()

        with pytest.raises(Refused, match=NOBODY):
            sent(door)
        assert not Request.objects.exists()
        assert not Client.objects.exists()

    @pytest.mark.parametrize(("wrong", "field"), [
        ({"needs": []}, "needs"),
        ({"needs": ["none-such"]}, "needs"),
        ({"needs": [str(n) for n in range(13)]}, "needs"),
        ({"details": "x" * 2001}, "details"),
        ({"postcode": "NR1"}, "postcode"),
        ({"phone": "", "email": ""}, "phone"),
        ({"knows": "perhaps"}, "knows"),
        ({"urgency": "now"}, "urgency"),
        ({"knows": "not", "asker": {"name": "June"}}, "asker_phone"),
        ({"unsafe": True}, "number"),
    ])  # fmt: skip
    def test_refuses_in_a_sentence_what_cannot_be(self, door, near, wrong, field):
        with pytest.raises(Refused) as refused:
            sent(door, **wrong)

        assert refused.value.field == field
        assert not Request.objects.exists()


class TestTheSameSentTwice:
    def test_is_one_asking_by_the_same_link(self, door, near):
        asking = begun(door)

        first = acts.send_asking(by=holder(asking), asking=asking)
        again = acts.send_asking(by=holder(asking), asking=asking)

        assert [r.pk for r in first] == [r.pk for r in again]

    def test_is_one_asking_by_another_link_within_the_hour(self, door, near, now):
        [first] = sent(door)
        now.shift(59 * 60)

        [again] = sent(door, name="OLIVE MARSH", phone="+44 1632 960123")

        assert again == first
        assert again.asking.reference == first.asking.reference
        assert Asking.objects.count() == 1

    def test_is_new_after_an_hour(self, door, near, now):
        [first] = sent(door)
        now.shift(61 * 60)

        assert sent(door)[0] != first

    def test_is_new_when_something_else_is_said(self, door, near):
        assert sent(door)[0] != sent(door, details="Bread only.")[0]


class TestAbuseAtHome:
    @pytest.mark.parametrize("told", [
        {"needs": ["abuse"], "safe": {"number": "01632 960177"}},
        {"unsafe": True, "safe": {"number": "01632 960177"}},
    ])  # fmt: skip
    def test_is_marked_has_no_page_and_is_never_written_to(self, door, near, told):
        asking = begun(door, email="olive@example.org", **told)
        digest = asking.digest

        [request] = acts.send_asking(by=holder(asking), asking=asking)
        acts.say_it_came(by=holder(asking), asking=asking, link="x")

        assert request.client.abuse
        assert not Asking.objects.filter(digest=digest).exists()
        assert not Message.objects.exists()

    def test_is_put_through_at_once_and_never_waits_its_turn(self, door, near):
        [request] = sent(door, needs=["abuse"], safe={"number": "01632 960177"})

        assert (request.urgency, request.due_at) == ("emergency", NOW)
        assert request.next_on <= NOW + dt.timedelta(minutes=15)
        assert "safe way only" in request.next_what


class TestAskingForSomebodyElse:
    ASKER = {"name": "June Marsh", "phone": "01632 960124", "relation": "daughter"}

    @pytest.mark.parametrize(("knows", "may"), [("agreed", True), ("knows", False), ("not", False)])
    def test_looks_for_no_helper_before_they_agree(self, door, near, knows, may):
        [request] = sent(door, knows=knows, asker=self.ASKER)

        assert request.may_match is may
        assert ("First tell them" in request.next_what) is not may
        assert (Ground.objects.get().given_by != "") is may


class TestGrounds:
    def test_say_on_which_basis_from_the_first_moment(self, door, near):
        sent(door, health=True, reach=True, script="2026-11")

        told = {(g.purpose, g.basis, g.script, g.expires_on) for g in Ground.objects.all()}
        assert told == {
            ("help", "explicit", "2026-11", None),
            ("reach", "consent", "2026-11", dt.date(2027, 3, 3)),
        }


class TestDrafts:
    def test_are_gone_after_a_week(self, door, near, now):
        asking = begun(door)
        now.shift(8 * 24 * 3600)

        with pytest.raises(Refused, match="a week"):
            acts.send_asking(by=holder(asking), asking=asking)
        assert acts.tidy_askings(by=Robot("house"))["drafts"] == 1
        assert not Asking.objects.exists()

    def test_are_refused_when_they_are_huge(self, door):
        asking, _ = acts.begin_asking(by=Visitor(), front_door=door)

        with pytest.raises(Refused):
            acts.keep_draft(
                by=holder(asking), asking=asking, page="all", told={"details": "x" * 30_000}
            )

    def test_forget_after_an_hour_how_the_same_is_known(self, door, near, now):
        sent(door)
        now.shift(3600)

        assert acts.tidy_askings(by=Robot("house")) == {"drafts": 0, "marks": 1}
        assert Request.objects.count() == 1

    @pytest.mark.parametrize("somebody", [
        Visitor, UserFactory, lambda: UserFactory(roles=["administrator"]),
        lambda: holder(AskingFactory()),
    ])  # fmt: skip
    def test_are_for_whoever_holds_the_link(self, door, somebody):
        asking = begun(door)

        with pytest.raises(PermissionDenied):
            acts.send_asking(by=somebody(), asking=asking)
        with pytest.raises(PermissionDenied):
            acts.keep_draft(by=somebody(), asking=asking, page="x", told={})


class TestTheCode:
    def test_is_given_once(self, door, near):
        asking = begun(door)
        acts.send_asking(by=holder(asking), asking=asking)

        code = acts.give_code(by=holder(asking), asking=asking)

        asking.refresh_from_db()
        assert acts.opens(asking, code.lower())
        assert not acts.opens(asking, "BBBB-BBBB")
        assert acts.give_code(by=holder(asking), asking=asking) == ""


class TestWhatIsSentToThem:
    def test_says_nothing_of_need_place_or_scheme(self, door, near):
        asking = begun(door, email="olive@example.org")
        acts.send_asking(by=holder(asking), asking=asking)

        acts.say_it_came(by=holder(asking), asking=Asking.objects.get(), link="https://x/y/")

        message = Message.objects.get()
        words = f"{message.subject} {message.body}"
        assert (message.secret, message.private) == (True, True)
        assert not any(w in words for w in ("hopping", "NR1", "Lantern", "Olive", "help"))

    @pytest.mark.parametrize("safe", [{"shared": True, "text": True}, {"text": False}])
    def test_is_not_sent_to_a_telephone_that_is_not_safe(self, door, near, safe):
        asking = begun(door, safe=safe)
        acts.send_asking(by=holder(asking), asking=asking)

        assert acts.say_it_came(by=holder(asking), asking=asking, link="x") == 0
        assert not Message.objects.exists()


class TestATelephoneCall:
    @pytest.fixture
    def phone_holder(self, near):
        return DutyFactory(scheme=near, starts_at=NOW - HOUR, ends_at=NOW + HOUR).person

    def test_stays_with_the_scheme_that_was_rung(self, near, phone_holder):
        told = {**TOLD, "needs": ["forms"], "script": "2026-11", "urgency": "hours"}

        [request] = acts.take_call(by=phone_holder, scheme=near, told=told)

        assert (request.scheme, request.owner) == (near, phone_holder)
        assert (request.urgency, request.urgency_by) == ("hours", phone_holder.label)
        ground = Ground.objects.get()
        assert (ground.script, ground.read_by) == ("2026-11", phone_holder.label)
        assert request.asking.entered_by == phone_holder.label

    def test_needs_the_notice_to_be_read(self, near, phone_holder):
        with pytest.raises(Refused) as refused:
            acts.take_call(by=phone_holder, scheme=near, told=TOLD)
        assert refused.value.field == "read"

    def test_may_be_of_somebody_known_here_and_nowhere_else(self, near, phone_holder):
        known, elsewhere = ClientFactory(scheme=near), ClientFactory()

        [request] = acts.take_call(
            by=phone_holder, scheme=near, told={**TOLD, "client": str(known.uuid)}
        )

        assert request.client == known
        with pytest.raises(Refused):
            acts.take_call(
                by=phone_holder, scheme=near,
                told={**TOLD, "details": "More", "client": str(elsewhere.uuid)},
            )  # fmt: skip

    def test_is_refused_by_a_scheme_that_takes_none(self, near, phone_holder):
        near.standing = "paused"
        near.save()

        with pytest.raises(Refused):
            acts.take_call(by=phone_holder, scheme=near, told={**TOLD, "script": "2026-11"})

    @pytest.mark.parametrize("somebody", [
        lambda near: Visitor(),
        lambda near: UserFactory(roles=["administrator"]),
        lambda near: SchemeMemberFactory(part="lead").person,
        lambda near: SchemeMemberFactory(scheme=near, part="phone").person,
        lambda near: DutyFactory(scheme=near, starts_at=NOW - 9 * HOUR, ends_at=NOW).person,
        lambda near: holder(AskingFactory()),
    ])  # fmt: skip
    def test_is_typed_by_the_schemes_own_people_on_duty(self, near, somebody):
        with pytest.raises(PermissionDenied):
            acts.take_call(by=somebody(near), scheme=near, told={**TOLD, "script": "2026-11"})


class TestAReferral:
    TOLD = {
        **TOLD, "knows": "knows",
        "asker": {"name": "Dr Reed", "phone": "01632 960140", "organisation": "The surgery",
                  "relation": "nurse"},
    }  # fmt: skip

    def test_goes_where_it_belongs_and_waits_for_their_word(self, door, near):
        [request] = acts.refer(by=Visitor(), front_door=door, told=self.TOLD)

        assert (request.scheme, request.may_match) == (near, False)
        assert request.asking.way == "referral"

    @pytest.mark.parametrize(("unsafe", "letters"), [(False, 1), (True, 0)])
    def test_tells_its_writer_that_it_came_and_names_nobody(self, door, near, unsafe, letters):
        PlaceFactory()
        asker = {**self.TOLD["asker"], "email": "reed@surgery.example"}
        told = {**self.TOLD, "asker": asker, "unsafe": unsafe, "safe": {"number": "01632 960124"}}

        [request] = acts.refer(by=Visitor(), front_door=door, told=told)

        found = list(Message.objects.filter(to="reed@surgery.example"))
        assert len(found) == letters
        for letter in found:
            assert request.asking.reference in letter.body
            for words in ("Olive", "Marsh", "hopping", "NR1", near.name):
                assert words not in letter.subject + letter.body

    @pytest.mark.parametrize("wrong", [{"knows": "self"}, {"asker": {"phone": "01632 960140"}}])
    def test_says_who_refers_and_whether_they_know(self, door, near, wrong):
        with pytest.raises(Refused):
            acts.refer(by=Visitor(), front_door=door, told={**self.TOLD, **wrong})

    def test_needs_a_scheme_that_is_open(self, door):
        with pytest.raises(PermissionDenied):
            acts.refer(by=Visitor(), front_door=SchemeFactory(standing="closed"), told=self.TOLD)


def test_what_is_asked_is_sealed_in_the_database(door, near):
    from django.db import connection

    sent(door)

    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM help_request")
        assert "Milk" not in cursor.fetchone()[0]
