"""Who may keep an organisation's page."""

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Operator, Robot, Visitor
from commonweal.core.permissions import allowed
from commonweal.core.tests.given import given
from commonweal.sector.actions import correct_organisation, merge_organisations, undo_merge
from commonweal.sector.models import Member
from commonweal.sector.reports.reaching import addresses_of
from commonweal.sector.tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

KEEPING = ("sector.correct_organisation", "sector.keep_services")


@pytest.fixture
def bakers():
    return OrganisationFactory(name="Bread for All")


class TestWhoMayKeepAPage:
    @pytest.mark.parametrize("permission", KEEPING)
    @pytest.mark.parametrize(
        ("role", "may"), [("owner", True), ("editor", True), ("viewer", False)]
    )
    def test_goes_by_the_role(self, bakers, permission, role, may):
        with given():
            person = MemberFactory(organisation=bakers, role=role).person

        assert allowed(person, permission, bakers) is may

    @pytest.mark.parametrize("permission", KEEPING)
    def test_ends_at_the_organisation(self, bakers, permission):
        with given():
            person = MemberFactory(organisation=bakers).person
            other = OrganisationFactory()

        assert not allowed(person, permission, other)
        assert not allowed(person, permission)

    @pytest.mark.parametrize("permission", [*KEEPING, "sector.keep_members", "sector.see_members"])
    def test_ends_with_the_membership_and_with_the_account(self, bakers, permission):
        with given():
            gone = MemberFactory(organisation=bakers, ended_at=clock.now()).person
            off = MemberFactory(organisation=bakers, person=UserFactory(is_active=False)).person

        assert not allowed(gone, permission, bakers)
        assert not allowed(off, permission, bakers)

    @pytest.mark.parametrize("actor", [Visitor(), Robot("x"), LinkHolder("sector.organisation:1")])
    def test_is_nobody_without_an_account(self, bakers, actor):
        assert not allowed(actor, "sector.correct_organisation", bakers)

    def test_is_not_the_member_of_the_same_number(self, bakers):
        with given():
            person = MemberFactory(organisation=bakers).person

        assert not allowed(LinkHolder(f"user:{person.pk}"), "sector.correct_organisation", bakers)

    def test_only_owners_say_who_the_members_are(self, bakers):
        with given():
            owner, editor, viewer = (
                MemberFactory(organisation=bakers, role=role).person
                for role in ("owner", "editor", "viewer")
            )

        assert allowed(owner, "sector.keep_members", bakers)
        assert not allowed(editor, "sector.keep_members", bakers)
        assert all(allowed(p, "sector.see_members", bakers) for p in (owner, editor, viewer))
        assert not allowed(owner, "sector.merge", bakers)
        assert not allowed(owner, "sector.withhold", bakers)

    def test_holds_in_the_actions_too(self, bakers):
        with given():
            owner = MemberFactory(organisation=bakers).person
            other = OrganisationFactory()

        correct_organisation(by=owner, organisation=bakers, values={"website": "bread.example"})

        with pytest.raises(PermissionDenied):
            correct_organisation(by=owner, organisation=other, values={"website": "bread.example"})


class TestAMergedOrganisation:
    def test_brings_its_members_along(self, bakers):
        with given():
            old = MemberFactory(organisation=OrganisationFactory(name="Bread")).organisation
            both = MemberFactory(organisation=bakers).person
            MemberFactory(organisation=old, person=both, role="viewer")
        person = old.members.first().person

        merge = merge_organisations(by=Operator(), kept=bakers, absorbed=old, reason="One body")

        assert allowed(person, "sector.correct_organisation", bakers)
        assert Member.objects.standing().of(both).filter(organisation=bakers).get().role == "owner"
        undo_merge(by=Operator(), merge=merge)
        assert not allowed(person, "sector.correct_organisation", bakers)


class TestWhomToWriteTo:
    def test_is_who_keeps_the_page(self, bakers):
        with given():
            owner = MemberFactory(organisation=bakers).person
            MemberFactory(organisation=bakers, role="viewer")
            MemberFactory(organisation=bakers, ended_at=clock.now())

        assert addresses_of(bakers) == [owner.email]

    def test_is_the_address_that_is_known_where_nobody_does(self, bakers):
        with given():
            bakers.email = "bread@example.org"
            bakers.save()

        assert addresses_of(bakers) == ["bread@example.org"]

    def test_is_nobody_where_no_address_is_known(self, bakers):
        assert addresses_of(bakers) == []
