"""Articles → Findings, in this process or in several; a bad article is set aside and never stops the rest."""

from __future__ import annotations

import gc
import itertools
import marshal
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from operator import attrgetter
from typing import TypeVar

from glossary.extract import extract
from glossary.model import (
    Abbreviation,
    Article,
    Counts,
    Findings,
    Gloss,
    GlossaryError,
    Loanword,
    Sentence,
    Skipped,
    Terms,
    is_exhausted,
)
from glossary.parse import batches, forget_strings, load_model, parse_article
from glossary.workers import in_processes

T = TypeVar("T")
Found = tuple[Article, Findings | Skipped]

# Analysed once before the processes are forked: model and dictionaries are loaded once and shared by all.
_WARM = Article(key="", text="Le terme « deconfliction » désigne un échange d'informations entre les armées.")
ZONE_WORDS = 400_000  # words after which spaCy forgets the strings it has seen: keeps long runs flat


class Extractor:
    """Batch of articles → their Findings, over and over in one process, in memory bounded by the batch.

    The strings of the first ZONE_WORDS words are kept for good, since most forms of any corpus are among them.
    """

    def __init__(self) -> None:
        load_model()
        gc.freeze()  # the model and its tables are for good: the garbage collector need not walk them again and again
        self._words = 0
        self._zone = ExitStack()

    def __call__(self, batch: list[Article]) -> list[Found]:
        """Each article with its Findings, in order; with a Skipped where an article brings out a bug."""
        if self._words > ZONE_WORDS:
            self._zone.close()
            self._zone.enter_context(forget_strings())
            self._words = 0
        self._words += sum(article.words for article in batch)
        try:
            return [(article, extract(article, parse_article(article))) for article in batch]
        except Exception as error:  # whatever the bug, the other articles go on
            if is_exhausted(error) or isinstance(error, GlossaryError):  # a rule file, or the model: it is no article's
                raise
            if len(batch) == 1:
                what = f"{type(error).__name__}: {error}"
                return [(batch[0], Skipped(batch[0].key, f"cannot be analysed ({what}); please report this"))]
            return [found for article in batch for found in self([article])]


def findings_of(articles: Iterable[Article], jobs: int = 1) -> Iterator[Found]:
    """Each article with its Findings, or Skipped, in the order given; streams, whatever the number of jobs."""
    given, alone = _look_ahead(articles, jobs)
    if alone:
        find = Extractor()
        for batch in given:
            yield from find(batch)
        return
    for article, packed in in_processes(partial(_work_on, _pack_found), given, jobs, [_WARM]):
        yield article, packed if isinstance(packed, Skipped) else unpack(packed)


def _look_ahead(articles: Iterable[Article], jobs: int) -> tuple[Iterator[list[Article]], bool]:
    """The articles in batches, and whether this process does them alone: no more is asked for, or there is but one."""
    given = batches(articles)
    first = list(itertools.islice(given, 2)) if jobs > 1 else []
    return itertools.chain(first, given), len(first) < 2


def map_articles(
    work: Callable[[Article, Findings], T], articles: Iterable[Article], jobs: int
) -> Iterator[tuple[Article, T | Skipped]]:
    """Extract in ``jobs`` processes and do ``work`` there too, so that only its result travels; in order.

    A single batch stays in this process. See ``in_processes`` for what happens to one that dies.
    """
    given, alone = _look_ahead(articles, jobs)
    if not alone:
        yield from in_processes(partial(_work_on, work), given, jobs, [_WARM])
        return
    for batch in given:
        yield from zip(batch, _work_on(work, batch), strict=True)


_find: Extractor | None = None  # one a process, made at its first batch; the processes are copies of one that has it


def _work_on(work: Callable[[Article, Findings], T], batch: list[Article]) -> list[T | Skipped]:
    global _find
    _find = _find or Extractor()
    return [found if isinstance(found, Skipped) else work(article, found) for article, found in _find(batch)]


def _pack_found(_article: Article, findings: Findings) -> bytes:
    return pack(findings)


_PARTS = ("sentences", "loanwords", "abbreviations", "glosses")
_CLASSES = (Sentence, Loanword, Abbreviation, Gloss)
_FIELDS = tuple(attrgetter(*cls.__slots__) for cls in _CLASSES)


def pack(findings: Findings) -> bytes:
    """Findings as bytes: plain tuples by marshal, ten times faster than pickling the dataclasses.

    The format is that of this version of Python and of ``model``: for other processes and caches, not for keeping.
    """
    parts = [tuple(map(fields, getattr(findings, part))) for part, fields in zip(_PARTS, _FIELDS, strict=True)]
    counts = Counts.of(findings.counts)
    terms = tuple(map(tuple, Terms.of(findings.terms).columns))
    return marshal.dumps((*parts, terms, counts.names, counts.values_in_rows.tobytes()))


def unpack(packed: bytes) -> Findings:
    """The Findings that ``pack`` was given."""
    sentences, loanwords, abbreviations, glosses, terms, names, counts = marshal.loads(packed)
    return Findings(
        sentences=tuple(Sentence(*row) for row in sentences),
        loanwords=tuple(Loanword(*row) for row in loanwords),
        abbreviations=tuple(Abbreviation(*row) for row in abbreviations),
        glosses=tuple(Gloss(*row) for row in glosses),
        terms=Terms(terms),
        counts=Counts(names, array("q", counts)),
    )
