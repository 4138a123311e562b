"""What people say of how a service treated them, and what comes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from commonweal.comms.letters import write_letter
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.choices import Felt, ToldBy
from commonweal.sector.facts import paragraphs
from commonweal.sector.models import (
    Feedback,
    FeedbackAnswer,
    Member,
    Organisation,
    Service,
)
from commonweal.sector.reports.feedback import COUNTED, QUESTIONS
from commonweal.sector.reports.reaching import addresses_of

LONGEST = 1000
FORGOTTEN = "The reason was forgotten after two years."


@action(permission="sector.say_feedback", about="service")
def say_how_it_was(
    *, by: Actor, service: Service, answers: Mapping[str, str], words: str = ""
) -> tuple[Feedback, str]:
    """Say how a service treated one. Returns it, and the secret of the link to its reply.

    The journal keeps that something was said of the service, never what.

    :param answers: yes, partly, no or nothing, for each of ``reports.feedback.QUESTIONS``.
    :raises Refused: when nothing is said, or it is too long.
    """
    token, digest = new_token()
    return _say(service, answers, words, told_by=ToldBy.WEB, digest=digest), token


@action(permission="sector.note_feedback", about="service", keeps=("told_by",))
def note_feedback(
    *,
    by: Actor,
    service: Service,
    answers: Mapping[str, str],
    words: str = "",
    told_by: ToldBy = ToldBy.TELEPHONE,
) -> Feedback:
    """Write down what somebody said by telephone, on paper or in person. It counts the same.

    :raises Refused: when nothing is said, or it is too long.
    """
    if told_by not in ToldBy.values or told_by == ToldBy.WEB:
        raise Refused("Say by what way they told you.", field="told_by")
    return _say(service, answers, words, told_by=ToldBy(told_by), digest=None)


def _say(
    service: Service,
    answers: Mapping[str, str],
    words: str,
    *,
    told_by: ToldBy,
    digest: str | None,
) -> Feedback:
    given = {name: answers.get(name, "") or "" for name in QUESTIONS}
    for name, answer in given.items():
        if answer and answer not in Felt.values:
            raise Refused("Choose yes, partly or no.", field=name)
    text = _text(words, "words")
    if not text and not any(given.values()):
        raise Refused("Answer one of the questions, or say something in your own words.")
    return Feedback.objects.create(
        service=service, on=clock.today(), words=text, told_by=told_by, digest=digest, **given
    )


def _text(words: str, field: str) -> str:
    try:
        return paragraphs(LONGEST)(words, clock.today())
    except ValueError as problem:
        raise Refused(str(problem), field=field) from problem


@action(permission="sector.take_back_feedback", about="feedback")
def take_back_feedback(*, by: Actor, feedback: Feedback) -> str:
    """Whoever said it takes it back: it is gone, and is not counted the next time."""
    Feedback.objects.filter(pk=feedback.pk).delete()
    return "taken back"


@action(permission="sector.see_feedback", about="organisation")
def read_feedback(
    *, by: Actor, organisation: Organisation, these: Collection[int] | None = None
) -> int:
    """The organisation's own people have seen what is waiting for them; how much that was.

    A steward who looks does not count: it is the organisation that reads first.

    :param these: the keys of what they were shown; without any, all that is waiting.
    """
    waiting = Feedback.objects.about(organisation).unseen()
    if these is not None:
        waiting = waiting.filter(pk__in=these)
    theirs = organisation.members.standing().of(by).exists()
    return waiting.update(seen_on=clock.today()) if theirs else 0


@action(permission="sector.reply_to_feedback", about="feedback")
def reply_to_feedback(*, by: Actor, feedback: Feedback, reply: str) -> Feedback:
    """Reply to what one person said, as the organisation's own people: no steward may.

    Whoever said it reads the reply by their private link.

    :raises Refused: when there is nothing to send, or nobody who could read it.
    """
    held = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if held.digest is None:
        raise Refused("This was told to a steward, who has no way to pass a reply on.")
    text = _text(reply, "reply")
    if not text:
        raise Refused("Write what you want to say to them.", field="reply")
    held.reply, held.replied_on, held.replied_by = text, clock.today(), by.label
    held.seen_on = held.seen_on or clock.today()
    held.save(update_fields=["reply", "replied_on", "replied_by", "seen_on"])
    return held


@action(permission="sector.answer_feedback", about="service")
def answer_in_public(*, by: Actor, service: Service, words: str) -> FeedbackAnswer:
    """Say beside the figures what was learnt or changed; no words take it away again.

    :raises Refused: when it is too long, or there is nothing to take away.
    """
    text = _text(words, "words")
    if not text and not service.feedback_answers.exists():
        raise Refused("Write what you want everybody to read.", field="words")
    return FeedbackAnswer.objects.create(service=service, words=text, at=clock.now(), by=by.label)


@action(permission="sector.answer_feedback", about="feedback")
def question_feedback(*, by: Actor, feedback: Feedback, reason: str) -> Feedback:
    """Ask a steward to look at it: it names somebody, is abuse, or is about another service.

    It counts until a steward has decided, so that nobody can hush up what they do not like.

    :raises Refused: when nobody says why, or a steward has let it stand before.
    """
    why = _why(reason)
    held = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if held.let_stand:
        raise Refused(f"A steward has looked at this and let it stand: {held.let_stand}")
    held.questioned = why
    held.save(update_fields=["questioned"])
    return held


@action(permission="sector.judge_feedback", about="feedback")
def set_feedback_aside(*, by: Actor, feedback: Feedback, reason: str) -> Feedback:
    """Keep it from counting, and its words from being read. The reason stays.

    :raises Refused: when nobody says why.
    """
    feedback.set_aside, feedback.let_stand = _why(reason), ""
    return _judged(feedback, by)


@action(permission="sector.judge_feedback", about="feedback")
def let_feedback_stand(*, by: Actor, feedback: Feedback, reason: str) -> Feedback:
    """It counts, whatever was asked or decided before. The organisation reads the reason.

    :raises Refused: when nobody says why.
    """
    feedback.set_aside, feedback.let_stand = "", _why(reason)
    return _judged(feedback, by)


def _judged(feedback: Feedback, by: Actor) -> Feedback:
    feedback.judged_by, feedback.judged_on = by.label, clock.today()
    feedback.save(update_fields=["set_aside", "let_stand", "judged_by", "judged_on"])
    return feedback


def _why(reason: str) -> str:
    why = " ".join(reason.split())
    if not why:
        raise Refused("Say why.", field="reason")
    if len(why) > 500:
        raise Refused("This is longer than 500 characters.", field="reason")
    return why


@action(permission="sector.keep_register")
def tell_of_feedback(*, by: Actor) -> int:
    """Write once a day to the people of each organisation of which something new was said.

    Returns how many letters. Where nobody keeps the page yet, nobody is written to, and whoever
    comes to keep it is told then.
    """
    today = clock.today()
    new = Feedback.objects.unseen().standing().filter(told_keepers_on=None, on__lt=today)
    kept = Organisation.objects.published().filter(members__in=Member.objects.standing())
    letters = 0
    for organisation in kept.filter(services__feedback__in=new).distinct().order_by("pk"):
        about = new.about(organisation)
        for address in addresses_of(organisation):
            write_letter(
                "sector/letters/feedback.txt",
                by=by,
                to=address,
                organisation=organisation,
                number=about.count(),
            )
            letters += 1
        about.update(told_keepers_on=today)
    return letters


@action(permission="sector.keep_register")
def forget_feedback_words(*, by: Actor) -> int:
    """Wipe words, replies, reasons and private links two years after they were said. How many."""
    old = Feedback.objects.filter(on__lt=clock.today() - COUNTED)
    only_words = Q(respect="", reached="", helped="")
    gone, _ = old.filter(only_words).delete()
    reasons = old.exclude(set_aside__in=("", FORGOTTEN))
    reasons.update(set_aside=FORGOTTEN)
    wordy = old.exclude(words="", reply="", digest=None, questioned="", let_stand="")
    return gone + wordy.update(words="", reply="", digest=None, questioned="", let_stand="")
