"""What people send in: on the web, or on paper, by telephone and at events, entered by staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from commonweal.commitments.actions.consultations import held
from commonweal.commitments.actions.files import store
from commonweal.commitments.actions.following import follow
from commonweal.commitments.actions.telling import an_address
from commonweal.commitments.choices import ConsultationStanding, SpeaksAs, Way
from commonweal.commitments.models import (
    Comment,
    Consultation,
    Paragraph,
    Question,
    Submission,
)
from commonweal.commitments.reports.published import ended_early
from commonweal.commitments.wording import as_kept, one_line
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.places.models import Postcode
from commonweal.places.postcodes import explain, normalise
from commonweal.sector.models import Member, Organisation
from commonweal.ui.words import long_day

LONGEST = 5_000  # characters of one comment
MOST_FILES = 3
# Paper takes its time: how long after the last day staff may enter what was said by then.
TO_ENTER = dt.timedelta(days=28)


@dataclass(frozen=True)
class ToldComment:
    """One thing said: of a paragraph, in answer to a question, or of the whole (neither)."""

    text: str = ""
    answer: str = ""
    paragraph: Paragraph | None = None
    question: Question | None = None


@dataclass(frozen=True)
class ToldSubmission:
    """What one person or body sends in. Everything but the comments is theirs to leave out."""

    comments: Sequence[ToldComment]
    speaks_as: str = SpeaksAs.MYSELF
    name: str = ""
    organisation_name: str = ""
    organisation: Organisation | None = None
    postcode: str = ""
    email: str = ""
    named: bool = False
    follows: bool = False
    files: Sequence[UploadedFile] = ()
    way: str = Way.WEB
    said_on: dt.date | None = None
    event: str = ""


@action(permission="commitments.comment", about="consultation")
def submit(
    *, by: Actor, consultation: Consultation, told: ToldSubmission
) -> tuple[Submission, str]:
    """Say what one thinks, on the web; gives what was kept and the secret of its private page.

    The journal keeps that something was said, never what or by whom.

    :raises Refused: naming the field, when it is not open or something cannot be kept.
    """
    now = held(consultation)
    today = clock.today()
    if not Consultation.objects.open_on(today).filter(pk=now.pk).exists():
        raise Refused(why_not_now(now, today))
    if told.organisation is not None:
        mine = Member.objects.standing().of(by).filter(organisation=told.organisation)
        if not mine.exists():
            raise Refused("You do not keep the page of that organisation.", field="organisation")
    token, digest = new_token()
    made = _keep(now, told, by=by, on=today, way=Way.WEB, digest=digest)
    _send_link(made, token)
    return made, token


def _send_link(made: Submission, token: str) -> None:
    """Send the private address of what was said, where there is an address to send it to."""
    if made.email:
        write_letter(
            "commitments/letters/said.txt", by=POSTMASTER, to=made.email, secret=True,
            consultation=made.consultation, submission=made, token=token,
        )  # fmt: skip


def why_not_now(consultation: Consultation, today: dt.date) -> str:
    """Why nothing can be said today, in a sentence."""
    c = consultation
    if c.standing == ConsultationStanding.OPEN and c.opens_on and c.opens_on > today:
        return f"This opens on {long_day(c.opens_on)}."
    if ended_early(c):
        return (
            f"This ended on {long_day(c.closed_at)}, when the draft was taken back. What people "
            "had said by then is kept."
        )
    if c.closes_on and c.standing != ConsultationStanding.DRAFT:
        return (
            f"This closed at the end of {long_day(c.closes_on)}. Ring or write to us if something "
            "stopped you."
        )
    return "This is not open."


@action(permission="commitments.enter_comment", about="consultation")
def enter_submission(*, by: Actor, consultation: Consultation, told: ToldSubmission) -> Submission:
    """Write down what came on paper, by telephone or at an event. It counts the same.

    :raises Refused: naming the field, when it was not said while the consultation was open, it has
        been reported, or something cannot be kept.
    """
    now, today = held(consultation), clock.today()
    if told.way not in (Way.PAPER, Way.TELEPHONE, Way.EVENT):
        raise Refused("Say by what way it came.", field="way")
    if now.standing not in (ConsultationStanding.OPEN, ConsultationStanding.CLOSED):
        raise Refused("Nothing is entered before it opens, or once what came of it is published.")
    said_on = told.said_on or today
    assert now.opens_on is not None and now.closes_on is not None
    if said_on > today:
        raise Refused("That day has not come yet.", field="said_on")
    if not now.opens_on <= said_on <= now.closes_on:
        raise Refused(
            f"It was open from {long_day(now.opens_on)} to {long_day(now.closes_on)}. What came "
            "later is answered, not counted.",
            field="said_on",
        )
    if today > now.closes_on + TO_ENTER:
        raise Refused("What came in time had to be entered within four weeks of its last day.")
    if told.way == Way.EVENT and not told.event.strip():
        raise Refused("Say at which event.", field="event")
    token, digest = new_token()
    has_address = bool(told.email.strip())
    made = _keep(
        now, told, by=by, on=said_on, way=Way(told.way), digest=digest if has_address else None
    )
    _send_link(made, token)
    return made


def _keep(
    now: Consultation, told: ToldSubmission, *, by: Actor, on: dt.date, way: Way, digest: str | None
) -> Submission:
    comments = _comments(now, told.comments)
    values = _who(told)
    if len(told.files) > MOST_FILES:
        raise Refused(f"{MOST_FILES} files at most.", field="files")
    made = Submission.objects.create(
        consultation=now, way=way, said_on=on, at=clock.now(), digest=digest,
        organisation=told.organisation, event=one_line(told.event, "event", 200),
        entered_by="" if way == Way.WEB else by.label, **values,
    )  # fmt: skip
    for comment in comments:
        comment.submission = made
    Comment.objects.bulk_create(comments)
    sender = by if way != Way.WEB else POSTMASTER
    made.files.add(*[store(given, by=sender) for given in told.files])
    if told.follows and made.email:
        follow(by=POSTMASTER, document=now.document, email=made.email, submission=made)
    return made


def _comments(now: Consultation, told: Sequence[ToldComment]) -> list[Comment]:
    made = []
    for one in told:
        text = as_kept(one.text, "text", LONGEST)
        if not text and not one.answer:
            continue
        if one.question is not None and one.question.consultation_id != now.pk:
            raise Refused("That question is not asked here.")
        if one.paragraph is not None and one.paragraph.document_id != now.document_id:
            raise Refused("That paragraph is not in this draft.")
        if one.answer and (one.question is None or one.answer not in one.question.options):
            raise Refused("Choose one of the answers.")
        edition = _edition_read(now, one.paragraph) if one.paragraph else None
        made.append(
            Comment(
                text=text, answer=one.answer, paragraph=one.paragraph, question=one.question,
                paragraph_edition=edition,
            )
        )  # fmt: skip
    if not made:
        raise Refused("Say something on one of these, or answer a question.")
    return made


def _edition_read(now: Consultation, paragraph: Paragraph) -> int:
    """The edition of a paragraph that stands in the draft that people are asked about.

    :raises Refused: when it is not in that draft.
    """
    read = paragraph.versions.order_by("-edition")
    if now.version is not None:
        read = read.filter(at__lte=now.version.at)
    last = read.first()
    if last is None or last.taken_out:
        raise Refused("That paragraph is not in this draft.")
    return last.edition


def _who(told: ToldSubmission) -> dict[str, object]:
    name = one_line(told.name, "name", 200)
    body = one_line(told.organisation_name, "organisation_name", 255)
    email = an_address(told.email, field="email")
    if told.organisation is not None:
        body = told.organisation.name
    if told.speaks_as not in SpeaksAs.values:
        raise Refused("Say for whom you speak.", field="speaks_as")
    if told.speaks_as != SpeaksAs.MYSELF and not body:
        raise Refused("Say for which organisation or body.", field="organisation_name")
    if told.named and not (name or body):
        raise Refused("Give the name that everybody may read.", field="name")
    if told.follows and not email:
        raise Refused("Give an e-mail address for us to write to.", field="email")
    return {
        "speaks_as": told.speaks_as, "name": name, "organisation_name": body, "email": email,
        "named": told.named, "follows": told.follows, "area": _district(told.postcode),
    }  # fmt: skip


def _district(postcode: str) -> str:
    """The code of the district a postcode lies in; the postcode itself is not kept."""
    if not postcode.strip():
        return ""
    if wrong := explain(postcode):
        raise Refused(wrong, field="postcode")
    found = Postcode.objects.filter(postcode=normalise(postcode)).only("district").first()
    return found.district if found else ""


@action(permission="commitments.see_submissions", about="submission", keeps=("organisation",))
def name_organisation_of_submission(
    *, by: Actor, submission: Submission, organisation: Organisation | None
) -> Submission:
    """Say which organisation of the register it was said for, so that it counts as heard."""
    if submission.taken_back_at is not None:
        raise Refused("This was taken back.")
    if organisation is not None and (organisation.withheld or organisation.same_as_id):
        raise Refused("Choose an organisation of the register.", field="organisation")
    submission.organisation = organisation
    submission.save(update_fields=["organisation"])
    return submission
