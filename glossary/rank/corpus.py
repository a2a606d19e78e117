"""Findings → ranked terms of a corpus that streams by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glossary.extract.terms import COUNTS
from glossary.forms import zipf
from glossary.model import Counts, Findings
from glossary.rank.joined import Counted, Told
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
        self._table[rows, :-1] += _table_of(findings.counts)
        self._table[rows, -1] += 1

    @property
    def counts(self) -> NDArray[np.int64]:
        """A row a term, in the order of ``numbers``."""
        return self._table[: len(self.numbers), :-1]

    @property
    def article_counts(self) -> NDArray[np.int64]:
        """In how many articles each term occurs."""
        return self._table[: len(self.numbers), -1]


def _table_of(counts: Mapping[str, tuple[int, ...]]) -> NDArray[np.int64]:
    """An article's counts, a row a normal form."""
    return np.frombuffer(Counts.of(counts).values_in_rows, dtype=np.int64).reshape(len(counts), -1)


class Entry(NamedTuple):
    """A term as one line: its most frequent well-formed form, and its other forms, the most frequent first."""

    term: str
    score: float
    variants: tuple[str, ...]


class _Corpus:
    """The counts, the forms and the joins of all candidates of a corpus."""

    def __init__(self, corpus: Iterable[Findings], names: bool, lowered: bool = False) -> None:
        self.tally, told = Tally(), Told()
        self.forms: dict[str, Counter[str]] = {}
        for findings in corpus:
            self.tally.add(findings)
            told.add(findings.terms)
            for found in findings.terms:
                form = found.text.lower() if lowered else found.text
                self.forms.setdefault(found.term, Counter())[form] += 1
        rows, articles = self.tally.numbers, self.tally.article_counts
        score, kept = rank(list(rows), self.tally.counts, articles, self.tally.articles, names=names)
        self._score: list[float] = score.tolist()
        self._kept: list[bool] = kept.tolist()
        self._frequency: list[int] = self.tally.counts[:, 0].tolist()
        self.groups = Counted(rows, self._frequency, articles.tolist(), self._kept, told).groups()

    def score(self, norms: Iterable[str]) -> float:
        """That of the best which is kept: a name that is not has a score too."""
        rows = [self.tally.numbers[norm] for norm in norms]
        return max((self._score[row] for row in rows if self._kept[row]), default=0.0)

    def best_first(self, groups: Iterable[list[str]]) -> list[list[str]]:
        """Groups of norms by the score of the best of them, then by frequency."""
        rows = self.tally.numbers
        return sorted(groups, key=lambda g: (-self.score(g), -sum(self._frequency[rows[norm]] for norm in g), g[0]))

    def each_kept(self) -> Iterator[list[str]]:
        """The kept norms each on its own, with the variants of it that are not kept."""
        for group in self.groups.values():
            kept = [norm for norm in group if self._kept[self.tally.numbers[norm]]]
            others = [norm for norm in group if norm not in kept]
            yield from ([norm, *(others if norm == group[0] else [])] for norm in kept)


def rank_corpus(
    corpus: Iterable[Findings], limit: int | None = None, forms: bool = False, names: bool = False
) -> Iterator[tuple[str, float]]:
    """The kept terms of a corpus with their termhood, best first; with ``forms`` each form of each kept normal form.

    There variants that are kept both keep their places: what is a list of forms is read by a machine, and put together
    « LUTTE contre la corruption » would come before what is a better form than it.
    """
    if not forms:
        yield from ((entry.term, entry.score) for entry in rank_entries(corpus, limit, names))
        return
    found = _Corpus(corpus, names, lowered=True)
    for group in found.best_first(found.each_kept())[:limit]:
        seen = sum((found.forms[norm] for norm in group), Counter())
        for form in sorted(seen, key=lambda form: (-seen[form], form)):
            yield form, found.score(group[:1])


def rank_entries(corpus: Iterable[Findings], limit: int | None = None, names: bool = False) -> Iterator[Entry]:
    """The kept terms, best first, each with its variants; its termhood is that of the best of them."""
    found = _Corpus(corpus, names)
    for group in found.best_first(found.groups.values())[:limit]:
        forms = sum((found.forms[norm] for norm in group), Counter())
        shown = display_form(forms)
        yield Entry(shown, found.score(group), tuple(_others(forms, shown)))


def _others(forms: Counter[str], shown: str) -> Iterator[str]:
    """The forms but for the one that is shown, the most frequent first; capitals and line breaks make no other one."""
    told = {" ".join(shown.casefold().split())}
    for form in sorted(forms, key=lambda form: (-forms[form], form)):
        plain = " ".join(form.split())
        if plain.casefold() not in told:
            told.add(plain.casefold())
            yield plain


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
    places = {form: (-calm[form], "\n" in form, -_length(form), len(form)) for form in calm}
    best = [form for form in sorted(calm) if places[form] == min(places.values())]
    return max(best, key=_usage)  # « criminalité » before « criminalite »


def _length(form: str) -> int:
    """Its words: if even, « base aérienne avancée » is shown and not « base avancée »; an article is no word."""
    return sum(word not in ("le", "la", "les") for word in form.lower().split())


def _usage(form: str) -> float:
    """How frequent its words are in French, as they are written."""
    return round(sum(zipf(word.lower()) for word in form.split()), 2)
