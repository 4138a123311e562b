"""The staff desk as a new steward meets it: its menu, its front, an organisation at a glance."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from commonweal.core import clock
from commonweal.core.models import JournalEntry
from commonweal.sector import actions
from commonweal.sector.actions import add_group, add_service, withhold
from commonweal.sector.choices import Passing, Said
from commonweal.sector.comparison import history
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AnswerFactory,
    AreaFactory,
    DoubtfulFactory,
    FeedbackFactory,
    MemberFactory,
    MergeFactory,
    NominationFactory,
    OrganisationFactory,
    PageClaimFactory,
    PlaceFactory,
    PostcodeFactory,
    RelayLetterFactory,
    SuggestionFactory,
    TermFactory,
)
from commonweal.sector.tests.people import reader, steward
from commonweal.sector.tests.test_desk import signed_in
from commonweal.sector.tests.test_service_desk import sent
from commonweal.sector.tests.test_services import lunch
from commonweal.ui.form_words import say_what_is_missing

pytestmark = pytest.mark.django_db


@pytest.fixture
def club() -> Organisation:
    PlaceFactory()
    PostcodeFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    TermFactory(scheme="need", code="food", title="Food")
    TermFactory(scheme="audience", code="older", title="Older people")
    TermFactory(scheme="feed", code="theirs", title="Theirs")
    return add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})


def at(name: str, *args: Any) -> str:
    return reverse(f"sector_desk:{name}", args=args)


def shown(response: Any) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def menu_of(client: Client) -> dict[str, list[str]]:
    """The labels of the menu, each part with its items."""
    request = client.get(at("freshness")).wsgi_request
    found = {}
    for item in admin_menu.menu_items_for_request(request):
        part = item.render_component(request)
        inner = getattr(part, "menu_items", [])
        found[part.label] = [one.label for one in inner]
    return found


class TestTheMenu:
    def test_has_what_is_known_apart_from_what_people_ask(self):
        parts = menu_of(signed_in("steward"))

        assert parts["Register"] == [
            "Organisations", "Services", "Review list", "Merges", "Nominated companies",
            "Withheld", "Match a list",
        ]  # fmt: skip
        assert parts["To answer"] == [
            "Suggestions", "What people said", "Groups that ask", "Letters to pass on",
            "Claims of pages", "Pages nobody keeps",
        ]  # fmt: skip
        assert "To be rung" in parts["Freshness"]

    def test_shows_a_reader_no_part_that_is_not_theirs(self):
        parts = menu_of(signed_in("reader"))

        assert "To answer" not in parts
        assert parts["Freshness"] == ["How entries stand", "Withdrawn from view"]
        assert "Withheld" not in parts["Register"]

    def test_says_how_much_waits(self, club):
        SuggestionFactory(about=club)

        assert "Suggestions (1)" in menu_of(signed_in("steward"))["To answer"]


class TestTheFront:
    def test_lists_what_waits_each_with_its_way(self, club):
        SuggestionFactory(about=club)
        AnswerFactory(organisation=club, said=Said.CLOSED)

        page = shown(signed_in("steward").get("/desk/"))

        assert f'<a href="{at("suggestions")}">1 suggestion</a>' in page
        assert f'<a href="{at("answers")}">1 answer to deal with</a>' in page

    def test_tells_a_reader_of_nothing_that_they_may_not_see(self, club):
        SuggestionFactory(about=club)
        AnswerFactory(organisation=club, said=Said.CLOSED)
        hidden, known = OrganisationFactory(withheld=True), OrganisationFactory()
        left, right = sorted((hidden, known), key=lambda o: o.pk)
        DoubtfulFactory(left=left, right=right)

        page = shown(signed_in("reader").get("/desk/"))

        assert "suggestion" not in page
        assert "to deal with" not in page
        assert "to be looked at" not in page

    def test_counts_no_pair_that_the_review_list_does_not_show(self):
        gone = OrganisationFactory(same_as=OrganisationFactory())
        left, right = sorted((gone, OrganisationFactory()), key=lambda o: o.pk)
        DoubtfulFactory(left=left, right=right)

        assert "to be looked at" not in shown(signed_in("steward").get("/desk/"))


class TestAnOrganisationAtAGlance:
    def test_says_who_keeps_it_whether_it_is_fresh_and_what_is_open(self, club):
        service = add_service(by=steward, organisation=club, told=lunch)
        MemberFactory(organisation=club, person__name="Olu", role="owner")
        SuggestionFactory(about=club)
        FeedbackFactory(service=service)
        claim = PageClaimFactory(organisation=club, name="Noor", confirmed_at=clock.now())
        answer = AnswerFactory(organisation=club, said=Said.CLOSED)
        club.stage = Stage.GREYED
        club.save()

        page = shown(signed_in("steward").get(at("organisation", club.pk)))

        assert "Kept by Olu (owner)" in page
        assert "Nobody has confirmed it yet. Greyed" in page
        assert "1 suggestion to be decided" in page
        assert "1 person said how they were treated" in page
        assert f'<a href="{at("claim", claim.pk)}">Noor says that its page is theirs' in page
        assert at("settle", answer.pk) in page
        assert f'<a href="/organisations/{club.ref}/">Its public page</a>' in page

    def test_tells_a_reader_only_whether_it_is_fresh(self, club):
        MemberFactory(organisation=club, person__name="Olu", role="owner")
        SuggestionFactory(about=club)
        PageClaimFactory(organisation=club, name="Noor", confirmed_at=clock.now())

        page = shown(signed_in("reader").get(at("organisation", club.pk)))

        assert "Nobody has confirmed it yet" in page
        for private in ("Olu", "Noor", "suggestion to be decided"):
            assert private not in page

    def test_leads_to_no_public_page_of_what_is_withheld(self, club):
        withhold(by=steward, organisation=club, reason="A refuge.")

        page = shown(signed_in("steward").get(at("organisation", club.pk)))

        assert "Its public page" not in page


class TestWhatWasDone:
    def test_tells_of_its_services_by_name(self, club):
        service = add_service(by=steward, organisation=club, told=lunch)
        actions.assure_service(by=steward, service=service)

        assert any(f"({service.name})" in done.words for done in history(club, reader))

    def test_tells_nobody_who_said_something_and_readers_nothing_of_members(self, club):
        service = add_service(by=steward, organisation=club, told=lunch)
        JournalEntry.objects.create(
            at=clock.now(), action="sector.say_how_it_was", thing=f"sector.service:{service.pk}"
        )
        JournalEntry.objects.create(
            at=clock.now(), action="sector.invite_member", thing=f"sector.organisation:{club.pk}"
        )

        to_reader, to_steward = len(history(club, reader)), len(history(club, steward))

        assert to_steward == to_reader + 1
        assert "treated" not in str(history(club, steward))


class TestTheFormOfAService:
    def test_leads_to_its_organisation_its_page_and_its_history(self, club):
        service = add_service(by=steward, organisation=club, told=lunch)

        page = shown(signed_in("steward").get(at("change_service", service.pk)))

        for address in (
            at("organisation", club.pk), f"/services/{service.uuid}/",
            reverse("service-history", args=[service.uuid]),
        ):  # fmt: skip
            assert f'href="{address}"' in page

    def test_comes_back_at_the_row_that_was_asked_for(self, club):
        ada, address = signed_in("steward"), at("add_service", club.pk)
        page = shown(ada.get(address))
        wanted = re.search(r'value="costs" formaction="([^"#]*)#(costs-row-\d+)"', page)
        assert wanted

        more = shown(ada.post(address, sent(more="costs")))

        assert wanted.group(1) == address
        assert f'id="{wanted.group(2)}"' not in page
        assert f'id="{wanted.group(2)}"' in more

    def test_names_each_row_that_is_wrong_and_leads_to_it(self, club):
        wrong = sent(**{"hours-1-days": ["MO"], "hours-1-opens": "ten", "hours-1-closes": "12:00"})

        page = shown(signed_in("steward").post(at("add_service", club.pk), wrong))

        assert re.search(r'<li><a href="#id_hours-1-opens">[^<]+ 2, [^<]+</a>: [^<]+</li>', page)
        assert 'id="id_hours-1-opens"' in page


class TestLists:
    def test_lead_to_the_organisation_as_well(self, club):
        service = add_service(by=steward, organisation=club, told=lunch)
        FeedbackFactory(service=service)
        ada, way = signed_in("steward"), f'<a href="{at("organisation", club.pk)}">'

        assert way in shown(ada.get(at("services")))
        assert way in shown(ada.get(at("feedback")))

    def test_find_an_answer_by_the_organisations_name(self, club):
        AnswerFactory(organisation=club, said=Said.CLOSED)
        ada = signed_in("steward")

        assert "Mill Lane" in shown(ada.get(at("answers"), {"q": "mill"}))
        assert "Mill Lane" not in shown(ada.get(at("answers_results"), {"q": "quay"}))

    def test_say_what_follows_when_a_nomination_is_withdrawn(self):
        nomination = NominationFactory(reason="Runs the hall.")

        page = shown(signed_in("steward").get(at("withdraw_nomination", nomination.pk)))

        assert f"Withdraw the nomination of company {nomination.number}" in page
        assert "the next import of Companies House lets the company go" in page

    def test_of_pairs_and_nominations_can_be_taken_along_by_those_who_decide(self):
        DoubtfulFactory(reason="The same telephone.")
        MergeFactory(reason="Renamed in May.")
        NominationFactory(reason="Runs the hall.")
        ada, ed = signed_in("steward"), signed_in("reader")

        for name, told in (
            ("doubts", "The same telephone."), ("merges", "Renamed in May."),
            ("nominations", "Runs the hall."),
        ):  # fmt: skip
            sheet = ada.get(at(name), {"export": "csv"})
            assert told in b"".join(sheet.streaming_content).decode()
            assert ed.get(at(name), {"export": "csv"}).status_code == 403

    def test_of_letters_finds_one_by_whom_it_is_for(self, club):
        RelayLetterFactory(organisation=club, standing=Passing.TO_PASS_ON)
        ada = signed_in("steward")

        assert "Mill Lane" in shown(ada.get(at("letters"), {"q": "mill"}))
        assert "Mill Lane" not in shown(ada.get(at("letters_results"), {"q": "quay"}))


class TestAForm:
    def test_says_in_our_words_what_is_missing(self, club):
        page = shown(signed_in("steward").post(at("call", club.pk), {}))

        assert "This field is required" not in page
        assert "Choose from what is offered." in page
        assert "Say something here." in page

    def test_keeps_the_words_that_a_field_has_of_its_own(self):
        field = forms.CharField(error_messages={"required": "Write its number."})
        form = type("Own", (forms.Form,), {"number": field})({})
        say_what_is_missing(form)

        assert form.errors["number"] == ["Write its number."]
