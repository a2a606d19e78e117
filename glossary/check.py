"""A French draft → what the glossary has to say about it; nothing of the draft is kept.

Three kinds of remark, one a term, at its first mention: a form that a term bank discourages, a loanword that the draft
leaves without a gloss, and a term that the glossary knows and can explain.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from glossary.export.lines import Line, lines
from glossary.export.names import is_discouraged
from glossary.export.options import Options
from glossary.extract import extract
from glossary.forms import fold, straighten
from glossary.model import Article, Findings
from glossary.parse import parse
from glossary.store.evidence import Concept
from glossary.store.stream import read_slugs

DISCOURAGED, UNEXPLAINED, KNOWN = "discouraged", "unexplained", "known"
OFFERS = 3  # what an editor can take in at a glance
LONGEST = 6  # words of a term that is looked up
_WORD = re.compile(r"\w+(?:[-'’‑]\w+)*['’]?|\w")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell the writer, at the first mention of a term; all offsets point into the draft."""

    start: int
    end: int
    text: str
    kind: str  # discouraged | unexplained | known
    offers: tuple[Line, ...]  # sourced glosses and official equivalents, best first
    term: str | None = None  # as the glossary has it; None for a loanword that it does not know
    url: str | None = None
    mentions: tuple[tuple[int, int], ...] = ()

    @property
    def message(self) -> str:
        """The remark in one French sentence."""
        said = {
            DISCOURAGED: f"« {self.text} » est déconseillé",
            UNEXPLAINED: f"« {self.text} » n'est pas expliqué à sa première mention",
            KNOWN: f"« {self.text} » est dans le glossaire",
        }[self.kind]
        if not self.offers:
            return said
        best = self.offers[0]
        source = f", {best.cited}" if best.cited else ""
        return f"{said} ; {best.text} ({best.label}{source})"


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    key: str


def check_draft(text: str, connection: sqlite3.Connection, options: Options | None = None) -> list[Remark]:
    """The remarks on a draft, in text order. The text is taken as it is: offsets are those of the caller's."""
    options = options or Options()
    [(article, docs)] = parse([Article(key="draft", text=text)])
    findings = extract(article, docs)
    mentions = list(_mentions(text, findings))
    concepts = _known_concepts(connection, mentions)
    spoken: dict[str, list[_Mention]] = {}
    for mention in _longest(mention for mention in mentions if mention.key in concepts):
        spoken.setdefault(concepts[mention.key].slug, []).append(mention)
    by_slug = {concept.slug: concept for concept in concepts.values()}
    unexplained = _unexplained(findings)
    remarks = [_remark(text, by_slug[slug], found, unexplained, options) for slug, found in spoken.items()]
    covered = {(start, end) for remark in remarks for start, end in remark.mentions}
    for places in unexplained.values():
        if not any(start < b and a < end for a, b in covered for start, end in places[:1]):
            start, end = places[0]
            remarks.append(Remark(start, end, text[start:end], UNEXPLAINED, (), mentions=tuple(places)))
    return sorted(remarks, key=lambda remark: (remark.start, remark.end))


def _remark(
    text: str,
    concept: Concept,
    found: list[_Mention],
    unexplained: dict[str, list[tuple[int, int]]],
    options: Options,
) -> Remark:
    first = found[0]
    waiting = {place for places in unexplained.values() for place in places[:1]}
    kind = KNOWN
    if is_discouraged(concept):
        kind = DISCOURAGED
    elif any(first.start < end and start < first.end for start, end in waiting):
        kind = UNEXPLAINED
    return Remark(
        first.start,
        first.end,
        text[first.start : first.end],
        kind,
        tuple(_offers(concept, options)),
        concept.term,
        options.term_url(concept),
        tuple((mention.start, mention.end) for mention in found),
    )


def _offers(concept: Concept, options: Options) -> Iterator[Line]:
    """What to write instead or beside: never a discouraged form, nor the term itself, a machine's word only last."""
    own = {fold(concept.term), *map(fold, concept.variants)}
    discouraged = {fold(found.text) for found in concept.equivalents if found.status == "deprecated"}
    kept = [line for line in lines(concept, options) if fold(line.text) not in own | discouraged]
    if concept.language != "fr":
        kept = [line for line in kept if line.evidence != "official" or line.language in ("fr", "und")]
    if is_discouraged(concept):
        kept.sort(key=lambda line: line.evidence != "official")
    human = [line for line in kept if line.evidence != "machine"]
    yield from (human or kept)[:OFFERS]


def _mentions(text: str, findings: Findings) -> Iterator[_Mention]:
    """Every run of up to six words as the glossary would key it, and the candidates by their normal form."""
    for term in findings.terms:
        yield _Mention(term.start, term.end, term.term)
    for short in findings.abbreviations:
        yield _Mention(short.start, short.end, short.text)
    words = list(_WORD.finditer(text))
    for place, first in enumerate(words):
        for last in words[place : place + LONGEST]:
            run = text[first.start() : last.end()]
            if "\n\n" in run:
                break
            yield _Mention(first.start(), last.end(), fold(run))
            if run.isupper():
                yield _Mention(first.start(), last.end(), straighten(run))


# A merged concept is known by the norms of all that was merged into it; its own name goes first.
_BY_NORM = """
SELECT aliases.norm, terms.slug FROM aliases JOIN terms ON terms.id = aliases.term_id
WHERE terms.status != 'rejected' AND aliases.norm IN ({marks})
UNION ALL SELECT norm, slug FROM terms WHERE status != 'rejected' AND norm IN ({marks})
"""


def _known_concepts(connection: sqlite3.Connection, mentions: Iterable[_Mention]) -> dict[str, Concept]:
    """The concepts that the keys stand for."""
    keys = sorted({mention.key for mention in mentions})
    slugs: dict[str, str] = {}
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        marks = ", ".join("?" * len(some))
        slugs |= dict(connection.execute(_BY_NORM.format(marks=marks), [*some, *some]))
    found = {concept.slug: concept for concept in read_slugs(connection, sorted(set(slugs.values())))}
    return {key: found[slug] for key, slug in slugs.items()}


def _longest(mentions: Iterable[_Mention]) -> Iterator[_Mention]:
    """Mentions in text order; one that lies within or across a longer one before it is left out."""
    end = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.key)):
        if mention.start >= end:
            yield mention
            end = mention.end


def _unexplained(findings: Findings) -> dict[str, list[tuple[int, int]]]:
    """The loanwords whose first mention the draft does not gloss, with all their places."""
    places: dict[str, list[tuple[int, int]]] = {}
    for word in sorted(findings.loanwords, key=lambda word: word.start):
        places.setdefault(fold(word.text), []).append((word.start, word.end))
    glossed = [(gloss.term_start, gloss.term_end) for gloss in findings.glosses]
    return {
        form: found
        for form, found in places.items()
        if not any(found[0][0] < end and start < found[0][1] for start, end in glossed)
    }
