"""Files, dates and news of documents: all that is published, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET

import icalendar
import pytest
import time_machine

from commonweal.commitments.models import Document, File
from commonweal.commitments.reports.dates import dates_of_all
from commonweal.commitments.reports.news import latest_of_all, news_of
from commonweal.commitments.tests.factories import (
    ActionFactory,
    ActionStatusFactory,
    BallotFactory,
    CallCorrectionFactory,
    CallFactory,
    CandidateFactory,
    CommitmentFactory,
    ConsultationFactory,
    DocumentFactory,
    EvidenceFactory,
    ExtensionFactory,
    FileFactory,
    ProgressReviewFactory,
)
from commonweal.commitments.tests.publishing import PUBLISHED, published, written

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 4, 20, 12, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield tmp_path


def told(document: Document, until: dt.datetime = NOW) -> str:
    """Everything that is new of a document, as one text."""
    return "\n".join(f"{n.title} {n.says}" for n in news_of(document, LONG_AGO, until))


class TestFiles:
    def test_are_of_the_last_published_version(self, client):
        version = published()
        slug = version.document.slug
        Document.objects.filter(slug=slug).update(title="Changed since")

        pdf, text, body = (
            client.get(f"/promises/{slug}/{slug}.{e}") for e in ("pdf", "txt", "json")
        )

        assert pdf.content.startswith(b"%PDF-")
        assert pdf["Content-Type"] == "application/pdf"
        assert pdf["Content-Disposition"] == f'inline; filename="{slug}-1.pdf"'
        assert text.content.decode().startswith("A fair wind")
        assert json.loads(body.content)["digest"] == version.digest

    def test_of_each_version_stay(self, client):
        slug = published(written(title="Before")).document.slug
        document = Document.objects.get(slug=slug)
        Document.objects.filter(slug=slug).update(title="After")
        published(document)

        first = client.get(f"/promises/{slug}/versions/1/{slug}.txt").content.decode()
        last = client.get(f"/promises/{slug}/{slug}.txt").content.decode()

        assert first.startswith("Before")
        assert last.startswith("After")
        assert client.get(f"/promises/{slug}/versions/3/{slug}.txt").status_code == 404

    @pytest.mark.parametrize("ending", ["pdf", "txt", "json"])
    def test_of_what_is_not_published_are_not_there(self, client, ending):
        draft = written()
        withdrawn = published().document
        Document.objects.filter(pk=withdrawn.pk).update(standing="draft")

        for document in (draft, withdrawn):
            assert (
                client.get(f"/promises/{document.slug}/{document.slug}.{ending}").status_code == 404
            )

    def test_are_found_by_their_own_names_only(self, client):
        slug = published().document.slug

        assert client.get(f"/promises/{slug}/other.pdf").status_code == 404
        assert client.get(f"/promises/{slug}/{slug}.exe").status_code == 404

    def test_easy_to_read_are_given_where_they_are_public(self, client):
        document = published().document
        file = FileFactory(name="Easy read.pdf", kind="application/pdf")
        Document.objects.filter(pk=document.pk).update(easy_read=file)
        address = f"/promises/{document.slug}/easy-read"

        assert client.get(address).status_code == 404
        File.objects.filter(pk=file.pk).update(public=True)
        given = client.get(address)

        assert b"".join(given.streaming_content) == b"Minutes of March."
        assert "Easy read.pdf" in given["Content-Disposition"]


class TestNews:
    def test_is_what_was_published_the_newest_first(self):
        document = published().document
        promise = document.commitments.get()
        EvidenceFactory(commitment=promise, published_at=PUBLISHED + dt.timedelta(days=2))
        ProgressReviewFactory(
            commitment=promise, asked_at=PUBLISHED, published_at=PUBLISHED + dt.timedelta(days=3)
        )
        ActionStatusFactory(
            action=document.actions.get(), at=PUBLISHED + dt.timedelta(days=4), reason="It rained."
        )

        titles = [one.title for one in news_of(document, LONG_AGO, NOW)]

        assert titles == [
            "A list of halls: under way", f"Partly met: {promise}", f"Evidence: {promise}",
            "A fair wind: As adopted",
        ]  # fmt: skip

    def test_holds_nothing_of_what_is_not_published(self):
        document = published().document
        promise = document.commitments.get()
        EvidenceFactory(commitment=promise, says="Secret evidence")
        ProgressReviewFactory(commitment=promise, reason="Secret review", asked_at=PUBLISHED)
        unpublished = CommitmentFactory(document=document, words="Secret promise")
        EvidenceFactory(commitment=unpublished, says="Secret proof", published_at=PUBLISHED)
        begun = ActionFactory(document=document, title="Secret action")
        ActionStatusFactory(action=begun, reason="Secret reason", at=PUBLISHED)
        ConsultationFactory(document=document, title="Secret consultation", opened_at=PUBLISHED)
        draft = written(title="Secret document")
        EvidenceFactory(commitment=draft.commitments.get(), published_at=PUBLISHED)

        assert "Secret" not in told(document)
        assert news_of(draft, LONG_AGO, NOW) == ()
        assert "Secret" not in str(latest_of_all(NOW))
        assert "Secret" not in str(dates_of_all())

    def test_says_that_evidence_was_withdrawn_and_why(self):
        document = published().document
        EvidenceFactory(
            commitment=document.commitments.get(), published_at=PUBLISHED,
            withdrawn_at=PUBLISHED, withdrawn_because="It was another year.", says="84 days",
        )  # fmt: skip

        assert "It was another year." in told(document)
        assert "84 days" not in told(document)

    def test_takes_each_moment_into_one_span_only(self):
        document = published(at=PUBLISHED).document

        assert news_of(document, PUBLISHED - dt.timedelta(days=1), PUBLISHED)
        assert not news_of(document, PUBLISHED, NOW)

    def test_tells_of_consultations(self):
        document = published().document
        one = ConsultationFactory(
            document=document, title="First things", standing="open",
            opens_on=dt.date(2026, 3, 1), closes_on=dt.date(2026, 6, 14),
            first_closes_on=dt.date(2026, 5, 31), opened_at=PUBLISHED,
        )  # fmt: skip
        ExtensionFactory(
            consultation=one, at=PUBLISHED, before=dt.date(2026, 5, 31), after=dt.date(2026, 6, 14)
        )

        assert "Consultation opened: First things" in told(document)
        assert "It is open until 14 June 2026, not 31 May 2026" in told(document)

    def test_of_answers_waits_for_their_hour(self):
        call = CallFactory(document=published(written(face="call")).document, opened_at=PUBLISHED)
        stood = CandidateFactory(ballot__election=call.election)
        CallCorrectionFactory(
            call=call, at=call.closes_at, what="A late letter was let in.", candidate=stood
        )
        hour = call.reveal_at

        assert "Answers of candidates" not in told(call.document, hour - dt.timedelta(seconds=1))
        assert "late letter" not in told(call.document, hour - dt.timedelta(seconds=1))
        assert "Answers of candidates" in told(call.document, hour)
        assert "late letter" in told(call.document, hour)

    def test_asks_no_more_of_the_database_for_many(self, django_assert_max_num_queries):
        for _ in range(6):
            document = published().document
            EvidenceFactory(commitment=document.commitments.get(), published_at=PUBLISHED)

        with django_assert_max_num_queries(13):
            assert len(latest_of_all(NOW)) == 12


class TestTheFeed:
    def test_can_be_read_and_shows_hostile_words_as_words(self, client):
        document = published(written(title="A <b>fair</b> & \x07 wind")).document
        EvidenceFactory(
            commitment=document.commitments.get(), says="]]><script>1</script>",
            published_at=PUBLISHED,
        )  # fmt: skip

        for address in ("/promises/news.xml", f"/promises/{document.slug}/news.xml"):
            given = client.get(address)
            channel = ET.fromstring(given.content).find("channel")
            assert given["Content-Type"].startswith("application/rss+xml")
            texts = [item.findtext("description") for item in channel.findall("item")]
            assert any("]]><script>1</script>" in text for text in texts)

    def test_of_a_draft_is_not_there(self, client):
        slug = DocumentFactory().slug

        assert client.get(f"/promises/{slug}/news.xml").status_code == 404
        assert client.get(f"/promises/{slug}/dates.ics").status_code == 404
        assert client.get("/promises/news.xml").status_code == 200


class TestTheCalendar:
    def test_has_the_days_and_the_hours(self, client):
        document = published(written(face="call")).document
        call = CallFactory(document=document, opened_at=PUBLISHED)
        BallotFactory(
            election=call.election, name="Staithe", closes_at=NOW, reveal_at=NOW,
            standing="countermanded",
        )  # fmt: skip
        ConsultationFactory(
            document=document, title="First, things; all", standing="open",
            opens_on=dt.date(2026, 3, 1), closes_on=dt.date(2026, 5, 31),
            first_closes_on=dt.date(2026, 5, 31),
        )  # fmt: skip

        given = client.get(f"/promises/{document.slug}/dates.ics")

        events = icalendar.Calendar.from_ical(given.content).walk("VEVENT")
        days = {str(e["summary"]): e["dtstart"].dt for e in events}
        assert days["Due: A list of halls"] == dt.date(2026, 9, 1)
        assert days["Consultation closes: First, things; all"] == dt.date(2026, 5, 31)
        assert days["Answers close: A fair wind"] == call.closes_at
        assert days["Answers appear: A fair wind"] == call.reveal_at
        assert days["Answers close: A fair wind, Staithe"] == NOW
        assert len({str(e["uid"]) for e in events}) == len(events)

    def test_moves_an_action_whose_day_was_moved_and_drops_one_that_is_done(self):
        document = published().document
        action = document.actions.get()
        ActionStatusFactory(action=action, due_on=dt.date(2026, 12, 1))
        ActionStatusFactory(action=action, standing="under-way")

        (one,) = dates_of_all()
        assert one.on == dt.date(2026, 12, 1)
        ActionStatusFactory(action=action, standing="done")

        assert dates_of_all() == ()
