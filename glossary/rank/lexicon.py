"""What is known of French words and compounds before any text is read: ``rules/word_levels.txt``,
``rules/compounds.txt`` and ``rules/demonyms.txt``, all written by hand.

Frequency tells a rare word from a common one, but not « juge » from « espoir », nor « réseau social » from
« réseau entier »: these lists do, for words that every reader knows.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glossary.forms import fold, masculine, singular, straighten
from glossary.model import GlossaryError
from glossary.rank.runs import Runs, join, name

RULES = Path(__file__).parent.parent / "rules"
LEVELS = {"0": 0.0, "1": 1.0, "2": 2.0, "3": 3.0, "n": 1.5}
UNLISTED = 2.3  # a word rarer than the list: more often a term than not
_SMALL = frozenset(["de", "d", "du", "des", "a", "au", "aux", "en", "le", "la", "les", "l", "sans", "sous", "sur",
                    "par", "pour", "contre", "et"])  # fmt: skip
# What is left of the feminine once its e is gone, and what the masculine has there.
_FEMININE = (("eus", "eu"), ("qu", "c"), ("gu", "g"), ("ch", "c"), ("iv", "if"), ("ell", "el"), ("enn", "en"),
             ("ett", "et"), ("onn", "on"), ("ull", "ul"), ("ass", "as"), ("oss", "os"), ("tric", "teur"))  # fmt: skip


def read_lines(path: Path) -> list[str]:
    """The lines that are neither empty nor a remark; GlossaryError when there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise GlossaryError(f"{path}: the list cannot be read ({error}); install the program again") from error
    return [line for line in lines if line and not line.startswith("#")]


@functools.cache
def read_levels(path: Path = RULES / "word_levels.txt") -> dict[str, float]:
    """Word → level; GlossaryError names the line that is malformed."""
    levels = {}
    for line in read_lines(path):
        word, _, level = line.partition(" ")
        if level not in LEVELS:
            raise GlossaryError(f"{path}: « {line} » must be a word, a space and one of {' '.join(LEVELS)}")
        levels[word] = LEVELS[level]
    return levels


def level(word: str) -> float:
    """From 0 (general) to 3 (specialised), of the word or of its singular or masculine."""
    levels = read_levels()
    for form in (word, singular(word)):
        if form in levels:
            return levels[form]
    return levels.get(masculine(word), UNLISTED)


@functools.cache
def read_compounds(path: Path = RULES / "compounds.txt") -> NDArray[np.float64]:
    """The names of the compounds that dictionaries and nomenclatures list, in order."""
    return np.unique(name(np.array([*map(join, listed_stems(path))], dtype=np.uint64)))


@functools.cache
def listed_stems(path: Path = RULES / "compounds.txt") -> frozenset[tuple[str, ...]]:
    """The same as the stems of their words."""
    return frozenset(tuple(chain.from_iterable(map(read_stems, line.split()))) for line in read_lines(path))


@functools.cache
def count_parts() -> tuple[Counter[str], Counter[str]]:
    """How many listed compounds each stem begins, and in how many it stands further inside."""
    listed = [stems for stems in listed_stems() if stems]
    return Counter(stems[0] for stems in listed), Counter(stem for stems in listed for stem in stems[1:])


@functools.cache
def read_demonyms(path: Path = RULES / "demonyms.txt") -> frozenset[str]:
    """The stems of the adjectives that say from where."""
    return frozenset(stem for line in read_lines(path) for stem in read_stems(line))


class Compounds:
    """Tells of runs of words whether they are listed, in whole columns.

    What compares a compound's inflections with its normal form are its stems, without articles and prepositions.
    """

    def __init__(self, pieces: Sequence[str], places: NDArray[np.int64]) -> None:
        stems = [*map(read_stems, pieces)]
        lengths = np.array([*map(len, stems)], dtype=np.int64)
        self._runs = Runs(np.array([*map(join, stems)], dtype=np.uint64)[places], lengths[places])
        spaces = np.array([not piece.endswith("'") for piece in pieces], dtype=np.int64)
        self._spaces = np.append(0, np.cumsum(spaces[places]))

    def listed(self, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of each run, whether it is listed: one that has a space, for « l'a priori » is more than its stem."""
        spaced = self._spaces[stops - 1] > self._spaces[starts]
        return spaced & np.isin(self._runs.name(starts, stops), read_compounds())


@functools.lru_cache(maxsize=50_000)  # the phrases of a corpus share their words
def read_stems(piece: str) -> tuple[str, ...]:
    """What a word is compared by; of a hyphenated one there are several, of an article none.

    >>> read_stems("privées") == read_stems("privé"), read_stems("gréco-latin"), read_stems("du")
    (True, ('greco', 'latin'), ())
    """
    return tuple(filter(None, map(_stem, re.findall(r"\w+", straighten(piece).lower()))))


def _stem(word: str) -> str:
    """What a word adds to the key of a compound; nothing, when it is an article or a preposition."""
    folded = fold(word)
    if folded in _SMALL:
        return ""
    if len(word) > 3 and word[-1] in "sx":
        word, folded = word[:-1], folded[:-1]
    if len(word) > 3 and word[-1] == "e":  # « privée » loses its e, « privé » nothing
        folded = folded[:-1]
        for feminine, other in _FEMININE:
            if folded.endswith(feminine):
                return folded[: -len(feminine)] + other
    return folded
