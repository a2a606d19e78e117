"""Findings → ranked terms of a corpus that streams by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from glossary.extract.terms import COUNTS
from glossary.model import Findings
from glossary.rank.scores import rank


class Tally:
    """The counts of a corpus, article by article: the table grows with the candidates, never with the text."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.articles = 0
        self._table: NDArray[np.int64] = np.zeros((1024, len(COUNTS) + 1), dtype=np.int64)

    def add(self, findings: Findings) -> None:
        """Count an article's candidates."""
        self.articles += 1
        if not findings.counts:
            return
        rows = [self.numbers.setdefault(term, len(self.numbers)) for term in findings.counts]
        if len(self.numbers) > len(self._table):
            grown = np.zeros((2 * len(self.numbers), self._table.shape[1]), dtype=np.int64)
            grown[: len(self._table)] = self._table
            self._table = grown
        self._table[rows, :-1] += np.array(list(findings.counts.values()), dtype=np.int64)
        self._table[rows, -1] += 1

    @property
    def counts(self) -> NDArray[np.int64]:
        """A row a term, in the order of ``numbers``."""
        return self._table[: len(self.numbers), :-1]

    @property
    def article_counts(self) -> NDArray[np.int64]:
        """In how many articles each term occurs."""
        return self._table[: len(self.numbers), -1]


def rank_corpus(
    corpus: Iterable[Findings], limit: int | None = None, forms: bool = False, names: bool = False
) -> Iterator[tuple[str, float]]:
    """The kept terms of a corpus with their termhood, best first; each form on its own with ``forms``."""
    tally = Tally()
    seen: dict[str, Counter[str]] = {}
    for findings in corpus:
        tally.add(findings)
        for found in findings.terms:
            seen.setdefault(found.term, Counter())[found.text.lower() if forms else found.text] += 1
    if not tally.numbers:
        return
    terms = list(tally.numbers)
    score, kept = rank(terms, tally.counts, tally.article_counts, tally.articles, names=names)
    frequency = tally.counts[:, 0].tolist()
    best = sorted((-s, -f, t) for t, s, f, keep in zip(terms, score.tolist(), frequency, kept, strict=True) if keep)
    for s, _, term in best[:limit]:
        if forms:
            for form in sorted(seen[term], key=lambda form: (-seen[term][form], form)):
                yield form, -s
        else:
            yield display_form(seen[term]), -s


def display_form(forms: Counter[str]) -> str:
    """The most frequent well-formed form: not in capitals where it is also written otherwise, singular if even.

    A capital at the beginning alone is dropped where the form without it occurs.
    """
    merged: Counter[str] = Counter()
    for form, count in forms.items():
        lowered = form[:1].lower() + form[1:]
        merged[lowered if lowered in forms else form] += count
    calm = {form: n for form, n in merged.items() if not form.isupper()} or merged
    if len(calm) < len(merged) and sum(calm.values()) * 2 < sum(merged.values()):
        calm = merged
    return min(calm, key=lambda form: (-calm[form], "\n" in form, len(form), form))
