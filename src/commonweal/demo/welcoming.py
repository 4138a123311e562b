"""Groups that ask to be in the register, each at another point of the way; letters to groups."""

from __future__ import annotations

from dataclasses import replace

from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder, Visitor
from commonweal.demo.county import County
from commonweal.demo.stewarding import registered_charities
from commonweal.demo.words import telephone
from commonweal.sector.actions import (
    answer_vouch,
    ask_question,
    ask_to_join,
    choose_what_is_shown,
    refuse_application,
    send_letter,
    take_application_down,
    write_to_organisation,
)
from commonweal.sector.actions.joining import FRONT_DOOR, Told
from commonweal.sector.choices import Answer, Kind
from commonweal.sector.models import Application, Organisation, Vouch

ASK = (
    Told(
        name="The Tuesday Darners",
        does="We mend what others throw away: socks, coats, the odd lampshade.",
        meets="Tuesdays at two, in the library",
        contact_name="Hilda Quayle",
        email="hilda@darners.example",
        shows=("meeting",),
    ),
    Told(
        name="Estuary Night Walkers",
        does="We walk the sea wall by lamplight, so that nobody need walk it alone.",
        contact_name="Jory Tann",
        email="jory@nightwalkers.example",
    ),
    Told(
        name="Kitchen Table Welcome",
        does="Newcomers to the county eat with somebody who has been here longer.",
        contact_name="Amina Said",
        email="amina@kitchentable.example",
        shows=("email", "meeting"),
    ),
    Told(
        name="Bargain Sheds of Saltwold",
        does="Sheds at trade prices, delivered.",
        contact_name="Col Dravitt",
        email="sales@bargainsheds.example",
    ),
)
BY_TELEPHONE = Told(
    name="Marsh Row Neighbours",
    does="Eleven houses that look in on each other, and clear the snow.",
    contact_name="Mrs Lilley",
)


def welcome(*, by: Actor, county: County) -> None:
    """Do it once: one waits for its second vouch, one for a look at a no, one for a telephone call.

    None is taken in: its number would be another each time the county is built.
    """
    if Application.objects.exists():
        return
    known = [c for c in registered_charities() if c.email][:8]
    spots = [spot.postcode for spot in county.spots[100 : 100 + len(ASK)]]
    asked = [
        take_application_down(
            by=by, told=replace(told, postcode=spot, knows=known[at : at + 2]), how="at the fair"
        )
        for at, (told, spot) in enumerate(zip(ASK, spots, strict=True))
    ]
    darners, walkers, kitchen, sheds = asked
    say(darners, Answer.YES, "They mend for our jumble sale, and meet in our back room.")
    say(walkers, Answer.NO, "Two of ours were charged ten pounds for a lamp. Ask them about it.")
    ask_question(by=by, application=kitchen, words="Who looks after children while you eat?")
    refuse_application(by=by, application=sheds, reason="It is a shop; this is no list of those.")
    number = telephone(9_870)
    ask_to_join(by=FRONT_DOOR, told=replace(BY_TELEPHONE, postcode=spots[0], telephone=number))
    keep_private(by)


def say(application: Application, said: Answer, words: str) -> None:
    """The first who was asked answers."""
    vouch = Vouch.objects.filter(application=application).exclude(digest="").order_by("pk")[0]
    answer_vouch(by=LinkHolder(thing=name_of(vouch)), vouch=vouch, said=said, words=words)


def keep_private(by: Actor) -> None:
    """Some groups show no address; one that has only a telephone was written to."""
    groups = Organisation.objects.published().active().filter(kind=Kind.GROUP).order_by("ref")
    for group in groups.exclude(email="")[:6]:
        choose_what_is_shown(by=by, organisation=group, shown=["telephone", "website", "location"])
    rung = groups.filter(email="").exclude(telephone="").exclude(withholdings__fact="email")
    for silent in rung[:1]:
        letter = write_to_organisation(
            by=Visitor(),
            organisation=silent,
            name="Ines Okoro",
            address="ines@writer.example",
            words="My father has just moved to your road. May he come along on Thursday?",
        )
        send_letter(by=LinkHolder(thing=name_of(letter)), letter=letter)
