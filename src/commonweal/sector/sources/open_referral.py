"""Neighbours' directories of services: each feed is a source of its own, by its name."""

from __future__ import annotations

from commonweal.core.refused import Refused
from commonweal.intake.job import Counts, Job, Staged, Unusable
from commonweal.intake.source import SOURCES, Licence, Named, Source, register
from commonweal.sector.gathering import FEEDS, HERE
from commonweal.sector.loading import depends
from commonweal.sector.models import Feed

LAST = 200


def source_name(feed: str) -> str:
    """What the source of a feed is called."""
    return f"{FEEDS}{feed}"


def feed_of(source: str) -> Feed | None:
    """The feed behind a source, if it is one."""
    return Feed.objects.filter(name=source.removeprefix(FEEDS)).first()


def kept_by(source: str) -> str:
    """Who keeps what comes from a source, as people are told."""
    if source == HERE:
        return "us"
    feed = feed_of(source)
    return feed.owner if feed else source


def know_feed(feed: Feed) -> Source:
    """Make the source of one feed known, as it is described now."""
    name = source_name(feed.name)
    SOURCES.pop(name, None)
    return register(
        Source(
            name=name,
            title=feed.title,
            publisher=feed.owner,
            homepage=feed.address,
            licence=Licence(
                name=feed.licence, address=feed.licence_address,
                attribution=f"Contains data of {feed.owner}.",
            ),
            brings="services",
            refreshed="every night" if feed.address else "when its keeper sends it",
            accepts=(".json",),
            addresses=(feed.address,) if feed.address else (),
            by_hand="Ask its keeper for the services as JSON.",
            precedence=LAST,
            depends=lambda: f"{depends()} {feed.only_here}",
            keeps_rows=True,
            loader=Named("commonweal.sector.loading.feeds.FeedLoader"),
            pages=Named("commonweal.sector.sources.open_referral_pages.fetch_pages"),
        )
    )  # fmt: skip


def know_feeds() -> None:
    """Make the source of every feed known. One query."""
    for feed in Feed.objects.all():
        know_feed(feed)


def feeds_with_an_address() -> list[str]:
    """The sources of the feeds that can be fetched."""
    rows = Feed.objects.exclude(address="").order_by("name").values_list("name", flat=True)
    return [source_name(name) for name in rows]


def feed_named(name: str) -> str:
    """The source of the feed of this name.

    :raises Refused: when there is none; the sentence names those there are.
    """
    feed = Feed.objects.filter(name=name).first()
    if feed is None:
        names = ", ".join(Feed.objects.order_by("name").values_list("name", flat=True))
        there = f"There are: {names}." if names else "Add it on the staff desk first."
        raise Refused(f"Say which feed it is, as --feed NAME. {there}")
    return know_feed(feed).name


class Unnamed:
    """A feed is read only by its name, and then as a source of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def stage(self) -> Staged:
        """Say what is missing.

        :raises Unusable: always.
        """
        raise Unusable("Say which feed it is, as --feed NAME.")

    def apply(self) -> Counts:
        """Never reached."""
        raise Unusable("Say which feed it is, as --feed NAME.")


SOURCE = register(
    Source(
        name="open-referral",
        title="Neighbours' directories of services",
        publisher="Whoever keeps the directory",
        homepage="https://openreferraluk.org",
        licence=Licence(name="As its keeper says", address="", attribution=""),
        brings="services",
        refreshed="every night, where it has an address",
        accepts=(".json",),
        by_hand="Add it on the staff desk, and fetch it by its own name: feed-NAME.",
        precedence=LAST,
        notes="Each feed is a source of its own, by its name.",
        loader=Unnamed,
    )
)
