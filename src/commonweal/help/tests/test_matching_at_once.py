"""Two say yes at the same moment, and one has it; on both databases."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import OperationalError, connection, connections

from commonweal.core import clock
from commonweal.core.actors import LinkHolder
from commonweal.core.refused import Refused
from commonweal.help.actions import offering
from commonweal.help.models import Match, Offer, Request
from commonweal.help.tests.factories import (
    HelperFactory,
    OfferFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


class TestTwoWhoSayYesAtOnce:
    def test_make_one_match(self):
        scheme = SchemeFactory()
        lead = SchemeMemberFactory(scheme=scheme, part="lead").person
        now = clock.now()
        asked = RequestFactory(scheme=scheme, owner=lead, next_on=now + HOUR)
        made = [
            OfferFactory(
                request=asked, helper=HelperFactory(scheme=scheme), at=now, expires_at=now + HOUR
            )
            for _ in range(4)
        ]
        start, told = threading.Barrier(len(made)), []

        def say_yes(offer: Offer) -> None:
            try:
                start.wait(timeout=10)
                by = LinkHolder(f"help.offer:{offer.pk}")
                offering.answer_offer(by=by, offer=offer, yes=True)
                told.append("has it")
            except Refused as refusal:
                told.append(refusal.sentence)
            except OperationalError:  # SQLite lets one write, and another may have to tap again
                told.append("busy")
            finally:
                connections.close_all()

        each = [threading.Thread(target=say_yes, args=[offer]) for offer in made]
        for one in each:
            one.start()
        for one in each:
            one.join(timeout=60)

        assert told.count("has it") == Match.objects.count() == 1
        assert Request.objects.get().state == "assigned"
        assert Offer.objects.filter(answer="accepted").count() == 1
        if connection.vendor == "postgresql":
            assert told.count(offering.TAKEN) == 3
