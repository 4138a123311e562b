"""The pages of a consultation long after its last day, when nobody has reported on it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from commonweal.commitments import actions
from commonweal.commitments.tests.test_consulting import (  # noqa: F401
    draft,
    moderator,
    opened,
    say,
    steward,
)
from commonweal.commitments.tests.test_consulting_pages import (  # noqa: F401
    SAYS,
    _then,
    address,
    desk,
    signed_in,
)
from commonweal.core.actors import Robot

pytestmark = pytest.mark.django_db
A_YEAR_ON = dt.datetime(2027, 11, 26, 10, 0, tzinfo=dt.UTC)
LATE = "was to be"


@pytest.fixture(params=[True, False], ids=["closed by the robot", "which has not come yet"])
def over(request, opened):  # noqa: F811
    _, token = say(opened, text="More buses.")
    with time_machine.travel(A_YEAR_ON, tick=False):
        if request.param:
            actions.close_consultations(by=Robot("housekeeping"))
        yield opened, token


def page(client, where):
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


class TestAYearOn:
    def test_it_says_that_it_closed_and_is_overdue(self, client, over):
        shown = page(client, address("consultation", over[0]))

        assert "closed at the end of 30 November 2026" in shown
        assert "Say what you think</a>" not in shown
        assert "It is decided by" not in shown

    def test_nobody_is_led_to_print_or_fill_in_what_comes_too_late(self, client, over):
        for name in ("say_it", "consultation_on_paper", "about_you"):
            assert client.get(address(name, over[0]))["Location"] == address(
                "consultation", over[0]
            )

    def test_every_page_still_says_what_is_so(self, client, over):
        consultation, token = over
        what = page(client, f"{address('consultation', consultation)}what-came-of-it/")
        mine = page(client, f"/said/{token}/")

        assert "People may still answer" not in what and "People may answer until" not in mine
        for shown in (what, mine):
            assert "20 January 2027" in shown
            assert LATE in shown or "were to be made" in shown

    def test_no_list_says_that_it_is_open(self, client, over):
        listed = page(client, "/consultations/")

        assert "Nothing is open just now." in listed
        assert "You can still change them" not in page(client, "/promises/")

    def test_the_desk_offers_nothing_that_would_be_refused(self, steward, over):  # noqa: F811
        shown = page(signed_in(steward), desk("consultation", over[0].pk))

        assert "Write down what came" not in shown
        assert "Give more time" not in shown
        assert "Give more time, or say how you make up for it" not in shown


class TestWhileItIsOpen:
    def test_its_pages_say_until_when(self, client, opened):  # noqa: F811
        _, token = say(opened, text="More buses.")
        what = page(client, f"{address('consultation', opened)}what-came-of-it/")
        mine = page(client, f"/said/{token}/")

        assert "People may still answer." in what
        assert "People may answer until 30 November 2026" in mine
        assert LATE not in what and "were to be made" not in mine
