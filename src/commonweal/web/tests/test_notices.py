from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.core.actors import Operator, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.web.actions import change_notice, post_notice, take_down_notice
from commonweal.web.models import Notice
from commonweal.web.tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class TestPostNotice:
    def test_pins_it_up_and_writes_the_journal(self):
        notice = post_notice(by=Operator(), title="Lines down", severity="urgent", begins_at=NOON)

        assert list(Notice.objects.standing(NOON)) == [notice]
        assert JournalEntry.objects.get().action == "web.post_notice"

    def test_is_for_editors_only(self):
        with pytest.raises(PermissionDenied):
            post_notice(by=Visitor(), title="Hello", severity="tell", begins_at=NOON)

    def test_refuses_one_that_ends_before_it_begins(self):
        with pytest.raises(Refused) as refused:
            post_notice(
                by=Operator(), title="No", severity="tell", begins_at=NOON, ends_at=NOON - HOUR
            )

        assert refused.value.field == "ends_at"

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "//evil.example", "data:text/html,x"])
    def test_refuses_a_link_that_could_do_harm(self, link):
        with pytest.raises(Refused):
            post_notice(by=Operator(), title="No", severity="tell", begins_at=NOON, link=link)

    @pytest.mark.parametrize("link", ["", "/data/", "https://example.org/warm"])
    def test_takes_a_link_that_leads_somewhere(self, link):
        assert post_notice(
            by=Operator(), title="Yes", severity="tell", begins_at=NOON, link=link
        ).pk


class TestChangeNotice:
    def test_keeps_it_as_it_now_reads(self):
        notice = NoticeFactory()
        notice.title = "Mended"

        change_notice(by=Operator(), notice=notice)

        assert Notice.objects.get().title == "Mended"


class TestTakeDownNotice:
    def test_takes_it_off_the_board(self):
        notice = NoticeFactory()

        take_down_notice(by=Operator(), notice=notice)

        assert not Notice.objects.exists()
        assert JournalEntry.objects.get().thing == f"web.notice:{notice.pk}"


class TestStanding:
    def test_is_from_its_beginning_until_just_before_its_end(self):
        notice = NoticeFactory(begins_at=NOON, ends_at=NOON + HOUR)

        assert list(Notice.objects.standing(NOON)) == [notice]
        assert not Notice.objects.standing(NOON - HOUR)
        assert not Notice.objects.standing(NOON + HOUR)


class TestTheDesk:
    @pytest.fixture
    def editor(self, client):
        from commonweal.accounts.actions import welcome_person
        from commonweal.accounts.choices import Role

        person = welcome_person(
            by=Operator(), email="e@example.org", name="Edith", roles=(Role.EDITOR,)
        )
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_shows_how_the_register_stands(self, editor):
        body = editor.get("/desk/").content.decode()

        assert "no organisations" in body
        assert "Notices" in body

    def test_lets_an_editor_post_and_change_a_notice(self, editor):
        sent = {"title": "Lines down", "severity": "urgent", "begins_at": "2026-11-23T12:00"}

        posted = editor.post("/desk/notices/post/", sent)

        notice = Notice.objects.get()
        assert posted["Location"] == "/desk/notices/"
        assert "Lines down" in editor.get("/desk/notices/").content.decode()
        editor.post(f"/desk/notices/{notice.pk}/", sent | {"title": "Lines up"})
        assert Notice.objects.get().title == "Lines up"

    def test_shows_a_refusal_at_its_field(self, editor):
        sent = {"title": "x", "severity": "tell", "begins_at": "2026-11-23T12:00",
                "link": "javascript:alert(1)"}  # fmt: skip

        body = editor.post("/desk/notices/post/", sent).content.decode()

        assert "The link must begin with https://" in body
        assert not Notice.objects.exists()

    def test_takes_a_notice_down(self, editor):
        notice = NoticeFactory()
        assert "Take it down now" in editor.get(f"/desk/notices/{notice.pk}/").content.decode()

        editor.post(f"/desk/notices/{notice.pk}/take-down/")

        assert not Notice.objects.exists()
