"""Finding cases: which there are under some filters, in which order, and fifty of them at a time.

A list in the order of something that cases share – a state, a region, a specialist – is a row of
stretches, one for each; any other list is a single stretch. A page is cut from the stretches that
it touches. Only keys are asked for until it is known which cases stand on it: the indexes of
`Case` hold all that needs, so that no page of a hundred thousand cases is slower than the first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, chain
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from calculator.law import current
from calculator.staff.cases.reference import ALPHABET, LENGTH
from calculator.staff.days import begins, ends
from calculator.staff.models import Case, Worker
from calculator.wording.facts import alphabetical, regions

PAGE = 50
TOGETHER = 2_000

LINE = (
    *("reference", "state", "decision", "opened_at", "changed_at", "destination", "track"),
    *("verdict", "total_min", "total_max", "centre_id", "specialist__name"),
)
NEWEST = ("-opened_at", "-pk")
COLUMNS: dict[str, tuple[str, ...]] = {
    "opened": ("opened_at", "pk"),
    "changed": ("changed_at", "pk"),
    "reference": ("reference",),
    "total": ("total_max", "total_min", "pk"),
}
SHARED = {"state": "state", "region": "destination", "specialist": "specialist_id"}
SORTS = (*COLUMNS, *SHARED)
"""What a list may be sorted by; with a hyphen before it, the other way round."""

EXACT = {
    "state": "state",
    "region": "destination",
    "specialist": "specialist_id",
    "track": "track",
    "verdict": "verdict",
}


def specialists(cases: QuerySet[Case], centre: int | None) -> list[Worker]:
    """Whose cases these can be: who works at the centre, and who once did and opened some."""
    opened = cases.filter(specialist_id=OuterRef("pk"))
    here = Q(centre_id=centre, groups__name__in=("specialist", "supervisor"))
    elsewhere = ~Q(centre_id=centre) & Exists(opened)
    found = Worker.objects.filter(here | elsewhere).distinct()
    return sorted(found, key=lambda worker: (alphabetical(worker.name), worker.pk))


def matching(cases: QuerySet[Case], wanted: Mapping[str, Any]) -> QuerySet[Case]:
    """The cases that pass all filters; a filter that is empty lets all pass."""
    for name, field in EXACT.items():
        if wanted.get(name):
            cases = cases.filter(**{field: wanted[name]})
    if signs := wanted.get("reference"):
        cases = cases.filter(reference__range=(signs, signs.ljust(LENGTH, ALPHABET[-1])))
    if first := wanted.get("opened_from"):
        cases = cases.filter(opened_at__gte=begins(first))
    if last := wanted.get("opened_to"):
        cases = cases.filter(opened_at__lt=ends(last))
    return cases


class Stretch(NamedTuple):
    """Cases that follow each other in one order, how many they are, and what they share."""

    cases: QuerySet[Case]
    order: tuple[str, ...]
    size: int
    group: Any = None

    def keys(self, first: int, last: int) -> list[int]:
        """The keys of those from `first` up to `last`, counted from the nearer end."""
        ordered = self.cases.order_by(*self.order)
        if first <= self.size - last:
            return list(ordered.values_list("pk", flat=True)[first:last])
        back = ordered.reverse().values_list("pk", flat=True)
        return list(back[self.size - last : self.size - first])[::-1]


class Listing:
    """All cases that match, in an order. What is asked of the database at once are the counts."""

    def __init__(self, cases: QuerySet[Case], sort: str) -> None:
        self.cases, name = cases, sort.removeprefix("-")
        self.field = SHARED.get(name, "")
        backwards = sort.startswith("-")
        self.stretches = (
            self._by_group(name, backwards=backwards)
            if self.field
            else [Stretch(cases, _order(name, backwards=backwards), cases.count())]
        )
        self.count = sum(stretch.size for stretch in self.stretches)

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.count // PAGE))

    def page(self, number: int) -> list[Case]:
        """The cases of a page, counted from 1."""
        keys = self._keys((number - 1) * PAGE, min(number * PAGE, self.count))
        found = _told(self.cases).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def every(self) -> Iterator[Case]:
        """Every case, one after the other, however many there are."""
        for stretch in self.stretches:
            yield from _told(stretch.cases).order_by(*stretch.order).iterator(TOGETHER)

    def _by_group(self, name: str, *, backwards: bool) -> list[Stretch]:
        shared = self.cases.order_by().values_list(self.field)
        counts = dict(shared.annotate(Count("pk")))
        return [
            Stretch(self.cases.filter(**{self.field: group}), NEWEST, counts[group], group)
            for group in sorted(counts, key=_rank(name, counts), reverse=backwards)
        ]

    def _keys(self, first: int, last: int) -> list[int]:
        """The keys of the cases from `first` up to `last`.

        Only the outermost stretches of a page reach beyond it; those between are read together.
        """
        starts = accumulate((stretch.size for stretch in self.stretches), initial=0)
        touched = [
            (stretch, max(first - start, 0), min(last - start, stretch.size))
            for stretch, start in zip(self.stretches, starts, strict=False)
            if start < last and start + stretch.size > first
        ]
        within = self._together([stretch.group for stretch, *_ in touched[1:-1]])
        outermost = [stretch.keys(*cut) for stretch, *cut in (*touched[:1], *touched[1:][-1:])]
        return [*chain(*outermost[:1]), *within, *chain(*outermost[1:])]

    def _together(self, groups: list[Any]) -> list[int]:
        """The keys of all cases of some groups: less than a page of them."""
        if not groups:
            return []
        found = self.cases.filter(**{f"{self.field}__in": groups}).order_by(*NEWEST)
        pairs = list(found.values_list(self.field, "pk"))
        return [key for _, key in sorted(pairs, key=lambda pair: groups.index(pair[0]))]


def _order(name: str, *, backwards: bool) -> tuple[str, ...]:
    return tuple(f"-{field}" if backwards else field for field in COLUMNS[name])


def _told(cases: QuerySet[Case]) -> QuerySet[Case]:
    """What a line of the list tells, and nothing else."""
    return cases.select_related("specialist").only(*LINE)


def _rank(name: str, groups: Iterable[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """The place of each state, region or specialist: as work goes on, or as an alphabet goes."""
    if name == "specialist":
        names = dict(Worker.objects.filter(pk__in=groups).values_list("pk", "name"))
        return lambda pk: (pk is None, alphabetical(names.get(pk, "")), pk)
    if name == "region":
        places = [slug for slug, _ in regions(current())]
    else:
        places = list(Case.State.values)
    return lambda code: (places.index(code) if code in places else len(places), code)
