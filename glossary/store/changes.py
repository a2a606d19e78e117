"""What the rows that an update writes and removes mean for each concept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from glossary.store.mentions import Mention

PART = "+"  # before the kind in a vote of what was joined: it decides nothing while the concept has votes of its own
Key = tuple[tuple[Any, ...], int]  # where a row stands in the order of ``best``, and its number


class Place(NamedTuple):
    """The article that rows belong to, as far as ordering needs it."""

    id: int
    path: str
    published: str | None


@dataclass(slots=True)
class Change:
    """What changes for one concept: sums, the dates and best rows that came, and the rows that went."""

    forms: Counter[str] = field(default_factory=Counter)
    votes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    dates: set[str] = field(default_factory=set)
    lost_dates: set[str] = field(default_factory=set)
    context: Key | None = None
    lost_contexts: set[int] = field(default_factory=set)
    gloss: Key | None = None
    lost_glosses: set[int] = field(default_factory=set)


# Of a mention; what is counted is all but its place.
_NORM, _COUNTED = itemgetter(2), itemgetter(slice(2, 8))


class Changes(dict[str, Change]):
    """Norm → change. Mentions are counted all together first: a step of Python a form, not a mention."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Any, ...]] = Counter()  # mentions that came, less those that went
        self.seen: defaultdict[str, set[str]] = defaultdict(set)  # date → norms that came
        self._months: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def __missing__(self, norm: str) -> Change:
        change = self[norm] = Change()
        return change

    def count(self, place: Place, mentions: Iterable[Mention]) -> None:
        self._counts.update(map(_COUNTED, mentions))
        if month := _month(place):
            self._months[month].update(map(_NORM, mentions))

    def discount(self, place: Place, mentions: Iterable[Mention]) -> None:
        self._counts.subtract(map(_COUNTED, mentions))
        if month := _month(place):
            self._months[month].subtract(map(_NORM, mentions))

    def settle(self) -> None:
        """Tell the concepts what was counted."""
        for (norm, form, kind, language, pattern, merged_from), more in self._counts.items():
            change = self[norm]
            change.forms[form] += more
            change.votes[kind if merged_from is None else PART + kind, language or "", pattern or ""] += more
            if merged_from is not None:
                change.aliases[merged_from] += more
        for month, norms in self._months.items():
            for norm, more in norms.items():
                self[norm].months[month] += more
        for date, named in self.seen.items():
            for norm in named:
                self[norm].dates.add(date)
        self.seen.clear()
        self._counts.clear()
        self._months.clear()


def _month(place: Place) -> str | None:
    return place.published[:7] if place.published and len(place.published) >= 7 else None
