"""Imports that are killed, meet one another, or find the disk full: whole or nothing, and told."""

from __future__ import annotations

import random
import signal
import zipfile
from pathlib import Path

import pytest

from commonweal.sector.tests.extracts import charity
from commonweal.sector.tests.worlds import CLUBS, FIRST, SECOND, another, founded

pytestmark = pytest.mark.django_db  # whose new database every world is copied from
REGISTER = "charity-commission"
BEFORE = [row["charity_name"] for row in FIRST]
AFTER = [row["charity_name"] for row in SECOND]
MOMENTS = ("reading", "staged", "applying", "writing")


@pytest.fixture(scope="module")
def first(tmp_path_factory, migrated):
    with founded(tmp_path_factory.mktemp("worlds"), migrated) as first:
        yield first


@pytest.fixture
def world(first):
    with another(first) as world:
        yield world


def indexed(names: list[str]) -> list[str]:
    return sorted(name.lower() for name in names)


def killed(world, path: Path, moment: str) -> None:
    process = world.begin(REGISTER, path, halt=moment)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)


class TestKilled:
    @pytest.mark.parametrize("moment", MOMENTS)
    def test_leaves_the_register_as_it_was_and_the_same_file_goes_on(self, world, moment):
        path = world.extract("second", SECOND)
        killed(world, path, moment)

        assert world.names == BEFORE
        assert world.searched == indexed(BEFORE)

        report = world.bring(REGISTER, path)

        went_on = "Went on from where it had been staged." in report["notes"]
        assert went_on == (moment != "reading")
        assert (report["standing"], report["created"], report["updated"]) == ("done", 20, 5)
        assert world.names == AFTER
        assert world.searched == indexed(AFTER)

    @pytest.mark.parametrize("moment", ["staged", "writing"])
    def test_lets_another_file_begin_afresh(self, world, moment):
        killed(world, world.extract("second", SECOND), moment)

        report = world.bring(REGISTER, world.extract("third", SECOND[:6]))

        assert (report["standing"], report["created"], report["updated"]) == ("done", 1, 5)
        assert world.names == AFTER[:6]
        assert world.searched == indexed(AFTER[:6])
        stopped = world.ask("SELECT problem FROM intake_run WHERE standing = 'failed'")
        assert stopped == ["It was stopped before it ended. Nothing was changed."]


class TestTwoAtOnce:
    @pytest.mark.parametrize("moment", ["reading", "writing"])
    def test_of_one_source_one_works_and_the_other_is_refused(self, world, moment):
        path = world.extract("second", SECOND)
        working = world.begin(REGISTER, path, halt=moment)

        other = world.bring(REGISTER, world.extract("third", SECOND[:6]))

        assert other == {
            "refused": f"{REGISTER} is being imported at this moment. Wait until it is done."
        }
        assert world.end(working)["standing"] == "done"
        assert world.names == AFTER

    def test_of_two_sources_both_end_well_and_pages_are_read_meanwhile(self, world):
        clubs = world.home / "cascs.csv"
        clubs.write_text(CLUBS)
        writing = world.begin(REGISTER, world.extract("second", SECOND), halt="writing")
        other = world.begin("casc", clubs)

        pages = world.pages(
            "/", f"/search/?q={BEFORE[0]}".replace(" ", "+"), "/api/v1/organisations"
        )

        assert {status for status, _, _ in pages} == {200}
        assert BEFORE[0] in pages[1][2]
        assert max(seconds for _, seconds, _ in pages) < 10  # 20 s is as long as a page waits
        assert world.end(writing)["standing"] == "done"
        assert world.end(other)["standing"] == "done"
        assert set(world.names) == {*AFTER, "Marram Rowers"}
        assert world.searched == indexed(world.names)


class TestAFullDisk:
    """The disk is as full as a process may write: no file of more than so many bytes."""

    ROOM = 4_000_000

    @pytest.fixture
    def large(self, world) -> Path:
        """Charities whose words take more room than there is."""
        luck = random.Random(1)
        words = [{"charity_activities": luck.randbytes(3_000).hex()} for _ in range(2_500)]
        return world.extract(
            "large", [charity(400_000 + number, **more) for number, more in enumerate(words)]
        )

    def test_while_staging_ends_the_run_in_a_sentence_and_changes_nothing(self, world, large):
        report = world.bring(REGISTER, large, room=self.ROOM)

        assert report["standing"] == "failed"
        assert report["problem"].startswith("There is no room to write on the disk of ")
        assert world.names == BEFORE
        assert world.bring(REGISTER, world.extract("second", SECOND))["standing"] == "done"

    def test_while_unpacking_is_told_as_well(self, world, large):
        packed = world.home / "large.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(large / "publicextract.charity.txt", "publicextract.charity.txt")

        report = world.bring(REGISTER, packed, room=self.ROOM)

        assert report["problem"].startswith("There is no room to write on the disk of ")
        assert world.names == BEFORE
