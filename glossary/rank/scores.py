"""Termhood of a table of candidates in one numpy pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from glossary.extract.terms import COUNTS
from glossary.rank.features import Features, compute_features
from glossary.rank.model import cut, few_articles, probability
from glossary.rank.nesting import Column, Rows
from glossary.rank.static import static_features

_COUNT = {name: number for number, name in enumerate(COUNTS)}


def rank(
    terms: Sequence[str],
    counts: Rows,
    article_counts: Rows,
    articles: int,
    static: Column | Sequence[Column] | None = None,
    names: bool = False,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Termhood (0–1) of each normal form, and whether it is kept as a term.

    ``counts`` has a row a term and a column a name of ``COUNTS``, summed over the corpus; ``article_counts``
    is in how many articles each occurs. ``static`` is ``static_features(terms)``, for those who keep it. Names
    of persons, places and institutions are not kept unless ``names``. The result does not depend on the order
    of the rows: each term's score is the same wherever it stands. Scores are rounded to 4 decimals, so that
    they can be compared. What is in no article that counts takes part in nothing, and has none.
    """
    if not article_counts.any():
        return np.zeros(len(terms)), np.zeros(len(terms), dtype=np.bool_)
    if static is None:
        static = static_features(terms)
    features = compute_features(counts, article_counts, articles, static)
    chances = np.where(features.counted, np.round(probability(features, terms), 4), 0.0)
    return chances, keep(chances, features, names)


def keep(chances: NDArray[np.float64], features: Features, names: bool = False) -> NDArray[np.bool_]:
    """Which candidates are terms: those above the cut, and no names unless ``names``."""
    eligible = features.counted if names else features.counted & ~are_names(features.counts)
    return eligible & (chances >= cut(chances[eligible], few_articles(features.log_size)))


def are_names(counts: Rows) -> NDArray[np.bool_]:
    """Which candidates are mostly written as names are, or hold one: with a capital where no sentence starts.

    « Chef du Pentagone » describes a person of the news; what a text explains may hold a name (« maladie de X »).
    All capitals are an abbreviation and no name here. What only ever starts sentences is one if its tag says so.
    """
    frequency = counts[_COUNT["frequency"]]
    inside = frequency - counts[_COUNT["initial"]]
    capital = counts[_COUNT["capital"]]
    tagged = 2 * counts[_COUNT["head_name"]] > frequency
    initials = 2 * counts[_COUNT["initials"]] > frequency
    holds_one = (2 * counts[_COUNT["name_inside"]] > frequency) & (counts[_COUNT["glossed"]] == 0)
    is_one = ~initials & np.where(inside > 0, (2 * capital > inside), tagged)
    return np.asarray(holds_one | is_one, dtype=np.bool_)
