"""Administrators keep the people on the staff desk; nobody else sees them there."""

from __future__ import annotations

import pytest

from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    person = UserFactory(name="Ann Admin", roles=["administrator"])
    client.force_login(person)
    return person


class TestThePeople:
    def test_are_listed_and_found(self, client, administrator):
        UserFactory(name="Sam Reeve", roles=["steward"])

        assert "Sam Reeve" in client.get("/desk/people/").content.decode()
        found = client.get("/desk/people/?q=reeve").content.decode()
        assert "Sam Reeve" in found

    @pytest.mark.parametrize("role", ["steward", "editor", "reader"])
    @pytest.mark.parametrize("address", ["", "welcome/", "1/"])
    def test_are_not_for_other_staff(self, client, role, address):
        UserFactory(pk=1)
        client.force_login(UserFactory(roles=[role]))

        assert client.get(f"/desk/people/{address}").status_code in {302, 403}
        assert client.post(f"/desk/people/{address}").status_code in {302, 403, 405}

    def test_are_welcomed(self, client, administrator):
        answers = {"email": "new@example.org", "name": "New", "roles": ["editor", "reader"]}

        client.post("/desk/people/welcome/", answers)

        assert User.objects.get(email="new@example.org").roles == {"editor", "reader"}

    def test_are_changed(self, client, administrator):
        sam = UserFactory(name="Sam", roles=["steward"])
        assert "Sam" in client.get(f"/desk/people/{sam.pk}/").content.decode()

        client.post(
            f"/desk/people/{sam.pk}/", {"name": "Sam R", "roles": ["reader"], "active": "on"}
        )

        sam = User.objects.get(pk=sam.pk)
        assert (sam.name, sam.roles) == ("Sam R", {"reader"})

    def test_keep_their_last_administrator(self, client, administrator):
        page = client.post(f"/desk/people/{administrator.pk}/", {"name": "Ann", "active": "on"})

        assert "This is the last administrator" in page.content.decode()
        assert User.objects.get(pk=administrator.pk).roles == {"administrator"}

    def test_may_have_lost_a_passkey(self, client, administrator):
        from allauth.mfa.models import Authenticator

        sam = UserFactory(name="Sam", roles=["steward"])
        Authenticator.objects.create(user=sam, type="webauthn", data={})
        assert "Forget their passkeys" in client.get(f"/desk/people/{sam.pk}/").content.decode()

        client.post(f"/desk/people/{sam.pk}/forget-passkeys/")

        assert not Authenticator.objects.exists()

    def test_are_never_made_by_an_unknown_role(self, client, administrator):
        client.post(
            "/desk/people/welcome/",
            {"email": "new@example.org", "name": "New", "roles": ["operator"]},
        )

        assert not User.objects.filter(email="new@example.org").exists()
