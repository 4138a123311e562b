"""A strategy of Netherhithe, from its first draft to what is done about it a year later."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.actions import (
    add_action,
    add_party,
    add_question,
    adopt_document,
    begin_consultation,
    begin_document,
    begin_point,
    change_paragraph,
    close_consultation,
    confirm_following,
    decide_point,
    describe_document,
    enter_submission,
    follow,
    gather_the_rest,
    keep_from_view,
    let_be_seen,
    open_consultation,
    publish_points,
    set_out_consultation,
    sign_off_point,
    submit,
    tie_point_to_action,
    tie_point_to_paragraph,
)
from commonweal.commitments.actions.consultations import SetOut
from commonweal.commitments.actions.moderation import REASONS
from commonweal.commitments.actions.submissions import ToldComment, ToldSubmission
from commonweal.commitments.choices import SpeaksAs, Way
from commonweal.commitments.models import (
    Comment,
    Consultation,
    Document,
    Follower,
    Paragraph,
    Point,
    Question,
)
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder, Visitor
from commonweal.demo.calling import district_code
from commonweal.demo.county import County
from commonweal.demo.following_up import Keepers, follow_up, promise
from commonweal.demo.said_words import CAME, SAID, Came, Said
from commonweal.sector.choices import Side
from commonweal.sector.models import Organisation

SLUG, COUNCIL = "netherhithe", "Netherhithe District Council"
# Days ago.
BEGUN, OPENED, ADOPTED = 330, 300, 170
CLOSED = OPENED - 85
TWELVE_WEEKS = dt.timedelta(weeks=12)
GROUP = "The Netherhithe Strategy Group"
EVENT = "Open evening in the Corn Hall"
FOREWORD = (
    "Eleven of us began this at a kitchen table in Lantern Street. By the end four hundred people "
    "had had a hand in it.\n\nIt is short on purpose. Hold us to it."
)
ON_PAPER = (Way.PAPER, Way.TELEPHONE)
NAMES_SOMEBODY = "Old Mr Tolliver at number nine has the keys and will not give them to anybody."
QUESTIONS = (
    ("Is anything missing?", "", ()),
    ("Which should come first?", "If you had to choose one.",
     ("People and money", "Places and buildings", "Being heard")),
)  # fmt: skip


def write_strategy(*, by: Actor, moderator: Actor, officer: Actor, county: County) -> None:
    """Let it all happen once, in the past eleven months."""
    if Document.objects.filter(slug=SLUG).exists():
        return
    area = district_code(county)
    known = Organisation.objects.published().active().of_the_sector().based_in(area).order_by("ref")
    bodies = list(known[:6])
    council = Organisation.objects.get(name=COUNCIL)
    with clock.put_back(BEGUN):
        strategy = begin(by, area, [council, *bodies[:3]])
    with clock.put_back(OPENED):
        consultation = open_on(by, strategy)
    hear(moderator, consultation, bodies)
    with clock.put_back(CLOSED):
        consultation = close_consultation(by=by, consultation=consultation)
        moderate(moderator, consultation)
    with clock.put_back(CLOSED - 20):
        for number, came in enumerate(CAME, start=1):
            take_up(by, consultation, number, came)
        rest = gather_the_rest(
            by=by, consultation=consultation, decided_by=GROUP,
            reason="We read these with care. Nothing in the strategy is changed for them.",
        )  # fmt: skip
        sign_off_point(by=by, point=rest)
    with clock.put_back(CLOSED - 25):
        publish_points(by=by, consultation=consultation)
    keepers = Keepers(by, officer, council, bodies)
    with clock.put_back(ADOPTED):
        promise(keepers, strategy)
        adopt_document(by=by, document=strategy, on=clock.today(), reason="Agreed by all parties.")
    follow_up(keepers, strategy)
    with clock.put_back(20):
        follow_by_email(strategy)


def begin(by: Actor, area: str, bodies: list[Organisation]) -> Document:
    """A draft in the preset's shape, with its foreword and those who write it together."""
    strategy = begin_document(
        by=by, face="strategy", title="A strategy for the voluntary sector of Netherhithe",
        slug=SLUG, area=area, preset="strategy",
    )  # fmt: skip
    today = clock.today()
    strategy = describe_document(
        by=by, document=strategy, edition=strategy.edition, title=strategy.title, area=area,
        summary=strategy.summary, foreword=FOREWORD, foreword_by="Grace Eze, for all of us",
        starts_on=today, ends_on=today.replace(month=12, day=31, year=today.year + 4),
    )  # fmt: skip
    for body in bodies:
        add_party(by=by, document=strategy, side=Side(body.side), organisation=body)
    return strategy


def open_on(by: Actor, document: Document) -> Consultation:
    """Twelve weeks and no less, with the checklist answered."""
    consultation = begin_consultation(
        by=by, document=document, title=f"What do you make of it: {document.title}"
    )
    closes = clock.today() + TWELVE_WEEKS
    consultation = set_out_consultation(
        by=by, consultation=consultation,
        told=SetOut(
            title=consultation.title, opens_on=clock.today(), closes_on=closes,
            introduction="Say what you think of a part of it, or of the whole. You need no "
            "account; paper and telephone count the same.",
            formative="All of it can still be changed, but for its length of years.",
            information="The whole draft is on this page, and in every library.",
            enough_time="Twelve weeks, so that each committee meets once before it closes.",
            who_decides=GROUP, decides_on=closes + dt.timedelta(days=30),
            equality="We go to those who seldom answer: the meter shows who they are.",
            information_notice="What you write may have to be given to whoever asks for it by law.",
        ),
    )  # fmt: skip
    for words, help_words, options in QUESTIONS:
        add_question(
            by=by, consultation=consultation, words=words, help=help_words, options=options
        )
    return open_consultation(by=by, consultation=consultation)


def hear(moderator: Actor, consultation: Consultation, bodies: list[Organisation]) -> None:
    """What people said, each on a day of those twelve weeks and by their own way."""
    named = Said("web", "7", NAMES_SOMEBODY)
    spare = list(bodies)
    questions = list(Question.objects.filter(consultation=consultation).order_by("position"))
    for at, said in enumerate((*SAID, named)):
        of = Paragraph.objects.filter(document=consultation.document, code=said.of or None).first()
        comments = [ToldComment(text=said.text, paragraph=of)]
        if at % 3 == 0:
            asked = questions[1]
            comments.append(ToldComment(question=asked, answer=asked.options[at % 2]))
        nameless = said.way in ON_PAPER and not (said.name or said.body)
        body = spare.pop() if nameless and spare else None
        with clock.put_back(OPENED - 4 - at * 5):
            tell(moderator, consultation, said, comments, body)


def tell(
    moderator: Actor,
    consultation: Consultation,
    said: Said,
    comments: list[ToldComment],
    body: Organisation | None,
) -> None:
    """On the web by whoever says it; what came otherwise is written down by a moderator."""
    told = ToldSubmission(
        comments=comments, name=said.name, organisation_name=said.body, organisation=body,
        speaks_as=SpeaksAs.ORGANISATION if said.body or body else SpeaksAs.MYSELF,
        named=bool(said.name or said.body), way=said.way,
        event=EVENT if said.way == Way.EVENT else "",
    )  # fmt: skip
    if said.way == Way.WEB:
        submit(by=Visitor(), consultation=consultation, told=told)
    else:
        enter_submission(by=moderator, consultation=consultation, told=told)


def moderate(moderator: Actor, consultation: Consultation) -> None:
    """All of it may be read by everybody, but for one that names a neighbour."""
    said = Comment.objects.filter(submission__consultation=consultation)
    let_be_seen(by=moderator, consultation=consultation, comments=said.exclude(text=NAMES_SOMEBODY))
    keep_from_view(by=moderator, comment=said.get(text=NAMES_SOMEBODY), reason=REASONS[0])


def take_up(by: Actor, consultation: Consultation, number: int, came: Came) -> Point:
    """One point: what several said, signed off, decided, and what it changed."""
    texts = [said.text for said in SAID if said.point == number]
    said = Comment.objects.filter(submission__consultation=consultation, text__in=texts)
    point = begin_point(by=by, consultation=consultation, title=came.title, comments=said)
    point = sign_off_point(by=by, point=point)
    decide_point(by=by, point=point, decision=came.decision, reason=came.reason, decided_by=GROUP)
    document = consultation.document
    part = document.paragraphs.standing().filter(code=came.changes or None).first()
    if part is not None:
        version = change_paragraph(
            by=by, paragraph=part, edition=part.edition, heading=part.heading, point=point,
            text=f"{part.text}\n\n{came.adds}", reason=came.title,
        )  # fmt: skip
        tie_point_to_paragraph(by=by, point=point, paragraph=part, version=version)
    if came.action:
        doing = add_action(
            by=by, document=document, title=came.action, owner=GROUP, paragraph=part,
            due_on=clock.today() + dt.timedelta(days=120 + 25 * number),
        )  # fmt: skip
        tie_point_to_action(by=by, point=point, doing=doing)
    return point


def follow_by_email(document: Document) -> None:
    """Somebody asks to be told how it goes on, and says yes to the letter."""
    follow(by=Visitor(), document=document, email="hattie@follower.example")
    follower = Follower.objects.get(document=document)
    confirm_following(by=LinkHolder(name_of(follower)), follower=follower)


def consult_now(*, by: Actor, moderator: Actor) -> None:
    """A Covenant that is being consulted on today, begun once; anybody may try it."""
    if Document.objects.filter(slug="covenant").exists():
        return
    with clock.put_back(34):
        covenant = begin_document(
            by=by, face="covenant", title="A Covenant for Saltwold", slug="covenant",
            preset="covenant",
        )  # fmt: skip
    with clock.put_back(20):
        consultation = open_on(by, covenant)
    said = Said(
        "paper", "", "Say who answers the telephone when it is broken.", "Pauline Wetherlow"
    )
    with clock.put_back(9):
        told = [ToldComment(text=said.text)]
        tell(moderator, consultation, said, told, None)
        let_be_seen(
            by=moderator, consultation=consultation,
            comments=Comment.objects.filter(submission__consultation=consultation),
        )  # fmt: skip
    waiting = Said("web", "", "Will it bind the district councils too? It does not say so.")
    with clock.put_back(2):
        tell(moderator, consultation, waiting, [ToldComment(text=waiting.text)], None)
