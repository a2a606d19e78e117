"""Findings → what is written of them: mentions of concepts and their glosses, each with its context.

Pure: the same findings, published norms and curation give the same rows, whatever else the database holds. That is
what makes an incremental build equal to a full one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from typing import NamedTuple

from glossary.forms import fold, straighten
from glossary.model import Findings, Gloss
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
    terms = {(term.start, term.end): term.term for term in findings.terms} if findings.loanwords else {}
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


def gloss_norms(findings: Findings) -> dict[Span, tuple[str, str]]:
    """(norm, kind) of each glossed span: those of the finding in the same place where there is one."""
    places: dict[Span, tuple[str, str]] = {}
    for term in findings.terms:
        places[term.start, term.end] = term.term, "term"
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
    named: dict[tuple[int, int, str], tuple[str, str, str | None, str | None]] = {}
    for found in sorted(anchored(findings), key=_order):
        place = found.start, found.end, found.norm
        named.setdefault(place, (found.form, found.kind, found.language, found.pattern))
    taken = {(start, end) for start, end, _ in named}  # what is more than a candidate is not a candidate besides
    for term in findings.terms:
        if term.term in published and (term.start, term.end) not in taken:
            named[term.start, term.end, term.term] = term.text, "term", None, term.pattern
    around = Contexts(findings).around
    if not curation.joins():
        return [Mention._make((*place, *named[place], None, around(*place[:2]))) for place in sorted(named)]
    made: dict[tuple[int, int, str], Mention] = {}
    for place in sorted(named):
        start, end, raw = place
        norm = curation.concept(raw, named[place][0])
        if norm == raw:
            made.setdefault(place, Mention._make((*place, *named[place], None, around(start, end))))
        else:
            made.setdefault(
                (start, end, norm), Mention._make((start, end, norm, *named[place], raw, around(start, end)))
            )
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

    def within(self, context: Span) -> range:
        """The numbers of the sentences that a context covers."""
        return range(bisect_left(self._starts, context[0]), bisect_left(self._starts, context[1]))
