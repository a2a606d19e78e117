"""The stretch of text that the letters of a short form stand for."""

from __future__ import annotations

import re

from glossary.extract.letters import align, covered, letters_of
from glossary.extract.spans import Paragraph, Span
from glossary.extract.words import word_list

_WORD = re.compile(r"[^\W_]+")
_WINDOW = 170  # characters before a bracket in which a long form can start
_BARRIER = re.compile(r"[;!?()\[\]]|\. |: ")
_NO_START = word_list("jamais-au-début")


def long_form_before(par: Paragraph, place: int, short: str) -> tuple[Span, float] | None:
    """The long form that ends at or shortly before ``place``, and what its alignment costs a letter."""
    place = par.back_spaces(place)
    left = max(0, place - _WINDOW, par.sentences[par.sentence_at(place - 1)][0])
    for barrier in _BARRIER.finditer(par.text, left, place):
        left = barrier.end()
    words = list(_WORD.finditer(par.text, left, place))[-(3 * len(short) + 8) :]
    best: tuple[float, int, Span] | None = None
    for number in range(len(words) - 1, -1, -1):
        if words[number][0].lower() in _NO_START:
            continue
        found = align(short, [w[0] for w in words[number:]])
        if not found:
            continue
        cost, used = found
        trailing = len(words) - number - used
        far = trailing > 1 and (cost > 0 or len(short) < 4 or used < 4)
        if far or (used == 1 and len(words[number][0]) < 4) or _same(words[number][0], short):
            continue
        total = cost + min(0.25 * trailing, 0.35)
        span = par.trim(*par.whole_word((words[number].start(), words[number + used - 1].end())))
        if best is None or total < best[0] - 0.02:
            best = (total, number, span)
    if best is None or best[0] > 0.4:
        return None
    return best[2], best[0]


def aligned_prefix(par: Paragraph, span: Span, short: str) -> tuple[Span, float] | None:
    """The part of ``span`` from its start that the short form stands for, and the cost of the alignment."""
    words = list(_WORD.finditer(par.text, *span))
    for skip in (0, 1):
        if skip and (len(words) < 2 or words[0][0].lower() not in _NO_START):
            break
        found = align(short, [w[0] for w in words[skip:]])
        if not found:
            continue
        cost, used = found
        rest = len(words) - skip - used
        alone = used == 1 and len(letters_of(short)) > 1
        if (alone and (rest or len(words[skip][0]) < len(short) + 3)) or _same(words[skip][0], short):
            continue
        end = words[skip + used - 1].end() if rest > 2 else span[1]
        return par.trim(words[skip].start(), end), cost + 0.05 * rest
    return None


def reordered(par: Paragraph, span: Span, short: str) -> float:
    """Share of the letters that are initials in the span, in whatever order."""
    return covered(short, [w[0] for w in _WORD.finditer(par.text, *span)])


def _same(word: str, short: str) -> bool:
    return word.lower() == short.lower()
