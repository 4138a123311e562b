"""A call is set out, interests are declared, and somebody independent opens it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.commitments import actions
from commonweal.commitments.actions.calls import CallTerms
from commonweal.commitments.models import Call, Version
from commonweal.commitments.presets import PRESETS
from commonweal.commitments.tests.callings import CHECKED, CLOSE, INVITE, at
from commonweal.commitments.tests.factories import (
    CallFactory,
    DocumentFactory,
    ElectionFactory,
    ParagraphFactory,
)
from commonweal.core.refused import Refused
from commonweal.sector.tests.people import OTHERS, administrator, reader, steward, stranger

pytestmark = pytest.mark.django_db
TERMS = CallTerms(
    invite_at=INVITE, closes_at=CLOSE, reveal_at=CLOSE + dt.timedelta(days=3),
    invitation="We ask everybody the same.", host="Saltwold Voluntary Action",
    funder="Its members", independence="It supports no party and no candidate.",
    imprint="Published by Saltwold Voluntary Action, 3 Staithe Street.",
    reminder="You have not answered every ask.", remind_days=(7, 2),
)  # fmt: skip


@pytest.fixture(autouse=True)
def before():
    with at(CHECKED):
        yield


@pytest.fixture
def document():
    found = DocumentFactory(face="call")
    ParagraphFactory(document=found, kind="ask", heading="Funding")
    return found


def set_out(document, by=steward, **other):
    terms = dataclasses.replace(TERMS, **other)
    return actions.set_out_call(by=by, document=document, election=ElectionFactory(), terms=terms)


class TestSettingOut:
    def test_says_how_a_call_is_put_and_can_be_done_again(self, document):
        first = set_out(document)
        second = set_out(document, word_limit=200)

        assert first.pk == second.pk
        assert Call.objects.get().word_limit == 200
        assert Call.objects.get().remind_days == [7, 2]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"closes_at": INVITE}, "closes_at"),
            ({"reveal_at": CLOSE - dt.timedelta(seconds=1)}, "reveal_at"),
            ({"reveal_at": dt.datetime(2026, 5, 8, 9, tzinfo=dt.UTC)}, "reveal_at"),
            ({"invitation": " "}, "invitation"), ({"imprint": ""}, "imprint"),
            ({"host": ""}, "host"), ({"funder": ""}, "funder"), ({"host": "x" * 256}, "host"),
            ({"independence": ""}, "independence"), ({"reminder": ""}, "reminder"),
            ({"remind_days": (40,)}, "remind_days"), ({"word_limit": 0}, "word_limit"),
            ({"order": "seed"}, "seed"), ({"council_help": "A room."}, "council_signoff"),
            ({"invitation": "x" * 200_000}, "invitation"),
        ],
    )  # fmt: skip
    def test_is_refused_naming_the_field(self, document, wrong, field):
        with pytest.raises(Refused) as no:
            set_out(document, **wrong)
        assert no.value.field == field
        assert not Call.objects.exists()

    def test_is_of_calls_only(self):
        with pytest.raises(Refused):
            set_out(DocumentFactory(face="strategy"))

    @pytest.mark.parametrize("somebody", OTHERS, ids=lambda who: who.label)
    def test_is_for_stewards(self, document, somebody):
        with pytest.raises(PermissionDenied):
            set_out(document, by=somebody)


class TestOpening:
    def test_needs_somebody_who_declared_to_work_for_no_public_body(self, document):
        call = set_out(document)
        with pytest.raises(PermissionDenied):
            actions.open_call(by=steward, call=call)

        actions.declare_interest(by=steward, call=call, public_body=True, words="Council officer")
        with pytest.raises(PermissionDenied):
            actions.open_call(by=steward, call=call)

        actions.declare_interest(by=steward, call=call, public_body=False)
        actions.open_call(by=steward, call=call)

        call.refresh_from_db()
        assert (call.opened_at, call.opened_by) == (CHECKED, steward.label)
        document.refresh_from_db()
        assert document.standing == "adopted"
        assert document.versions.count() == 1

    def test_is_not_helped_by_a_declaration_of_another_or_on_another_call(self, document):
        call = set_out(document)
        actions.declare_interest(by=administrator, call=call, public_body=False)
        actions.declare_interest(by=steward, call=CallFactory(), public_body=False)
        actions.declare_interest(by=reader, call=call, public_body=False)

        for somebody in (steward, reader, stranger):
            with pytest.raises(PermissionDenied):
                actions.open_call(by=somebody, call=call)

    def test_freezes_what_candidates_are_told(self, document):
        call = set_out(document)
        actions.declare_interest(by=steward, call=call, public_body=False)
        actions.open_call(by=steward, call=call)

        with pytest.raises(Refused, match="not changed any more"):
            set_out(document, word_limit=500)
        ask = document.paragraphs.get()
        with pytest.raises(Refused, match="asked the same words"):
            actions.change_paragraph(
                by=steward, paragraph=ask, edition=1, heading="Other", text="Else?", reason="Late"
            )
        with pytest.raises(Refused, match="open already"):
            actions.open_call(by=steward, call=call)

    def test_is_refused_without_asks_or_past_the_deadline(self, document):
        empty = set_out(DocumentFactory(face="call"))
        late = set_out(document)
        for call in (empty, late):
            actions.declare_interest(by=steward, call=call, public_body=False)

        with pytest.raises(Refused, match="asks nothing"):
            actions.open_call(by=steward, call=empty)
        with at(CLOSE), pytest.raises(Refused, match="deadline is past"):
            actions.open_call(by=steward, call=late)
        assert not Version.objects.exists()


class TestThePreset:
    def test_asks_four_things_and_says_that_one_councillor_cannot_bind_a_council(self):
        parts = PRESETS["call"].parts

        assert [part.kind for part in parts] == ["ask"] * 4
        assert all("One councillor cannot bind a council." in part.text for part in parts)
