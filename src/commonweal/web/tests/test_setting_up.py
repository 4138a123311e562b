"""The desk says what is still to do to set up, to those who can do it, until all is done."""

from __future__ import annotations

from html import unescape

import pytest

from commonweal.accounts.choices import Role
from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Operator
from commonweal.intake.choices import Standing
from commonweal.intake.tests.factories import RunFactory
from commonweal.places.actions import describe_place, set_place
from commonweal.places.tests.factories import AreaFactory, PostcodeFactory
from commonweal.sector.tests.factories import OrganisationFactory
from commonweal.web.setting_up import left_to_do, steps

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]), backend=BACKEND)
    return client


def do_all(settings) -> None:
    """Set up everything there is to set up."""
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    PostcodeFactory()
    OrganisationFactory()
    set_place(by=Operator(), codes=["E10000020"])
    describe_place(by=Operator(), keeper="Norfolk CVS", email="office@example.org")
    settings.MAIL_SERVER = {"host": "mail.example.org"}
    settings.NIGHTLY = ("charity-commission",)
    RunFactory(source="charity-commission", standing=Standing.DONE)


class TestANewInstallation:
    def test_has_everything_left_to_do(self, administrator):
        page = unescape(administrator.get("/desk/setting-up/").content.decode())

        assert left_to_do() == steps()
        for step in steps():
            assert step.title in page and step.words in page
            if step.address:
                assert f'href="{step.address}"' in page

    def test_says_so_on_the_desks_front_and_in_its_menu(self, administrator):
        front = administrator.get("/desk/").content.decode()

        assert front.count("/desk/setting-up/") == 2
        assert f"{len(steps())} things still to do" in front

    def test_leads_only_to_screens_that_are_there(self, administrator):
        for step in steps():
            if step.address:
                assert administrator.get(step.address).status_code == 200, step.title

    @pytest.mark.parametrize("role", [Role.STEWARD, Role.EDITOR, Role.READER])
    def test_bothers_nobody_who_cannot_set_it_up(self, client, role):
        client.force_login(UserFactory(roles=[role]), backend=BACKEND)

        assert client.get("/desk/setting-up/").status_code == 403
        assert "setting-up" not in client.get("/desk/").content.decode()


class TestOnceAllIsDone:
    def test_nothing_is_left(self, settings):
        do_all(settings)

        assert left_to_do() == []

    def test_the_page_is_gone(self, administrator, settings):
        do_all(settings)

        assert administrator.get("/desk/setting-up/")["Location"] == "/desk/"
        assert "setting-up" not in administrator.get("/desk/").content.decode()


class TestTheNightlyRefresh:
    def test_is_done_when_each_source_has_been_read(self, settings):
        do_all(settings)
        settings.NIGHTLY = ("charity-commission", "casc")
        RunFactory(source="casc", standing=Standing.FAILED)

        (step,) = left_to_do()

        assert step.words == "Not yet brought in: casc. The worker does it in the night."


class TestADemonstrationPlace:
    def test_has_nothing_to_set_up(self):
        describe_place(by=Operator(), name="Saltwold", fictional=True)

        assert left_to_do() == []
