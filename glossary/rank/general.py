"""How ordinary a word is: frequencies in general French and English, and how French its spelling is.

The general language is wordfreq's (Speer 2022): what is frequent in a domain and rare there is a domain word
(Ahmad et al. 1999, « weirdness »). The beginnings and endings of words carry it to words that no list holds.
"""

from __future__ import annotations

import functools
import hashlib
import math
import tomllib
from collections import Counter
from pathlib import Path

from wordfreq import get_frequency_dict

from glossary.forms import zipf

RULES = Path(__file__).parent.parent / "rules"
AFFIXES = (4, 6, -4, -6)  # letters at the beginning, and at the end
NAME_BITS = 48
_ORDER = 4  # letters of a character n-gram


def french(word: str) -> float:
    """Zipf frequency in French; 0 where unknown."""
    return zipf(word, "fr")


def english(word: str) -> float:
    """Zipf frequency in English; 0 where unknown."""
    return zipf(word, "en")


def number(text: str) -> float:
    """A name for a piece of text that fits a float exactly; 0 is for no text."""
    named = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=NAME_BITS // 8)
    return float(int.from_bytes(named.digest(), "big"))


def affix(word: str, letters: int) -> str | None:
    """The first or last letters of a word, None where it is hardly longer than they are."""
    if len(word) < abs(letters):
        return None
    return word[:letters] + "…" if letters > 0 else "…" + word[letters:]


@functools.cache
def _affix_frequencies() -> dict[str, float]:
    """Share of running French that words with each beginning and ending have."""
    shares: dict[str, float] = {}
    for word, share in get_frequency_dict("fr", "small").items():
        for letters in AFFIXES:
            piece = affix(word, letters)
            if piece is not None:
                shares[piece] = shares.get(piece, 0.0) + share
    return shares


def affix_frequency(piece: str | None) -> float:
    """Share of running French that the words with this beginning or ending have, 1e-8 where there is none."""
    return max(_affix_frequencies().get(piece, 0.0), 1e-8) if piece else 1e-8


@functools.cache
def _letters() -> tuple[Counter[str], Counter[str]]:
    """Counts of letter sequences and of their beginnings, over the 30,000 most frequent French forms."""
    padding = "^" * (_ORDER - 1)
    text = "".join([f"{padding}{word}$" for word in get_frequency_dict("fr", "small")])
    sequences: Counter[str] = Counter()
    for order in range(2, _ORDER + 1):
        sequences.update([text[i : i + order] for i in range(len(text) - order + 1)])
    starts: Counter[str] = Counter()
    for sequence in [sequence for sequence in sequences if sequence.endswith("^")]:
        del sequences[sequence]  # it would reach over the end of a word
    for sequence, count in sequences.items():
        starts[sequence[:-1]] += count
    return sequences, starts


@functools.lru_cache(maxsize=50_000)
def surprisal(word: str) -> float:
    """Bits a letter that the spelling costs a model of French: high for foreign and learned words.

    Letter 4-grams, interpolated with shorter ones (Witten-Bell with a fixed weight).
    """
    sequences, starts = _letters()
    padded = "^" * (_ORDER - 1) + word + "$"
    bits = 0.0
    for i in range(len(padded) - _ORDER + 1):
        chance = 1 / 60
        for order in range(2, _ORDER + 1):
            sequence = padded[i + _ORDER - order : i + _ORDER]
            seen = starts[sequence[:-1]]
            chance = (sequences[sequence] + 2 * chance) / (seen + 2)
        bits -= math.log2(chance)
    return bits / (len(word) + 1)


@functools.cache
def formants() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The learned elements of ``formants.toml``: those that begin words and those that end them."""
    read = tomllib.loads((RULES / "formants.toml").read_text(encoding="utf-8"))
    return tuple(read["debuts"]), tuple(read["fins"])


@functools.lru_cache(maxsize=50_000)
def learned(word: str) -> int:
    """How many learned elements (« cardio- », « -graphie ») the word begins and ends with: 0, 1 or 2."""
    beginnings, endings = formants()
    return int(len(word) > 6 and word.startswith(beginnings)) + int(len(word) > 5 and word.endswith(endings))
