"""A paragraph cut into words, each with what is known of its form and what its place rules out."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from glossary.extract.foreign_forms import Form, look_up

_WORD = re.compile(r"[^\W\d_]+(?:[-–][^\W\d_]+)*")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:•\n]|^\s*[-–—*]+\s*$")
_IDENTIFIER = re.compile(r"[0-9\u0300-\u036f@#$\\=<>{}_+|~^/]")
_INNER_CAPITAL = re.compile(r"[^\W_A-Z-][A-Z]|^[A-Z]{2}")
_COMMAND = re.compile(r"\b(?:git|npm|npx|pip|sudo|apt|apt-get|docker|kubectl|cargo|yarn|brew|ssh|curl) ")
_ADDRESS = re.compile(r"\.\w|//|\\|@\w|\w@")
_PLAIN_BEFORE, _PLAIN_AFTER = frozenset(("", *" '«\"(-")), frozenset(("", *" ',;:»\")-"))  # around words of prose
STARTS = frozenset({"foreign", "unheard"})


class Word(NamedTuple):
    """A word of a paragraph: its place, and what is known of its form."""

    start: int
    end: int
    form: Form
    kind: str  # the form's, unless what stands around the word rules it out
    capital: bool
    opens: bool  # opens a sentence: its capital says nothing


@functools.lru_cache(maxsize=100_000)
def _look_up(word: str) -> tuple[Form, str, bool]:
    """What is known of a word as it is spelled: its form, its kind by itself, and whether it has a capital."""
    form = look_up(word.lower().replace("–", "-"))
    mixed = len(word) > 1 and _mixed(word)
    return form, "french" if mixed else form.kind, not word[0].islower()


@functools.lru_cache(maxsize=50_000)
def _holds_start(piece: str) -> bool:
    return any(look_up(word.lower().replace("–", "-")).kind in STARTS for word in _WORD.findall(piece))


def may_hold_foreign(text: str) -> bool:
    """Whether some word may be foreign: most paragraphs hold none, and need not be cut into ``Word``s."""
    return any(map(_holds_start, text.split()))


def cut_words(text: str) -> list[Word]:
    """The words of a paragraph, without the elided articles before them."""
    words: list[Word] = []
    commanded = _COMMAND.search(text) is not None
    opens = True
    last_end = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not opens and text[last_end:start] != " ":
            opens = _SENTENCE_END.search(text, last_end, start) is not None
        last_end = end
        if text[end : end + 1] == "'" and _ELIDED.fullmatch(text, start, end):
            continue
        form, kind, capital = _look_up(match[0])
        if kind != "french" and _is_code(text, start, end, commanded):
            kind = "french"
        words.append(Word(start, end, form, kind, capital, opens))
        opens = False
    return words


def _mixed(word: str) -> bool:
    """All capitals, or capitals inside (« OpenStreetMap »)? An initialism, a product, an identifier."""
    return not word.islower() and (word.isupper() or _INNER_CAPITAL.search(word) is not None)


def _is_code(text: str, start: int, end: int, commanded: bool) -> bool:
    """Is the word part of an identifier, an address or a file name? ``commanded``: the text has a command somewhere."""
    if commanded and any(found.end() == start for found in _COMMAND.finditer(text, max(0, start - 12), start)):
        return True
    if text[start - 1 : start] in _PLAIN_BEFORE and text[end : end + 1] in _PLAIN_AFTER:
        return False
    if _IDENTIFIER.match(text[start - 1 : start]) or _IDENTIFIER.match(text[end : end + 1]):
        left, right = text.rfind(" ", 0, start), text.find(" ", end)
        chunk = text[max(left + 1, start - 60) : min(right if right >= 0 else len(text), end + 60)]
        return "/" not in chunk or _ADDRESS.search(chunk) is not None or chunk.count("/") > 1
    after = text[end : end + 2]
    return (after[:1] == "." and after[1:].isalnum()) or (
        start > 1 and text[start - 1] == "." and text[start - 2].isalnum()
    )
