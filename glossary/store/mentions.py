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


class Mention(NamedTuple):
    """A place where a concept is named."""

    norm: str
    merged_from: str | None
    form: str
    start: int
    end: int
    kind: str
    language: str | None
    pattern: str | None
    context: tuple[int, int]


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
    context: tuple[int, int]


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


def gloss_norms(findings: Findings) -> dict[tuple[int, int], tuple[str, str]]:
    """(norm, kind) of each glossed span: those of the finding in the same place where there is one."""
    places: dict[tuple[int, int], tuple[str, str]] = {}
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


def mentions_of(findings: Findings, published: Container[str], curation: Curation) -> set[Mention]:
    """Every mention of a published concept, one for a place even when several rules found it."""
    contexts = Contexts(findings)
    named: dict[tuple[str, int, int], Named] = {}
    for found in sorted(anchored(findings), key=_order):
        named.setdefault((found.norm, found.start, found.end), found)
    taken = {(start, end) for _, start, end in named}  # what is more than a candidate is not a candidate besides
    for found in _candidates(findings, published, curation):
        if (found.start, found.end) not in taken:
            named[found.norm, found.start, found.end] = found
    around = contexts.around
    if not curation.joins():
        return {Mention(norm, None, *found[1:], around(start, end)) for (norm, start, end), found in named.items()}
    made: dict[tuple[str, int, int], Mention] = {}
    for (raw, start, end), found in sorted(named.items()):
        norm = curation.concept(raw, found.form)
        mention = Mention(norm, raw if raw != norm else None, *found[1:], around(start, end))
        made.setdefault((norm, start, end), mention)
    return set(made.values())


def _candidates(findings: Findings, published: Container[str], curation: Curation) -> Iterator[Named]:
    for term in findings.terms:
        if term.term in curation.variants or term.term in published:
            yield Named(term.term, term.text, term.start, term.end, "term", None, term.pattern)


def _order(named: Named) -> tuple[int, str, str]:
    return PRIORITY[named.kind], named.language or "", named.pattern or ""


def attested_in(findings: Findings, curation: Curation) -> set[Attested]:
    """Every gloss of the article, under the concept that its term belongs to."""
    if not findings.glosses:
        return set()
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
    return made


class Contexts:
    """The sentences of an article, to find those that hold a span."""

    def __init__(self, findings: Findings) -> None:
        self._starts = [sentence.start for sentence in findings.sentences]
        self._ends = [sentence.end for sentence in findings.sentences]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """From the start of the sentence that holds ``start`` to the end of the one that holds ``end``."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._ends, end)
        opening = self._starts[first] if first >= 0 and self._ends[first] > start else start
        closing = self._ends[last] if last < len(self._ends) and self._starts[last] < end else end
        return opening, closing

    def within(self, context: tuple[int, int]) -> range:
        """The numbers of the sentences that a context covers."""
        return range(bisect_left(self._starts, context[0]), bisect_left(self._starts, context[1]))
