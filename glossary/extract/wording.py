"""What a span is made of: content words, foreign words, a clause or a noun phrase."""

from __future__ import annotations

import re
from itertools import pairwise

from glossary.extract.foreign import foreignness
from glossary.extract.spans import Paragraph, Span
from glossary.forms import zipf

INSIDE = {"NOUN", "PROPN", "ADJ", "X", "NUM", "SYM", "INTJ"}
_CONTENT = INSIDE | {"VERB", "PART"}
RELATIVE = frozenset({"qui", "que", "qu'", "où", "dont", "lequel", "laquelle", "lesquels", "lesquelles"})
_PARTICIPLE = re.compile(r"(?:appelé|nommé|surnommé|baptisé|qualifié|\bdit)(e?)(s?)\b")
_FEMININE = {"une", "la", "cette"}
_MASCULINE = {"un", "le", "ce", "cet", "du", "au"}
_PLURAL = {"les", "des", "ces", "aux"}
# Infinitives, participles and adverbs, which the tagger takes for verbs too: « les mesures prises/VERB ».
_NOT_FINITE = ("er", "ir", "re", "ant", "é", "ée", "és", "ées", "ises", "ites", "ement")
_HEARD = 3.0  # Zipf frequency of a word that exists
# The letters that a finite verb can end with: « partisan/VERB » is none.
_FINITE_ENDS = frozenset("estdxaizc")
_SUBORDINATORS = frozenset({"quand", "lorsque", "lorsqu'", "si"})


def content_words(par: Paragraph, first: int, last: int) -> int:
    """Number of nouns, adjectives, verbs and names among the tokens."""
    return sum(par.tags[i] in _CONTENT for i in range(first, last + 1))


def count_notions(par: Paragraph, span: Span) -> int:
    """Number of content words, a name of several words counted once: « un départ de Bachar al-Assad » has two.
    A number is none."""
    tags = [par.tags[i] for i in par.tokens_in(*span) if par.words[i] != "-"]
    names = sum(one == other == "PROPN" for one, other in pairwise(tags))
    return sum(tag in _CONTENT and tag != "NUM" for tag in tags) - names


def looks_foreign(par: Paragraph, span: Span) -> float:
    """The gap of the span's words, raised where the loanword rules see one there."""
    loan = par.loanword_at(*span)
    gap = foreignness(par.text[span[0] : span[1]])
    return gap + loan[1] if loan else gap


def is_clause(par: Paragraph, span: Span) -> bool:
    """Whether a finite verb stands in the span before any subordinate clause: it is no noun phrase."""
    tokens = par.tokens_in(*span)
    for number in tokens:
        word, tag = par.words[number], par.tags[number]
        if word in RELATIVE or (word in _SUBORDINATORS and number > tokens.start):
            return False
        if tag in {"VERB", "AUX"} and word[-1:] in _FINITE_ENDS and not word.endswith(_NOT_FINITE):
            return True
    return False


def has_relative(par: Paragraph, span: Span) -> bool:
    """Whether a relative clause stands in the span."""
    return any(par.words[number] in RELATIVE for number in par.tokens_in(*span))


def agrees(par: Paragraph, span: Span, cue: str) -> bool:
    """Whether a participle in the cue can be of the noun before it: not « une tarte, appelé »."""
    participle = _PARTICIPLE.search(cue)
    number = par.token_from(span[0]) - 1
    if not participle or number < 0:
        return True
    feminine, plural = bool(participle[1]), bool(participle[2])
    determiner = par.words[number]
    if determiner in _FEMININE | _MASCULINE:
        return not plural and feminine == (determiner in _FEMININE)
    return plural or not (determiner in _PLURAL or _is_plural(par.words[number + 1]))


def _is_plural(noun: str) -> bool:
    """Whether a word is the plural of another, by its form alone: « morales », not « processus »."""
    return len(noun) > 4 and noun.endswith("s") and zipf(noun[:-1]) > _HEARD
