"""Initialisms and other short forms: « EI », « ONG », « R&D », « ARNm », « DSP2 »."""

from __future__ import annotations

import re
from functools import lru_cache

from glossary.extract.words import word_list
from glossary.forms import zipf
from glossary.model import Abbreviation

LONGEST = 9
_SHORT = re.compile(
    r"(?<![\w.&/@#'’-])"  # « l'ONG »: the apostrophe is looked at by hand
    r"(?:[A-Z](?:\.[A-Z]){1,6}\.?"  # O.N.U.
    r"|(?=[a-z]?[A-Z])[a-z]?[A-Z][A-Za-z]{0,2}(?:[&/-]?[A-Z0-9][a-z]?){1,7}s?)"
    r"(?![\w@]|-[a-z]*[A-Z]{2}|[.:]\w)"  # « ID:nL5N11O30C » is a code
)
_ELISION = re.compile(r"(?<=[’'])", re.UNICODE)
# What follows the town of a dateline: « WASHINGTON, 18 septembre (Reuters) - », « PARIS (AFP) — ».
_DATELINE = re.compile(r"(?:,? +(?:le )?\d{1,2}(?:er)? \w+| *\([^()\n]{2,30}\) *[-–—])")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:s|er|e)?")
_UNITS = word_list("unités")


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Every short form with at least two capitals, plural s included, outside shouted passages.

    Left out: Roman numerals, units, the town of a dateline, codes, and words in capitals among other words in capitals.
    """
    found = []
    for match in _SHORT.finditer(_open_elisions(text)):
        form = match[0]
        if _is_short(form) and not (_is_dateline(text, match) or _is_shouted(text, match.start(), match.end(), form)):
            found.append(Abbreviation(match.start(), match.end(), text[match.start() : match.end()]))
    return found


def _open_elisions(text: str) -> str:
    """« l'ONG » as « l ONG », same length: an elided article is a word of its own."""
    return text.replace("'", " ").replace("’", " ")


def _is_short(form: str) -> bool:
    core = form.replace(".", "")
    if len(core) > LONGEST + 1 or core.removesuffix("s") in _UNITS or core in _UNITS:
        return False
    capitals = sum(c.isupper() for c in core)
    if capitals < 2 and not (capitals == 1 and core[-1].isdigit() and len(core) == 2):
        return False
    if _ROMAN.fullmatch(core) or (capitals == 1 and not core[0].isalpha()):
        return False
    return not re.fullmatch(r"[A-Z][a-z]{2,}[A-Z][a-z]+", core)


def _is_dateline(text: str, match: re.Match[str]) -> bool:
    """Whether it is the town at the head of an agency's paragraph."""
    at_the_head = text[max(0, match.start() - 1) : match.start()] in ("", "\n")
    return at_the_head and len(match[0]) > 3 and match[0].isalpha() and bool(_DATELINE.match(text, match.end()))


def _is_shouted(text: str, start: int, end: int, form: str) -> bool:
    """Whether it is a word of a headline in capitals: a neighbour is in capitals too, or it reads as a French word
    in a line that is mostly capitals."""
    left = text[max(0, start - 40) : start].split()[-2:]
    right = text[end : end + 40].split()[:2]
    near = [word.strip("«»\"'.,:;()[]!?") for word in (*left, *right)]
    loud = sum(_is_loud(word) for word in near)
    if not loud:
        return False
    longer = any(len(word) > 5 and _is_loud(word) for word in near)
    return (loud >= 2 or longer) and (longer or _is_word(form) or _line_is_loud(text, start))


def _is_loud(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not any(c.isdigit() for c in word)


def _line_is_loud(text: str, place: int) -> bool:
    """Whether the 200 characters around, within the line, are mostly capitals."""
    left = text.rfind("\n", max(0, place - 100), place) + 1 or max(0, place - 100)
    end = text.find("\n", place, place + 100)
    letters = [c for c in text[left : end if end >= 0 else place + 100] if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.7 * len(letters)


@lru_cache(maxsize=16_384)
def _is_word(form: str) -> bool:
    """Whether the letters are a common French word, as in a title in capitals."""
    return zipf(form.lower()) > 4.0
