"""Pages of agreements: the body's own, by link, everybody's; and what each refuses to whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.choices import EventKind
from commonweal.commitments.models import Event
from commonweal.commitments.tests.agreements import agreement
from commonweal.core import clock
from commonweal.sector.tests.factories import OrganisationFactory, PlaceFactory
from commonweal.sector.tests.letterbox import token_to

pytestmark = pytest.mark.django_db
EVENTS = "/promises/the-compact/events/"
LOG = EVENTS + "log/COUNCIL-the-compact/"
OPENED = dt.date(2026, 1, 5)
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


def signed_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def log(by, compact, **more):
    told = {"opened_on": OPENED, "closes_on": dt.date(2026, 3, 16)} | more
    return actions.log_event(
        by=by, organisation=compact.council, kind=EventKind.CONSULTATION, title="Library hours",
        on=OPENED, source="The council's website", **told,
    )  # fmt: skip


def text(answer):
    return answer.content.decode()


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


class TestAnOfficer:
    def test_logs_gives_a_reason_and_shows_it(self, compact):
        client = signed_in(compact.officer)
        assert "Log something of Saltwold Council" in text(client.get(EVENTS))
        assert "A consultation was opened" in text(client.get(LOG))

        answer = client.post(LOG + "consultation/", TOLD, follow=True)
        assert "70 of 84 days; no reason filed." in text(answer)
        event = Event.objects.get()
        own = f"/events/of/{event.uuid}/"
        client.post(own + "reason/", {"reason": "An election is near."})
        assert "70 of 84 days; a reason is filed." in text(client.get(own))
        assert Client().get(f"{EVENTS}{event.uuid}/").status_code == 404

        client.post(own + "show/")

        for address in (EVENTS, f"{EVENTS}{event.uuid}/"):
            page = text(Client().get(address))
            assert "70 of 84 days; a reason is filed." in page
            assert "An election is near." in page

    @pytest.mark.parametrize("kind", [k for k in EventKind.values if k != EventKind.CONSULTATION])
    def test_logs_every_kind(self, compact, kind):
        told = TOLD | {"on": "2026-02-01", "notice_on": "2026-02-01", "ends_on": "2026-03-01",
                       "months": "12", "pounds": "900"}  # fmt: skip

        answer = signed_in(compact.officer).post(LOG + f"{kind}/", told)

        assert answer.status_code == 302
        assert Event.objects.get().kind == kind

    def test_is_told_what_is_wrong(self, compact):
        client = signed_in(compact.officer)
        for wrong in (
            {"closes_on": "2026-01-01"}, {"opened_on": "gestern"}, {"title": ""},
            {"reason": "x" * 200_000}, {"source_url": "ftp://x"},
        ):  # fmt: skip
            answer = client.post(LOG + "consultation/", TOLD | wrong)
            assert answer.status_code == 422, wrong
            assert "error-text" in text(answer)
        assert not Event.objects.exists()

    def test_puts_right_and_withdraws_what_its_body_logged(self, compact):
        event, client = log(compact.officer, compact), signed_in(compact.officer)
        own = f"/events/of/{event.uuid}/"
        assert "2026-03-16" in text(client.get(own + "change/"))

        client.post(own + "change/", TOLD | {"closes_on": "2026-03-30"})
        assert "84 of 84 days." in text(client.get(own))
        client.post(own + "withdraw/", {"reason": "It never opened."})

        assert "It never opened." in text(client.get(own))

    def test_cannot_touch_what_others_logged_but_reason_and_reply(self, compact, steward):
        event, client = log(steward, compact), signed_in(compact.officer)
        own = f"/events/of/{event.uuid}/"

        for page in ("change/", "withdraw/", "show/"):
            assert client.post(own + page, TOLD | {"reason": "x"}).status_code == 403
        assert client.post(own + "reply/", {"reply": "It is so.", "name": "Olu"}).status_code == 302

    def test_of_another_body_finds_nothing(self, compact, steward):
        event = log(steward, compact)
        client = signed_in(agreement("other").officer)

        assert client.get(LOG).status_code == 404
        assert client.post(LOG + "consultation/", TOLD).status_code == 404
        assert client.get(f"/events/of/{event.uuid}/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_do_so(self, compact, steward):
        event = log(steward, compact)

        for address in (LOG, LOG + "consultation/", f"/events/of/{event.uuid}/"):
            assert Client().get(address)["Location"].startswith("/account/login/")


class TestALink:
    def test_lets_a_body_answer_and_nothing_more(self, compact, steward):
        event = log(steward, compact)
        actions.ask_about_event(
            by=steward, event=event, reply_by=in_days(14), email="clerk@saltwold.example"
        )
        link = f"/events/{token_to('clerk@saltwold.example', 'events')}/"

        assert "70 of 84 days" in text(Client().get(link))
        Client().post(link + "reason/", {"reason": "Purdah."})
        Client().post(link + "reply/", {"reply": "We regret it.", "name": "The clerk"})

        event.refresh_from_db()
        assert (event.reason, event.reply) == ("Purdah.", "We regret it.")
        assert "Withdraw it" not in text(Client().get(link))

    @pytest.mark.parametrize("token", ["x" * 32, "of", "0"])
    def test_that_was_guessed_leads_nowhere(self, token):
        assert Client().get(f"/events/{token}/").status_code == 404

    def test_ends_when_the_body_is_to_be_asked_anew(self, compact, steward):
        event = log(steward, compact)
        actions.ask_about_event(
            by=steward, event=event, reply_by=in_days(14), email="clerk@saltwold.example"
        )
        link = f"/events/{token_to('clerk@saltwold.example', 'events')}/"

        actions.change_event(by=steward, event=event, values={"closes_on": dt.date(2026, 3, 30)})

        assert Client().get(link).status_code == 404


class TestEverybody:
    def test_sees_an_empty_page_that_says_so(self):
        assert "Nothing is shown here yet." in text(Client().get(EVENTS))

    def test_sees_nothing_that_was_not_published(self, compact, steward):
        log(steward, compact)

        assert "Library hours" not in text(Client().get(EVENTS))

    def test_sees_that_no_reply_came(self, compact, steward):
        with clock.put_back(30):
            event = log(steward, compact)
            actions.ask_about_event(by=steward, event=event, reply_by=in_days(14))
        actions.publish_event(by=steward, event=event)

        assert "No reply was received by" in text(Client().get(EVENTS))

    def test_finds_no_events_of_a_draft_or_a_strategy(self, compact):
        compact.document.standing = "draft"
        compact.document.save()
        assert Client().get(EVENTS).status_code == 404

    def test_sees_nothing_more_of_a_body_that_was_withheld(self, compact):
        event = log(compact.officer, compact)
        actions.publish_event(by=compact.officer, event=event)
        compact.council.withheld = True
        compact.council.save()

        assert "Library hours" not in text(Client().get(EVENTS))
        assert Client().get(f"{EVENTS}{event.uuid}/").status_code == 404

    def test_asks_as_often_however_many_there_are(
        self, compact, django_assert_max_num_queries, django_assert_num_queries
    ):
        def asked():
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as found:
                Client().get(EVENTS)
            return len(found)

        for _ in range(2):
            actions.publish_event(by=compact.officer, event=log(compact.officer, compact))
        few = asked()
        for _ in range(8):
            actions.publish_event(by=compact.officer, event=log(compact.officer, compact))

        assert asked() == few

    def test_reads_a_published_year(self, compact, steward):
        actions.publish_event(by=compact.officer, event=log(compact.officer, compact))
        with clock.put_back(30):
            review = actions.begin_year_review(
                by=steward, document=compact.document, starts_on=dt.date(2025, 4, 1),
                ends_on=dt.date(2026, 3, 31),
            )  # fmt: skip
            actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14))
        year = "/promises/the-compact/years/2025-04-01/"
        assert Client().get(year).status_code == 404
        say = {"words": "We did our best.", "name": "The Leader", "side": "partner"}
        client = signed_in(compact.officer)
        assert "70 of 84 days" in text(client.get(year + "say/"))
        assert client.post(year + "say/", say).status_code == 302

        actions.publish_year_review(by=steward, review=review)

        page = text(Client().get(year))
        for words in ("1 of 1 event", "1 of 2 undertakings", "We did our best.",
                      "No words were received", "70 of 84 days"):  # fmt: skip
            assert words in page
        assert client.get(year + "say/").status_code == 404
        for start in ("2025-04-02", "gestern", "2025-13-45"):
            assert Client().get(f"/promises/the-compact/years/{start}/").status_code == 404

    def test_may_not_speak_for_a_side(self, compact, steward):
        review = actions.begin_year_review(
            by=steward, document=compact.document, starts_on=dt.date(2025, 4, 1),
            ends_on=dt.date(2026, 3, 31),
        )  # fmt: skip
        actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14))
        say = "/promises/the-compact/years/2025-04-01/say/"

        assert Client().get(say).status_code == 302
        for person in (UserFactory(), UserFactory(roles=["reader"]), agreement("other").officer):
            assert signed_in(person).get(say).status_code == 404
        body = OrganisationFactory()
        assert body.pk
