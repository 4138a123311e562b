"""A Compact of the county: signed, kept and not kept, asked about, and looked at after a year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from commonweal.commitments.actions import (
    add_party,
    adopt_document,
    ask_about_event,
    ask_both_sides,
    ask_disclosure,
    begin_document,
    begin_year_review,
    describe_document,
    give_reason,
    log_event,
    move_concern,
    note_agreement,
    publish_event,
    publish_year_review,
    put_to_partner,
    raise_concern,
    reply_to_disclosure,
    reply_to_event,
    sign_document,
    speak_in_year,
)
from commonweal.commitments.actions.concerns import Told
from commonweal.commitments.choices import EventKind, Known, Rung, ToWhom
from commonweal.commitments.models import Document, Event
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder
from commonweal.sector.choices import Side
from commonweal.sector.models import Organisation

SLUG = "compact"
COUNCIL, TRUST = "Saltwold Council", "Saltwold Health and Care Trust"
SECTOR = "Saltwold Voluntary Action"
SIGNED_FOR = {
    COUNCIL: "Councillor Ada Holloway, Leader",
    TRUST: "Dr Ben Ashdown, Chief Executive",
    SECTOR: "Ngozi Marlow, Chair",
}
# Days ago.
BEGUN, ADOPTED = 800, 730
YEAR = 365
TIME_TO_REPLY = dt.timedelta(days=14)
FOREWORD = (
    "We have worked beside each other for a long time and have sometimes let each other down. This "
    "says what each side owes the other, so that it can be looked up."
)
SECTOR_WORDS = (
    "The three-year grant has changed what Saltwold's lunch clubs can plan for. Six weeks' notice "
    "for the befriending service was not enough, and eleven people lost their visitor. We were not "
    "asked before the library hours were drafted."
)
PARTNER_WORDS = (
    "We gave our reason for the shorter consultation and would give it again, sooner. The Trust "
    "has changed who signs a notice, so that none goes out late. We ask groups to tell us earlier "
    "when they cannot deliver."
)
CONCERN = (
    "Our grant for the Monday club was cut by a third, and we read of it in the council's papers. "
    "Nobody had rung."
)
MAY_BE_TOLD = (
    "A group learnt from published papers that its grant was to be cut. It asks that groups are "
    "rung before papers go out."
)


def agree(*, by: Actor, officer: Actor) -> None:
    """Let it all happen once, in the past two years."""
    if Document.objects.filter(slug=SLUG).exists():
        return
    bodies = {o.name: o for o in Organisation.objects.filter(name__in=(COUNCIL, TRUST))}
    compact = sign(by, bodies)
    shorten(by, officer, bodies[COUNCIL])
    end_funding(by, bodies[TRUST])
    with clock.put_back(500):
        grant(officer, bodies[COUNCIL])
    look_back(by, officer, compact)
    confide(by, officer, compact, bodies[COUNCIL])


def sign(by: Actor, bodies: dict[str, Organisation]) -> Document:
    """Both sides sign the Compact on one day."""
    with clock.put_back(BEGUN):
        compact = begin_document(
            by=by, face="compact", title="The Saltwold Compact", slug=SLUG, preset="compact"
        )
        compact = describe_document(
            by=by, document=compact, edition=compact.edition, title=compact.title,
            summary=compact.summary, foreword=FOREWORD, foreword_by="Both sides",
        )  # fmt: skip
        parties = [
            add_party(
                by=by, document=compact, name=name, organisation=bodies.get(name),
                side=Side.PARTNER if name in bodies else Side.SECTOR,
            )
            for name in SIGNED_FOR
        ]  # fmt: skip
    with clock.put_back(ADOPTED):
        for party in parties:
            sign_document(by=by, party=party, on=clock.today(), signed_by=SIGNED_FOR[party.name])
        adopt_document(by=by, document=compact, on=clock.today())
    compact.refresh_from_db()
    return compact


def shorten(by: Actor, officer: Actor, council: Organisation) -> None:
    """A consultation of seventy days; the council files its reason when it is asked."""
    with clock.put_back(600):
        opened = clock.today() - dt.timedelta(days=72)
        event = log_event(
            by=by, organisation=council, kind=EventKind.CONSULTATION, title="Library hours",
            on=opened, opened_on=opened, closes_on=opened + dt.timedelta(days=70),
            source="The council's website",
        )  # fmt: skip
        ask_about_event(by=by, event=event, reply_by=clock.today() + TIME_TO_REPLY)
    with clock.put_back(594):
        event = give_reason(
            by=officer, event=event,
            reason="The county's budget had to be set before the end of February.",
        )  # fmt: skip
        event = reply_to_event(
            by=officer, event=event, name="Leonard Quayle, partnerships officer",
            reply="We rang the friends of each library in the first week. We should have begun in "
            "October.",
        )  # fmt: skip
    with clock.put_back(585):
        publish_event(by=by, event=event)


def end_funding(by: Actor, trust: Organisation) -> None:
    """Funding ended with six weeks' notice; the Trust replies by the private link it was sent."""
    with clock.put_back(540):
        noticed = clock.today() - dt.timedelta(days=20)
        event = log_event(
            by=by, organisation=trust, kind=EventKind.FUNDING_ENDED,
            title="Befriending in the north of the county", on=noticed, notice_on=noticed,
            ends_on=noticed + dt.timedelta(weeks=6), in_writing=Known.YES,
            source="The Trust's letter to the group", rationale="The budget of the ward was cut.",
        )  # fmt: skip
        event = ask_about_event(
            by=by, event=event, reply_by=clock.today() + TIME_TO_REPLY,
            email="partnerships@trust.example",
        )  # fmt: skip
    with clock.put_back(531):
        event = reply_to_event(
            by=LinkHolder(name_of(event)), event=event, name="Ruth Selby, head of partnerships",
            reply="The notice lay unsigned for five weeks. That was our fault, and we have "
            "apologised to the group.",
        )  # fmt: skip
    with clock.put_back(525):
        publish_event(by=by, event=event)


def grant(officer: Actor, council: Organisation) -> Event:
    """A grant of three years, which the council's own officer logs and shows."""
    event = log_event(
        by=officer, organisation=council, kind=EventKind.GRANT, title="Lunch clubs of the county",
        on=clock.today() - dt.timedelta(days=3), months=36, pounds=Decimal(84_000),
        in_advance=Known.YES, full_costs=Known.YES, source="The council's register of grants",
    )  # fmt: skip
    return publish_event(by=officer, event=event)


def look_back(by: Actor, officer: Actor, compact: Document) -> None:
    """The first year is looked at by both sides, and published."""
    with clock.put_back(ADOPTED - YEAR - 20):
        ends = clock.today() - dt.timedelta(days=20)
        review = begin_year_review(
            by=by, document=compact, starts_on=ends - dt.timedelta(days=YEAR), ends_on=ends
        )
        ask_both_sides(by=by, review=review, reply_by=clock.today() + TIME_TO_REPLY)
    with clock.put_back(ADOPTED - YEAR - 27):
        speak_in_year(
            by=by, review=review, side=Side.SECTOR, words=SECTOR_WORDS, name="Ngozi Marlow, Chair"
        )
        speak_in_year(
            by=officer, review=review, side=Side.PARTNER, words=PARTNER_WORDS,
            name="Leonard Quayle, for the council and the Trust",
        )  # fmt: skip
    with clock.put_back(ADOPTED - YEAR - 40):
        review.refresh_from_db()
        publish_year_review(by=by, review=review)


def confide(by: Actor, officer: Actor, compact: Document, council: Organisation) -> None:
    """A concern goes up a step; the group agrees to what is told the council, and to no more."""
    with clock.put_back(90):
        concern = raise_concern(
            by=by,
            told=Told(
                document=compact, partner=council, words=CONCERN, group_name="The Monday Club",
                contact="Freda Loames", telephone="01632 960 177",
                wanted="A word before the papers go out, and the cut spread over two years.",
                decision_on=clock.today() - dt.timedelta(days=9),
                known_on=clock.today() - dt.timedelta(days=4),
            ),
        )  # fmt: skip
    with clock.put_back(76):
        move_concern(
            by=by, concern=concern, rung=Rung.FORMAL, on=clock.today(),
            note="The officer who is named for it is on leave. A letter went to the director.",
        )  # fmt: skip
        asked = ask_disclosure(by=by, concern=concern, to=ToWhom.PARTNER, words=MAY_BE_TOLD)
    with clock.put_back(72):
        asked = note_agreement(
            by=by, concern=concern, disclosure=asked, agreed=True,
            how="Freda Loames, by telephone, the words read to her",
        )  # fmt: skip
        asked = put_to_partner(by=by, disclosure=asked, reply_by=clock.today() + TIME_TO_REPLY)
    with clock.put_back(65):
        reply_to_disclosure(
            by=officer, disclosure=asked, name="Leonard Quayle, partnerships officer",
            reply="We agree. From the next papers on, every group that is named is rung two days "
            "before.",
        )  # fmt: skip
