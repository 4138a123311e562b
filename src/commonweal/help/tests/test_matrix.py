"""Every address and every action of help, against everybody who might try."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict

import pytest
import time_machine
from tests.house.snapshots import is_as_agreed

from commonweal.core.actions import ACTIONS
from commonweal.help import actions
from commonweal.help.tests.knocking import SIGN_IN_FIRST, knock
from commonweal.help.tests.matrix import NOW, lay_out, may

OUTSIDE = {
    "stranger", "phone off duty", "coordinator elsewhere", "lead elsewhere", "let in elsewhere",
    "suspended helper", "helper asked", "helper with the task",
}  # fmt: skip
FOUND: list[dict[str, dict[str, int]]] = []  # what was answered; everybody knocks once
# What is about nothing, or about what the world has no one of: the permission is asked alone.
BY_ITSELF = {""}
for each in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
    importlib.import_module(each.name)  # whether or not any page uses it
HELP = sorted((a for a in ACTIONS.values() if a.name.startswith("help.")), key=lambda a: a.name)


@pytest.fixture
def world(db):
    with time_machine.travel(NOW, tick=False):
        yield lay_out()


@pytest.fixture
def found(world):
    if not FOUND:
        FOUND.extend(knock(world))
    return FOUND[0]


@pytest.fixture
def sent(found):
    return FOUND[1]


def by_answer(answers):
    """``200: lead, guard; 403: coordinator``"""
    grouped = defaultdict(list)
    for who, status in answers.items():
        grouped[status].append(who)
    return "; ".join(f"{s}: {', '.join(w)}" for s, w in sorted(grouped.items()))


class TestEveryAddress:
    def test_answers_everybody_as_agreed(self, found):
        lines = [f"{route}\n    {by_answer(answers)}" for route, answers in sorted(found.items())]
        is_as_agreed("help_addresses.txt", "\n".join([*lines, ""]))
        for route, answers in found.items():
            broken = [who for who, status in answers.items() if status >= 500]
            assert broken == [], route

    def test_of_a_room_opens_to_nobody_outside_it(self, found):
        for route, answers in found.items():
            if not route.lstrip("^").startswith(("rooms/<", "rooms/(?P<slug>")):
                continue
            inside = {who for who, status in answers.items() if status not in (302, 403, 404)}
            assert inside & OUTSIDE == set(), route
            assert answers["visitor"] in (302, 404), route
            if "help.keep_worries" in route:
                assert inside <= {"guard"}, route

    def test_with_a_private_link_opens_to_no_guess_and_nobody_suspended(self, found):
        # The worker's script is the same file for everybody, and holds nothing of any round.
        secret = {r: a for r, a in found.items() if "worker.js" not in r}
        for route, answers in secret.items():
            for who in ("guessed link", "suspended helper"):
                if "token>" in route and who in answers:
                    assert answers[who] in (302, 404, 405, 410), route

    def test_does_nothing_that_somebody_outside_sends(self, sent):
        for route, answers in sent.items():
            assert [who for who, status in answers.items() if status >= 500] == [], route
            if route.lstrip("^").startswith("rooms/") and "[help.see_schemes]" not in route:
                outside = {who: answers[who] for who in OUTSIDE & answers.keys()}
                assert set(outside.values()) <= {403, 404, 405}, (route, outside)
                assert answers["visitor"] == SIGN_IN_FIRST, route

    def test_takes_nothing_from_a_guessed_link_or_somebody_suspended(self, sent):
        for route, answers in sent.items():
            for who in {"guessed link", "suspended helper"} & answers.keys():
                if "round/<str:token>/said/" in route:
                    assert answers[who] == 302, route  # back to the page that says nothing
                elif "token>" in route:
                    assert answers[who] in (404, 405, 410), (route, who)


@pytest.mark.django_db
class TestEveryAction:
    def test_is_for_whom_it_was_agreed(self, world):
        lines = []
        for declared in HELP:
            thing = world.get(declared.about) if declared.about else None
            if thing is None and declared.about not in BY_ITSELF:
                pytest.fail(f"Say in matrix.py what {declared.about!r} is ({declared.name}).")
            who = may(world, declared.permission, thing)
            about = f" of {declared.about}" if declared.about else ""
            lines.append(f"{declared.name} [{declared.permission}{about}]\n    {', '.join(who)}")
        is_as_agreed("help_actions.txt", "\n".join([*lines, ""]))

    def test_is_refused_to_everybody_outside_but_what_is_theirs(self, world):
        theirs = ("help.ask", "help.join", "help.complain", "help.keep_own_helping",
                  "help.answer_offer", "help.keep_visit", "help.keep_asking", "help.note_look",
                  "help.see_schemes", "help.raise_worry", "help.keep_task",
                  "help.read_task")  # fmt: skip
        for declared in HELP:
            thing = world.get(declared.about) if declared.about else None
            if declared.permission in theirs or thing is None:
                continue
            who = set(may(world, declared.permission, thing))
            assert who & (OUTSIDE | {"visitor"}) == set(), declared.name

    def test_on_worries_is_for_guards(self, world):
        for declared in HELP:
            if declared.permission == "help.keep_worries":
                who = set(may(world, declared.permission, world[declared.about]))
                assert who == {"guard"}, declared.name
