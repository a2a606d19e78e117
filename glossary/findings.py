"""Articles → Findings, in this process or in several; a bad article is set aside and never stops the rest."""

from __future__ import annotations

import gc
import itertools
import marshal
import multiprocessing
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from operator import attrgetter
from typing import TypeVar

from glossary.extract import extract
from glossary.model import (
    Abbreviation,
    Article,
    Counts,
    Findings,
    Gloss,
    Loanword,
    Sentence,
    Skipped,
    Term,
    is_exhausted,
)
from glossary.parse import batches, forget_strings, load_model, parse_article

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
            if is_exhausted(error):
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
    for article, packed in _in_processes(_pack_found, given, jobs):
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

    The processes are forked with the model loaded; a single batch stays in this one. A process that dies
    (memory, a fault in a library) takes no other article with it: its batch is tried again one by one, and what
    kills again is Skipped.
    """
    given, alone = _look_ahead(articles, jobs)
    if not alone:
        yield from _in_processes(work, given, jobs)
        return
    find = Extractor()
    for batch in given:
        yield from _do(work, find(batch))


def _in_processes(
    work: Callable[[Article, Findings], T], given: Iterable[list[Article]], jobs: int
) -> Iterator[tuple[Article, T | Skipped]]:
    list(_do(work, Extractor()([_WARM])))
    pool = _new_pool(jobs)
    waiting: deque[tuple[list[Article], Future[list[T | Skipped]]]] = deque()
    try:
        for batch in given:
            waiting.append((batch, pool.submit(_work_on, work, batch)))
            if len(waiting) > 2 * jobs:
                pool, done = _next_result(pool, waiting, work, jobs)
                yield from done
        while waiting:
            pool, done = _next_result(pool, waiting, work, jobs)
            yield from done
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _next_result(
    pool: ProcessPoolExecutor,
    waiting: deque[tuple[list[Article], Future[list[T | Skipped]]]],
    work: Callable[[Article, Findings], T],
    jobs: int,
) -> tuple[ProcessPoolExecutor, list[tuple[Article, T | Skipped]]]:
    """The results of the batch that waits longest, and the pool to go on with."""
    batch, future = waiting.popleft()
    try:
        return pool, list(zip(batch, future.result(), strict=True))
    except BrokenProcessPool:
        pool.shutdown(wait=True, cancel_futures=True)
    again = [batch, *(other for other, _ in waiting)]
    waiting.clear()
    done = [(article, _alone(work, article)) for article in batch]
    pool = _new_pool(jobs)
    waiting.extend((other, pool.submit(_work_on, work, other)) for other in again[1:])
    return pool, done


def _alone(work: Callable[[Article, Findings], T], article: Article) -> T | Skipped:
    """One article in a process of its own, which it may kill."""
    with _new_pool(1) as pool:
        try:
            return pool.submit(_work_on, work, [article]).result()[0]
        except BrokenProcessPool:
            return Skipped(article.key, "killed the process that analysed it (out of memory?); left out")


def _new_pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"))


_find: Extractor | None = None  # one a process, made at its first batch


def _work_on(work: Callable[[Article, Findings], T], batch: list[Article]) -> list[T | Skipped]:
    global _find
    _find = _find or Extractor()
    return [result for _, result in _do(work, _find(batch))]


def _do(work: Callable[[Article, Findings], T], found: Iterable[Found]) -> Iterator[tuple[Article, T | Skipped]]:
    for article, findings in found:
        yield article, findings if isinstance(findings, Skipped) else work(article, findings)


def _pack_found(_article: Article, findings: Findings) -> bytes:
    return pack(findings)


_PARTS = ("sentences", "loanwords", "abbreviations", "glosses", "terms")
_CLASSES = (Sentence, Loanword, Abbreviation, Gloss, Term)
_FIELDS = tuple(attrgetter(*cls.__slots__) for cls in _CLASSES)


def pack(findings: Findings) -> bytes:
    """Findings as bytes: plain tuples by marshal, ten times faster than pickling the dataclasses.

    The format is that of this version of Python and of ``model``: for other processes and caches, not for keeping.
    """
    parts = [tuple(map(fields, getattr(findings, part))) for part, fields in zip(_PARTS, _FIELDS, strict=True)]
    counts = Counts.of(findings.counts)
    return marshal.dumps((*parts, counts.names, counts.values_in_rows.tobytes()))


def unpack(packed: bytes) -> Findings:
    """The Findings that ``pack`` was given."""
    sentences, loanwords, abbreviations, glosses, terms, names, counts = marshal.loads(packed)
    return Findings(
        sentences=tuple(Sentence(*row) for row in sentences),
        loanwords=tuple(Loanword(*row) for row in loanwords),
        abbreviations=tuple(Abbreviation(*row) for row in abbreviations),
        glosses=tuple(Gloss(*row) for row in glosses),
        terms=tuple(Term(*row) for row in terms),
        counts=Counts(names, array("q", counts)),
    )
