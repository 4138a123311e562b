"""What comes after the rows are written: ties between organisations, and those that went."""

from __future__ import annotations

from django.db import transaction
from ibis.backends.duckdb import Backend

from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.intake.job import Job
from commonweal.sector.choices import LinkKind
from commonweal.sector.loading import bulk
from commonweal.sector.loading.asking import holders, homes, mixed_among
from commonweal.sector.loading.finding import Targets
from commonweal.sector.loading.judging import LEFT
from commonweal.sector.loading.matching import Tie
from commonweal.sector.models import Link, Organisation, SourceRecord


def tie(con: Backend, job: Job, targets: Targets) -> None:
    """Point links at the organisations that are here now; merge and doubt what must be."""
    point_links()
    for pair in targets.matched.merges:
        merge(job, targets, pair)
    for pair in targets.matched.doubts:
        doubt(job, targets, pair)


def point_links() -> None:
    """Give each link the organisation at its far end, where that is in the register."""
    loose = Link.objects.filter(other=None).exclude(kind=LinkKind.LINKED).exclude(other_ref="")
    found = list(loose.values_list("pk", "other_ref", "organisation"))
    here = holders(ref for _, ref, _ in found)
    rows = [(here[ref], pk) for pk, ref, own in found if here.get(ref, own) != own]
    bulk.run_each(f"UPDATE {Link._meta.db_table} SET other_id = %s WHERE id = %s", rows)  # noqa: S608


def pair_of(targets: Targets, pair: Tie) -> tuple[Organisation, Organisation]:
    """The two organisations of a tie, the older first, as they stand after earlier merges."""
    keys = sorted({targets.organisation_of(pair.left), targets.organisation_of(pair.right)})
    ends = [Organisation.objects.select_related("same_as").get(pk=key) for key in keys]
    standing = [o.same_as or o for o in ends]
    return standing[0], standing[-1]


def merge(job: Job, targets: Targets, pair: Tie) -> None:
    """Make two organisations one that a record shows to be one, unless a person said otherwise."""
    from commonweal.sector.actions.identity import merge_by_identifier

    kept, absorbed = pair_of(targets, pair)
    if kept.pk == absorbed.pk:
        return
    try:
        with transaction.atomic():
            merge_by_identifier(by=Robot(job.source), kept=kept, absorbed=absorbed, shared=pair.ref)
    except Refused:
        doubt(job, targets, pair)


def doubt(job: Job, targets: Targets, pair: Tie) -> None:
    """Ask a person about two organisations that lay claim to one identifier."""
    from commonweal.sector.actions.identity import raise_doubt

    left, right = pair_of(targets, pair)
    if left.pk == right.pk:
        return
    reason = f"Both are said to have the number {pair.ref}"
    raise_doubt(
        by=Robot(job.source), left=left, right=right, reason=reason, evidence={"shared": pair.ref}
    )


def mark_gone(con: Backend, job: Job) -> list[int]:
    """Note that the source no longer has these records; returns their organisations."""
    judged = con.read_parquet(str(job.folder / "judged.parquet"))
    before = con.read_parquet(str(job.folder / "before.parquet"))
    keys = con.to_pyarrow(before.anti_join(judged, "key").select("key")).column(0).to_pylist()
    table = SourceRecord._meta.db_table
    sql = (
        f"UPDATE {table} SET gone_run_id = {job.run_id:d} WHERE {bulk.among('key')} AND source = %s"  # noqa: S608
    )
    bulk.run(sql, keys, job.source)
    return sorted(set(homes(job.source, keys)[0].values()))


def leave(con: Backend, job: Job) -> tuple[list[int], set[int]]:
    """Take organisations out of the place that no longer belong; which, and which need thought."""
    judged = con.read_parquet(str(job.folder / "judged.parquet"))
    left = judged.filter(judged.change == LEFT).select("key")
    keys = con.to_pyarrow(left).column(0).to_pylist()
    organisations = sorted(set(homes(job.source, keys)[0].values()))
    mixed = mixed_among(organisations, job.source) if organisations else set()
    sql = (
        f"UPDATE {Organisation._meta.db_table} SET based_here = %s, serves_here = %s "  # noqa: S608
        "WHERE id = %s"
    )
    bulk.run_each(sql, [(False, False, pk) for pk in organisations if pk not in mixed])
    return organisations, mixed
