"""What adding one article costs in a large glossary: python bench/incremental.py [--contexts 1000000] [--small 10000]

The corpus of ../shared/bench (or bench/termhood) is parsed once; its sentences are then dealt again into as many
articles as are wanted, with words changed in each, so that articles are not near-duplicates. Printed:
loading against the bare executemany of the same rows with the index rebuilt; adding one article, in the small and
in the large database, against reading and parsing it in a warm process, the ranking apart; answers over HTTP.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does

import bench_http
from bench_dealt import Pieces, deal, fill, keep, read_pieces

from glossary.findings import Extractor
from glossary.store.articles import Plan, plan
from glossary.store.cache import Cache, Entry
from glossary.store.connect import (
    bulk_loading,
    connect,
    index_contexts,
    opened,
    publish,
    remove_database,
    scratch,
    transaction,
)
from glossary.store.curation import Curation
from glossary.store.source import Source
from glossary.store.update import update

CONTEXTS = 15  # of the sentences of an article that hold a term, about
ADDED = 9  # articles, one by one


class Seconds(NamedTuple):
    """How long something took, by the clock and of the processor: other work on the machine disturbs the first more."""

    wall: float
    cpu: float

    def __sub__(self, other: Seconds) -> Seconds:
        return Seconds(self.wall - other.wall, self.cpu - other.cpu)

    def over(self, other: Seconds) -> str:
        return f"{self.wall / other.wall:.2f} (CPU {self.cpu / other.cpu:.2f})"

    def __str__(self) -> str:
        return f"{self.wall * 1000:.0f} ms (CPU {self.cpu * 1000:.0f})"


def now() -> Seconds:
    return Seconds(time.perf_counter(), time.process_time())


def median(measured: list[Seconds]) -> Seconds:
    return Seconds(*(statistics.median(column) for column in zip(*measured, strict=True)))


def load(folder: Path, entries: list[Entry], cache: Cache) -> tuple[Seconds, float]:
    """Build the glossary of the entries in full: from findings to the published file; and the ranking's share."""
    source = Source(cache)
    started = now()
    with scratch(folder / "new.db") as db:
        with transaction(db):
            with bulk_loading(db):
                outcome = update(db, source, Plan(added=tuple(entries)), Curation())
            index_contexts(db)
        publish(db, folder / "glossary.db")
    return now() - started, outcome.ranking


def load_bare(folder: Path) -> Seconds:
    """The same rows by executemany into bare tables, and the index of the contexts' words rebuilt."""
    with closing(sqlite3.connect(folder / "glossary.db")) as made:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
        tables = [name for (name,) in made.execute(names)]
        rows = {table: made.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}
    remove_database(folder / "bare.db")
    started = now()
    with closing(connect(folder / "bare.db")) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        with transaction(bare):
            for table, found in rows.items():
                marks = ", ".join("?" * len(found[0])) if found else "?"
                names = ", ".join(f"c{n}" for n in range(len(found[0]) if found else 1))
                bare.execute(f'CREATE TABLE "{table}" ({names})')
                bare.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)
            bare.execute("CREATE VIRTUAL TABLE words USING fts5(c4, content='contexts', content_rowid='c0')")
            bare.execute("INSERT INTO words (words) VALUES ('rebuild')")
    return now() - started


def add_some(folder: Path, pieces: Pieces, cache: Cache, first: int) -> tuple[Seconds, float, int]:
    """Medians of adding an article, without and of the ranking; and how many candidates are ranked."""
    rest, ranking = [], []
    with opened(folder / "glossary.db") as db:
        for number in range(first, first + ADDED):
            dealt = deal(pieces, number)
            started = now()
            entry = keep(cache, *dealt)
            cache.commit()  # as a build does before it writes
            with transaction(db):
                outcome = update(db, Source(cache), Plan(added=(entry,)), Curation())
            cache.commit()
            took = now() - started
            rest.append(took - Seconds(outcome.ranking, outcome.ranking))
            ranking.append(outcome.ranking)
        (candidates,) = db.execute("SELECT count(*) FROM candidates").fetchone()
        assert not plan(db, []).added
    return median(rest), statistics.median(ranking), candidates


def parse_seconds(pieces: Pieces, number: int) -> tuple[Seconds, int]:
    """Median seconds to parse and extract an article in a warm process, and its words."""
    find = Extractor()
    article, _ = deal(pieces, number)
    find([article])
    times = []
    for _ in range(7):
        started = now()
        find([article])
        times.append(now() - started)
    return median(times), article.words


def measure(contexts: int, pieces: Pieces, http: bool) -> None:
    with tempfile.TemporaryDirectory() as name, closing(Cache(Path(name) / "cache.db")) as cache:
        folder = Path(name)
        articles = max(1, contexts // CONTEXTS)
        entries = list(fill(cache, pieces, articles))
        loading, ranked = load(folder, entries, cache)
        bare = load_bare(folder)
        with closing(sqlite3.connect(folder / "glossary.db")) as db:
            counted = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("contexts", "occurrences")}
        size = (folder / "glossary.db").stat().st_size / 1e6
        print(
            f"{counted['contexts']} contexts, {counted['occurrences']} occurrences, {articles} articles, {size:.0f} MB"
        )
        unranked = loading - Seconds(ranked, ranked)
        print(f"  load: {loading}, of which ranking {ranked:.1f} s; bare executemany and index: {bare}")
        print(f"  load without ranking, times bare: {unranked.over(bare)}")
        parse, words = parse_seconds(pieces, articles + 99)
        rest, ranking, candidates = add_some(folder, pieces, cache, articles)
        print(f"  parse of {words} words: {parse}")
        whole = Seconds(rest.wall + parse.wall, rest.cpu + parse.cpu)
        print(f"  add an article without ranking: {rest}; with the parse, times the parse: {whole.over(parse)}")
        per_hundred = ranking * 1e5 / candidates
        print(
            f"  ranking of {candidates}: {ranking * 1000:.0f} ms; {per_hundred:.2f} s a 100,000, "
            f"parse of 3,000 words {parse.wall * 3000 / words:.2f} s"
        )
        if http:
            bench_http.measure(folder / "glossary.db")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--contexts", type=int, default=1_000_000)
    asked.add_argument("--small", type=int, default=10_000)
    asked.add_argument("--words", type=int, default=480_000, help="words of the corpus that are parsed")
    asked.add_argument("--no-http", action="store_true")
    given = asked.parse_args()
    pieces = read_pieces(given.words)
    measure(given.small, pieces, http=False)
    measure(given.contexts, pieces, http=not given.no_http)


if __name__ == "__main__":
    main()
