"""The desk's screens for events, concerns and years, walked by a steward from end to end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.models import Concern, Disclosure, Event, YearReview
from commonweal.commitments.tests.agreements import agreement
from commonweal.core import clock
from commonweal.sector.tests.factories import OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
DESK = "/desk/promises/"
TOLD = {
    "title": "Library hours", "opened_on": "2026-01-05", "closes_on": "2026-03-16",
    "source": "The council's website",
}  # fmt: skip


@pytest.fixture(autouse=True)
def compact():
    PlaceFactory(everywhere=True)
    return agreement()


@pytest.fixture
def steward():
    return UserFactory(name="Samir Rahman", roles=["steward"])


@pytest.fixture
def desk(steward):
    return entered(steward)


def entered(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def in_days(days):
    return (clock.today() + dt.timedelta(days=days)).isoformat()


class TestEvents:
    def test_are_logged_asked_about_and_shown(self, desk, compact):
        desk.post(f"{DESK}events/add/", {"ref": compact.council.ref, "kind": "consultation"})
        add = f"{DESK}events/of/{compact.council.pk}/consultation/"
        assert "When it opened" in text(desk.get(add))
        page = text(desk.post(add, TOLD, follow=True))
        event = Event.objects.get()
        assert "70 of 84 days; no reason filed." in page
        assert "Ask the body" in page

        here = f"{DESK}events/{event.pk}/"
        assert "not over" not in text(desk.get(here))
        desk.post(f"{here}ask/", {"reply_by": in_days(14)})
        assert "time is not over" in text(desk.get(here))
        actions.reply_to_event(by=compact.officer, event=Event.objects.get(), reply="So it is.",
                               name="Olu")  # fmt: skip
        assert "Show it to everybody" in text(desk.get(here))
        desk.post(f"{here}show/")

        assert Event.objects.published().exists()
        assert "Library hours" in text(desk.get(f"{DESK}events/"))
        assert "Library hours" in text(desk.get(f"{DESK}events/?kind=consultation&q=hours"))

    def test_are_put_right_computed_and_withdrawn(self, desk, compact):
        desk.post(f"{DESK}events/of/{compact.council.pk}/consultation/", TOLD)
        here = f"{DESK}events/{Event.objects.get().pk}/"

        desk.post(f"{here}change/", TOLD | {"closes_on": "2026-03-30"})
        assert "84 of 84 days." in text(desk.get(here))
        desk.post(f"{here}compute/")
        assert Event.objects.get().evidence.count() == 2
        desk.post(f"{here}withdraw/", {"reason": "Another council's."})
        assert "Another council" in text(desk.get(here))

    def test_that_cannot_be_are_refused_at_their_field(self, desk, compact):
        add = f"{DESK}events/of/{compact.council.pk}/consultation/"
        assert "It closes on or after" in text(desk.post(add, TOLD | {"closes_on": "2026-01-01"}))
        assert "no organisation" in text(
            desk.post(f"{DESK}events/add/", {"ref": "GB-CHC-0", "kind": "grant"})
        )
        assert desk.get(f"{DESK}events/of/{compact.council.pk}/party/").status_code == 404

    def test_of_withheld_bodies_are_not_for_readers(self, desk, compact, steward):
        desk.post(f"{DESK}events/of/{compact.council.pk}/consultation/", TOLD)
        event = Event.objects.get()
        compact.council.withheld = True
        compact.council.save()
        reader = entered(UserFactory(roles=["reader"]))

        assert "Library hours" not in text(reader.get(f"{DESK}events/"))
        assert reader.get(f"{DESK}events/{event.pk}/").status_code == 404
        assert "Library hours" in text(desk.get(f"{DESK}events/"))

    def test_of_bodies_merged_into_a_withheld_one_are_not_for_readers(self, desk, compact):
        desk.post(f"{DESK}events/of/{compact.council.pk}/consultation/", TOLD)
        event = Event.objects.get()
        compact.council.same_as = OrganisationFactory(withheld=True)
        compact.council.save()
        reader = entered(UserFactory(roles=["reader"]))

        assert "Library hours" not in text(reader.get(f"{DESK}events/"))
        assert reader.get(f"{DESK}events/{event.pk}/").status_code == 404
        assert "Library hours" in text(desk.get(f"{DESK}events/"))


class TestConcerns:
    def test_are_entered_moved_told_and_closed(self, desk, compact):
        under = f"{DESK}concerns/under/{compact.document.pk}/"
        assert "With which partner?" in text(desk.get(under))
        desk.post(under, {
            "partner": compact.council.pk, "words": "Cut with two weeks' notice.",
            "group_name": "Quay Lunch Club", "decision_on": "2026-03-02",
        })  # fmt: skip
        concern = Concern.objects.get()
        here = f"{DESK}concerns/{concern.pk}/"
        assert "2 June 2026" in text(desk.get(here))
        assert "Quay Lunch Club" in text(desk.get(f"{DESK}concerns/?q=quay"))

        desk.post(f"{here}step/", {"rung": 2, "on": in_days(0), "note": "By post."})
        assert "Put formally in writing: it is here." in text(desk.get(here))
        assert "both sides" in text(desk.post(f"{here}step/", {"rung": 4, "on": in_days(0)}))
        made = text(desk.post(f"{here}link/", follow=True))
        assert "/concerns/" in made.split("shown only once")[1]

        desk.post(f"{here}words/", {"to": "public", "words": "A grant was cut."})
        words = Disclosure.objects.get()
        at = f"{DESK}concerns/words/{words.pk}/"
        assert "not agreed" in text(desk.post(f"{at}put/", {"reply_by": in_days(14)}))
        desk.post(f"{at}said/", {"agreed": "yes", "how": "Mo, by telephone"})
        desk.post(f"{at}put/", {"reply_by": in_days(14)})
        desk.post(f"{at}reply/", {"reply": "We are sorry.", "name": "The Leader"})
        desk.post(f"{at}publish/")
        assert Disclosure.objects.published().exists()

        desk.post(f"{here}days/", {"decision_on": "2026-03-03"})
        desk.post(f"{here}close/", {"outcome": "Paid.", "learning": "Ask sooner."})
        page = text(desk.get(here))
        assert "Ask sooner." in page
        assert "3 June 2026" in page

    def test_are_counted_in_as_many_questions_however_many_there_are(self, desk, compact):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def asked():
            with CaptureQueriesContext(connection) as found:
                desk.get(f"{DESK}concerns/")
            return len(found)

        def enter():
            under = f"{DESK}concerns/under/{compact.document.pk}/"
            desk.post(under, {"partner": compact.council.pk, "words": "Cut."})

        enter()
        asked()
        few = asked()
        for _ in range(6):
            enter()

        assert asked() == few


class TestYears:
    def test_are_begun_asked_spoken_to_and_published(self, desk, compact):
        desk.post(f"{DESK}years/begin/", {
            "document": compact.document.pk, "starts_on": "2025-04-01", "ends_on": "2026-03-31",
        })  # fmt: skip
        here = f"{DESK}years/{YearReview.objects.get().pk}/"
        assert "0 of 2 undertakings have evidence" in text(desk.get(here))

        desk.post(f"{here}ask/", {"reply_by": in_days(14)})
        for side in ("sector", "partner"):
            words = {"side": side, "words": f"So says the {side}.", "name": "Somebody"}
            desk.post(f"{here}words/", words)
        desk.post(f"{here}publish/")

        assert "Read it as everybody does" in text(desk.get(here))
        assert "So says the sector." in text(
            Client().get("/promises/the-compact/years/2025-04-01/")
        )
        assert "Published" in text(desk.get(f"{DESK}years/"))


class TestEveryScreen:
    @pytest.mark.parametrize("role", [None, "reader", "editor", "moderator"])
    def test_that_changes_anything_is_shut_to_others(self, compact, steward, role):
        event = actions.log_event(
            by=steward, organisation=compact.council, kind="other", title="A talk",
            on=dt.date(2026, 1, 5), source="Us",
        )  # fmt: skip
        client = entered(UserFactory(roles=[role] if role else []))

        for page in ("change/", "withdraw/", "ask/", "show/", "compute/"):
            answer = client.post(f"{DESK}events/{event.pk}/{page}", {"reason": "x"})
            assert answer.status_code == 403, page
        for page in ("concerns/", f"concerns/under/{compact.document.pk}/", "years/begin/"):
            assert client.post(f"{DESK}{page}", {}).status_code in {403, 404}, page
        assert OrganisationFactory().pk
