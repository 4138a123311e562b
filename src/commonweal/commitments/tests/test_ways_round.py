"""Ways round the rules of promises and calls, each of them shut."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.commitments import actions
from commonweal.commitments.actions import only_the_independent
from commonweal.commitments.models import File
from commonweal.commitments.prose import as_html
from commonweal.commitments.tests.calling import at, from_the_council, independent
from commonweal.commitments.tests.factories import (
    ActionFactory,
    BallotFactory,
    CallFactory,
    CandidateFactory,
    CommentFactory,
    CommitmentFactory,
    DocumentFactory,
    ElectionFactory,
    EventFactory,
    InterestFactory,
    PartyFactory,
    ProgressReviewFactory,
)
from commonweal.commitments.tests.publishing import published
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.sector.tests.factories import OrganisationFactory
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
APRIL = dt.datetime(2026, 4, 20, 9, 0, tzinfo=dt.UTC)
A_MINUTE, A_DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
MAY = dt.date(2026, 5, 7)


class TestPuttingOffAPoll:
    @pytest.fixture
    def call(self):
        call = CallFactory(
            opened_at=APRIL - 9 * A_DAY, invite_at=APRIL - 9 * A_DAY, closes_at=APRIL + 4 * A_DAY,
            reveal_at=APRIL + 7 * A_DAY, election=ElectionFactory(on=MAY),
        )  # fmt: skip
        InterestFactory(call=call, person_key=steward.key, at=APRIL - 9 * A_DAY)
        return call

    def put_off(self, ballot, **how):
        terms = {"closes_at": APRIL + 30 * A_DAY, "reveal_at": APRIL + 31 * A_DAY} | how
        with at(APRIL):
            return actions.countermand_ballot(
                by=steward, ballot=ballot, poll_on=dt.date(2026, 6, 11), reason="A death.", **terms
            )

    @pytest.mark.parametrize(
        ("how", "field"),
        [
            ({"closes_at": APRIL + A_MINUTE, "reveal_at": APRIL + 2 * A_MINUTE}, "closes_at"),
            ({"closes_at": APRIL + 5 * A_DAY, "reveal_at": APRIL + 6 * A_DAY}, "reveal_at"),
        ],
    )  # fmt: skip
    def test_shows_no_answers_before_the_hour_that_all_were_told(self, call, how, field):
        ballot = BallotFactory(election=call.election)

        with pytest.raises(Refused, match="All were told") as refusal:
            self.put_off(ballot, **how)

        assert refusal.value.field == field
        ballot.refresh_from_db()
        assert ballot.reveal_at is None

    def test_once_more_is_later_still(self, call):
        ballot = self.put_off(BallotFactory(election=call.election))

        with pytest.raises(Refused, match="All were told"):
            self.put_off(ballot, closes_at=APRIL + 29 * A_DAY)


class TestATimeBeforeAnElection:
    @pytest.fixture
    def election(self):
        return ElectionFactory(on=MAY, notice_on=dt.date(2026, 3, 20))

    def test_is_not_shortened_by_somebody_from_a_public_body(self, election):
        for later in (MAY, dt.date(2026, 4, 28)):
            with at(APRIL), pytest.raises(Refused, match="no public body"):
                actions.change_election(
                    by=from_the_council, election=election, name="May", notice_on=later
                )

        election.refresh_from_db()
        assert election.notice_on == dt.date(2026, 3, 20)

    def test_is_lengthened_by_any_steward(self, election):
        with at(APRIL):
            actions.change_election(
                by=from_the_council, election=election, name="May", notice_on=dt.date(2026, 3, 18)
            )
        assert election.notice_on == dt.date(2026, 3, 18)

    def test_is_not_passed_by_what_was_declared_years_ago(self, election):
        mine = InterestFactory(person_key=independent.key, at=APRIL - 400 * A_DAY)

        with at(APRIL), pytest.raises(Refused, match="within a year"):
            only_the_independent(independent)

        type(mine).objects.update(at=APRIL - 300 * A_DAY)
        with at(APRIL):
            only_the_independent(independent)


class TestACandidateOnceAnswersHaveClosed:
    def test_is_changed_only_where_everybody_reads_it(self):
        call = CallFactory(opened_at=APRIL - 9 * A_DAY, closes_at=APRIL, reveal_at=APRIL + A_DAY)
        candidate = CandidateFactory(ballot=BallotFactory(election=call.election), name="Omar")
        InterestFactory(call=call, person_key=steward.key, at=APRIL - 9 * A_DAY)

        with at(APRIL), pytest.raises(Refused, match="Answers have closed"):
            actions.change_candidate(by=steward, candidate=candidate, told={"party": "Another"})
        with at(APRIL):
            actions.change_candidate(by=steward, candidate=candidate, told={"telephone": "01"})
        with at(APRIL - A_MINUTE):
            actions.change_candidate(by=steward, candidate=candidate, told={"party": "Another"})

        candidate.refresh_from_db()
        assert (candidate.party, candidate.telephone) == ("Another", "01")


class TestABodyMergedIntoOneThatIsWithheld:
    def test_is_named_nowhere(self, client):
        refuge = OrganisationFactory(name="The Refuge")
        document = DocumentFactory(slug="wind")
        PartyFactory(document=document, organisation=refuge, name="The Refuge")
        promise = CommitmentFactory(
            document=document, organisation=refuge, promiser="The Refuge", words="We stay open."
        )
        ActionFactory(document=document, organisation=refuge, owner="The Refuge")
        published(document)
        event = EventFactory(
            organisation=refuge, document=document, published_at=APRIL, by_body=True,
        )  # fmt: skip
        known = [
            "/promises/wind/", "/promises/wind/wind.txt", "/promises/wind/wind.json",
            "/promises/wind/progress/", f"/promises/wind/promise/{promise.uuid}/",
            "/api/v1/promises/wind", "/api/v1/commitments", "/api/v1/events",
        ]  # fmt: skip
        told = {path: client.get(path).content.decode() for path in known}
        assert sum("The Refuge" in text for text in told.values()) >= 5

        with given():
            kept = OrganisationFactory(name="A safe house", withheld=True)
            type(refuge).objects.filter(pk=refuge.pk).update(same_as=kept)

        for path in known:
            assert "The Refuge" not in client.get(path).content.decode(), path
        assert not type(event).objects.published().exists()


class TestAWithheldBody:
    def test_is_not_named_beside_what_was_said_for_it(self):
        refuge = OrganisationFactory(name="The Refuge")
        said = CommentFactory(
            submission__organisation=refuge, submission__organisation_name="The Refuge",
            submission__named=True,
        ).submission  # fmt: skip
        assert said.body_shown == "The Refuge"

        refuge.withheld = True

        assert said.body_shown == ""


class TestAReplyToAnEarlierWording:
    def test_is_no_reply_to_the_one_that_is_published(self, client):
        document = DocumentFactory(slug="wind")
        promise = CommitmentFactory(document=document)
        published(document)
        ProgressReviewFactory(
            commitment=promise, reply="That is unfair.", replied_by="Ada", replied_at=None,
            published_at=APRIL, asked_at=APRIL - 30 * A_DAY, reply_by=APRIL.date() - A_DAY,
        )  # fmt: skip

        told = client.get(f"/api/v1/commitments/{promise.uuid}").json()["commitment"]["reviews"]

        assert [(r["reply"], r["replied_by"]) for r in told] == [("", "")]


class TestAnEasyReadEdition:
    def test_that_is_taken_away_or_replaced_is_gone_from_the_disk_too(
        self, settings, tmp_path, django_capture_on_commit_callbacks
    ):
        settings.MEDIA_ROOT = tmp_path
        document = DocumentFactory()
        for words in (b"%PDF-1", b"%PDF-2", None):
            given_in = words and SimpleUploadedFile("easy.pdf", words + b".7 easy")
            with django_capture_on_commit_callbacks(execute=True):
                actions.attach_easy_read(by=steward, document=document, given=given_in)
            held = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
            assert held == ([words + b".7 easy"] if words else [])
        assert not File.objects.exists()

    def test_that_is_evidence_too_stays(self):
        document = DocumentFactory()
        actions.attach_easy_read(
            by=steward, document=document, given=SimpleUploadedFile("e.pdf", b"%PDF-1.7")
        )
        other = DocumentFactory(easy_read=File.objects.get())

        actions.attach_easy_read(by=steward, document=document, given=None)

        other.refresh_from_db()
        assert other.easy_read is not None


@pytest.mark.parametrize(
    "address", ["/elections/may/%00/", "/answer/%00/", "/said/a%00b/", "/elections/%00/"]
)
def test_an_address_with_a_nul_leads_nowhere(client, address):
    assert client.get(address).status_code == 404


def test_a_ballot_with_a_nul_in_its_code_leads_nowhere(client):
    call = CallFactory(opened_at=APRIL)

    assert client.get(f"/elections/{call.election.slug}/a%00b/").status_code == 404


@pytest.mark.parametrize("link", ["//evil.example", "/\\evil.example", "/%5Cevil.example"])
def test_a_link_that_looks_like_ours_leads_to_no_other_site(link):
    assert "href" not in as_html(f"[press]({link})")
    assert 'href="/help/"' in as_html("[press](/help/)")
