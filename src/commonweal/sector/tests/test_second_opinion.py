"""A second opinion on which organisations are one: asked, shown, and never acted on by itself."""

from __future__ import annotations

import random
import sys
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from commonweal.core.actors import Robot, Visitor
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.sector import meant
from commonweal.sector.actions import ask_second_opinion, decide_doubt, withhold
from commonweal.sector.likeness import Face
from commonweal.sector.models import Doubtful, Merge, Organisation
from commonweal.sector.opinion import NoOpinion, scored, tidied
from commonweal.sector.tests.factories import IdentifierFactory, OrganisationFactory
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
robot = Robot("second-opinion")
STARTS = (
    "amber", "birch", "cedar", "dahlia", "elder", "fern", "gorse", "hazel", "iris", "juniper",
    "kestrel", "larch", "maple",
)  # fmt: skip
PLACES = (
    "acle", "bawdeswell", "cromer", "diss", "easton", "fakenham", "garboldisham", "holt",
    "itteringham", "kelling",
)  # fmt: skip
SORTS = ("choir", "bowls club", "allotment society", "youth theatre", "carers circle")


def names() -> list[str]:
    return [f"{s} {p} {sort}".title() for s in STARTS for p in PLACES for sort in SORTS]


def faces() -> list[Face]:
    """Six hundred bodies, one in four of them twice: the second time with a slip or none."""
    chance, found = random.Random(3), []
    for key, name in enumerate(names()[:600]):
        end = "".join(chance.sample("ABDEFGHJLNPQRSTUWXYZ", 2))
        postcode = f"NR{chance.randint(1, 30)} {chance.randint(1, 9)}{end}"
        found.append(Face(key + 1, name, postcode))
        if key % 4 == 0:
            written = name.replace("e", "", 1) if key % 8 else name
            found.append(Face(key + 10_001, written, postcode))
    return found


@pytest.fixture
def register() -> list[Organisation]:
    """The same as organisations."""
    meant.forget()
    return [
        OrganisationFactory(pk=f.id, name=f.name, postcode=f.postcode, address_public=True)
        for f in faces()
    ]


def doubt(left: int, right: int, **more: Any) -> Doubtful:
    said = {"reason": "The same website.", "evidence": {"website": "x"}, "raised_by": "somebody"}
    with given():
        return Doubtful.objects.create(
            left_id=left, right_id=right, raised_at="2026-01-05T09:00Z", **{**said, **more}
        )


class TestSplink:
    def test_tells_the_same_from_others(self) -> None:
        pairs = scored(tidied(faces()))

        told = {
            (int(min(a, b)), int(max(a, b))): float(c)
            for a, b, c in zip(pairs.left, pairs.right, pairs.chance, strict=True)
        }
        same = [chance for (a, b), chance in told.items() if b - a == 10_000]
        others = [chance for (a, b), chance in told.items() if b - a != 10_000]
        assert len(same) > 140
        assert sorted(same)[len(same) // 4] > 0.9
        assert sum(c > 0.9 for c in others) < len(others) / 20

    def test_that_is_not_installed_is_said_in_a_sentence(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "splink", None)

        with pytest.raises(NoOpinion, match="Splink is not installed"):
            scored(tidied(faces()[:5]))

    def test_that_cannot_learn_says_so(self) -> None:
        with pytest.raises(NoOpinion, match="could not learn"):
            scored(tidied([]))


class TestAsking:
    def test_scores_open_doubts_and_raises_what_is_nearly_certain(self, register: Any) -> None:
        open_one, settled = doubt(1, 10_001), doubt(5, 10_005, standing="different")

        told = ask_second_opinion(by=robot)

        open_one.refresh_from_db()
        settled.refresh_from_db()
        assert open_one.second_opinion is not None
        assert open_one.second_opinion > 0.9
        assert (settled.second_opinion, settled.standing) == (None, "different")
        assert told.scored == 1
        raised = Doubtful.objects.exclude(pk__in=[open_one.pk, settled.pk])
        assert told.raised == raised.count() > 50
        assert all(d.second_opinion >= 0.95 for d in raised)  # type: ignore[operator]
        assert not Merge.objects.exists()

    def test_raises_nothing_twice(self, register: Any) -> None:
        ask_second_opinion(by=robot)

        assert ask_second_opinion(by=robot).raised == 0

    def test_never_raises_two_that_one_register_numbers(self, register: Any) -> None:
        for key in (1, 10_001):
            IdentifierFactory(
                organisation=Organisation.objects.get(pk=key), value=str(200_000 + key)
            )

        ask_second_opinion(by=robot)

        assert not Doubtful.objects.filter(left=1, right=10_001).exists()

    def test_knows_nothing_of_the_withheld(self, register: list[Organisation]) -> None:
        withhold(by=steward, organisation=register[0], reason="A threat.")

        ask_second_opinion(by=robot)

        assert not Doubtful.objects.filter(left=1).exists()

    def test_needs_enough_to_learn_from(self) -> None:
        OrganisationFactory()

        with pytest.raises(Refused, match="too small to learn from"):
            ask_second_opinion(by=robot)

    def test_is_not_for_anyone(self) -> None:
        with pytest.raises(PermissionDenied):
            ask_second_opinion(by=Visitor())

    def test_by_the_command_says_what_came_of_it(
        self, register: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("second_opinion")

        assert "Nothing was merged" in capsys.readouterr().out

    def test_by_the_command_without_the_extra_is_refused_in_a_sentence(
        self, register: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "splink", None)

        with pytest.raises(Refused, match="commonweal.second-opinion"):
            call_command("second_opinion")


class TestReview:
    @pytest.fixture
    def desk(self, client: Client) -> Client:
        from commonweal.accounts.tests.factories import UserFactory

        user = UserFactory(roles=["steward"])
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_shows_evidence_with_its_strength_and_the_second_opinion(
        self, desk: Client, register: Any
    ) -> None:
        one = doubt(1, 10_001, second_opinion=0.974)

        page = desk.get(reverse("sector_desk:doubt", args=[one.pk])).content.decode()
        listed = desk.get(reverse("sector_desk:doubts")).content.decode()

        assert "The same name: " in page
        assert "strong evidence for" in page
        assert "The same postcode: " in page
        assert "<strong>0.97</strong>" in page
        assert "0.97" in listed

    def test_says_nothing_where_nobody_was_asked(self, desk: Client, register: Any) -> None:
        one = doubt(1, 10_001)

        assert (
            "Second opinion:"
            not in desk.get(reverse("sector_desk:doubt", args=[one.pk])).content.decode()
        )

    def test_still_leaves_the_decision_to_a_person(self, register: list[Organisation]) -> None:
        one = doubt(1, 10_001, second_opinion=1.0)

        decide_doubt(by=steward, doubt=one, same=False, keep=None, why="Two choirs.")

        one.refresh_from_db()
        assert one.standing == "different"
