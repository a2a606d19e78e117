"""Which norms of a corpus are variants of which: what ``variants`` says of two norms, with what the corpus says.

Each norm has one edge at most, to the norm that it is a variant of. Whether it has it follows from the counts, the
published norms, the places and the decisions of the norms that it is compared with alone. The store asks a database,
``rank`` the counts that it holds in memory: each says how, the rules are here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from glossary.model import Term
from glossary.variants import (
    KINDS,
    block,
    is_specific,
    parts,
    preference,
    related_beginnings,
    same_relation,
    same_spelling,
    short_form,
    with_prepositions,
)

# Characters in which a long form is remembered, about 250 words: of 65 pairs that were read in context, 9 of 9 with a
# relational adjective left out so near were right, of those further away one in three.
_NEAR = 1500


class Known(NamedTuple):
    """What the corpus says of a norm."""

    id: int
    frequency: int
    published: bool


class Comparison(ABC):
    """The norms of a corpus, compared with one another."""

    def __init__(self, decided: Collection[str] = ()) -> None:
        self._decided = decided  # norms that are joined to no other
        self._partners: dict[str, set[str]] = {}

    @abstractmethod
    def known(self, norm: str) -> Known | None:
        """What is known of a norm, None where it is no candidate."""

    @abstractmethod
    def spellings(self, norm: str) -> Iterable[str]:
        """The candidates of the same block."""

    @abstractmethod
    def between(self, first: str, stop: str, end: str = "") -> Iterable[str]:
        """The candidates that are sorted after ``first`` and before ``stop``, and that end so."""

    @abstractmethod
    def told_before(self, short: str, long: str) -> bool:
        """Whether ``is_told_before`` holds in every article with the short form."""

    def partners(self, norm: str) -> set[str]:
        """The norms with which this one is compared; it is a partner of each of them."""
        if norm not in self._partners:
            found = {*self.spellings(norm), *self._longer(norm), *self._shorter(norm), *self._related(norm)}
            self._partners[norm] = found - {norm}
        return self._partners[norm]

    def edge(self, norm: str) -> tuple[str, str] | None:
        """The norm that this one is a variant of, and the kind; the surest kind first."""
        known = self.known(norm)
        partners = self.partners(norm)
        if not partners or known is None or norm in self._decided:
            return None
        found = []
        for other in partners:
            kind = self._kind(norm, known, other)
            if kind is not None:
                found.append((KINDS.index(kind) == len(KINDS) - 1, preference(other), other, kind))
        return min(found)[2:] if found else None

    def _kind(self, norm: str, known: Known, other: str) -> str | None:
        target = self.known(other)
        if target is None or not target.published:
            return None
        if other not in self._decided:
            if not known.published and known.frequency > target.frequency:
                return None
            if known.published and preference(norm) < preference(other):
                return None
        first, last = (known, target) if preference(norm) < preference(other) else (target, known)
        times = first.frequency / max(last.frequency, 1)
        if block(norm) == block(other) and (kind := same_spelling(norm, other, times)):
            return kind
        if same_relation(norm, other) or self._left_out(norm, known, other, target):
            return "syntactic"
        return None

    def _left_out(self, norm: str, known: Known, other: str, target: Known) -> bool:
        """Whether ``norm`` is the other without its middle word: the only term that it can be short for, no rarer."""
        if short_form(other) != norm or known.frequency > target.frequency:
            return False
        longer, full = self._longer(norm), with_prepositions(norm)
        if other in full:
            return len(longer.intersection(full)) == 1
        return longer == {other} and is_specific(norm) and self.told_before(norm, other)

    def _longer(self, norm: str) -> set[str]:
        """The terms of three words that begin and end as this one of two."""
        words = norm.split()
        if len(words) != 2 or parts(norm) != words:
            return set()
        longer = ((other, parts(other)) for other in self.between(words[0] + " ", words[0] + "!", words[1]))
        return {other for other, has in longer if len(has) == 3 and [has[0], has[2]] == words}

    def _shorter(self, norm: str) -> Iterator[str]:
        words = parts(norm)
        if len(words) == 3 and self.known(short := f"{words[0]} {words[2]}"):
            yield short

    def _related(self, norm: str) -> Iterator[str]:
        for beginning in related_beginnings(norm):
            found = self.between(beginning, beginning + "\U0010ffff")
            yield from (other for other in found if same_relation(norm, other))


def is_told_before(short: str, long: str, places: Mapping[str, Sequence[int]]) -> bool:
    """Whether the long form stands a little before each place of the short one: there it stands for it.

    ``places`` are those of an article, in order.
    """
    before = places.get(long, ())
    for place in places.get(short, (-1,)):
        last = bisect_left(before, place) - 1
        if last < 0 or place - before[last] > _NEAR:
            return False
    return True


def places_of(terms: Iterable[Term]) -> dict[str, list[int]]:
    """norm → where it begins, in the order of the text."""
    places: dict[str, list[int]] = {}
    for term in terms:
        places.setdefault(term.term, []).append(term.start)
    return places


def all_edges(compared: Comparison, norms: Iterable[str]) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """These norms and those that they are compared with, in order, with their edges."""
    first = set(norms)
    for norm in sorted(first.union(*map(compared.partners, first))):
        yield norm, compared.edge(norm)
