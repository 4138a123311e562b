"""Promises for the contract: what is published, a page at a time, and nothing before its hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest
from django.urls import reverse

from commonweal.api.listing import named, paging
from commonweal.api.schemas_promises import (
    AskedCommitments,
    AskedEvents,
    AskedOf,
    AskedPage,
    AskedPromises,
    Pages,
)
from commonweal.commitments.choices import DocumentStanding, Face
from commonweal.commitments.models import (
    Call,
    Commitment,
    Document,
    Election,
    Event,
    Evidence,
    ProgressReview,
    StandingChange,
    Version,
)
from commonweal.commitments.reports import shown, whole_as_shown
from commonweal.commitments.reports.published import last_versions
from commonweal.commitments.reports.showing import Paper, asks_of, call_to, papers

LONG_AGO = Value(dt.datetime(1970, 1, 1, tzinfo=dt.UTC), output_field=DateTimeField())


def page_of(
    request: HttpRequest,
    asked: Pages | AskedPage,
    rows: QuerySet[Any],
    order: tuple[str, ...],
    tell: Callable[[Any], dict[str, Any]],
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One page of rows and where it lies; with ``modified_after``, the oldest change first."""
    since = getattr(asked, "modified_after", None)
    if since is not None:
        rows, order = rows.filter(changed__gt=since), ("changed", "pk")
    start = (asked.page - 1) * asked.limit
    page = rows.order_by(*order)[start : start + asked.limit]
    return paging(request, asked.page, asked.limit, rows.count()), [tell(row) for row in page]


def latest(rows: QuerySet[Any], field: str) -> Any:
    """The last of a moment among rows that belong to this one; long ago where there is none."""
    found = rows.order_by().values(key_of(rows)).annotate(last=Max(field)).values("last")
    return Coalesce(Subquery(found), LONG_AGO)


def key_of(rows: QuerySet[Any]) -> str:
    """By what rows belong to another."""
    return "commitment" if rows.model in (Evidence, ProgressReview) else "document"


def documents(asked: AskedPromises | None = None) -> QuerySet[Version]:
    """Last versions of what the public sees, with when each was published or came to stand."""
    stood = StandingChange.objects.filter(document=OuterRef("document"))
    rows = last_versions().annotate(changed=Greatest(F("at"), latest(stood, "at")))
    if asked is not None and asked.face:
        rows = rows.filter(document__face=asked.face)
    if asked is not None and asked.status:
        rows = rows.filter(document__standing=asked.status)
    return rows.select_related("document")


def document_row(version: Version) -> dict[str, Any]:
    """One of them in a list, as its last version has it."""
    document, body = version.document, version.body
    return {
        "id": document.uuid, "slug": document.slug, "title": body["title"],
        "summary": body["summary"], "face": named(document.face, Face(document.face).label),
        "status": standing(document.standing), "starts_on": body["starts_on"] or None,
        "ends_on": body["ends_on"] or None, "adopted_on": document.adopted_on,
        "version": version.number, "digest": version.digest,
        "changed_at": version.changed,  # type: ignore[attr-defined]
        "url": f"/promises/{document.slug}/", "links": links_of(document),
    }  # fmt: skip


def standing(name: str) -> dict[str, str]:
    """How a document stands, in words."""
    return named(name, DocumentStanding(name).label)


def links_of(document: Document) -> dict[str, str]:
    """Where the rest of it is."""
    slug = document.slug
    files = {e: reverse("document-taken", args=[slug, slug, e]) for e in ("pdf", "txt", "json")}
    return {
        "self": reverse("api-v1:one-promises", args=[slug]), **files,
        "dates": reverse("document-dates", args=[slug]),
        "news": reverse("document-news", args=[slug]),
        "commitments": f"{reverse('api-v1:commitments')}?promises={slug}",
    }  # fmt: skip


def one_document(slug: str) -> dict[str, Any]:
    """One of them whole, with every version that was published.

    :raises Http404: when the public sees none of that name.
    """
    last = documents().filter(document__slug=slug).first()
    if last is None:
        raise Http404("Nothing that is published has that name.")
    versions = last.document.versions.order_by("-number").defer("body")
    return document_row(last) | {
        "body": whole_as_shown(last).as_body(),
        "versions": [
            {
                "number": v.number, "name": v.name, "status": standing(v.standing), "at": v.at,
                "digest": v.digest,
                "links": {
                    e: reverse("version-taken", args=[slug, v.number, slug, e])
                    for e in ("pdf", "txt", "json")
                },
            }
            for v in versions
        ],
    }  # fmt: skip


def commitments(asked: AskedCommitments | None = None) -> QuerySet[Commitment]:
    """Published promises, with when anything that is published of them changed."""
    mine = {"commitment": OuterRef("pk")}
    rows = shown.commitments().annotate(
        changed=Greatest(
            F("published_at"),
            latest(shown.evidence().filter(**mine), "published_at"),
            latest(shown.evidence().filter(**mine), "withdrawn_at"),
            latest(shown.reviews().filter(**mine), "published_at"),
        )
    )
    if asked is not None and asked.promises:
        rows = rows.filter(document__slug=asked.promises)
    if asked is not None and asked.promised_by:
        rows = rows.filter(promised_by=asked.promised_by)
    return rows.select_related("document")


def commitment_row(c: Commitment) -> dict[str, Any]:
    """One promise in a list."""
    slug = c.document.slug
    plain = (
        "code", "words", "digest", "promiser", "promised_to", "starts_on", "due_on", "threshold",
        "owner", "ended_on", "ended_because", "published_at",
    )  # fmt: skip
    return {
        "id": c.uuid, "promises": slug, **{name: getattr(c, name) for name in plain},
        "promised_by": named(c.promised_by, c.get_promised_by_display()),
        "reviewed_by": named(c.reviewed_by, c.get_reviewed_by_display()),
        "changed_at": c.changed,  # type: ignore[attr-defined]
        "url": f"/promises/{slug}/promise/{c.uuid}/",
        "links": {
            "self": reverse("api-v1:commitment", args=[c.uuid]),
            "promises": reverse("api-v1:one-promises", args=[slug]),
        },
    }  # fmt: skip


def one_commitment(key: Any) -> dict[str, Any]:
    """One promise with its evidence and its reviews.

    :raises Http404: when none that is published has this key.
    """
    found = commitments().filter(uuid=key).first()
    if found is None:
        raise Http404("No promise here is known by that UUID.")
    proof = evidence().filter(commitment=found).order_by("on", "pk")
    judged = shown.reviews().filter(commitment=found).order_by("on", "pk")
    known = {e.pk: e.uuid for e in proof}
    return commitment_row(found) | {
        "evidence": [evidence_row(one) for one in proof],
        "reviews": [review(one, known) for one in judged.prefetch_related("evidence")],
    }


def review(r: ProgressReview, known: dict[int, Any]) -> dict[str, Any]:
    """What somebody makes of a promise. Evidence that is not published is not named."""
    plain = (
        "reason", "judge", "on", "reply_by", "reply", "replied_by", "replied_at", "published_at",
    )  # fmt: skip
    told = {name: getattr(r, name) for name in plain}
    if r.replied_at is None:  # what was said of an earlier wording is no reply to this one
        told |= {"reply": "", "replied_by": ""}
    return {
        "id": r.uuid, "judged": named(r.judged, r.get_judged_display()),
        "reply_asked_at": r.asked_at, **told,
        "evidence": [known[e.pk] for e in r.evidence.all() if e.pk in known],
    }  # fmt: skip


def evidence(asked: AskedOf | None = None) -> QuerySet[Evidence]:
    """Published evidence, with when it was published or withdrawn."""
    rows = shown.evidence().annotate(
        changed=Greatest(F("published_at"), Coalesce(F("withdrawn_at"), LONG_AGO))
    )
    if asked is not None and asked.promises:
        rows = rows.filter(commitment__document__slug=asked.promises)
    return rows.select_related("commitment__document")


def evidence_row(e: Evidence) -> dict[str, Any]:
    """One piece of evidence. What was withdrawn says why, and no longer what it said."""
    plain = ("on", "source", "source_url", "published_at", "withdrawn_at", "withdrawn_because")
    return {
        "id": e.uuid, "commitment": e.commitment.uuid, "promises": e.commitment.document.slug,
        "says": "" if e.withdrawn_at else e.says,
        **{name: getattr(e, name) for name in plain},
        "changed_at": e.changed,  # type: ignore[attr-defined]
    }  # fmt: skip


def events(asked: AskedEvents | None = None) -> QuerySet[Event]:
    """Published events, with when each was published or changed since."""
    rows = shown.events().annotate(changed=Greatest(F("published_at"), F("changed_at")))
    if asked is not None and asked.promises:
        rows = rows.filter(document__slug=asked.promises)
    if asked is not None and asked.kind:
        rows = rows.filter(kind=asked.kind)
    return rows.select_related("document", "organisation")


def event_row(e: Event) -> dict[str, Any]:
    """One event."""
    plain = (
        "title", "on", "opened_on", "closes_on", "notice_on", "ends_on", "months", "pounds",
        "rationale", "reason", "reply", "replied_by", "source", "source_url", "withdrawn_because",
        "published_at",
    )  # fmt: skip
    return {
        "id": e.uuid, "promises": e.document.slug if e.document else "",
        "organisation": e.organisation.ref, "organisation_name": e.organisation.name,
        "kind": named(e.kind, e.get_kind_display()), "withdrawn": e.standing == "withdrawn",
        **{name: getattr(e, name) for name in plain},
    }  # fmt: skip


def elections() -> QuerySet[Election]:
    """Elections whose candidates were asked, each with the name of what they were asked."""
    opened = Call.objects.filter(election=OuterRef("pk"), opened_at__isnull=False)
    first = opened.order_by("opened_at", "pk").values("document__slug")[:1]
    return Election.objects.annotate(call=Subquery(first)).exclude(call=None)


def election_row(one: Election) -> dict[str, Any]:
    """One election."""
    return {
        "slug": one.slug, "name": one.name, "on": one.on,
        "call": one.call,  # type: ignore[attr-defined]
        "url": f"/elections/{one.slug}/",
        "links": {
            "self": reverse("api-v1:election", args=[one.slug]),
            "answers": f"{reverse('api-v1:answers')}?election={one.slug}",
        },
    }  # fmt: skip


def found_election(slug: str) -> Election:
    """The election of this name.

    :raises Http404: when there is none whose candidates were asked in public.
    """
    found = elections().filter(slug=slug).first()
    if found is None:
        raise Http404("No election here has that name.")
    return found


def papers_of(one: Election, now: dt.datetime) -> list[Paper]:
    """Its ballots, with what was said on those whose hour has come."""
    call = call_to(one)
    return papers(call, one.ballots.order_by("code"), asks_of(call), now)


def one_election(slug: str, now: dt.datetime) -> dict[str, Any]:
    """One election with its ballots."""
    one = found_election(slug)
    return election_row(one) | {"ballots": [ballot(p) for p in papers_of(one, now)]}


def ballot(paper: Paper) -> dict[str, Any]:
    """A ballot, and when its answers are shown."""
    b = paper.ballot
    return {
        "code": b.code, "name": b.name, "council": b.council, "area": b.area,
        "status": named(b.standing, b.get_standing_display()), "poll_on": b.poll_on,
        "answers_close_at": paper.closes, "answers_shown_at": paper.hour,
        "answers_shown": paper.shown,
    }  # fmt: skip
