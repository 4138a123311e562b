"""Neighbours' directories of services: each feed is a source of its own, by its name."""

from __future__ import annotations

from commonweal.intake.described import DESCRIBED, Described
from commonweal.intake.source import Licence, Named, Source, register
from commonweal.sector.gathering import FEEDS, FEEDS_PRECEDENCE, HERE
from commonweal.sector.loading import depends
from commonweal.sector.models import Feed


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


def source_of(feed: Feed) -> Source:
    """The source of one feed, as it is described now."""
    return Source(
        name=source_name(feed.name),
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
        precedence=FEEDS_PRECEDENCE,
        depends=lambda: f"{depends()} {feed.only_here}",
        keeps_rows=True,
        loader=Named("commonweal.sector.loading.feeds.FeedLoader"),
        pages=Named("commonweal.sector.sources.open_referral_pages.fetch_pages"),
    )  # fmt: skip


def feeds_with_an_address() -> list[str]:
    """The sources of the feeds that can be fetched."""
    rows = Feed.objects.exclude(address="").order_by("name").values_list("name", flat=True)
    return [source_name(name) for name in rows]


FEEDS_HERE = Described(
    together="open-referral",
    prefix=FEEDS,
    model=Feed,
    source_of=source_of,
    option="feed",
    what="feed",
    first="Add it on the staff desk first.",
)
SOURCE = register(
    Source(
        name=FEEDS_HERE.together,
        title="Neighbours' directories of services",
        publisher="Whoever keeps the directory",
        homepage="https://openreferraluk.org",
        licence=Licence(name="As its keeper says", address="", attribution=""),
        brings="services",
        refreshed="every night, where it has an address",
        accepts=(".json",),
        by_hand="Add it on the staff desk, and fetch it by its own name: feed-NAME.",
        precedence=FEEDS_PRECEDENCE,
        notes="Each feed is a source of its own, by its name.",
        loader=FEEDS_HERE.loader,
    )
)
DESCRIBED[SOURCE.name] = FEEDS_HERE
