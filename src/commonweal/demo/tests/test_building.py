"""The demonstration is built through the actions, once, and never beside a real place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from commonweal.accounts.models import User
from commonweal.commitments.choices import (
    ConsultationStanding,
    Decision,
    Disclosed,
    Face,
    Way,
)
from commonweal.commitments.models import (
    ActionStatus,
    Call,
    Concern,
    Consultation,
    Document,
    Event,
    Evidence,
    Follower,
    Paragraph,
    ProgressReview,
    YearReview,
)
from commonweal.comms.models import Bounce
from commonweal.core import clock
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.demo.building import Sizes, build, refuse_a_real_place
from commonweal.demo.management.commands import demo
from commonweal.demo.people import REFUGE
from commonweal.places.models import Area, Place, Postcode
from commonweal.places.reports import the_place
from commonweal.sector.choices import Doubt
from commonweal.sector.freshness import Stage
from commonweal.sector.models import (
    Application,
    Classification,
    Correction,
    Doubtful,
    Feedback,
    FeedbackRelease,
    Identifier,
    Member,
    Merge,
    Nomination,
    Organisation,
    PageClaim,
    RelayLetter,
    Service,
    SourceRecord,
)
from commonweal.sector.reports.feedback import published_feedback
from commonweal.sector.reports.staff import awaiting_a_call, waiting_answers


def told_of() -> list[Service]:
    """The services of which there are figures."""
    return list(Service.objects.exclude(feedback_releases=None).distinct())


def made_of_promises() -> list[int]:
    """How many there are of each thing that is kept of promises."""
    return [model.objects.count() for model in apps.get_app_config("commitments").get_models()]


pytestmark = pytest.mark.django_db
SMALL = 0.01


def silent(words: str) -> None:
    """Nobody listens."""


@pytest.fixture
def built(settings: Any, tmp_path: Path) -> Callable[[int], None]:
    settings.KEEP_IMPORTS = tmp_path / "imports"
    return lambda seed: build(scale=SMALL, seed=seed, say=silent)


@pytest.fixture(scope="class")
def saltwold(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """The place, built once for all tests of a class, and taken back after them."""
    imports = override_settings(KEEP_IMPORTS=tmp_path_factory.mktemp("place") / "imports")
    with django_db_blocker.unblock(), imports, transaction.atomic():
        build(scale=SMALL, seed=1, say=silent)
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.usefixtures("saltwold")
class TestThePlaceThatIsBuilt:
    def test_is_a_living_place_and_the_same_again(self, client: Client) -> None:
        first = set(Organisation.objects.values_list("ref", "name", "status"))
        offered = list(Service.objects.order_by("pk").values_list("uuid", "name"))
        journal = JournalEntry.objects.count()
        promised = made_of_promises()

        build(scale=SMALL, seed=1, say=silent)

        assert set(Organisation.objects.values_list("ref", "name", "status")) == first
        assert list(Service.objects.order_by("pk").values_list("uuid", "name")) == offered
        assert made_of_promises() == promised
        assert the_place().fictional
        assert Area.objects.filter(kind="ward").count() > 70
        assert Postcode.objects.count() == 4000
        assert Organisation.objects.published().filter(kind="group").count() > 20
        assert Organisation.objects.published().exclude(kind="group").count() > 25
        assert journal > 10
        assert User.objects.filter(email__endswith="@saltwold.example").count() == 5
        assert Correction.objects.filter(withdrawn_at=None).count() >= 7
        standing = Application.objects.values_list("standing", flat=True)
        assert sorted(standing) == ["refused", "unproved", "waiting", "waiting", "waiting"]
        assert RelayLetter.objects.to_pass_on().count() == 1
        assert Merge.objects.count() == 1
        assert Doubtful.objects.filter(standing=Doubt.OPEN).exists()
        assert set(Doubtful.objects.values_list("standing", flat=True)) == set(Doubt.values)
        assert not Area.objects.filter(population=None).exists()
        assert set(Area.objects.values_list("population_year", flat=True)) == {2024}
        tagged = Classification.objects.filter(scheme="ukcat")
        assert tagged.count() > 20
        assert not tagged.filter(suggested=False).exists()
        assert Service.objects.published().count() >= 24
        assert {m.role for m in Member.objects.standing()} == {"owner", "editor", "viewer"}
        assert PageClaim.objects.open().confirmed().count() == 3
        assert Organisation.objects.kept_by_nobody().count() == 1
        assert Service.objects.filter(at__location__latitude=None).exclude(at=None).count() == 0
        assert FeedbackRelease.objects.count() >= 4
        assert Feedback.objects.filter(service__feedback_releases=None).count() == 10
        assert Feedback.objects.to_judge().count() == 1
        assert sum(published_feedback(s).answer != "" for s in told_of()) == 1
        assert SourceRecord.objects.filter(source="sheet-halls-and-rooms-for-hire").exists()
        page = client.get("/").content.decode()
        assert "Saltwold" in page
        assert REFUGE not in client.get("/search/?q=safe+harbour").content.decode()

    def test_has_something_on_every_list_of_the_desk(self) -> None:
        assert set(Organisation.objects.values_list("stage", flat=True)) == set(Stage)
        assert awaiting_a_call().exists()
        assert waiting_answers().exists()
        assert Bounce.objects.standing().exists()
        assert Nomination.objects.filter(withdrawn_at=None).count() == 2
        company = Identifier.objects.get(value="ZX000000")
        assert Organisation.objects.published().filter(pk=company.organisation_id).exists()

    def test_shows_a_strategy_from_what_was_said_to_what_was_done(self, client: Client) -> None:
        strategy = Document.objects.public().in_force().get(face="strategy")
        consultation = strategy.consultations.get()
        reviews = ProgressReview.objects.filter(commitment__document=strategy)
        page = client.get("/promises/netherhithe/").content.decode()
        assert consultation.standing == ConsultationStanding.REPORTED
        assert (consultation.closes_on - consultation.opens_on).days >= 84
        assert {s.way for s in consultation.submissions.all()} == set(Way.values)
        assert consultation.submissions.exclude(organisation=None).count() >= 3
        assert {p.decisions.get().decision for p in consultation.points.all()} == set(
            Decision.values
        )
        assert Paragraph.objects.filter(versions__point__consultation=consultation).count() == 5
        assert {s.standing for s in ActionStatus.objects.all()} == {"under-way", "done"}
        assert ActionStatus.objects.exclude(due_on=None).exclude(reason="").count() == 1
        assert sorted(bool(review.reply) for review in reviews) == [False, True]
        assert all(review.published_at and review.asked_at for review in reviews)
        assert strategy.commitments.exclude(measure=None).get().measure.observations.count() == 5
        assert Follower.objects.filter(document=strategy).exclude(confirmed_at=None).count() == 1
        assert "community bus" in page
        comments = client.get("/consultations/netherhithe/1/comments/").content.decode()
        assert "Wetherlow" in comments
        assert "Tolliver" not in comments

    def test_shows_a_compact_and_a_call_and_a_consultation_to_try(self, client: Client) -> None:
        open_now = Consultation.objects.open_on(clock.today()).get()
        call = Call.objects.get()
        assert open_now.document.face == Face.COVENANT
        assert Event.objects.exclude(published_at=None).count() == Event.objects.count() == 3
        assert Event.objects.exclude(replied_at=None).count() == 2
        assert Evidence.objects.exclude(event=None).exclude(published_at=None).count() >= 3
        assert YearReview.objects.get().published_at is not None
        assert call.freezes.exists()
        assert client.get("/elections/saltwold-council/").status_code == 200
        assert client.get("/consultations/covenant/1/answer/").status_code == 200
        front = client.get("/").content.decode()
        assert "/consultations/covenant/1/" in front
        assert "/promises/netherhithe/" in front
        page = client.get("/consultations/covenant/1/comments/").content.decode()
        assert "Say who answers the telephone when it is broken." in page
        assert "district councils too" not in page  # it waits for a moderator

    def test_tells_nobody_of_the_concern_but_what_its_group_agreed_to(self, client: Client) -> None:
        concern = Concern.objects.get()
        for address in ("/promises/compact/", "/promises/compact/events/", "/promises/"):
            page = client.get(address).content.decode()
            assert "Saltwold" in page
            assert "Monday" not in page
            assert "rung before" not in page
        assert concern.disclosures.get().standing == Disclosed.AGREED
        assert concern.stages.count() == 2


class TestBuild:
    def test_is_the_same_to_the_byte_for_the_same_seed(
        self, built: Callable[[int], None], tmp_path: Path
    ) -> None:
        taken = []
        for seed in (1, 1, 2):
            with transaction.atomic():
                built(seed)
                path = tmp_path / f"{len(taken)}.csv"
                call_command("export", "organisations", str(path))
                taken.append(path.read_bytes())
                transaction.set_rollback(True)
            cache.clear()

        assert taken[0] == taken[1]
        assert taken[0] != taken[2]

    def test_refuses_beside_a_real_place(self, built: Callable[[int], None]) -> None:
        with given():
            Place.objects.create(pk=1, name="Norfolk", codes=["E10000020"])

        with pytest.raises(Refused, match="real place, Norfolk"):
            built(1)

        assert not Area.objects.exists()

    def test_refuses_where_there_are_organisations_already(self) -> None:
        from django.utils import timezone

        with given():
            Organisation.objects.create(
                ref="GB-CHC-200051", name="A choir", added_at=timezone.now(),
                changed_at=timezone.now(),
            )  # fmt: skip

        with pytest.raises(Refused, match="holds organisations already"):
            refuse_a_real_place()

    @pytest.mark.parametrize("scale", ["0", "-1", "1000"])
    def test_refuses_a_scale_that_means_nothing(self, scale: str) -> None:
        with pytest.raises(Refused, match="scale"):
            call_command("demo", "--scale", scale)


class TestSizes:
    def test_at_scale_one_are_those_of_a_county(self) -> None:
        sizes = Sizes.at(1)

        assert 3_400 < sizes.charities + sizes.companies + sizes.mutuals + sizes.clubs < 3_800
        assert sizes.groups > 3_000

    def test_are_never_none(self) -> None:
        assert min(vars(Sizes.at(0.0001)).values()) > 0


class TestTheCommand:
    @pytest.mark.parametrize("ready", [True, False])
    def test_prepares_a_new_database_first_and_only_that(self, monkeypatch, ready):
        done = []
        monkeypatch.setattr(demo.health, "migrations_are_applied", lambda: ready)
        monkeypatch.setattr(demo, "call_command", lambda word, **more: done.append(word))
        monkeypatch.setattr(demo, "build", lambda **more: done.append("build"))

        call_command("demo", "--scale", "0.01")

        assert done == (["build"] if ready else ["migrate", "build"])
