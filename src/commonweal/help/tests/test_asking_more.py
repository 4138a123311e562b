"""Keys, sheets, grounds, and what somebody may do with their own asking."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import grounds, own_asking, scheme_keys, sheets, writing
from commonweal.help.models import Client, Ground, Note, Request
from commonweal.help.reports.letters import KINDS, write
from commonweal.help.tests.asking_given import TOLD, a_place, a_scheme
from commonweal.help.tests.factories import (
    AskingFactory,
    ClientFactory,
    DutyFactory,
    GroundFactory,
    MatchFactory,
    RequestFactory,
    SchemeKeyFactory,
    SchemeMemberFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
STRANGERS = [
    lambda scheme: Visitor(),
    lambda scheme: UserFactory(roles=["administrator", "steward"]),
    lambda scheme: SchemeMemberFactory(part="lead").person,
    lambda scheme: SchemeMemberFactory(scheme=scheme, part="phone").person,
    lambda scheme: SchemeMemberFactory(scheme=scheme, ended_at=NOW).person,
    lambda scheme: LinkHolder(f"help.scheme:{scheme.pk}"),
]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    a_place()
    return a_scheme("Lantern neighbours", needs=("shopping", "pets"))


@pytest.fixture
def lead(scheme):
    return scheme.members.get().person


def link_to(thing):
    return LinkHolder(f"{thing._meta.label_lower}:{thing.pk}")


class TestKeys:
    TOLD = {**TOLD, "knows": "agreed", "asker": {"name": "Ward 4", "phone": "01632 960150"}}

    def test_let_another_system_send_to_one_scheme(self, scheme, lead):
        key, token = scheme_keys.make_key(by=lead, scheme=scheme, name="Hospital")

        [request] = scheme_keys.receive(by=link_to(key), key=key, told=self.TOLD)

        assert (request.scheme, request.asking.entered_by) == (scheme, "Hospital")
        assert token not in f"{key.digest}{key}"

    def test_count_the_same_sent_twice_once(self, scheme, lead):
        key, _ = scheme_keys.make_key(by=lead, scheme=scheme, name="Hospital")

        first = scheme_keys.receive(by=link_to(key), key=key, told=self.TOLD)
        again = scheme_keys.receive(by=link_to(key), key=key, told=self.TOLD)

        assert first == again

    def test_cannot_point_at_a_record(self, scheme, lead):
        known = ClientFactory(scheme=scheme)
        key = SchemeKeyFactory(scheme=scheme)

        [request] = scheme_keys.receive(
            by=link_to(key), key=key, told={**self.TOLD, "client": str(known.uuid)}
        )

        assert request.client != known

    def test_open_nothing_once_ended(self, scheme, lead):
        key = SchemeKeyFactory(scheme=scheme)
        scheme_keys.end_key(by=lead, key=key)

        with pytest.raises(Refused):
            scheme_keys.receive(by=link_to(key), key=key, told=self.TOLD)

    @pytest.mark.parametrize("somebody", [
        *STRANGERS,
        lambda scheme: SchemeMemberFactory(scheme=scheme, part="coordinator").person,
    ])  # fmt: skip
    def test_are_the_leads(self, scheme, somebody):
        with pytest.raises(PermissionDenied):
            scheme_keys.make_key(by=somebody(scheme), scheme=scheme, name="Mine")
        with pytest.raises(PermissionDenied):
            scheme_keys.end_key(by=somebody(scheme), key=SchemeKeyFactory(scheme=scheme))

    def test_of_one_scheme_are_no_use_with_another(self, scheme):
        mine, other = SchemeKeyFactory(), SchemeKeyFactory(scheme=scheme)

        with pytest.raises(PermissionDenied):
            scheme_keys.receive(by=link_to(mine), key=other, told=self.TOLD)


class TestASheet:
    def rows(self, n=3, **wrong):
        rows = [{**TOLD, "name": f"Person {i}", "script": "paper"} for i in range(n)]
        rows[-1] |= wrong
        return rows

    def test_is_taken_in_whole(self, scheme, lead):
        made = sheets.read_sheet(by=lead, scheme=scheme, rows=self.rows())

        assert [r.client.name for r in made] == ["Person 0", "Person 1", "Person 2"]
        assert len({r.asking_id for r in made}) == 3

    def test_leaves_nothing_when_one_row_is_wrong(self, scheme, lead):
        with pytest.raises(Refused, match="Row 4"):
            sheets.read_sheet(by=lead, scheme=scheme, rows=self.rows(needs=["none-such"]))

        assert not Request.objects.exists()

    def test_is_refused_the_second_time(self, scheme, lead, now):
        sheets.read_sheet(by=lead, scheme=scheme, rows=self.rows())
        now.shift(90 * 24 * 3600)

        with pytest.raises(Refused, match="before"):
            sheets.read_sheet(by=lead, scheme=scheme, rows=self.rows())

    @pytest.mark.parametrize("n", [0, 501])
    def test_has_rows_but_not_too_many(self, scheme, lead, n):
        rows = self.rows(n) if n else []

        with pytest.raises(Refused):
            sheets.read_sheet(by=lead, scheme=scheme, rows=rows)

    @pytest.mark.parametrize("somebody", STRANGERS)
    def test_is_for_the_schemes_people(self, scheme, somebody):
        with pytest.raises(PermissionDenied):
            sheets.read_sheet(by=somebody(scheme), scheme=scheme, rows=self.rows())


class TestGrounds:
    def test_replace_the_one_before(self, scheme, lead):
        client = ClientFactory(scheme=scheme)
        old = GroundFactory(client=client)

        new = grounds.note_ground(
            by=lead, client=client, purpose="help", basis="explicit", given_by="herself",
            script="2026-11",
        )  # fmt: skip

        old.refresh_from_db()
        assert (old.ended_at, new.read_by) == (NOW, lead.label)
        assert list(client.grounds.standing(NOW.date())) == [new]

    @pytest.mark.parametrize(("wrong", "field"), [
        ({"basis": "consent"}, "given_by"),
        ({"basis": "legitimate"}, "why"),
        ({"basis": "public_task", "expires_on": dt.date(2026, 3, 3)}, "expires_on"),
        ({"basis": "public_task", "expires_on": dt.date(2032, 3, 3)}, "expires_on"),
        ({"basis": "whim"}, "purpose"),
    ])  # fmt: skip
    def test_are_refused_without_what_makes_them_lawful(self, scheme, lead, wrong, field):
        with pytest.raises(Refused) as refused:
            grounds.note_ground(
                by=lead, client=ClientFactory(scheme=scheme), purpose="help", **wrong
            )
        assert refused.value.field == field

    def test_end_by_telephone_and_stop_every_search_for_a_helper(self, scheme, lead):
        client = ClientFactory(scheme=scheme)
        request = RequestFactory(scheme=scheme, client=client, owner=lead, next_on=NOW + HOUR)
        ground = GroundFactory(client=client)

        grounds.end_ground(by=lead, ground=ground)

        request.refresh_from_db()
        assert (request.may_match, request.state) == (False, "triage")
        assert "no more" in request.next_what
        with pytest.raises(Refused):
            grounds.end_ground(by=lead, ground=ground)

    def test_of_other_purposes_leave_the_help_as_it_is(self, scheme, lead):
        client = ClientFactory(scheme=scheme)
        request = RequestFactory(scheme=scheme, client=client, owner=lead, next_on=NOW + HOUR)

        grounds.end_ground(by=lead, ground=GroundFactory(client=client, purpose="reach"))

        request.refresh_from_db()
        assert request.may_match

    def test_are_ended_by_the_person_on_their_page_and_only_theirs(self, scheme, lead):
        mine = RequestFactory(scheme=scheme, owner=lead)
        theirs = GroundFactory(client=ClientFactory(scheme=scheme))
        ground = GroundFactory(client=mine.client)

        grounds.end_own_ground(by=link_to(mine.asking), asking=mine.asking, ground=ground)

        assert Ground.objects.get(pk=ground.pk).ended_way == "web"
        with pytest.raises(Refused):
            grounds.end_own_ground(by=link_to(mine.asking), asking=mine.asking, ground=theirs)

    @pytest.mark.parametrize("somebody", STRANGERS)
    def test_are_for_the_schemes_people(self, scheme, somebody):
        ground = GroundFactory(client=ClientFactory(scheme=scheme))

        with pytest.raises(PermissionDenied):
            grounds.end_ground(by=somebody(scheme), ground=ground)
        with pytest.raises(PermissionDenied):
            grounds.note_ground(
                by=somebody(scheme), client=ground.client, purpose="help", basis="public_task"
            )


class TestTheirOwnAsking:
    @pytest.fixture
    def request_(self, scheme, lead):
        return RequestFactory(scheme=scheme, owner=lead, next_on=NOW + HOUR)

    def test_is_taken_back_with_all_that_was_not_over(self, scheme, lead, request_):
        over = RequestFactory(
            scheme=scheme, owner=lead, asking=request_.asking, state="done", outcome="done"
        )
        match = MatchFactory(request=request_)

        count = own_asking.take_back(by=link_to(request_.asking), asking=request_.asking)

        for row in (request_, over, match):
            row.refresh_from_db()
        assert (count, request_.state, over.state) == (1, "withdrawn", "done")
        assert (match.ended_at, match.see_until) == (NOW, NOW)
        assert request_.owner == lead

    def test_is_taken_back_in_part_and_the_rest_goes_on(self, scheme, lead, request_):
        rest = RequestFactory(scheme=scheme, owner=lead, asking=request_.asking, next_on=NOW + HOUR)
        with pytest.raises(Refused):
            own_asking.take_back(
                by=link_to(request_.asking), asking=request_.asking,
                only=RequestFactory(scheme=scheme, owner=lead, next_on=NOW + HOUR).pk,
            )  # fmt: skip

        own_asking.take_back(by=link_to(request_.asking), asking=request_.asking, only=request_.pk)

        assert Request.objects.get(pk=request_.pk).state == "withdrawn"
        assert Request.objects.get(pk=rest.pk).state == rest.state

    def test_is_taken_back_once(self, request_):
        own_asking.take_back(by=link_to(request_.asking), asking=request_.asking)

        with pytest.raises(Refused):
            own_asking.take_back(by=link_to(request_.asking), asking=request_.asking)

    def test_can_be_added_to_and_brings_it_before_its_owner(self, request_):
        own_asking.add_words(by=link_to(request_.asking), asking=request_.asking, words="Oat milk.")

        request_.refresh_from_db()
        assert (Note.objects.get().words, Note.objects.get().handover) == ("Oat milk.", True)
        assert request_.next_on == NOW + HOUR

    def test_is_not_taken_back_by_whoever_asked_for_them(self, request_):
        ground = GroundFactory(client=request_.client)
        request_.asking.knows = "agreed"
        request_.asking.save()
        link = link_to(request_.asking)

        with pytest.raises(Refused):
            own_asking.take_back(by=link, asking=request_.asking)
        with pytest.raises(Refused):
            grounds.end_own_ground(by=link, asking=request_.asking, ground=ground)

    def test_can_be_added_to_so_often(self, request_):
        for n in range(10):
            own_asking.add_words(by=link_to(request_.asking), asking=request_.asking, words=f"{n}")

        with pytest.raises(Refused):
            own_asking.add_words(by=link_to(request_.asking), asking=request_.asking, words="x")

    def test_of_abuse_at_home_is_touched_by_no_link(self, request_):
        request_.client.abuse = True
        request_.client.save()

        with pytest.raises(Refused):
            own_asking.take_back(by=link_to(request_.asking), asking=request_.asking)
        with pytest.raises(Refused):
            own_asking.add_words(by=link_to(request_.asking), asking=request_.asking, words="x")

    @pytest.mark.parametrize("somebody", [
        *STRANGERS,
        lambda scheme: DutyFactory(scheme=scheme, starts_at=NOW, ends_at=NOW + HOUR).person,
        lambda scheme: link_to(AskingFactory()),
    ])  # fmt: skip
    def test_is_for_whoever_holds_its_link(self, scheme, request_, somebody):
        with pytest.raises(PermissionDenied):
            own_asking.take_back(by=somebody(scheme), asking=request_.asking)


class TestLettersAndTexts:
    @pytest.fixture
    def request_(self, scheme, lead):
        client = ClientFactory(scheme=scheme, safe={"text": True})
        return RequestFactory(scheme=scheme, owner=lead, client=client)

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("may_match", [True, False])
    def test_say_nothing_of_need_place_or_scheme(self, request_, kind, may_match):
        request_.may_match = may_match

        written = write(kind, request_)

        words = f"{written.subject} {written.text} {written.body}"
        for secret in ("hopping", "Milk", "Staithe", "NR1", "Lantern", "Marsh"):
            assert secret not in words
        assert written.text
        assert len(written.text) < 320

    def test_go_out_secret_and_private_and_are_written_down(self, lead, request_):
        writing.text_person(by=lead, request=request_, kind="could_not_reach")

        message, tried = Message.objects.get(), request_.tries.get()
        assert (message.channel, message.secret, message.private) == ("text", True, True)
        assert (tried.way, tried.outcome) == ("text", "sent")

    @pytest.mark.parametrize("told", [
        {"abuse": True}, {"do_not_contact": True}, {"safe": {"text": True, "shared": True}},
        {"safe": {}}, {"phone": ""},
    ])  # fmt: skip
    def test_are_not_sent_where_that_is_not_safe(self, lead, request_, told):
        Client.objects.filter(pk=request_.client_id).update(**told)

        with pytest.raises(Refused):
            writing.text_person(by=lead, request=request_, kind="could_not_reach")
        assert not Message.objects.exists()

    @pytest.mark.parametrize("told", [{"abuse": True}, {"safe": {"shared": True}}])
    def test_are_not_posted_where_that_is_not_safe(self, lead, request_, told):
        Client.objects.filter(pk=request_.client_id).update(**told)

        with pytest.raises(Refused):
            writing.note_letter(by=lead, request=request_, kind="ended")

    @pytest.mark.parametrize("somebody", STRANGERS)
    def test_are_for_the_schemes_people(self, scheme, request_, somebody):
        with pytest.raises(PermissionDenied):
            writing.text_person(by=somebody(scheme), request=request_, kind="ended")
        with pytest.raises(PermissionDenied):
            writing.note_letter(by=somebody(scheme), request=request_, kind="ended")

    def test_are_printed_from_a_page_that_says_why_not(self, client, lead, request_):
        client.force_login(lead)
        address = reverse("request_letters", args=[request_.scheme.slug, request_.uuid])
        posted = reverse(
            "request_letter_posted", args=[request_.scheme.slug, request_.uuid, "ended"]
        )

        assert "has ended" in client.get(address, {"kind": "ended"}).content.decode()
        client.post(posted)
        Client.objects.update(abuse=True)

        assert request_.tries.get().way == "letter"
        assert "Nothing is ever sent" in client.get(address, {"kind": "ended"}).content.decode()
