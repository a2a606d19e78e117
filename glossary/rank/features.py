"""Counts and static numbers → the features that termhood is computed from, in whole columns.

Measures, after the literature: C-value and nesting (Frantzi, Ananiadou and Mima 2000), context (NC-value, same),
specificity against the general language (Ahmad et al. 1999), dispersion, unithood (Dice), and the features of
HAMLET (Rigouts Terryn, Hoste and Lefever 2021).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

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
_UNSEEN = float(np.log(0.1 / 1.5))  # the specificity of a word that is no candidate
_PRIOR = 2.0  # occurrences' worth of the corpus average in every share: counts of one say little


def compute_features(
    counts: NDArray[np.int64], article_counts: NDArray[np.int64], articles: int, static: Column
) -> dict[str, Column]:
    """Name → column; every value depends on the term and on sums over the corpus, never on the order of rows."""
    # Whole columns are read, one after the other: side by side in memory they are read ten times faster.
    counts, static = np.asfortranarray(counts), np.asfortranarray(static)
    frequency = counts[:, 0].astype(np.float64)
    single = static[:, _STATIC["content_words"]] == 1
    size = max(float(frequency[single].sum()) * 2.2, 50.0)  # running words, about
    links = _links(static)
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
    features |= _structure(frequency, counts[:, _COUNT["nested"]], static, links)
    features |= _specificity(frequency, size, single, static, links)
    return {
        name: _relative(column) if name in _RELATIVE or name.startswith("specific") else column
        for name, column in features.items()
    }


def _relative(column: Column) -> Column:
    """Standard score among the candidates of the corpus."""
    mean = _mean(column)
    centred = column - mean
    spread = float(np.sqrt(_mean(centred * centred)))
    centred /= spread if spread > 1e-6 else 1.0
    return centred


def _mean(column: Column) -> float:
    """The same in whatever order the rows are: sums of whole numbers are exact, sums of fractions are not."""
    most = max(float(column.max()), -float(column.min()))
    grain = 2.0 ** (52 - math.frexp(most * len(column))[1])  # the finest with which the sum still is exact
    return float(np.rint(column * grain).sum()) / grain / len(column)


def _contexts(counts: NDArray[np.int64], frequency: Column) -> dict[str, Column]:
    """Shares of what stands on the left and right, and how the term is written; smoothed to the average."""
    shares = {}
    plain = ("nested", "early", "initial", "capital", "initials", "plural", "article_inside")
    names = [*plain, *(f"left_{n}" for n in LEFT), *(f"right_{n}" for n in RIGHT), *(f"head_{n}" for n in TAGS)]
    names += [f"tail_{n}" for n in TAGS]
    total = frequency.sum()
    smoothed = frequency + _PRIOR
    for name in names:
        column = counts[:, _COUNT[name]]
        shares[name] = (column + _PRIOR * (column.sum() / total)) / smoothed
    shares["capital"] = counts[:, _COUNT["capital"]] / np.maximum(frequency - counts[:, _COUNT["initial"]], 1)
    shares["glossed"] = np.minimum(counts[:, _COUNT["glossed"]], 2).astype(np.float64)
    shares["explaining"] = np.minimum(counts[:, _COUNT["explaining"]], 2).astype(np.float64)
    shares["outside"] = np.log1p(frequency - counts[:, _COUNT["nested"]])
    for side, kinds in (("left_", LEFT), ("right_", RIGHT)):
        shares[side + "entropy"] = _entropy([counts[:, _COUNT[side + kind]] for kind in kinds], frequency)
    shares["determined"] = shares["left_article"] + shares["left_indefinite"] + shares["left_determiner"]
    shares["closed"] = shares["right_end"] + shares["right_mark"] + shares["right_opening"]
    return shares


def _entropy(columns: list[NDArray[np.int64]], frequency: Column) -> Column:
    entropy = np.zeros(len(frequency))
    for column in columns:
        rows = np.flatnonzero(column)  # few: most candidates have one or two kinds of neighbour
        part = column[rows] / frequency[rows]
        entropy[rows] -= part * np.log(part)
    return entropy


class Links(NamedTuple):
    """Rows of the other candidates that a candidate is made of, -1 where there is none."""

    shorter: NDArray[np.int64]  # without the last word, without the first
    words: NDArray[np.int64]


def _links(static: Column) -> Links:
    """All looked up at once: in order, a search finds its place beside the last one's."""
    keys = static[:, _STATIC["term"]]
    order = np.argsort(keys)
    names = ("shorter_right", "shorter_left", *(f"word{i}" for i in range(WORDS)))
    wanted = np.concatenate([static[:, _STATIC[name]] for name in names])
    asked = np.flatnonzero(wanted)
    asked = asked[np.argsort(wanted[asked])]
    sought = wanted[asked]
    rows = order[np.minimum(np.searchsorted(keys[order], sought), len(keys) - 1)]
    found = np.full(len(wanted), -1, dtype=np.int64)
    found[asked] = np.where(keys[rows] == sought, rows, -1)
    table = found.reshape(len(names), len(keys))
    return Links(table[:2], table[2:])


def _structure(frequency: Column, nested: NDArray[np.int64], static: Column, links: Links) -> dict[str, Column]:
    """C-value, longer and shorter terms, unithood."""
    length = static[:, _STATIC["content_words"]]
    words = np.where(length > 1, links.words, -1)
    longer = _longer([*links.shorter, *words], len(length))
    c_value = np.log2(length + 1) * (frequency - np.where(longer > 0, nested / np.maximum(longer, 1), 0))
    apart = np.where(words >= 0, frequency[words], 0.0)
    count = np.maximum((apart > 0).sum(axis=0), 1)
    dice = np.where(length > 1, length * frequency / np.maximum(apart.sum(axis=0) * length / count, frequency), 1.0)
    shorter = np.where(links.shorter[0] >= 0, frequency[links.shorter[0]], 0)
    return {
        "longer": np.log1p(longer),
        "c_value": np.log1p(np.maximum(c_value, 0)),
        "dice": np.log(dice),
        "of_first": np.log(frequency / np.maximum(apart[0], frequency)),
        "of_shorter": np.log(frequency / np.maximum(shorter, frequency)),
    }


def _longer(parts: Sequence[NDArray[np.int64]], size: int) -> Column:
    """In how many candidates each one is a part; one that is a part of another twice counts once."""
    longer = np.zeros(size)
    for number, part in enumerate(parts):
        new = part >= 0
        for earlier in parts[:number]:
            new &= part != earlier
        longer += np.bincount(part[new], minlength=size)
    return longer


def _specificity(
    frequency: Column, size: float, single: NDArray[np.bool_], static: Column, links: Links
) -> dict[str, Column]:
    """How much more frequent here than in general: the words, and those that share a beginning or ending."""
    alone = np.flatnonzero(single)
    often = frequency[alone]
    general = {name: static[alone, _STATIC[name]] for name in GENERAL}
    ratios = [np.log((often + 0.1) / (size * np.exp(general["general"]) + 1))]
    for letters in AFFIXES:
        affixes = static[alone, _STATIC[f"affix{letters}"]]
        names, place = np.unique(affixes, return_inverse=True)
        together = np.bincount(place, weights=often, minlength=len(names))[place]
        together = np.where(affixes != 0, together, often)
        ratios.append(np.log((together + 0.1) / (size * np.exp(general[f"general_affix{letters}"]) + 1)))
    rows = links.words.copy()
    rows[0, alone] = alone
    there = [static[:, _STATIC[f"word{i}"]] != 0 for i in range(WORDS)]
    count = np.asarray(np.sum(there, axis=0, dtype=np.float64))
    features: dict[str, Column] = {}
    for ratio, name in zip(ratios, ("specific", *(f"specific_affix{a}" for a in AFFIXES)), strict=True):
        # The last row stands for a word that is no candidate by itself: -1 finds it.
        column = np.full(len(frequency) + 1, _UNSEEN)
        column[alone] = ratio
        features |= _summaries(name, column, rows, there, count)
    return features


def _summaries(
    name: str, column: Column, rows: NDArray[np.int64], there: list[NDArray[np.bool_]], count: Column
) -> dict[str, Column]:
    """Of the words' values: the first, the lowest, the highest and the mean."""
    first = column[rows[0]]
    low, high, total = first.copy(), first.copy(), first.copy()
    for row, known in zip(rows[1:], there[1:], strict=True):
        places = np.flatnonzero(known)
        values = column[row[places]]
        low[places] = np.minimum(low[places], values)
        high[places] = np.maximum(high[places], values)
        total[places] += values
    return {f"{name}_first": first, f"{name}_low": low, f"{name}_high": high, f"{name}_mean": total / count}
