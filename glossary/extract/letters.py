"""Whether a short form stands for a long one, by its letters.

After Schwartz & Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical
text": the letters are looked for in the words beside the bracket. Here as the cheapest alignment, so that
French function words (« Code Général **des** Impôts ») and initials are preferred to letters inside words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from glossary.extract.words import word_list

SHORT = re.compile(r"(?!(?:[IVXLC]{1,5}|[IVX]+e)$)(?:[A-Z]|[a-z](?=[A-Z]))[A-Za-z0-9&./\-]{0,11}(?<![./-])$")
_CAMEL = re.compile(r"[A-Z][a-z]{2,}[A-Z][a-z]+$")  # GitHub, a name
_FUNCTION = word_list("mots-vides")
_SOUNDS = {"2": "t", "4": "f"}  # P2P, peer-to-peer; B4B, for
_CROSS = {"x": ("cross", "ex", "trans")}  # XSS, XML
WORST = 0.36  # cost a letter above which the letters do not match


def plain(word: str) -> str:
    """Lower case without accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def is_short_form(form: str) -> bool:
    """Whether it looks like an initialism or a blend: « EI », « ARNm », « R&D », « TF-IDF »."""
    if not SHORT.match(form) or len(form) > 12 or _CAMEL.match(form):
        return False
    capitals, letters = sum(c.isupper() for c in form), sum(c.isalpha() for c in form)
    return (capitals >= 2 and (2 * capitals >= letters or letters <= 5)) or len(form) == 1


def letters_of(short: str) -> str:
    """The letters to be found, without a plural s."""
    core = short[:-1] if re.search(r"[A-Z0-9]s$", short) else short
    return re.sub(r"[^a-z0-9]", "", plain(core))


def align(short: str, words: Sequence[str]) -> tuple[float, int] | None:
    """(cost a letter, words used) of the best alignment that starts at the first word, or None.

    The words are plain; a word may hold several letters (« mégawatts » MW), at a cost.
    """
    letters = letters_of(short)
    if not letters or not words or len(letters) > 12 or not _taken(plain(words[0]), letters):
        return None  # most words do not begin with the first letter
    forms = tuple(plain(word) for word in words[:40])

    @cache
    def best(i: int, j: int) -> tuple[float, int]:
        if i == len(letters):
            return 0.0, j
        if j == len(forms):
            return 99.0, j
        word = forms[j]
        options = []
        if j:
            cost, end = best(i, j + 1)
            options.append((cost + (0.0 if word in _FUNCTION else 0.75), end))
        for taken, price in _taken(word, letters[i:]):
            cost, end = best(i + taken, j + 1)
            options.append((cost + price + (0.15 if word in _FUNCTION else 0.0), end))
        return min(options, default=(99.0, j))

    cost, used = best(0, 0)
    if cost > WORST * len(letters):
        return None
    return cost / len(letters), used


def _taken(word: str, letters: str) -> list[tuple[int, float]]:
    """How many of the letters the word can give, and at what cost: its initial, then letters within it."""
    first = letters[0]
    if not word.startswith(first) and not any(word.startswith(sound) for sound in _CROSS.get(first, ())):
        if _SOUNDS.get(first) != word[:1] or word not in {"to", "for", "two", "four"}:
            return []
        return [(1, 0.0)]
    found = [(1, 0.0)]
    place, price = 0, 0.0
    for count, letter in enumerate(letters[1:6], 2):
        place_of = word.find(letter, place + 1)
        if place_of < 0:
            break
        price += 0.3 if place_of == place + 1 else 0.55
        place = place_of
        found.append((count, price))
    return found


def covered(short: str, words: Sequence[str]) -> float:
    """Share of the letters that are initials of the words in whatever order: « interface utilisateur » (UI)."""
    initials = Counter(plain(word)[:1] for word in words if plain(word) not in _FUNCTION)
    letters = Counter(letters_of(short))
    total = sum(letters.values())
    return sum((initials & letters).values()) / total if total else 0.0
