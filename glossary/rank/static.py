"""What a term's normal form alone says of it, as numbers: computed once, kept, and passed to ``rank``.

The first columns are names (hashes) of the term, its content words, the shorter terms inside it and, for a
single word, its beginnings and endings: with them the whole corpus is compared in numpy, without a string.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from glossary.extract.patterns import load_rules
from glossary.rank.general import AFFIXES, affix, affix_frequency, english, french, learned, surprisal
from glossary.rank.lexicon import Compounds, level
from glossary.rank.runs import Runs, name, number, number_each

WORDS = 4  # content words that are looked at: longer candidates are hardly ever terms
KEYS = ("term", *(f"word{i}" for i in range(WORDS)), "shorter_right", "shorter_left", *(f"affix{a}" for a in AFFIXES))
# Of single words: logarithm of the share of running French of the word, and of its beginnings and endings.
GENERAL = ("general", *(f"general_affix{a}" for a in AFFIXES))
_WORD = ("french", "english", "foreign", "surprisal", "learned", "letters", "vague", "level")
SHAPE = (
    "words", "content_words", "of", "other_preposition", "conjunction", "figure", "listed", "holds_listed",
    *(f"{name}_{part}" for name in _WORD for part in ("first", "last", "low", "high")),
)  # fmt: skip
COLUMNS = KEYS + GENERAL + SHAPE
_PLACE = {name: place for place, name in enumerate(COLUMNS)}
Column = NDArray[np.float64]


@functools.cache
def small_words() -> frozenset[str]:
    rules = load_rules()
    return rules.prepositions | rules.articles | {"d", "et", "ou"}


@functools.lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[float, ...]:
    """The numbers of one word, in the order of _WORD."""
    rules = load_rules()
    fr, en = french(word), english(word)
    vague = word in rules.empty_adjectives or word in rules.empty_nouns
    return (fr, en, en - fr, surprisal(word), learned(word), len(word), float(vague), level(word))


class _Pieces:
    """The words of many forms one after the other, each looked up once; an elided one stands alone (« d' »)."""

    def __init__(self, terms: Sequence[str]) -> None:
        split = [term.replace("'", "' ").split() or [term] for term in terms]
        joined = (" ".join(parts).replace("' ", "'") for parts in split)
        # Other spaces than those between words: their names must not be those of the forms without.
        self.odd = [row for row, (term, plain) in enumerate(zip(terms, joined, strict=True)) if term != plain]
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.flat = np.array([numbers[piece] for piece in chain.from_iterable(split)], dtype=np.int64)
        self.each = list(numbers)
        self.many = np.array([*map(len, split)], dtype=np.int64)
        self.stops = np.cumsum(self.many)
        self.starts = self.stops - self.many
        self.runs = Runs(number_each(self.each)[self.flat], np.ones(len(self.flat), dtype=np.int64))
        small = small_words()
        content = self.told(lambda piece: piece.rstrip("'") not in small)
        nothing_else = np.add.reduceat(content, self.starts, dtype=np.int64) == 0
        # The words that carry the meaning: « réglage d'équipement » → réglage, équipement.
        self.words = np.flatnonzero(content | np.repeat(nothing_else, self.many))
        last_words = np.searchsorted(self.words, self.stops)
        self.first_words = np.append(0, last_words[:-1])
        self.content_words = last_words - self.first_words

    def told(self, tell: Callable[[str], bool]) -> NDArray[np.bool_]:
        """What is told of each, where they stand."""
        return np.array([*map(tell, self.each)], dtype=np.bool_)[self.flat]

    def total(self, tell: Callable[[str], bool]) -> NDArray[np.int64]:
        """In each form, how many of its pieces are told to be so."""
        return np.add.reduceat(self.told(tell), self.starts, dtype=np.int64)


def static_features(terms: Sequence[str]) -> Column:
    """A row a normal form, a column a name of ``COLUMNS``; a row depends on its own form alone."""
    table = np.zeros((len(COLUMNS), len(terms)))
    if not terms:
        return table.T
    pieces = _Pieces(terms)
    table[_PLACE["term"]] = pieces.runs.name(pieces.starts, pieces.stops)
    table[_PLACE["term"], pieces.odd] = name(number_each(terms[row] for row in pieces.odd))
    _fill_words(table, pieces)
    _fill_shape(table, pieces)
    _fill_phrases(table, pieces)
    _fill_singles(table, terms, np.flatnonzero(pieces.content_words == 1))
    return table.T


def _fill_words(table: Column, pieces: _Pieces) -> None:
    """The names of the words, and what is told of them."""
    many, firsts, words = pieces.content_words, pieces.first_words, pieces.words
    table[_PLACE["content_words"]] = many
    for place in range(WORDS):
        there = np.flatnonzero(many > place)
        word = words[firsts[there] + place]
        table[_PLACE[f"word{place}"], there] = pieces.runs.name(word, word + 1)
    for of, values in zip(_WORD, np.array([*map(_word, pieces.each)]).T, strict=True):
        column = values[pieces.flat[words]]
        table[_PLACE[f"{of}_first"]] = column[firsts]
        table[_PLACE[f"{of}_last"]] = column[firsts + many - 1]
        table[_PLACE[f"{of}_low"]] = np.minimum.reduceat(column, firsts)
        table[_PLACE[f"{of}_high"]] = np.maximum.reduceat(column, firsts)


def _fill_shape(table: Column, pieces: _Pieces) -> None:
    """What the forms are made of besides their words."""
    of, join = pieces.total(lambda piece: piece in ("de", "d'")), pieces.total(lambda piece: piece in ("et", "ou"))
    table[_PLACE["words"]] = pieces.many
    table[_PLACE["of"]], table[_PLACE["conjunction"]] = of, join
    table[_PLACE["other_preposition"]] = pieces.many - pieces.content_words - of - join
    table[_PLACE["figure"]] = pieces.total(lambda piece: any(map(str.isdigit, piece))) > 0


def _fill_phrases(table: Column, pieces: _Pieces) -> None:
    """The names of what is shorter by the last word, and by the first; listed compounds."""
    phrases = np.flatnonzero(pieces.content_words > 1)
    firsts, many = pieces.first_words[phrases], pieces.content_words[phrases]
    right = pieces.starts[phrases], pieces.words[firsts + many - 2] + 1
    left = pieces.words[firsts + 1], pieces.stops[phrases]
    table[_PLACE["shorter_right"], phrases] = pieces.runs.name(*right)
    table[_PLACE["shorter_left"], phrases] = pieces.runs.name(*left)
    known = Compounds(pieces.each, pieces.flat)
    table[_PLACE["listed"]] = known.listed(pieces.starts, pieces.stops)
    table[_PLACE["holds_listed"], phrases] = known.listed(*right) | known.listed(*left)


def _fill_singles(table: Column, terms: Sequence[str], rows: NDArray[np.int64]) -> None:
    """The names of the beginnings and endings of single words, and how common they and the words are in general."""
    told = [_single(terms[row]) for row in rows.tolist()]
    first = _PLACE["general"]
    table[first - len(AFFIXES) : first, rows] = name(np.array([row[0] for row in told], dtype=np.uint64)).T
    table[first : first + len(GENERAL), rows] = np.array([row[1] for row in told]).T


@functools.lru_cache(maxsize=50_000)
def _single(word: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    parts = [affix(word, letters) for letters in AFFIXES]
    general = math.log(max(10 ** (french(word) - 9), 3e-9))
    return tuple(map(number, parts)), (general, *(math.log(affix_frequency(part)) for part in parts))
