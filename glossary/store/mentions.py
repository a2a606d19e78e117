"""Findings → what is written of them: mentions of concepts and their glosses, each with its context.

Pure: the same findings, published norms and curation give the same rows, whatever else the database holds. That is
what makes an incremental build equal to a full one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from glossary.forms import fold, straighten
from glossary.model import Findings, Gloss, Terms
from glossary.store.curation import Curation

PRIORITY = {"abbreviation": 0, "loanword": 1, "term": 2}


Span = tuple[int, int]


class Mention(NamedTuple):
    """A place where a concept is named. No two have the first three in common: in this order they are sorted."""

    start: int
    end: int
    norm: str
    form: str
    kind: str
    language: str | None
    pattern: str | None
    merged_from: str | None
    context: Span


class Attested(NamedTuple):
    """A gloss of a concept, where the article gives it."""

    norm: str
    merged_from: str | None
    term: str
    gloss: str
    kind: str
    language: str
    term_start: int
    term_end: int
    gloss_start: int
    gloss_end: int
    rule: str
    confidence: float
    status: str
    context: Span


class Named(NamedTuple):
    """A mention before curation: which norm the findings alone give it."""

    norm: str
    form: str
    start: int
    end: int
    kind: str
    language: str | None
    pattern: str | None


def anchored(findings: Findings) -> Iterator[Named]:
    """The mentions that make a concept by themselves: loanwords, abbreviations and whatever is glossed."""
    terms = _norms_by_place(findings) if findings.loanwords else {}
    for word in findings.loanwords:
        norm = fold(terms.get((word.start, word.end), word.text))
        yield Named(norm, word.text, word.start, word.end, "loanword", word.lang, None)
    for short in findings.abbreviations:
        yield Named(straighten(short.text), short.text, short.start, short.end, "abbreviation", None, None)
    norms = gloss_norms(findings)
    for gloss in findings.glosses:
        norm, kind = norms[gloss.term_start, gloss.term_end]
        language = gloss.term_lang if kind == "loanword" else None
        yield Named(norm, gloss.term, gloss.term_start, gloss.term_end, kind, language, None)


def _norms_by_place(findings: Findings) -> dict[Span, str]:
    starts, ends, _, norms, _ = Terms.of(findings.terms).columns
    return dict(zip(zip(starts, ends, strict=True), norms, strict=True))


def gloss_norms(findings: Findings) -> dict[Span, tuple[str, str]]:
    """(norm, kind) of each glossed span: those of the finding in the same place where there is one."""
    if not findings.glosses:
        return {}
    places = {place: (norm, "term") for place, norm in _norms_by_place(findings).items()}
    for word in findings.loanwords:
        norm, _ = places.get((word.start, word.end), (word.text, ""))
        places[word.start, word.end] = fold(norm), "loanword"
    for short in findings.abbreviations:
        places[short.start, short.end] = straighten(short.text), "abbreviation"
    return {
        (gloss.term_start, gloss.term_end): places.get((gloss.term_start, gloss.term_end)) or _own_norm(gloss)
        for gloss in findings.glosses
    }


def _own_norm(gloss: Gloss) -> tuple[str, str]:
    if gloss.kind == "acronym":
        return straighten(gloss.term), "abbreviation"
    return fold(gloss.term), "term" if gloss.term_lang == "fr" else "loanword"


def mentions_of(findings: Findings, published: Container[str], curation: Curation) -> list[Mention]:
    """Every mention of a published concept, in order; one for a place even when several rules found it."""
    # Plain tuples, as the places of a text are many: what Mention begins with, in its order.
    named: dict[tuple[int, int, str], tuple[Any, ...]] = {}
    for found in sorted(anchored(findings), key=_order):
        place = found.start, found.end, found.norm
        named.setdefault(place, (*place, found.form, found.kind, found.language, found.pattern))
    taken = {(start, end) for start, end, _ in named}  # what is more than a candidate is not a candidate besides
    for term in findings.terms:
        start, end, norm = term.start, term.end, term.term
        if norm in published and (start, end) not in taken:
            named[start, end, norm] = start, end, norm, term.text, "term", None, term.pattern
    ordered, make = sorted(named.values()), tuple.__new__
    contexts = zip(ordered, Contexts(findings).around_each(ordered), strict=True)
    if not curation.joins():
        return [make(Mention, (*row, None, context)) for row, context in contexts]
    made: dict[tuple[int, int, str], Mention] = {}
    for row, context in contexts:
        start, end, raw, form, *rest = row
        norm = curation.concept(raw, form)
        merged = raw if norm != raw else None
        made.setdefault((start, end, norm), make(Mention, (start, end, norm, form, *rest, merged, context)))
    return sorted(made.values())


def _order(named: Named) -> tuple[int, str, str]:
    return PRIORITY[named.kind], named.language or "", named.pattern or ""


def attested_in(findings: Findings, curation: Curation) -> list[Attested]:
    """Every gloss of the article, under the concept that its term belongs to, in order."""
    if not findings.glosses:
        return []
    contexts = Contexts(findings)
    norms = gloss_norms(findings)
    made = set()
    for gloss in findings.glosses:
        raw, _ = norms[gloss.term_start, gloss.term_end]
        norm = curation.concept(raw, gloss.term)
        context = contexts.around(min(gloss.term_start, gloss.gloss_start), max(gloss.term_end, gloss.gloss_end))
        places = gloss.term_start, gloss.term_end, gloss.gloss_start, gloss.gloss_end
        status = curation.gloss_status(norm, gloss.gloss)
        made.add(
            Attested(
                norm, raw if raw != norm else None, gloss.term, gloss.gloss, gloss.kind, gloss.gloss_lang, *places,
                gloss.rule, gloss.confidence, status, context,
            )
        )  # fmt: skip
    return sorted(made, key=_by_spans)


def _by_spans(gloss: Attested) -> tuple[object, ...]:
    return gloss[6:11], gloss.norm


class Contexts:
    """The sentences of an article, to find those that hold a span."""

    def __init__(self, findings: Findings) -> None:
        self._starts = [sentence.start for sentence in findings.sentences]
        self._ends = [sentence.end for sentence in findings.sentences]
        self._spans = list(zip(self._starts, self._ends, strict=True))

    def around(self, start: int, end: int) -> Span:
        """From the start of the sentence that holds ``start`` to the end of the one that holds ``end``."""
        first = bisect_right(self._starts, start) - 1
        if first >= 0 and end <= self._ends[first]:
            return self._spans[first]
        last = bisect_left(self._ends, end)
        opening = self._starts[first] if first >= 0 and self._ends[first] > start else start
        closing = self._ends[last] if last < len(self._ends) and self._starts[last] < end else end
        return opening, closing

    def around_each(self, found: Sequence[tuple[Any, ...]]) -> Iterator[Span]:
        """The same for each of what begins with a start and an end."""
        places = map(bisect_right, repeat(self._starts), map(itemgetter(0), found))
        for place, row in zip(places, found, strict=True):
            inside = place and row[1] <= self._ends[place - 1]
            yield self._spans[place - 1] if inside else self.around(row[0], row[1])

    def within(self, context: Span) -> range:
        """The numbers of the sentences that a context covers."""
        return range(bisect_left(self._starts, context[0]), bisect_left(self._starts, context[1]))
