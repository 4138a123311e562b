"""What somebody may take away is everything that is kept of them, and says so for each kind."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from commonweal.help.models import Client, Helper
from commonweal.help.reports.helpers import kept_of as kept_of_helper
from commonweal.help.reports.kept_of import kept_of
from commonweal.help.tests.factories import (
    ExpenseFactory,
    HelpComplaintFactory,
    MatchFactory,
    RequestFactory,
    RightsRequestFactory,
    StopFactory,
    VisitFactory,
    WarmReferralFactory,
)

# Under what heading each kind of row about a person is; or why it is none of theirs to have.
SHOWN = {
    "Keyholder": "Whom we may ring for you", "Ground": "Why we keep it",
    "Request": "What you asked for", "Stop": "When something was brought to your door",
    "Given": "What was given to you", "AdviceContact": "When you were advised",
    "RightsRequest": "What you asked by right", "HelpComplaint": "What you complained of",
    "Listed": "Lists you are on", "RingCall": "When you were rung", "Plan": "Your plans",
    "WarmReferral": "What we passed on",
}  # fmt: skip
LEFT_OUT = {"ClientMark": "a keyed hash", "Apart": "never disclosed", "Worry": "never disclosed"}
OF_HELPERS = {
    "Check": "checks", "Training": "training", "Offer": "asked", "Match": "tasks",
    "Expense": "expenses", "Thanks": "thanks", "RightsRequest": "rights",
    "HelperChange": "standings",
}  # fmt: skip
NOT_OF_HELPERS = {
    "Helper": "whose buddy they are is another's", "Apart": "never disclosed",
    "Worry": "never disclosed", "TaskRule": "what the scheme decided for its tasks",
    "Round": "whose doors they were is others'",
}  # fmt: skip


def kinds_about(model):
    return {r.related_model.__name__ for r in model._meta.related_objects}


def test_every_kind_of_row_about_somebody_has_its_place():
    assert kinds_about(Client) == SHOWN.keys() | LEFT_OUT.keys()
    assert kinds_about(Helper) == OF_HELPERS.keys() | NOT_OF_HELPERS.keys()


@pytest.mark.django_db
def test_what_was_passed_on_complained_of_and_asked_is_among_it():
    request = RequestFactory()
    person, scheme = request.client, request.scheme
    match = MatchFactory(request=request, helper__scheme=scheme)
    WarmReferralFactory(client=person, ground__client=person, tells="Told them of the roof.")
    VisitFactory(match=match)
    StopFactory(client=person, round__scheme=scheme)
    HelpComplaintFactory(scheme=scheme, client=person, words="Nobody rang.")
    RightsRequestFactory(scheme=scheme, client=person)
    ExpenseFactory(helper=match.helper, what="A bus", on=dt.date(2026, 3, 2))

    told = kept_of(person)
    wanted = ("RightsRequest", "HelpComplaint", "WarmReferral", "Stop")

    assert {SHOWN[k] for k in wanted} | {"When a helper came"} <= told.keys()
    words = json.dumps(told, default=str)
    assert "Told them of the roof." in words and "Nobody rang." in words
    assert match.helper.name not in words
    assert kept_of_helper(match.helper, request.asked_at)["expenses"][0]["what"] == "A bus"
