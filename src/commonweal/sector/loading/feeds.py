"""Brings a neighbour's services in: read whole, compared with the last time, only changes written.

A service is known by its UUID for ever. What is staged is one line for each, with what the feed
says as it stands, so that all of it can be judged anew when the place changes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path

from commonweal.core.clock import day_of
from commonweal.intake.job import Counts, Job, Staged, Unusable
from commonweal.sector.belonging import Here, here, whereabouts
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.models import Feed, Service
from commonweal.sector.sources.keeping import batches
from commonweal.sector.sources.open_referral import feed_of, kept_by
from commonweal.sector.sources.open_referral_read import Read, bodies_of, lasting, read
from commonweal.sector.sources.open_referral_values import Body, words

LINES, GONE = "services.jsonl", "gone.json"
CREATED, UPDATED, UNCHANGED, OUTSIDE, HELD = "created", "updated", "unchanged", "outside", "held"
STANDING = (CREATED, UPDATED, UNCHANGED, HELD)


@dataclass
class Line:
    """One service of a feed, staged: what the feed says of it, and what that comes to here.

    ``mark`` is a hash of all that is read from it and of where it lies.
    """

    uuid: str
    row: int
    organisation: str
    mark: str
    body: Body
    change: str = ""
    told: Read | None = field(default=None, repr=False)

    def kept(self) -> str:
        """As one line of the staged file."""
        plain = asdict(self) | {"told": None}
        return json.dumps(plain, ensure_ascii=True)


class FeedLoader:
    """Reads, checks and applies one run of one feed."""

    def __init__(self, job: Job) -> None:
        feed = feed_of(job.source)
        if feed is None:
            raise Unusable("This feed is not known any more. Add it again.")
        self.job, self.feed = job, feed
        self.today = day_of(job.now)

    def stage(self) -> Staged:
        """Read and judge every service into the run's folder."""
        before = lines_before(self.job)
        lines = Judging(self.job, self.feed, self.today).lines()
        place = here()
        for line in lines.values():
            if line.told and not (place_holds(line.told, self.feed, place)):
                line.change = OUTSIDE
            elif line.uuid not in before:
                line.change = CREATED
            else:
                same = before[line.uuid].mark == line.mark
                line.change = UNCHANGED if same else UPDATED
        held = {uuid_of(self.feed, key) for key in self.job.held} - set(lines)
        stay = {uuid: line for uuid, line in before.items() if uuid in held}
        for line in stay.values():
            line.change = HELD
        gone = {u: line for u, line in before.items() if u not in lines and u not in held}
        left = {u: before[u] for u, line in lines.items() if u in before and line.change == OUTSIDE}
        self.keep([*lines.values(), *stay.values()], [*gone.values(), *left.values()])
        counts = counted(lines, self.job.rejected, len(gone))
        changes = counts.created + counts.updated + len(gone) + len(left)
        return Staged(counts, known=len(before), nothing_to_do=not changes)

    def keep(self, lines: list[Line], gone: list[Line]) -> None:
        """Write the staged lines, and which services go."""
        folder = self.job.folder
        with (folder / LINES).open("w", encoding="utf-8") as handle:
            handle.writelines(f"{line.kept()}\n" for line in lines)
        going = [[line.uuid, words(line.body.get("name")) or line.uuid] for line in gone]
        (folder / GONE).write_text(json.dumps(going), encoding="utf-8")

    def apply(self) -> Counts:
        """Write what changed."""
        from commonweal.sector.loading.feeding import Feeding

        lines = list(kept_lines(self.job.folder / LINES))
        gone = json.loads((self.job.folder / GONE).read_text(encoding="utf-8"))
        alike = [line for line in lines if line.change != HELD]
        before = set(lines_before(self.job))
        missing = sum(uuid in before for uuid, _ in gone)
        left = sum(line.change == OUTSIDE and line.uuid in before for line in alike)
        counts = counted({line.uuid: line for line in alike}, self.job.rejected, missing - left)
        if counts.created or counts.updated or gone:
            standing = [line for line in lines if line.change in STANDING]
            Feeding(self.job, self.feed, self.today).apply(standing, [uuid for uuid, _ in gone])
        return counts


def counted(lines: Mapping[str, Line], rejected: int, gone: int) -> Counts:
    """The lines as a run reports them."""
    number = dict.fromkeys((CREATED, UPDATED, UNCHANGED, OUTSIDE), 0)
    for line in lines.values():
        number[line.change] += 1
    return Counts(
        read=len(lines) + rejected, rejected=rejected, gone=gone, created=number[CREATED],
        updated=number[UPDATED], unchanged=number[UNCHANGED], outside=number[OUTSIDE],
    )  # fmt: skip


class Judging:
    """Reads every service of a run's files, and sets aside what cannot be taken."""

    def __init__(self, job: Job, feed: Feed, today: dt.date) -> None:
        self.job, self.feed, self.today = job, feed, today

    def lines(self) -> dict[str, Line]:
        """The services that can be taken, by UUID, each with its mark."""
        found: dict[str, Line] = {}
        for row, body in self.bodies():
            key = words(body.get("id"), 80) or words(body.get("name"), 80)
            try:
                told = read(body, today=self.today, feed=self.feed.name)
            except ValueError as problem:
                self.job.reject(row=row, key=key, reason=str(problem))
                continue
            if told.uuid in found:
                reason = f"has the identifier of row {found[told.uuid].row}"
                self.job.reject(row=row, key=key, reason=reason, again=True)
                continue
            found[told.uuid] = Line(told.uuid, row, told.organisation.key, "", body, told=told)
        self.refuse_theirs(found)
        self.mark(found)
        return found

    def bodies(self) -> Iterator[tuple[int, Body]]:
        """Every service that was given: in the files, or kept from the last time."""
        if self.job.options.get("stored") and self.job.previous:
            for line in kept_lines(self.job.previous / LINES):
                yield line.row, line.body
            return
        row = 0
        files = [path for path in sorted(self.job.files) if path.suffix.lower() == ".json"]
        if not files:
            raise Unusable("Give the services as JSON, as Open Referral has them.")
        for path in files:
            if path.name == "fetched.json":
                continue
            for body in bodies_of(path):
                row += 1
                yield row, body

    def refuse_theirs(self, found: dict[str, Line]) -> None:
        """Set aside services whose identifier is already that of somebody else's service."""
        taken: dict[str, str] = {}
        for lot in batches(found):
            others = Service.objects.filter(uuid__in=lot).exclude(source=self.job.source)
            taken |= {str(uuid): source for uuid, source in others.values_list("uuid", "source")}
        for uuid, source in taken.items():
            line = found.pop(uuid)
            reason = f"has the identifier of a service kept by {kept_by(source)}"
            key = words(line.body.get("id"), 80)
            self.job.reject(row=line.row, key=key, reason=reason, again=True)

    def mark(self, found: dict[str, Line]) -> None:
        """Give each its mark, and note what was left out of it."""
        codes = {p.postcode for line in found.values() if line.told for p in line.told.told.places}
        where = whereabouts(codes)
        for line in found.values():
            assert line.told is not None
            spots = [where.get(p.postcode) for p in line.told.told.places]
            seen = repr((line.told, spots)).encode("utf-8", "replace")
            line.mark = blake2b(seen, digest_size=16).hexdigest()
            for what in line.told.left_out:
                self.job.reject_row(row=line.row, key=line.told.key, reason=f"left out: {what}")


def uuid_of(feed: Feed, key: str) -> str:
    """The UUID of what a feed calls by a key."""
    return lasting(key, feed.name)


def place_holds(told: Read, feed: Feed, place: Here) -> bool:
    """Whether a service is for this place: all of a feed's, or those given here or for here."""
    if not feed.only_here or place.everywhere:
        return True
    where = whereabouts([p.postcode for p in told.told.places if p.postcode])
    codes = [code for code, _ in told.told.areas if code]
    return any(place.holds(spot) for spot in where.values()) or place.is_served_by(
        codes, national=False
    )


def kept_lines(path: Path) -> Iterator[Line]:
    """The lines of a staged file."""
    with path.open(encoding="utf-8") as handle:
        for text in handle:
            yield Line(**json.loads(text))


def lines_before(job: Job) -> dict[str, Line]:
    """The services of this feed that stand here now, by UUID, each as last read.

    From the snapshot of the run that is applied; if that folder is lost, from the database, with
    marks that fit nothing, so that every service is written again.
    """
    if job.previous and (job.previous / LINES).exists():
        lines = kept_lines(job.previous / LINES)
        return {line.uuid: line for line in lines if line.change in STANDING}
    standing = Service.objects.filter(source=job.source).exclude(status=ServiceStatus.DEFUNCT)
    rows = standing.values_list("uuid", "key", "name")
    return {
        str(uuid): Line(str(uuid), 0, "", "", {"id": key, "name": name}) for uuid, key, name in rows
    }
