"""What Wagtail brings and this house does not use is shut."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.choices import Role
from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Operator

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
SHUT = ("users/", "users/add/", "groups/", "password_reset/", "sites/", "workflows/list/")


class TestTheDesksOwnSignIn:
    def test_leads_to_ours_and_back(self, client):
        answer = client.get("/desk/login/?next=/desk/imports/")

        assert answer.status_code == 302
        assert answer["Location"] == "/account/login/?next=%2Fdesk%2Fimports%2F"

    def test_never_leads_elsewhere(self, client):
        answer = client.get("/desk/login/?next=//evil.example/")

        assert "evil" not in answer["Location"]

    def test_takes_no_password(self, client):
        assert client.post("/desk/login/", {"username": "a", "password": "b"}).status_code == 405

    @pytest.mark.parametrize("path", ["", "nothing-of-the-kind/", "users/add/", "pages/1/edit/"])
    def test_a_stranger_is_sent_to_sign_in_or_told_there_is_nothing(self, client, path):
        answer = client.get(f"/desk/{path}")

        assert answer.status_code in {302, 404}
        if answer.status_code == 302:
            assert answer["Location"].startswith(("/account/login/", "/desk/login/"))


class TestTheDesksOwnAccountPage:
    @pytest.mark.parametrize("role", list(Role))
    def test_changes_nobodys_address(self, client, role):
        person = UserFactory(roles=[role])
        client.force_login(person, backend=BACKEND)

        answer = client.post("/desk/account/", {"name_email-email": "other@evil.example"})

        person.refresh_from_db()
        assert answer.status_code == 405
        assert "evil" not in person.email

    def test_leads_to_ours(self, client):
        client.force_login(UserFactory(roles=[Role.READER]), backend=BACKEND)

        assert client.get("/desk/account/")["Location"] == "/account/"


class TestPeopleGroupsAndSites:
    @pytest.mark.parametrize("path", SHUT)
    @pytest.mark.parametrize("role", list(Role))
    def test_are_kept_nowhere_but_by_our_actions(self, client, role, path):
        client.force_login(UserFactory(roles=[role]), backend=BACKEND)

        assert client.get(f"/desk/{path}").status_code == 404
        assert client.post(f"/desk/{path}", {"name": "x"}).status_code == 404


class TestWhatNoButtonSends:
    @pytest.fixture
    def editor(self, client):
        person = welcome_person(
            by=Operator(), email="e@example.org", name="Eve", roles=[Role.EDITOR]
        )
        client.force_login(person, backend=BACKEND)
        return client

    @pytest.mark.parametrize("what", ["lock", "unlock", "set_position"])
    def test_about_the_root_of_the_pages_is_not_there(self, editor, what):
        root = Page.objects.get(depth=1)
        address = {
            "lock": reverse("wagtailadmin_pages:lock", args=[root.pk]),
            "unlock": reverse("wagtailadmin_pages:unlock", args=[root.pk]),
            "set_position": reverse("wagtailadmin_pages:set_page_position", args=[root.pk]),
        }

        assert editor.post(address[what]).status_code == 404

    def test_a_link_to_nowhere_is_not_there_but_one_somewhere_is(self, editor):
        address = reverse("wagtailadmin_choose_page_external_link")

        assert editor.post(address).status_code == 404
        assert editor.get(address).status_code == 200
        sent = {"external-link-chooser-url": "https://example.org/"}
        assert editor.post(address, sent).status_code == 200

    def test_a_page_below_the_root_is_locked_and_moved(self, editor):
        page = Page.objects.get(depth=2)

        for name in ("lock", "set_page_position"):
            answer = editor.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
            assert answer.status_code in {200, 302}, name
