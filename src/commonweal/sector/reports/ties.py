"""How other organisations are tied to one, without naming any that is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from commonweal.sector import identifiers
from commonweal.sector.choices import LinkKind
from commonweal.sector.likeness import plain_name
from commonweal.sector.models import Identifier, Link, Name, Organisation
from commonweal.sector.reports.profile import Tie
from commonweal.sector.reports.sources import title_of

_FROM_THERE = {
    LinkKind.LINKED: "Its linked charity",
    LinkKind.MERGED_INTO: "Merged into this one",
    LinkKind.REGISTERED_AS: "Registered here as its company",
    LinkKind.GROUP_OF: "Member of its group",
}
_FROM_HERE = {LinkKind.LINKED: "Linked charity"}


class Hidden:
    """What would name a withheld organisation: its names and its numbers. Two queries."""

    def __init__(self) -> None:
        withheld = Q(organisation__withheld=True) | Q(organisation__same_as__withheld=True)
        names = Name.objects.filter(withheld).values_list("name", flat=True)
        own = Organisation.objects.filter(Q(withheld=True) | Q(same_as__withheld=True))
        self.numbers = set()
        self.names = {plain_name(name) for name in names}
        for name, ref in own.values_list("name", "ref"):
            self.names.add(plain_name(name))
            self.numbers.add(ref)
        held = Identifier.objects.filter(withheld).values_list("scheme", "value")
        self.numbers |= {f"{scheme}-{value}" for scheme, value in held}

    def names_one(self, name: str, org_id: str) -> bool:
        """Whether showing this name or number would show that a withheld body exists."""
        main = org_id.rpartition("-")[0] if org_id.count("-") > 2 else org_id
        return (
            org_id in self.numbers
            or (main in self.numbers and org_id.startswith("GB-CHC-"))
            or (bool(name) and plain_name(name) in self.names)
        )


def ties(organisation: Organisation) -> tuple[Tie, ...]:
    """The ties from it and to it. Five queries, however many there are."""
    links = list(
        Link.objects.filter(Q(organisation=organisation) | Q(other=organisation))
        .select_related("organisation__same_as", "other__same_as")
        .order_by("kind", "other_ref", "id")
    )
    here = _by_number({link.other_ref for link in links if link.other is None})
    hidden = Hidden()
    each = _each(organisation, links, here, hidden)
    return tuple({tie.words + tie.org_id + tie.name: tie for tie in each}.values())


def _each(
    organisation: Organisation, links: Iterable[Link], here: dict[str, Organisation], hidden: Hidden
) -> Iterator[Tie]:
    for link in links:
        outward = link.organisation_id == organisation.pk
        other = (link.other or here.get(link.other_ref)) if outward else link.organisation
        end = kept(other)
        if end is not None and end.pk == organisation.pk:
            if not (outward and link.kind == LinkKind.LINKED):
                continue
            other = end = None  # A linked charity has no page of its own.
        if any(o is not None and o.withheld for o in (end, other)):
            continue
        name = end.name if end else link.other_name
        org_id = end.ref if end else link.other_ref
        if hidden.names_one(name, org_id) or (outward and _named(hidden, link)):
            continue
        page = end is not None and (end.based_here or end.serves_here)
        words = _FROM_HERE if outward else _FROM_THERE
        yield Tie(
            kind=link.kind,
            words=words.get(LinkKind(link.kind)) or LinkKind(link.kind).label,
            ref=end.ref if end and page else "",
            org_id=org_id,
            name=name or org_id,
            on=link.on,
            source_title=title_of(link.source),
        )


def _named(hidden: Hidden, link: Link) -> bool:
    return hidden.names_one(link.other_name, link.other_ref)


def kept(organisation: Organisation | None) -> Organisation | None:
    """The organisation it was merged into, if it was."""
    return (organisation.same_as or organisation) if organisation else None


def _by_number(refs: set[str]) -> dict[str, Organisation]:
    parsed = {ref: identifiers.parse(ref) for ref in refs if ref}
    values = {number[1] for number in parsed.values() if number}
    held = {
        (i.scheme, i.value): i.organisation
        for i in Identifier.objects.filter(value__in=values).select_related("organisation__same_as")
    }
    return {ref: held[number] for ref, number in parsed.items() if number in held}
