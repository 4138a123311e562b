"""The pages of reaching out: theirs who may, not there for others, and never a name too many."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.help.actions import lists, ring_calls, ring_rounds
from commonweal.help.models import HeldList, Look, RingCall, RingRound
from commonweal.help.reports.need_areas import need_areas
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    GoalFactory,
    GroundFactory,
    HeldListFactory,
    ListedFactory,
    NeedFactory,
    PlanFactory,
    RequestFactory,
    RingPartFactory,
    RingRoundFactory,
    SchemeFactory,
    SchemeMemberFactory,
    StepFactory,
    WarmReferralFactory,
)
from commonweal.help.urls import plans as plan_urls
from commonweal.help.urls import reaching as reaching_urls
from commonweal.impact.tests.factories import MeasureFactory, ObservationFactory
from commonweal.places.models import Area, Deprivation, Fit
from commonweal.places.reports import the_place

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
ROOM = [p.name for p in [*reaching_urls.urlpatterns, *plan_urls.urlpatterns]
        if str(p.pattern).startswith("rooms/")]  # fmt: skip
PRESSES = {
    "held_list_off", "held_list_end", "ring_round_open", "ring_round_close", "ring_part_decline",
    "plan_step_done", "referral_back", "plan_send", "plan_posted", "plan_link_close",
}  # fmt: skip


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


@pytest.fixture
def world(scheme, lead):
    """One of everything in a scheme, with the argument that each address needs."""
    person = ClientFactory(scheme=scheme)
    GroundFactory(client=person, purpose="reach")
    held = HeldListFactory(scheme=scheme, owner=lead, review_on=TODAY + 90 * DAY)
    listed = ListedFactory(list=held, client=person)
    begun = RingRoundFactory(scheme=scheme, closes_on=TODAY + 7 * DAY)
    part = RingPartFactory(
        ring_round=RingRoundFactory(closes_on=TODAY + 7 * DAY), scheme=scheme, list=held
    )
    call = RingCall.objects.create(part=part, client=person)
    plan = PlanFactory(client=person)
    goal = GoalFactory(plan=plan)
    step = StepFactory(goal=goal)
    sent = WarmReferralFactory(client=person)
    here = WarmReferralFactory(to_scheme=scheme, to_name="")
    return {
        "held_list": [held.pk], "held_list_look": [held.pk], "held_list_end": [held.pk],
        "held_list_put": [held.pk, person.uuid], "held_list_off": [held.pk, listed.pk],
        "ring_round": [begun.pk], "ring_round_ask": [begun.pk], "ring_round_open": [begun.pk],
        "ring_round_close": [begun.pk], "ring_part": [part.pk], "ring_part_join": [part.pk],
        "ring_part_decline": [part.pk], "ring_call": [part.pk, call.pk],
        "plan_begin": [person.uuid], "plan": [plan.pk], "plan_copy": [plan.pk],
        "plan_send": [plan.pk], "plan_posted": [plan.pk], "plan_link_close": [plan.pk],
        "plan_change": [plan.pk], "plan_goal": [plan.pk], "plan_far": [plan.pk, goal.pk],
        "plan_step": [plan.pk, goal.pk], "plan_step_done": [plan.pk, step.pk],
        "plan_review": [plan.pk], "plan_close": [plan.pk], "refer": [person.uuid],
        "referral_sent": [sent.pk], "referral_back": [sent.pk], "referral_here": [here.pk],
        "referral_take": [here.pk], "referral_not": [here.pk],
    }  # fmt: skip


def asked(client, name, scheme, world):
    address = reverse(name, args=[scheme.slug, *world.get(name, [])])
    return client.post(address) if name in PRESSES else client.get(address)


class TestEveryPage:
    def test_opens_for_the_lead_and_is_kept_by_nobody_on_the_way(self, client, scheme, lead, world):
        client.force_login(lead)
        for name in ROOM:
            page = asked(client, name, scheme, world)
            assert page.status_code == (302 if name in PRESSES else 200), name
            assert "no-store" in page["Cache-Control"], name

    def test_is_not_there_for_others(self, client, scheme, lead, world):
        strangers = [
            UserFactory(roles=["administrator"]), SchemeMemberFactory(part="lead").person,
            SchemeMemberFactory(scheme=scheme, part="phone").person,
        ]  # fmt: skip
        for person in strangers:
            client.force_login(person)
            answers = {n: asked(client, n, scheme, world).status_code for n in ROOM}
            assert set(answers.values()) <= {403, 404}, answers

    def test_sends_a_visitor_to_sign_in_and_tells_nothing(self, client, scheme, world):
        for name in ROOM:
            there = asked(client, name, scheme, world)
            missing = asked(
                client,
                name,
                scheme,
                {name: [999_999, 999_999][: len(world.get(name, []))]}
                if all(isinstance(a, int) for a in world.get(name, []))
                else world,
            )
            assert (there.status_code, missing.status_code) == (302, 302), name
            assert there.url.startswith("/account/login/"), name

    def test_of_another_schemes_things_is_not_there(self, client, scheme, world):
        other = SchemeMemberFactory(part="lead")
        client.force_login(other.person)
        for name in set(ROOM) & set(world):
            address = reverse(name, args=[other.scheme.slug, *world[name]])
            answer = client.post(address) if name in PRESSES else client.get(address)
            assert answer.status_code == 404, name

    def test_with_somebody_on_it_is_written_down(self, client, scheme, lead, world):
        client.force_login(lead)
        for name in ("held_list", "ring_part", "ring_call", "plan", "referral_sent", "refer"):
            before = Look.objects.count()
            asked(client, name, scheme, world)
            assert Look.objects.count() > before, name


class TestRinging:
    def test_is_open_to_a_phone_holder_on_duty_and_lists_are_not(self, client, scheme, world):
        duty = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        client.force_login(duty.person)

        assert asked(client, "ring_part", scheme, world).status_code == 200
        assert asked(client, "held_list", scheme, world).status_code == 403
        assert asked(client, "plan", scheme, world).status_code == 403

    def test_shows_one_person_with_a_number_to_tap(self, client, scheme, lead, world):
        client.force_login(lead)
        page = asked(client, "ring_part", scheme, world).content.decode()

        assert 'href="tel:01632960123"' in page and "Olive Marsh" in page

    def test_shows_no_number_outside_safe_hours(self, client, scheme, lead, world, now):
        client.force_login(lead)
        now.shift(12 * HOUR)
        page = asked(client, "ring_part", scheme, world).content.decode()

        assert "tel:" not in page and "Olive" not in page

    def test_takes_an_outcome_by_its_button(self, client, scheme, lead, world):
        client.force_login(lead)
        address = reverse("ring_call", args=[scheme.slug, *world["ring_call"]])
        assert client.post(address, {"tries": "0"}).status_code == 422
        assert client.post(address, {"tries": "0", "outcome": "request"}).status_code == 422
        need = NeedFactory()
        told = {"tries": "0", "outcome": "request", "need": need.pk, "urgency": "today"}
        assert client.post(address, told).status_code == 302

        assert RingCall.objects.get().request.need == need

    def test_is_begun_asked_joined_and_ended_by_pages(self, client, scheme, lead, world):
        client.force_login(lead)
        client.post(reverse("ring_round_begin", args=[scheme.slug]), {
            "title": "The cold week", "why": "Frost.", "opens_on": "2026-03-03",
            "closes_on": "2026-03-10", "most_tries": "3",
        })  # fmt: skip
        made = RingRound.objects.get(scheme=scheme, standing="draft")
        client.post(
            reverse("ring_round_ask", args=[scheme.slug, made.pk]), {"to_scheme": scheme.pk}
        )
        part = made.parts.get()
        client.post(
            reverse("ring_part_join", args=[scheme.slug, part.pk]),
            {"held_list": HeldList.objects.get().pk},
        )
        client.post(reverse("ring_round_open", args=[scheme.slug, made.pk]))
        part.refresh_from_db()
        made.refresh_from_db()
        assert part.joined_at and made.standing == "open" and part.calls.count() == 1


class TestWhoeverBeganARingRound:
    def test_never_reads_a_name_or_a_small_count(self, client, scheme, lead, now):
        began = SchemeMemberFactory(part="lead")
        round_ = RingRoundFactory(scheme=began.scheme, closes_on=TODAY + 7 * DAY)
        held = HeldListFactory(scheme=scheme, owner=lead, review_on=TODAY + 90 * DAY)
        for number in range(23):
            person = ClientFactory(scheme=scheme, name=f"Olive Quill{number}")
            GroundFactory(client=person, purpose="reach")
            ListedFactory(list=held, client=person)
        part = RingPartFactory(ring_round=round_, scheme=scheme, list=None, joined_at=None)
        ring_rounds.join_ring_round(by=lead, part=part, held_list=held)
        for number, call in enumerate(part.calls.all()):
            outcome = "stop" if number < 3 else "fine"
            ring_calls.note_ring(by=lead, call=call, outcome=outcome)
        client.force_login(began.person)
        address = reverse("ring_round", args=[began.scheme.slug, round_.pk])
        during = client.get(address).content.decode()
        ring_rounds.close_ring_round(by=began.person, ring_round=round_)
        after = client.get(address).content.decode()

        assert "Quill" not in during + after
        assert 'class="r">' not in during.split("Who takes part")[1].split("</section>")[0]
        table = after.split("<tbody>")[1].split("</tbody>")[0]
        assert ">3<" not in table and ">20<" not in table and ">23<" not in table
        assert "fewer than 5" in table

    def test_is_not_let_into_the_holders_pages(self, client, scheme, world):
        began = RingRound.objects.exclude(scheme=scheme).get().scheme
        client.force_login(SchemeMemberFactory(scheme=began, part="lead").person)

        assert asked(client, "ring_part", scheme, world).status_code == 404


class TestTheBoard:
    def test_asks_the_same_of_the_database_however_much_is_going_on(
        self, client, scheme, lead, world
    ):
        client.force_login(lead)
        address = reverse("room", args=[scheme.slug])
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(address)
        for _ in range(3):
            RingPartFactory(scheme=scheme, ring_round__closes_on=TODAY + 7 * DAY)
            PlanFactory(client__scheme=scheme, review_on=TODAY)
            WarmReferralFactory(to_scheme=scheme, to_name="")
        with CaptureQueriesContext(connection) as many:
            client.get(address)

        assert len(many) == len(few)

    def test_names_nobody_of_plans_and_referrals(self, client, scheme, lead):
        PlanFactory(client=ClientFactory(scheme=scheme, called="Quill"), review_on=TODAY)
        client.force_login(lead)
        page = client.get(reverse("room", args=[scheme.slug])).content.decode()

        assert "Plan of support" in page and "Quill" not in page


class TestALongList:
    def test_asks_the_same_of_the_database(self, client, scheme, lead, world):
        client.force_login(lead)
        counts = []
        for _ in range(2):
            for name in ("held_list", "ring_part"):
                asked(client, name, scheme, world)
                with CaptureQueriesContext(connection) as found:
                    asked(client, name, scheme, world)
                counts.append(len(found))
            held = HeldList.objects.get()
            for _ in range(4):
                person = ClientFactory(scheme=scheme)
                GroundFactory(client=person, purpose="reach")
                lists.put_on_list(by=lead, held_list=held, client=person)
                RingCall.objects.create(part_id=world["ring_part"][0], client=person)

        assert counts[:2] == counts[2:]


class TestWhereHelpIsNeeded:
    @pytest.fixture
    def wards(self):
        square = {"type": "Polygon", "coordinates": [[[1, 52], [1.1, 52], [1.1, 52.1], [1, 52]]]}
        Area.objects.create(code="E07000001", kind="district", name="Broadland")
        place = the_place()
        place.codes = ["E07000001"]
        place.save()
        return [
            Area.objects.create(
                code=f"E0500000{n}", kind="ward", name=f"Ward {n}", parent="E07000001",
                outline=square,
            )
            for n in range(1, 4)
        ]  # fmt: skip

    def test_says_so_when_nothing_was_imported(self, client):
        page = client.get(reverse("help_where"))

        assert page.status_code == 200 and "No wards have been imported" in page.content.decode()
        assert client.get(reverse("help_where_csv")).status_code == 200

    def test_says_what_is_missing(self, client, wards):
        page = client.get(reverse("help_where")).content.decode()

        assert "The indices of deprivation have not been imported" in page
        assert "is kept by ward" in page

    def test_draws_deprivation_with_its_table_source_and_year(self, client, wards):
        for n, decile in enumerate((1, 2, 9)):
            code = f"E0100000{n}"
            Area.objects.create(code=code, kind="lsoa", name=code, parent="E07000001")
            Fit.objects.create(code=code, within=wards[0].code)
            Deprivation.objects.create(
                edition=2025, code=code, rank=n, decile=decile,
                domains={"Geographical Barriers Sub-domain": 1},
            )  # fmt: skip
        page = client.get(reverse("help_where")).content.decode()

        assert '<svg class="map' in page and "2 of 3" in page and "3 of 3" in page
        assert "English indices of deprivation, 2025" in page

    def test_shows_a_measure_that_is_kept_by_ward_with_its_source_and_day(self, client, wards):
        measure = MeasureFactory(slug="households-without-a-car")
        ObservationFactory(
            measure=measure, area=wards[1].code, value=31, source="Census 2021",
            starts_on=dt.date(2021, 3, 21), ends_on=dt.date(2021, 3, 21),
        )  # fmt: skip
        page = client.get(reverse("help_where")).content.decode()

        assert "Census 2021, 21 March 2021" in page and ">31<" in page

    @pytest.mark.parametrize("few", [1, 2, 3, 4])
    def test_shows_no_small_number_of_requests(self, client, wards, few):
        for ward, number in ((wards[0], few), (wards[1], 11), (wards[2], 30)):
            for _ in range(number):
                RequestFactory(
                    area=ward.code, state="closed", outcome="not_possible", next_on=None,
                    ended_at=NOW - 60 * DAY,
                )  # fmt: skip
        column = need_areas("", TODAY).column("unmet")
        said = [column.of(w.code).words for w in wards]

        assert said[0] == "fewer than 5" and str(few) not in said
        assert "not shown" in said[1:]
        page = client.get(reverse("help_where")).content.decode()
        assert "Olive" not in page and "Lantern Good" not in page

    def test_counts_whole_months_so_that_two_days_show_no_difference(self, wards):
        told = {"area": wards[0].code, "state": "closed", "outcome": "not_possible"}
        for _ in range(12):
            RequestFactory(**told, next_on=None, ended_at=NOW - 60 * DAY)
        before = need_areas("", TODAY).column("unmet").of(wards[0].code)
        for _ in range(5):
            RequestFactory(**told, next_on=None, ended_at=NOW - HOUR)

        assert need_areas("", TODAY + DAY).column("unmet").of(wards[0].code) == before

    @pytest.mark.parametrize("asked_for", ["?area=nowhere", "?by=<script>", "?area=" + "x" * 5000])
    def test_stands_whatever_is_asked(self, client, wards, asked_for):
        assert client.get(reverse("help_where") + asked_for).status_code == 200
