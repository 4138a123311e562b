"""Letters name the place as it calls itself."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from commonweal.core.actors import Operator
from commonweal.places.actions import describe_place
from commonweal.places.letterhead import letterhead

pytestmark = pytest.mark.django_db


class TestTheLetterhead:
    def test_names_the_place_its_keeper_and_whom_to_ask(self):
        describe_place(
            by=Operator(), name="Norfolk", keeper="Norfolk CVS", email="office@example.org"
        )

        head = letterhead()

        assert (head.name, head.keeper, head.contact) == (
            "Norfolk",
            "Norfolk CVS",
            "office@example.org",
        )

    def test_gives_a_telephone_where_there_is_no_address(self):
        describe_place(by=Operator(), name="Norfolk", telephone="01632 960000")

        assert letterhead().contact == "01632 960000"

    def test_never_calls_a_place_without_a_name_yours(self):
        assert letterhead().name == "Commonweal"

    def test_is_the_one_that_letters_ask_for(self):
        assert import_string(settings.LETTERHEAD) is letterhead
