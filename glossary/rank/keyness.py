"""Which terms an article is about: the terms of one article, with a score that says so.

Termhood asks whether a form is a term of a domain; keyness asks whether an indexer would choose it for this article
(after KEA, Witten et al. 1999, and YAKE, Campos et al. 2020): termhood again, frequency, first place, length, how it
is written. A logistic regression learnt by ``bench/train_keyness.py`` from the key terms of 70 open articles
(``bench/termhood/keyterms.jsonl``); its weights are ``keyness.json``.
"""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glossary.extract.terms import COUNTS
from glossary.forms import fold
from glossary.model import Findings
from glossary.rank.features import compute_features
from glossary.rank.model import probability, read_learnt
from glossary.rank.scores import are_names, keep
from glossary.rank.static import static_features

WEIGHTS = Path(__file__).parent / "keyness.json"
_COUNT = {name: number for number, name in enumerate(COUNTS)}
# Log-odds set by hand, on 28 articles: the articles that the weights are learnt from explain hardly a word.
_LOANWORD = 3.0  # times the loanword's confidence
_LOANWORD_ALONE = 1.0  # log-odds of a loanword that is no candidate for a term
_GLOSSED = 1.5
_OTHER_FORM = 2.5  # what a form loses that is not the term's most frequent one
_SHOWN = 0.1  # a candidate that is not kept as a term is shown from this keyness on
# Features as ``compute_features`` has them; those of the article are made by ``article_features``.
SHARED = (
    "initials", "capital", "plural", "tail_participle", "tail_verb", "tail_adjective", "level_low", "level_high",
    "level_first", "level_last", "french_high", "french_low", "surprisal_high", "of", "other_preposition", "early",
    "dice", "c_value", "listed",
)  # fmt: skip
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of an article: normal forms in order, their forms (lower-cased), features, and which are kept."""

    names: list[str]
    forms: dict[str, Counter[str]]
    features: dict[str, Array]
    kept: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each feature, in order, and the constant."""

    features: tuple[str, ...]
    weights: Array
    constant: float


@functools.cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The shipped weights; GlossaryError where the file cannot be read."""
    return read_learnt(path, "weights", _weights)


def _weights(read: Any) -> Weights:
    weights = {str(name): float(weight) for name, weight in read["weights"].items()}
    return Weights(tuple(weights), np.array(list(weights.values())), float(read["constant"]))


def score_article(findings: Findings) -> list[dict[str, object]]:
    """The terms of one article on its own, in text order, each occurrence with its keyness (0–1)."""
    odds, best = _odds(findings)
    scored = {
        (t.start, t.end): (t.text, t.term, odds[t.term] - _OTHER_FORM * (t.text.lower() != best[t.term]))
        for t in findings.terms
        if t.term in odds
    }
    for word in findings.loanwords:
        # As sure as can be, a loanword that is no candidate has _LOANWORD_ALONE.
        alone = (word.text, fold(word.text), _LOANWORD_ALONE - _LOANWORD)
        text, term, score = scored.get((word.start, word.end), alone)
        scored[word.start, word.end] = (text, term, score + _LOANWORD * word.confidence)
    return [
        {"start": start, "end": end, "text": text, "term": term, "score": round(float(1 / (1 + np.exp(-score))), 4)}
        for (start, end), (text, term, score) in sorted(scored.items())
    ]


def _odds(findings: Findings) -> tuple[dict[str, float], dict[str, str]]:
    """Log-odds of every term that is shown, and its most frequent form."""
    if not findings.counts:
        return {}, {}
    found = read_candidates(findings)
    model = load_weights()
    table = np.stack([found.features[name] for name in model.features], axis=1)
    odds = np.sum(table * model.weights, axis=1) + model.constant
    shown = found.kept | (odds > np.log(_SHOWN / (1 - _SHOWN)))
    odds = odds + _GLOSSED * np.minimum(found.features["glossed"], 1)
    terms = {name: odd for name, odd, show in zip(found.names, odds.tolist(), shown, strict=True) if show}
    return terms, {name: most_frequent(found.forms[name]) for name in terms}


def most_frequent(forms: Counter[str]) -> str:
    """The form that occurs most, the first in the alphabet if several do."""
    return min((-count, form) for form, count in forms.items())[1]


def read_candidates(findings: Findings) -> Candidates:
    """What keyness is computed from; ``findings`` has at least one candidate."""
    names = sorted(findings.counts)
    counts = np.array([findings.counts[name] for name in names], dtype=np.int64)
    computed = compute_features(counts, np.ones(len(names), dtype=np.int64), 1, static_features(names))
    chances = np.round(probability(computed, names), 4)
    forms: dict[str, Counter[str]] = {}
    first: dict[str, int] = {}
    for term in findings.terms:
        forms.setdefault(term.term, Counter())[term.text.lower()] += 1
        first.setdefault(term.term, term.start)
    length = max(term.end for term in findings.terms)
    places = np.array([first[name] / length for name in names])
    features = computed.named()
    features |= article_features(features, counts, chances, places)
    return Candidates(names, forms, features, keep(chances, computed))


def article_features(
    features: dict[str, Array], counts: NDArray[np.int64], chances: Array, first: Array
) -> dict[str, Array]:
    """What only one article says: ``first`` is the first place of each candidate as a share of the text."""
    frequency = counts[:, 0].astype(np.float64)
    compound = (features["content_words"] > 1).astype(np.float64)
    termhood = np.clip(np.log(np.maximum(chances, 1e-4) / np.maximum(1 - chances, 1e-4)), -6, 6)
    return {
        "termhood": termhood,
        "termhood_single": termhood * (1 - compound),
        "name": are_names(counts.T).astype(np.float64),
        "first": first,
        "once": (frequency == 1).astype(np.float64),
        "compound": compound,
        "three_words": (features["content_words"] > 2).astype(np.float64),
        "often": np.log(frequency),
        "compound_often": compound * np.log(frequency),
        "never_alone": (counts[:, _COUNT["nested"]] == counts[:, 0]).astype(np.float64),
        "french_high_compound": compound * features["french_high"],
        "single_adjective": (1 - compound) * (features["head_adjective"] + features["head_participle"]),
        "single_verb": (1 - compound) * features["head_verb"],
        "adjective_first": compound * features["head_adjective"],
    }
