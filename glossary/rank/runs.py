"""Runs of words as numbers: the name of every run follows from those of its words (Karp and Rabin 1987).

So the shorter terms inside a term are named in whole columns, and looked for without making a string of them.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

NAME_BITS = 48  # a name fits a float exactly
Names = NDArray[np.float64]
Places = NDArray[np.int64]
Numbers = NDArray[np.uint64]
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)


@functools.lru_cache(maxsize=50_000)  # the forms of a corpus share their words
def number(text: str) -> int:
    """A number of 64 bits drawn for a piece of text, the same wherever it stands; 0 for no text."""
    encoded = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "big") if text else 0


def number_each(texts: Iterable[str]) -> Numbers:
    """The number of each."""
    return np.array([*map(number, texts)], dtype=np.uint64)


def join(texts: Sequence[str]) -> int:
    """The number of a run of pieces of text."""
    joined = 0
    for text in reversed(texts):
        joined = (joined * _BASE + number(text)) % (1 << 64)
    return joined


def name(numbers: Numbers) -> Names:
    """Names for numbers, which fit a float exactly; 0 is that of no text."""
    mixed = (numbers ^ (numbers >> np.uint64(32))) * np.uint64(_BASE)
    return (mixed >> np.uint64(64 - NAME_BITS)).astype(np.float64)


class Runs:
    """A sequence of numbers, of which any run can be named; a number may stand for several, or for none."""

    def __init__(self, numbers: Numbers, lengths: Places) -> None:
        self._places = np.append(0, np.cumsum(lengths))
        self._inverse = _powers(_INVERSE, int(self._places[-1]))
        powers = _powers(_BASE, int(self._places[-1]))
        self._sums = np.append(np.uint64(0), np.cumsum(numbers * powers[self._places[:-1]]))

    def name(self, starts: Places, stops: Places) -> Names:
        """The names of runs: 0 for those that are empty."""
        return name((self._sums[stops] - self._sums[starts]) * self._inverse[self._places[starts]])


def _powers(base: int, highest: int) -> Numbers:
    powers = np.full(highest + 1, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers)
