"""A helper's own pages of visits work by link and by account, and show nobody else a thing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tokens import new_token
from commonweal.help.models import Alert, Expense, Look, MoneyHandled, Thanks, Visit
from commonweal.help.reports.board import board_of
from commonweal.help.tests.factories import (
    DutyFactory,
    HelperFactory,
    MatchFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    ThanksFactory,
    VisitFactory,
)
from commonweal.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        PlaceFactory()
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    person = SchemeMemberFactory(scheme=scheme, part="lead").person
    DutyFactory(scheme=scheme, person=person, starts_at=NOW - HOUR, ends_at=NOW + 8 * HOUR)
    return person


@pytest.fixture
def token():
    return new_token()


@pytest.fixture
def visit(scheme, lead, token):
    helper = HelperFactory(scheme=scheme, digest=token[1])
    asked = RequestFactory(
        scheme=scheme, owner=lead, state="assigned", next_on=NOW + 30 * HOUR, client__scheme=scheme
    )
    match = MatchFactory(request=asked, helper=helper)
    return VisitFactory(match=match, starts_at=NOW, expected_end=NOW + HOUR)


def mine(name, token, *args):
    return reverse(name, args=[token[0], *args])


def words(response):
    return response.content.decode()


class TestAHelpersPages:
    def test_lead_through_a_visit_without_script(self, client, visit, token, now):
        page = words(client.get(mine("my_visit", token, visit.pk)))
        assert "I am going in" in page
        assert "heron" in page
        assert "3 Staithe Lane" in page
        client.post(mine("my_visit_press", token, visit.pk, "in"))
        visit.refresh_from_db()
        assert visit.standing == "under_way"
        assert "Somebody watches over you" in words(client.get(mine("my_visit", token, visit.pk)))

        now.shift(2 * HOUR)
        assert "We expected you back at 11:00" in words(
            client.get(mine("my_visit", token, visit.pk))
        )
        client.post(mine("my_visit_longer", token, visit.pk), {"minutes": "30"})
        done = client.post(mine("my_visit_back", token, visit.pk), {"report": ""}, follow=True)
        assert "Good that you are back." in words(done)
        visit.refresh_from_db()
        assert visit.standing == "over"

    def test_say_so_when_nobody_is_on_duty(self, client, visit, token, scheme):
        scheme.duties.all().delete()

        page = client.post(mine("my_visit_press", token, visit.pk, "in"), follow=True)

        assert "nobody is on duty" in words(page)
        visit.refresh_from_db()
        assert visit.standing == "planned"

    def test_count_one_back_though_the_note_is_not_kept(self, client, visit, token):
        client.post(mine("my_visit_press", token, visit.pk, "in"))
        page = client.post(
            mine("my_visit_back", token, visit.pk), {"report": "key safe code 4471"}, follow=True
        )

        assert "looks like a code, so it was not kept" in words(page)
        assert Visit.objects.get().standing == "over"

    def test_are_found_from_a_helpers_own_page_and_back(self, client, visit, token):
        own = mine("helping", token)

        page = client.get(own).content.decode()
        back = client.get(mine("my_visits", token)).content.decode()

        assert mine("my_visits", token) in page
        assert mine("worry_by_helper", token) in page
        assert own in back

    def test_write_down_that_the_address_was_read(self, client, visit, token):
        client.get(mine("my_visits", token))
        assert not Look.objects.exists()
        client.get(mine("my_visit", token, visit.pk))

        look = Look.objects.get()
        assert (look.subject, look.role) == (visit.match.request.client.uuid, "helper")

    def test_show_no_address_once_it_is_closed(self, client, visit, token):
        type(visit.match.request).objects.update(held=True)

        page = words(client.get(mine("my_visit", token, visit.pk)))

        assert "Staithe" not in page
        assert "The address is closed now" in page

    @pytest.mark.parametrize("change", [
        {"digest": None}, {"digest": "0" * 64}, {"standing": "suspended"}, {"standing": "left"},
        {"forgotten_on": dt.date(2026, 1, 1)},
    ])  # fmt: skip
    def test_are_gone_for_a_link_that_holds_no_more(self, client, visit, token, change):
        type(visit.match.helper).objects.update(**change)

        for name, args in (
            ("my_visits", ()), ("my_expense", ()), ("my_visit", (visit.pk,)),
            ("my_visit_plan", (visit.match_id,)), ("my_visit_back", (visit.pk,)),
        ):  # fmt: skip
            assert client.get(mine(name, token, *args)).status_code == 404
        assert client.post(mine("my_visit_press", token, visit.pk, "in")).status_code == 404

    def test_show_no_other_helpers_visit(self, client, visit, token, scheme):
        other = VisitFactory(match__request__scheme=scheme)

        assert client.get(mine("my_visit", token, other.pk)).status_code == 404
        assert client.get(mine("my_visit_plan", token, other.match_id)).status_code == 404

    def test_open_by_account_for_that_account_only(self, client, visit):
        helper = visit.match.helper
        helper.person = UserFactory()
        helper.save()
        address = reverse("my_visits", args=[helper.uuid])

        assert client.get(address).status_code == 404
        client.force_login(UserFactory(roles=["administrator"]))
        assert client.get(address).status_code == 404
        client.force_login(helper.person)
        assert client.get(address).status_code == 200

    def test_let_them_plan_call_off_and_account(self, client, visit, token):
        client.post(mine("my_visit_press", token, visit.pk, "call-off"))
        planned = client.post(mine("my_visit_plan", token, visit.match_id), {
            "starts_at_day": "2026-03-04", "starts_at_time": "14:00", "minutes": "45",
        })  # fmt: skip
        made = Visit.objects.latest("pk")
        assert planned.url == mine("my_visit", token, made.pk)
        assert made.starts_at == dt.datetime(2026, 3, 4, 14, tzinfo=dt.UTC)
        Visit.objects.update(standing="over")
        client.post(mine("my_visit_money", token, made.pk), {
            "taken": "20.00", "spent": "12.40", "returned": "7.60", "receipt": "R 14",
            "signed": "on",
        })  # fmt: skip
        assert MoneyHandled.objects.get().spent == 1240
        client.post(mine("my_expense", token), {
            "on": "2026-03-03", "what": "To the chemist", "miles": "6.0", "means": "car",
            "pence": "", "receipt": "",
        })  # fmt: skip
        assert Expense.objects.get().pence == 270

    def test_show_thanks_and_that_they_were_read(self, client, visit, token):
        ThanksFactory(helper=visit.match.helper)

        assert "Thank you for the cat food." in words(client.get(mine("my_visits", token)))
        assert Thanks.objects.get().read_at == NOW

    def test_keep_nothing_on_the_way(self, client, visit, token):
        response = client.get(mine("my_visit", token, visit.pk))

        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"


class TestACoordinatorsPages:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, lead):
        client.force_login(lead)

    def late(self, visit):
        Visit.objects.filter(pk=visit.pk).update(
            standing="under_way", began_at=NOW - 2 * HOUR, starts_at=NOW - 2 * HOUR,
            expected_end=NOW - HOUR, watcher=visit.match.request.owner,
        )  # fmt: skip
        return Alert.objects.create(
            visit=visit, step="call", due_at=NOW - HOUR / 2, at=NOW - HOUR / 2, to="x"
        )

    def test_show_who_is_late_first_with_the_numbers_to_ring(self, client, visit, scheme):
        VisitFactory(match__request__scheme=scheme, starts_at=NOW, expected_end=NOW + HOUR)
        self.late(visit)

        page = words(client.get(reverse("visits", args=[scheme.slug])))

        assert page.index("60 min late" if "60 min late" in page else "1 h late") < page.index(
            "10:00 to 11:00"
        )
        assert "07700 900123" in page
        assert "999" in page

    def test_put_who_is_late_first_on_the_board(self, client, visit, scheme):
        self.late(visit)

        board = board_of(scheme, NOW)
        assert board.now[0].what == "Not back from a visit"
        assert "Not back from a visit" in words(client.get(reverse("room", args=[scheme.slug])))

    def test_let_whoever_is_on_duty_answer(self, client, visit, scheme):
        alert = self.late(visit)
        page = words(client.get(reverse("visit", args=[scheme.slug, visit.pk])))
        assert "Not back." in page
        address = reverse("visit_safe", args=[scheme.slug, visit.pk, alert.pk])
        assert client.post(address, {"note": "", "minutes": "0"}).status_code == 422
        client.post(address, {"note": "Spoke with him.", "minutes": "0"})

        visit.refresh_from_db()
        assert visit.standing == "over"

    def test_go_on_when_nobody_answers(self, client, visit, scheme):
        alert = self.late(visit)
        client.post(reverse("visit_no_answer", args=[scheme.slug, visit.pk, alert.pk]), {
            "note": "Rang twice.",
        })  # fmt: skip

        assert visit.alerts.filter(step="duty").exists()

    def test_begin_change_and_end_for_a_helper_who_rings(self, client, visit, scheme):
        at = [scheme.slug, visit.pk]
        client.post(reverse("visit_change", args=at), {
            "starts_at_day": "2026-03-03", "starts_at_time": "10:30", "minutes": "30",
        })  # fmt: skip
        client.post(reverse("visit_press", args=[*at, "begin"]))
        client.post(reverse("visit_longer", args=at), {"minutes": "60"})
        client.post(reverse("visit_back", args=at), {"report": "All well."})

        visit.refresh_from_db()
        assert (visit.minutes, visit.standing, visit.report) == (30, "over", "All well.")

    def test_print_a_sheet_and_write_that_down(self, client, visit, scheme):
        page = words(client.get(reverse("visits_sheet", args=[scheme.slug])))

        assert "Back by" in page
        assert "Staithe" not in page
        assert "print" in Look.objects.values_list("kind", flat=True)

    def test_decide_pay_and_hand_on_expenses(self, client, visit, scheme):
        one = Expense.objects.create(
            helper=visit.match.helper, on=NOW.date(), what="Bus", pence=350, receipt="R"
        )
        page = words(client.get(reverse("expenses", args=[scheme.slug])))
        assert "£3.50" in page
        client.post(reverse("expense_decide", args=[scheme.slug, one.pk]), {"agreed": "yes"})
        client.post(reverse("expense_paid", args=[scheme.slug, one.pk]))
        file = client.get(reverse("expenses_file", args=[scheme.slug, "2026-03"]))

        assert "Tom Reed,Bus,,,3.50,R,Paid" in words(file)
        assert client.get(reverse("expenses", args=[scheme.slug]) + "?month=x").status_code == 404
        assert "export" in Look.objects.values_list("kind", flat=True)

    def test_pass_on_thanks(self, client, visit, scheme):
        client.post(
            reverse("request_thanks", args=[scheme.slug, visit.match.request.uuid]),
            {"words": "She was so glad."},
        )

        assert visit.match.helper.thanks.get().words == "She was so glad."

    def test_are_shut_to_everybody_else(self, client, visit, scheme):
        off_duty = SchemeMemberFactory(scheme=scheme, part="phone").person
        elsewhere = SchemeMemberFactory(part="lead").person
        addresses = [
            reverse("visits", args=[scheme.slug]), reverse("visits_sheet", args=[scheme.slug]),
            reverse("visit", args=[scheme.slug, visit.pk]),
            reverse("visit_plan", args=[scheme.slug, visit.match_id]),
            reverse("expenses", args=[scheme.slug]),
            reverse("expenses_file", args=[scheme.slug, "2026-03"]),
        ]  # fmt: skip
        for person in (off_duty, elsewhere, UserFactory(roles=["reader"])):
            client.force_login(person)
            for address in addresses:
                assert client.get(address).status_code == 404
        client.force_login(elsewhere)
        theirs = elsewhere.scheme_parts.get().scheme.slug
        for name in ("visit", "visit_back", "visit_change", "visit_money"):
            assert client.get(reverse(name, args=[theirs, visit.pk])).status_code == 404

    def test_ask_the_database_as_often_for_many_as_for_one(self, client, visit, scheme):
        def asked():
            with CaptureQueriesContext(
                connection,
            ) as found:
                client.get(reverse("visits", args=[scheme.slug]))
            return len(found)

        asked()
        one = asked()
        for _ in range(5):
            more = VisitFactory(
                match__request__scheme=scheme, starts_at=NOW, expected_end=NOW + HOUR
            )
            MatchFactory(request=RequestFactory(scheme=scheme), helper=more.match.helper)
        assert asked() == one
