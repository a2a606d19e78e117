"""The nouns of compound prepositions (« le long de la côte »), which are no head of a term: ``rules/terms.toml``."""

from __future__ import annotations

import functools

import numpy as np

from glossary.extract.columns import Lexicon, Numbers
from glossary.extract.patterns import LAST_OF_LOCUTIONS, load_rules

_NOUNS = np.array([ord(letter) for letter in "NMA"], dtype=np.uint8)
_PREPOSITIONS = (3, 4)  # of RIGHT: « de », and the others


@functools.cache
def _by_noun() -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """The noun and the preposition behind it → the words that may stand before."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for locution in load_rules().locutions:
        *before, noun, last = locution.words.replace("'", "' ").split()
        for preposition in LAST_OF_LOCUTIONS[last]:
            found.setdefault((noun, preposition), []).append(tuple(before))
    return {key: tuple(before) for key, before in found.items()}


def find_locutions(lexicon: Lexicon, words: Numbers) -> list[int]:
    """The places of the nouns of compound prepositions among the words of an article."""
    behind = np.isin(lexicon.table[words[1:], 1], _PREPOSITIONS) & np.isin(lexicon.letters[words[:-1]], _NOUNS)
    lower, known, numbers = lexicon.lower, _by_noun(), words.tolist()
    found = []
    for place in np.flatnonzero(behind).tolist():
        befores = known.get((lower[numbers[place]], lower[numbers[place + 1]].replace("’", "'")), ())
        for before in befores:
            first = place - len(before)
            if first >= 0 and tuple(lower[number].replace("’", "'") for number in numbers[first:place]) == before:
                found.append(place)
                break
    return found
