"""How areas hang together besides their parents: best fits, and what became of old small areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from commonweal.places.models import Fit, Succession


@dataclass
class Links:
    """All links, known and new; and the new ones that have to be written.

    ``within`` says for a small area and a kind which larger one it is counted in; ``successors``
    which 2021 small areas a 2011 one became (itself, where nothing changed).
    """

    within: dict[tuple[str, str], str] = field(default_factory=dict)
    successors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fits: list[tuple[str, str, str, str]] = field(default_factory=list)
    became: list[tuple[str, str]] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @classmethod
    def of(cls, stated: Iterable[Sequence[str]] = ()) -> Links:
        """The links that are known, with those that a file states laid over them."""
        links = cls()
        years = {}
        for code, kind, within, year in Fit.objects.values_list("code", "kind", "within", "year"):
            links.within[code, kind] = within
            years[code, kind] = str(year or "")
        for old, new in Succession.objects.values_list("old", "new"):
            links.successors[old].add(new)
        for link in stated:
            if link[0] == "fit":
                links._fit(link[1], link[2], link[3], link[4], years)
            else:
                links._became(link[1], link[2])
        return links

    def _fit(
        self, code: str, kind: str, within: str, year: str, years: dict[tuple[str, str], str]
    ) -> None:
        before = self.within.get((code, kind))
        if before == within and years.get((code, kind)) == year:
            self.unchanged += 1
            return
        self.created += before is None
        self.updated += before is not None
        self.within[code, kind] = within
        self.fits.append((code, kind, within, year))

    def _became(self, old: str, new: str) -> None:
        known = new in self.successors[old]
        self.successors[old].add(new)
        if old == new or known:
            self.unchanged += 1
            return
        self.created += 1
        self.became.append((old, new))
