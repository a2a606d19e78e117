"""Counts and static numbers → the features that termhood is computed from, in whole columns.

Measures, after the literature: C-value and nesting (Frantzi, Ananiadou and Mima 2000), context (NC-value, same),
specificity against the general language (Ahmad et al. 1999), dispersion, unithood (Dice), and the features of
HAMLET (Rigouts Terryn, Hoste and Lefever 2021).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from glossary.extract.tags import LEFT, RIGHT
from glossary.extract.terms import COUNTS
from glossary.rank.general import AFFIXES
from glossary.rank.nesting import STATIC, STRUCTURE, Column, Links, Rows, compute_structure, find_links
from glossary.rank.static import GENERAL, SHAPE, WORDS

Number = TypeVar("Number", bound=np.generic)
_COUNT = {name: i for i, name in enumerate(COUNTS)}
EXPLAINED = ("glossed", "explaining")
_SHARES = tuple(name for name in COUNTS if name not in ("frequency", "name_inside", *EXPLAINED))
_SPREAD = ("log_frequency", "log_share", "articles", "spread", "bursts")
_SIDES = ("left_entropy", "right_entropy")
_SPECIFIC = tuple(
    f"{name}_{of}"
    for name in ("specific", *(f"specific_affix{a}" for a in AFFIXES))
    for of in ("first", "low", "high", "mean")
)
# The order of the model; each group of rows is filled at once.
FEATURES = (*SHAPE, *_SPREAD, *_SHARES, "outside", *_SIDES, "determined", "closed", *STRUCTURE, *_SPECIFIC)
_WHOLE = (*_SPREAD, "outside", *_SIDES, *STRUCTURE, *_SPECIFIC)  # those that are computed in whole columns
_ROW = {name: i for i, name in enumerate(FEATURES)}
_PLACE = {name: i for i, name in enumerate(_WHOLE)}
_UNSEEN = float(np.log(0.1 / 1.5))  # the specificity of a word that is no candidate
_PRIOR = 2.0  # occurrences' worth of the corpus average in every share: counts of one say little


def _runs() -> tuple[tuple[slice, slice, slice], ...]:
    """The shares that stand side by side in the counts: their rows among features, counts and shares."""
    starts = [i for i, name in enumerate(_SHARES) if not i or _COUNT[name] != _COUNT[_SHARES[i - 1]] + 1]
    spans = zip(starts, [*starts[1:], len(_SHARES)], strict=True)
    first = _ROW[_SHARES[0]]
    counted = ((slice(a, b), _COUNT[_SHARES[a]]) for a, b in spans)
    return tuple((slice(first + s.start, first + s.stop), slice(c, c + s.stop - s.start), s) for s, c in counted)


_RUNS = _runs()


@dataclass(frozen=True, slots=True)
class Features:
    """What the features of the candidates are filled from: a column a candidate.

    A candidate in no article that counts keeps its column, takes part in nothing, and what is filled in for it means
    nothing.
    """

    counts: Rows
    static: Sequence[Column]  # tables side by side
    counted: NDArray[np.bool_]
    inverse: Column  # of the smoothed frequencies: a product costs a quarter of a quotient
    shares: Column  # what the average share of the corpus adds to each
    whole: Column  # a row a name of _WHOLE
    log_size: float

    def __len__(self) -> int:
        return len(self.counted)

    def named(self) -> dict[str, Column]:
        """All of them by name, and what the model is not given."""
        table = np.empty((len(FEATURES), len(self)))
        self.fill(table, 0, len(self))
        twice = {name: np.minimum(self.counts[_COUNT[name]], 2).astype(np.float64) for name in EXPLAINED}
        return dict(zip(FEATURES, table, strict=True)) | twice

    def fill(self, table: Column, start: int, stop: int) -> None:
        """Fill the rows of the table, named ``FEATURES``, with these candidates."""
        here, capital = slice(start, stop), _ROW["capital"]
        self._fill_shape(table, start, stop)
        for rows, counts, shares in _RUNS:
            np.add(self.counts[counts, here], self.shares[shares], out=table[rows])
        table[_ROW[_SHARES[0]] : _ROW[_SHARES[-1]] + 1] *= self.inverse[here]
        inside = self.counts[_COUNT["frequency"], here] - self.counts[_COUNT["initial"], here]
        np.divide(self.counts[_COUNT["capital"], here], np.maximum(inside, 1), out=table[capital])
        for first, last in ((_SPREAD[0], _SPREAD[-1]), ("outside", _SIDES[-1]), (STRUCTURE[0], _SPECIFIC[-1])):
            table[_ROW[first] : _ROW[last] + 1] = self.whole[_PLACE[first] : _PLACE[last] + 1, here]
        determined = table[_ROW["left_article"]] + table[_ROW["left_indefinite"]] + table[_ROW["left_determiner"]]
        table[_ROW["determined"]] = determined
        table[_ROW["closed"]] = table[_ROW["right_end"]] + table[_ROW["right_mark"]] + table[_ROW["right_opening"]]

    def _fill_shape(self, table: Column, start: int, stop: int) -> None:
        first = 0
        for part in self.static:
            last = first + part.shape[1]
            if first < stop and start < last:
                there = slice(max(start, first) - first, min(stop, last) - first)
                table[: len(SHAPE), max(first - start, 0) : last - start] = part[-len(SHAPE) :, there]
            first = last


def compute_features(counts: Rows, article_counts: Rows, articles: int, static: Column | Sequence[Column]) -> Features:
    """Every value depends on the term and on sums over the corpus, never on the order of rows.

    ``static`` is what ``static_features`` gives, or such tables with a column a candidate, one after the other.
    """
    # Whole columns are read, one after the other: side by side in memory they are read ten times faster.
    counts = _in_columns(counts)
    tables = [_in_columns(static)] if isinstance(static, np.ndarray) else static
    named = [table[: -len(SHAPE)] for table in tables]
    names = named[0] if len(named) == 1 else np.concatenate(named, axis=1)
    length = np.concatenate([table[STATIC["content_words"]] for table in tables])
    counted = article_counts > 0
    away = np.flatnonzero(~counted)
    frequency = counts[0].astype(np.float64)
    single = (length == 1) & counted
    size = max(float(frequency[single].sum()) * 2.2, 50.0)  # running words, about
    total = frequency.sum()
    frequency[away] = 1.0  # a logarithm is taken of it
    within = np.maximum(article_counts, 1)
    links = find_links(names, away)
    columns = {
        "log_frequency": np.log(frequency),
        "log_share": np.log(frequency / size),
        "articles": np.log(within.astype(np.float64)),
        "spread": within / articles,
        "bursts": np.log(frequency / within),
        "outside": np.log1p(frequency - counts[_COUNT["nested"]]),
        "left_entropy": _entropy([counts[_COUNT[f"left_{kind}"]] for kind in LEFT], frequency),
        "right_entropy": _entropy([counts[_COUNT[f"right_{kind}"]] for kind in RIGHT], frequency),
    }
    whole, room = np.empty((len(_WHOLE), len(frequency))), np.empty(len(frequency))
    structure = compute_structure(frequency, counts[_COUNT["nested"]], length, links)
    specific = _specificity(frequency, size, single, names, links)
    for name, column in chain(columns.items(), structure.items(), specific):
        # What grows with the corpus is measured against its other candidates, so that 1,000 and 1,000,000 words
        # look alike.
        spread = _center(column, away, room) if name not in _SIDES else 1.0
        np.divide(column, spread, out=whole[_PLACE[name]])
    shares = np.array([_PRIOR * (_sum(counts[_COUNT[name]], total) / total) for name in _SHARES])
    return Features(counts, tables, counted, 1.0 / (frequency + _PRIOR), shares[:, None], whole, float(np.log(size)))


def _in_columns(table: NDArray[Number]) -> NDArray[Number]:
    return table.T if table.strides[0] == table.itemsize else np.ascontiguousarray(table.T)


def _sum(counts: Rows, frequencies: float) -> int:
    """Of counts of which none is above the frequency: narrow numbers are added up where their sum is narrow too."""
    return int(counts.sum(dtype=counts.dtype if frequencies < 2**31 else np.int64))


def _center(column: Column, away: NDArray[np.int64], room: Column) -> float:
    """Take the mean of the candidates of the corpus, without those ``away``, from the column; what to divide it by.

    Both together make it the standard score. In ``room`` it writes.
    """
    there = len(column) - len(away)
    column[away] = 0.0
    column -= _mean(column, max(float(column.max()), -float(column.min())), there, room)
    column[away] = 0.0
    squares = np.multiply(column, column, out=room)
    spread = float(np.sqrt(_mean(squares, float(squares.max()), there, room)))
    return spread if spread > 1e-6 else 1.0


def _mean(column: Column, most: float, there: int, room: Column) -> float:
    """The same in whatever order the rows are: sums of whole numbers are exact, sums of fractions are not."""
    grain = 2.0 ** (52 - math.frexp(most * there)[1])  # the finest with which the sum still is exact
    scaled = np.multiply(column, grain, out=room)
    return float(np.rint(scaled, out=scaled).sum()) / grain / there


def _entropy(columns: list[Rows], frequency: Column) -> Column:
    entropy = np.zeros(len(frequency))
    for column in columns:
        rows = np.flatnonzero(column != 0)  # few: most candidates have one or two kinds of neighbour
        part = column[rows] / frequency[rows]
        entropy[rows] -= part * np.log(part)
    return entropy


def _specificity(
    frequency: Column, size: float, single: NDArray[np.bool_], static: Column, links: Links
) -> Iterator[tuple[str, Column]]:
    """How much more frequent here than in general: the words, and those that share a beginning or ending."""
    alone = np.flatnonzero(single)
    often = frequency[alone]
    general = {name: static[STATIC[name], alone] for name in GENERAL}
    ratios = [np.log((often + 0.1) / (size * np.exp(general["general"]) + 1))]
    for letters in AFFIXES:
        affixes = static[STATIC[f"affix{letters}"], alone]
        names, place = np.unique(affixes, return_inverse=True)
        together = np.bincount(place, weights=often, minlength=len(names))[place]
        together = np.where(affixes != 0, together, often)
        ratios.append(np.log((together + 0.1) / (size * np.exp(general[f"general_affix{letters}"]) + 1)))
    rows = links.words.copy()
    rows[0, alone] = alone
    there = [np.flatnonzero(static[STATIC[f"word{i}"]] != 0) for i in range(WORDS)]
    count = np.bincount(np.concatenate(there), minlength=len(frequency)).astype(np.float64)
    found = [row[places] for row, places in zip(rows, there, strict=True)]
    for ratio, name in zip(ratios, ("specific", *(f"specific_affix{a}" for a in AFFIXES)), strict=True):
        # The last row stands for a word that is no candidate by itself: -1 finds it.
        column = np.full(len(frequency) + 1, _UNSEEN)
        column[alone] = ratio
        yield from _summaries(name, column, rows[0], list(zip(found, there, strict=True)), count).items()


def _summaries(
    name: str,
    column: Column,
    firsts: NDArray[np.int64],
    found: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    count: Column,
) -> dict[str, Column]:
    """Of the words' values: the first, the lowest, the highest and the mean. ``found`` are rows, and whose words."""
    first = column[firsts]
    low, high, total = first.copy(), first.copy(), first.copy()
    for rows, places in found[1:]:
        values = column[rows]
        low[places] = np.minimum(low[places], values)
        high[places] = np.maximum(high[places], values)
        total[places] += values
    total /= count
    return {f"{name}_first": first, f"{name}_low": low, f"{name}_high": high, f"{name}_mean": total}
