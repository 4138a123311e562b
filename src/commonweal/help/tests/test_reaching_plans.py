"""A plan belongs to its person and ends with their word; nothing leaves without it either."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.help.actions import plans, referrals
from commonweal.help.models import Client, Ground, Look, Request, WarmReferral
from commonweal.help.reports.reaching_jobs import plan_jobs, referral_jobs
from commonweal.help.tests.factories import (
    ClientFactory,
    GoalFactory,
    GroundFactory,
    NeedFactory,
    PlanFactory,
    SchemeFactory,
    SchemeMemberFactory,
    StepFactory,
    WarmReferralFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
LATER = TODAY + 60 * DAY
NOBODY = [
    lambda scheme: Visitor(),
    lambda scheme: UserFactory(roles=["administrator"]),
    lambda scheme: SchemeMemberFactory(part="lead").person,
    lambda scheme: SchemeMemberFactory(scheme=scheme, part="phone").person,
    lambda scheme: SchemeMemberFactory(scheme=scheme, ended_at=NOW).person,
]


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
def person(scheme):
    return ClientFactory(scheme=scheme)


@pytest.fixture
def plan(person):
    return PlanFactory(client=person)


@pytest.fixture
def share(person):
    return GroundFactory(client=person, purpose="share")


class TestAPlan:
    def test_takes_agreement_in_so_many_words(self, lead, person):
        told = {"by": lead, "client": person, "mode": "empower", "review_on": LATER}
        with pytest.raises(Refused) as refused:
            plans.begin_plan(**told)
        assert refused.value.field == "given_by"

        made = plans.begin_plan(**told, given_by="herself", way="phone")
        assert (made.ground.basis, made.ground.purpose) == ("explicit", "plan")

    def test_is_not_begun_on_any_other_ground(self, lead, person):
        GroundFactory(client=person, purpose="plan", basis="legitimate")
        with pytest.raises(Refused, match="so many words"):
            plans.begin_plan(
                by=lead, client=person, mode="empower", review_on=LATER, given_by="herself"
            )

    @pytest.mark.parametrize("told", [
        {"mode": "score"}, {"review_on": TODAY}, {"review_on": TODAY + 400 * DAY},
        {"strengths": "x" * 2001},
    ])  # fmt: skip
    def test_is_not_begun_with_what_cannot_be(self, lead, person, told):
        usual = {"mode": "empower", "review_on": LATER, "given_by": "herself"}
        with pytest.raises(Refused):
            plans.begin_plan(by=lead, client=person, **usual | told)

        assert not Ground.objects.filter(client=person).exists()

    def test_is_one_at_a_time(self, lead, plan):
        with pytest.raises(Refused, match="already"):
            plans.begin_plan(by=lead, client=plan.client, mode="urgent", review_on=LATER)

    @pytest.mark.parametrize("somebody", NOBODY)
    def test_is_kept_by_nobody_else(self, scheme, plan, somebody):
        other, goal = somebody(scheme), GoalFactory(plan=plan)
        for act in (
            lambda: plans.begin_plan(by=other, client=plan.client, mode="urgent", review_on=LATER),
            lambda: plans.add_goal(by=other, plan=plan, words="x"),
            lambda: plans.say_of_goal(by=other, goal=goal, after=3),
            lambda: plans.add_step(by=other, goal=goal, words="x", who="x"),
            lambda: plans.do_step(by=other, step=StepFactory(goal=goal)),
            lambda: plans.review_plan(by=other, plan=plan, words="x", review_on=LATER),
            lambda: plans.change_plan(by=other, plan=plan, mode="urgent", strengths="", matters=""),
            lambda: plans.close_plan(by=other, plan=plan, why="x"),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_holds_goals_and_steps_and_what_was_reached(self, lead, plan):
        goal = plans.add_goal(by=lead, plan=plan, words="To sing again.", before=3)
        step = plans.add_step(by=lead, goal=goal, words="Ring the choir.", who="Tom")
        plans.do_step(by=lead, step=step)
        said = plans.say_of_goal(by=lead, goal=goal, after=8, reached=True)

        assert (said.before, said.after, said.reached_on) == (3, 8, TODAY)
        with pytest.raises(Refused, match="over"):
            plans.say_of_goal(by=lead, goal=goal, left=True)

    @pytest.mark.parametrize("number", [0, 11, -1])
    def test_has_a_scale_from_one_to_ten(self, lead, plan, number):
        with pytest.raises(Refused, match="1 to 10"):
            plans.add_goal(by=lead, plan=plan, words="To sing.", before=number)

    def test_tells_who_writes_over_another(self, lead, plan):
        plans.add_goal(by=lead, plan=plan, words="To sing.", edition=1)
        with pytest.raises(Refused, match="while you had it open"):
            plans.change_plan(
                by=lead, plan=plan, mode="urgent", strengths="", matters="", edition=1
            )

    @pytest.mark.parametrize("told", [{"ended_at": NOW}, {"expires_on": TODAY - DAY}])
    def test_ends_with_the_agreement(self, lead, plan, told):
        Ground.objects.filter(pk=plan.ground_id).update(**told)
        with pytest.raises(Refused, match="no longer agree"):
            plans.add_goal(by=lead, plan=plan, words="To sing.")

        assert plans.end_plans_without_ground(by=Robot("watch")) == 1
        plan.refresh_from_db()
        assert plan.closed_on == TODAY

    def test_is_not_read_once_they_no_longer_agree(self, client, lead, plan):
        Ground.objects.filter(pk=plan.ground_id).update(ended_at=NOW)
        client.force_login(lead)
        args = [plan.client.scheme.slug, plan.pk]

        assert plan.strengths not in client.get(reverse("plan", args=args)).content.decode()
        assert client.get(reverse("plan_copy", args=args)).status_code == 404
        changing = client.get(reverse("plan_change", args=args)).content.decode()
        assert plan.strengths not in changing

    def test_comes_onto_the_board_on_its_day(self, scheme, plan, now):
        assert plan_jobs(scheme, NOW) == ([], [])
        now.shift(60 * DAY)

        assert [job.what for job in plan_jobs(scheme, NOW + 60 * DAY)[1]] == ["Plan of support"]

    def test_is_closed_with_a_reason(self, lead, plan):
        with pytest.raises(Refused):
            plans.close_plan(by=lead, plan=plan, why=" ")
        plans.close_plan(by=lead, plan=plan, why="She has what she wanted.")
        with pytest.raises(Refused, match="over"):
            plans.review_plan(by=lead, plan=plan, words="x", review_on=LATER)

    def test_leaves_no_word_of_theirs_in_the_journal(self, lead, plan):
        goal = plans.add_goal(by=lead, plan=plan, words="To sing again.")
        plans.add_step(by=lead, goal=goal, words="Ring the choir.", who="Tom")

        assert "sing" not in str(list(JournalEntry.objects.values_list("detail", "thing")))

    def test_is_printed_for_its_person_and_that_is_written_down(self, client, lead, plan):
        client.force_login(lead)
        page = client.get(reverse("plan_copy", args=[plan.client.scheme.slug, plan.pk]))

        assert plan.strengths in page.content.decode()
        assert Look.objects.order_by("-number").first().kind == "print"


class TestAWarmReferral:
    @pytest.mark.parametrize("told", [
        {"ended_at": NOW}, {"expires_on": TODAY - DAY}, {"purpose": "help"},
        {"basis": "legitimate"},
    ])  # fmt: skip
    def test_does_not_leave_without_their_own_agreement(self, lead, person, told):
        ground = GroundFactory(client=person, **{"purpose": "share", **told})
        with pytest.raises(Refused, match="not agreed"):
            referrals.refer_warmly(
                by=lead, client=person, ground=ground, tells="Heating.", to_name="Staithe Advice",
                to_email="a@example.org",
            )  # fmt: skip
        assert not Message.objects.exists() and not WarmReferral.objects.exists()

    def test_does_not_leave_on_somebody_elses_agreement(self, lead, person, scheme):
        theirs = GroundFactory(client=ClientFactory(scheme=scheme), purpose="share")
        with pytest.raises(Refused, match="not agreed"):
            referrals.refer_warmly(
                by=lead, client=person, ground=theirs, tells="x", to_scheme=SchemeFactory()
            )

    def test_of_abuse_is_never_written(self, lead, person, share):
        person.abuse = True
        person.save()
        with pytest.raises(Refused, match="put the person through"):
            referrals.refer_warmly(
                by=lead, client=person, ground=share, tells="x", to_scheme=SchemeFactory()
            )

    @pytest.mark.parametrize("somebody", NOBODY)
    def test_is_made_by_nobody_else(self, scheme, person, share, somebody):
        with pytest.raises(PermissionDenied):
            referrals.refer_warmly(
                by=somebody(scheme), client=person, ground=share, tells="x",
                to_scheme=SchemeFactory(),
            )  # fmt: skip

    @pytest.mark.parametrize("told", [
        {}, {"to_name": "Advice"}, {"to_email": "a@example.org"},
        {"to_name": "Advice", "to_email": "nowhere"},
    ])  # fmt: skip
    def test_goes_to_somebody(self, lead, person, share, told):
        with pytest.raises(Refused, match="to whom"):
            referrals.refer_warmly(by=lead, client=person, ground=share, tells="x", **told)

    def test_goes_to_no_closed_scheme_and_not_to_ones_own(self, lead, person, share, scheme):
        for to in (scheme, SchemeFactory(standing="closing"), SchemeFactory(totals_only=True)):
            with pytest.raises(Refused):
                referrals.refer_warmly(
                    by=lead, client=person, ground=share, tells="x", to_scheme=to
                )


class TestItsPrivateLink:
    @pytest.fixture
    def sent(self, lead, person, share):
        return referrals.refer_warmly(
            by=lead, client=person, ground=share, tells="Would like help with a heating bill.",
            to_name="Staithe Advice", to_email="desk@example.org",
        )  # fmt: skip

    @pytest.fixture
    def link(self, sent):
        return re.search(r"/referral/\S+/", Message.objects.get().body).group()

    def test_is_in_a_letter_that_says_nothing_of_the_person(self, sent, link):
        letter = Message.objects.get()
        said = letter.subject + letter.body

        assert not any(w in said for w in ("Olive", "Marsh", "heating", "Staithe Lane"))
        assert "Lantern Good Neighbours" not in letter.subject

    def test_shows_the_agreed_words_and_nothing_else(self, client, sent, link):
        page = client.get(link)

        assert "heating bill" in page.content.decode()
        assert not any(w in page.content.decode() for w in ("Olive", "Marsh", "Staithe Lane"))
        assert "no-store" in page["Cache-Control"]
        assert Look.objects.order_by("-number").first().actor_key.startswith("link:")

    def test_is_not_used_up_by_opening(self, client, link):
        assert [client.get(link).status_code for _ in range(3)] == [200] * 3

    def test_takes_one_answer_with_words_that_comes_back(self, client, scheme, sent, link):
        client.post(link, {"answer": "accepted", "words": "Monday.", "who": "Bo, Staithe Advice"})

        sent.refresh_from_db()
        assert (sent.answer, sent.answered_by) == ("accepted", "Bo, Staithe Advice")
        assert client.get(link).status_code == 404
        assert [job.what for job in referral_jobs(scheme, NOW)[1]] == ["Warm referral"]

    def test_wants_a_reason_for_no(self, client, sent, link):
        assert client.post(link, {"answer": "refused", "who": "Bo"}).status_code == 422

        sent.refresh_from_db()
        assert sent.answer == "waiting"

    @pytest.mark.parametrize("spoil", [
        lambda sent, lead, now: now.shift(15 * DAY),
        lambda sent, lead, now: referrals.take_back_referral(by=lead, referral=sent),
        lambda sent, lead, now: Ground.objects.update(ended_at=NOW),
        lambda sent, lead, now: Ground.objects.update(expires_on=TODAY - DAY),
        lambda sent, lead, now: Client.objects.update(abuse=True),
        lambda sent, lead, now: Client.objects.update(forgotten_on=TODAY),
    ])  # fmt: skip
    def test_says_the_same_nothing_when_it_is_over_as_when_it_was_guessed(
        self, client, lead, sent, link, now, spoil
    ):
        spoil(sent, lead, now)
        over = client.get(link)
        guessed = client.get(f"/referral/{new_token()[0]}/")

        assert (over.status_code, guessed.status_code) == (404, 404)
        assert "heating" not in over.content.decode()
        answer = client.post(link, {"answer": "accepted", "who": "Bo"})
        assert answer.status_code == 404

    def test_of_another_referral_answers_nothing(self, sent):
        other = LinkHolder(f"help.warmreferral:{sent.pk + 1}")
        with pytest.raises(PermissionDenied):
            referrals.answer_referral(by=other, referral=sent, answer="accepted", who="Bo")


class TestAReferralToASchemeHere:
    @pytest.fixture
    def there(self):
        return SchemeFactory(name="Reedham Car Scheme")

    @pytest.fixture
    def their_lead(self, there):
        return SchemeMemberFactory(scheme=there, part="lead").person

    @pytest.fixture
    def sent(self, lead, person, share, there):
        return referrals.refer_warmly(
            by=lead, client=person, ground=share, tells="Needs a lift on Mondays.", to_scheme=there
        )

    def test_becomes_a_record_and_a_request_of_its_own_there(self, sent, there, their_lead):
        asked = referrals.take_referral(
            by=their_lead, referral=sent, to_scheme=there, need=NeedFactory()
        )

        assert (asked.scheme, asked.owner, asked.state) == (there, their_lead, "consented")
        assert asked.client.scheme == there and asked.client.pk != sent.client_id
        assert asked.client.name == sent.client.name
        assert asked.client.phone == sent.client.phone
        for kept_back in ("address", "postcode", "access", "born"):
            assert getattr(asked.client, kept_back) == "", kept_back
        assert asked.client.grounds.get().purpose == "help"
        sent.refresh_from_db()
        assert sent.answer == "accepted"

    def test_shows_no_name_before_the_yes(self, client, sent, there, their_lead):
        client.force_login(their_lead)
        page = client.get(reverse("referral_here", args=[there.slug, sent.pk])).content.decode()

        assert "lift on Mondays" in page and "Olive" not in page and "Staithe" not in page
        board = client.get(reverse("room", args=[there.slug])).content.decode()
        assert "Referred to you" in board and "Olive" not in board

    def test_is_not_answered_by_whoever_asked(self, sent, there, lead):
        with pytest.raises(PermissionDenied):
            referrals.take_referral(by=lead, referral=sent, to_scheme=there, need=NeedFactory())
        with pytest.raises(Refused, match="its own board"):
            referrals.answer_referral(by=lead, referral=sent, answer="accepted", who="Me")

    def test_is_not_taken_by_a_third_scheme(self, sent):
        third = SchemeFactory()
        other = SchemeMemberFactory(scheme=third, part="lead").person
        with pytest.raises(Refused, match="another scheme"):
            referrals.take_referral(by=other, referral=sent, to_scheme=third, need=NeedFactory())

    def test_is_not_taken_once_they_withdrew(self, sent, there, their_lead):
        Ground.objects.update(ended_at=NOW)
        with pytest.raises(Refused, match="no longer"):
            referrals.take_referral(
                by=their_lead, referral=sent, to_scheme=there, need=NeedFactory()
            )
        assert not Request.objects.exists() and not Client.objects.filter(scheme=there).exists()

    def test_is_taken_once(self, sent, there, their_lead):
        told = {"by": their_lead, "referral": sent, "to_scheme": there, "need": NeedFactory()}
        referrals.take_referral(**told)
        with pytest.raises(Refused):
            referrals.take_referral(**told)

    def test_tells_who_asked_when_nobody_answered_in_time(self, scheme):
        WarmReferralFactory(client__scheme=scheme, expires_at=NOW - DAY)

        assert "No answer in time" in referral_jobs(scheme, NOW)[1][0].why
