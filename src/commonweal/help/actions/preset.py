"""Needs, their rules and the numbers to ring: set out once, and the place's own from then on."""

from __future__ import annotations

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help import preset
from commonweal.help.models import HelpLine, NeedRule
from commonweal.sector.models import Term

NEED = "need"


def add_terms() -> dict[str, Term]:
    """The needs of our list, those added that the register lacks. Inner step."""
    wanted = [Term(scheme=NEED, code=c, title=t) for c, t in preset.GROUPS.items()]
    wanted += [
        Term(scheme=NEED, code=r.code, title=r.title, parent=r.parent, expression=r.also)
        for r in preset.needs()
    ]
    there = set(Term.objects.filter(scheme=NEED).values_list("code", flat=True))
    Term.objects.bulk_create(t for t in wanted if t.code not in there)
    return {t.code: t for t in Term.objects.filter(scheme=NEED)}


@action(permission="help.keep_needs")
def set_out_help(*, by: Actor) -> int:
    """Give a place that has none the needs of help, their rules and the numbers to ring.

    A place that has any rule, or any number, keeps those as they are.

    :returns: how many rows were added.
    """
    added = 0
    if not NeedRule.objects.exists():
        terms = add_terms()
        rules = [
            NeedRule(
                term=terms[r.code], essential=r.essential, warm_only=r.warm_only,
                signpost=r.signpost,
            )
            for r in preset.needs()
        ]  # fmt: skip
        added += len(NeedRule.objects.bulk_create(rules))
    if not HelpLine.objects.exists():
        lines = [
            HelpLine(
                name=r.name, number=r.number, when=r.when, words=r.words, emergency=r.emergency,
                position=place,
            )
            for place, r in enumerate(preset.lines())
        ]  # fmt: skip
        added += len(HelpLine.objects.bulk_create(lines))
    return added


@action(permission="help.keep_needs", keeps=("essential", "warm_only", "offered"))
def set_need_rule(
    *,
    by: Actor,
    term: Term,
    essential: bool = False,
    warm_only: bool = False,
    offered: bool = True,
    signpost: str = "",
) -> NeedRule:
    """Say how a need is handled wherever it is asked for.

    :raises Refused: when it is no need, or an essential would never be put in a queue.
    """
    if term.scheme != NEED:
        raise Refused("Choose a need of the register's list.", field="term")
    if essential and warm_only:
        raise Refused("A need is either decided the same day or put through at once.")
    words = seen(signpost).strip()[:1_000]
    rule, _ = NeedRule.objects.update_or_create(
        term=term,
        defaults={
            "essential": essential, "warm_only": warm_only, "offered": offered, "signpost": words,
        },
    )  # fmt: skip
    return rule


@action(permission="help.keep_needs", keeps=("code",))
def add_need(*, by: Actor, code: str, title: str, parent: str) -> NeedRule:
    """A need that the list lacks, under one of its groups.

    :raises Refused: when the code is taken, or the group is none.
    """
    plain, words = seen(code).strip().lower(), seen(title).strip()[:160]
    if not plain or len(plain) > 12 or not plain.replace("-", "").isalnum():
        raise Refused("A code is at most twelve letters, numbers and hyphens.", field="code")
    if not words:
        raise Refused("Say what it is called.", field="title")
    terms = Term.objects.filter(scheme=NEED)
    if terms.filter(code=plain).exists():
        raise Refused("There is a need with this code.", field="code")
    if not terms.filter(code=parent, parent="").exists():
        raise Refused("Choose the group that it is in.", field="parent")
    term = Term.objects.create(scheme=NEED, code=plain, title=words, parent=parent)
    return NeedRule.objects.create(term=term)


@action(permission="help.keep_needs", keeps=("number",))
def keep_line(
    *,
    by: Actor,
    line: HelpLine | None = None,
    name: str,
    number: str,
    when: str,
    words: str = "",
    emergency: bool = False,
    position: int = 0,
) -> HelpLine:
    """Add a number to ring, or change one.

    :raises Refused: when it has no name, no digits, or does not say when to ring it.
    """
    kept = line or HelpLine()
    if not any(c.isdigit() for c in number):
        raise Refused("Write the number to ring.", field="number")
    if not seen(name).strip() or not seen(when).strip():
        raise Refused("Say whose number it is, and when to ring it.", field="name")
    kept.name, kept.number = seen(name).strip()[:120], seen(number).strip()[:40]
    kept.when, kept.words = seen(when).strip()[:300], seen(words).strip()[:500]
    kept.emergency, kept.position = emergency, position
    kept.save()
    return kept


@action(permission="help.keep_needs")
def drop_line(*, by: Actor, line: HelpLine) -> str:
    """Show a number no more."""
    number = line.number
    line.delete()
    return number
