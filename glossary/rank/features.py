"""Counts and static numbers → the features that termhood is computed from, in whole columns.

Measures, after the literature: C-value and nesting (Frantzi, Ananiadou and Mima 2000), context (NC-value, same),
specificity against the general language (Ahmad et al. 1999), dispersion, unithood (Dice), and the features of
HAMLET (Rigouts Terryn, Hoste and Lefever 2021).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glossary.extract.tags import LEFT, RIGHT
from glossary.extract.terms import COUNTS, TAGS
from glossary.rank.general import AFFIXES
from glossary.rank.static import COLUMNS, GENERAL, SHAPE, WORDS

Column = NDArray[np.float64]
_COUNT = {name: i for i, name in enumerate(COUNTS)}
_STATIC = {name: i for i, name in enumerate(COLUMNS)}
# What grows with the corpus is measured against its other candidates, so that 1,000 words and 1,000,000 look alike.
_RELATIVE = (
    "log_frequency", "log_share", "articles", "spread", "bursts", "outside", "longer", "c_value", "dice", "of_first",
    "of_shorter",
)  # fmt: skip
_PRIOR = 2.0  # occurrences' worth of the corpus average in every share: counts of one say little


def compute_features(
    counts: NDArray[np.int64], article_counts: NDArray[np.int64], articles: int, static: Column
) -> dict[str, Column]:
    """Name → column; every value depends on the term and on sums over the corpus, never on the order of rows."""
    frequency = counts[:, 0].astype(np.float64)
    single = static[:, _STATIC["content_words"]] == 1
    size = max(float(frequency[single].sum()) * 2.2, 50.0)  # running words, about
    features = {name: static[:, _STATIC[name]] for name in SHAPE}
    features |= {
        "log_frequency": np.log(frequency),
        "log_share": np.log(frequency / size),
        "log_size": np.full(len(frequency), np.log(size)),
        "articles": np.log(article_counts.astype(np.float64)),
        "spread": article_counts / articles,
        "bursts": np.log(frequency / article_counts),
    }
    features |= _contexts(counts, frequency)
    features |= _structure(frequency, counts[:, _COUNT["nested"]], static)
    features |= _specificity(frequency, size, single, static)
    return {
        name: _relative(column) if name in _RELATIVE or name.startswith("specific") else column
        for name, column in features.items()
    }


def _relative(column: Column) -> Column:
    """Standard score among the candidates of the corpus."""
    spread = float(column.std())
    return np.asarray((column - column.mean()) / (spread if spread > 1e-6 else 1.0))


def _contexts(counts: NDArray[np.int64], frequency: Column) -> dict[str, Column]:
    """Shares of what stands on the left and right, and how the term is written; smoothed to the average."""
    shares = {}
    plain = ("nested", "early", "initial", "capital", "initials", "plural", "article_inside")
    names = [*plain, *(f"left_{n}" for n in LEFT), *(f"right_{n}" for n in RIGHT), *(f"head_{n}" for n in TAGS)]
    total = frequency.sum()
    for name in names:
        column = counts[:, _COUNT[name]]
        shares[name] = (column + _PRIOR * (column.sum() / total)) / (frequency + _PRIOR)
    shares["capital"] = counts[:, _COUNT["capital"]] / np.maximum(frequency - counts[:, _COUNT["initial"]], 1)
    shares["glossed"] = np.minimum(counts[:, _COUNT["glossed"]], 2).astype(np.float64)
    shares["explaining"] = np.minimum(counts[:, _COUNT["explaining"]], 2).astype(np.float64)
    shares["outside"] = np.log1p(frequency - counts[:, _COUNT["nested"]])
    for side, length in (("left_", len(LEFT)), ("right_", len(RIGHT))):
        first = _COUNT[side + (LEFT if side == "left_" else RIGHT)[0]]
        part = counts[:, first : first + length] / frequency[:, None]
        shares[side + "entropy"] = -np.sum(part * np.log(np.where(part > 0, part, 1.0)), axis=1)
    shares["determined"] = shares["left_article"] + shares["left_indefinite"] + shares["left_determiner"]
    shares["closed"] = shares["right_end"] + shares["right_mark"] + shares["right_opening"]
    return shares


def _find(wanted: Column, keys: Column) -> NDArray[np.int64]:
    """Row of each wanted key, -1 where no row has it; ``keys`` need not be sorted."""
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    rows = order[place]
    return np.where((keys[rows] == wanted) & (wanted != 0), rows, -1)


def _structure(frequency: Column, nested: NDArray[np.int64], static: Column) -> dict[str, Column]:
    """C-value, longer and shorter terms, unithood."""
    keys = static[:, _STATIC["term"]]
    length = static[:, _STATIC["content_words"]]
    words = static[:, _STATIC["word0"] : _STATIC["word0"] + WORDS]
    inside = [_find(static[:, _STATIC[name]], keys) for name in ("shorter_right", "shorter_left")]
    parts = [*inside, *(np.where(length > 1, _find(words[:, i], keys), -1) for i in range(WORDS))]
    longer = np.zeros(len(keys))
    rows = np.arange(len(keys))
    pairs = np.concatenate([part[part >= 0] * np.float64(len(keys)) + rows[part >= 0] for part in parts])
    longer += np.bincount((np.unique(pairs) // len(keys)).astype(np.int64), minlength=len(keys))
    c_value = np.log2(length + 1) * (frequency - np.where(longer > 0, nested / np.maximum(longer, 1), 0))
    known = list(parts[2:])
    apart = np.array([np.where(part >= 0, frequency[part], 0.0) for part in known])
    count = np.maximum((apart > 0).sum(axis=0), 1)
    dice = np.where(length > 1, length * frequency / np.maximum(apart.sum(axis=0) * length / count, frequency), 1.0)
    return {
        "longer": np.log1p(longer),
        "c_value": np.log1p(np.maximum(c_value, 0)),
        "dice": np.log(dice),
        "of_first": np.log(frequency / np.maximum(apart[0], frequency)),
        "of_shorter": np.log(frequency / np.maximum(np.where(inside[0] >= 0, frequency[inside[0]], 0), frequency)),
    }


def _specificity(frequency: Column, size: float, single: NDArray[np.bool_], static: Column) -> dict[str, Column]:
    """How much more frequent here than in general: the words, and those that share a beginning or ending."""
    general = {name: static[:, _STATIC[name]] for name in GENERAL}
    ratios = [np.log((frequency + 0.1) / (size * np.exp(general["general"]) + 1))]
    for letters in AFFIXES:
        names, place = np.unique(static[:, _STATIC[f"affix{letters}"]], return_inverse=True)
        together = np.bincount(place, weights=np.where(single, frequency, 0), minlength=len(names))[place]
        together = np.where(static[:, _STATIC[f"affix{letters}"]] != 0, together, frequency)
        ratios.append(np.log((together + 0.1) / (size * np.exp(general[f"general_affix{letters}"]) + 1)))
    known = np.array(ratios).T
    keys = static[:, _STATIC["term"]]
    words = static[:, _STATIC["word0"] : _STATIC["word0"] + WORDS]
    features = {}
    for number, name in enumerate(("specific", *(f"specific_affix{a}" for a in AFFIXES))):
        column = known[:, number]
        default = np.log((0.0 + 0.1) / 1.5)
        seen = []
        for i in range(WORDS):
            row = np.where(single & (i == 0), np.arange(len(keys)), _find(words[:, i], keys))
            seen.append(np.where(words[:, i] != 0, np.where(row >= 0, column[row], default), np.nan))
        table = np.array(seen)
        features[f"{name}_first"] = table[0]
        features[f"{name}_low"] = np.nanmin(table, axis=0)
        features[f"{name}_high"] = np.nanmax(table, axis=0)
        features[f"{name}_mean"] = np.nanmean(table, axis=0)
    return features
