"""Lines as they come → paragraphs: hard-wrapped lines joined, words cut at line ends mended.

A line is taken for wrapped where the next word would not have fitted on it; that is the one trace that
wrapping leaves in any text. Headings, lists and menus do not show it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

SENTENCE_END = re.compile(r"[.!?…:;][»”\"')\]\s]*$")
_CUT = re.compile(r"[^\W\d_]([-\u00ad\u2010])$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200b]")  # most texts have none
_LIST_ITEM = re.compile(r"\s*(?:[-–—•*▪●◦]|\d{1,2}[.)])\s")
NARROWEST, WIDEST = 30, 130  # columns of hard-wrapped text: e-mail 72, PDF 50 to 110


def normalise_newlines(text: str) -> str:
    """One kind of line end; no byte-order mark; no control character."""
    text = text.removeprefix("\ufeff")
    if not _CONTROL.search(text):
        return text
    text = re.sub(r"\r\n?|\x85|\u2028|\u2029|\x0b|\x0c", "\n", text)
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b]", "", text)


def wrap_width(lines: list[str]) -> int:
    """The width that the text was wrapped to, or 0 if it was not.

    Wrapped text has many neighbouring lines of nearly equal length, most of which end within a sentence.
    """
    pairs = [(a.strip(), b.strip()) for a, b in pairwise(lines) if a.strip() and b.strip()]
    inner = [(a, b) for a, b in pairs if NARROWEST <= len(a) <= WIDEST and not SENTENCE_END.search(a)]
    if len(inner) < 3 or len(inner) < 0.4 * len(pairs):
        return 0
    lengths = sorted(len(a) for a, _ in inner)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if sum(len(line.strip()) > 1.25 * width for line in lines) > 0.1 * len(lines):
        return 0
    full = sum(len(a) + 1 + len(b.split()[0]) > 0.85 * width for a, b in inner)
    continued = sum(b[0].islower() for _, b in inner)
    return width if full >= 0.7 * len(inner) and continued >= 0.4 * len(inner) else 0


def join_wrapped(lines: list[str]) -> list[str]:
    """The lines with wrapped ones joined; blank lines stay as "" between paragraphs."""
    width = wrap_width(lines)
    joined: list[str] = []
    last = ""
    for line in lines:
        line = line.strip()
        if joined and joined[-1] and line and _continues(last, line, width):
            joined[-1] = join_lines(joined[-1], line)
        else:
            joined.append(line)
        last = line
    return joined


def _continues(last: str, line: str, width: int) -> bool:
    """Whether ``line`` goes on where ``last`` (one written line, not the whole paragraph) was broken."""
    if _CUT.search(last) and line[0].islower() and len(last) > NARROWEST:
        return True
    if not width or _LIST_ITEM.match(line):
        return False
    if SENTENCE_END.search(last):
        return len(last) + 1 + len(line.split()[0]) > width
    return len(last) + 1 + len(line.split()[0]) > (0.6 if line[0].islower() else 0.85) * width


def join_lines(before: str, after: str) -> str:
    """Two lines as one; a word cut by a hyphen is mended, a compound keeps its hyphen."""
    cut = _CUT.search(before)
    if not cut or not after[0].islower():
        return f"{before} {after}"
    left = re.findall(r"[^\W\d_]+", before)[-1]
    right = re.match(r"[^\W\d_]+", after)
    assert right, "a lower-case letter begins a word"
    if cut[1] != "\u00ad" and not is_one_word(left, right[0]):
        return before + after
    return before[:-1] + after


@cache
def is_one_word(left: str, right: str) -> bool:
    """Whether the two halves are one word cut at a line end, rather than a compound's parts.

    Asked of wordfreq's French list: « informa|tion » is known whole, « porte|parole » only in parts.
    """
    from wordfreq import zipf_frequency

    whole, *halves = (zipf_frequency(word, "fr", wordlist="large") for word in (left + right, left, right))
    # Careless writers weld compounds (« porteparole »), a hundred times more rarely than they write the parts.
    return (whole > 0 and whole >= min(halves) - 2) or min(halves) <= 2
