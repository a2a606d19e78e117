"""How ordinary a word is: frequencies in general French and English, and how French its spelling is.

The general language is wordfreq's (Speer 2022): what is frequent in a domain and rare there is a domain word
(Ahmad et al. 1999, « weirdness »). The beginnings and endings of words carry it to words that no list holds.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from wordfreq import get_frequency_dict

from glossary.forms import zipf

RULES = Path(__file__).parent.parent / "rules"
AFFIXES = (4, 6, -4, -6)  # letters at the beginning, and at the end
_ORDER = 4  # letters of a character n-gram


def french(word: str) -> float:
    """Zipf frequency in French; 0 where unknown."""
    return zipf(word, "fr")


def english(word: str) -> float:
    """Zipf frequency in English; 0 where unknown."""
    return zipf(word, "en")


def affix(word: str, letters: int) -> str:
    """The first or last letters of a word, nothing where it is hardly longer than they are."""
    if len(word) < abs(letters):
        return ""
    return word[:letters] + "…" if letters > 0 else "…" + word[letters:]


@functools.cache
def _affix_frequencies() -> dict[str, float]:
    """Share of running French that words with each beginning and ending have."""
    shares: dict[str, float] = {}
    for word, share in get_frequency_dict("fr", "small").items():
        for letters in AFFIXES:
            piece = affix(word, letters)
            shares[piece] = shares.get(piece, 0.0) + share
    del shares[""]
    return shares


def affix_frequency(piece: str) -> float:
    """Share of running French that the words with this beginning or ending have, 1e-8 where there is none."""
    return max(_affix_frequencies().get(piece, 0.0), 1e-8)


@functools.cache
def _letters() -> tuple[dict[str, int], dict[str, int]]:
    """Counts of letter sequences and of their beginnings, over the 30,000 most frequent French forms."""
    padding = "^" * (_ORDER - 1)
    text = "".join([f"{padding}{word}$" for word in get_frequency_dict("fr", "small")])
    sequences: defaultdict[str, int] = defaultdict(int)
    starts: defaultdict[str, int] = defaultdict(int)
    for longest, count in Counter(map("".join, zip(*(text[i:] for i in range(_ORDER)), strict=False))).items():
        if longest[-1] != "^":  # it would reach over the end of a word
            for first in range(_ORDER - 1):
                sequences[longest[first:]] += count
                starts[longest[first:-1]] += count
    return sequences, starts


def surprisal(word: str) -> float:
    """Bits a letter that the spelling costs a model of French: high for foreign and learned words.

    Letter 4-grams, interpolated with shorter ones (Witten-Bell with a fixed weight).
    """
    padded = "^" * (_ORDER - 1) + word + "$"
    bits = 0.0
    for i in range(len(padded) - _ORDER + 1):
        bits -= _log_chance(padded[i : i + _ORDER])
    return bits / (len(word) + 1)


@functools.lru_cache(maxsize=50_000)  # the small list of French has 27,000
def _log_chance(longest: str) -> float:
    """How likely the last letter of a sequence is after the others, as a logarithm."""
    sequences, starts = _letters()
    chance = 1 / 60
    for order in range(2, _ORDER + 1):
        sequence = longest[-order:]
        chance = (sequences.get(sequence, 0) + 2 * chance) / (starts.get(sequence[:-1], 0) + 2)
    return math.log2(chance)


@functools.cache
def formants() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The learned elements of ``formants.toml``: those that begin words and those that end them."""
    read = tomllib.loads((RULES / "formants.toml").read_text(encoding="utf-8"))
    return tuple(read["debuts"]), tuple(read["fins"])


def learned(word: str) -> int:
    """How many learned elements (« cardio- », « -graphie ») the word begins and ends with: 0, 1 or 2."""
    beginnings, endings = formants()
    return int(len(word) > 6 and word.startswith(beginnings)) + int(len(word) > 5 and word.endswith(endings))
