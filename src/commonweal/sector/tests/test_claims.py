"""Somebody says that a page is theirs to keep: what proves it, and what never does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.sector import actions
from commonweal.sector.models import Member, PageClaim
from commonweal.sector.tests.factories import (
    CorrectionFactory,
    MemberFactory,
    OrganisationFactory,
    PageClaimFactory,
    PlaceFactory,
    SourceRecordFactory,
    WithholdingFactory,
)
from commonweal.sector.tests.letterbox import letters_to, subjects_to, token_to
from commonweal.sector.tests.people import OTHERS, second_steward, steward

pytestmark = pytest.mark.django_db
SOMEBODY = {"name": "Ann Baker", "part": "Secretary"}


def bread(**facts):
    """An organisation of which one register has a record."""
    told = {"email": "hello@bread.org.uk", "website": "https://www.bread.org.uk", **facts}
    with given():
        organisation = OrganisationFactory(name="Bread for All", **told)
        SourceRecordFactory(organisation=organisation, facts={"name": "Bread for All", **told})
    return organisation


@pytest.fixture(autouse=True)
def everywhere():
    PlaceFactory(everywhere=True)


@pytest.fixture
def bakers():
    return bread()


@pytest.fixture
def later(monkeypatch):
    """Lets so much time pass."""
    now = clock.now

    def let_pass(time):
        monkeypatch.setattr(clock, "now", lambda: now() + time)

    return let_pass


def claim(organisation, email="ann@elsewhere.example", by=None, **said):
    return actions.claim_page(
        by=by or Visitor(), organisation=organisation, email=email, **{**SOMEBODY, **said}
    )


def holder(made):
    return LinkHolder(name_of(made))


def press(made):
    return actions.confirm_claim(by=holder(made), claim=made)


def claimed(organisation, email="ann@elsewhere.example"):
    """A claim whose maker pressed the button."""
    return press(claim(organisation, email))


def role_of(email, organisation):
    found = Member.objects.standing().filter(organisation=organisation, person__email__iexact=email)
    return found.values_list("role", flat=True).first()


def letter_for(made, by=steward):
    with given():
        for record in made.organisation.records.all():
            record.facts |= {"street": "1 Mill Lane", "postcode": "NR1 1AA"}
            record.save()
    return actions.make_letter(by=by, claim=made)


class TestLettersOfClaims:
    @pytest.mark.parametrize("field", ["name", "part"])
    def test_carry_no_strangers_web_address_to_the_owners(self, bakers, field):
        with given():
            owner = MemberFactory(organisation=bakers, role="owner").person

        press(claim(bakers, **{field: "Sign in again at https://evil.example/login"}))

        letter = Message.objects.get(to=owner.email)
        assert "evil.example" not in letter.body and "(a web address)" in letter.body

    def test_do_not_flood_the_owners(self, bakers):
        with given():
            owner = MemberFactory(organisation=bakers, role="owner").person

        for number in range(9):
            claimed(bakers, f"ann{number}@elsewhere.example")

        assert Message.objects.filter(to=owner.email).count() == 5
        assert bakers.page_claims.filter(standing="with-owners").count() == 9


class TestAClaim:
    def test_is_made_by_anyone_and_gives_nothing_by_itself(self, bakers):
        made = claim(bakers, "ann@bread.org.uk")

        assert made.standing == "unconfirmed"
        assert not User.objects.exists() and not Member.objects.exists()

    def test_sends_one_secret_letter_to_the_address_that_was_given(self, bakers):
        claim(bakers, " Ann@Elsewhere.example ")

        (letter,) = Message.objects.all()
        assert letter.to == "ann@elsewhere.example"
        assert letter.secret

    def test_keeps_of_its_link_a_digest_only(self, bakers):
        made = claim(bakers)

        token = token_to(made.email)
        kept = [str(v) for v in PageClaim.objects.values().get(pk=made.pk).values()]
        journal = str(list(JournalEntry.objects.values_list("detail", "thing", "actor_label")))
        assert token not in " ".join(kept)
        assert token not in journal and made.email not in journal

    def test_tells_the_address_nothing_that_a_stranger_wrote(self, bakers):
        claim(bakers, name="BUY PILLS http://evil.example", part="http://evil.example")

        assert "evil" not in letters_to("ann@elsewhere.example")[0].body

    @pytest.mark.parametrize("known", ["hello@bread.org.uk", "", "private@home.example"])
    def test_is_answered_alike_whatever_is_known(self, known):
        organisation = bread(email=known, website="")
        with given():
            WithholdingFactory(organisation=organisation, fact="email")

        made = claim(organisation, "private@home.example")

        (letter,) = Message.objects.all()
        assert (letter.to, made.standing) == ("private@home.example", "unconfirmed")

    def test_asked_for_again_has_a_new_link_and_the_first_leads_nowhere(self, bakers):
        first = claim(bakers)
        old = token_to(first.email)

        again = claim(bakers)

        assert again.pk == first.pk
        assert not PageClaim.objects.by_link(old).exists()
        assert PageClaim.objects.by_link(token_to(first.email)).get() == again

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"name": ""}, "name"),
            ({"part": " "}, "part"),
            ({"email": "ann"}, "email"),
            ({"email": ""}, "email"),
            ({"email": "boo\u212a@bread.org.uk"}, "email"),
            ({"email": "ann@bread.org.uk\nBcc: x@y.example"}, "email"),
            ({"name": "x" * 101}, "name"),
        ],
    )
    def test_says_what_is_wrong_and_where(self, bakers, said, field):
        with pytest.raises(Refused) as refusal:
            claim(bakers, **{"email": "ann@bread.org.uk", **said})

        assert refusal.value.field == field
        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        "state",
        [{"withheld": True}, {"based_here": False}],
        ids=["withheld", "outside the place"],
    )
    def test_of_what_nobody_may_know_of_is_not_made(self, state):
        with pytest.raises(PermissionDenied):
            claim(bread(**state))

    def test_of_what_was_merged_is_not_made(self, bakers):
        with given():
            old = OrganisationFactory(same_as=bakers)

        with pytest.raises(PermissionDenied):
            claim(old)


class TestProofByAddress:
    @pytest.mark.parametrize(
        "email",
        ["hello@bread.org.uk", "HELLO@bread.org.uk", "ann@bread.org.uk", "ann@post.bread.org.uk"],
    )
    def test_lets_somebody_in_who_presses_the_button(self, bakers, email):
        made = claimed(bakers, email)

        assert (made.standing, made.proof) == ("granted", "email")
        assert role_of(email, bakers) == "owner"
        person = User.objects.get()
        assert person.roles == frozenset() and not person.has_usable_password()

    @pytest.mark.parametrize(
        ("facts", "email"),
        [
            ({"email": "bread@gmail.com", "website": ""}, "ann@gmail.com"),
            ({"email": "bread@btinternet.com", "website": ""}, "ann@btinternet.com"),
            ({"email": "", "website": "https://bread.wixsite.com"}, "ann@bread.wixsite.com"),
            ({"email": "", "website": "https://www.facebook.com/b"}, "ann@facebook.com"),
            ({"email": "", "website": "https://town.example/bread"}, "ann@town.example"),
            ({"email": "", "website": "https://www.norfolk.gov.uk"}, "ann@norfolk.gov.uk"),
            ({}, "ann@notbread.org.uk"),
        ],
    )
    def test_is_not_a_domain_that_many_share(self, facts, email):
        organisation = bread(**facts)

        made = claimed(organisation, email)

        assert made.standing == "waiting"
        assert not Member.objects.exists() and not User.objects.exists()

    def test_is_a_free_address_where_it_is_the_very_one(self):
        organisation = bread(email="bread@gmail.com", website="")

        assert claimed(organisation, "Bread@gmail.com").standing == "granted"

    def test_is_not_a_domain_where_another_organisation_is_reached_too(self, bakers):
        with given():
            OrganisationFactory(email="info@bread.org.uk", based_here=False)

        assert claimed(bakers, "ann@bread.org.uk").standing == "waiting"
        assert claimed(bakers, "hello@bread.org.uk").standing == "granted"

    def test_is_a_private_address_itself_but_not_its_domain(self):
        organisation = bread(email="mary@smithfamily.example", website="")
        with given():
            WithholdingFactory(organisation=organisation, fact="email")

        assert claimed(organisation, "john@smithfamily.example").standing == "waiting"
        assert claimed(organisation, "mary@smithfamily.example").standing == "granted"

    def test_counts_what_staff_put_right_and_not_what_it_replaced(self, bakers):
        with given():
            CorrectionFactory(organisation=bakers, fact="email", value="new@bakery.example")

        assert claimed(bakers, "hello@bread.org.uk").standing == "granted"  # its website's domain
        with given():
            Member.objects.all().delete()
            CorrectionFactory(organisation=bakers, fact="website", value="")
        assert claimed(bakers, "bob@bread.org.uk").standing == "waiting"
        assert claimed(bakers, "new@bakery.example").standing == "granted"

    def test_is_not_what_a_former_member_put_there(self, bakers):
        with given():
            MemberFactory(organisation=bakers, role="editor", ended_at=clock.now())
            CorrectionFactory(organisation=bakers, fact="email", value="me@mine.example")

        assert claimed(bakers, "me@mine.example").standing == "waiting"
        assert claimed(bakers, "you@mine.example").standing == "waiting"

    def test_is_never_enough_once_somebody_keeps_the_page(self, bakers):
        with given():
            MemberFactory(organisation=bakers, role="viewer")

        assert claimed(bakers, "hello@bread.org.uk").standing == "waiting"

    def test_does_not_bring_back_an_account_that_was_switched_off(self, bakers):
        UserFactory(email="hello@bread.org.uk", is_active=False)

        made = claimed(bakers, "hello@bread.org.uk")

        assert made.standing == "waiting"
        assert not User.objects.get().is_active
        with pytest.raises(Refused, match="switched off"):
            actions.decide_claim(by=steward, claim=made, grant=True, why="They rang")

    def test_tells_the_address_that_the_register_holds(self, bakers):
        claimed(bakers, "ann@bread.org.uk")

        assert "You keep the page of Bread for All" in subjects_to("ann@bread.org.uk")
        (warning,) = letters_to("hello@bread.org.uk")
        assert "ann@bread.org.uk" in warning.body and "If that is not right" in warning.body

    def test_keeps_the_roles_of_somebody_who_works_here(self, bakers):
        UserFactory(email="hello@bread.org.uk", roles=["reader"])

        claimed(bakers, "hello@bread.org.uk")

        assert User.objects.get().roles == {"reader"}


class TestTheLink:
    def test_works_once(self, bakers):
        made = claimed(bakers)

        with pytest.raises(Refused, match="pressed before"):
            press(made)

    def test_runs_out(self, bakers, later):
        made = claim(bakers, "hello@bread.org.uk")
        later(dt.timedelta(days=3, seconds=1))

        with pytest.raises(Refused, match="run out"):
            press(made)
        assert not Member.objects.exists()

    def test_is_for_its_own_claim(self, bakers):
        mine, theirs = claim(bakers), claim(bakers, "hello@bread.org.uk")

        for act in (actions.confirm_claim, actions.ask_for_letter, actions.withdraw_claim):
            with pytest.raises(PermissionDenied):
                act(by=holder(mine), claim=theirs)
        with pytest.raises(PermissionDenied):
            actions.enter_code(by=holder(mine), claim=theirs, code="X")

    @pytest.mark.parametrize("who", [Visitor(), steward, *OTHERS], ids=lambda w: w.label)
    def test_is_for_nobody_without_it(self, bakers, who):
        made = claim(bakers, "hello@bread.org.uk")

        with pytest.raises(PermissionDenied):
            actions.confirm_claim(by=who, claim=made)

    def test_is_not_a_persons_own_key(self, bakers):
        made = claim(bakers)
        with given():
            person = UserFactory()

        with pytest.raises(PermissionDenied):
            actions.confirm_claim(by=person, claim=made)

    def test_ends_when_the_organisation_is_withheld(self, bakers):
        made = claim(bakers, "hello@bread.org.uk")
        actions.withhold(by=steward, organisation=bakers, reason="Danger")

        with pytest.raises(PermissionDenied):
            press(PageClaim.objects.get(pk=made.pk))

    def test_goes_with_the_organisation_into_another(self, bakers):
        with given():
            kept = OrganisationFactory()
        made = claim(bakers, "hello@bread.org.uk")
        actions.merge_organisations(by=steward, kept=kept, absorbed=bakers, reason="One")

        moved = press(PageClaim.objects.get(pk=made.pk))

        assert moved.organisation == kept

    def test_takes_a_claim_back(self, bakers):
        made = claimed(bakers)

        actions.withdraw_claim(by=holder(made), claim=made)

        with pytest.raises(Refused, match="decided before"):
            actions.ask_for_letter(by=holder(made), claim=made)


class TestTheLetter:
    def test_lets_in_whoever_writes_its_code(self, bakers):
        made = claimed(bakers)
        actions.ask_for_letter(by=holder(made), claim=made)
        code = letter_for(made)

        assert actions.enter_code(by=holder(made), claim=made, code=code.lower().replace("-", " "))

        made.refresh_from_db()
        assert (made.standing, made.proof) == ("granted", "letter")
        assert role_of(made.email, bakers) == "owner"

    def test_keeps_of_its_code_a_digest_only(self, bakers):
        made = claimed(bakers)
        code = letter_for(made)

        kept = str(PageClaim.objects.values().get(pk=made.pk))
        journal = str(list(JournalEntry.objects.values_list("detail", "thing")))
        assert code not in kept + journal and code.replace("-", "") not in kept + journal

    def test_ends_after_five_wrong_tries(self, bakers):
        made = claimed(bakers)
        code = letter_for(made)

        tries = [
            actions.enter_code(by=holder(made), claim=made, code="BBBB-BBBB") for _ in range(5)
        ]

        assert tries == [False] * 5
        assert not actions.enter_code(by=holder(made), claim=made, code=code)
        assert not Member.objects.exists()

    def test_runs_out(self, bakers, later):
        made = claimed(bakers)
        code = letter_for(made)
        later(dt.timedelta(days=28, seconds=1))

        assert not actions.enter_code(by=holder(made), claim=made, code=code)

    def test_made_again_has_another_code(self, bakers):
        made = claimed(bakers)
        first = letter_for(made)
        second = letter_for(made)

        assert not actions.enter_code(by=holder(made), claim=made, code=first)
        assert actions.enter_code(by=holder(made), claim=made, code=second)

    def test_that_was_never_made_is_answered_like_a_wrong_code(self, bakers):
        made = claimed(bakers)

        assert not actions.enter_code(by=holder(made), claim=made, code="")
        assert not actions.enter_code(by=holder(made), claim=made, code="BCDF-GHJK")

    def test_of_another_claim_does_not_fit(self, bakers):
        mine, theirs = claimed(bakers), claimed(bakers, "bob@elsewhere.example")
        code = letter_for(theirs)

        assert not actions.enter_code(by=holder(mine), claim=mine, code=code)

    def test_needs_an_address_that_is_known(self, bakers):
        made = claimed(bakers)

        with pytest.raises(Refused, match="No whole postal address"):
            actions.make_letter(by=steward, claim=made)

    @pytest.mark.parametrize("who", OTHERS, ids=lambda w: w.label)
    def test_is_made_by_stewards_alone(self, bakers, who):
        made = claimed(bakers)

        with pytest.raises(PermissionDenied):
            letter_for(made, by=who)

    def test_is_not_enough_once_somebody_keeps_the_page(self, bakers):
        made = claimed(bakers)
        code = letter_for(made)
        with given():
            owner = MemberFactory(organisation=bakers).person

        actions.enter_code(by=holder(made), claim=made, code=code)

        made.refresh_from_db()
        assert made.standing == "with-owners"
        assert role_of(made.email, bakers) is None
        assert len(letters_to(owner.email)) == 1

    def test_is_not_asked_for_before_the_button_is_pressed(self, bakers):
        made = claim(bakers)

        with pytest.raises(Refused, match="Press the button"):
            actions.ask_for_letter(by=holder(made), claim=made)
        with pytest.raises(Refused, match="Press the button"):
            actions.enter_code(by=holder(made), claim=made, code="X")


class TestAnOrganisationWithOwners:
    @pytest.fixture
    def owner(self, bakers):
        with given():
            return MemberFactory(organisation=bakers).person

    def test_is_asked_and_nothing_goes_by_itself(self, bakers, owner):
        made = claimed(bakers, "hello@bread.org.uk")

        assert made.standing == "with-owners"
        assert role_of("hello@bread.org.uk", bakers) is None
        assert "Ann Baker" in letters_to(owner.email)[0].body

    @pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
    def test_lets_somebody_in_as_what_its_owner_says(self, bakers, owner, role):
        made = claimed(bakers)

        decided = actions.decide_claim(by=owner, claim=made, grant=True, why="", role=role)

        assert (decided.standing, decided.proof) == ("granted", "owners")
        assert role_of(made.email, bakers) == role

    def test_refuses_with_a_reason_that_reaches_whoever_asked(self, bakers, owner):
        made = claimed(bakers)
        with pytest.raises(Refused, match="Say why"):
            actions.decide_claim(by=owner, claim=made, grant=False, why=" ")

        actions.decide_claim(by=owner, claim=made, grant=False, why="We do not know them")

        assert "We do not know them" in letters_to(made.email)[-1].body
        assert role_of(made.email, bakers) is None

    @pytest.mark.parametrize("role", ["editor", "viewer"])
    def test_is_answered_by_owners_alone(self, bakers, owner, role):
        made = claimed(bakers)
        with given():
            other = MemberFactory(organisation=bakers, role=role).person
            elsewhere = MemberFactory().person
            gone = MemberFactory(organisation=bakers, ended_at=clock.now()).person
            off = MemberFactory(organisation=bakers, person=UserFactory(is_active=False)).person

        for who in (other, elsewhere, gone, off, Visitor(), holder(made)):
            with pytest.raises(PermissionDenied):
                actions.decide_claim(by=who, claim=made, grant=True, why="x")

    def test_is_answered_once(self, bakers, owner):
        made = claimed(bakers)
        actions.decide_claim(by=owner, claim=made, grant=True, why="")

        with pytest.raises(Refused, match="nothing to decide"):
            actions.decide_claim(by=owner, claim=made, grant=False, why="Changed my mind")

    def test_has_a_fortnight_before_staff_may_decide(self, bakers, owner, later):
        made = claimed(bakers)
        with pytest.raises(Refused, match="Its owners decide"):
            actions.decide_claim(by=steward, claim=made, grant=True, why="They rang")
        later(dt.timedelta(days=14, seconds=1))

        actions.decide_claim(by=steward, claim=made, grant=True, why="They rang")

        assert role_of(made.email, bakers) == "owner"

    def test_is_asked_where_it_got_its_owner_since(self, bakers):
        first, second = claimed(bakers), claimed(bakers, "bob@elsewhere.example")
        actions.decide_claim(by=steward, claim=first, grant=True, why="They rang")

        second.refresh_from_db()
        assert second.standing == "with-owners"
        assert any("Ann Baker asks to keep" in m.body for m in letters_to(first.email))
        with pytest.raises(Refused, match="Its owners decide"):
            actions.decide_claim(by=steward, claim=second, grant=True, why="They rang")
        new_owner = User.objects.get(email=first.email)
        actions.decide_claim(by=new_owner, claim=second, grant=True, why="", role="viewer")
        assert role_of(second.email, bakers) == "viewer"

    def test_is_staffs_again_once_its_last_owner_left(self, bakers, owner):
        made = claimed(bakers)
        actions.leave_organisation(
            by=owner, member=Member.objects.get(person=owner), to_nobody=True
        )

        actions.decide_claim(by=steward, claim=made, grant=True, why="They rang")

        assert role_of(made.email, bakers) == "owner"

    def test_is_not_claimed_by_its_owner_once_more(self, bakers, owner):
        made = claim(bakers, owner.email)

        with pytest.raises(Refused, match="You keep this page already"):
            press(made)


class TestStaffDeciding:
    def test_lets_in_with_a_reason(self, bakers):
        made = claimed(bakers)
        with pytest.raises(Refused, match="Say how you know"):
            actions.decide_claim(by=steward, claim=made, grant=True, why="")

        decided = actions.decide_claim(
            by=steward, claim=made, grant=True, why="Rang 01603 1, the chair said yes"
        )

        assert (decided.proof, decided.decided_by) == ("staff", "Ada the steward")
        assert role_of(made.email, bakers) == "owner"

    def test_refuses_with_a_reason(self, bakers):
        made = claimed(bakers)

        actions.decide_claim(by=second_steward, claim=made, grant=False, why="They said no")

        assert "They said no" in letters_to(made.email)[-1].body

    def test_decides_nothing_that_nobody_confirmed(self, bakers):
        made = claim(bakers)

        with pytest.raises(Refused, match="nothing to decide"):
            actions.decide_claim(by=steward, claim=made, grant=True, why="x")

    @pytest.mark.parametrize("who", OTHERS, ids=lambda w: w.label)
    def test_is_for_stewards_alone(self, bakers, who):
        made = claimed(bakers)

        with pytest.raises(PermissionDenied):
            actions.decide_claim(by=who, claim=made, grant=True, why="x")

    def test_is_not_for_oneself(self, bakers):
        with given():
            sam = UserFactory(email="sam@elsewhere.example", roles=["steward"])
        made = claimed(bakers, sam.email)

        with pytest.raises(Refused, match="Somebody else"):
            actions.decide_claim(by=sam, claim=made, grant=True, why="It is me")


class TestForgetting:
    def test_of_what_nobody_confirmed_comes_after_a_week(self, bakers, later):
        claim(bakers)
        later(dt.timedelta(days=7, seconds=1))

        actions.forget_old_members(by=Robot("housekeeping"))

        assert not PageClaim.objects.exists()

    def test_lets_lapse_what_was_left_for_ninety_days_and_says_so(self, bakers, later):
        made = claimed(bakers)
        later(dt.timedelta(days=90, seconds=1))

        actions.forget_old_members(by=Robot("housekeeping"))

        made.refresh_from_db()
        assert made.standing == "lapsed"
        assert "Ninety days ago" in letters_to(made.email)[-1].body

    def test_of_names_comes_two_years_after(self, bakers, later):
        made = claimed(bakers)
        actions.decide_claim(by=steward, claim=made, grant=False, why="Bob Smith said no")
        with given():
            gone = MemberFactory(organisation=bakers, ended_at=clock.now()).person
            MemberFactory(organisation=bakers)
        later(dt.timedelta(days=731))

        actions.forget_old_members(by=Robot("housekeeping"))

        made.refresh_from_db()
        gone.refresh_from_db()
        assert (made.name, made.email, made.part, made.decided_why) == ("", "", "", "")
        assert (gone.name, gone.is_active) == ("", False)
        assert Member.objects.count() == 1

    def test_leaves_those_who_hold_a_role_or_keep_another_page(self, bakers, later):
        with given():
            ended = {"organisation": bakers, "ended_at": clock.now()}
            staff = MemberFactory(person=UserFactory(roles=["reader"]), **ended).person
            busy = MemberFactory(**ended).person
            MemberFactory(person=busy)
        later(dt.timedelta(days=731))

        actions.forget_old_members(by=Robot("housekeeping"))

        assert all(User.objects.get(pk=p.pk).name for p in (staff, busy))


def test_a_granted_claim_names_its_proof(bakers):
    with given(), pytest.raises(IntegrityError), transaction.atomic():
        PageClaimFactory(organisation=bakers, standing="granted", decided_at=clock.now())
