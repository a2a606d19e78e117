"""How foreign a span looks, by how often its words occur in English and in French.

Frequencies: wordfreq (Speer 2022). A span of a bracket is judged against the other side of the pair, so a
word that both languages use needs less evidence here than in running prose.
"""

from __future__ import annotations

import re
from functools import lru_cache

from glossary.extract.foreign_forms import has_shape, look_up
from glossary.extract.words import word_list
from glossary.forms import zipf

_WORD = re.compile(r"[^\W\d_]+")
_FRENCH = word_list("grammaire-française")
_ENGLISH = word_list("grammaire-anglaise")
_FRENCH_LETTERS = re.compile(r"[éèêëàâùûîïôçœ]")
# Letters that neither French nor English writes: the word is of a third language.
_THIRD = {
    "de": re.compile(r"[äöüß]"),
    "es": re.compile(r"[ñ¿¡]|ción\b"),
    "sv": re.compile(r"å"),
    "cs": re.compile(r"[ěščřžůáý]"),
    "sa": re.compile(r"[āīūśṣṇṭḍṛ]"),
}
_AT_HOME = 3.6  # Zipf frequency in French of a word that needs no explanation there
_KNOWN = 3.0  # of one that looks French besides: « investigations »
_LATIN = re.compile(r"[A-Z][a-z]+ (?:[a-z]+(?:us|um|is|i|ae|a|ens|ans|ax|ix|or|es|os|as|on)\b ?){1,2}$")


@lru_cache(maxsize=65_536)
def word_gap(word: str) -> float:
    """How much more frequent in English than in French, on the Zipf scale, within ±3."""
    if word in _ENGLISH:
        return 2.0
    if word in _FRENCH:
        return -3.0
    if _FRENCH_LETTERS.search(word):
        return -1.5 if zipf(word) or not zipf(word, "en") else 0.5
    english, french = zipf(word, "en"), zipf(word)
    if not english and not french:
        return 0.2
    return max(-3.0, min(3.0, english - french))


@lru_cache(maxsize=16_384)
def foreignness(form: str) -> float:
    """Mean gap of the words; above 0 more English than French. A third language counts as 2."""
    words = [w.lower() for w in _WORD.findall(form)]
    if not words:
        return 0.0
    if third_language(form):
        return 2.0
    gaps = [word_gap(word) for word in words]
    if len(words) > 2 and sum(word in _FRENCH for word in words) >= 2:
        return -2.0
    gap = sum(gaps) / len(gaps)
    return 0.0 if gap > 0 and all(map(_is_shared, words)) else gap


@lru_cache(maxsize=65_536)
def _is_shared(word: str) -> bool:
    """Whether French uses the word as commonly as English, and did not take it: « parent », « local », « social »."""
    frequency = zipf(word)
    if frequency < _KNOWN:
        return False
    form = look_up(word)
    if not form.in_french or form.established or form.looks_foreign or form.kind == "foreign":
        return False
    return frequency >= _AT_HOME or form.looks_french or form.looks_learned or has_shape(word, "adjectif")


@lru_cache(maxsize=16_384)
def third_language(form: str) -> str | None:
    """The language, where letters or the shape of a species name tell; else None."""
    if _LATIN.match(form) and all(zipf(word) < 3.2 for word in form.lower().split()[1:]):
        return "la"
    for lang, letters in _THIRD.items():
        if letters.search(form.lower()) and not _FRENCH_LETTERS.search(form.lower()):
            return lang
    return None
