"""Candidates are invited, reminded and told of a new deadline: all alike, each on the log."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.conf import settings

from commonweal.commitments.choices import CandidateStanding, ContactKind, ContactWay
from commonweal.commitments.letters import TEMPLATE, Text, text_of
from commonweal.commitments.models import Call, Candidate, CandidateLink, Contact
from commonweal.commitments.reports.asked import Owed, letters_owed, owed, running
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import bounced_among, can_be_written_to, plain
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import LETTERS, digest_of, new_token

# A code to type off a letter: sixteen letters, 69 bits, so that it need not end before the call.
GROUPS, IN_A_GROUP = 4, 4
ANEW = 1  # how an invitation that was asked for again is numbered from


@dataclass(frozen=True)
class Printed:
    """A letter to print: its text, whom it is to, and the code to type."""

    candidate: Candidate
    text: Text
    kind: str
    number: int
    code: str
    address: str


def new_typed() -> str:
    """A code such as ``BCDF-GHJK-LMNP-QRST``."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def as_typed(text: str) -> str:
    """A code however it was typed, as we write it; anything else as it is."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    if len(letters) != GROUPS * IN_A_GROUP or any(c not in LETTERS for c in letters):
        return text
    return "-".join(letters[i : i + IN_A_GROUP] for i in range(0, len(letters), IN_A_GROUP))


def address_of(token: str) -> str:
    """The private address of a link."""
    return f"{settings.SITE_ADDRESS}/answer/{token}/"


def keep_to_time(*, by: Actor) -> None:
    """Do for running calls what is due now, each kind as an action of its own. Once a minute."""
    now = clock.now()
    for call in running(now):
        if returned(call):
            note_returned_mail(by=by, call=call)
        kinds = {one.kind for one in owed(call, now) if one.by_email}
        if ContactKind.INVITATION in kinds:
            send_invitations(by=by, call=call)
        if ContactKind.MOVED in kinds:
            send_new_deadlines(by=by, call=call)
        if ContactKind.REMINDER in kinds:
            send_reminders(by=by, call=call)


@action(permission="commitments.keep_house", about="call")
def send_invitations(*, by: Actor, call: Call) -> int:
    """Invite by e-mail every candidate who stands on a checked ballot and was not invited.

    All whose ballots were checked by then are invited at the announced hour. A ballot that is
    checked later, or a candidate who is added later, is invited at once, with the same text and
    the same deadline; the log shows when.
    """
    return _send(by, call, ContactKind.INVITATION)


@action(permission="commitments.keep_house", about="call")
def send_reminders(*, by: Actor, call: Call) -> int:
    """Remind by e-mail, on the day set for all, those who have not answered every ask."""
    return _send(by, call, ContactKind.REMINDER)


@action(permission="commitments.keep_house", about="call")
def send_new_deadlines(*, by: Actor, call: Call) -> int:
    """Tell by e-mail all of a ballot whose poll was put off of the one new deadline."""
    return _send(by, call, ContactKind.MOVED)


def _send(by: Actor, call: Call, kind: ContactKind) -> int:
    """Send what is owed of a kind. Letters, links and log are rows of one transaction, and one
    worker at a time holds the call: so nobody is sent a thing twice, and nothing is half sent."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    now = clock.now()
    due = [one for one in owed(call, now) if one.kind == kind and one.by_email]
    for one in due:
        _email(call, one.candidate, one.text, now)
        _log(call, one, ContactWay.EMAIL, by, now)
    return len(due)


def _email(call: Call, candidate: Candidate, text: Text, now: dt.datetime) -> None:
    token, digest = new_token()
    CandidateLink.objects.create(call=call, candidate=candidate, digest=digest, made_at=now)
    write_letter(
        TEMPLATE, by=POSTMASTER, to=candidate.email, secret=True,
        **text.words, name=candidate.name, address=address_of(token),
    )  # fmt: skip


def _log(call: Call, one: Owed, way: ContactWay, by: Actor, now: dt.datetime) -> Contact:
    return Contact.objects.create(
        call=call, candidate=one.candidate, kind=one.kind, way=way, number=one.number,
        text_digest=one.text.digest, due_at=one.due_at, at=now, by=by.label,
    )  # fmt: skip


def returned(call: Call) -> list[Contact]:
    """E-mails of a call to addresses that mail comes back from."""
    sent = call.contacts.filter(way=ContactWay.EMAIL, failed_at=None).select_related("candidate")
    rows = list(sent.exclude(candidate__email="").order_by("pk"))
    bounced = bounced_among(row.candidate.email for row in rows)
    return [row for row in rows if plain(row.candidate.email) in bounced]


@action(permission="commitments.keep_house", about="call")
def note_returned_mail(*, by: Actor, call: Call) -> int:
    """E-mail that came back reached nobody: those candidates are to be written to by letter."""
    keys = [contact.pk for contact in returned(call)]
    return Contact.objects.filter(pk__in=keys).update(failed_at=clock.now())


@action(permission="commitments.run_call", about="call", keeps=("candidate", "kind", "way"))
def note_contact(
    *, by: Actor, call: Call, candidate: Candidate, kind: ContactKind, way: ContactWay,
    number: int = 0,
) -> Contact:  # fmt: skip
    """A letter was posted to a candidate, or they were told by telephone, word for word.

    :raises Refused: when they are not owed it: it was sent, or it is not due.
    """
    if way == ContactWay.EMAIL:
        raise Refused("E-mail is sent and noted by the site itself.", field="way")
    call = Call.objects.select_for_update().get(pk=call.pk)
    now = clock.now()
    due = [
        one for one in owed(call, now)
        if (one.candidate.pk, one.kind, one.number) == (candidate.pk, kind, number)
    ]  # fmt: skip
    if not due:
        raise Refused(f"{candidate.name} is owed nothing of the kind now. Look at the log.")
    return _log(call, due[0], way, by, now)


@action(permission="commitments.run_call", about="call")
def print_letters(*, by: Actor, call: Call) -> list[Printed]:
    """Make the letters that are owed, each with a new code. Codes printed before and never
    delivered stop working. A letter counts once it is noted as posted."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    now = clock.now()
    printed = []
    for one in letters_owed(call, now):
        _revoke_undelivered(call, one.candidate, now)
        code = new_typed()
        CandidateLink.objects.create(
            call=call, candidate=one.candidate, digest=digest_of(code), made_at=now
        )
        printed.append(
            Printed(one.candidate, one.text, one.kind.value, one.number, code, address_of(code))
        )
    return printed


def _revoke_undelivered(call: Call, candidate: Candidate, now: dt.datetime) -> None:
    links = CandidateLink.objects.good().filter(call=call, candidate=candidate)
    good = call.contacts.filter(candidate=candidate, failed_at=None).order_by("-at").first()
    if good is not None:
        links = links.filter(made_at__gt=good.at)
    links.update(revoked_at=now, revoked_because="A letter was printed anew.")


def _must_stand(call: Call, candidate: Candidate) -> None:
    if candidate.ballot.election_id != call.election_id:
        raise Refused("This candidate stands in another election.")
    if candidate.standing != CandidateStanding.STANDING:
        raise Refused(f"{candidate.name} does not stand any more. Nothing is sent to them.")
    if call.opened_at is None or clock.now() < call.invite_at:
        raise Refused("Nobody is invited before the hour that is set for all.")


@action(permission="commitments.run_call", about="call", keeps=("candidate",))
def make_link(*, by: Actor, call: Call, candidate: Candidate) -> tuple[CandidateLink, str]:
    """A code to tell a candidate, such as by telephone. Links made before go on working.

    :raises Refused: when they do not stand in it any more, or before the hour of the invitation.
    """
    _must_stand(call, candidate)
    code = new_typed()
    link = CandidateLink.objects.create(
        call=call, candidate=candidate, digest=digest_of(code), made_at=clock.now()
    )
    return link, code


@action(permission="commitments.run_call", about="call", keeps=("candidate",))
def send_link_anew(*, by: Actor, call: Call, candidate: Candidate) -> Contact:
    """Send the invitation once more by e-mail, with a new link. All links made before stop.

    :raises Refused: when there is no e-mail address that mail reaches, or it is not the time.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    _must_stand(call, candidate)
    reached = can_be_written_to(candidate.email) and not bounced_among([candidate.email])
    if not reached or not candidate.ballot.checked_at:
        raise Refused("There is no e-mail address that mail reaches, or the ballot is unchecked.")
    now = clock.now()
    links = CandidateLink.objects.good().filter(call=call, candidate=candidate)
    links.update(revoked_at=now, revoked_because="A new link was sent.")
    text = text_of(call, candidate.ballot, ContactKind.INVITATION)
    _email(call, candidate, text, now)
    before = call.contacts.filter(candidate=candidate, kind=ContactKind.INVITATION).count()
    number = before + ANEW if before else 0
    one = Owed(candidate, ContactKind.INVITATION, number, now, text, by_email=True)
    return _log(call, one, ContactWay.EMAIL, by, now)


@action(permission="commitments.run_call", about="link", keeps=("because",))
def revoke_link(*, by: Actor, link: CandidateLink, because: str) -> CandidateLink:
    """Stop a link from working, at once and for good.

    :raises Refused: without a reason, or when it was stopped before.
    """
    if not because.strip():
        raise Refused("Say why.", field="because")
    now = clock.now()
    stopped = CandidateLink.objects.good().filter(pk=link.pk)
    if not stopped.update(revoked_at=now, revoked_because=because.strip()[:300]):
        raise Refused("This link was stopped before.")
    link.refresh_from_db()
    return link
