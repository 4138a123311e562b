"""Organisations that no register lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.places.models import Place
from commonweal.sector.actions import (
    NewOrganisation,
    add_group,
    add_groups,
    add_name,
    add_partner,
    remove_name,
    set_areas_served,
)
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    NameFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
)
from commonweal.sector.tests.people import OTHERS, steward

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def norfolk() -> None:
    PlaceFactory()
    PostcodeFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")


class TestAddGroup:
    def test_gives_it_a_number_and_publishes_it(self) -> None:
        made = add_group(by=steward, name="Knit and Natter", facts={"postcode": "nr1 1aa"})

        assert made.ref.startswith("XX-VCSE-")
        assert made.identifiers.get().org_id == made.ref
        assert Organisation.objects.published().get() == made
        assert (made.kind, made.district) == ("group", "E07000148")

    def test_may_say_only_which_area_it_serves(self) -> None:
        made = add_group(by=steward, name="Knit and Natter", areas=["E07000148"])

        assert made.serves_here
        assert made.areas_served.get().words == "Norwich"

    @pytest.mark.parametrize(
        ("postcode", "said"),
        [
            ("NR1 9ZZ", "NR1 9ZZ is not known here. Put it right, or choose the areas it serves."),
            ("ZZ99 1AA", "ZZ99 1AA lies outside Norfolk. Choose the areas here that it serves."),
        ],
    )
    def test_is_not_kept_where_it_would_never_be_shown(self, postcode: str, said: str) -> None:
        PostcodeFactory(postcode="ZZ99 1AA", county="E10000099", district="", ward="")

        with pytest.raises(Refused) as refusal:
            add_group(by=steward, name="Knit", facts={"postcode": postcode})

        assert (refusal.value.sentence, refusal.value.field) == (said, "postcode")
        assert not Organisation.objects.exists()

    def test_may_be_anywhere_if_it_serves_an_area_here(self) -> None:
        made = add_group(
            by=steward, name="Knit", facts={"postcode": "NR1 9ZZ"}, areas=["E07000148"]
        )

        assert Organisation.objects.published().get() == made

    def test_is_not_kept_if_the_areas_it_serves_lie_elsewhere(self) -> None:
        AreaFactory(code="E07000099", name="Elsewhere", parent="E10000099")

        with pytest.raises(Refused, match="None of these areas lies in Norfolk"):
            add_group(by=steward, name="Knit", areas=["E07000099"])

    def test_may_be_anywhere_in_a_register_of_everywhere(self) -> None:
        Place.objects.update(everywhere=True)

        assert add_group(by=steward, name="Knit", facts={"postcode": "NR1 9ZZ"}).based_here

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "Knit"}, "postcode"),
            ({"name": "Knit", "facts": {"postcode": "NR1"}}, "postcode"),
            ({"name": "Knit", "areas": ["E99999999"]}, "areas"),
            ({"name": "Knit", "facts": {"website": "javascript:x"}}, "website"),
            ({"name": "Knit", "facts": {"withheld": False}}, "withheld"),
        ],
    )
    def test_refuses_naming_the_field(self, told: dict[str, Any], field: str) -> None:
        with pytest.raises(Refused) as refusal:
            add_group(by=steward, **told)

        assert refusal.value.field == field
        assert not Organisation.objects.exists()

    def test_cannot_pass_for_a_charity(self) -> None:
        made = add_group(by=steward, name="Knit", facts={"kind": "charity", "postcode": "NR1 1AA"})

        assert made.kind == "group"

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            add_group(by=actor, name="Knit", areas=["E07000148"])


class TestAddGroups:
    def test_adds_all_or_none(self) -> None:
        good = NewOrganisation(name="Knit", facts={"postcode": "NR1 1AA"}, number="holt-1")
        with pytest.raises(Refused):
            add_groups(by=steward, groups=[good, NewOrganisation(name="Natter")])
        assert not Organisation.objects.exists()

        (made,) = add_groups(by=steward, groups=[good])

        assert made.ref == "XX-VCSE-holt-1"

    def test_gives_no_number_twice(self) -> None:
        good = NewOrganisation(name="Knit", facts={"postcode": "NR1 1AA"}, number="holt-1")

        with pytest.raises(Refused, match="same number"):
            add_groups(by=steward, groups=[good, good])
        add_groups(by=steward, groups=[good])
        with pytest.raises(Refused, match="somebody's already"):
            add_groups(by=steward, groups=[good])


class TestAddPartner:
    def test_stands_beside_the_sector_not_in_it(self) -> None:
        made = add_partner(by=steward, name="Norwich City Council", areas=["E07000148"])

        assert (made.side, made.kind) == ("partner", "public")
        assert not Organisation.objects.of_the_sector().exists()


class TestAddName:
    def test_is_noted_once(self) -> None:
        knit = OrganisationFactory()
        add_name(by=steward, organisation=knit, name="The Knitters")

        with pytest.raises(Refused, match="noted already"):
            add_name(by=steward, organisation=knit, name=" The  Knitters ")

    def test_can_be_taken_away_unless_a_register_states_it(self) -> None:
        knit = OrganisationFactory()
        ours = add_name(by=steward, organisation=knit, name="The Knitters")
        theirs = NameFactory(organisation=knit)

        remove_name(by=steward, organisation=knit, name=ours)

        with pytest.raises(Refused):
            remove_name(by=steward, organisation=knit, name=theirs)

    def test_of_another_organisation_cannot_be_taken_away(self) -> None:
        ours = add_name(by=steward, organisation=OrganisationFactory(), name="The Knitters")

        with pytest.raises(Refused):
            remove_name(by=steward, organisation=OrganisationFactory(), name=ours)


class TestSetAreasServed:
    def test_stands_beside_what_a_register_states(self) -> None:
        knit = OrganisationFactory(based_here=False)

        set_areas_served(by=steward, organisation=knit, codes=["E07000148"])

        knit.refresh_from_db()
        assert knit.serves_here
        with pytest.raises(Refused):
            set_areas_served(by=steward, organisation=knit, codes=["E99999999"])

    def test_tells_two_areas_of_one_name_apart(self) -> None:
        for code in ("E05000001", "E05000002"):
            AreaFactory(code=code, kind="ward", name="Central")
        knit = OrganisationFactory()

        set_areas_served(by=steward, organisation=knit, codes=["E05000001", "E05000002"])

        assert knit.areas_served.count() == 2
