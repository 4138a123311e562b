"""How to reach an organisation is forgotten two years after it left."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.sector.actions import forget_old_contacts
from commonweal.sector.models import Answer, Reminder
from commonweal.sector.tests.factories import (
    AnswerFactory,
    OrganisationFactory,
    PlaceFactory,
    ReminderFactory,
    RunFactory,
    SourceRecordFactory,
    refresh,
)
from commonweal.sector.tests.people import reader, robot, stranger

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
REACHED = {"name": "Old Quay Club", "email": "old@quay.example", "telephone": "01632 960001"}


@pytest.fixture(autouse=True)
def on_that_day():
    PlaceFactory()
    with time_machine.travel(NOW, tick=False):
        yield


def club(*, status_on: dt.date | None = None, gone: dt.datetime | None = None):
    organisation = OrganisationFactory()
    facts = dict(REACHED)
    if status_on:
        facts |= {"status": "dissolved", "status_on": status_on.isoformat()}
    run = RunFactory(finished_at=gone) if gone else None
    record = SourceRecordFactory(
        organisation=organisation, facts=facts, raw={"phone": "01632 960001"}, gone_run=run
    )
    refresh(organisation)
    return organisation, record


class TestForgetOldContacts:
    def test_wipes_what_was_dissolved_two_years_ago(self):
        organisation, record = club(status_on=dt.date(2024, 11, 1))
        assert organisation.email

        assert forget_old_contacts(by=robot) == 1

        organisation.refresh_from_db()
        record.refresh_from_db()
        assert (organisation.email, organisation.telephone) == ("", "")
        assert organisation.name == "Old Quay Club"
        assert "01632" not in f"{record.raw} {record.facts}"

    def test_wipes_a_record_that_its_source_dropped_two_years_ago(self):
        organisation, _ = club(gone=dt.datetime(2024, 11, 1, tzinfo=dt.UTC))

        assert forget_old_contacts(by=robot) == 1

        organisation.refresh_from_db()
        assert organisation.email == ""

    @pytest.mark.parametrize(
        "left",
        [
            {},
            {"status_on": dt.date(2024, 12, 1)},
            {"gone": dt.datetime(2024, 12, 1, tzinfo=dt.UTC)},
        ],
    )
    def test_leaves_what_still_stands_or_left_lately(self, left):
        _, record = club(**left)

        assert forget_old_contacts(by=robot) == 0

        record.refresh_from_db()
        assert record.raw

    def test_happens_only_once(self):
        club(status_on=dt.date(2020, 1, 1))

        assert forget_old_contacts(by=robot) == 1
        assert forget_old_contacts(by=robot) == 0

    @pytest.mark.parametrize("actor", [reader, stranger])
    def test_is_for_those_who_keep_the_register(self, actor):
        with pytest.raises(PermissionDenied):
            forget_old_contacts(by=actor)


class TestForgettingWhomWeAsked:
    def test_comes_two_years_after_the_letter_and_the_answer(self):
        long_ago, lately = (dt.datetime(y, 11, 1, tzinfo=dt.UTC) for y in (2024, 2025))
        for when in (long_ago, lately):
            ReminderFactory(written_at=when)
            AnswerFactory(at=long_ago, settled_at=when)
        waiting = AnswerFactory(at=long_ago)

        forget_old_contacts(by=robot)

        assert Reminder.objects.get().written_at == lately
        assert set(Answer.objects.values_list("settled_at", flat=True)) == {lately, None}
        assert Answer.objects.filter(pk=waiting.pk).exists()
