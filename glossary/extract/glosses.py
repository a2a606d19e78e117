"""Glosses: pairs of a term and the words with which the text itself explains it.

Rules propose candidates (``brackets``, ``cues``); ``confidence`` weighs them; the best of those that compete
for the same words are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from glossary.extract.brackets import bracket_glosses
from glossary.extract.candidates import Candidate
from glossary.extract.columns import Columns, read_columns
from glossary.extract.confidence import WEAK, confidence
from glossary.extract.cues import cue_glosses, find_cues
from glossary.extract.rules import Rules, load_rules
from glossary.extract.spans import read_paragraph
from glossary.model import Abbreviation, Gloss, Loanword

THRESHOLD = 0.5  # the best F1 on the dev passages and on the dev articles: see docs/extraction.md
_WORTH_READING = re.compile(
    r"[(\[«\"]|, |: | [-–—]{1,3} | (?:est|sont|ou|dits?|dites?) |appel|onsist|ésign|éfini|omm|par|raduire"
)


def find_glosses(
    text: str,
    docs: Iterable[Any] | Columns,
    loanwords: Sequence[Loanword],
    abbreviations: Sequence[Abbreviation],
    threshold: float = THRESHOLD,
    rules: Rules | None = None,
) -> list[Gloss]:
    """Every gloss that is at least as sure as ``threshold``, in text order, with the rule that found it."""
    rules = rules or load_rules()
    weighed = [(confidence(found, rules), found) for found in propose(docs, loanwords, rules)]
    kept = _best([(sure, found) for sure, found in weighed if sure >= threshold])
    glosses = [_gloss(text, found, sure) for sure, found in kept]
    return sorted(glosses, key=lambda g: (min(g.term_start, g.gloss_start), g.term_start, g.gloss_start))


def propose(docs: Iterable[Any] | Columns, loanwords: Sequence[Loanword], rules: Rules) -> Iterator[Candidate]:
    """Every candidate, with no judgement of how sure it is."""
    columns = read_columns(docs)
    queue = sorted(loanwords, key=lambda word: word.start)
    number = 0
    for line in columns.lines:
        if len(line.text) < 12 or not _WORTH_READING.search(line.text):
            continue
        cues = find_cues(line.text, rules)
        if not cues and "(" not in line.text and "[" not in line.text:
            continue
        start, end = line.start, line.start + len(line.text)
        while number < len(queue) and queue[number].start < start:
            number += 1
        inside = []
        last = number
        while last < len(queue) and queue[last].start < end:
            word = queue[last]
            inside.append((word.start - start, word.end - start, word.lang, word.confidence))
            last += 1
        par = read_paragraph(columns, line, tuple(inside))
        found = [*bracket_glosses(par, rules), *cue_glosses(par, cues, rules)]
        found = [one for one in found if _has_words(one.gloss_text) and _can_be_term(one.term_text)]
        yield from found
        yield from _chains(found)


def _has_words(gloss: str) -> bool:
    return sum(map(str.isalpha, gloss)) > 1


def _can_be_term(term: str) -> bool:
    return term[:1].isalnum() and any(map(str.isalpha, term))


def _chains(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """French – short form – English: what the short form stands for in English is what it means in French.

    « reconnaissance d'entités nommées ou NER (pour Named Entity Recognition) »
    """
    for english in found:
        if english.kind != "acronym" or english.gloss_lang != "en":
            continue
        for french in found:
            if french.rule not in WEAK and _is_french_side(english, french):
                yield replace(french, term=english.gloss, kind="translation", rule="suite de sigles")


def _is_french_side(english: Candidate, french: Candidate) -> bool:
    """Whether both are of one short form, and only the second's gloss is French and needs no letters to match."""
    same = english.term_text == french.term_text and not _overlap(english.gloss, french.gloss)
    return same and french.gloss_lang == "fr" and "letter_cost" not in french.features


def _best(weighed: Iterable[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The surest first; one that says again what a surer one said is left out."""
    kept: list[tuple[float, Candidate]] = []
    by_paragraph: dict[int, list[Candidate]] = {}
    for sure, found in sorted(weighed, key=lambda pair: (-pair[0], pair[1].term, pair[1].gloss, pair[1].rule)):
        near = by_paragraph.setdefault(found.paragraph.start, [])
        if not any(_same_pair(found, other) for other in near):
            near.append(found)
            kept.append((sure, found))
    return kept


def _same_pair(one: Candidate, other: Candidate) -> bool:
    """Whether both link overlapping terms to overlapping glosses, either way round."""
    if _overlap(one.term, other.term) and _overlap(one.gloss, other.gloss):
        return True
    return _overlap(one.term, other.gloss) and _overlap(one.gloss, other.term)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _gloss(text: str, found: Candidate, sure: float) -> Gloss:
    offset = found.paragraph.start
    (a, b), (c, d) = found.term, found.gloss
    a, b, c, d = a + offset, b + offset, c + offset, d + offset
    return Gloss(a, b, text[a:b], c, d, text[c:d], found.kind, found.term_lang, found.gloss_lang, found.rule, sure)
