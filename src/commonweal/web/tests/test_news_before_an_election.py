"""News while an election is near: its writers are told, and public bodies publish none."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.choices import Role
from commonweal.commitments.tests.factories import ElectionFactory, InterestFactory
from commonweal.core.actors import Operator
from commonweal.web.models import NewsIndexPage, NewsPage
from commonweal.web.tests.factories import ContentPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
NEAR = dt.datetime(2026, 4, 20, 9, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 5, 8, 9, 0, tzinfo=dt.UTC)
WARNING = "An election is near (May)"


@pytest.fixture
def editor(client):
    with time_machine.travel(NEAR, tick=False):
        ElectionFactory(name="May", on=dt.date(2026, 5, 7), notice_on=dt.date(2026, 3, 20))
    person = welcome_person(by=Operator(), email="e@example.org", name="Eve", roles=[Role.EDITOR])
    client.force_login(person, backend=BACKEND)
    client.person = person
    return client


@pytest.fixture
def draft():
    return NewsPageFactory(title="New rooms", summary="At the hall.", live=False)


def publish(client, page, *, now=NEAR):
    sent = {
        "title": page.title, "slug": page.slug, "summary": "At the hall.", "day": "2026-04-20",
        "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "action-publish": "Publish",
    }  # fmt: skip
    with time_machine.travel(now, tick=False):
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent, follow=True)
    page.refresh_from_db()
    return answer.content.decode()


def opened(client, page, *, now=NEAR):
    with time_machine.travel(now, tick=False):
        return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


class TestWhoeverWritesNews:
    def test_is_told_that_an_election_is_near(self, editor, draft):
        assert WARNING in opened(editor, draft)
        assert "until then" in opened(editor, draft)

    def test_is_told_so_from_the_start(self, editor, draft):
        index = NewsIndexPage.objects.get()
        address = reverse("wagtailadmin_pages:add", args=["web", "newspage", index.pk])
        with time_machine.travel(NEAR, tick=False):
            assert WARNING in editor.get(address).content.decode()

    def test_is_told_nothing_out_of_that_time_or_of_other_pages(self, editor, draft):
        assert WARNING not in opened(editor, draft, now=LATER)
        assert WARNING not in opened(editor, ContentPageFactory())

    def test_publishes_it_unless_they_work_for_a_public_body(self, editor, draft):
        publish(editor, draft)

        assert draft.live


class TestWhoDeclaredToWorkForAPublicBody:
    @pytest.fixture
    def officer(self, editor):
        InterestFactory(person_key=editor.person.key, public_body=True)
        return editor

    def test_publishes_no_news_and_is_told_why(self, officer, draft):
        told = publish(officer, draft)

        assert not draft.live
        assert "kept as a draft and not published" in told
        assert draft.get_latest_revision().as_object().title == "New rooms"

    def test_begins_none_that_is_published_at_once(self, officer, draft):
        index = NewsIndexPage.objects.get()
        sent = {
            "title": "Meet us", "slug": "meet-us", "summary": "At the hall.", "day": "2026-04-20",
            "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
            "action-publish": "Publish",
        }  # fmt: skip
        with time_machine.travel(NEAR, tick=False):
            officer.post(
                reverse("wagtailadmin_pages:add", args=["web", "newspage", index.pk]), sent
            )

        assert [p.live for p in NewsPage.objects.filter(slug="meet-us")] == [False]

    @pytest.mark.parametrize("whole", [True, False])
    def test_publishes_no_more_of_it_at_once(self, officer, draft, whole):
        one = draft.get_parent() if whole else draft
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        with time_machine.travel(NEAR, tick=False):
            officer.post(f"{address}?id={one.pk}", {"include_descendants": "on"})

        draft.refresh_from_db()
        assert not draft.live

    def test_publishes_it_once_the_polls_have_closed(self, officer, draft):
        publish(officer, draft, now=LATER)

        assert draft.live

    def test_publishes_it_once_they_work_for_none(self, officer, draft):
        InterestFactory(person_key=officer.person.key, public_body=False)

        publish(officer, draft)

        assert draft.live
