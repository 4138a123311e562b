"""Decides which records concern the place, where they lie, and what changed since last time."""

from __future__ import annotations

import json
from functools import reduce
from operator import or_
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Counts, Job
from commonweal.intake.running import FEW, MOST_GONE, STAGED
from commonweal.intake.source import SOURCES
from commonweal.places import engine as places
from commonweal.sector.belonging import WHERE, Here, here
from commonweal.sector.choices import AREA_COLUMNS, LARGE, SMALL, Status
from commonweal.sector.loading import published, sameness
from commonweal.sector.loading.digests import in_figures, mark_of, of_children, program
from commonweal.sector.loading.engine import CHILDREN, kept, rows_of, save, value_of
from commonweal.sector.models import SourceRecord

CREATED, UPDATED, UNCHANGED, LEFT = "created", "updated", "unchanged", "left"
JUDGED_BY = "judged_by.txt"
WHEREABOUTS = (*WHERE, "based_here", "serves_here")


def judge(con: Backend, job: Job) -> None:
    """Write what is inside the place with its marks, and every change, to the run's folder."""
    before = save(applied(con, job), con, job.folder / "before.parquet")
    alone = as_judged(con, job)
    judged = marked(con, job, located(con, job, alone), before)
    both = judged.left_join(before.rename(old="mark", old_face="face"), "key").drop("key_right")
    known, same = both.old.notnull(), both.old == both.mark
    change = ibis.cases(
        (both.inside & ~known, CREATED),
        (both.inside & ~same, UPDATED),
        (both.inside, UNCHANGED),
        (known, LEFT),
    )
    faced = (both.old_face != both.face).fill_null(True)
    found = both.select(*judged.columns, change=change, faced=faced)
    if alone is not None:
        stays = alone.inside.ifelse(UNCHANGED, ibis.null("string"))
        stay = alone.mutate(change=stays, faced=ibis.literal(False))
        found = found.union(stay.select(*found.columns))
    save(found, con, job.folder / "judged.parquet")
    (job.folder / JUDGED_BY).write_text(program(), encoding="utf-8")


def as_judged(con: Backend, job: Job) -> ir.Table | None:
    """The records that are judged as they were: neither they nor the place have changed.

    Nothing if all must be judged anew.
    """
    same = sameness.left_alone(con, job)
    if same is None or job.previous is None:
        return None
    staged, judged = job.previous / STAGED, job.previous / "judged.parquet"
    if not (staged.exists() and judged.exists() and judged_alike(job.previous)):
        return None
    if json.loads(staged.read_text(encoding="utf-8"))["depends"] != SOURCES[job.source].depends():
        return None
    return con.read_parquet(str(judged)).semi_join(same, "key")


def applied(con: Backend, job: Job) -> ir.Table:
    """The records of this source that the register holds now, each with its mark.

    From the snapshot of the run that is applied, marked anew if another program or engine marked
    it; if that folder is lost, from the database, with marks that fit nothing, so that every
    record is written again.
    """
    if job.previous is not None and (job.previous / "judged.parquet").exists():
        judged = con.read_parquet(str(job.previous / "judged.parquet"))
        judged = judged.filter(judged.inside)
        if not judged_alike(job.previous) and (job.previous / "store").exists():
            judged = marked_anew(con, job.previous, judged)
        return judged.select("key", "mark", "face")
    rows = SourceRecord.objects.filter(source=job.source, gone_run=None, first_run__isnull=False)
    keys = list(rows.values_list("key", flat=True)) if job.previous else []
    blank = {"key": keys, "mark": [""] * len(keys), "face": [""] * len(keys)}
    schema = ibis.schema({"key": "string", "mark": "string", "face": "string"})
    return ibis.memtable(blank, schema=schema)


def judged_alike(folder: Path) -> bool:
    """Whether this very program and engine judged there, so that its marks mean the same."""
    made_by = folder / JUDGED_BY
    return made_by.exists() and made_by.read_text(encoding="utf-8") == program()


def marked_anew(con: Backend, folder: Path, judged: ir.Table) -> ir.Table:
    """Records as they were judged, with the marks that they have today."""
    whereabouts = judged.select("key", *WHEREABOUTS)
    found = kept(con, folder, "records").inner_join(whereabouts, "key")
    return with_marks(con, folder, published.with_faces(con, folder, found))


def located(con: Backend, job: Job, alone: ir.Table | None) -> ir.Table:
    """The records with where their postcode lies, and whether that is in the place."""
    records, place = kept(con, job.folder, "records"), here()
    if alone is not None:
        records = save(records.anti_join(alone, "key"), con, job.folder / "anew.parquet")
    codes = places.postcodes(con).select("postcode", *WHERE)
    found = records.left_join(codes, "postcode").drop("postcode_right")
    found = about(found.mutate(**{c: found[c].fill_null("") for c in AREA_COLUMNS}), codes)
    based = among(found, place) if not place.everywhere else ibis.literal(True)
    found = found.mutate(based_here=based)
    return published.with_faces(con, job.folder, serving(con, job, found, place))


def about(found: ir.Table, codes: ir.Table) -> ir.Table:
    """The records, those whose address is not public at the middle of their small area.

    As ``belonging.whereabouts`` says of one; rounded, so that the two agree to the last figure.
    """
    known = codes.filter((codes.lsoa != "") & codes.latitude.notnull())
    middles = known.group_by("lsoa").aggregate(
        middle_latitude=known.latitude.mean().round(4),
        middle_longitude=known.longitude.mean().round(4),
    )
    both = found.left_join(middles, "lsoa").drop("lsoa_right")
    shown = published.address(both)["face_address_public"].fill_null(False)
    return both.mutate(
        **{
            c: shown.ifelse(both[c], ibis.coalesce(both[f"middle_{c}"], both[c].round(1)))
            for c in ("latitude", "longitude")
        }
    ).drop("middle_latitude", "middle_longitude")


def among(found: ir.Table, place: Here) -> ir.BooleanValue:
    """Whether a row lies in the place, as ``Here.holds`` says of one."""

    def one_of(columns: tuple[str, ...], codes: frozenset[str]) -> ir.BooleanValue:
        if not codes:
            return ibis.literal(False)
        return reduce(or_, [found[c].isin(sorted(codes)) for c in columns])

    placed = reduce(or_, [found[c] != "" for c in LARGE])
    nothing_larger = one_of(SMALL, place.codes) & ~placed
    return one_of(LARGE, place.codes) | one_of(SMALL, place.small) | nothing_larger


def serving(con: Backend, job: Job, found: ir.Table, place: Here) -> ir.Table:
    """Whether each names one of the place's authorities as where it works."""
    areas = kept(con, job.folder, "areas")
    named = areas.filter(areas.code.isin(sorted(place.authorities) or ["none"]))
    named = named.select("key").distinct().mutate(named=ibis.literal(True))
    both = found.left_join(named, "key").drop("key_right")
    return both.mutate(serves_here=both.named.fill_null(False) & ~both.national).drop("named")


def marked(con: Backend, job: Job, found: ir.Table, before: ir.Table) -> ir.Table:
    """Each record's key, marks, whereabouts, and whether it is inside.

    What has ended belongs only if it was here before it ended, or if the place is everywhere.
    """
    anew = job.folder / "anew.parquet"
    few = con.read_parquet(str(anew)).select("key") if anew.exists() else None
    known = before.select("key").mutate(known=ibis.literal(True))
    found = found.left_join(known, "key").drop("key_right")
    stands = (found.status == str(Status.ACTIVE)) | found.known.fill_null(False)
    inside = (found.based_here | found.serves_here) & (stands | ibis.literal(here().everywhere))
    found = with_marks(con, job.folder, found.mutate(inside=inside), few)
    return found.select("key", "inside", "face", *WHEREABOUTS, "mark")


def with_marks(
    con: Backend, folder: Path, found: ir.Table, few: ir.Table | None = None
) -> ir.Table:
    """The records with a mark of what is published of each, and one of all that is kept.

    :param few: the keys of the records, where they are not nearly all there are.
    """
    tables = {name: kept(con, folder, name) for name in CHILDREN}
    if few is not None:
        tables = {name: rows.semi_join(few, "key") for name, rows in tables.items()}
    found = found.left_join(of_children(tables), "key").drop("key_right")
    face = mark_of(found, [*published.FACES, *WHEREABOUTS, "children", "children_rows"])
    whole = mark_of(found, ["raw", "street", "national"])
    return found.mutate(
        face=in_figures(face), mark=in_figures(face).lpad(16, "0") + in_figures(whole)
    )


def counts(con: Backend, job: Job, tables: dict[str, int]) -> tuple[Counts, int]:
    """What the run found, counted in organisations, and how many the register holds now."""
    judged = con.read_parquet(str(job.folder / "judged.parquet"))
    held_file = job.folder / "held.parquet"
    held = con.read_parquet(str(held_file)) if held_file.exists() else None
    counted = judged if held is None else judged.anti_join(held, "key")
    found = rows_of(con, counted.group_by("change").aggregate(n=counted.count()))
    number = {row["change"] or "": row["n"] for row in found}
    inside = sum(number.get(c, 0) for c in (CREATED, UPDATED, UNCHANGED))
    before = con.read_parquet(str(job.folder / "before.parquet"))
    result = Counts(
        read=sum(number.values()) + job.rejected,
        created=number.get(CREATED, 0),
        updated=number.get(UPDATED, 0),
        unchanged=number.get(UNCHANGED, 0),
        outside=sum(number.values()) - inside,
        rejected=job.rejected,
        gone=value_of(con, before.anti_join(judged, "key").count()),
        left=number.get(LEFT, 0),
        tables=job.tables or tables,
    )
    return result, value_of(con, before.count())


def alarms(con: Backend, job: Job, counts: Counts, known: int) -> list[str]:
    """What is amiss when very many leave the place or end at once: a file's mishap, most likely.

    Said of a new file only; that a changed place lets many go is what was asked for.
    """
    if job.options.get("stored") or job.previous is None or not known:
        return []
    found = []
    if many(counts.left, known):
        found.append(f"{counts.left:,} of {known:,} would no longer belong to the place.")
    ended = ended_now(con, job)
    if many(ended, known):
        found.append(f"{ended:,} of {known:,} would be marked as ended.")
    return found


def many(number: int, known: int) -> bool:
    """More than two in a hundred and more than a few, or more than half of more than a few."""
    return number > MOST_GONE * known and (number > FEW or number > known / 2 > FEW / 2)


def ended_now(con: Backend, job: Job) -> int:
    """How many that are inside were active in the snapshot that is applied and are not any more."""
    if job.previous is None or not (job.previous / "store" / "records.parquet").exists():
        return 0
    judged = con.read_parquet(str(job.folder / "judged.parquet"))
    inside = judged.filter(judged.change.isin([UPDATED])).select("key")
    now, then = (kept(con, folder, "records").select("key", "status").semi_join(inside, "key")
                 for folder in (job.folder, job.previous))  # fmt: skip
    active = then.filter(then.status == str(Status.ACTIVE))
    gone = now.filter(now.status != str(Status.ACTIVE)).semi_join(active, "key")
    return int(value_of(con, gone.count()))
