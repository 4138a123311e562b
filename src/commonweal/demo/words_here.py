"""What the editor wrote: the front page's words, some news, a notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.web.actions import post_notice
from commonweal.web.choices import Severity
from commonweal.web.models import ContentPage, HomePage, NewsIndexPage, NewsPage, Notice

LEDE = (
    "Charities, clubs, food banks, choirs, village halls, tenants' groups and good neighbours: "
    "who they are, what they do and how to reach them."
)
NEWS = (
    (
        1,
        "Quayside Larder opens a second pantry",
        "The pantry in Lantern Street opens on Tuesdays and Fridays, from ten to two.",
        "Members choose their own groceries for four pounds a visit. Nobody is asked for a letter. "
        "The larder is looking for two people who can lift, and one who can keep accounts.",
    ),
    (
        5,
        "Eleven warm rooms for the winter",
        "Halls, chapels and a bowls club will be open and heated until the end of March.",
        "Each has tea, a socket for a telephone and somebody to talk to. Lifts can be had from the "
        "good-neighbour schemes if you ring the day before.",
    ),
    (
        12,
        "Tell us what changed",
        "Small groups count too: check your page and put it right.",
        "A third of the groups here have put their own page right this year. It takes a minute, "
        "and needs no charity number.",
    ),
    (
        26,
        "Repair cafes mended 2,140 things",
        "Lamps, coats, bicycles and one harmonium.",
        "Nine repair cafes counted for a year. Most of what came in was less than ten years old, "
        "and four things in five went home working.",
    ),
)


def write_words(*, by: Actor, say: Callable[[str], None]) -> None:
    """Write them once. Wagtail keeps pages itself; the notice passes its action."""
    home = HomePage.objects.first()
    if home is None:
        return
    say("Writing the front page, news and a notice")
    if not home.lede:
        home.lede = LEDE
        home.save_revision().publish()
    write_news(home)
    write_about(home)
    if not Notice.objects.exists():
        now = clock.now()
        post_notice(
            by=by,
            title="Cold weather from Thursday",
            text="Eleven warm rooms are open late this week, and neighbours can fetch shopping "
            "and prescriptions.",
            severity=Severity.TELL,
            begins_at=now - dt.timedelta(hours=2),
            ends_at=now + dt.timedelta(days=60),
            link="/search/?q=warm+room",
            link_words="Warm rooms near you",
        )


def write_news(home: HomePage) -> None:
    """The list of news and what is on it, newest first."""
    index = NewsIndexPage.objects.child_of(home).first()
    if index is None:
        index = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    if NewsPage.objects.child_of(index).exists():
        return
    today = clock.today()
    for days, title, summary, text in NEWS:
        page = NewsPage(
            title=title,
            day=today - dt.timedelta(days=days),
            summary=summary,
            body=[("text", f"<p>{text}</p>")],
        )
        index.add_child(instance=page)


PAGES = (
    (
        "About this place",
        "about",
        "Saltwold is invented. So is everything in it.",
        (
            "No such county lies in the North Sea. Its organisations, people, postcodes and "
            "telephone numbers were made up to show what Commonweal does.",
            "To serve a place of your own, begin with the guide in the folder docs.",
        ),
    ),
    (
        "Is your group missing?",
        "missing",
        "No charity number is needed, no account and no e-mail address.",
        (
            'Fill in <a href="/join/">Add your group</a>; or ring or write with the group\'s name, '
            "the village or quarter it works in, what it does and one way to reach somebody. Two "
            "organisations that know you, or one of us, then say that you are there.",
            "If you meet at somebody's home, say so: the page then shows the neighbourhood and "
            "never the street.",
            "To be taken off again, ring. It is done the same day.",
        ),
    ),
)


def write_about(home: HomePage) -> None:
    """Who keeps this register and that none of it is real; how a group comes to be on it."""
    if ContentPage.objects.child_of(home).exists():
        return
    for title, slug, summary, said in PAGES:
        page = ContentPage(
            title=title,
            slug=slug,
            show_in_menus=True,
            summary=summary,
            body=[("text", "".join(f"<p>{words}</p>" for words in said))],
        )
        home.add_child(instance=page)
