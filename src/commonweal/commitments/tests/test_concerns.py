"""Concerns: raised in confidence, moved up the ladder, told only as the group agrees."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.actions import Told
from commonweal.commitments.choices import Rung
from commonweal.commitments.forms.compact import ConcernForm
from commonweal.commitments.models import Concern, Disclosure
from commonweal.commitments.tests.agreements import agreement
from commonweal.commitments.tests.factories import DocumentFactory
from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.factories import OrganisationFactory
from commonweal.sector.tests.letterbox import letters_to

pytestmark = pytest.mark.django_db
WORDS = "Our grant was cut with two weeks' notice."


@pytest.fixture
def compact():
    return agreement()


@pytest.fixture
def steward():
    return UserFactory(name="Samir Rahman", roles=["steward"])


@pytest.fixture
def told(compact):
    return Told(document=compact.document, partner=compact.council, words=WORDS)


@pytest.fixture
def concern(told):
    told = dataclasses.replace(told, email="mo@quay.example", group_name="Quay Lunch Club")
    return actions.raise_concern(by=Visitor(), told=told, digest=digest_of("secret"))


def group(concern):
    return LinkHolder(f"commitments.concern:{concern.pk}")


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


def ask(steward, concern, to="public"):
    return actions.ask_disclosure(by=steward, concern=concern, to=to, words="A grant was cut.")


class TestRaising:
    def test_is_for_anybody_and_begins_informally(self, concern):
        assert concern.words == WORDS
        assert [s.rung for s in concern.stages.all()] == [Rung.INFORMAL]

    def test_twice_with_one_link_is_once(self, told):
        for _ in range(2):
            actions.raise_concern(by=Visitor(), told=told, digest=digest_of("one"))

        assert Concern.objects.count() == 1

    def test_is_not_under_a_draft_or_a_strategy_for_those_who_cannot_see_one(self, told):
        for face, standing in (("compact", "draft"), ("strategy", "adopted")):
            other = DocumentFactory(face=face, standing=standing, adopted_on=dt.date(2026, 1, 1))
            with pytest.raises(PermissionDenied):
                actions.raise_concern(by=Visitor(), told=dataclasses.replace(told, document=other))

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"words": " "}, "words"),
            ({"words": "x" * 200_000}, "words"),
            ({"email": "nobody"}, "email"),
            ({"decision_on": dt.date(2400, 1, 1)}, "decision_on"),
            ({"decision_on": dt.date(2026, 3, 2), "known_on": dt.date(2026, 3, 1)}, "known_on"),
        ],
    )
    def test_says_which_field_is_wrong(self, told, wrong, field):
        with pytest.raises(Refused) as refusal:
            actions.raise_concern(by=Visitor(), told=dataclasses.replace(told, **wrong))

        assert refusal.value.field == field
        assert not Concern.objects.exists()

    @pytest.mark.parametrize("merged", [False, True])
    def test_is_offered_of_no_partner_that_is_withheld_or_was_merged_into_one(
        self, compact, merged
    ):
        partner = ConcernForm(document=compact.document).fields["partner"]
        assert list(partner.queryset) == [compact.council]
        kept = OrganisationFactory(name="A safe house", withheld=True)
        hidden = {"same_as": kept} if merged else {"withheld": True}
        type(compact.council).objects.filter(pk=compact.council.pk).update(**hidden)

        form = ConcernForm({"partner": compact.council.pk, "words": WORDS},
                           document=compact.document)  # fmt: skip

        assert list(form.fields["partner"].queryset) == []
        assert "partner" in form.errors

    def test_is_about_a_partner_that_signed(self, told, compact):
        for body in (OrganisationFactory(), compact.group):
            with pytest.raises(Refused, match="signed it"):
                actions.raise_concern(by=Visitor(), told=dataclasses.replace(told, partner=body))

    def test_leaves_no_word_and_no_name_in_the_journal(self, concern, compact):
        entry = JournalEntry.objects.get(action="commitments.raise_concern")

        assert (entry.thing, entry.detail) == ("a concern", {})
        assert not JournalEntry.objects.filter(
            thing__in=[
                f"sector.organisation:{compact.council.pk}",
                f"commitments.document:{compact.document.pk}",
            ]
        ).exists()


class TestTheWayUp:
    def test_has_the_deadlines_of_the_ladder(self, concern, steward):
        on = concern.raised_at.date()

        stage = actions.move_concern(
            by=steward, concern=concern, rung=Rung.FORMAL, on=on, note="Sent by post."
        )

        assert stage.due_on > on + dt.timedelta(days=11)

    def test_goes_to_mediation_only_where_both_agree(self, concern, steward):
        today = clock.today()
        with pytest.raises(Refused, match="both sides"):
            actions.move_concern(by=steward, concern=concern, rung=Rung.MEDIATION, on=today)

        actions.move_concern(
            by=steward, concern=concern, rung=Rung.MEDIATION, on=today, both_agree=True
        )
        with pytest.raises(Refused, match="already"):
            actions.move_concern(by=steward, concern=concern, rung=Rung.FORMAL, on=today)

    def test_is_not_dated_before_the_step_below_nor_in_days_to_come(self, concern, steward):
        for day in (dt.date(2020, 1, 1), in_days(1)):
            with pytest.raises(Refused):
                actions.move_concern(by=steward, concern=concern, rung=Rung.FORMAL, on=day)

    def test_is_for_stewards_and_nobody_else(self, concern, compact):
        others = [UserFactory(roles=[r]) for r in ("reader", "editor", "moderator")]
        for by in (Visitor(), compact.officer, group(concern), Robot("grants"), *others):
            with pytest.raises(PermissionDenied):
                actions.move_concern(by=by, concern=concern, rung=Rung.FORMAL, on=clock.today())

    def test_the_group_says_when_it_was_decided(self, concern, told):
        other = actions.raise_concern(by=Visitor(), told=told)
        day = dt.date(2026, 3, 2)

        with pytest.raises(PermissionDenied):
            actions.date_concern(by=group(other), concern=concern, decision_on=day, known_on=day)
        actions.date_concern(by=group(concern), concern=concern, decision_on=day, known_on=day)

        assert concern.decision_on == day


class TestDisclosing:
    def test_asks_the_group_first_by_a_letter_without_its_words(self, concern, steward):
        asked = ask(steward, concern)

        letter = letters_to("mo@quay.example")[-1]
        assert letter.secret
        assert "A grant was cut" not in letter.body
        assert asked.standing == "asked"
        with pytest.raises(Refused, match="not agreed"):
            actions.put_to_partner(by=steward, disclosure=asked, reply_by=in_days(14))

    def test_is_agreed_by_the_groups_own_link_only(self, concern, steward, told, compact):
        asked = ask(steward, concern)
        other = actions.raise_concern(by=Visitor(), told=told)

        for by in (Visitor(), steward, compact.officer, group(other)):
            for decide in (actions.agree_disclosure, actions.refuse_disclosure):
                with pytest.raises(PermissionDenied):
                    decide(by=by, concern=concern, disclosure=asked)
        with pytest.raises(Refused, match="another concern"):
            actions.agree_disclosure(by=group(other), concern=other, disclosure=asked)
        actions.agree_disclosure(by=group(concern), concern=concern, disclosure=asked)
        assert asked.standing == "agreed"

    def test_is_noted_by_staff_with_how_it_was_said(self, concern, steward):
        asked = ask(steward, concern)

        with pytest.raises(Refused, match="how"):
            actions.note_agreement(
                by=steward, concern=concern, disclosure=asked, agreed=True, how=""
            )
        actions.note_agreement(
            by=steward, concern=concern, disclosure=asked, agreed=True, how="Mo, by telephone"
        )

        assert asked.decided_by == "Mo, by telephone (noted by Samir Rahman)"

    def test_what_was_refused_is_told_to_nobody(self, concern, steward):
        asked = ask(steward, concern, to="partner")
        actions.refuse_disclosure(by=group(concern), concern=concern, disclosure=asked)

        with pytest.raises(Refused):
            actions.put_to_partner(by=steward, disclosure=asked, reply_by=in_days(14))
        with pytest.raises(Refused, match="answered before"):
            actions.agree_disclosure(by=group(concern), concern=concern, disclosure=asked)
        assert not Disclosure.objects.told().exists()

    def test_to_the_partner_is_never_to_everybody(self, concern, steward, compact):
        asked = ask(steward, concern, to="partner")
        actions.agree_disclosure(by=group(concern), concern=concern, disclosure=asked)
        actions.put_to_partner(by=steward, disclosure=asked, reply_by=in_days(14))
        actions.reply_to_disclosure(
            by=compact.officer, disclosure=asked, reply="We are sorry.", name="Olu Officer"
        )

        with pytest.raises(Refused):
            actions.publish_disclosure(by=steward, disclosure=asked)

    def test_is_published_only_with_both_voices_or_after_the_deadline(
        self, concern, steward, compact
    ):
        asked = ask(steward, concern)
        actions.agree_disclosure(by=group(concern), concern=concern, disclosure=asked)
        with pytest.raises(Refused, match="partner first"):
            actions.publish_disclosure(by=steward, disclosure=asked)
        actions.put_to_partner(by=steward, disclosure=asked, reply_by=in_days(14))
        with pytest.raises(Refused, match="not over"):
            actions.publish_disclosure(by=steward, disclosure=asked)

        actions.reply_to_disclosure(
            by=compact.officer, disclosure=asked, reply="We are sorry.", name="Olu Officer"
        )
        actions.publish_disclosure(by=steward, disclosure=asked)

        assert list(Disclosure.objects.published()) == [asked]

    def test_can_be_taken_back_until_it_was_told(self, concern, steward):
        first, second = ask(steward, concern), ask(steward, concern)
        for asked in (first, second):
            actions.agree_disclosure(by=group(concern), concern=concern, disclosure=asked)
            with clock.put_back(30):
                actions.put_to_partner(by=steward, disclosure=asked, reply_by=in_days(14))

        actions.take_back_disclosure(by=group(concern), concern=concern, disclosure=first)
        assert list(Disclosure.objects.told()) == [second]
        with pytest.raises(Refused):
            actions.publish_disclosure(by=steward, disclosure=first)
        actions.publish_disclosure(by=steward, disclosure=second)
        with pytest.raises(Refused, match="cannot be taken back"):
            actions.take_back_disclosure(by=group(concern), concern=concern, disclosure=second)

    def test_reaches_the_partner_by_a_letter_without_words_or_names(
        self, concern, steward, compact
    ):
        asked = ask(steward, concern, to="partner")
        actions.agree_disclosure(by=group(concern), concern=concern, disclosure=asked)

        actions.put_to_partner(by=steward, disclosure=asked, reply_by=in_days(14))

        body = letters_to(compact.officer.email)[-1].body
        assert str(asked.uuid) in body
        assert "Quay" not in body
        assert "A grant was cut" not in body

    def test_is_replied_to_by_the_partners_own_officers(self, concern, steward, compact):
        asked = ask(steward, concern, to="partner")
        other = agreement("other").officer

        with pytest.raises(Refused, match="nothing to reply"):
            actions.reply_to_disclosure(
                by=compact.officer, disclosure=asked, reply="What?", name="Olu"
            )
        for by in (Visitor(), other, group(concern)):
            with pytest.raises(PermissionDenied):
                actions.reply_to_disclosure(by=by, disclosure=asked, reply="What?", name="X")


class TestTheEnd:
    def test_needs_an_outcome_and_is_for_good(self, concern, steward):
        with pytest.raises(Refused, match="what came of it"):
            actions.close_concern(by=steward, concern=concern, outcome="")
        actions.close_concern(by=steward, concern=concern, outcome="Paid.", learning="Ask sooner.")

        with pytest.raises(Refused, match="closed"):
            actions.move_concern(by=steward, concern=concern, rung=Rung.FORMAL, on=clock.today())
        with pytest.raises(Refused, match="closed"):
            actions.close_concern(by=steward, concern=concern, outcome="Again.")

    def test_may_be_the_groups_own(self, concern, compact):
        with pytest.raises(PermissionDenied):
            actions.close_concern(by=compact.officer, concern=concern, outcome="Over.")

        actions.close_concern(by=group(concern), concern=concern, outcome="We let it rest.")

        assert concern.closed_at

    def test_forgets_how_to_reach_the_group_two_years_later(self, concern, steward):
        house = Robot("housekeeping")
        with clock.put_back(729):
            actions.close_concern(
                by=steward, concern=concern, outcome="Paid.", learning="Ask sooner."
            )
        assert actions.forget_concern_contacts(by=house) == 0
        Concern.objects.update(closed_at=clock.now() - dt.timedelta(days=731))

        assert actions.forget_concern_contacts(by=house) == 1

        concern.refresh_from_db()
        assert (concern.email, concern.digest, concern.learning) == ("", None, "Ask sooner.")
        assert actions.forget_concern_contacts(by=house) == 0

    def test_a_new_link_ends_the_one_before(self, concern, steward):
        token = actions.link_concern(by=steward, concern=concern)

        assert not Concern.objects.by_link("secret").exists()
        assert Concern.objects.by_link(token).get() == concern
