"""Normal forms that are one term written in two ways, joined only with good evidence.

Inflection, case and the article inside are mostly one normal form already (``forms.normal_form``). What is compared
here are two normal forms that a corpus has side by side: the same words spelt otherwise (capitals, accents, hyphens,
a plural that the tags hid), and three of the syntactic variants of Daille (2005) and Jacquemin (2001): a preposition
left out, a relational adjective for a complement, and an adjective left out in the middle. A wrong join is worse than
a missed one. Pure: two norms and their frequencies, or one norm; the store asks for what a corpus has.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from glossary.forms import fold, is_french, join_words, singular, zipf
from glossary.model import GlossaryError

KINDS = ("spelling", "accent", "hyphenation", "inflection", "syntactic")
_FILE = "variants.toml"
_ELIDED = re.compile(r"\bd'")
_STEM = 4
_UNKNOWN = 1.5  # Zipf frequency under which a spelling is no French word of its own
_GENERAL = 4.0  # Zipf frequency from which an adjective has meanings of its own: « personnel », « national »
_COMMON = 4.7  # Zipf frequency of words that make an expression of general language with one another
_ENGLISH = 3.5  # Zipf frequency in English from which a spelling is an English word
_OFTEN = 5  # times as frequent: of two French words that differ by an accent or capitals, the other is a slip


@functools.cache
def read_rule(name: str) -> tuple[str, ...]:
    """A list of ``rules/variants.toml``."""
    try:
        return tuple(tomllib.loads((files("glossary") / "rules" / _FILE).read_text(encoding="utf-8"))[name])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise GlossaryError(f"{_FILE}: the list {name!r} cannot be read: {error}") from error


def parts(norm: str) -> list[str]:
    """The words of a normal form, « de » written out.

    >>> parts("code d'éthique")
    ['code', 'de', 'éthique']
    """
    return (_ELIDED.sub("de ", norm) if "d'" in norm else norm).split()


def block(norm: str) -> str:
    """What all spellings of a term have in common: norms of different blocks are never the same words."""
    return "".join(map(_block, norm.split()))


@functools.lru_cache(maxsize=50_000)
def _block(word: str) -> str:
    return "".join(part.rstrip("sx") or part for part in re.split(r"[\s'’-]+", fold(word)))


@functools.lru_cache(maxsize=100_000)
def preference(norm: str) -> tuple[int, int, int, float, str]:
    """The smaller, the rather is this norm the one that others are joined to; the same in every corpus.

    More words before fewer, capitals for initials only, singular before plural, the spelling that French uses more.
    Since every join of two published norms goes to a smaller one, joins never make a circle.
    """
    words = parts(norm)
    used = round(sum(zipf(word.lower()) for word in words), 2)
    loud = sum(word.isupper() and _is_word(word.lower()) for word in words)
    return -len(words), loud, len(norm), -used, norm  # « SCPC » is sorted before « scpc »


def same_spelling(one: str, other: str, times: float) -> str | None:
    """How two norms of a block differ, None when they may be two terms.

    ``times`` is how often the one of them that ``preference`` names first occurs for one occurrence of the other.
    """
    ours, theirs = one.split(), other.split()
    if len(ours) == len(theirs):
        pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
        kinds = [_same_word(a, b, len(ours) == 1, times) for a, b in pairs]
        if all(kinds):
            return max((kind for kind in kinds if kind), key=KINDS.index, default="spelling")
    glued = one.replace(" ", ""), other.replace(" ", "")
    calm = not any(word.isupper() for word in (*ours, *theirs))
    return "hyphenation" if calm and glued[0] == glued[1] and len(glued[0]) > 5 and "'" not in one + other else None


def _same_word(one: str, other: str, alone: bool, times: float) -> str | None:
    if one.casefold() == other.casefold():
        return "spelling" if _same_in_capitals(one, other, alone, times) else None
    if fold(one) == fold(other):
        return "accent" if _same_but_accents(one, other, alone, times) else None
    return "inflection" if _is_plural(one, other) or _is_plural(other, one) else None


def _same_in_capitals(one: str, other: str, alone: bool, times: float) -> bool:
    """« LUTTE contre corruption », « gafi »; but « FAIR », « StAR » and « PHARE » are names of their own."""
    if not alone:
        return True
    plain = one.lower()
    if not _is_word(plain):
        return zipf(plain, "en") < _ENGLISH
    loud = one if one.isupper() else other
    return loud.isupper() and len(plain) > 3 and is_french(plain) and times >= _OFTEN


def _is_word(plain: str) -> bool:
    """Whether French has the word, in capitals or not; initials are no word."""
    return zipf(plain) >= 3 or is_french(plain)


def _same_but_accents(one: str, other: str, alone: bool, times: float) -> bool:
    """Accents apart the same word: one of the spellings is no French word, or é and è, i and î alternate.

    « pâte » and « pâté », « cote » and « côte » are all French words: never joined on their own, and in longer terms
    only where one is far more frequent and both end alike (« étude ciblé » and « étude cible » do not).
    """
    if one.casefold().replace("è", "é") == other.casefold().replace("è", "é") and min(len(one), len(other)) > 5:
        return _alike(one, other)
    if len(one) > 5 and _without_circumflex(one) == _without_circumflex(other):
        return True
    rare, common = sorted((one.lower(), other.lower()), key=lambda word: (zipf(word), word))
    if zipf(common) >= 2 and zipf(rare, "en") >= _ENGLISH and times < 2 * _OFTEN:
        return False  # « preference », « implementation » are English too
    if len(one) > 4 and not is_french(rare) and (zipf(rare) < _UNKNOWN or zipf(rare) <= zipf(common) - 1):
        return rare == fold(common) or _alike(one, other)
    return not alone and times >= _OFTEN and _alike(one, other)


def _alike(one: str, other: str) -> bool:
    """« suture » and « suturé », « posé » and « pose » are two words; the ending tells."""
    return one[-2:].lower() == other[-2:].lower()


def _without_circumflex(word: str) -> str:
    return word.lower().replace("î", "i").replace("û", "u")


def _is_plural(many: str, one: str) -> bool:
    """A plural whose tag hid it; « cours » is none of « cour », « fonds » of « fond », « news » of « new »."""
    if many[:-1] != one or many[-1] not in "sx" or len(one) < 5 or one.isupper():
        return False
    return singular(many) == one if is_french(many) or is_french(one) else True


def short_form(norm: str) -> str | None:
    """What a term of three words may be shortened to: without its preposition or its relational adjective.

    >>> short_form("base aérien avancé"), short_form("réglage de tension"), short_form("flux net total")
    ('base avancé', 'réglage tension', None)
    """
    words = parts(norm)
    if len(words) != 3 or not (words[1] in read_rule("prepositions") or _is_relational(words[1])):
        return None
    return f"{words[0]} {words[2]}" if len(words[0]) > 2 and len(words[2]) > 2 else None


def is_specific(norm: str) -> bool:
    """Whether a word of it is not a very frequent one: « organisation publique » means more than a long form does."""
    return min(zipf(word) for word in parts(norm)) < _COMMON


def with_prepositions(norm: str) -> list[str]:
    """The terms with a preposition that a norm of two words may stand for."""
    first, _, last = norm.partition(" ")
    return [join_words((first, word, last)) for word in read_rule("prepositions")] if last and " " not in last else []


def _is_relational(word: str) -> bool:
    """« aérien », « fiscal »: it says to what a thing belongs, and is left out once that is known."""
    return len(word) > 4 and word.endswith(read_rule("relationnels")) and word not in read_rule("qualificatifs")


def related_beginnings(norm: str) -> Iterator[str]:
    """How the norms begin in which the last word is an adjective for the complement, or a complement for it."""
    words = parts(norm)
    if len(words) == 3 and words[1] == "de" and len(words[2]) > _STEM:
        yield f"{words[0]} {words[2][: _STEM - 1]}"
    elif len(words) == 2 and (stem := _stem(words[1])):
        yield f"{words[0]} de {stem[: _STEM - 1]}"
        yield f"{words[0]} d'{stem[: _STEM - 1]}"


def same_relation(one: str, other: str) -> bool:
    """« charte de déontologie » and « charte déontologique »: the same head, a noun and its adjective."""
    noun, adjective = sorted((parts(one), parts(other)), key=len, reverse=True)
    if len(noun) != 3 or len(adjective) != 2 or noun[1] != "de" or noun[0] != adjective[0]:
        return False
    stem, whole = fold(_stem(adjective[1])), fold(noun[2])
    longer = whole.startswith(stem) and len(whole) - len(stem) <= 2
    derived = longer or (stem.startswith(whole[:-1]) and len(stem) <= len(whole))
    return bool(stem) and derived and zipf(adjective[1]) < _GENERAL


@functools.lru_cache(maxsize=100_000)
def _stem(adjective: str) -> str:
    stem = next((adjective[: -len(e)] for e in read_rule("relationnels") if adjective.endswith(e)), "")
    return stem if len(stem) >= _STEM else ""
