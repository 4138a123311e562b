"""The private link of a letter: what it lets somebody do, and all that it must not."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.core.tokens import new_token
from commonweal.sector import actions
from commonweal.sector.actions.confirming import listed_services, stamp_of
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Answer, Confirmation, Correction, Reminder
from commonweal.sector.offering import ToldService
from commonweal.sector.tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ScheduleFactory,
    ServiceFactory,
    ServiceTermFactory,
    SourceRecordFactory,
    TermFactory,
    refresh,
)
from commonweal.sector.tests.people import OTHERS, steward

pytestmark = pytest.mark.django_db
NIGHTS = Robot("freshness")


@pytest.fixture
def bread():
    """A group with a breakfast on Saturdays, which told us of itself long ago."""
    PlaceFactory(everywhere=True, codes=[])
    return a_group("Bread for All", "bread@example.org")


def a_group(name, email):
    when = timezone.now() - dt.timedelta(days=400)
    with given():
        made = OrganisationFactory(name=name, kind="group", added_at=when)
        SourceRecordFactory(
            organisation=made, source="added-here", key=made.ref, first_run=None,
            changed_run=None, stated_at=when,
            facts={"name": name, "kind": "group", "email": email, "description": "Bread."},
        )  # fmt: skip
        breakfast = ServiceFactory(
            organisation=made, name="Breakfast", telephone="01603 111222", assured_on=when.date()
        )
        ScheduleFactory(service=breakfast, byday="SA")
        TermFactory(scheme="need", code="food", title="Food")
        ServiceTermFactory(service=breakfast)
    refresh(made)
    return made


@pytest.fixture
def link(bread):
    """The address in the letter that went out."""
    ask()
    return newest_link()


def ask(after=0):
    on = timezone.localdate() + dt.timedelta(days=after)
    actions.ask_after_entries(by=NIGHTS, night=on, most=50)


def newest_link():
    body = Message.objects.order_by("-pk").first().body
    return re.search(r"/still-right/[\w-]+/", body)[0]


def holder_of(organisation):
    return LinkHolder(f"sector.reminder:{organisation.reminders.latest('pk').pk}")


def sent(client, address, **more):
    """The page's own form, sent as it came."""
    page = client.get(address).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    of = re.findall(r'name="of" value="([\w-]+)"', page)
    return client.post(address, {"seen": seen, "of": of, **more})


def untouched(organisation):
    organisation.refresh_from_db()
    nothing = (Confirmation, Answer, Correction)
    return organisation.confirmed_on is None and not any(m.objects.exists() for m in nothing)


class TestOpeningALink:
    @pytest.mark.parametrize("way", ["get", "head", "options"])
    def test_never_counts(self, client, bread, link, way):
        before = JournalEntry.objects.count()
        for page in (link, f"{link}change/", f"{link}no/"):
            assert getattr(client, way)(page).status_code == 200

        assert untouched(bread)
        assert JournalEntry.objects.count() == before
        assert Reminder.objects.get().used_at is None

    def test_shows_the_entry_as_anyone_sees_it(self, client, bread, link):
        page = client.get(link).content.decode()

        for said in ("Bread for All", "Bread.", "bread@example.org", "Breakfast", "01603 111222"):
            assert said in page
        assert "Saturday" in page

    def test_leaves_no_trace_in_caches_searches_or_other_sites(self, client, link):
        page = client.get(link)

        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "same-origin"
        assert 'content="noindex"' in page.content.decode()

    def test_needs_no_script(self, client, link):
        assert "<script" not in client.get(link).content.decode().partition("<main")[2]


class TestAllStillRight:
    def test_confirms_the_organisation_and_the_services_it_lists(self, client, bread, link):
        answer = sent(client, link)

        assert answer.status_code == 302
        bread.refresh_from_db()
        today, breakfast = timezone.localdate(), bread.services.get()
        assert (bread.confirmed_on, bread.confirmed_how) == (today, "link")
        assert (breakfast.assured_on, breakfast.assured_by) == (today, "Bread for All")
        assert (bread.stage, breakfast.stage) == (Stage.FRESH, Stage.FRESH)
        assert Confirmation.objects.count() == 2
        assert "Thank you" in client.get(link).content.decode()

    def test_leaves_alone_what_a_feed_keeps(self, client, bread, link):
        with given():
            theirs = ServiceFactory(organisation=bread, source="feed-neighbour", key="1")

        sent(client, link)

        theirs.refresh_from_db()
        assert theirs.assured_on is None

    def test_works_once(self, client, bread, link):
        page = client.get(link).content.decode()
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        client.post(link, {"seen": seen})
        Confirmation.objects.all().delete()

        answer = client.post(link, {"seen": seen})

        assert answer.status_code == 200
        assert not Confirmation.objects.exists()
        for page in ("change/", "no/"):
            client.post(f"{link}{page}", {"said": "closed", "telephone": "1", "seen": seen})
        assert not Answer.objects.exists()

    def test_is_not_said_of_what_was_changed_since(self, client, bread, link):
        page = client.get(link).content.decode()
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        with given():
            bread.services.update(changed_at=timezone.now())

        answer = client.post(link, {"seen": seen})

        assert answer.status_code == 422
        assert "changed after you opened" in answer.content.decode()
        assert untouched(bread)

    @pytest.mark.parametrize("seen", ["", "0" * 32])
    def test_is_not_said_without_having_seen_it(self, client, bread, link, seen):
        assert client.post(link, {"seen": seen}).status_code == 422
        assert untouched(bread)

    def test_needs_the_form_of_this_site(self, bread, link):
        from django.test import Client

        answer = Client(enforce_csrf_checks=True).post(link, {"seen": "x"})

        assert answer.status_code == 403
        assert untouched(bread)

    def test_brings_back_what_was_withdrawn(self, client, bread):
        for day in range(133):
            ask(day)
        bread.refresh_from_db()
        assert bread.stage == Stage.WITHDRAWN

        with given():
            Reminder.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
        link = newest_link()
        assert "was taken from view" in client.get(link).content.decode()
        sent(client, link)

        assert client.get(f"/organisations/{bread.ref}/").status_code == 200


class TestChangingByALink:
    def test_puts_right_and_confirms_the_rest(self, client, bread, link):
        breakfast = bread.services.get()

        answer = sent(client, f"{link}change/", **{
            "telephone": "01603 333444", "email": "bread@example.org", "website": "",
            "description": "Bread and soup.", f"description-{breakfast.pk}": "Porridge",
            f"telephone-{breakfast.pk}": "01603 111222", f"status-{breakfast.pk}": "active",
            "more": "Sundays now",
        })  # fmt: skip

        assert answer.status_code == 302
        bread.refresh_from_db()
        breakfast.refresh_from_db()
        assert (bread.telephone, bread.description) == ("01603 333444", "Bread and soup.")
        assert (breakfast.description, breakfast.assured_on) == ("Porridge", timezone.localdate())
        assert breakfast.schedules.get().byday == "SA"
        assert set(Correction.objects.values_list("fact", flat=True)) == {
            "telephone", "description",
        }  # fmt: skip
        assert bread.confirmed_how == "link"
        assert Answer.objects.get().words == "Sundays now"
        assert Correction.objects.first().by == "Bread for All, by a private link"

    def test_says_beside_the_field_what_cannot_be_kept(self, client, bread, link):
        breakfast = bread.services.get()

        answer = sent(client, f"{link}change/", **{
            "email": "bread@example.org", "description": "Bread.",
            f"telephone-{breakfast.pk}": "call me", f"status-{breakfast.pk}": "active",
        })  # fmt: skip

        assert answer.status_code == 422
        assert f'id="id_telephone-{breakfast.pk}_error"' in answer.content.decode()
        assert untouched(bread)

    def test_can_change_no_more_than_the_form_asks(self, client, bread, link):
        sent(client, f"{link}change/", **{
            "name": "Ours now", "status": "closed", "postcode": "NR1 1AA", "kind": "charity",
            "email": "bread@example.org", "description": "Bread.",
            f"status-{bread.services.get().pk}": "active",
        })  # fmt: skip

        bread.refresh_from_db()
        assert (bread.name, bread.status, bread.kind) == ("Bread for All", "active", "group")
        assert not Correction.objects.exists()

    def test_is_refused_by_the_action_too(self, bread, link):
        with pytest.raises(Refused, match="cannot be changed by a link"):
            actions.answer_with_changes(
                by=holder_of(bread), reminder=Reminder.objects.get(),
                facts={"name": "Ours now"}, services={},
            )  # fmt: skip

    def test_reaches_no_other_organisations_service(self, client, bread, link):
        cake = a_group("Cake", "cake@example.org")
        theirs = cake.services.get()

        sent(client, f"{link}change/", **{
            f"description-{theirs.pk}": "Mine", "email": "bread@example.org",
            "description": "Bread.", f"status-{bread.services.get().pk}": "active",
        })  # fmt: skip
        theirs.refresh_from_db()
        assert theirs.description == ""

        ask(1)
        with pytest.raises((Refused, PermissionDenied)):
            actions.answer_with_changes(
                by=holder_of(cake), reminder=cake.reminders.get(), facts={},
                services={bread.services.get(): ToldService(name="Mine")},
            )  # fmt: skip


class TestSayingNo:
    @pytest.mark.parametrize("said", ["closed", "not-us"])
    def test_goes_to_a_person_and_ends_the_letters(self, client, bread, link, said):
        sent_no = client.post(f"{link}no/", {"said": said, "words": "Since May"})

        assert sent_no.status_code == 302
        answer = Answer.objects.get()
        assert (answer.said, answer.words, answer.settled_at) == (said, "Since May", None)
        bread.refresh_from_db()
        assert (bread.stage, bread.status) == (Stage.TELEPHONE, "active")
        ask(14)
        ask(28)
        assert Message.objects.count() == 1

    def test_needs_one_of_the_two(self, client, bread, link):
        for said in ("", "change", "no-answer", "everything"):
            assert client.post(f"{link}no/", {"said": said}).status_code == 422
        assert untouched(bread)


class TestALinkThatIsOver:
    def over(self, client, link, status):
        """Every page of it says so, opened or sent; what it says."""
        pages = [link, f"{link}change/", f"{link}no/"]
        sent = {"seen": "x", "said": "closed", "telephone": "1"}
        said = {client.get(p).content for p in pages} | {
            client.post(p, sent).content for p in pages
        }
        assert {client.get(p).status_code for p in pages} == {status}
        assert {client.post(p, sent).status_code for p in pages} == {status}
        assert len(said) == 1
        return said.pop().decode()

    def test_because_it_expired_says_so(self, client, bread, link):
        with time_machine.travel(timezone.now() + dt.timedelta(days=90, seconds=1)):
            page = self.over(client, link, 410)

        assert "This link has expired" in page
        assert "Bread for All" not in page
        assert untouched(bread)

    def test_works_until_its_last_day(self, client, bread, link):
        with time_machine.travel(timezone.now() + dt.timedelta(days=89, hours=23)):
            assert client.get(link).status_code == 200

    def test_because_a_newer_letter_went_says_so(self, client, bread, link):
        ask(14)

        assert "A newer letter" in self.over(client, link, 410)
        assert newest_link() != link
        assert client.get(newest_link()).status_code == 200
        assert untouched(bread)

    def test_because_the_two_are_one_says_so_and_not_which(self, client, bread, link):
        cake = a_group("Cake for Some", "cake@example.org")
        actions.merge_organisations(by=steward, kept=cake, absorbed=bread, reason="One body")

        page = self.over(client, link, 410)

        assert "part of another" in page
        assert "Cake for Some" not in page
        cake.refresh_from_db()
        assert cake.confirmed_on is None

    def test_because_it_has_ended_says_so(self, client, bread, link):
        actions.correct_organisation(
            by=steward, organisation=bread,
            values={"status": "closed", "status_on": timezone.localdate().isoformat()},
        )  # fmt: skip

        assert "nothing to confirm" in self.over(client, link, 410)

    def test_because_it_is_withheld_looks_like_one_we_never_wrote(self, client, bread, link):
        actions.withhold(by=steward, organisation=bread, reason="Safety")

        page = self.over(client, link, 404)

        assert page == self.over(client, f"/still-right/{new_token()[0]}/", 404)
        assert "Bread" not in page

    def test_because_what_it_was_merged_into_is_withheld_looks_the_same(self, client, bread, link):
        cake = a_group("Cake for Some", "cake@example.org")
        actions.merge_organisations(by=steward, kept=cake, absorbed=bread, reason="One body")
        actions.withhold(by=steward, organisation=cake, reason="Safety")

        self.over(client, link, 404)

    def test_and_was_used_of_one_withheld_since_looks_the_same(self, client, bread, link):
        sent(client, link)
        assert "Thank you" in client.get(link).content.decode()
        actions.withhold(by=steward, organisation=bread, reason="Safety")

        self.over(client, link, 404)

    @pytest.mark.parametrize("token", ["x", "%00", "A" * 500, "..%2f", "é", "'or'1'='1"])
    def test_because_it_is_made_up_is_not_known(self, client, bread, link, token):
        assert client.get(f"/still-right/{token}/").status_code == 404

    def test_is_not_opened_by_the_digest_that_we_keep(self, client, bread, link):
        assert client.get(f"/still-right/{Reminder.objects.get().digest}/").status_code == 404


PERMISSIONS = ("sector.confirm_entry", "sector.answer_letter")
OF_THOSE_WHO_KEEP_IT = ("sector.correct_organisation", "sector.keep_services", "sector.see_members")


class TestWhoHoldsALink:
    @pytest.mark.parametrize("permission", PERMISSIONS)
    def test_may_answer_for_that_organisation_and_its_services(self, bread, link, permission):
        assert allowed(holder_of(bread), permission, bread)
        assert allowed(holder_of(bread), permission, bread.services.get())

    @pytest.mark.parametrize("permission", OF_THOSE_WHO_KEEP_IT)
    def test_is_not_one_of_those_who_keep_the_page(self, bread, link, permission):
        assert not allowed(holder_of(bread), permission, bread)
        assert not allowed(holder_of(bread), permission, bread.services.get())

    @pytest.mark.parametrize("permission", [*PERMISSIONS, *OF_THOSE_WHO_KEEP_IT])
    def test_may_do_nothing_to_another(self, bread, link, permission):
        cake = a_group("Cake", "cake@example.org")
        ask(1)

        holder = holder_of(bread)
        assert not allowed(holder, permission, cake)
        assert not allowed(holder, permission, cake.services.get())
        assert not allowed(holder, permission, cake.reminders.get())
        assert not allowed(holder, permission)

    @pytest.mark.parametrize(
        "permission",
        [
            "sector.keep_members", "sector.see_members", "sector.withhold", "sector.merge",
            "sector.see_withheld", "sector.ring", "sector.set_freshness", "sector.see_register",
            "sector.add_organisation", "sector.keep_register",
        ],
    )  # fmt: skip
    def test_may_do_nothing_else(self, bread, link, permission):
        assert not allowed(holder_of(bread), permission, bread)

    @pytest.mark.parametrize("permission", PERMISSIONS)
    def test_may_no_more_once_it_is_over(self, bread, link, permission):
        holder = holder_of(bread)
        with time_machine.travel(timezone.now() + dt.timedelta(days=91)):
            assert not allowed(holder, permission, bread)
        ask(14)
        assert not allowed(holder, permission, bread), "a newer letter went"
        newer = holder_of(bread)
        actions.confirm_entry(by=newer, organisation=bread)
        assert not allowed(newer, permission, bread), "it was used"

    @pytest.mark.parametrize("permission", PERMISSIONS)
    def test_may_not_of_what_is_withheld_or_merged(self, bread, link, permission):
        holder = holder_of(bread)
        withholding = actions.withhold(by=steward, organisation=bread, reason="Safety")
        bread.refresh_from_db()
        assert not allowed(holder, permission, bread)
        actions.lift_withholding(by=steward, withholding=withholding)
        cake = a_group("Cake", "cake@example.org")
        actions.merge_organisations(by=steward, kept=cake, absorbed=bread, reason="One")

        assert not allowed(holder, permission, bread)
        assert not allowed(holder, permission, cake)

    @pytest.mark.parametrize(
        "thing",
        ["sector.organisation:{o}", "sector.reminder:", "sector.reminder:0", "reminder:{r}",
         "sector.reminder:{r} ", "sector.reminder:²", "sector.reminder:{r}:{r}", "x:{r}"],
    )  # fmt: skip
    def test_is_nobody_with_a_key_of_another_sort(self, bread, link, thing):
        forged = LinkHolder(thing.format(o=bread.pk, r=Reminder.objects.get().pk))

        assert not allowed(forged, "sector.confirm_entry", bread)

    def test_is_not_whoever_else_says_so(self, bread, link):
        from dataclasses import dataclass

        @dataclass(frozen=True)
        class Pretender:
            key: str
            label: str = "x"
            roles: frozenset[str] = frozenset()
            thing: str = ""

        key = holder_of(bread).key
        pretender = Pretender(key, thing=key.removeprefix("link:"))
        assert not allowed(pretender, "sector.confirm_entry", bread)
        for other in (*OTHERS, Visitor()):
            with pytest.raises(PermissionDenied):
                actions.confirm_entry(by=other, organisation=bread)

    def test_uses_it_once_though_two_press_together(self, bread, link):
        holder = holder_of(bread)
        seen = stamp_of(bread, listed_services(bread))
        actions.confirm_entry(by=holder, organisation=bread, seen=seen)

        with pytest.raises(PermissionDenied):
            actions.confirm_entry(by=holder, organisation=bread, seen=seen)
        from commonweal.sector.actions.confirming import use_link

        with pytest.raises(Refused, match="used already"), given():
            use_link(holder, bread)


class TestTheForm:
    def test_may_be_sent_only_so_often(self, client, bread, link):
        answers = [client.post(f"{link}no/", {"said": ""}).status_code for _ in range(31)]

        assert answers[-1] == 429
