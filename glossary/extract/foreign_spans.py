"""Where a foreign expression starts and ends: the longest run of words that can belong to it.

The spans are proposals; ``loanwords`` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from glossary.extract.foreign_forms import has_shape, look_up
from glossary.extract.foreign_words import STARTS, Word
from glossary.rules.loanwords import load_established, load_words

_ENCLOSED = re.compile(r"«([^«»\n]{2,90})»|\"([^\"\n]{2,90})\"|\(([^()\n]{2,120})\)|\[([^\[\]\n]{2,120})\]")
_SHORT_BEFORE = re.compile(
    r"\b([A-Z][A-Za-z]{1,7})s?[»\" ]{0,3}[(\[:=,]? ?(?:pour|signifie|soit|ou|de l'anglais|en anglais|abréviation de)?,?"
    r" ?[(\[«\" ]{0,3}$"
)
_SHORT_AFTER = re.compile(r"[»\" ]{0,3}[(\[,] ?(?:ou )?[«\"]? ?([A-Z][A-Za-z]{1,7})s?\b")
PARTS = frozenset({"english", "cognate"})
LONGEST = 8  # words of an expression; a longer run is a quotation
NOT_HEADS = frozenset({"VERB", "AUX", "DET", "PRON", "ADP"})


class Span(NamedTuple):
    """Words first..last (inclusive) of a paragraph that may be one foreign expression."""

    first: int
    last: int


def find_spans(text: str, words: list[Word], tag_at: Callable[[int], str]) -> list[Span]:
    """Every span that may be foreign, none overlapping; those that fill quotes or brackets first.

    ``tag_at`` gives the part of speech of the word that starts there.
    """
    if not any(word.kind in STARTS for word in words):
        return []
    found = list(_enclosed(text, words))
    taken = {place for span in found for place in range(span.first, span.last + 1)}
    for place, word in enumerate(words):
        if word.kind in STARTS and place not in taken:
            span = _run(text, words, place, tag_at)
            if taken.isdisjoint(range(span.first, span.last + 1)):
                found.append(span)
                taken.update(range(span.first, span.last + 1))
    established = load_established()
    return [span for span in sorted(found) if _spelled(words, span) not in established]


def _spelled(words: list[Word], span: Span) -> str:
    return " ".join(word.form.text for word in words[span.first : span.last + 1])


def _enclosed(text: str, words: list[Word]) -> Iterator[Span]:
    """What fills quotes or brackets, and can be foreign from its first word to its last."""
    starts = [word.start for word in words]
    determiners = load_words()["determinant"]
    for match in _ENCLOSED.finditer(text):
        start, end = match.span(match.lastindex or 0)
        first, last = bisect_left(starts, start), bisect_left(starts, end) - 1
        while first < last and words[first].form.text in determiners and words[first].kind != "foreign":
            first += 1
        if not 0 <= last - first < LONGEST or text[words[last].end : end].strip(" ,;.'"):
            continue
        if not all(_joined(text, words, place) for place in range(first, last)):
            continue
        inside = words[first : last + 1]
        if _whole(inside) or (any(word.kind == "foreign" for word in inside) and spells_out(text, inside)):
            yield Span(first, last)


def _whole(words: list[Word]) -> bool:
    """Can these words be one foreign expression? One is foreign by itself, the others can go with it."""
    kinds = [word.kind for word in words]
    if "french" in kinds or "grammar" in kinds or kinds[0] == "link" or kinds[-1] == "link":
        return False
    return "foreign" in kinds or "unheard" in kinds


def spells_out(text: str, words: list[Word]) -> bool:
    """Do the words' first letters spell an initialism that stands just before or after them?

    Links may be left out (« RFC: Request for Comments »), after Schwartz and Hearst (2003), « A Simple
    Algorithm for Identifying Abbreviation Definitions in Biomedical Text », made strict on first letters.
    """
    start, end = words[0].start, words[-1].end
    short = _SHORT_BEFORE.search(text, max(0, start - 30), start) or _SHORT_AFTER.match(text, end, end + 14)
    if short is None:
        return False
    parts = [part for word in words for part in word.form.text.split("-") if part]
    full = "".join(part[0] for part in parts)
    content = "".join(part[0] for part in parts if not look_up(part).link)
    return len(parts) > 1 and short[1].lower() in {full, content}


def _joined(text: str, words: list[Word], place: int) -> bool:
    """Does only a space stand between this word and the next?"""
    return text[words[place].end : words[place + 1].start] == " "


def _run(text: str, words: list[Word], place: int, tag_at: Callable[[int], str]) -> Span:
    """Widen a foreign word to its neighbours, right before left: the head of an English compound is last."""
    first = last = place
    while last + 1 < len(words) and (step := _step_right(text, words, last, tag_at)):
        last += step
    while first > 0 and _goes_left(text, words, first, tag_at):
        first -= 1
    return Span(first, last)


def _step_right(text: str, words: list[Word], last: int, tag_at: Callable[[int], str]) -> int:
    """How many words to take in on the right: 0, 1, or 2 over a word that needs the next (« peer to peer »)."""
    if not _joined(text, words, last):
        return 0
    here, right = words[last], words[last + 1]
    if right.capital and not here.capital:
        return 0
    if right.kind == "foreign":
        return 1
    if right.kind == "unheard":
        told = right.form.looks_foreign or right.form.in_english
        return int(told and here.capital == right.capital and here.kind == "foreign")
    if right.kind in PARTS and here.capital and right.capital and not right.opens:
        return 1
    if right.kind in {"link", *PARTS} and last + 2 < len(words) and _joined(text, words, last + 1):
        beyond = words[last + 2]
        if beyond.kind == "foreign" and (here.capital or not beyond.capital):
            return 2
    return int(here.kind in {"foreign", "english"} and _heads(right, tag_at))


def _heads(word: Word, tag_at: Callable[[int], str]) -> bool:
    """Can the word be the head of an English compound, and not a French adjective or verb (« hacker original »)?

    The tagger is a weak witness among foreign words (« think/ADJ tank/ADJ »): it is believed on verbs and
    small words only.
    """
    if word.kind not in PARTS or word.form.gap < -0.4:
        return False
    if not word.form.in_french or word.form.established:
        return True
    return not has_shape(word.form.text, "adjectif") and tag_at(word.start) not in NOT_HEADS


def _goes_left(text: str, words: list[Word], first: int, tag_at: Callable[[int], str]) -> bool:
    """Does the word on the left belong to the expression?"""
    left, here = words[first - 1], words[first]
    if not _joined(text, words, first - 1) or (left.capital and not here.capital and not left.opens):
        return False
    if here.capital and not left.capital:
        return False
    if left.kind in {"foreign", "unheard"}:
        return left.kind == "foreign" or left.capital == here.capital
    if left.kind in PARTS and here.capital and left.capital and not left.opens:
        return True
    if left.kind != "english" or here.kind == "unheard":
        return False
    if left.form.gap > 0.4 and not left.form.established:
        return True
    opened = (
        first < 2 or words[first - 2].form.text in load_words()["determinant"] or not _joined(text, words, first - 2)
    )
    return opened and left.form.gap > 0.1 and tag_at(left.start) != "VERB"


def in_foreign_passage(words: Sequence[Word], span: Span) -> bool:
    """Is the span part of a quoted foreign sentence? Its small words, or those around it, are English.

    Seven words either way; a French passage that quotes one expression has French small words around it.
    """
    lists = load_words()
    english, french = lists["phrase-anglaise"], lists["grammaire"] | lists["determinant"]
    within = [word.form.text for word in words[span.first : span.last + 1]]
    if len(within) > 2 and not lists["sujet-ou-verbe-anglais"].isdisjoint(within):
        return True
    inside = sum(form in english for form in within)
    around = [*words[max(0, span.first - 7) : span.first], *words[span.last + 1 : span.last + 8]]
    foreign = sum(word.form.text in english for word in around)
    native = sum(word.form.text in french and word.form.text not in english for word in around)
    return inside > 2 or foreign > max(1, native) or (inside + foreign > 1 and native == 0)
