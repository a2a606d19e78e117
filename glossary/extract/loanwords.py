"""Foreign words in French prose: each proposed span is given a confidence from named signals.

The confidence is a logistic sum of signals (``foreign_signals``) whose weights stand in
``rules/loanword_weights.toml``. A form that is sure in one place of a text lends confidence to its other
occurrences there (Gale, Church and Yarowsky 1992, « One Sense Per Discourse »).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from glossary.extract.columns import Columns, Line, read_columns
from glossary.extract.foreign_forms import has_shape, look_up
from glossary.extract.foreign_signals import REACH, weigh_signals
from glossary.extract.foreign_spans import Span, find_spans, in_foreign_passage
from glossary.extract.foreign_words import Word, cut_words, may_hold_foreign
from glossary.forms import straighten
from glossary.model import Gloss, Loanword
from glossary.rules.loanwords import load_languages, load_weights

KEPT = 0.5  # a loanword that the text does not gloss needs at least this confidence
SURE = 0.7  # from here on a form speaks for its other occurrences in the text
SHARED = 0.75  # and gives them this part of its own confidence
WEAK = 0.15  # a glossed proposal needs at least this
LONGEST_TERM = 6  # words of a glossed foreign term; a longer one is a quotation

Proposal = tuple[int, int, dict[str, float]]


def find_loanwords(text: str, docs: Iterable[Any] | Columns) -> list[Loanword]:
    """Every possible loanword with its confidence, in text order; ``keep_loanwords`` decides."""
    columns = read_columns(docs)
    return _agree([word for line in columns.lines for word in _in_paragraph(text, columns, line)])


def keep_loanwords(text: str, possible: Iterable[Loanword], glosses: Iterable[Gloss]) -> list[Loanword]:
    """Those with enough evidence, those that the text glosses, and the other occurrences of the latter."""
    possible = list(possible)
    glossed = list(_glossed_terms(text, possible, glosses))
    forms = {_same(word.text) for word in glossed}
    kept = {(word.start, word.end): word for word in glossed}
    for word in possible:
        if word.confidence >= KEPT or _same(word.text) in forms:
            kept.setdefault((word.start, word.end), word)
    return _longest(kept.values())


def propose(docs: Iterable[Any] | Columns) -> Iterator[Proposal]:
    """Each proposed span of an article, by its place, with its signals."""
    columns = read_columns(docs)
    for line in columns.lines:
        for _, _, proposal in _proposals(columns, line):
            yield proposal


def _proposals(columns: Columns, line: Line) -> Iterator[tuple[Sequence[Word], Span, Proposal]]:
    plain = line.text
    if not may_hold_foreign(plain):
        return
    words = cut_words(plain)
    tag_at = _tags(columns, line)
    for span in find_spans(plain, words, tag_at):
        if not in_foreign_passage(words, span):
            start, end = words[span.first].start, words[span.last].end
            yield words, span, (line.start + start, line.start + end, weigh_signals(plain, words, span, tag_at(start)))


def _in_paragraph(text: str, columns: Columns, line: Line) -> Iterator[Loanword]:
    for words, span, (start, end, signals) in _proposals(columns, line):
        language = _language(line.text, words[span.first : span.last + 1])
        yield Loanword(start, end, text[start:end], language, *_confidence(signals))


def _confidence(signals: dict[str, float]) -> tuple[float, str]:
    """A logistic sum, and the signals that spoke most for it."""
    weights = load_weights()
    parts = {name: weights[name] * value for name, value in signals.items()}
    spoke = sorted((name for name, part in parts.items() if part > 0.2), key=lambda name: -parts[name])
    return round(1 / (1 + math.exp(-sum(parts.values()))), 3), "+".join(spoke[:3])


def _tags(columns: Columns, line: Line) -> Callable[[int], str]:
    """The part of speech of the word at a place of the paragraph; the table is made when first asked for."""
    table: dict[int, str] = {}

    def tag_at(start: int) -> str:
        if not table:
            words = slice(*line.words)
            places = (columns.starts[words] - line.start).tolist()
            tags = map(columns.lexicon.pos.__getitem__, columns.numbers[words].tolist())
            table.update(zip(places, tags, strict=True))
        return table.get(start, "X")

    return tag_at


def _language(plain: str, inside: Sequence[Word]) -> str:
    """English where the forms are; else the language whose letters they have, or that the text names nearby."""
    form = plain[inside[0].start : inside[-1].end].lower()
    known = any(word.form.english > 2 and word.form.gap > 0.3 for word in inside)
    around = plain[max(0, inside[0].start - REACH) : inside[-1].end + REACH]
    for language in load_languages():
        if not language.letters.isdisjoint(form) or (not known and language.names.search(around)):
            return language.code
    return "en"


def _same(form: str) -> str:
    """The form without what does not make another word: capitals, hyphens, the plural."""
    plain = straighten(form).lower().replace("-", " ")
    return plain.removesuffix("s")


def _agree(found: list[Loanword]) -> list[Loanword]:
    """Let the surest occurrence of each form speak for the others."""
    best: dict[str, float] = {}
    for word in found:
        best[_same(word.text)] = max(best.get(_same(word.text), 0.0), word.confidence)
    return [_raised(word, best[_same(word.text)]) for word in found]


def _raised(word: Loanword, best: float) -> Loanword:
    shared = round(best * SHARED, 3)
    if best < SURE or word.confidence >= shared:
        return word
    return replace(word, confidence=shared, evidence=(word.evidence + "+meme-texte").lstrip("+"))


def _glossed_terms(text: str, possible: Sequence[Loanword], glosses: Iterable[Gloss]) -> Iterator[Loanword]:
    """The foreign terms that glosses explain: as proposed where a proposal overlaps, else as the gloss has them.

    A gloss is a weak witness of what is a name, so that a proposal must not be all but ruled out, and a term
    that was not even proposed must have no capital, and no word that is French rather than foreign.
    """
    starts = [word.start for word in possible]
    for gloss in glosses:
        if gloss.term_lang in {"fr", "la"} or gloss.kind == "acronym" or not _can_be_loanword(gloss.term):
            continue
        near = possible[max(0, bisect_left(starts, gloss.term_start) - 1) : bisect_right(starts, gloss.term_end)]
        over = [word for word in near if word.start < gloss.term_end and gloss.term_start < word.end]
        yield from (word for word in over if word.confidence >= WEAK)
        if not over and all(_rather_foreign(part) for part in re.split(r"[ '-]", straighten(gloss.term))):
            yield Loanword(gloss.term_start, gloss.term_end, gloss.term, gloss.term_lang, gloss.confidence, "glose")


def _rather_foreign(word: str) -> bool:
    form = look_up(word)
    known = form.in_french and (form.gap <= 0 or has_shape(word, "adjectif"))
    known = known or (form.looks_learned and not form.in_english)  # « sternum » is of no language in particular
    return not (known or form.established or form.looks_french or form.latin) and form.kind not in {
        "grammar",
        "cognate",
    }


def _can_be_loanword(term: str) -> bool:
    """Neither an initialism, nor a name, nor a whole sentence."""
    return term[:1].islower() and len(term.split()) <= LONGEST_TERM


def _longest(words: Iterable[Loanword]) -> list[Loanword]:
    """In text order, without those that overlap a longer one."""
    kept: list[Loanword] = []
    for word in sorted(words, key=lambda w: (w.start, -w.end)):
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return kept
