"""The pages of a scheme: for whom they are there, what they do, and how one closes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.refused import Refused
from commonweal.help.actions import handing, schemes
from commonweal.help.actions.inviting import ask_helpers, invite_member
from commonweal.help.models import Duty, Look, Request, SchemeMember, Total
from commonweal.help.opening_hours import as_typed, days_typed, from_typed, in_words, next_read
from commonweal.help.tests.factories import (
    DutyFactory,
    DutyPoolFactory,
    HelperFactory,
    NeedFactory,
    PoolSchemeFactory,
    RequestFactory,
    SchemeAreaFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
)
from commonweal.sector.tests.factories import AreaFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KEPT = (
    "scheme_kept", "scheme_describe", "scheme_areas", "scheme_needs", "scheme_standing",
    "scheme_people", "scheme_numbers", "scheme_numbers_csv",
)  # fmt: skip
LED = ("scheme_pack", "scheme_ask_helpers", "scheme_totals")
DUTY = ("scheme_duty", "scheme_duty_put")


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


def at(name, scheme, *more):
    return reverse(name, args=[scheme.slug, *more])


class TestWhoMayGoThere:
    @pytest.mark.parametrize("name", [*KEPT, *LED, *DUTY])
    def test_a_lead_sees_every_page(self, client, scheme, lead, name):
        RequestFactory(scheme=scheme, owner=lead)
        HelperFactory(scheme=scheme)
        client.force_login(lead)

        answer = client.get(at(name, scheme))

        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("name", [*KEPT, *LED, *DUTY])
    def test_the_lead_of_another_scheme_finds_none(self, client, scheme, name):
        client.force_login(SchemeMemberFactory(part="lead").person)

        assert client.get(at(name, scheme)).status_code == 404

    @pytest.mark.parametrize("name", [*LED, *DUTY])
    def test_a_steward_keeps_the_scheme_and_reads_nothing_of_people(self, client, scheme, name):
        client.force_login(UserFactory(roles=["steward"]))

        assert client.get(at("scheme_kept", scheme)).status_code == 200
        assert client.get(at(name, scheme)).status_code == 403

    def test_a_steward_sees_how_many_are_left_and_not_who(self, client, scheme, lead):
        RequestFactory(scheme=scheme, owner=lead)
        HelperFactory(scheme=scheme, name="Iris Reed")
        client.force_login(UserFactory(roles=["steward"]))

        page = client.get(at("scheme_standing", scheme)).content.decode()

        assert "1 open request" in page
        assert "Iris Reed" not in page
        assert "Shopping" not in page
        assert not Look.objects.exists()

    def test_a_coordinator_gives_no_parts(self, client, scheme):
        client.force_login(SchemeMemberFactory(scheme=scheme, part="coordinator").person)

        assert client.get(at("scheme_people", scheme)).status_code == 403


class TestKeepingIt:
    def test_is_described(self, client, scheme, lead):
        client.force_login(lead)
        told = {
            "edition": scheme.edition, "name": "Lantern", "about": "We shop.", "hours":
            "Monday 9:00 - 12:30\nwe 13:00 17:00", "closed_on": "25.12.2026", "languages": "en, PL",
            "pounds": 30, "complaint_days": 5, "keep_months": 6, "capacity": 40,
        }  # fmt: skip

        answer = client.post(at("scheme_describe", scheme), told)

        assert answer.status_code == 302
        scheme.refresh_from_db()
        assert scheme.hours == [["mo", "09:00", "12:30"], ["we", "13:00", "17:00"]]
        assert (scheme.closed_on, scheme.languages) == (["2026-12-25"], ["en", "pl"])
        assert (scheme.money_limit, scheme.capacity, scheme.keep_months) == (3000, 40, 6)

    @pytest.mark.parametrize("told", [{"hours": "whenever"}, {"closed_on": "yule"},
                                      {"languages": "<b>"}, {"edition": 99}])  # fmt: skip
    def test_says_what_it_cannot_read(self, client, scheme, lead, told):
        client.force_login(lead)
        base = {"name": "L", "pounds": 20, "complaint_days": 7, "keep_months": 12}

        assert client.post(at("scheme_describe", scheme), base | told).status_code == 422

    def test_serves_areas_and_needs(self, client, scheme, lead):
        AreaFactory(code="E05000001", kind="ward", name="Staithe")
        need = NeedFactory()
        client.force_login(lead)

        client.post(at("scheme_areas", scheme), {"codes": ["E05000001"]})
        client.post(at("scheme_needs", scheme), {"term": need.pk, "minutes": 45})

        assert scheme.areas.get().code == "E05000001"
        served = scheme.needs.get()
        assert served.minutes == 45
        client.post(at("scheme_need_drop", scheme, served.pk))
        assert not scheme.needs.exists()

    def test_drops_no_need_of_another_scheme(self, client, scheme, lead):
        other = SchemeNeedFactory()
        client.force_login(lead)

        assert client.post(at("scheme_need_drop", scheme, other.pk)).status_code == 404


class TestInviting:
    def test_opens_an_account_and_writes_a_letter_that_gives_nothing_away(self, scheme, lead):
        made = invite_member(
            by=lead, scheme=scheme, email="June@example.org", name="June", part="phone"
        )

        letter = Message.objects.get(to="june@example.org")
        assert (made.part, made.person.email) == ("phone", "june@example.org")
        assert scheme.name not in letter.subject
        assert at("room", scheme) in letter.body

    def test_keeps_the_account_that_is_there(self, scheme, lead):
        there = UserFactory(email="june@example.org")

        invite_member(by=lead, scheme=scheme, email="june@example.org", name="J", part="phone")

        assert SchemeMember.objects.get(person=there).part == "phone"

    @pytest.mark.parametrize("told", [{"email": "nobody"}, {"name": " "}, {"part": "queen"}])
    def test_refuses_what_cannot_be_and_opens_nothing(self, scheme, lead, told):
        before = User.objects.count()
        base = {"email": "june@example.org", "name": "June", "part": "phone"}

        with pytest.raises(Refused):
            invite_member(by=lead, scheme=scheme, **base | told)

        assert User.objects.count() == before

    def test_is_not_for_coordinators(self, scheme):
        somebody = SchemeMemberFactory(scheme=scheme, part="coordinator").person
        with pytest.raises(PermissionDenied):
            invite_member(by=somebody, scheme=scheme, email="a@example.org", name="A", part="lead")

    def test_ends_on_the_page(self, client, scheme, lead):
        other = SchemeMemberFactory(scheme=scheme, part="coordinator")
        client.force_login(lead)

        client.post(at("scheme_part_end", scheme, other.pk), {"reason": "Moved"})

        other.refresh_from_db()
        assert other.ended_at == NOW


class TestTheRota:
    def test_shows_a_week_and_puts_somebody_on_it(self, client, scheme, lead):
        client.force_login(lead)
        told = {
            "person": lead.pk, "starts_at_day": "2026-03-04", "starts_at_time": "09:00",
            "ends_at_day": "2026-03-04", "ends_at_time": "17:00", "pool": "",
        }  # fmt: skip

        assert client.post(at("scheme_duty_put", scheme), told).status_code == 302
        assert "09:00 to 17:00" in client.get(at("scheme_duty", scheme)).content.decode()

    @pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "nonsense", "2026-03-29"])
    def test_opens_at_any_week_that_is_asked_for(self, client, scheme, lead, week):
        client.force_login(lead)

        assert client.get(at("scheme_duty", scheme), {"week": week}).status_code == 200

    def test_lets_a_phone_holder_take_nobody_else_off(self, client, scheme, lead):
        mine, other = (
            DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR) for _ in range(2)
        )
        client.force_login(mine.person)

        answer = client.post(at("scheme_duty_off", scheme, other.pk), {"note": ""})

        assert answer.status_code == 422
        assert Duty.objects.get(pk=other.pk).off_at is None

    def test_closes_the_room_when_the_duty_does(self, client, scheme, lead):
        mine = DutyFactory(scheme=scheme, starts_at=NOW - HOUR, ends_at=NOW + HOUR)
        client.force_login(mine.person)
        assert client.get(at("room", scheme)).status_code == 200

        answer = client.post(at("scheme_duty_off", scheme, mine.pk), {"note": "Ring Olive."})

        assert answer.url == reverse("rooms")
        assert client.get(at("room", scheme)).status_code == 404

    def test_calls_off_no_duty_of_another_scheme(self, client, scheme, lead):
        other = DutyFactory(starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
        client.force_login(lead)

        assert client.post(at("scheme_duty_call_off", scheme, other.pk)).status_code == 404


class TestASharedTelephone:
    """Whoever holds it sees one scheme at a time, while on duty, and no lists of who helps."""

    @pytest.fixture
    def inside(self, scheme, lead):
        pool, other = DutyPoolFactory(), SchemeFactory(name="Reed Neighbours")
        SchemeMemberFactory(scheme=other, part="lead", guards="lead")
        for each in (scheme, other):
            PoolSchemeFactory(pool=pool, scheme=each)
        holder = SchemeMemberFactory(scheme=scheme, part="phone").person
        for each in (scheme, other):
            DutyFactory(scheme=each, pool=pool, person=holder, starts_at=NOW - HOUR,
                        ends_at=NOW + HOUR)  # fmt: skip
        return other, holder

    def test_shows_one_scheme_at_a_time(self, client, scheme, lead, inside):
        other, holder = inside
        here = RequestFactory(scheme=scheme, owner=lead, client__called="Olive", next_on=NOW)
        there = RequestFactory(scheme=other, owner=lead, client__called="Bert", next_on=NOW)
        client.force_login(holder)

        page = client.get(at("room", other)).content.decode()

        assert "Bert" in page
        assert "Olive" not in page
        assert client.get(at("request", other, here.uuid)).status_code == 404
        assert client.get(at("request", other, there.uuid)).status_code == 200

    def test_finds_nobody_of_the_other_scheme(self, client, scheme, lead, inside):
        other, holder = inside
        RequestFactory(scheme=scheme, owner=lead, client__name="Olive Marsh")
        client.force_login(holder)

        page = client.get(at("find_person", other), {"q": "Marsh"}).content.decode()

        assert "Nobody found" in page

    def test_shows_nothing_once_the_duty_is_over(self, client, inside, now):
        other, holder = inside
        client.force_login(holder)
        now.move_to(NOW + HOUR)

        assert client.get(at("room", other)).status_code == 404
        assert client.get(at("scheme_duty", other)).status_code == 404

    @pytest.mark.parametrize("name", ["scheme_people", "scheme_numbers", "scheme_pack",
                                      "scheme_describe", "scheme_duty_put"])  # fmt: skip
    def test_opens_nothing_but_the_telephone(self, client, inside, name):
        other, holder = inside
        client.force_login(holder)

        assert client.get(at(name, other)).status_code == 403

    def test_shows_what_the_last_on_duty_left_and_nothing_older(self, client, inside):
        other, holder = inside
        told = (("Bert is poorly", 2 * HOUR), ("Ada rang twice", 30 * HOUR))
        for note, ago in told:
            DutyFactory(
                scheme=other, starts_at=NOW - ago - HOUR, ends_at=NOW - ago, note=note
            )  # fmt: skip
        client.force_login(holder)

        page = client.get(at("scheme_duty", other)).content.decode()

        assert "Bert is poorly" in page
        assert "Ada rang twice" not in page

    def test_is_joined_and_left_on_the_page(self, client, scheme, lead):
        pool = DutyPoolFactory()
        client.force_login(lead)

        client.post(at("scheme_pool_join", scheme, pool.pk))
        assert scheme.pools.get().left_at is None
        client.post(at("scheme_pool_leave", scheme, pool.pk))
        assert scheme.pools.get().left_at == NOW


class TestClosing:
    """The whole story: nobody is lost, moved silently, or named to another scheme unasked."""

    def test_closes_once_everybody_has_another_place(self, client, scheme, lead):
        other = SchemeFactory(name="Reed Neighbours")
        theirs = SchemeMemberFactory(scheme=other, part="lead", guards="lead").person
        asked = RequestFactory(scheme=scheme, owner=lead, state="triage")
        helper = HelperFactory(scheme=scheme, email="iris@example.org", standing="ready")
        client.force_login(lead)
        page = at("scheme_standing", scheme)

        assert client.post(page, {"standing": "closing", "reason": "No lead"}).status_code == 302
        told = client.get(page).content.decode()
        assert at("request", scheme, asked.uuid) in told
        assert client.post(page, {"standing": "closed"}).status_code == 422

        over = handing.begin_hand_over(by=lead, request=asked, to_scheme=other, why="We close.")
        with pytest.raises(Refused, match="not agreed"):
            handing.take_over(by=theirs, hand_over=over, to_scheme=other)
        handing.note_told(by=lead, hand_over=over, way="phone")
        handing.note_answer(by=lead, hand_over=over, answer="agreed")
        new = handing.take_over(by=theirs, hand_over=over, to_scheme=other)
        assert client.post(page, {"standing": "closed"}).status_code == 422

        client.post(at("scheme_ask_helpers", scheme), {"said": "Thank you all."})
        letter = Message.objects.get(to="iris@example.org")
        assert reverse("scheme", args=[other.slug]) in letter.body
        helper.refresh_from_db()
        assert (helper.scheme, helper.standing) == (scheme, "ready")
        helper.standing = "left"
        helper.save()

        assert client.post(page, {"standing": "closed"}).status_code == 302
        scheme.refresh_from_db()
        assert scheme.standing == "closed"
        assert Request.objects.open().get() == new
        assert new.asked_at == asked.asked_at

    def test_asks_helpers_once(self, scheme, lead):
        SchemeFactory()
        HelperFactory(scheme=scheme, email="iris@example.org", standing="ready")
        silent = HelperFactory(scheme=scheme, email="", standing="ready")
        gone = HelperFactory(scheme=scheme, email="gone@example.org", standing="left")
        with pytest.raises(Refused, match="closing"):
            ask_helpers(by=lead, scheme=scheme)
        schemes.change_scheme(by=lead, scheme=scheme, standing="closing")

        assert ask_helpers(by=lead, scheme=scheme) == [silent]
        assert not Message.objects.filter(to=gone.email).exists()
        with pytest.raises(Refused, match="already"):
            ask_helpers(by=lead, scheme=scheme)

    def test_asks_helpers_for_the_lead_alone(self, scheme):
        for part in ("coordinator", "phone"):
            somebody = SchemeMemberFactory(scheme=scheme, part=part).person
            with pytest.raises(PermissionDenied):
                ask_helpers(by=somebody, scheme=scheme)

    def test_prints_no_more_than_is_needed_and_nothing_of_abuse(self, client, scheme, lead):
        RequestFactory(scheme=scheme, owner=lead)
        hidden = RequestFactory(
            scheme=scheme, owner=lead, client__abuse=True, client__called="Vera",
            client__phone="01632 960777",
        )  # fmt: skip
        client.force_login(lead)

        page = client.get(at("scheme_pack", scheme)).content.decode()

        assert "Olive" in page
        assert "Staithe Lane" not in page
        assert "cat food" not in page
        assert hidden.asking.reference in page
        assert "Vera" not in page
        assert "960777" not in page
        assert Look.objects.filter(kind="export").count() == 2


class TestForEverybody:
    def test_lists_who_helps_by_area_and_need(self, client, scheme):
        AreaFactory(code="E07000001", kind="district", name="Broadland")
        AreaFactory(code="E05000001", kind="ward", name="Staithe", parent="E07000001")
        SchemeAreaFactory(scheme=scheme, code="E07000001")
        SchemeNeedFactory(scheme=scheme)
        SchemeFactory(name="Far Away Friends")

        def found(**asked):
            return client.get(reverse("schemes"), asked).content.decode()

        assert "Far Away Friends" in found()
        assert "Lantern" in found(area="E05000001", need="shopping")
        assert "Far Away Friends" not in found(area="E05000001")
        assert "No scheme was found" in found(area="<script>", need="x" * 900)

    def test_asks_as_often_for_many_as_for_few(self, client, django_assert_max_num_queries):
        for _ in range(12):
            SchemeNeedFactory(scheme=SchemeAreaFactory(scheme=SchemeFactory()).scheme)

        with django_assert_max_num_queries(14):
            client.get(reverse("schemes"))

    def test_shows_one_scheme(self, client, scheme):
        page = client.get(reverse("scheme", args=[scheme.slug])).content.decode()

        assert "01632 960001" in page
        assert "data controller" in page
        assert "Somebody reads this now" in page

    def test_is_found_from_the_page_of_its_organisation(self, client, scheme):
        page = client.get(reverse("organisation", args=[scheme.organisation.ref]))

        assert reverse("scheme", args=[scheme.slug]) in page.content.decode()

    @pytest.mark.parametrize("more", [
        {"standing": "preparing"}, {"standing": "closed"}, {"withheld": True},
    ])  # fmt: skip
    def test_shows_none_that_is_not_public(self, client, more):
        withheld = more.pop("withheld", False)
        hidden = SchemeFactory(organisation=OrganisationFactory(withheld=withheld), **more)

        assert client.get(reverse("scheme", args=[hidden.slug])).status_code == 404
        assert hidden.slug not in client.get(reverse("schemes")).content.decode()

    def test_publishes_nothing_before_a_steward_begins(self, client):
        assert (
            "No numbers are published yet" in client.get(reverse("help_numbers")).content.decode()
        )
        assert client.get(reverse("help_numbers_csv")).status_code == 200


class TestNumbersOfAScheme:
    def test_show_nothing_small(self, client, scheme, lead):
        for _ in range(3):
            RequestFactory(scheme=scheme, owner=lead, asked_at=NOW - 20 * 24 * HOUR)
        client.force_login(lead)

        page = client.get(at("scheme_numbers", scheme)).content.decode()
        row = re.search(r"Requests for help</th>(.*?)</tr>", page, re.S)[1]

        assert row.count("not shown") == 1
        assert ">3<" not in row

    def test_are_rounded_for_whoever_has_no_part_in_it(self, client, scheme, lead):
        for _ in range(7):
            RequestFactory(scheme=scheme, owner=lead, asked_at=NOW - 20 * 24 * HOUR)

        def file(somebody):
            client.force_login(somebody)
            answer = client.get(at("scheme_numbers_csv", scheme))
            return b"".join(answer.streaming_content).decode().splitlines()[1]

        assert ",7," in file(lead)
        assert ",5," in file(UserFactory(roles=["steward"]))

    def test_are_reported_on_a_page_by_a_scheme_apart(self, client):
        apart = SchemeFactory(totals_only=True)
        client.force_login(SchemeMemberFactory(scheme=apart, part="lead").person)
        page = at("scheme_totals", apart)

        assert client.post(page, {"month": "2026-02-01"}).status_code == 422
        assert client.post(page, {"month": "2026-02-01", "requests": 120}).status_code == 302
        total = Total.objects.get()
        assert (total.what, total.count) == ("requests", 120)
        client.post(at("scheme_total_back", apart, total.pk))
        assert Total.objects.get().withdrawn_at == NOW


class TestTheDesk:
    NAMES = ("schemes", "add_scheme", "add_pool", "begin_measures")

    @pytest.mark.parametrize("name", NAMES)
    def test_is_for_stewards(self, client, name):
        address = reverse(f"help_desk:{name}")
        client.force_login(UserFactory(roles=["steward"]))
        assert client.get(address).status_code == 200

        client.force_login(UserFactory(roles=["editor"]))
        assert client.get(address).status_code == 403

    def test_sets_a_scheme_up(self, client):
        body, lead = OrganisationFactory(), UserFactory(email="lead@example.org")
        client.force_login(UserFactory(roles=["steward"]))
        told = {"organisation": body.ref, "name": "Lantern", "slug": "lantern", "lead": lead.email}

        answer = client.post(reverse("help_desk:add_scheme"), told)

        assert answer.url == reverse("scheme_kept", args=["lantern"])


class TestHours:
    def test_are_read_as_people_type_them(self):
        assert from_typed("Monday 9:00 - 12.30\n\ntu, 09:00 to 17:00") == [
            ["mo", "09:00", "12:30"], ["tu", "09:00", "17:00"],
        ]  # fmt: skip
        assert days_typed("2026-12-25\n1.1.2027") == [dt.date(2026, 12, 25), dt.date(2027, 1, 1)]

    def test_are_read_as_people_write_them(self):
        assert from_typed("Sat to Mon 9 to 12.30\nwe 1pm - 5pm") == [
            ["sa", "09:00", "12:30"], ["su", "09:00", "12:30"], ["mo", "09:00", "12:30"],
            ["we", "13:00", "17:00"],
        ]  # fmt: skip
        assert from_typed(as_typed([["mo", "09:00", "12:30"]])) == [["mo", "09:00", "12:30"]]
        assert days_typed("25/12/2026") == [dt.date(2026, 12, 25)]

    @pytest.mark.parametrize(
        "text",
        [
            "mo 9",
            "noday to friday 9 to 10",
            "whenever",
            "25:00",
            "mo 09:00 12:30 14:00",
        ],
    )
    def test_that_cannot_be_read_are_said(self, text):
        with pytest.raises(ValueError, match=re.escape(text)):
            from_typed(text)

    def test_are_told_together(self):
        hours = [["mo", "09:00", "12:00"], ["tu", "09:00", "12:00"], ["we", "13:00", "15:00"]]
        assert in_words(hours) == [
            "Monday and Tuesday, 09:00 to 12:00",
            "Wednesday, 13:00 to 15:00",
        ]

    def test_say_when_somebody_reads_next_but_for_closed_days(self):
        hours = [["tu", "09:00", "12:00"], ["we", "09:00", "12:00"]]
        evening = dt.datetime(2026, 3, 3, 20, 0, tzinfo=dt.UTC)

        assert "tomorrow" in next_read(hours, [], evening).says
        assert "10 March" in next_read(hours, ["2026-03-04"], evening).says
        assert next_read([], [], evening).at is None
