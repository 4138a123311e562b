"""A helper reads an address after their yes and while the task is theirs, and at no other time."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import LinkHolder, Operator, Robot, Visitor
from commonweal.core.tokens import new_token
from commonweal.help.actions import holding, offering, requests
from commonweal.help.models import Client, Helper, Look, Match, Offer, Request
from commonweal.help.reports.addresses import address_for, task_seen, when_of, who_looked
from commonweal.help.tests.factories import (
    ApartFactory,
    ClientFactory,
    HelperFactory,
    MatchFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    VisitFactory,
)
from commonweal.places.models import Area

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SECRETS = ("Staithe", "Marsh", "NR1 1AA", "960123", "cat food", "step at the door")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead", guards="lead").person


@pytest.fixture
def olive(scheme):
    return ClientFactory(scheme=scheme, access="A step at the door")


@pytest.fixture
def asked(scheme, lead, olive):
    return RequestFactory(scheme=scheme, client=olive, owner=lead, next_on=NOW + HOUR)


@pytest.fixture
def token():
    return new_token()


@pytest.fixture
def made(asked, token):
    return OfferFactory(request=asked, digest=token[1], expires_at=NOW + 5 * HOUR)


@pytest.fixture
def match(made):
    offering.answer_offer(by=LinkHolder(f"help.offer:{made.pk}"), offer=made, yes=True)
    return Match.objects.get()


def holder(match):
    return LinkHolder(f"help.match:{match.pk}")


def is_read(match, at=NOW):
    read = address_for(holder(match), match, at)
    assert bool(read.address) == read.open
    return read.open


class TestTheAddress:
    def test_is_read_after_the_yes(self, match):
        read = address_for(holder(match), match, NOW)

        told = (read.name, read.address, read.postcode, read.phone, read.access)
        assert told == (
            "Olive Marsh", "3 Staithe Lane, Lantern", "NR1 1AA", "01632 960123",
            "A step at the door",
        )  # fmt: skip

    @pytest.mark.parametrize("somebody", [
        lambda match: Visitor(),
        lambda match: UserFactory(),
        lambda match: UserFactory(roles=["administrator"]),
        lambda match: LinkHolder(f"help.match:{match.pk + 1}"),
        lambda match: LinkHolder(f"help.offer:{match.pk}"),
        lambda match: LinkHolder(f"help.helper:{match.helper_id}"),
        lambda match: SchemeMemberFactory(part="lead").person,
        lambda match: HelperFactory(scheme=match.helper.scheme, person=UserFactory()).person,
        lambda match: Robot("watch"),
    ])  # fmt: skip
    def test_is_read_by_nobody_else(self, match, somebody):
        read = address_for(somebody(match), match, NOW)

        assert not read.open
        assert (read.name, read.address, read.phone, read.details) == ("", "", "", "")

    def test_is_read_by_a_helper_who_is_signed_in(self, match):
        person = UserFactory()
        Helper.objects.filter(pk=match.helper_id).update(person=person)

        assert address_for(person, match, NOW).open

    @pytest.mark.parametrize("standing", ["suspended", "left"])
    def test_shuts_when_the_helper_is_suspended(self, match, standing):
        Helper.objects.filter(pk=match.helper_id).update(standing=standing)

        assert not is_read(match)

    def test_shuts_when_it_is_given_back(self, match):
        offering.end_match(by=holder(match), match=match, end="released")

        assert not is_read(match)

    def test_shuts_when_somebody_else_is_to_go(self, lead, match):
        offering.end_match(by=lead, match=match, end="reassigned")

        assert not is_read(match)

    def test_shuts_while_it_is_on_hold_and_stays_shut(self, lead, match, asked):
        holding.hold_request(by=lead, request=asked)
        assert not is_read(match)

        holding.release_hold(by=lead, request=asked)
        assert not is_read(match)

    def test_shuts_when_the_help_is_no_longer_wanted(self, lead, match, asked):
        requests.end_request(by=lead, request=asked, how="withdrawn", reason="Her son came.")

        assert not is_read(match)

    def test_shuts_when_the_two_are_kept_apart(self, match, olive):
        ApartFactory(client=olive, helper=match.helper)

        assert not is_read(match)

    def test_shuts_when_the_person_is_forgotten(self, match, olive):
        Client.objects.filter(pk=olive.pk).update(forgotten_on=NOW.date())

        assert not is_read(match)

    def test_shuts_a_day_after_it_was_done(self, match):
        offering.end_match(by=holder(match), match=match, end="completed")

        opened = [is_read(match, NOW + n * HOUR) for n in (0, 23, 24, 25)]
        assert opened == [True, True, False, False]

    def test_shuts_a_day_after_it_was_planned_to_end_though_nobody_said_so(self, match):
        VisitFactory(match=match, starts_at=NOW, expected_end=NOW + 2 * HOUR)
        VisitFactory(
            match=match, starts_at=NOW, expected_end=NOW + 90 * HOUR, standing="called_off"
        )

        opened = [is_read(match, NOW + n * HOUR) for n in (25, 26)]
        assert opened == [True, False]

    def test_shuts_a_day_after_the_day_that_was_named(self, match):
        Request.objects.update(wanted={"on": "2026-03-05", "windows": [["th", "09:00", "12:00"]]})

        opened = [is_read(match, NOW + n * HOUR) for n in (73, 74)]
        assert opened == [True, False]
        assert address_for(holder(match), match, NOW).until == NOW + 74 * HOUR

    def test_of_a_task_that_comes_again_shuts_after_its_last_day(self, match):
        Request.objects.update(rule="FREQ=WEEKLY", until=NOW.date())

        opened = [is_read(match, NOW + n * HOUR) for n in (37, 38)]
        assert opened == [True, False]

    def test_stays_open_for_a_task_that_comes_again(self, match):
        Request.objects.update(rule="FREQ=WEEKLY")
        VisitFactory(match=match, starts_at=NOW, expected_end=NOW + 2 * HOUR, standing="over")

        assert is_read(match, NOW + 100 * HOUR)

    def test_of_somebody_in_danger_comes_with_the_safe_way_only(self, match, olive):
        safe = {"number": "01632 960999", "hours": [["09:00", "12:00"]], "voicemail": False}
        olive.abuse, olive.safe = True, safe
        Client.objects.filter(pk=olive.pk).update(abuse=True, safe=safe)

        read = address_for(holder(match), match, NOW)

        assert (read.name, read.phone, read.safe) == ("Olive", "", safe)


class TestBeforeTheYes:
    def test_a_first_name_an_area_and_a_task_are_seen(self, asked):
        Area.objects.create(code="E05000001", kind="ward", name="Lantern East")
        asked.wanted = {"on": "2026-03-05", "windows": [["th", "09:00", "12:00"]], "minutes": 45}

        seen = task_seen(asked)

        told = (seen.called, seen.area, seen.task, seen.when, seen.minutes)
        assert told == (
            "Olive", "Lantern East", "Shopping", "Thursday 5 March, 09:00 to 12:00", 45
        )  # fmt: skip

    def test_of_somebody_in_danger_neither_name_nor_area_is_seen(self, asked):
        Area.objects.create(code="E05000001", kind="ward", name="Lantern East")
        asked.client.abuse = True

        assert (task_seen(asked).called, task_seen(asked).area) == ("Somebody", "")

    @pytest.mark.parametrize(("wanted", "words"), [
        ({}, ""), (None, ""), ({"on": "soon"}, ""), ({"windows": "always"}, ""),
        ({"windows": [["mo", "09:00", "10:00"]]}, "Monday 09:00 to 10:00"),
        ({"windows": [["xx", "1"], 7]}, ""),
    ])  # fmt: skip
    def test_when_is_said_as_far_as_it_is_known(self, wanted, words):
        assert when_of(wanted) == words


class TestTheOfferPage:
    def test_shows_no_address_and_changes_nothing(self, client, made, token):
        page = client.get(reverse("offer", args=[token[0]]))

        words = page.content.decode()
        assert page.status_code == 200
        assert "Can you help <bdi>Olive</bdi>?" in words
        assert not [s for s in SECRETS if s in words]
        assert Offer.objects.get().answer == "waiting"
        assert "no-store" in page["Cache-Control"]

    def test_takes_a_yes_with_one_tap_and_leads_to_the_address(self, client, made, token):
        page = client.post(reverse("offer", args=[token[0]]), {"said": "yes"}, follow=True)

        assert page.redirect_chain[-1][0] == reverse("task", args=[token[0]])
        assert "3 Staithe Lane" in page.content.decode()

    def test_takes_a_no_with_one_tap(self, client, made, token):
        page = client.post(reverse("offer", args=[token[0]]), {"said": "no"}, follow=True)

        assert "You said no to this" in page.content.decode()
        assert Offer.objects.get().answer == "declined"

    @pytest.mark.parametrize(("change", "words"), [
        ({"answer": "withdrawn"}, "no longer needed"), ({"answer": "lapsed"}, "time to answer"),
        ({"answer": "declined"}, "You said no"), ({"expires_at": NOW}, "time to answer"),
    ])  # fmt: skip
    def test_names_nobody_once_it_is_over(self, client, made, token, change, words):
        Offer.objects.update(**change)

        page = client.get(reverse("offer", args=[token[0]])).content.decode()

        assert words in page
        assert "Olive" not in page

    def test_says_kindly_that_it_is_taken(self, client, made, token):
        MatchFactory(request=made.request, helper=HelperFactory(scheme=made.request.scheme))

        page = client.post(reverse("offer", args=[token[0]]), {"said": "yes"}, follow=True)

        assert "Somebody else said yes a moment before you" in page.content.decode()

    @pytest.mark.parametrize("name", ["offer", "task"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_guessed_or_of_a_suspended_helper_is_the_same_page(
        self, client, match, token, name, method
    ):
        guessed = getattr(client, method)(reverse(name, args=["guess"]))
        Helper.objects.update(standing="suspended")
        suspended = getattr(client, method)(reverse(name, args=[token[0]]))

        assert guessed.status_code == suspended.status_code == 404
        assert guessed.content.decode().replace("guess", "") == (
            suspended.content.decode().replace(token[0], "")
        )

    @pytest.mark.parametrize("said", ["", "maybe", "yes\x00", "x" * 5000])
    def test_does_nothing_for_any_other_answer(self, client, made, token, said):
        client.post(reverse("offer", args=[token[0]]), {"said": said})

        assert Offer.objects.get().answer == "waiting"


class TestTheTaskPage:
    def test_writes_each_look_at_an_address_down(self, client, match, token, olive):
        for _ in range(2):
            client.get(reverse("task", args=[token[0]]))

        looks = Look.objects.filter(subject=olive.uuid)
        assert list(looks.values_list("role", flat=True)) == ["helper", "helper"]

    def test_shows_nothing_of_it_once_it_is_given_back(self, client, match, token):
        page = client.post(reverse("task", args=[token[0]]), {"said": "back"}, follow=True)

        words = page.content.decode()
        assert "The address is no longer shown" in words
        assert not [s for s in SECRETS if s in words]
        assert Request.objects.get().state == "triage"

    def test_takes_that_it_is_done(self, client, match, token):
        client.post(reverse("task", args=[token[0]]), {"said": "done"})

        assert Request.objects.get().state == "done"

    def test_refuses_to_hand_it_to_somebody_else(self, client, match, token):
        client.post(reverse("task", args=[token[0]]), {"said": "reassigned"})

        assert Match.objects.standing().count() == 1

    def test_is_there_for_a_helper_who_is_signed_in_and_nobody_else(self, client, match):
        tom, stranger = UserFactory(), UserFactory()
        Helper.objects.update(person=tom)
        address = reverse("own_task", args=[match.pk])

        seen = []
        for person in (None, stranger, tom):
            client.logout()
            if person:
                client.force_login(person)
            seen.append(client.get(address).status_code)

        assert seen == [302, 403, 200]

    def test_is_there_from_the_helpers_own_page_and_no_other_helpers(self, client, match):
        (tom, digest), (ruth, other) = new_token(), new_token()
        Helper.objects.update(digest=digest)
        HelperFactory(scheme=match.helper.scheme, digest=other)

        own = client.get(reverse("helping", args=[tom])).content.decode()
        seen = client.get(reverse("helping_task", args=[tom, match.pk]))
        not_seen = client.get(reverse("helping_task", args=[ruth, match.pk]))

        assert reverse("helping_task", args=[tom, match.pk]) in own
        assert "3 Staithe Lane" in seen.content.decode()
        assert not_seen.status_code == 404


class TestTheirOwnListOfWhoLooked:
    def test_says_as_what_and_never_who(self, client, match, token, olive, lead):
        client.get(reverse("task", args=[token[0]]))
        client.force_login(lead)
        client.get(reverse("request", args=[olive.scheme.slug, match.request.uuid]))

        looked = who_looked(olive)

        roles = [look.role for look in looked]
        assert roles == ["the lead of the scheme", "the helper who had the task"]
        assert lead.label not in repr(looked)


class TestTheCommandLine:
    def test_reads_no_address_as_a_helper_does(self, match):
        assert not address_for(Operator(), match, NOW).open
