"""Inviting, accepting, changing, ending, leaving: who may, whose, and what becomes of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.actions import change_person
from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Operator, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.sector import actions
from commonweal.sector.models import Invitation, Member, Organisation
from commonweal.sector.tests.factories import (
    InvitationFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
)
from commonweal.sector.tests.letterbox import letters_to, subjects_to, token_to
from commonweal.sector.tests.people import OTHERS, steward

pytestmark = pytest.mark.django_db
NEW = "new@example.net"


@pytest.fixture(autouse=True)
def everywhere():
    PlaceFactory(everywhere=True)


@pytest.fixture
def bakers():
    return OrganisationFactory(name="Bread for All")


@pytest.fixture
def owner(bakers):
    return MemberFactory(organisation=bakers, person=UserFactory(name="Olu Owner")).person


@pytest.fixture
def editor(bakers):
    person = UserFactory(name="Edie Editor")
    return MemberFactory(organisation=bakers, person=person, role="editor").person


@pytest.fixture
def viewer(bakers):
    person = UserFactory(name="Vic Viewer")
    return MemberFactory(organisation=bakers, person=person, role="viewer").person


@pytest.fixture
def later(monkeypatch):
    """Lets so much time pass."""
    now = clock.now

    def let_pass(time):
        monkeypatch.setattr(clock, "now", lambda: now() + time)

    return let_pass


def row(person):
    return Member.objects.get(person=person, ended_at=None)


def role(person, organisation):
    standing = Member.objects.standing().filter(organisation=organisation, person=person)
    return standing.values_list("role", flat=True).first()


def invite(by, organisation, email=NEW, role="editor"):
    return actions.invite_member(by=by, organisation=organisation, email=email, role=role)


def accept(invitation, name="Nell New"):
    return actions.accept_invitation(
        by=LinkHolder(name_of(invitation)), invitation=invitation, name=name
    )


def not_owners(bakers, editor, viewer):
    """Everybody who may not say who the members of this organisation are."""
    elsewhere = MemberFactory().person
    gone = MemberFactory(organisation=bakers, ended_at=clock.now()).person
    off = MemberFactory(organisation=bakers, person=UserFactory(is_active=False)).person
    link = LinkHolder(name_of(bakers))
    return [editor, viewer, elsewhere, gone, off, link, UserFactory(), *OTHERS]


class TestWhoMaySayWhoTheMembersAre:
    def test_is_no_one_but_owners_and_stewards(self, bakers, owner, editor, viewer):
        invitation = InvitationFactory(organisation=bakers)

        for who in not_owners(bakers, editor, viewer):
            for act in (
                lambda who: invite(who, bakers),
                lambda who: actions.withdraw_invitation(by=who, invitation=invitation),
                lambda who: actions.change_role(by=who, member=row(viewer), role="owner"),
                lambda who: actions.end_membership(by=who, member=row(owner), reason="x"),
            ):
                with pytest.raises(PermissionDenied):
                    act(who)
        assert role(viewer, bakers) == "viewer" and role(owner, bakers) == "owner"

    def test_ends_at_once_when_staff_switch_an_account_off(self, bakers, owner):
        change_person(by=Operator(), person=owner, name="Olu", roles=[], active=False)

        with pytest.raises(PermissionDenied):
            invite(owner, bakers)
        with pytest.raises(PermissionDenied):
            actions.correct_organisation(by=owner, organisation=bakers, values={"email": ""})

    def test_ends_with_being_an_owner(self, bakers, owner, editor):
        actions.change_role(by=owner, member=row(editor), role="owner")
        actions.change_role(by=editor, member=row(owner), role="editor")

        with pytest.raises(PermissionDenied):
            invite(owner, bakers)

    @pytest.mark.parametrize("given_role", ["owner", "editor", "viewer"])
    def test_staff_give_and_end_roles_too(self, bakers, owner, editor, given_role):
        if given_role != "editor":
            actions.change_role(by=steward, member=row(editor), role=given_role)
        actions.end_membership(by=steward, member=row(editor), reason="They rang us")

        assert role(editor, bakers) is None


class TestAnInvitation:
    def test_goes_by_a_secret_link_of_which_a_digest_is_kept(self, bakers, owner):
        made = invite(owner, bakers, " New@Example.net ")

        (letter,) = letters_to(NEW)
        token = token_to(NEW)
        assert letter.secret and "Olu Owner asks you" in letter.subject
        assert token not in str(list(Invitation.objects.values()))
        assert token not in str(list(JournalEntry.objects.values()))
        assert NEW not in str(list(JournalEntry.objects.values("detail", "thing")))
        assert Invitation.objects.by_link(token).get() == made

    def test_gives_nothing_before_it_is_accepted(self, bakers, owner):
        invite(owner, bakers)

        assert not User.objects.filter(email=NEW).exists()

    @pytest.mark.parametrize("offered", ["owner", "editor", "viewer"])
    def test_makes_an_account_and_a_member(self, bakers, owner, offered):
        member = accept(invite(owner, bakers, role=offered))

        person = User.objects.get(email=NEW)
        assert (person.name, person.roles) == ("Nell New", frozenset())
        assert not person.has_usable_password()
        assert role(person, bakers) == member.role == offered
        assert "You keep the page" in letters_to(NEW)[-1].subject
        assert "Nell New" in letters_to(owner.email)[-1].subject

    def test_leaves_somebody_known_as_they_are(self, bakers, owner):
        person = UserFactory(email=NEW, name="Nell", roles=["reader"])

        accept(invite(owner, bakers), name="Other")

        person.refresh_from_db()
        assert (person.name, person.roles) == ("Nell", {"reader"})

    def test_is_accepted_once(self, bakers, owner):
        made = invite(owner, bakers)
        accept(made)

        with pytest.raises(Refused, match="ended"):
            accept(made)

    def test_ends_with_its_member(self, bakers, owner):
        made = invite(owner, bakers)
        member = accept(made)
        actions.end_membership(by=owner, member=member, reason="Moved away")

        with pytest.raises(Refused, match="ended"):
            accept(made)

    def test_runs_out(self, bakers, owner, later):
        made = invite(owner, bakers)
        later(dt.timedelta(days=14, seconds=1))

        with pytest.raises(Refused, match="ended"):
            accept(made)

    def test_withdrawn_leads_nowhere_and_they_are_told(self, bakers, owner):
        made = invite(owner, bakers)
        actions.withdraw_invitation(by=owner, invitation=made)

        with pytest.raises(Refused, match="ended"):
            accept(made)
        assert "withdrawn" in letters_to(NEW)[-1].subject
        with pytest.raises(Refused, match="withdrawn before"):
            actions.withdraw_invitation(by=owner, invitation=made)

    def test_sent_anew_takes_the_place_of_the_first(self, bakers, owner):
        first = invite(owner, bakers, role="owner")
        second = invite(owner, bakers, role="viewer")

        with pytest.raises(Refused, match="ended"):
            accept(first)
        assert accept(second).role == "viewer"

    def test_is_for_its_own_link_alone(self, bakers, owner):
        made, other = invite(owner, bakers), InvitationFactory(organisation=bakers, role="owner")

        for who in (
            LinkHolder(name_of(other)), LinkHolder(name_of(bakers)), Visitor(), steward, owner,
        ):  # fmt: skip
            with pytest.raises(PermissionDenied):
                actions.accept_invitation(by=who, invitation=made, name="X")

    def test_does_not_bring_back_an_account_that_was_switched_off(self, bakers, owner):
        UserFactory(email=NEW, is_active=False)

        with pytest.raises(Refused, match="switched off"):
            accept(invite(owner, bakers))
        assert not User.objects.get(email=NEW).is_active

    def test_does_not_change_what_a_member_is(self, bakers, owner):
        first = invite(owner, bakers, role="viewer")
        with given():
            person = UserFactory(email=NEW)
            MemberFactory(organisation=bakers, person=person, role="owner")

        with pytest.raises(Refused, match="member already"):
            accept(first)
        with pytest.raises(Refused, match="member already"):
            invite(owner, bakers)
        assert role(person, bakers) == "owner"

    def test_is_not_for_what_is_withheld(self, bakers, owner):
        made = invite(owner, bakers)
        actions.withhold(by=steward, organisation=bakers, reason="Danger")

        with pytest.raises(PermissionDenied):
            accept(Invitation.objects.get(pk=made.pk))

    def test_goes_with_the_organisation_into_another(self, bakers, owner):
        kept = OrganisationFactory()
        made = invite(owner, bakers)
        actions.merge_organisations(by=steward, kept=kept, absorbed=bakers, reason="One")

        assert accept(Invitation.objects.get(pk=made.pk)).organisation == kept

    @pytest.mark.parametrize("email", ["", "ann", "a@b.example\nBcc: c@d.example", "\u212a@b.org"])
    def test_needs_an_address(self, bakers, owner, email):
        with pytest.raises(Refused) as refusal:
            invite(owner, bakers, email)
        assert refusal.value.field == "email"

    @pytest.mark.parametrize("wrong", ["", "administrator", "steward"])
    def test_offers_one_of_three_roles(self, bakers, owner, wrong):
        with pytest.raises(Refused) as refusal:
            invite(owner, bakers, role=wrong)
        assert refusal.value.field == "role"

    def test_is_no_way_to_send_mail_to_many(self, bakers, owner):
        for n in range(20):
            invite(owner, bakers, f"somebody{n}@example.net")

        with pytest.raises(Refused, match="Withdraw one first"):
            invite(owner, bakers)


class TestARole:
    def test_is_another_row_and_they_are_told(self, bakers, owner, editor):
        actions.change_role(by=owner, member=row(editor), role="viewer")

        rows = Member.objects.filter(person=editor).order_by("pk")
        assert [(m.role, m.ended_at is None) for m in rows] == [("editor", False), ("viewer", True)]
        assert "Olu Owner" in letters_to(editor.email)[-1].body

    def test_of_the_last_owner_stays(self, bakers, owner, editor):
        with pytest.raises(Refused, match="last owner"):
            actions.change_role(by=owner, member=row(owner), role="editor")
        assert role(owner, bakers) == "owner"

    def test_counts_no_owner_whose_account_is_off(self, bakers, owner):
        MemberFactory(organisation=bakers, person=UserFactory(is_active=False))

        with pytest.raises(Refused, match="last owner"):
            actions.change_role(by=owner, member=row(owner), role="viewer")

    def test_of_somebody_gone_cannot_be_changed(self, bakers, owner, editor):
        member = row(editor)
        actions.end_membership(by=owner, member=member, reason="Moved")

        with pytest.raises(Refused, match="no longer a member"):
            actions.change_role(by=owner, member=member, role="owner")


class TestEndingAMembership:
    def test_needs_a_reason_which_they_are_told(self, bakers, owner, editor):
        with pytest.raises(Refused, match="Say why"):
            actions.end_membership(by=owner, member=row(editor), reason=" ")

        actions.end_membership(by=owner, member=row(editor), reason="Moved to Hull")

        assert role(editor, bakers) is None
        assert "Moved to Hull" in letters_to(editor.email)[-1].body

    def test_takes_every_power_at_once(self, bakers, owner, editor):
        actions.end_membership(by=owner, member=row(editor), reason="Moved")

        with pytest.raises(PermissionDenied):
            actions.add_name(by=editor, organisation=bakers, name="Buns")

    def test_of_the_last_owner_is_for_staff(self, bakers, owner):
        with pytest.raises(Refused, match="last owner"):
            actions.end_membership(by=owner, member=row(owner), reason="Enough")

        actions.end_membership(by=steward, member=row(owner), reason="They died")

        assert bakers in Organisation.objects.kept_by_nobody()


class TestLeaving:
    @pytest.mark.parametrize("who", ["editor", "viewer"])
    def test_is_simple_for_those_who_own_nothing(self, bakers, owner, who, request):
        person = request.getfixturevalue(who)

        actions.leave_organisation(by=person, member=row(person))

        assert role(person, bakers) is None
        assert "no longer keeps" in letters_to(owner.email)[-1].subject

    def test_of_the_last_owner_needs_somebody_next(self, bakers, owner, editor):
        with pytest.raises(Refused, match="last owner"):
            actions.leave_organisation(by=owner, member=row(owner))
        assert role(owner, bakers) == "owner"

    def test_hands_over_in_one_step(self, bakers, owner, viewer):
        actions.leave_organisation(by=owner, member=row(owner), successor=row(viewer))

        assert (role(owner, bakers), role(viewer, bakers)) == (None, "owner")
        assert "Olu Owner" in letters_to(viewer.email)[0].body
        assert bakers not in Organisation.objects.kept_by_nobody()

    def test_hands_over_to_nobody_of_another_organisation_or_gone(self, bakers, owner):
        gone = MemberFactory(organisation=bakers, ended_at=clock.now())
        off = MemberFactory(organisation=bakers, person=UserFactory(is_active=False))

        for heir in (MemberFactory(), gone, off, row(owner)):
            with pytest.raises(Refused, match="Choose one"):
                actions.leave_organisation(by=owner, member=row(owner), successor=heir)
        assert role(owner, bakers) == "owner"

    def test_to_nobody_puts_it_on_the_list_of_staff(self, bakers, owner, editor):
        actions.leave_organisation(by=owner, member=row(owner), to_nobody=True)

        assert bakers in Organisation.objects.kept_by_nobody()
        assert "Nobody keeps it now" in letters_to(owner.email)[-1].body

    def test_is_ones_own(self, bakers, owner, editor):
        for who in (owner, steward, Visitor(), LinkHolder(f"user:{editor.pk}")):
            with pytest.raises(PermissionDenied):
                actions.leave_organisation(by=who, member=row(editor))

    def test_happens_once(self, bakers, owner, editor):
        member = row(editor)
        actions.leave_organisation(by=editor, member=member)

        with pytest.raises(PermissionDenied):
            actions.leave_organisation(by=editor, member=member)


class TestWhatNobodyKeeps:
    def test_had_an_owner_whose_account_was_switched_off(self, bakers, owner):
        change_person(by=Operator(), person=owner, name="Olu", roles=[], active=False)

        assert list(Organisation.objects.kept_by_nobody()) == [bakers]

    def test_is_not_what_nobody_ever_kept_nor_what_somebody_keeps(self, bakers, owner):
        OrganisationFactory()

        assert not Organisation.objects.kept_by_nobody().exists()


def test_nobody_else_is_written_to(bakers, owner, viewer):
    invite(owner, bakers)

    assert {m.to for m in Message.objects.all()} == {NEW}
    assert subjects_to(viewer.email) == []
