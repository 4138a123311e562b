"""Figures over time: recorded once, never changed, withdrawn with a reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.impact import actions
from commonweal.impact.models import Observation
from commonweal.impact.tests.factories import MeasureFactory, ObservationFactory

pytestmark = pytest.mark.django_db
FUNDING = Robot("funding")
YEAR = {"starts_on": dt.date(2025, 4, 1), "ends_on": dt.date(2026, 3, 31)}


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"])


def record(measure, value=21, by=FUNDING, **more):
    return actions.record_observation(
        by=by, measure=measure, value=value, source="Grants published", **(YEAR | more)
    )


class TestRecording:
    def test_the_same_figure_again_changes_nothing(self):
        measure = MeasureFactory()

        first, again = record(measure, 21), record(measure, Decimal("21.00"))

        assert first == again
        assert Observation.objects.count() == 1

    def test_another_value_for_the_same_days_is_refused_with_the_former(self):
        measure = MeasureFactory()
        record(measure, 21)

        with pytest.raises(Refused, match="For these days it says 21%. Withdraw that first"):
            record(measure, 22)

        assert Observation.objects.get().value == 21

    def test_another_value_stands_once_the_former_is_withdrawn(self, steward):
        measure = MeasureFactory()
        former = record(measure, 21)
        actions.withdraw_observation(by=steward, observation=former, reason="Counted twice")

        record(measure, 22)

        assert [o.value for o in measure.observations.standing()] == [22]
        former.refresh_from_db()
        assert former.withdrawn_because == "Counted twice"

    def test_another_area_is_another_figure(self):
        measure = MeasureFactory()
        record(measure, 21)
        record(measure, 30, area="E07000148")

        assert measure.observations.count() == 2

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"ends_on": dt.date(2025, 3, 1)}, "ends_on"),
            ({"ends_on": dt.date(2999, 3, 1)}, "ends_on"),
            ({"value": 101}, "value"),
            ({"value": Decimal("NaN")}, "value"),
            ({"low": Decimal(1)}, "high"),
            ({"low": Decimal(22), "high": Decimal(30)}, "value"),
            ({"area": "Norwich"}, "area"),
            ({"source": " "}, "source"),
            ({"source_url": "javascript:alert(1)"}, "source_url"),
            ({"note": "x" * 200_000}, "note"),
        ],
    )
    def test_refuses_what_cannot_be_at_the_field(self, wrong, field):
        with pytest.raises(Refused) as refusal:
            actions.record_observation(
                by=FUNDING, measure=MeasureFactory(),
                **({"value": 21, "source": "Grants published"} | YEAR | wrong),
            )  # fmt: skip

        assert refusal.value.field == field

    def test_ends_with_the_measure(self, steward):
        measure = MeasureFactory()
        actions.end_measure(by=steward, measure=measure, on=dt.date(2025, 12, 31))

        with pytest.raises(Refused, match="not counted any more"):
            record(measure)

    def test_a_measure_does_not_end_before_its_last_figure(self, steward):
        measure = MeasureFactory()
        record(measure)

        with pytest.raises(Refused, match="figures from after this day"):
            actions.end_measure(by=steward, measure=measure, on=dt.date(2025, 12, 31))


class TestWhoMay:
    @pytest.mark.parametrize("roles", [[], ["reader"], ["moderator"], ["editor"]])
    def test_nobody_but_stewards_and_robots_records(self, roles):
        for person in (UserFactory(roles=roles), Visitor()):
            with pytest.raises(PermissionDenied):
                record(MeasureFactory(), by=person)

    def test_a_robot_begins_no_measure(self):
        with pytest.raises(PermissionDenied):
            actions.add_measure(by=FUNDING, slug="a", name="A")

    def test_a_robot_withdraws_only_what_it_recorded(self, steward):
        own = record(MeasureFactory())
        typed = record(MeasureFactory(), by=steward)

        actions.withdraw_observation(by=FUNDING, observation=own, reason="Counted again")
        with pytest.raises(PermissionDenied):
            actions.withdraw_observation(by=FUNDING, observation=typed, reason="Counted again")
        with pytest.raises(PermissionDenied):
            actions.withdraw_observation(by=Robot("other"), observation=own, reason="Not mine")

    def test_nothing_is_withdrawn_twice_or_without_a_reason(self, steward):
        one = record(MeasureFactory())
        with pytest.raises(Refused, match="Say why"):
            actions.withdraw_observation(by=steward, observation=one, reason=" ")
        actions.withdraw_observation(by=steward, observation=one, reason="Wrong year")

        with pytest.raises(Refused, match="withdrawn before"):
            actions.withdraw_observation(by=steward, observation=one, reason="Wrong year")


class TestAMeasure:
    def test_has_an_address_of_its_own(self, steward):
        actions.add_measure(by=steward, slug="long-grants", name="Long grants", unit="share")

        with pytest.raises(Refused, match="Another measure"):
            actions.add_measure(by=steward, slug="long-grants", name="Again")
        with pytest.raises(Refused, match="small letters"):
            actions.add_measure(by=steward, slug="Long Grants", name="Again")


class TestThePages:
    def test_show_each_figure_with_its_source_and_the_range_of_estimates(self, client):
        measure = MeasureFactory(name="Grants of three years or more")
        ObservationFactory(measure=measure, value=21, low=18, high=25)
        ObservationFactory(
            measure=measure, value=99, withdrawn_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
            withdrawn_because="Counted twice",
        )  # fmt: skip

        page = client.get(f"/measures/{measure.slug}/").content.decode()

        assert "21%" in page and "18% to 25%" in page
        assert "Grants published by 12 funders" in page
        assert "Counted twice" in page

    def test_list_all_that_is_counted(self, client, django_assert_max_num_queries):
        assert "Nothing is counted here yet" in client.get("/measures/").content.decode()
        for measure in MeasureFactory.create_batch(9):
            ObservationFactory(measure=measure)

        with django_assert_max_num_queries(12):
            page = client.get("/measures/").content.decode()

        assert page.count("1 figure") == 9

    def test_give_the_figures_away(self, client):
        measure = MeasureFactory()
        ObservationFactory(measure=measure, value="21.5", low=18, high=25, note="=1+1")

        sent = b"".join(client.get(f"/measures/{measure.slug}.csv")).decode()

        assert ",21.5,18,25," in sent
        assert "'=1+1" in sent

    def test_know_no_measure_that_is_not_there(self, client):
        assert client.get("/measures/nothing/").status_code == 404
        assert client.get("/measures/nothing.csv").status_code == 404
