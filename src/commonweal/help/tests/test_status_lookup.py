"""How it stands, by reference and code; nothing else that others may know opens it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from commonweal.comms.models import Message
from commonweal.core.tokens import new_code
from commonweal.help.models import Asking, Look, Request
from commonweal.help.tests.asking_given import TOLD, a_place, a_scheme
from commonweal.help.tests.factories import (
    AskingFactory,
    ClientFactory,
    MatchFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
)
from commonweal.help.views.status_lookup import as_reference

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def asked():
    code, digest = new_code()
    person = ClientFactory(phone="01632 960123", postcode="NR1 1AA", born="1941-05-02")
    request = RequestFactory(scheme=person.scheme, client=person, asking=AskingFactory(code=digest))
    request.code = code
    return request


def look(client, reference, typed):
    return client.post(reverse("help_status_find"), {"reference": reference, "typed": typed})


def drawn(client, request):
    """The answer to somebody of the scheme who asks for a code."""
    person = SchemeMemberFactory(scheme=request.scheme, part="coordinator").person
    client.force_login(person)
    return client.post(reverse("request_page_code", args=[request.scheme.slug, request.uuid]))


class TestByReference:
    def test_opens_with_both_however_they_are_typed(self, client, asked):
        reference = asked.asking.reference

        page = look(client, f" {reference.lower().replace('-', ' ')} ", asked.code.lower())

        assert "Somebody is looking at it" in page.content.decode()
        assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "same-origin")
        assert Look.objects.at_record(asked.client.uuid).get().role == "the person themselves"

    @pytest.mark.parametrize(
        "typed", ["BBBB-CCCC", "01632 960123", "NR1 1AA", "NR11AA 1941", "1941-05-02"]
    )
    def test_gives_one_answer_whether_there_is_such_a_reference_or_not(self, client, asked, typed):
        there, nowhere = (look(client, r, typed) for r in (asked.asking.reference, "XXXX-XXXX"))

        words = [
            re.sub(r'(csrf\S+"|value="[^"]*")', "", p.content.decode()) for p in (there, nowhere)
        ]
        assert (there.status_code, words[0]) == (422, words[1])

    def test_never_finds_what_is_of_abuse_at_home(self, client, asked):
        asked.client.abuse = True
        asked.client.save()

        assert look(client, asked.asking.reference, asked.code).status_code == 422

    def test_finds_nothing_of_a_draft_or_without_a_code(self, client, asked):
        Asking.objects.update(code="")
        assert look(client, asked.asking.reference, "-").status_code == 422

        Asking.objects.update(code=new_code()[1], sent_at=None)
        assert look(client, asked.asking.reference, asked.code).status_code == 422

    def test_counts_tries_by_reference_from_wherever_they_come(self, client, asked):
        for n in range(10):
            client.post(
                reverse("help_status_find"), REMOTE_ADDR=f"192.0.2.{n}",
                data={"reference": asked.asking.reference, "typed": "BBBB-CCCC"},
            )  # fmt: skip

        assert look(client, asked.asking.reference, asked.code).status_code == 429
        assert look(client, "XXXX-XXXX", asked.code).status_code == 422

    def test_does_on_the_page_what_the_private_link_does_and_shuts_again(self, client, asked, now):
        address = reverse("help_status_find")
        passed = look(client, asked.asking.reference, asked.code).context["pass_"]

        client.post(address, {"pass": passed, "do": "add", "words": "Oat milk."})
        now.shift(16 * 60)
        late = client.post(address, {"pass": passed, "do": "back"})

        assert asked.notes.get().words == "Oat milk."
        assert Request.objects.get().state == "triage"
        assert "Somebody is looking" not in late.content.decode()


class TestACode:
    def test_is_told_to_a_caller_once_and_ends_the_one_before(self, client, asked):
        code = drawn(client, asked).context["code"]

        assert look(client, asked.asking.reference, asked.code).status_code == 422
        assert look(client, asked.asking.reference, code).status_code == 200
        assert Look.objects.at_record(asked.client.uuid).filter(kind="share").count() == 1
        assert not Message.objects.exists()

    def test_is_not_drawn_where_there_is_no_page(self, client, asked):
        asked.client.abuse = True
        asked.client.save()

        assert drawn(client, asked).status_code == 422

    def test_is_not_drawn_for_what_another_scheme_has_part_in(self, client, asked):
        other = SchemeFactory()
        RequestFactory(scheme=other, client=ClientFactory(scheme=other), asking=asked.asking)

        assert "code" not in drawn(client, asked).context
        assert look(client, asked.asking.reference, asked.code).status_code == 200

    def test_is_shown_once_to_whoever_refers(self, client):
        a_place()
        a_scheme("Lantern neighbours", needs=("shopping",))
        told = {
            **TOLD, "knows": "agreed", "asker_name": "June", "asker_phone": "01632 960124",
            "asker_email": "june@example.org", "asker_relation": "a nurse",
            "asker_organisation": "Ward 4",
        }  # fmt: skip

        sent = client.post(reverse("help_refer"), told)
        code = sent.context["code"]

        reference, letter = Asking.objects.get().reference, Message.objects.get().body
        page = look(client, reference, code).content.decode()
        assert reference in letter
        assert "/help/status/ with the reference" in letter
        assert code not in letter
        assert "Nobody has read it yet" in page
        assert "Who looked" not in page


class TestThanks:
    def test_are_said_once_it_is_done_and_reach_the_helper(self, client, asked):
        match = MatchFactory(request=asked, end="completed", ended_at=NOW)
        address = reverse("help_status_find")
        before = look(client, asked.asking.reference, asked.code)
        assert before.context["thankable"] == []
        asked.state = asked.outcome = "done"
        asked.ended_at = NOW
        asked.save()

        passed = look(client, asked.asking.reference, asked.code).context["pass_"]
        press = {"pass": passed, "do": "thanks", "thanked": asked.pk, "words": "Bless you."}
        said = client.post(address, press).content.decode()
        wrong = client.post(address, {**press, "thanked": "0"}).content.decode()

        assert match.helper.thanks.get().words == "Bless you."
        assert "it is passed on" in said
        assert "cannot be thanked for" in wrong

    def test_are_not_said_by_a_stranger_who_asked_for_them(self, client, asked):
        MatchFactory(request=asked, end="completed", ended_at=NOW)
        asked.state = asked.outcome = "done"
        asked.save()
        Asking.objects.update(knows="agreed")

        page = look(client, asked.asking.reference, asked.code)

        assert "Thank whoever helped" not in page.content.decode()
        assert Look.objects.at_record(asked.client.uuid).get().role == "whoever asked for them"


def test_a_reference_is_known_however_it_is_typed():
    assert {as_reference(t) for t in ("bcdf ghjk", "BCDFGHJK", " BCDF-GHJK.")} == {"BCDF-GHJK"}
