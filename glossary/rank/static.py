"""What a term's normal form alone says of it, as numbers: computed once, kept, and passed to ``rank``.

The first columns are names (hashes) of the term, its content words, the shorter terms inside it and, for a
single word, its beginnings and endings: with them the whole corpus is compared in numpy, without a string.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from glossary.extract.patterns import load_rules
from glossary.rank.general import AFFIXES, affix, affix_frequency, english, french, learned, number, surprisal
from glossary.rank.lexicon import is_compound, level

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


@functools.cache
def _small_words() -> frozenset[str]:
    rules = load_rules()
    return rules.prepositions | rules.articles | {"d", "et", "ou"}


@functools.lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[float, ...]:
    """The numbers of one word, in the order of _WORD."""
    rules = load_rules()
    fr, en = french(word), english(word)
    vague = word in rules.empty_adjectives or word in rules.empty_nouns
    return (fr, en, en - fr, surprisal(word), learned(word), len(word), float(vague), level(word))


@functools.lru_cache(maxsize=50_000)
def _name(text: str) -> float:
    return number(text)


@functools.lru_cache(maxsize=30_000)
def content_words(term: str) -> tuple[str, ...]:
    """The words of a normal form that carry its meaning: « réglage d'équipement » → réglage, équipement."""
    small = _small_words()
    words = tuple([word for word in term.replace("'", "' ").split() if word.rstrip("'") not in small])
    return words or tuple(term.split())


def static_features(terms: Sequence[str]) -> NDArray[np.float64]:
    """A row a normal form, a column a name of ``COLUMNS``; a row depends on its own form alone."""
    return np.array([_row(term) for term in terms]).reshape(len(terms), len(COLUMNS))


@functools.lru_cache(maxsize=30_000)  # the articles of a corpus share most of their candidates
def _row(term: str) -> NDArray[np.float64]:
    small = _small_words()
    pieces = term.replace("'", "' ").split()
    words = content_words(term)
    row = [_name(term)]
    row += [_name(word) for word in words[:WORDS]] + [0.0] * (WORDS - len(words[:WORDS]))
    if len(words) > 1:
        places = [i for i, piece in enumerate(pieces) if piece.rstrip("'") not in small] or list(range(len(pieces)))
        shorter = _joined(pieces[: places[-2] + 1]), _joined(pieces[places[1] :])
        row += [*map(_name, shorter), 0.0, 0.0, 0.0, 0.0]
        row += [0.0] * len(GENERAL)
    else:
        shorter = "", ""
        parts = [affix(term, letters) for letters in AFFIXES]
        row += [0.0, 0.0] + [_name(part) if part else 0.0 for part in parts]
        row += [math.log(max(10 ** (french(term) - 9), 3e-9))] + [math.log(affix_frequency(part)) for part in parts]
    of = sum(piece in ("de", "d'") for piece in pieces)
    join = sum(piece in ("et", "ou") for piece in pieces)
    row += [
        len(pieces),
        len(words),
        of,
        len(pieces) - len(words) - of - join,
        join,
        float(any(map(str.isdigit, term))),
        float(is_compound(term)),
        float(any(map(is_compound, shorter))),
    ]
    if len(words) == 1:
        row += [value for value in _word(words[0]) for _ in range(4)]
    else:
        for column in zip(*map(_word, words), strict=True):
            row += [column[0], column[-1], min(column), max(column)]
    return np.array(row)


def _joined(pieces: list[str]) -> str:
    return " ".join(pieces).replace("' ", "'")
