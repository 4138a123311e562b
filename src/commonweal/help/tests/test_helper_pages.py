"""Pages of helpers: for those who run a scheme, for helpers themselves, and walls between them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tests.given import given
from commonweal.core.tokens import new_token
from commonweal.help.models import Apart, Helper, Look
from commonweal.help.tests.factories import (
    ApartFactory,
    CheckFactory,
    ClientFactory,
    DutyFactory,
    HelperChangeFactory,
    HelperFactory,
    MatchFactory,
    NeedFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
    TaskRuleFactory,
    ThanksFactory,
    TrainingFactory,
)
from commonweal.help.urls.helpers import OWN, urlpatterns
from commonweal.help.week import SLOTS, to_slots, to_times

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
SAID = {
    "name": "Tom Reed", "phone": "07700 900123", "email": "tom@example.org", "postcode": "NR1 1AB",
    "miles": "3", "means": ["foot", "bike"], "needs": ["shopping"], "weekly_limit": "2",
    "times": ["mo-morning", "mo-afternoon", "sa-evening"], "languages": "English, polish",
    "skills": "Plumbing, Forms",
}  # fmt: skip
OF_ONE = [p for p in urlpatterns if "<uuid:uuid>" in str(p.pattern)]
OF_ALL = ["helpers", "add_helper", "helpers_running_out", "help_checks"]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeNeedFactory().scheme


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


@pytest.fixture
def helper(scheme):
    return HelperFactory(scheme=scheme)


def address(pattern, helper):
    """The address of a page about one helper."""
    more = [1] if "<int:pk>" in str(pattern.pattern) else []
    return reverse(pattern.name, args=[helper.scheme.slug, helper.uuid, *more])


def at(name, helper, *more):
    return reverse(name, args=[helper.scheme.slug, helper.uuid, *more])


def token_of(helper):
    token, digest = new_token()
    with given():
        Helper.objects.filter(pk=helper.pk).update(digest=digest)
    return token


def own(token, name="helping"):
    return reverse(name, args=[token])


class TestJoining:
    def test_is_one_page_without_an_account(self, scheme, client):
        page = client.get(reverse("help_join", args=[scheme.slug]))
        assert page.status_code == 200

        response = client.post(reverse("help_join", args=[scheme.slug]), SAID)

        helper = Helper.objects.get()
        assert response.url == reverse("help_joined", args=[scheme.slug])
        assert client.get(response.url).status_code == 200
        assert helper.times == [["mo", "09:00", "17:00"], ["sa", "17:00", "21:00"]]
        assert (helper.languages, helper.skills) == (["en", "pl"], ["plumbing", "forms"])
        assert helper.person is None

    def test_ties_the_account_of_whoever_is_signed_in(self, scheme, client):
        tom = UserFactory()
        client.force_login(tom)

        client.post(reverse("help_join", args=[scheme.slug]), SAID)

        assert Helper.objects.get().person == tom

    def test_keeps_what_was_typed_when_something_is_wrong(self, scheme, client):
        wrong = SAID | {"postcode": "NR1", "languages": "Klingon"}

        page = client.post(reverse("help_join", args=[scheme.slug]), wrong)

        assert page.status_code == 422
        assert "Klingon" in page.content.decode()
        assert "07700 900123" in page.content.decode()
        assert not Helper.objects.exists()

    @pytest.mark.parametrize("more", [
        {"standing": "paused"}, {"standing": "closed"}, {"totals_only": True},
        {"organisation__withheld": True},
    ])  # fmt: skip
    def test_is_not_there_where_nobody_is_taken(self, client, more):
        scheme = SchemeFactory(**more)

        assert client.get(reverse("help_join", args=[scheme.slug])).status_code == 404
        assert scheme.name not in client.get(reverse("help_join_where")).content.decode()

    def test_is_limited(self, scheme, client):
        codes = [
            client.post(reverse("help_join", args=[scheme.slug]), {}).status_code for _ in range(11)
        ]

        assert codes == [422] * 10 + [429]

    def test_says_what_there_is_when_no_scheme_takes_helpers(self, client):
        assert "No scheme here" in client.get(reverse("help_join_where")).content.decode()


class TestASchemesHelpers:
    def test_are_listed_with_those_first_who_wait_for_an_answer(self, scheme, lead, client):
        HelperFactory(scheme=scheme, name="Ada Ash")
        HelperFactory(scheme=scheme, name="Zoe Oak", standing="applied")
        HelperFactory(name="Of Another Scheme")
        client.force_login(lead)

        page = client.get(reverse("helpers", args=[scheme.slug])).content.decode()

        assert page.index("Zoe Oak") < page.index("Ada Ash")
        assert "Of Another Scheme" not in page

    def test_are_found_by_the_beginning_of_a_name(self, scheme, lead, client):
        for name in ("Ada Ash", "Zoe Oak"):
            HelperFactory(scheme=scheme, name=name)
        client.force_login(lead)

        page = client.get(reverse("helpers", args=[scheme.slug]), {"q": "zo"}).content.decode()

        assert "Zoe Oak" in page
        assert "Ada Ash" not in page

    def test_take_a_fixed_number_of_questions(self, scheme, lead, client):
        client.force_login(lead)
        one = HelperFactory(scheme=scheme)

        def fill(helper):
            MatchFactory(helper=helper, request=RequestFactory(scheme=scheme))
            ApartFactory(helper=helper)
            CheckFactory(helper=helper)
            TrainingFactory(helper=helper)
            HelperChangeFactory(helper=helper)

        def questions():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("helpers", args=[scheme.slug])).status_code == 200
                assert client.get(at("helper", one)).status_code == 200
            return len(asked)

        fill(one)
        questions()
        few = questions()
        for number in range(6):
            fill(one)
            fill(HelperFactory(scheme=scheme, phone="", email=f"{number}@example.org"))
            term = NeedFactory(code=f"need{number}")
            SchemeNeedFactory(scheme=scheme, term=term)
            TaskRuleFactory(helper=one, term=term)

        assert questions() == few

    @pytest.mark.parametrize("name", OF_ALL)
    def test_have_something_to_say_when_there_are_none(self, lead, scheme, client, name):
        client.force_login(lead)

        assert client.get(reverse(name, args=[scheme.slug])).status_code == 200

    def test_are_added_by_a_coordinator_without_an_account(self, scheme, lead, client):
        client.force_login(lead)

        client.post(reverse("add_helper", args=[scheme.slug]), SAID)

        assert Helper.objects.get().person is None

    def test_are_let_in_suspended_and_changed_by_their_forms(self, scheme, lead, client):
        helper = HelperFactory(scheme=scheme, standing="applied")
        client.force_login(lead)

        client.post(at("helper_standing", helper), {"standing": "ready", "edition": 1})
        client.post(at("helper_change", helper), SAID | {"name": "Thomas Reed"})
        client.post(at("helper_training", helper), {"title": "Lifting", "on": "2026-03-01"})
        rule = {"term": str(NeedFactory().pk), "allowed": "no", "reason": "Her back"}
        client.post(at("helper_rule", helper), rule)
        client.post(at("helper_suspend", helper), {"reason": "A worry"})

        helper.refresh_from_db()
        assert (helper.standing, helper.name) == ("suspended", "Thomas Reed")
        page = client.get(at("helper", helper)).content.decode()
        for words in ("Lifting", "Her back", "A worry", "Suspended"):
            assert words in page

    def test_keep_times_to_the_minute_that_a_form_did_not_change(self, scheme, lead, client):
        helper = HelperFactory(scheme=scheme, times=[["mo", "09:30", "11:15"]])
        client.force_login(lead)

        client.post(at("helper_change", helper), SAID | {"times": ["mo-morning"]})

        helper.refresh_from_db()
        assert helper.times == [["mo", "09:30", "11:15"]]

    def test_are_kept_apart_from_the_one_person_who_is_meant(self, scheme, lead, helper, client):
        client.force_login(lead)
        request = RequestFactory(scheme=scheme)

        who = {"who": request.asking.reference, "why": "They fell out."}
        client.post(at("helper_apart", helper), who)

        assert Apart.objects.get().client == request.client
        assert Look.objects.filter(subject=request.client.uuid).exists()
        client.post(at("helper_apart_end", helper, Apart.objects.get().pk))
        assert not Apart.objects.exists()

    def test_are_shown_with_whose_first_names_and_that_is_written_down(
        self, scheme, lead, helper, client
    ):
        match = MatchFactory(helper=helper, request=RequestFactory(scheme=scheme))
        client.force_login(lead)

        client.get(at("helper", helper))

        assert Look.objects.get().subject == match.request.client.uuid

    def test_have_an_address_shown_once_only_without_e_mail(self, scheme, lead, client):
        client.force_login(lead)
        for email, shown in (("", True), ("tom@example.org", False)):
            helper = HelperFactory(scheme=scheme, email=email)
            page = client.post(at("helper_link", helper), follow=True).content.decode()
            assert ("/helping/" in page.replace('"/helping/"', "")) is shown


class TestWalls:
    SOMEBODY = [
        UserFactory,
        lambda: UserFactory(roles=["reader"]),
        lambda: SchemeMemberFactory(part="lead").person,
        lambda: HelperFactory(person=UserFactory()).person,
    ]

    @pytest.mark.parametrize("somebody", SOMEBODY)
    def test_hide_every_page_of_a_scheme_from_others(self, helper, client, somebody):
        client.force_login(somebody())

        for pattern in OF_ONE:
            for send in (client.get, client.post):
                assert send(address(pattern, helper)).status_code in {404, 405}, pattern.name
        for name in OF_ALL:
            assert client.get(reverse(name, args=[helper.scheme.slug])).status_code == 404

    def test_hide_them_from_a_helper_of_the_scheme(self, scheme, client):
        tom = UserFactory()
        mine, other = HelperFactory(scheme=scheme, person=tom), HelperFactory(scheme=scheme)
        client.force_login(tom)

        for pattern in OF_ONE:
            for helper in (mine, other):
                assert client.post(address(pattern, helper)).status_code in {404, 405}

    def test_hide_another_schemes_helper_from_a_lead(self, lead, scheme, client):
        theirs = HelperFactory()
        client.force_login(lead)

        for pattern in OF_ONE:
            more = [1] if "<int:pk>" in str(pattern.pattern) else []
            page = reverse(pattern.name, args=[scheme.slug, theirs.uuid, *more])
            for send in (client.get, client.post):
                assert send(page).status_code in {404, 405}, pattern.name

    @pytest.mark.parametrize("role", ["administrator", "steward"])
    def test_keep_the_places_staff_out(self, helper, client, role):
        client.force_login(UserFactory(roles=[role]))

        for pattern in OF_ONE:
            for send in (client.get, client.post):
                assert send(address(pattern, helper)).status_code in {403, 404, 405}

    def test_let_a_phone_holder_on_duty_read_but_not_whom_to_keep_apart(self, helper, client):
        ApartFactory(helper=helper, client__name="Olive Secret", why="A quarrel")
        HelperChangeFactory(helper=helper, reason="A rumour")
        on_duty = DutyFactory(scheme=helper.scheme, starts_at=NOW - DAY, ends_at=NOW + DAY).person
        client.force_login(on_duty)

        page = client.get(at("helper", helper)).content.decode()

        assert "Tom Reed" in page
        for words in ("Olive Secret", "A quarrel", "A rumour"):
            assert words not in page
        assert client.get(at("helper_change", helper)).status_code == 403
        assert client.get(at("helper_suspend", helper)).status_code == 200

    def test_hide_from_a_coordinator_what_is_kept_of_their_own_helping(self, scheme, client):
        ines = SchemeMemberFactory(scheme=scheme, part="coordinator").person
        mine = HelperFactory(scheme=scheme, person=ines)
        row = ApartFactory(helper=mine, client__name="Olive Secret", why="A quarrel")
        HelperChangeFactory(helper=mine, reason="A rumour")
        rule = TaskRuleFactory(helper=mine, term=NeedFactory(), reason="A doubt", allowed=False)
        client.force_login(ines)

        page = client.get(at("helper", mine)).content.decode()

        for words in ("Olive Secret", "A quarrel", "A rumour", "A doubt"):
            assert words not in page
        assert client.get(at("helper_apart", mine)).status_code == 404
        client.post(at("helper_apart_end", mine, row.pk))
        client.post(at("helper_rule_drop", mine, rule.pk))
        assert Apart.objects.exists()
        assert mine.task_rules.exists()

    def test_ask_a_visitor_to_sign_in(self, helper, client):
        assert client.get(at("helper", helper)).status_code == 302


class TestOnesOwnPage:
    def test_shows_first_name_area_and_task_and_nothing_more(self, helper, client):
        person = ClientFactory(scheme=helper.scheme, access="Ring twice", phone="01632 960777")
        request = RequestFactory(scheme=helper.scheme, client=person, state="assigned")
        MatchFactory(helper=helper, request=request)

        page = client.get(own(token_of(helper))).content.decode()

        assert "Olive" in page
        assert "Shopping" in page
        for words in ("Marsh", "Staithe Lane", "960777", "NR1 1AA", "cat food", "Ring twice"):
            assert words not in page
        look = Look.objects.get()
        assert (look.subject, look.role) == (person.uuid, "helper")
        assert look.actor_key == f"link:help.helper:{helper.pk}"

    def test_is_opened_again_and_again_and_kept_nowhere(self, helper, client):
        token = token_of(helper)

        for _ in range(3):
            page = client.get(own(token))
            assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"

    def test_says_the_same_nothing_to_every_link_that_leads_nowhere(self, scheme, client):
        replaced, ended = HelperFactory(scheme=scheme), HelperFactory(scheme=scheme)
        links = ["A" * 32, token_of(replaced), token_of(ended)]
        token_of(replaced)
        with given():
            Helper.objects.filter(pk=ended.pk).update(digest=None)
        for standing in ("suspended", "left"):
            links.append(token_of(HelperFactory(scheme=scheme, standing=standing)))

        for _, _, name in OWN:
            pages = [client.get(own(link, name)) for link in links]
            assert len({(p.status_code, p.content) for p in pages}) == 1
            assert {client.post(own(link, name)).status_code for link in links} <= {404, 405}

    @pytest.mark.parametrize("standing", ["suspended", "left"])
    def test_is_not_there_by_account_once_suspended_or_gone(self, scheme, client, standing):
        tom = UserFactory()
        HelperFactory(scheme=scheme, person=tom, standing=standing)
        client.force_login(tom)

        assert scheme.name not in client.get(reverse("my_helping")).content.decode()
        for _, _, name in OWN:
            page = reverse(f"{name}_signed_in", args=[scheme.slug])
            assert client.get(page).status_code in {404, 405}
            assert client.post(page).status_code in {404, 405}

    def test_of_two_schemes_is_two_pages(self, scheme, client):
        tom, other = UserFactory(), SchemeFactory(name="Heron Helpers")
        HelperFactory(scheme=scheme, person=tom, limits="Bad back")
        HelperFactory(scheme=other, person=tom, limits="No stairs")
        client.force_login(tom)

        page = client.get(reverse("helping_signed_in", args=[other.slug])).content.decode()

        assert "No stairs" in page
        assert "Bad back" not in page
        assert scheme.name not in page
        assert "Heron Helpers" in client.get(reverse("my_helping")).content.decode()

    def test_by_account_is_nobody_elses(self, helper, client):
        client.force_login(UserFactory())

        page = client.get(reverse("helping_signed_in", args=[helper.scheme.slug]))

        assert page.status_code == 404

    def test_says_nothing_of_their_being_helped_nor_of_whom_to_avoid(self, helper, client):
        tom_helped = ClientFactory(
            scheme=helper.scheme, name="Tom Reed", phone=helper.phone, access="Forgets things"
        )
        RequestFactory(scheme=helper.scheme, client=tom_helped, details="His own shopping")
        ApartFactory(
            helper=helper, client__called="Una", client__name="Una Secret", why="A quarrel"
        )
        HelperChangeFactory(helper=helper, reason="A rumour")
        token = token_of(helper)

        for name in ("helping", "helping_kept", "helping_change"):
            page = client.get(own(token, name)).content.decode()
            for words in ("Forgets things", "His own shopping", "Una", "A quarrel", "A rumour"):
                assert words not in page
        assert not Look.objects.exists()

    def test_can_be_taken_away_without_anybody_elses_name(self, helper, client):
        MatchFactory(helper=helper, request=RequestFactory(scheme=helper.scheme))
        CheckFactory(helper=helper)
        ThanksFactory(helper=helper, words="Lovely man.")

        response = client.get(own(token_of(helper), "helping_kept"))

        told = json.loads(response.content)
        assert told["said"]["Telephone"] == "07700 900123"
        assert told["checks"][0]["last4"] == "1234"
        assert told["thanks"] == ["Lovely man."]
        assert "Olive" not in response.content.decode()
        assert "attachment" in response["Content-Disposition"]

    def test_is_changed_paused_and_left_by_its_forms(self, helper, client):
        token = token_of(helper)

        client.post(own(token, "helping_change"), SAID | {"miles": "1", "name": "Nobody"})
        helper.refresh_from_db()
        assert (helper.reach, helper.name) == (1609, "Tom Reed")
        client.post(own(token, "helping_pause"), {"until": "2026-03-20"})
        assert "20 March" in client.get(own(token)).content.decode()
        client.post(own(token, "helping_back"))
        helper.refresh_from_db()
        assert helper.standing == "ready"
        assert client.post(own(token, "helping_leave"), {}).status_code == 422
        client.post(own(token, "helping_leave"), {"sure": "on"})
        helper.refresh_from_db()
        assert helper.standing == "left"
        assert client.get(own(token)).status_code == 404

    def test_tells_kindly_that_nobody_asked_for_a_while(self, helper, client):
        token = token_of(helper)
        with given():
            Helper.objects.update(last_asked_at=NOW - 40 * DAY)
        assert "says nothing about you" in client.get(own(token)).content.decode()
        with given():
            Helper.objects.update(last_asked_at=NOW - 5 * DAY)

        assert "says nothing about you" not in client.get(own(token)).content.decode()

    def test_takes_a_fixed_number_of_questions(self, helper, client):
        token = token_of(helper)

        def questions():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(own(token)).status_code == 200
            return len(asked)

        MatchFactory(helper=helper, request=RequestFactory(scheme=helper.scheme))
        questions()
        few = questions()
        for _ in range(5):
            MatchFactory(helper=helper, request=RequestFactory(scheme=helper.scheme))
            ThanksFactory(helper=helper)

        assert questions() == few


class TestChecksOfTasks:
    FRAIL = {
        "whom": ["adult"], "done": ["shopping"], "because": "yes", "money": "no",
        "takes_them": "no", "supervised": "no", "how_often": "weekly", "overnight": "no",
    }  # fmt: skip

    def test_follow_from_answers_that_are_read_before_they_are_kept(self, scheme, lead, client):
        need = scheme.needs.get()
        client.force_login(lead)
        page = reverse("what_it_takes", args=[scheme.slug, need.pk])

        assert client.get(page).status_code == 200
        seen = client.get(page, self.FRAIL).content.decode()
        assert "adults&#x27; barred list" in seen
        assert "even once" in seen
        need.refresh_from_db()
        assert need.answers == {}
        client.post(page, self.FRAIL | {"wanted": "enhanced_adults"})

        need.refresh_from_db()
        assert (need.lawful, need.wanted) == ("enhanced_adults", "enhanced_adults")
        assert need.confirmed_by == lead.label
        listed = client.get(reverse("help_checks", args=[scheme.slug])).content.decode()
        assert lead.label in listed

    def test_offer_nothing_unlawful_and_take_nothing_unlawful(self, scheme, lead, client):
        need = scheme.needs.get()
        client.force_login(lead)
        page = reverse("what_it_takes", args=[scheme.slug, need.pk])
        door = self.FRAIL | {"done": ["errand"], "because": "no"}

        assert 'value="enhanced' not in client.get(page, door).content.decode()
        assert client.post(page, door | {"wanted": "enhanced"}).status_code == 422
        assert client.post(page, {"wanted": "none"}).status_code == 422
        need.refresh_from_db()
        assert need.answers == {}

    def test_are_the_leads_to_say(self, scheme, client):
        need = scheme.needs.get()
        client.force_login(SchemeMemberFactory(scheme=scheme, part="coordinator").person)
        page = reverse("what_it_takes", args=[scheme.slug, need.pk])

        assert client.get(page).status_code == 403
        assert client.post(page, self.FRAIL | {"wanted": "none"}).status_code == 403

    def test_of_another_scheme_are_not_there(self, scheme, lead, client):
        theirs = SchemeNeedFactory()
        client.force_login(lead)

        page = reverse("what_it_takes", args=[scheme.slug, theirs.pk])
        assert client.get(page).status_code == 404

    def test_are_written_down_of_a_helper_and_ended(self, scheme, lead, helper, client):
        need = scheme.needs.get()
        client.force_login(lead)
        page = reverse("what_it_takes", args=[scheme.slug, need.pk])
        client.post(page, self.FRAIL | {"wanted": "enhanced_adults"})
        seen = {"level": "enhanced_adults", "issued_on": "2026-02-01", "last4": "4321"}

        assert client.post(at("helper_check", helper), seen | {"last4": "123"}).status_code == 422
        client.post(at("helper_check", helper), seen)
        check = helper.checks.get()
        assert "4321" in client.get(at("helper", helper)).content.decode()
        client.post(at("helper_check_end", helper, check.pk))

        check.refresh_from_db()
        assert check.ended_at == NOW


class TestAWeek:
    def test_comes_back_as_it_was_chosen(self):
        for slots in ([], ["mo-morning"], list(SLOTS), ["mo-morning", "mo-evening", "su-evening"]):
            assert to_slots(to_times(slots)) == slots
