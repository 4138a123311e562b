"""Every address below the staff desk is entered as everybody: only those named for it come in."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import Page

from commonweal.accounts.choices import Role
from commonweal.accounts.tests.factories import UserFactory
from commonweal.config.doors import DOORS, STAFF, WRITERS, is_ours
from commonweal.core.permissions import ANYONE, allowed
from tests.house.addresses import Address, permission_of, walk

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PARTS = {
    "content_type_app_name": "web",
    "content_type_model_name": "contentpage",
    "app_label": "web",
    "model_name": "contentpage",
    "revision_id_a": "live",
    "revision_id_b": "latest",
    "action_name": "publish",
    "action": "publish",
}
REFUSED = {403, 404}
SIGN_IN = "/account/login/"


def desk() -> list[Address]:
    """Every address below the desk, ours and Wagtail's, and Wagtail's own elsewhere."""
    return [a for a in walk() if a.route.startswith("desk/") or a.name.startswith("wagtail")]


def path_of(route: str) -> str:
    """An address that the route matches, about the home page where it is about a page."""
    home = str(Page.objects.get(depth=2).pk)
    filled = re.sub(
        r"<(?:\w+:)?(\w+)>", lambda m: PARTS.get(m[1], home) if "<int" in m[0] else
        PARTS.get(m[1], "1"), re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route)
    )  # fmt: skip
    plain = filled.replace(r"\d+", "1").replace(r"\.", ".").replace("((?:[\\w\\-]+/)*)", "")
    plain = plain.replace("(1)/(.*)", "1/a.pdf").replace(".*/", "no-such-screen/")
    return "/" + re.sub(r"[\^$()]", "", plain)


def everybody() -> dict[str, tuple[Client, object]]:
    """A stranger, somebody without a role, and somebody in each role."""
    people = {"nobody in particular": UserFactory()}
    people |= {str(role): UserFactory(roles=[role]) for role in Role}
    found: dict[str, tuple[Client, object]] = {"a stranger": (Client(), None)}
    for name, person in people.items():
        client = Client(raise_request_exception=False)
        client.force_login(person, backend=BACKEND)
        found[name] = (client, person)
    return found


def turned_away(answer: object, person: object) -> bool:
    """Whether somebody was not let in: refused; or, who is not known, sent to sign in."""
    if person is None and answer.status_code == 302:
        return answer["Location"].startswith(SIGN_IN)
    return answer.status_code in REFUSED


def tried(address: Address) -> bool:
    """Whether the path made up for an address leads to it, or to one of ours that stands before."""
    found = resolve(path_of(address.route))
    return is_ours(found.func) or found.route == address.route.replace("^", "")


class TestEveryAddressOfTheDesk:
    @pytest.mark.parametrize("who", ["a stranger", "nobody in particular", *Role.values])
    def test_turns_away_whoever_is_not_named_for_it(self, who):
        client, person = everybody()[who]

        let_in = []
        for address in desk():
            permission = permission_of(address)
            known = permission not in {"anyone", "(shut)", "(django)", "NOT NAMED"}
            if permission == "anyone" or (person and known and allowed(person, permission)):
                continue
            path = path_of(address.route)
            if permission == "(shut)" and is_ours(resolve(path).func):
                continue  # One of ours stands before it, and has been tried under its own name.
            for answer in (client.get(path), client.post(path, {"name": "x"})):
                if not turned_away(answer, person):
                    let_in.append((address.route, answer.status_code))

        assert let_in == []

    def test_is_really_the_one_that_was_tried(self):
        missed = [a.route for a in desk() if not tried(a)]

        assert missed == []

    def test_is_shut_until_it_is_named(self, monkeypatch):
        client, _ = everybody()[Role.ADMINISTRATOR]
        assert client.get("/desk/pages/", follow=True).status_code == 200

        monkeypatch.delitem(DOORS, "wagtailadmin_explore_root")

        assert client.get("/desk/pages/").status_code == 404

    def test_that_is_named_is_there(self):
        known = {address.name for address in desk()}

        assert DOORS.keys() - known == set()

    def test_is_named_for_staff_writers_or_everybody(self):
        assert set(DOORS.values()) == {STAFF, WRITERS, ANYONE}


class TestThoseWhoWritePages:
    ROOM = [
        ("wagtailadmin_explore_root", []),
        ("wagtailadmin_pages:search", []),
        ("wagtailadmin_api:pages:listing", []),
        ("wagtaildocs:index", []),
        ("wagtailimages:index", []),
        ("wagtailimages_chooser:choose", []),
        ("wagtaildocs_chooser:choose", []),
        ("wagtailadmin_choose_page", []),
    ]
    ABOUT_A_PAGE = ["edit", "add_subpage", "history", "copy", "move", "view_draft", "usage"]

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
    def test_keep_what_they_need(self, role):
        client, _ = everybody()[role]
        news = Page.objects.get(slug="news").pk

        room = [reverse(name, args=args) for name, args in self.ROOM]
        about = [reverse(f"wagtailadmin_pages:{name}", args=[news]) for name in self.ABOUT_A_PAGE]
        answers = {a: client.get(a, follow=True).status_code for a in (*room, *about)}

        assert set(answers.values()) == {200}, answers


def spoken(page: str) -> str:
    """What a page says to people, without its machinery."""
    seen = re.sub(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", seen)


class TestTheDesksWords:
    @pytest.mark.parametrize("role", Role.values)
    def test_never_speak_of_wagtail_nor_send_anyone_there(self, role):
        client, person = everybody()[role]
        screens = ["/desk/", "/desk/notices/"]
        if allowed(person, WRITERS):
            news = Page.objects.get(slug="news").pk
            screens += ["/desk/pages/", f"/desk/pages/{news}/edit/", "/desk/images/"]

        for screen in screens:
            page = client.get(screen, follow=True).content.decode()
            props = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page)
            assert props, screen

            assert not re.search(r"\bWagtail\b", spoken(page)), screen
            assert not re.search(r"What's new|Editor Guide|Wagtail v", props[1]), screen
            assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), screen

    @pytest.mark.parametrize("role", Role.values)
    def test_of_search_look_in_the_register_first(self, role):
        client, _ = everybody()[role]

        page = client.get("/desk/").content.decode()

        props = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page)
        assert (
            '"wagtail.sidebar.SearchModule", "_args": ["/desk/register/organisations/"]' in props[1]
        )

    def test_say_so_when_there_is_no_such_page(self):
        client, _ = everybody()[Role.EDITOR]

        answer = client.get("/desk/pages/999999/edit/")

        assert answer.status_code == 404
        assert "There is no page here" in answer.content.decode()
        assert "Wagtail" not in spoken(answer.content.decode())
