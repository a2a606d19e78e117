"""Lines that say again what another line says: teasers of the article on its own page, running heads.

Only what is cut off, stands after the article, or heads three pages is a repeat: laws and reports repeat
whole paragraphs, and they mean it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from glossary.read.shapes import is_prose, of_a_line

SHORTEST = 40  # letters; below, saying it twice may be style
_NO_LETTER = re.compile(r"[\W_]+")  # accents too, once they stand apart
_NO_ASCII_LETTER = bytes(code for code in range(128) if not chr(code).isalnum())
RUNNING_HEAD = 3  # times
_CUT_OFF = re.compile(r"\s*(?:[\[(]?(?:\.\.\.|…)[\])]?|lire la suite.{0,12}|en savoir plus.{0,8})\s*$", re.IGNORECASE)


@of_a_line
def letters(line: str) -> str:
    """The letters and digits alone: teasers lose spaces and line ends when copied."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", line.casefold()))


def _ascii_letters(text: str) -> bytes:
    """Those of them that are ASCII, which are sifted out much faster."""
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").translate(None, _NO_ASCII_LETTER)


def _stands_in(wording: str, lines: Iterable[str]) -> bool:
    """Whether the letters of the lines, one after the other, hold those of the wording."""
    text = "\n".join(lines)
    return _ascii_letters(wording) in _ascii_letters(text) and wording in letters(text)


def find_repeats(texts: dict[int, str]) -> dict[int, str]:
    """The lines that repeat others, by index; the first of equal lines is never one."""
    return _running_heads(texts) | _cut_off_lines(texts) | _closing_repeats(texts)


def _running_heads(texts: dict[int, str]) -> dict[int, str]:
    """Short lines, not sentences, that come back page after page: all but the first."""
    short = {i: line for i, line in texts.items() if 10 <= len(line) <= 100 and not re.search(r"[.:;,!?]$", line)}
    times = Counter(short.values())
    seen: set[str] = set()
    out = {}
    for index, line in short.items():
        if times[line] >= RUNNING_HEAD and line in seen:
            out[index] = "titre-courant"
        seen.add(line)
    return out


def _cut_off_lines(texts: dict[int, str]) -> dict[int, str]:
    """Lines that end in « … » and whose wording begins or stands in other lines."""
    out = {}
    for index, line in texts.items():
        # What cuts off has some 25 characters at most; asked of the end of the line first, since most have none.
        tail = line.rstrip()[-60:].lower()
        cut = tail.endswith(("...", "…", ")", "]")) or "suite" in tail or "plus" in tail
        end = _CUT_OFF.search(line) if cut else None
        wording = letters(line[: end.start()])[:-3] if end else ""  # it may be cut within its last word
        if len(wording) < SHORTEST:
            continue
        after = (letters(other) for i, other in texts.items() if i > index)
        if _stands_in(wording, _above(texts, index)) or any(other.startswith(wording) for other in after):
            out[index] = "redite"
    return out


def _above(texts: dict[int, str], index: int) -> Iterator[str]:
    return (line for i, line in texts.items() if i < index)


def _closing_repeats(texts: dict[int, str]) -> dict[int, str]:
    """From the end upwards, the lines whose whole wording stands above; other short lines are passed."""
    out = {}
    for index in reversed(texts):
        wording = letters(texts[index])
        if len(wording) >= SHORTEST:
            if _stands_in(wording, _above(texts, index)):
                out[index] = "redite"
            elif is_prose(texts[index]):
                break
    return out
