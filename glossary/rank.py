"""Candidate counts → termhood, and the cut: which candidates are terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from wordfreq import zipf_frequency

from glossary.model import Findings

# One integer a candidate and article, in this order; they add up over articles.
COUNTS = ("frequency",)


def rank(
    terms: Sequence[str], counts: NDArray[np.int64], article_counts: NDArray[np.int64], articles: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Termhood of each normal form, and whether it is kept as a term.

    ``counts`` has a row a term and a column a name of ``COUNTS``, summed over the corpus; ``article_counts``
    is in how many articles each occurs. The result does not depend on the order of the rows: each term's
    score is the same wherever it stands. Scores are rounded to 4 decimals, so that they can be compared.
    """
    rarity = np.array([8 - min(zipf_frequency(word, "fr") for word in term.split()) for term in terms])
    length = np.array([len(term.split()) for term in terms])
    score = np.round(np.log1p(counts[:, 0]) * rarity * (1 + 0.5 * (length > 1)), 4)
    return score, (rarity > 3.5) | ((length > 1) & (rarity > 2.5))


def score_article(findings: Findings) -> list[dict[str, object]]:
    """The terms of one article on its own, in text order, each occurrence with its termhood."""
    names = sorted(findings.counts)
    if not names:
        return []
    table = np.array([findings.counts[name] for name in names], dtype=np.int64)
    scores, kept = rank(names, table, np.ones(len(names), dtype=np.int64), 1)
    score = {name: float(s) for name, s, keep in zip(names, scores, kept, strict=True) if keep}
    return [
        {"start": t.start, "end": t.end, "text": t.text, "term": t.term, "score": score[t.term]}
        for t in findings.terms
        if t.term in score
    ]


def rank_corpus(
    corpus: Iterable[Findings], limit: int | None = None, forms: bool = False, names: bool = False
) -> Iterator[tuple[str, float]]:
    """The kept terms of a corpus with their termhood, best first; each form on its own with ``forms``."""
    counts: dict[str, NDArray[np.int64]] = {}
    articles: Counter[str] = Counter()
    seen: dict[str, Counter[str]] = {}
    total = 0
    for findings in corpus:
        total += 1
        for term, row in findings.counts.items():
            counts[term] = counts.get(term, 0) + np.array(row, dtype=np.int64)
            articles[term] += 1
        for found in findings.terms:
            seen.setdefault(found.term, Counter())[found.text.lower()] += 1
    terms = sorted(counts)
    if not terms:
        return
    score, kept = rank(terms, np.array([counts[t] for t in terms]), np.array([articles[t] for t in terms]), total)
    best = sorted((-s, t) for t, s, keep in zip(terms, score, kept, strict=True) if keep)[:limit]
    for s, term in best:
        shown = sorted(seen[term], key=lambda form: (-seen[term][form], form))
        for form in shown if forms else shown[:1]:
            yield form, -s
