"""Events under an agreement: who may log them, what they show, who sees them and when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.choices import EventKind
from commonweal.commitments.models import Event, Evidence
from commonweal.commitments.reports import facts_of_event
from commonweal.commitments.tests.agreements import (
    ADVANCE,
    COSTS,
    SIGNED,
    YEARS,
    agreement,
    undertaking,
)
from commonweal.commitments.tests.factories import PartyFactory, StandingChangeFactory
from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.sector.tests.factories import MemberFactory, OrganisationFactory
from commonweal.sector.tests.letterbox import letters_to

pytestmark = pytest.mark.django_db
OPENED, CLOSED = dt.date(2026, 1, 5), dt.date(2026, 3, 16)
GRANTS = Robot("grants")


@pytest.fixture
def compact():
    return agreement()


@pytest.fixture
def steward():
    return UserFactory(name="Samir Rahman", roles=["steward"])


def log(by, organisation, **more):
    told = {
        "kind": EventKind.CONSULTATION, "title": "Library hours", "on": OPENED,
        "source": "The council's website", "opened_on": OPENED, "closes_on": CLOSED,
    }  # fmt: skip
    return actions.log_event(by=by, organisation=organisation, **told | more)


def says(event):
    return [e.says for e in Evidence.objects.standing().filter(event=event).order_by("pk")]


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


class TestLogging:
    def test_is_for_staff_the_bodys_own_officers_and_robots(self, compact, steward):
        for by in (steward, compact.officer, GRANTS):
            assert log(by, compact.council).pk

    @pytest.mark.parametrize("role", [None, "reader", "editor", "moderator"])
    def test_is_not_for_others(self, compact, role):
        with pytest.raises(PermissionDenied):
            log(UserFactory(roles=[role] if role else []), compact.council)

    def test_is_not_for_strangers_link_holders_or_officers_of_another_body(self, compact):
        event = log(GRANTS, compact.council)
        other = UserFactory()
        MemberFactory(organisation=OrganisationFactory(), person=other)

        for by in (Visitor(), LinkHolder(f"commitments.event:{event.pk}"), other):
            with pytest.raises(PermissionDenied):
                log(by, compact.council)

    def test_is_not_for_viewers_nor_for_officers_of_a_withheld_body(self, compact):
        viewer = UserFactory()
        MemberFactory(organisation=compact.council, person=viewer, role="viewer")
        hidden = OrganisationFactory(withheld=True)
        its_owner = UserFactory()
        MemberFactory(organisation=hidden, person=its_owner)

        with pytest.raises(PermissionDenied):
            log(viewer, compact.council)
        with pytest.raises(PermissionDenied):
            log(its_owner, hidden)

    def test_makes_evidence_of_each_undertaking_it_bears_on_and_shows_it_to_nobody(
        self, compact, steward
    ):
        event = log(steward, compact.council)

        evidence = Evidence.objects.get(event=event)
        assert evidence.commitment == compact.weeks
        assert evidence.says == "Library hours: 70 of 84 days; no reason filed."
        assert evidence.published_at is None

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"closes_on": OPENED - dt.timedelta(days=1)}, "closes_on"),
            ({"notice_on": CLOSED, "ends_on": OPENED}, "ends_on"),
            ({"opened_on": dt.date(9999, 12, 31), "closes_on": None}, "opened_on"),
            ({"title": " "}, "title"),
            ({"source": ""}, "source"),
            ({"source_url": "javascript:alert(1)"}, "source_url"),
            ({"rationale": "x" * 200_000}, "rationale"),
            ({"months": 0}, "months"),
            ({"pounds": -1}, "pounds"),
            ({"on": dt.date(2400, 1, 1)}, "on"),
        ],
    )
    def test_says_which_field_is_wrong_and_keeps_nothing(self, compact, steward, wrong, field):
        with pytest.raises(Refused) as refusal:
            log(steward, compact.council, **wrong)

        assert refusal.value.field == field
        assert not Event.objects.exists()


class TestPushing:
    def test_twice_is_once(self, compact):
        first = log(GRANTS, compact.council, key="notice:7")
        entries = JournalEntry.objects.filter(action="commitments.keep_change").count()
        again = log(GRANTS, compact.council, key="notice:7")

        assert again.pk == first.pk
        assert Event.objects.count() == Evidence.objects.count() == 1
        assert JournalEntry.objects.filter(action="commitments.keep_change").count() == entries

    def test_other_facts_change_the_row_and_the_journal_tells_which(self, compact):
        event = log(GRANTS, compact.council, key="notice:7")

        log(GRANTS, compact.council, key="notice:7", closes_on=dt.date(2026, 3, 30))

        event.refresh_from_db()
        assert event.closes_on == dt.date(2026, 3, 30)
        assert says(event) == ["Library hours: 84 of 84 days."]
        withdrawn = Evidence.objects.exclude(withdrawn_at=None).get()
        assert withdrawn.withdrawn_because
        told = JournalEntry.objects.get(action="commitments.keep_change").detail
        assert told == {"changed": {"closes_on": ["2026-03-16", "2026-03-30"]}}

    def test_leaves_the_bodys_reason_where_it_is(self, compact):
        event = log(GRANTS, compact.council, key="notice:7")
        actions.give_reason(by=compact.officer, event=event, reason="An election is near.")

        log(GRANTS, compact.council, key="notice:7")

        event.refresh_from_db()
        assert event.reason == "An election is near."

    def test_does_not_bring_back_what_was_withdrawn(self, compact, steward):
        event = log(GRANTS, compact.council, key="notice:7")
        actions.withdraw_event(by=steward, event=event, reason="Logged of the wrong body.")

        log(GRANTS, compact.council, key="notice:7", title="Again")

        event.refresh_from_db()
        assert (event.standing, event.title) == ("withdrawn", "Library hours")

    def test_never_moves_an_event_to_another_body(self, compact):
        log(GRANTS, compact.council, key="notice:7")

        with pytest.raises(Refused, match="another body"):
            log(GRANTS, OrganisationFactory(), key="notice:7")

    def test_is_put_right_where_it_comes_from(self, compact, steward):
        event = log(GRANTS, compact.council, key="notice:7")

        with pytest.raises(Refused, match="Put it right there"):
            actions.change_event(by=steward, event=event, values={"closes_on": OPENED})


class TestPuttingRight:
    def test_renews_the_evidence(self, compact, steward):
        event = log(steward, compact.council)

        actions.change_event(by=steward, event=event, values={"reason": "Purdah."})

        assert says(event) == ["Library hours: 70 of 84 days; a reason is filed."]
        assert Evidence.objects.filter(event=event).count() == 2

    def test_computing_again_adds_nothing(self, compact, steward):
        event = log(steward, compact.council)

        actions.note_facts(by=steward, event=event)

        assert Evidence.objects.filter(event=event).count() == 1

    def test_an_officer_changes_only_what_their_own_body_logged(self, compact, steward):
        ours = log(compact.officer, compact.council)
        theirs = log(steward, compact.council)

        actions.change_event(by=compact.officer, event=ours, values={"title": "Hours"})

        for act in (
            lambda: actions.change_event(by=compact.officer, event=theirs, values={"title": "x"}),
            lambda: actions.withdraw_event(by=compact.officer, event=theirs, reason="x"),
            lambda: actions.publish_event(by=compact.officer, event=theirs),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_withdrawing_needs_a_reason_and_takes_the_evidence_along(self, compact, steward):
        event = log(steward, compact.council)

        with pytest.raises(Refused, match="Say why"):
            actions.withdraw_event(by=steward, event=event, reason=" ")
        actions.withdraw_event(by=steward, event=event, reason="It was another council's.")

        assert says(event) == []
        assert "another council's" in Evidence.objects.get(event=event).withdrawn_because
        with pytest.raises(Refused):
            actions.change_event(by=steward, event=event, values={"title": "x"})


class TestTheRightOfReply:
    def test_comes_before_the_public(self, compact, steward):
        event = log(steward, compact.council)

        with pytest.raises(Refused, match="Ask the body first"):
            actions.publish_event(by=steward, event=event)
        actions.ask_about_event(by=steward, event=event, reply_by=in_days(14))
        with pytest.raises(Refused, match="time is not over"):
            actions.publish_event(by=steward, event=event)

        actions.reply_to_event(
            by=compact.officer, event=event, reply="It is so.", name="Olu Officer"
        )
        actions.publish_event(by=steward, event=event)
        assert Evidence.objects.get(event=event).published_at == event.published_at

    def test_ends_with_its_deadline(self, compact, steward):
        with clock.put_back(30):
            event = log(steward, compact.council)
            actions.ask_about_event(by=steward, event=event, reply_by=in_days(14))

        actions.publish_event(by=steward, event=event)

        assert list(Event.objects.published()) == [event]

    def test_writes_to_the_officers_who_sign_in_to_answer(self, compact, steward):
        event = log(steward, compact.council)

        actions.ask_about_event(by=steward, event=event, reply_by=in_days(14))

        letter = letters_to(compact.officer.email)[-1]
        assert f"/events/of/{event.uuid}/" in letter.body

    def test_needs_somebody_to_ask_and_a_week(self, steward):
        event = log(steward, OrganisationFactory())

        with pytest.raises(Refused, match="Nobody keeps"):
            actions.ask_about_event(by=steward, event=event, reply_by=in_days(14))
        with pytest.raises(Refused, match="a week"):
            actions.ask_about_event(
                by=steward, event=event, reply_by=in_days(3), email="a@b.example"
            )
        actions.ask_about_event(by=steward, event=event, reply_by=in_days(14), email="a@b.example")

        letter = letters_to("a@b.example")[-1]
        assert letter.secret
        assert event.reply_digest

    def test_is_not_needed_of_a_body_that_speaks_of_itself(self, compact):
        event = log(compact.officer, compact.council)

        actions.publish_event(by=compact.officer, event=event)

        assert event.published_at

    def test_begins_anew_when_others_change_the_facts(self, compact, steward):
        event = log(compact.officer, compact.council)
        actions.publish_event(by=compact.officer, event=event)

        actions.change_event(by=steward, event=event, values={"title": "Library hours, 2026"})
        assert event.published_at

        actions.change_event(by=steward, event=event, values={"closes_on": OPENED})
        assert event.published_at is None
        assert not Evidence.objects.published().standing().exists()
        with pytest.raises(Refused):
            actions.publish_event(by=steward, event=event)

    def test_is_of_its_own_officers_and_links_only(self, compact, steward):
        event, other = log(steward, compact.council), log(steward, compact.council)

        for by in (Visitor(), steward, LinkHolder(f"commitments.event:{other.pk}")):
            with pytest.raises(PermissionDenied):
                actions.reply_to_event(by=by, event=event, reply="No.", name="X")
            with pytest.raises(PermissionDenied):
                actions.give_reason(by=by, event=event, reason="No.")
        by_link = LinkHolder(f"commitments.event:{event.pk}")
        actions.reply_to_event(by=by_link, event=event, reply="So it is.", name="The clerk")
        assert event.replied_at

    def test_shows_nothing_of_a_withheld_body(self, steward):
        hidden = OrganisationFactory(withheld=True)
        with clock.put_back(30):
            event = log(steward, hidden)
            actions.ask_about_event(
                by=steward, event=event, reply_by=in_days(14), email="a@b.example"
            )

        with pytest.raises(Refused, match="withheld"):
            actions.publish_event(by=steward, event=event)

    def test_shows_nothing_of_a_body_that_was_merged_into_a_withheld_one(self, compact, steward):
        with clock.put_back(30):
            event = log(steward, compact.council)
            actions.ask_about_event(by=steward, event=event, reply_by=in_days(14))
        kept = OrganisationFactory(withheld=True)
        type(compact.council).objects.filter(pk=compact.council.pk).update(same_as=kept)
        event.refresh_from_db()

        with pytest.raises(Refused, match="withheld"):
            actions.publish_event(by=steward, event=event)


class TestWhichUndertakingsItBearsOn:
    def told(self, event):
        return {fact.commitment.code for fact in facts_of_event(event)}

    def test_only_those_of_its_kind(self, compact, steward):
        assert self.told(log(steward, compact.council)) == {"2.2"}
        ended = log(
            steward, compact.council, kind="funding-ended", notice_on=OPENED, ends_on=CLOSED
        )
        assert self.told(ended) == {"4.1"}
        assert self.told(log(steward, compact.council, kind="other")) == set()

    def test_a_grant_bears_on_length_advance_and_costs(self, compact, steward):
        for code, words, how in (
            ("3.1", YEARS, "share"), ("3.2", ADVANCE, "yes-no"), ("3.3", COSTS, "yes-no"),
        ):  # fmt: skip
            undertaking(
                compact.document, words, code, reviewed_by=how, organisation=compact.council,
                threshold=50 if how == "share" else None,
            )  # fmt: skip

        event = log(steward, compact.council, kind="grant", months=36, in_advance="yes")

        assert self.told(event) == {"3.1", "3.2", "3.3"}
        assert len(says(event)) == 2  # nobody has said whether it covers the full costs

    def test_only_while_the_agreement_is_in_force_and_signed(self, compact, steward):
        before = log(steward, compact.council, on=SIGNED - dt.timedelta(days=1))
        assert self.told(before) == set()

        party = compact.document.parties.get(organisation=compact.council)
        party.left_on = dt.date(2025, 12, 31)
        party.save()
        assert self.told(log(steward, compact.council)) == set()

    def test_only_until_it_was_replaced(self, compact, steward):
        StandingChangeFactory(document=compact.document, standing="superseded")
        compact.document.standing = "superseded"
        compact.document.save()

        assert self.told(log(steward, compact.council, on=dt.date(2026, 3, 1))) == {"2.2"}
        assert self.told(log(steward, compact.council, on=dt.date(2026, 3, 2))) == set()

    def test_only_what_was_published_and_had_not_ended(self, compact, steward):
        compact.weeks.ended_on, compact.weeks.ended_because = OPENED, "Replaced."
        compact.weeks.save()
        undertaking(
            compact.document, "We consult.", "9.9", reviewed_by="min-days", threshold=10,
            organisation=compact.council, starts_on=dt.date(2026, 2, 1),
        )  # fmt: skip

        assert self.told(log(steward, compact.council)) == set()

    def test_those_of_its_whole_side_and_never_another_bodys(self, compact, steward):
        undertaking(
            compact.document, "We all consult.", "2.9", reviewed_by="min-days", threshold=84
        )
        health = OrganisationFactory(name="Health Board", side="partner")
        PartyFactory(
            document=compact.document, organisation=health, name=health.name, side="partner",
            signed_on=SIGNED,
        )  # fmt: skip

        assert self.told(log(steward, health)) == {"2.9"}
        assert self.told(log(steward, compact.council)) == {"2.2", "2.9"}
        assert self.told(log(steward, compact.group)) == set()

    def test_of_each_agreement_it_signed_unless_one_is_named(self, compact, steward):
        other = agreement("the-covenant")
        PartyFactory(
            document=other.document, organisation=compact.council, name="The same council",
            side="partner", signed_on=SIGNED,
        )  # fmt: skip
        undertaking(
            other.document, "We consult for ten days.", "1.1", reviewed_by="min-days",
            threshold=10, organisation=compact.council,
        )  # fmt: skip

        assert self.told(log(steward, compact.council)) == {"1.1", "2.2"}
        assert self.told(log(steward, compact.council, document=other.document)) == {"1.1"}

    def test_those_of_a_body_that_was_merged(self, compact, steward):
        kept = OrganisationFactory(name="Saltwold Unitary")
        compact.council.same_as = kept
        compact.council.save()

        event = log(steward, compact.council)

        assert event.organisation == kept
        assert self.told(event) == {"2.2"}
