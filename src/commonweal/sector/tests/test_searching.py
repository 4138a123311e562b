"""Finding organisations: what comes, in which order, and what never does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from commonweal.core.actors import Operator, Visitor
from commonweal.core.tests.given import given
from commonweal.places.models import Area, Postcode
from commonweal.sector import searching
from commonweal.sector.actions import rebuild_search
from commonweal.sector.choices import NameKind
from commonweal.sector.models import Organisation, SearchRow, SearchWord
from commonweal.sector.searching import Query, from_lists, search, suggest
from commonweal.sector.searching.everyday import table
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    IdentifierFactory,
    NameFactory,
    OrganisationFactory,
    PostcodeFactory,
    TermFactory,
)

NORFOLK, NORWICH, BRECKLAND = "E10000020", "E07000148", "E07000143"
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db
HOSTILE = [
    "", " ", '"', '""', "'", "NEAR(a b)", "name:food", "food*", "a AND OR NOT", "{x} : y",
    "food' OR 1=1 --", "🦔", "\x00", "food\x00bank", "é" * 10_000, "( & | ! <-> )", "%", "\\",
    "\ud800", "the of and", "-" * 300, "=be070001489", "be070001489", "\"'\" : *", "^food",
    "a" * 10_000, " ".join(f"w{n}" for n in range(5000)), "own same", "food % s %(x)s",
]  # fmt: skip


def index(keys: Iterable[int]) -> None:
    with given():
        searching.index(keys)


def reindex_all() -> int:
    with given():
        return searching.reindex_all()


def names(query: Query) -> list[str]:
    return [found.name for found in search(query, now=NOW).shown]


@pytest.fixture
def world() -> dict[str, Organisation]:
    """Norwich and Thetford, with five organisations that are found and one that must not be."""
    AreaFactory(code=NORFOLK, kind="county", name="Norfolk")
    AreaFactory(code=NORWICH, kind="district", name="Norwich", parent=NORFOLK)
    AreaFactory(code=BRECKLAND, kind="district", name="Breckland", parent=NORFOLK)
    AreaFactory(code="E05001", kind="ward", name="Thetford Abbey", parent=BRECKLAND)
    AreaFactory(code="E05002", kind="ward", name="Thetford Castle", parent=BRECKLAND)
    AreaFactory(code="E05003", kind="ward", name="Mancroft", parent=NORWICH)
    PostcodeFactory(postcode="NR1 1AA", latitude=52.6256, longitude=1.3063)
    TermFactory(scheme="what", code="102", title="Education and training")
    TermFactory(scheme="what", code="107", title="Relief of poverty")
    city = {"county": NORFOLK, "district": NORWICH, "ward": "E05003"}
    town = {"county": NORFOLK, "district": BRECKLAND}
    made = {
        "larder": OrganisationFactory(
            name="Riverside Larder", description="A weekly food bank and debt advice.",
            kind="cio", income=86_000, latitude=52.63, longitude=1.30, changed_at=NOW, **city,
        ),
        "debt": OrganisationFactory(
            name="Debt Advice Norwich", description="Free help with debts.", income=9_000,
            latitude=52.62, longitude=1.29, **city,
        ),
        "thetford": OrganisationFactory(
            name="Thetford Foodbank", description="Parcels of food.", kind="group",
            latitude=52.41, longitude=0.75, ward="E05001", **town,
        ),
        "choir": OrganisationFactory(
            name="Caistor Choral Society", description="Singing for everyone.",
            purposes="The advancement of education in music.", income=1_200_000, **town,
            ward="E05002",
        ),
        "closed": OrganisationFactory(
            name="Norwich Debt Relief", description="Debt debt debt advice.", status="removed",
            **city,
        ),
        "refuge": OrganisationFactory(
            name="Hollyhock Refuge", description="Debt advice.", withheld=True, **city
        ),
    }  # fmt: skip
    NameFactory(organisation=made["larder"], name="The Pantry", kind=NameKind.WORKING)
    AreaServedFactory(organisation=made["choir"], code=NORWICH, words="Norwich")
    for who in ("larder", "debt"):
        ClassificationFactory(organisation=made[who], scheme="what", code="107")
    ClassificationFactory(organisation=made["choir"], scheme="what", code="102")
    index(o.pk for o in made.values())
    return made


class TestWords:
    def test_find_stems_in_names_other_names_descriptions_and_purposes(self, world):
        assert names(Query(words="singers sing")) == ["Caistor Choral Society"]
        assert names(Query(words="pantries")) == ["Riverside Larder"]
        assert names(Query(words="music")) == ["Caistor Choral Society"]

    def test_put_a_match_in_the_name_before_one_in_the_description(self, world):
        assert names(Query(words="debt"))[:2] == ["Debt Advice Norwich", "Riverside Larder"]

    def test_put_the_active_before_those_that_are_gone(self, world):
        assert names(Query(words="debt"))[-1] == "Norwich Debt Relief"

    def test_put_the_exact_name_first(self, world):
        OrganisationFactory(name="Larder Riverside Larder Riverside Larder")
        reindex_all()

        assert names(Query(words="riverside larder"))[0] == "Riverside Larder"

    def test_in_quotes_must_stand_in_a_row(self, world):
        assert names(Query(words='"food bank"')) == ["Riverside Larder"]

    def test_written_as_one_are_found_when_typed_as_two_and_the_other_way(self, world):
        both = {"Riverside Larder", "Thetford Foodbank"}

        assert set(names(Query(words="food bank"))) == both

    def test_that_no_organisation_has_all_of_find_those_that_have_some(self, world):
        found = search(Query(words="choral food"))

        assert found.loosened
        assert {f.name for f in found.shown} >= {"Caistor Choral Society", "Thetford Foodbank"}

    def test_of_an_area_find_what_is_based_there(self, world):
        assert set(names(Query(words="breckland"))) == {
            "Caistor Choral Society",
            "Thetford Foodbank",
        }

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    def test_of_any_sort_are_only_words(self, world, typed):
        found = search(from_lists({"q": [typed]}))

        assert found.total <= 5
        assert "Hollyhock Refuge" not in {f.name for f in found.shown}


class TestKind:
    """Words for what an organisation is find it, after those that say so themselves."""

    @pytest.mark.parametrize(
        ("kind", "typed"),
        [
            ("sports-club", "sports club"), ("sports-club", "amateur sport"),
            ("sports-club", "CASC"), ("cic", "cic"), ("cic", "social enterprise"),
            ("cic", "community interest company"), ("society", "co-op"), ("society", "coop"),
            ("society", "cooperatives"), ("society", "social enterprises"), ("cio", "CIO"),
            ("charitable-company", "charity"), ("faith", "faith groups"), ("faith", "church"),
        ],
    )  # fmt: skip
    def test_is_a_word_to_find_by(self, world, kind, typed):
        made = OrganisationFactory(name="Harleston Bowls", kind=kind)
        index([made.pk])

        assert "Harleston Bowls" in names(Query(words=typed))

    def test_of_another_organisation_is_not(self, world):
        made = OrganisationFactory(name="Harleston Bowls", kind="charity")
        index([made.pk])

        for typed in ("sports club", "church", "cic", "co-op"):
            assert "Harleston Bowls" not in names(Query(words=typed))

    def test_comes_after_a_name_and_a_description_however_long(self, world):
        long = " ".join(f"word{n}" for n in range(300))
        made = [
            OrganisationFactory(name="Aldeby Bowls", kind="sports-club"),
            OrganisationFactory(name="Beccles Bowls", description=f"A sports club. {long}"),
            OrganisationFactory(name="Cromer Sports Club", description=long),
        ]
        index(o.pk for o in made)

        assert names(Query(words="sports club")) == [
            "Cromer Sports Club", "Beccles Bowls", "Aldeby Bowls",
        ]  # fmt: skip

    def test_that_has_changed_is_found_as_it_is_now(self, world):
        made = OrganisationFactory(name="Harleston Bowls", kind="group")
        index([made.pk])
        Organisation.objects.filter(pk=made.pk).update(kind="sports-club")
        index([made.pk])

        assert names(Query(words="sports club")) == ["Harleston Bowls"]
        assert "Harleston Bowls" not in names(Query(words="informal"))


class TestCause:
    def test_is_found_by_its_title_after_what_says_so_itself(self, world):
        made = OrganisationFactory(name="Acle Trust", description="For the relief of poverty.")
        index([made.pk])

        assert names(Query(words="relief of poverty")) == [
            "Acle Trust", "Debt Advice Norwich", "Riverside Larder", "Norwich Debt Relief",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("scheme", "code", "typed"),
        [("who", "202", "older people"), ("who", "202", "OAP"), ("how", "302", "grants"),
         ("what", "110", "amateur sport"), ("what", "111", "animals")],
    )  # fmt: skip
    def test_is_known_by_the_registers_title_before_one_is_kept_here(
        self, world, scheme, code, typed
    ):
        ClassificationFactory(organisation=world["larder"], scheme=scheme, code=code)
        index([world["larder"].pk])

        assert "Riverside Larder" in names(Query(words=typed))

    def test_that_only_a_program_suggested_is_no_word(self, world):
        TermFactory(scheme="ukcat", code="AN100", title="Hedgehogs")
        ClassificationFactory(organisation=world["larder"], scheme="ukcat", code="AN100")
        index([world["larder"].pk])

        assert names(Query(words="hedgehogs", exactly=True)) == []


class TestOtherWords:
    """What registers say for what people type."""

    @pytest.fixture
    def clubs(self, world) -> None:
        made = [
            OrganisationFactory(name="Acle Memory Cafe", description="For people with dementia."),
            OrganisationFactory(name="Zest Alzheimers Support"),
            OrganisationFactory(name="Diss Shed", description="A men's shed.", status="closed"),
            OrganisationFactory(name="Fakenham Children's Centre"),
        ]
        index(o.pk for o in made)

    def test_find_what_the_typed_ones_do_not_and_come_after_it(self, clubs):
        found = search(Query(words="alzheimer's"))

        assert [f.name for f in found.shown] == ["Zest Alzheimers Support", "Acle Memory Cafe"]
        assert "dementia" in found.also
        assert found.by_other_words == 1

    def test_are_left_out_when_only_the_typed_ones_are_asked(self, clubs):
        found = search(Query(words="alzheimer's", exactly=True))

        assert [f.name for f in found.shown] == ["Zest Alzheimers Support"]
        assert found.also == ()

    def test_put_what_is_gone_last_all_the_same(self, clubs):
        made = OrganisationFactory(name="Holt Men in Sheds Men's Group")
        index([made.pk])

        assert names(Query(words="men's sheds")) == ["Holt Men in Sheds Men's Group", "Diss Shed"]

    @pytest.mark.parametrize("typed", ["childrens", "children's", "children", "kids", "kids'"])
    def test_are_the_same_however_the_plural_is_written(self, clubs, typed):
        assert names(Query(words=f"{typed} centre")) == ["Fakenham Children's Centre"]

    def test_hold_with_the_other_words_and_filters(self, clubs):
        assert names(Query(words="food parcels breckland"))[0] == "Thetford Foodbank"
        assert names(Query(words="food parcels", kinds=("cio",))) == ["Riverside Larder"]

    def test_can_be_asked_for_each_row_of_the_table(self, clubs):
        for key in table():
            assert search(Query(words=" ".join(key)), counted=False).corrections == {}

    def test_are_not_taken_for_slips(self, clubs):
        found = search(Query(words="masjid"))

        assert found.total == 0
        assert found.corrections == {}

    def test_are_marked_where_they_stand(self, clubs):
        assert ("dementia", True) in search(Query(words="alzheimers")).shown[1].extract

    def test_are_counted_by_the_filters(self, clubs):
        facets = {f.name: f for f in search(Query(words="alzheimers")).facets}

        assert sum(o.count for o in facets["statuses"].options) == 2


class TestAbuse:
    """Who looks for a refuge from abuse finds those first, whatever else is called a refuge."""

    @pytest.fixture
    def refuges(self, world) -> None:
        made = [
            OrganisationFactory(name="City of Refuge Church", description="Women welcome."),
            OrganisationFactory(name="Refuge Dogs", description="Women walk dogs: aid for dogs."),
            OrganisationFactory(
                name="Acle Circle", description="Support for women and children leaving abuse."
            ),
            OrganisationFactory(name="Diss House", description="Help after domestic violence."),
        ]
        index(o.pk for o in made)

    @pytest.mark.parametrize(
        "typed",
        ["domestic abuse", "domestic violence", "womens refuge", "women's aid", "refuge",
         "I need a refuge", "refuges near me"],
    )  # fmt: skip
    def test_comes_before_everything_else_of_that_name(self, refuges, typed):
        found = search(Query(words=typed), now=NOW)

        assert {f.name for f in found.shown[:2]} == {"Acle Circle", "Diss House"}
        assert found.put_first == "domestic abuse"

    def test_comes_first_in_any_order_that_is_asked(self, refuges):
        assert names(Query(words="refuge", sort="name"))[:2] == ["Acle Circle", "Diss House"]

    @pytest.mark.parametrize(
        "typed", ["refuge in Marlham", "womens refuge marlham", "a refuge for my family tonight",
         "my husband hits me"],
    )  # fmt: skip
    def test_comes_first_when_nothing_has_all_of_the_words(self, refuges, typed):
        found = search(Query(words=typed), now=NOW)

        assert {f.name for f in found.shown[:2]} == {"Acle Circle", "Diss House"}
        assert ("refuge" in typed) == ("City of Refuge Church" in [f.name for f in found.shown])

    def test_comes_before_what_is_nearer(self, refuges):
        Organisation.objects.filter(name__contains="Refuge").update(latitude=52.62, longitude=1.3)
        reindex_all()

        near = names(Query(words="refuge near NR1 1AA"))

        assert set(near[:2]) == {"Acle Circle", "Diss House"}

    def test_is_not_said_to_come_first_where_there_is_none(self, refuges):
        assert search(Query(words="refuge dogs"), now=NOW).shown[0].name == "Refuge Dogs"

    def test_brings_no_church_or_dog_to_who_did_not_type_refuge(self, refuges):
        assert "City of Refuge Church" not in names(Query(words="domestic abuse"))
        assert names(Query(words="refuge", exactly=True)) == [
            "City of Refuge Church", "Refuge Dogs"
        ]  # fmt: skip


class TestSentences:
    """What people write when they do not write in the register's words."""

    @pytest.fixture
    def helpers(self, world) -> None:
        AreaFactory(code="E07000149", kind="district", name="Kelder", parent=NORFOLK)
        made = [
            OrganisationFactory(name="Acle Good Neighbours", district=NORWICH),
            OrganisationFactory(name="Norfolk Autism Network", district=NORWICH),
            OrganisationFactory(name="Diss Football Club", description="For grown-ups."),
            OrganisationFactory(name="Holt Football", description="For children."),
        ]
        index(o.pk for o in made)

    @pytest.mark.parametrize("typed", ["lonely", "loneliness", "I feel lonely", "befriending"])
    def test_are_read_for_what_they_say(self, helpers, typed):
        assert names(Query(words=typed)) == ["Acle Good Neighbours"]

    @pytest.mark.parametrize("typed", ["my son is autistic", "I need help for my autistic son"])
    def test_find_at_least_what_their_parts_find(self, helpers, typed):
        found = search(Query(words=typed), now=NOW)

        assert [f.name for f in found.shown] == ["Norfolk Autism Network"]
        assert found.loosened

    def test_of_empty_words_alone_are_words(self, helpers):
        assert names(Query(words="help")) == ["Debt Advice Norwich"]

    def test_lose_a_place_where_nothing_is_found(self, helpers):
        found = search(Query(words="befriending in Kelder"), now=NOW)

        assert [f.name for f in found.shown] == ["Acle Good Neighbours"]
        assert (found.dropped, found.place) == ("in Kelder", "")

    def test_keep_a_place_that_the_form_gave(self, helpers):
        assert search(Query(words="befriending", areas=("E07000149",))).total == 0

    def test_put_what_has_only_part_of_them_below_when_few_have_all(self, helpers):
        found = search(Query(words="football for kids"), now=NOW)

        assert [f.name for f in found.shown] == ["Holt Football", "Diss Football Club"]
        assert (found.partly, found.loosened) == (1, False)

    def test_do_not_bring_all_that_has_a_common_word(self, helpers):
        index(OrganisationFactory(name=f"Club {n}", description="Children.").pk for n in range(30))

        assert names(Query(words="football for kids")) == ["Holt Football", "Diss Football Club"]

    @pytest.mark.parametrize("typed", ["debt near me", "debt nearby", "help with debt close to me"])
    def test_that_ask_for_what_is_near_nothing_say_so(self, helpers, typed):
        found = search(Query(words=typed), now=NOW)

        assert found.nearby
        assert found.query.words.endswith("debt")
        assert "Debt Advice Norwich" in [f.name for f in found.shown]

    def test_say_which_place_is_not_known(self, helpers):
        assert search(Query(words="football in Marlham")).unknown == "Marlham"
        assert search(Query(words="football in Norwich")).unknown == ""
        assert search(Query(words="advice in debts")).unknown == ""


class TestSpelling:
    def test_is_put_right_from_the_registers_own_words(self, world):
        found = search(Query(words="dept advice"))

        assert found.corrections == {"dept": "debt"}
        assert found.shown[0].name == "Debt Advice Norwich"

    def test_is_left_alone_when_asked(self, world):
        assert search(Query(words="dept", exactly=True)).total == 0

    def test_takes_two_words_typed_as_one_apart(self, world):
        found = search(Query(words="choralsociety"))

        assert [f.name for f in found.shown] == ["Caistor Choral Society"]

    def test_never_offers_a_word_that_only_a_withheld_organisation_has(self, world):
        assert search(Query(words="hollyhok")).corrections == {}

    def test_forgets_the_words_of_an_organisation_that_is_withheld_later(self, world):
        Organisation.objects.filter(pk=world["choir"].pk).update(withheld=True)
        index([world["choir"].pk])

        assert search(Query(words="caister")).corrections == {}


class TestIndex:
    def test_never_holds_a_withheld_organisation(self, world):
        assert not SearchRow.objects.filter(pk=world["refuge"].pk).exists()
        assert names(Query(words="hollyhock")) == []

    def test_lets_go_of_an_organisation_merged_away(self, world):
        Organisation.objects.filter(pk=world["debt"].pk).update(same_as=world["larder"])
        index([world["debt"].pk])

        assert "Debt Advice Norwich" not in names(Query(words="debt"))
        assert "Debt Advice Norwich" not in names(Query())

    def test_shows_nothing_withheld_even_before_it_is_told(self, world):
        names(Query())
        Organisation.objects.filter(pk=world["debt"].pk).update(withheld=True)

        assert "Debt Advice Norwich" not in names(Query())

    def test_made_afresh_is_the_same(self, world):
        before = list(SearchRow.objects.order_by("pk").values_list())
        assert reindex_all() == 5

        assert list(SearchRow.objects.order_by("pk").values_list()) == before
        assert not SearchWord.objects.filter(word="hollyhock").exists()

    def test_takes_the_same_organisation_twice(self, world):
        index([world["larder"].pk, world["larder"].pk])
        index([world["larder"].pk])

        assert names(Query(words="larder")) == ["Riverside Larder"]


@pytest.mark.django_db(transaction=True)
class TestUpgrade:
    def test_makes_the_index_of_an_older_version_afresh(self, world):
        made = OrganisationFactory(name="Harleston Bowls", kind="sports-club")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE sector_searchrow")
        upgrade = import_module("commonweal.sector.migrations.0006_words_of_classes")

        with connection.schema_editor() as editor:
            upgrade.make_afresh(apps, editor)

        assert SearchRow.objects.get(pk=made.pk).classes.startswith("community amateur sports")
        assert "Harleston Bowls" in names(Query(words="sports club"))
        assert SearchRow.objects.count() == 6


class TestRebuildSearch:
    def test_finds_organisations_by_the_new_name_of_their_area(self, world):
        Area.objects.filter(code=BRECKLAND).update(name="Wayland")

        assert rebuild_search(by=Operator()) == 5
        assert len(names(Query(words="wayland"))) == 2

    def test_is_not_for_visitors(self, world):
        with pytest.raises(PermissionDenied):
            rebuild_search(by=Visitor())


class TestPlaces:
    def test_in_the_words_are_understood(self, world):
        found = search(Query(words="food in Thetford"))

        assert found.query.areas == ("E05001", "E05002")
        assert found.place == "Thetford"
        assert [f.name for f in found.shown] == ["Thetford Foodbank"]

    def test_are_taken_from_the_end_of_the_words(self, world):
        found = search(Query(words="people in debt in Norwich"))

        assert (found.query.words, found.place) == ("people in debt", "Norwich")

    def test_in_a_name_do_not_hide_that_it_is_one(self, world):
        made = [
            OrganisationFactory(
                name=name, county=NORFOLK, district=NORWICH,
                description="Churches together, churches together.",
            )
            for name in ("Churches Together Churches Together", "Churches Together in Norwich")
        ]  # fmt: skip
        index(o.pk for o in made)

        assert names(Query(words="churches together in Norwich"))[0] == made[1].name

    def test_are_called_what_people_call_them(self, world):
        AreaFactory(code="E06000010", kind="district", name="Kingston upon Hull, City of")

        assert search(Query(words="food in Hull")).dropped == "in Kingston upon Hull"

    def test_are_not_looked_for_without_end(self, world, django_assert_max_num_queries):
        with django_assert_max_num_queries(30):
            search(from_lists({"q": ["in norwic " * 60]}))

    def test_may_lack_what_their_official_name_goes_on_with(self, world):
        AreaFactory(code="E07000146", kind="district", name="King's Lynn and West Norfolk")

        OrganisationFactory(name="Lynn Food", district="E07000146")
        reindex_all()

        assert search(Query(words="food in kings lynn")).query.areas == ("E07000146",)
        assert search(Query(words="food in King's Lynn")).query.areas == ("E07000146",)

    def test_that_are_not_known_stay_words(self, world):
        assert search(Query(words="food in Narnia")).query.areas == ()

    def test_count_as_served_through_the_county_around_them(self, world):
        AreaServedFactory(organisation=world["thetford"], code=NORFOLK, words="Norfolk")
        index([world["thetford"].pk])

        serving = Query(areas=(NORWICH,), where="serving")
        assert names(serving) == ["Caistor Choral Society", "Thetford Foodbank"]

    def test_can_be_where_an_organisation_is_based_or_what_it_serves(self, world):
        based = Query(areas=(NORWICH,), where="based")

        assert "Caistor Choral Society" not in names(based)
        assert len(names(Query(areas=(NORWICH,)))) == len(names(based)) + 1


class TestNear:
    def test_comes_nearest_first_with_its_distance(self, world):
        found = search(Query(near="nr11aa", within=5))

        assert [f.name for f in found.shown] == ["Riverside Larder", "Debt Advice Norwich"]
        assert found.shown[0].distance_km == pytest.approx(0.648, abs=0.01)

    def test_is_understood_in_the_words(self, world):
        found = search(Query(words="debt near NR1 1AA"))

        assert found.query.words == "debt"
        assert found.spot.label == "NR1 1AA"
        assert found.shown[0].name == "Riverside Larder"

    def test_is_understood_with_a_distance(self, world):
        found = search(Query(words="debt within 3 km of NR1 1AA"))

        assert (found.query.within, found.query.unit) == (3, "km")
        assert found.total == 2

    def test_takes_the_middle_of_an_area(self, world):
        assert search(Query(words="near Norwich")).spot.label == "Norwich"

    @pytest.mark.parametrize("typed", ["NR1", "nr1", " NR1 "])
    def test_takes_the_middle_of_the_postcodes_that_begin_alike(self, world, typed):
        PostcodeFactory(postcode="NR1 2AB", latitude=52.6356, longitude=1.3163)
        PostcodeFactory(postcode="NR11 2AB", latitude=50.0, longitude=0.0)

        spot = search(Query(near=typed)).spot

        assert spot.label == "NR1"
        assert (spot.latitude, spot.longitude) == pytest.approx((52.6306, 1.3113), abs=1e-6)

    @pytest.mark.parametrize("typed", ["debt near NR1", "debt in NR1", "debt NR1", "debt nr1"])
    def test_takes_half_a_postcode_out_of_the_words(self, world, typed):
        found = search(Query(words=typed))

        assert (found.query.words, found.query.near) == ("debt", "NR1")
        assert (found.query.within, found.query.unit) == (5, "miles")
        assert found.shown[0].name == "Riverside Larder"

    @pytest.mark.parametrize("typed", ["debt near M25", "debt M25", "debt in M25"])
    def test_leaves_what_no_postcode_here_begins_with_among_the_words(self, world, typed):
        assert search(Query(words=typed)).query.words == typed

    def test_says_so_when_no_postcode_here_begins_like_that(self, world):
        found = search(Query(near="ZE1"))

        assert found.problems["near"] == "No postcode known here begins with ZE1."

    @pytest.mark.parametrize("typed", ["Norwich", "norwich ", "Norfolk", "Mancroft"])
    def test_takes_the_middle_of_a_district_county_or_ward(self, world, typed):
        Postcode.objects.update(county=NORFOLK, district=NORWICH, ward="E05003")
        found = search(Query(near=typed, within=5))

        assert found.spot.label == typed.strip().title()
        assert found.total == 2

    def test_takes_a_town_that_is_part_of_its_wards_names(self, world):
        AreaFactory(code="E05008", kind="ward", name="North Wymondham", parent=BRECKLAND)
        AreaFactory(code="E05009", kind="ward", name="South Wymondham", parent=BRECKLAND)
        PostcodeFactory(postcode="NR18 0AA", ward="E05008", latitude=52.57, longitude=1.11)
        PostcodeFactory(postcode="NR18 0AB", ward="E05009", latitude=52.55, longitude=1.11)

        assert search(Query(near="wymondham")).spot.latitude == pytest.approx(52.56)

    def test_asks_which_when_several_places_have_the_name(self, world):
        for code, parent in (("E05010", NORWICH), ("E05011", BRECKLAND)):
            AreaFactory(code=code, kind="ward", name="Abbey", parent=parent)
        PostcodeFactory(postcode="IP24 1AA", ward="E05011", latitude=52.4, longitude=0.7)

        found = search(Query(words="debt", near="abbey"))

        assert found.problems["near"] == (
            "There is more than one Abbey: in Breckland and Norwich. "
            "Write which, such as Abbey, Breckland, or give a postcode."
        )
        assert search(Query(near="Abbey, Breckland")).spot.latitude == pytest.approx(52.4)

    def test_asks_whether_a_slip_was_meant_for_a_place(self, world):
        assert "Did you mean Norwich?" in search(Query(near="Norwhich")).problems["near"]
        assert "Did you mean" not in search(Query(near="Narnia")).problems["near"]

    def test_gives_a_sentence_and_results_without_distance_when_the_postcode_is_wrong(self, world):
        found = search(Query(words="debt", near="NR1 1ZZ", within=3))

        assert "NR1 1ZZ" in found.problems["near"]
        assert found.total == 3
        assert found.shown[0].distance_km is None

    def test_keeps_what_has_no_place_when_no_distance_is_asked(self, world):
        assert names(Query(near="NR1 1AA"))[-2:] == [
            "Caistor Choral Society",
            "Norwich Debt Relief",
        ]


class TestFilters:
    def test_all_must_hold_and_any_code_of_one_will_do(self, world):
        assert names(Query(kinds=("cio", "group"))) == ["Riverside Larder", "Thetford Foodbank"]
        assert names(Query(kinds=("cio", "group"), what=("107",))) == ["Riverside Larder"]

    @pytest.mark.parametrize(
        ("size", "name"), [("micro", "Debt Advice Norwich"), ("large", "Caistor Choral Society")]
    )
    def test_go_by_size(self, world, size, name):
        assert names(Query(sizes=(size,))) == [name]

    def test_go_by_what_changed_lately(self, world):
        assert names(Query(changed=30)) == ["Riverside Larder"]

    def test_hold_for_words_too(self, world):
        assert names(Query(words="debt", statuses=("removed",))) == ["Norwich Debt Relief"]

    def test_say_how_many_each_would_leave(self, world):
        facets = {f.name: f for f in search(Query(words="debt")).facets}

        cause = facets["what"].options
        assert [(o.title, o.count) for o in cause] == [("Relief of poverty", 2)]
        assert {o.title: o.count for o in facets["statuses"].options} == {
            "Active": 2, "Removed from its register": 1,
        }  # fmt: skip


class TestOrder:
    def test_is_stable_among_equals(self, world):
        twins = [OrganisationFactory(name="Twin Society", description="Twins.") for _ in range(7)]
        index(o.pk for o in twins)

        pages = [search(Query(words="twin", limit=2, page=p)).shown for p in (1, 2, 3, 4)]

        assert [f.key for page in pages for f in page] == [o.pk for o in twins]
        assert [f.number for page in pages for f in page] == list(range(1, 8))

    def test_goes_by_income_name_or_change(self, world):
        assert names(Query(sort="income"))[0] == "Caistor Choral Society"
        assert names(Query(sort="name")) == sorted(names(Query()))
        assert names(Query(sort="changed"))[0] == "Riverside Larder"

    def test_is_the_same_for_many_as_for_few(self, world):
        many = [
            OrganisationFactory(name=f"Allotment Society {n % 97:02}", income=n % 13)
            for n in range(1200)
        ]
        index(o.pk for o in many)

        shown = search(Query(words="allotment", sort="income", limit=50)).shown

        expected = sorted(many, key=lambda o: (-o.income, o.name, o.pk))[:50]
        assert [f.key for f in shown] == [o.pk for o in expected]


class TestIdentifier:
    @pytest.mark.parametrize("typed", ["1090095", "GB-CHC-1090095", "gb-chc-1090095", " 1090095 "])
    def test_goes_to_its_organisation(self, world, typed):
        IdentifierFactory(organisation=world["larder"], scheme="GB-CHC", value="1090095")

        assert search(Query(words=typed)).identified == (world["larder"].ref,)

    def test_may_lack_a_company_numbers_noughts(self, world):
        IdentifierFactory(organisation=world["larder"], scheme="GB-COH", value="06543210")

        assert search(Query(words="6543210")).identified == (world["larder"].ref,)

    def test_of_a_withheld_organisation_goes_nowhere(self, world):
        IdentifierFactory(organisation=world["refuge"], scheme="GB-CHC", value="1090096")

        assert search(Query(words="GB-CHC-1090096")).identified == ()


class TestSuggest:
    def test_finishes_the_last_word(self, world):
        assert [s.name for s in suggest("river")] == ["Riverside Larder"]

    def test_says_nothing_to_nothing(self, world):
        assert suggest(" ' ") == ()


class TestCost:
    def test_does_not_grow_with_the_page(self, world, django_assert_max_num_queries):
        search(Query())
        with django_assert_max_num_queries(18):
            search(Query(words="debt advise in Norwich", near="NR1 1AA", limit=100))

    def test_is_paid_on_this_database(self):
        assert connection.vendor in {"sqlite", "postgresql"}
