"""What is known of French words and compounds before any text is read: ``rules/word_levels.txt`` and
``rules/compounds.txt``, both written by hand.

Frequency tells a rare word from a common one, but not « juge » from « espoir », nor « réseau social » from
« réseau entier »: these lists do, for words that every reader knows.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from glossary.forms import fold, masculine, singular, straighten
from glossary.model import GlossaryError

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


@functools.cache
def level(word: str) -> float:
    """From 0 (general) to 3 (specialised), of the word or of its singular or masculine."""
    levels = read_levels()
    forms = (word, singular(word), masculine(word))
    return next((levels[form] for form in forms if form in levels), UNLISTED)


@functools.cache
def read_compounds(path: Path = RULES / "compounds.txt") -> frozenset[str]:
    """The keys of the compounds that dictionaries and nomenclatures list."""
    return frozenset(compound_key(line) for line in read_lines(path))


def is_compound(term: str) -> bool:
    """Whether the normal form is that of a listed compound.

    >>> is_compound("réseau social"), is_compound("gaz à effet de serre"), is_compound("réseau entier")
    (True, True, False)
    """
    return " " in term and compound_key(term) in read_compounds()


def compound_key(form: str) -> str:
    """The same for a compound's inflections and its normal form: stems, without articles and prepositions.

    >>> compound_key("vie privée") == compound_key("vie privé")
    True
    >>> compound_key("marché du travail") == compound_key("marché de travail")
    True
    """
    return " ".join(filter(None, map(_stem, re.findall(r"\w+", straighten(form).lower()))))


@functools.lru_cache(maxsize=50_000)  # the phrases of a corpus share their words
def _stem(word: str) -> str:
    """What a word adds to the key of a compound; nothing, when it is an article or a preposition."""
    if fold(word) in _SMALL:
        return ""
    stem = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    if len(stem) > 3 and stem[-1] == "e":  # « privée » loses its e, « privé » nothing
        stem = fold(stem[:-1])
        for feminine, other in _FEMININE:
            if stem.endswith(feminine):
                return stem[: -len(feminine)] + other
    return fold(stem)
