"""An impact assessment, made from what this installation really does (domain reference 9.5).

What is kept, why, for how long, who may see it and what protects it are read from the models, the
permissions, the table of keeping and the sealed fields. What only people can say is left to them,
and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Model
from rules.permissions import permissions

from commonweal.help.choices import Basis, Purpose
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.keeping import RULES
from commonweal.help.models import Ground, Scheme

TO_WRITE = "To be written by the controller: no program can say this."


@dataclass(frozen=True)
class KeptThing:
    """One kind of row: what it holds of people, which of it is sealed, and what becomes of it."""

    model: str
    what: str
    personal: str
    sealed: tuple[str, ...]
    how_long: str
    then: str


@dataclass(frozen=True)
class Risk:
    """What may go wrong, how likely and how grave before anything is done, and what is done.

    ``by`` names what does it: a permission, a job of forgetting, or a model, so that a measure
    that was taken away cannot stay on the page.
    """

    what: str
    likelihood: str
    severity: str
    measure: str
    by: tuple[str, ...]


RISKS = (
    Risk("A helper or member of staff misuses what they read", "possible", "severe",
         "Helpers see a first name, an area and a task; the address only while they have the task. "
         "Every look is written to a chain that cannot be changed unseen.",
         ("help.keep_own_helping", "Look")),
    Risk("Somebody fleeing abuse is found by whoever they fled from", "possible", "severe",
         "The case has no status page, and nobody is reached but by the safe way.",
         ("Client.abuse", "Client.safe")),
    Risk("People are found or joined across schemes", "likely", "severe",
         "Each scheme keeps its own records, with marks that differ in every scheme. There is no "
         "search across them.", ("ClientMark", "help.see_requests")),
    Risk("Numbers give somebody away", "possible", "serious",
         "Counts of one to four are hidden, with what could tell them.", ("Total",)),
    Risk("Somebody is matched with a helper who is not suitable", "possible", "severe",
         "Machines propose, people decide. Checks are confirmed by a person, and some two are kept "
         "apart.", ("help.confirm_checks", "Check", "Apart")),
    Risk("A worry about somebody's safety is read by whom it is about", "possible", "severe",
         "Only the safeguarding lead and deputy read it, and never whoever it is about.",
         ("help.keep_worries", "Worry")),
    Risk("The database or a back-up is stolen", "possible", "severe",
         "What names people is sealed, with keys that lie elsewhere and can be changed.",
         ("help.keep_keys", "Client.name")),
    Risk("Details stay longer than anybody needs them", "likely", "serious",
         "They are forgotten every hour, by rule.", ("people", "helpers", "checks", "looks")),
    Risk("An emergency is used as a pretext", "possible", "serious",
         "A way in ends within a day, has a reason, and the lead is told at once and looks at it.",
         ("help.let_in", "help.look_at_way_in", "WayIn")),
)  # fmt: skip


def sealed_of(model: type[Model]) -> tuple[str, ...]:
    """The fields of a model that are sealed."""
    fields = model._meta.concrete_fields
    return tuple(f.name for f in fields if isinstance(f, SealedText | SealedJSON))


def kept_things() -> list[KeptThing]:
    """Every kind of row of help that names people, or might."""
    rows = []
    for model in apps.get_app_config("help").get_models():
        told: Any = model
        rule = RULES[model.__name__]
        what = (model.__doc__ or "").strip().split("\n")[0]
        then = rule.then if rule.job else f"kept: {rule.why}"
        rows.append(
            KeptThing(
                model.__name__, what, told.personal_data, sealed_of(model), told.retention, then
            )
        )
    return rows


def who_may() -> list[tuple[str, str]]:
    """Every permission of help, and who holds it, as the rules themselves say."""
    return sorted((n, str(p.name)) for n, p in permissions.items() if n.startswith("help."))


def purposes_of(scheme: Scheme) -> list[dict[str, Any]]:
    """For what, and on which basis, one scheme keeps people's details now: how many of each."""
    standing = Ground.objects.filter(client__scheme=scheme, ended_at=None)
    rows = standing.values("purpose", "basis").annotate(n=Count("pk")).order_by("purpose", "basis")
    return [
        {"purpose": Purpose(r["purpose"]).label, "basis": Basis(r["basis"]).label, "count": r["n"]}
        for r in rows
    ]


def assessment() -> Iterator[tuple[str, str]]:
    """The headings of an impact assessment, with what the installation can say under each."""
    things = kept_things()
    personal = [t for t in things if not t.personal.startswith("none")]
    sealed = sum(len(t.sealed) for t in things)
    yield (
        "Nature",
        f"Requests for help, the people who ask and who help, matches, visits, parcels and plans: "
        f"{len(personal)} kinds of rows name people or might, and {sealed} fields of them are "
        "sealed in the database. Proposals are worked out by machine; people decide each.",
    )
    yield "Scope", "One scheme's own records. There is no list across schemes, and no search."
    yield "Context", "People in need, some at risk, some children; volunteers; often by telephone."
    yield "Purposes", "; ".join(f"{p.label} " for p in Purpose).strip() + "."
    yield "Lawful bases", "; ".join(str(b.label) for b in Basis) + "."
    yield "Necessity and proportion", "No more is asked than a task needs. " + TO_WRITE
    yield "Who was consulted", TO_WRITE
    yield "Advice of the data protection officer", TO_WRITE
    yield "Signed off by, and when it is looked at again", TO_WRITE


def exists(name: str) -> bool:
    """Whether what a measure rests on is really there."""
    if name.startswith("help."):
        return name in permissions
    model, _, field = name.partition(".")
    models = {m.__name__: m for m in apps.get_app_config("help").get_models()}
    if model not in models:
        return any(rule.job == name for rule in RULES.values())
    return not field or any(f.name == field for f in models[model]._meta.concrete_fields)
