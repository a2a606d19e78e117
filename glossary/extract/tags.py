"""Tokens as the term patterns see them: one letter, a normal form, and what they say of their neighbours."""

from __future__ import annotations

from typing import NamedTuple

from glossary.extract.broken import is_word
from glossary.extract.patterns import load_rules
from glossary.forms import lower, normal_word, singular

LEFT = (
    "start", "article", "indefinite", "determiner", "de", "preposition",
    "noun", "adjective", "verb", "word", "opening", "mark",
)  # fmt: skip
RIGHT = ("end", "mark", "opening", "de", "preposition", "noun", "adjective", "verb", "conjunction", "word")
_LETTERS = {"NOUN": "N", "ADJ": "A", "PROPN": "X", "X": "X", "VERB": "V", "AUX": "."}
_DE = frozenset({"de", "d'", "du", "des"})
_LEFT_BY_POS = {
    "NOUN": 6,
    "PROPN": 6,
    "X": 6,
    "ADJ": 7,
    "VERB": 8,
    "AUX": 8,
    "ADP": 5,
    "PUNCT": 11,
    "SYM": 11,
    "SPACE": 0,
}
_RIGHT_BY_POS = {
    "NOUN": 5,
    "PROPN": 5,
    "X": 5,
    "ADJ": 6,
    "VERB": 7,
    "AUX": 7,
    "ADP": 4,
    "CCONJ": 8,
    "PUNCT": 1,
    "SPACE": 0,
}
_OPENING = frozenset('«"([')
_STRONG = frozenset({".", "!", "?", "…", "..."})


class Word(NamedTuple):
    """A spelling with a tag, as numbers that make the rows of a table. ``letter`` is "." where no term may hold it."""

    letter: str
    normal: str
    left: int  # what it is to the candidate on its right: an index of LEFT
    right: int  # what it is to the candidate on its left: an index of RIGHT
    tag: int  # 0 noun, 1 adjective, 2 participle, 3 verb, 4 name or foreign word, 5 other
    capital: int  # « Paris », not « OTAN »
    plural: int
    initials: int  # « OTAN »
    article: int
    name: int  # has a capital and is no common noun that goes with one: « État »


BOUNDARY = Word(".", "", 0, 0, 5, 0, 0, 0, 0, 0)


def describe(text: str, pos: str, morph: str) -> Word:
    """What the patterns and the counts need to know of a token."""
    rules = load_rules()
    form = text.lower()
    participle = pos in ("VERB", "AUX") and "VerbForm=Part" in morph
    letter = _letter(text, pos, participle)
    normal = normal_word(text, "N" if letter == "M" else letter).replace("-", " ") if letter != "." else ""
    capital = text[:1].isupper() and not text[1:].isupper()
    return Word(
        letter=letter,
        normal=normal,
        left=_left(form, pos, rules.articles),
        right=2 if form in _OPENING else 0 if form in _STRONG else 3 if form in _DE else _RIGHT_BY_POS.get(pos, 9),
        tag={"N": 0, "M": 0, "A": 2 if participle else 1, "V": 3, "X": 4}.get(letter, 5),
        capital=int(capital),
        plural=int(letter in "NMA" and form[-1:] in "sx" and singular(lower(text)) != lower(text)),
        initials=int(len(text) > 1 and text.isupper()),
        article=int(letter == "D"),
        name=int(capital and normal not in rules.capital_nouns),
    )


def _letter(text: str, pos: str, participle: bool) -> str:
    form = text.lower()
    rules = load_rules()
    if pos == "CCONJ" or form in ("et", "ou"):
        return "C" if form in ("et", "ou") else "."
    if form in rules.articles and pos in ("DET", "PRON"):
        return "D"
    if form in rules.prepositions and pos in ("ADP", "DET"):
        return "P"
    if form == "non" or (pos == "ADV" and len(form) > 7 and form.endswith("ment")):
        return "R"
    if participle and form.endswith("ant"):
        return "."
    if pos == "NOUN" and form in rules.homograph_nouns:
        return "N"
    letter = "A" if participle else _LETTERS.get(pos, ".")
    if letter == "." or form in rules.tool_words or not is_word(text) or (len(text) < 2 and letter != "X"):
        return "."
    normal = normal_word(text, letter)
    if normal in rules.tool_words or normal in rules.dates or (len(normal) < 3 and not text.isupper()):
        return "."
    if letter == "A" and normal in rules.empty_adjectives:
        return "."
    return "M" if letter == "N" and normal in rules.empty_nouns else letter


def _left(form: str, pos: str, articles: frozenset[str]) -> int:
    if form in _STRONG:
        return 0
    if form in _OPENING:
        return 10
    if form in _DE:
        return 4
    if pos == "DET":
        return 1 if form in articles else 2 if form in ("un", "une") else 3
    return _LEFT_BY_POS.get(pos, 9)
