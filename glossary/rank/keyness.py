"""Which terms an article is about: the terms of one article, with a score that says so.

Termhood asks whether a form is a term of a domain; keyness weighs it by what makes a key term of an article
(after KEA, Witten et al. 1999, and YAKE, Campos et al. 2020): frequency, place, length, standing on its own. The
loanwords of the article take part: they are what its text explains.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from glossary.extract.terms import COUNTS
from glossary.forms import fold
from glossary.model import Findings
from glossary.rank.general import french
from glossary.rank.scores import rank
from glossary.rank.static import content_words

_COUNT = {name: number for number, name in enumerate(COUNTS)}
# Factors set by hand on the key terms of 28 articles.
FREQUENCY = 0.5  # exponent of 1 + its logarithm
COMPOUND = 2.5  # two content words; each further one, up to four, takes a tenth away
NOT_A_NOUN = 0.35  # a single adjective, participle or verb
NESTED = 0.75  # never on its own, only inside longer candidates
LOANWORD = 0.9  # keyness of a loanword, times its confidence
RARITY = 0.4  # exponent for each step of the Zipf scale that its commonest word is rarer than _COMMON
_COMMON = 4.5
OTHER_FORM = 0.5  # a form that is not the term's most frequent one


@dataclass(frozen=True, slots=True)
class _Key:
    score: float
    form: str  # the most frequent form, lower-cased


def score_article(findings: Findings) -> list[dict[str, object]]:
    """The terms of one article on its own, in text order, each occurrence with its keyness (0–1)."""
    keys = _keys(findings)
    loanwords = {(word.start, word.end): word.confidence for word in findings.loanwords}
    scored = {
        (t.start, t.end): (t.text, t.term, key.score * (1 if t.text.lower() == key.form else OTHER_FORM))
        for t in findings.terms
        if (key := keys.get(t.term))
    }
    for word in findings.loanwords:
        place = (word.start, word.end)
        text, term, score = scored.get(place, (word.text, fold(word.text), 0.0))
        scored[place] = (text, term, max(score, LOANWORD * loanwords[place]))
    return [
        {"start": start, "end": end, "text": text, "term": term, "score": round(score, 4)}
        for (start, end), (text, term, score) in sorted(scored.items())
    ]


def _keys(findings: Findings) -> dict[str, _Key]:
    names = sorted(findings.counts)
    if not names:
        return {}
    table = np.array([findings.counts[name] for name in names], dtype=np.int64)
    scores, kept = rank(names, table, np.ones(len(names), dtype=np.int64), 1)
    forms: dict[str, Counter[str]] = {}
    for term in findings.terms:
        forms.setdefault(term.term, Counter())[term.text.lower()] += 1
    keyness = {
        name: float(score) * _weight(name, row)
        for name, score, row, keep in zip(names, scores, table.tolist(), kept, strict=True)
        if keep
    }
    most = max(keyness.values(), default=1.0)
    return {
        name: _Key(value / most, min((-count, form) for form, count in forms[name].items())[1])
        for name, value in keyness.items()
    }


def _weight(term: str, counts: list[int]) -> float:
    """How much more, or less, of a key term this is than its termhood says."""
    frequency = counts[_COUNT["frequency"]]
    words = len(content_words(term))
    weight = (1 + math.log(frequency)) ** FREQUENCY
    if words > 1:
        weight *= COMPOUND * (1 - 0.1 * (min(words, 4) - 2))
    elif counts[_COUNT["head_noun"]] + counts[_COUNT["head_name"]] + counts[_COUNT["initials"]] < frequency / 2:
        weight *= NOT_A_NOUN
    if counts[_COUNT["nested"]] == frequency:
        weight *= NESTED
    commonest = max(french(word) for word in content_words(term))
    return float(weight * math.exp(RARITY * (_COMMON - commonest)))
