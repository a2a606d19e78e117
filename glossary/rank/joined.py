"""The joins of ``joining`` over the counts of a corpus that streamed by: plain texts have no database."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from glossary.joining import Comparison, Known, all_edges, is_told_before, places_of
from glossary.model import Term
from glossary.variants import block, short_form


class Told:
    """In how many articles a long form stands shortly before its short form: pairs, not places, are kept."""

    def __init__(self) -> None:
        self._articles: Counter[tuple[str, str]] = Counter()

    def add(self, terms: Sequence[Term]) -> None:
        """Look at the candidates of an article."""
        places = places_of(terms)
        for long in places:
            if long.count(" ") == 2 and (short := short_form(long)) in places and is_told_before(short, long, places):
                self._articles[short, long] += 1

    def articles(self, short: str, long: str) -> int:
        return self._articles[short, long]


class Counted(Comparison):
    """The candidates of a corpus: their rows, frequencies, articles, and which of them are kept."""

    def __init__(self, rows: dict[str, int], frequency: list[int], articles: list[int], kept: list[bool], told: Told):
        super().__init__()
        self._rows = rows
        self._frequency = frequency
        self._articles = articles
        self._kept = kept
        self._told = told
        self._sorted = sorted(rows)
        self._blocks: dict[str, list[str]] = {}
        for norm in rows:
            self._blocks.setdefault(block(norm), []).append(norm)

    def known(self, norm: str) -> Known | None:
        row = self._rows.get(norm)
        return None if row is None else Known(row, self._frequency[row], self._kept[row])

    def spellings(self, norm: str) -> list[str]:
        return self._blocks.get(block(norm), [])

    def between(self, first: str, stop: str, end: str = "") -> Iterator[str]:
        for place in range(bisect_left(self._sorted, first + "\0"), bisect_left(self._sorted, stop)):
            if self._sorted[place].endswith(end):
                yield self._sorted[place]

    def told_before(self, short: str, long: str) -> bool:
        return self._told.articles(short, long) == self._articles[self._rows[short]]

    def groups(self) -> dict[str, list[str]]:
        """Each kept norm that is no variant, with its variants, in order."""
        kept = [norm for norm, row in self._rows.items() if self._kept[row]]
        edges = {norm: edge[0] for norm, edge in all_edges(self, kept) if edge}
        groups = {norm: [norm] for norm in kept if norm not in edges}
        for norm in sorted(edges):
            end = norm
            while end in edges:
                end = edges[end]
            groups[end].append(norm)
        return groups
