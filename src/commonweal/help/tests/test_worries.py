"""A worry about somebody's safety protects them at once, and is read by two people alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions import holding, worries
from commonweal.help.models import HelperChange, Worry
from commonweal.help.querysets import MatchQuerySet
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    HelperFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    VisitFactory,
    WayInFactory,
)
from commonweal.help.urls import board, protection

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WORDS = "There were bruises on her arm, and she would not say from what."
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def guard(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead", guards="lead").person


@pytest.fixture
def deputy(scheme):
    return SchemeMemberFactory(scheme=scheme, part="phone", guards="deputy").person


@pytest.fixture
def coordinator(scheme, guard):
    return SchemeMemberFactory(scheme=scheme, part="coordinator").person


def asked(scheme, guard, **more):
    return RequestFactory(scheme=scheme, owner=guard, **{"next_on": NOW + 30 * HOUR, **more})


def worried(by, scheme, **more):
    worries.raise_worry(by=by, scheme=scheme, words=WORDS, **more)
    return Worry.objects.latest("pk")


class TestRaising:
    def test_tells_both_guards_without_a_name(self, scheme, guard, deputy, coordinator):
        person = ClientFactory(scheme=scheme)

        worried(coordinator, scheme, client=person)

        letters = Message.objects.order_by("pk")
        assert {m.to for m in letters} == {guard.email, deputy.email}
        for letter in letters:
            assert letter.secret
            for hidden in ("Olive", "Marsh", "bruises", "safeguarding concern", scheme.name):
                assert hidden not in letter.subject + letter.body
            assert "worr" not in letter.subject

    def test_leaves_neither_person_nor_scheme_in_the_journal(self, scheme, coordinator):
        worried(coordinator, scheme, client=ClientFactory(scheme=scheme))

        entry = JournalEntry.objects.get(action="help.raise_worry")
        assert (entry.thing, entry.detail) == ("", {})
        assert Worry.objects.get().raised_by_key == entry.actor_key

    def test_puts_what_is_open_on_hold_and_essentials_before_a_person_today(
        self, scheme, guard, coordinator
    ):
        person = ClientFactory(scheme=scheme)
        food = asked(scheme, guard, client=person, essential=True, state="assigned")
        chat = asked(scheme, guard, client=person)
        old = asked(scheme, guard, client=person, state="closed", outcome="done")
        other = asked(scheme, guard)
        MatchFactory(request=food, helper=HelperFactory(scheme=scheme))

        worried(coordinator, scheme, request=food)

        for each in (food, chat, old, other):
            each.refresh_from_db()
        assert [r.held for r in (food, chat, old, other)] == [True, True, False, False]
        assert not food.matches.standing().exists()
        assert food.next_what == "Decide today what cannot wait"
        assert food.next_on <= NOW + HOUR
        assert food.state == "triage"

    def test_about_a_helper_suspends_them_at_once(self, scheme, guard, coordinator):
        helper = HelperFactory(scheme=scheme)
        request = asked(scheme, guard, state="in_progress")
        match = MatchFactory(request=request, helper=helper)
        visit = VisitFactory(match=match)
        done = MatchFactory(
            request=asked(scheme, guard, state="done"), helper=helper, ended_at=NOW,
            end="completed", see_until=NOW + 24 * HOUR,
        )  # fmt: skip
        offer = OfferFactory(request=asked(scheme, guard), helper=helper)

        worried(coordinator, scheme, helper=helper)

        for each in (helper, request, match, visit, done, offer):
            each.refresh_from_db()
        assert helper.standing == "suspended"
        assert HelperChange.objects.get(helper=helper).standing == "suspended"
        assert (match.end, visit.standing, offer.answer) == ("suspended", "called_off", "withdrawn")
        assert (request.state, request.held) == ("triage", False)
        assert request.next_on <= NOW + HOUR
        readable: MatchQuerySet = type(match).objects.may_read_address(NOW)
        assert not readable.exists()

    def test_about_a_helper_who_guards_is_never_told_to_them(self, scheme, guard, deputy):
        HelperFactory(scheme=scheme, person=deputy)
        helper = deputy.helping.get()

        worry = worried(guard, scheme, helper=helper)

        assert [m.to for m in Message.objects.all()] == [guard.email]
        with pytest.raises(PermissionDenied):
            worries.close_worry(by=deputy, worry=worry, words="Nothing in it.")

    def test_about_a_guard_is_told_to_the_other_alone(self, scheme, guard, deputy, coordinator):
        worry = worried(coordinator, scheme, person=guard)

        assert [m.to for m in Message.objects.all()] == [deputy.email]
        with pytest.raises(PermissionDenied):
            worries.close_worry(by=guard, worry=worry, words="Nothing in it.")

    def test_about_a_guard_is_on_no_page_of_theirs(self, scheme, guard, deputy, client):
        client.force_login(deputy)
        DutyFactory(scheme=scheme, person=deputy, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        told = {"person": guard.pk, "words": WORDS}
        client.post(reverse("raise_worry", args=[scheme.slug]), told)
        worry = Worry.objects.get()
        page, one = (reverse("worries", args=[scheme.slug]),
                     reverse("worry", args=[scheme.slug, worry.pk]))  # fmt: skip
        assert client.get(one).status_code == 200

        client.force_login(guard)

        assert guard.label not in client.get(page).content.decode().split("Open</h2>")[1]
        assert client.get(one).status_code == 404

    def test_of_which_nobody_could_hear_has_somebody_named(self, scheme, coordinator):
        lone = scheme.members.get(part="lead").person
        helper = HelperFactory(scheme=scheme, person=lone)
        steward = UserFactory(roles=["steward"])

        worried(coordinator, scheme, helper=helper)

        letter = Message.objects.get()
        assert letter.to == steward.email
        assert "named today" in letter.subject

    @pytest.mark.parametrize("more", [
        {"words": "  "}, {"words": "x" * 9_000}, {"about": ""}, {"child_born": dt.date(2026, 3, 4)},
    ])  # fmt: skip
    def test_is_refused_when_it_says_nothing(self, scheme, coordinator, more):
        with pytest.raises(Refused):
            worries.raise_worry(
                by=coordinator, scheme=scheme, **{"words": WORDS, "about": "Olive", **more}
            )
        assert not Worry.objects.exists()

    def test_is_not_about_somebody_of_another_scheme(self, scheme, coordinator):
        for more in ({"client": ClientFactory()}, {"helper": HelperFactory()}):
            with pytest.raises(Refused):
                worried(coordinator, scheme, **more)
        assert not HelperChange.objects.exists()

    def test_is_for_the_people_of_the_scheme(self, scheme, guard):
        phone = SchemeMemberFactory(scheme=scheme, part="phone").person
        for nobody in (Visitor(), UserFactory(), SchemeMemberFactory().person, phone,
                       UserFactory(roles=["administrator"])):  # fmt: skip
            with pytest.raises(PermissionDenied):
                worried(nobody, scheme, about="Olive")
        DutyFactory(scheme=scheme, person=phone, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        assert worried(phone, scheme, about="Olive").about == "Olive"


class TestAHelpersDoor:
    @pytest.fixture
    def match(self, scheme, guard):
        helper = HelperFactory(scheme=scheme, digest=digest_of("k" * 32))
        return MatchFactory(request=asked(scheme, guard, state="assigned"), helper=helper)

    def test_takes_a_worry_about_one_of_their_tasks(self, match, client):
        page = f"/helping/{'k' * 32}/worried/"
        assert "Olive" in client.get(page).content.decode()

        client.post(page, {"match": match.pk, "words": WORDS})

        worry = Worry.objects.get()
        assert worry.client == match.request.client
        assert worry.raised_by_key == f"link:help.helper:{match.helper.pk}"

    def test_takes_none_about_anothers_task(self, match, client):
        other = MatchFactory()

        answer = client.post(f"/helping/{'k' * 32}/worried/", {"match": other.pk, "words": WORDS})

        assert answer.status_code == 422
        with pytest.raises(Refused):
            worries.raise_worry_by_helper(
                by=LinkHolder(f"help.helper:{match.helper.pk}"), sender=match.helper, words=WORDS,
                match=other,
            )  # fmt: skip
        assert not Worry.objects.exists()

    def test_is_shut_to_whoever_is_suspended(self, match, client, guard, scheme):
        worried(guard, scheme, helper=match.helper)

        assert client.get(f"/helping/{'k' * 32}/worried/").status_code == 404
        assert client.get(f"/helping/{'n' * 32}/worried/").status_code == 404


class TestKeeping:
    def test_goes_by_steps_to_a_decision_and_is_kept_seven_years(self, scheme, guard, deputy):
        worry = worried(guard, scheme, about="Olive")

        worries.note_worry_step(by=deputy, worry=worry, standing="referred", words="Rang them.")
        worries.close_worry(by=guard, worry=worry, words="Her sister moves in.")

        worry.refresh_from_db()
        assert [s.standing for s in worry.steps.order_by("pk")] == ["referred", "closed"]
        assert worry.forget_on == dt.date(2033, 3, 3)
        with pytest.raises(Refused):
            worries.note_worry_step(by=guard, worry=worry, standing="referred", words="More.")
        with pytest.raises(Refused):
            worries.close_worry(by=guard, worry=worry, words="Again.")

    @pytest.mark.parametrize(("born", "until"), [
        (dt.date(2020, 5, 6), dt.date(2045, 5, 6)),
        (dt.date(2008, 4, 1), dt.date(2033, 4, 1)),
        (dt.date(2008, 3, 1), dt.date(2033, 3, 3)),
    ])  # fmt: skip
    def test_of_a_child_is_kept_until_they_are_25_and_never_for_less(
        self, scheme, guard, born, until
    ):
        worry = worried(guard, scheme, about="A boy", child_born=born)

        worries.close_worry(by=guard, worry=worry, words="Passed on.")

        worry.refresh_from_db()
        assert worry.forget_on == until

    def test_is_for_guards_of_the_scheme_alone(self, scheme, guard, coordinator):
        worry = worried(guard, scheme, about="Olive")
        other = SchemeMemberFactory(part="lead", guards="lead").person
        for nobody in (coordinator, other, Visitor(), UserFactory(roles=["administrator"]),
                       UserFactory(roles=["steward"])):  # fmt: skip
            with pytest.raises(PermissionDenied):
                worries.note_worry_step(by=nobody, worry=worry, standing="referred", words="I")
            with pytest.raises(PermissionDenied):
                worries.close_worry(by=nobody, worry=worry, words="I")


class TestThePages:
    def test_are_read_and_written_by_guards_even_off_duty(self, scheme, guard, deputy, client):
        person = ClientFactory(scheme=scheme)
        asked(scheme, guard, client=person, essential=True)
        worry = worried(guard, scheme, client=person)
        client.force_login(deputy)

        assert "Olive Marsh" in client.get(reverse("worries", args=[scheme.slug])).content.decode()
        page = client.get(reverse("worry", args=[scheme.slug, worry.pk])).content.decode()
        assert WORDS in page
        assert "decide today" in page
        step = {"standing": "looked_into", "words": "Rang her sister."}
        client.post(reverse("worry_step", args=[scheme.slug, worry.pk]), step)
        client.post(reverse("worry_close", args=[scheme.slug, worry.pk]), {"words": "Safe now."})

        worry.refresh_from_db()
        assert worry.standing == "closed"

    def test_hide_from_a_guard_what_is_about_themselves(self, scheme, guard, deputy, client):
        helper = HelperFactory(scheme=scheme, person=deputy, name="Deputy Reed")
        worry = worried(guard, scheme, helper=helper)
        client.force_login(deputy)

        page = client.get(reverse("worries", args=[scheme.slug])).content.decode()
        assert "Deputy Reed" not in page
        assert "Nothing is open" in page
        there = client.get(reverse("worry", args=[scheme.slug, worry.pk]))
        nowhere = client.get(reverse("worry", args=[scheme.slug, worry.pk + 1]))
        assert there.status_code == nowhere.status_code == 404

    def test_take_a_worry_from_a_coordinator_and_give_it_to_nobody_to_read(
        self, scheme, guard, coordinator, client
    ):
        request, helper = asked(scheme, guard), HelperFactory(scheme=scheme)
        client.force_login(coordinator)
        for name, args, told in (
            ("raise_worry", [], {"about": "A man at the pump"}),
            ("raise_worry_of_request", [request.uuid], {}),
            ("raise_worry_of_helper", [helper.uuid], {}),
        ):
            page = reverse(name, args=[scheme.slug, *args])
            assert client.get(page).status_code == 200
            answer = client.post(page, {"words": WORDS, **told}, follow=True)
            assert "have been told" in answer.content.decode()
            assert WORDS not in answer.content.decode()
        assert Worry.objects.count() == 3


class TestAWorryShowsNowhere:
    """Every page of the room, to everybody but the guards, is as if there were none."""

    ADDRESSES = [*board.urlpatterns, *protection.urlpatterns]

    def pages(self, client, request, helper):
        found = {}
        for pattern in self.ADDRESSES:
            if "token" in str(pattern.pattern):
                continue
            args = {"slug": request.scheme.slug, "pk": 1, "uuid": request.uuid}
            if "helpers/" in str(pattern.pattern):
                args["uuid"] = helper.uuid
            used = {k: v for k, v in args.items() if k in pattern.pattern.converters}
            address = reverse(pattern.name, kwargs=used)
            client.get(address)
            with CaptureQueriesContext(connection) as counted:
                answer = client.get(address)
            text = PASSING.sub("", answer.content.decode())
            found[address] = (answer.status_code, len(counted), text)
        return found

    @pytest.mark.parametrize("who", ["coordinator", "let in", "lead elsewhere", "steward"])
    def test_to_anybody_but_the_guards(self, scheme, guard, coordinator, client, who):
        person = ClientFactory(scheme=scheme)
        request, helper = asked(scheme, guard, client=person), HelperFactory(scheme=scheme)
        people = {
            "coordinator": coordinator, "steward": UserFactory(roles=["steward"]),
            "let in": UserFactory(), "lead elsewhere": SchemeMemberFactory(part="lead").person,
        }  # fmt: skip
        WayInFactory(scheme=scheme, person=people["let in"], at=NOW - HOUR, until=NOW + HOUR)
        holding.hold_request(by=guard, request=request)
        client.force_login(people[who])
        before = self.pages(client, request, helper)
        read = {"coordinator": 10, "let in": 3}.get(who, 0)
        assert sum(status == 200 for status, *_ in before.values()) >= read

        worry = worried(guard, scheme, client=person)
        worries.note_worry_step(by=guard, worry=worry, standing="referred", words="Told.")

        after = self.pages(client, request, helper)
        assert [a for a in before if before[a] != after[a]] == []
        assert client.get(f"/rooms/{scheme.slug}/worries/{worry.pk}/").status_code == (
            client.get(f"/rooms/{scheme.slug}/worries/999999/").status_code
        )
