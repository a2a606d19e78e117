"""How candidates stand inside one another: longer and shorter terms, the words that are terms by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from glossary.rank.runs import NAME_BITS
from glossary.rank.static import COLUMNS, WORDS

Column = NDArray[np.float64]
Rows = NDArray[np.integer[Any]]
STATIC = {name: i for i, name in enumerate(COLUMNS)}
STRUCTURE = ("longer", "c_value", "dice", "of_first", "of_shorter")


class Links(NamedTuple):
    """Rows of the other candidates that a candidate is made of, -1 where there is none."""

    shorter: NDArray[np.int64]  # without the last word, without the first
    words: NDArray[np.int64]


def find_links(static: Column, away: NDArray[np.int64]) -> Links:
    """All looked up at once."""
    keys = static[STATIC["term"]].copy()
    names = ("shorter_right", "shorter_left", *(f"word{i}" for i in range(WORDS)))
    wanted = np.stack([static[STATIC[name]] for name in names])
    keys[away], wanted[:, away] = 0.0, 0.0
    order = np.argsort(keys)
    asked = np.flatnonzero(wanted != 0)
    places = _search(keys[order], wanted.ravel()[asked])
    found = np.full(wanted.shape, -1, dtype=np.int64)
    found.ravel()[asked] = np.where(places < 0, -1, order[places])
    return Links(found[:2], found[2:])


def _search(keys: Column, sought: Column) -> NDArray[np.int64]:
    """The place of each among the sorted keys, -1 where it is not: names are spread evenly (interpolation search)."""
    buckets = 1 << len(keys).bit_length()
    scale = buckets / 2.0**NAME_BITS
    firsts = np.zeros(buckets + 1, dtype=np.int64)
    np.cumsum(np.bincount((keys * scale).astype(np.int64), minlength=buckets), out=firsts[1:])
    places = firsts[(sought * scale).astype(np.int64)]
    padded = np.append(keys, np.inf)
    on = np.flatnonzero(padded[places] < sought)
    while len(on):
        places[on] += 1
        on = on[padded[places[on]] < sought[on]]
    return np.where(padded[places] == sought, places, -1)


def compute_structure(frequency: Column, nested: Rows, length: Column, links: Links) -> dict[str, Column]:
    """C-value, longer and shorter terms, unithood."""
    words = np.where(length > 1, links.words, -1)
    longer = _longer([*links.shorter, *words], len(length))
    c_value = np.log2(length + 1) * (frequency - np.where(longer > 0, nested / np.maximum(longer, 1), 0))
    apart = np.append(frequency, 0.0)[words]  # -1 finds the last
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
