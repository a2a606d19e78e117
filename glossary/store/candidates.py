"""The counts of every candidate over the corpus, so that an article can be added or taken away, and the cut.

A norm is published when the cut keeps it, when an article anchors it (uses it as a loanword, as an abbreviation, or
glosses it) or when a terminologist accepted it.
"""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

import numpy as np

from glossary.rank import COUNTS, rank
from glossary.store.cache import Counted
from glossary.store.source import Source

_TYPE = np.dtype("<i4")
_NOTHING = (0,) * len(COUNTS)


@dataclass(slots=True)
class Tally:
    """What changes for one norm."""

    counts: list[int] = field(default_factory=lambda: list(_NOTHING))
    articles: int = 0  # articles that count, near-duplicates left out
    anchors: int = 0
    seen: int = 0


@dataclass(slots=True)
class Tallies:
    """What changes for all norms when articles come and go."""

    norms: dict[str, Tally] = field(default_factory=dict)
    came: tuple[array[int], array[int]] = field(default_factory=lambda: (array("q"), array("q")))
    left: list[tuple[str, int]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)  # norm → place among the norms that came

    def count(self, article: int, found: Counted, counted: bool, sign: int) -> None:
        """Add an article (sign 1) or take it away (sign -1); a near-duplicate is not ``counted``."""
        for norm in (*found.counts, *(norm for norm in found.anchors if norm not in found.counts)):
            tally = self.norms.get(norm)
            if tally is None:
                tally = self.norms[norm] = Tally()
            tally.seen += sign
            if counted and (row := found.counts.get(norm)):
                tally.articles += sign
                counts = tally.counts
                for place, count in enumerate(row):
                    if count:
                        counts[place] += sign * count
            if sign > 0:
                self.came[0].append(self.numbers.setdefault(norm, len(self.numbers)))
                self.came[1].append(article)
            else:
                self.left.append((norm, article))
        for norm in found.anchors:
            self.norms[norm].anchors += sign


def save_tallies(db: sqlite3.Connection, tallies: Tallies) -> None:
    """Write what changed; a norm that no article has any more disappears."""
    ids: dict[str, int] = {}
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM candidates").fetchone()
    empty = last == 0
    new, changed, gone = [], [], []
    for norm, tally in sorted(tallies.norms.items()):
        row = None if empty else db.execute("SELECT * FROM candidates WHERE norm = ?", (norm,)).fetchone()
        if row is None:
            last += 1
            ids[norm] = last
            new.append((last, norm, _pack(tally.counts), tally.articles, tally.anchors, tally.seen))
            continue
        ids[norm], _, blob, articles, anchors, seen, _ = row
        counts = (np.frombuffer(blob, _TYPE) + np.array(tally.counts, _TYPE)).tolist()
        if seen + tally.seen:
            changed.append(
                (_pack(counts), articles + tally.articles, anchors + tally.anchors, seen + tally.seen, ids[norm])
            )
        else:
            gone.append((ids[norm],))
    columns = "id, norm, counts, article_count, anchors, articles_seen"
    db.executemany(f"INSERT INTO candidates ({columns}) VALUES (?, ?, ?, ?, ?, ?)", new)
    sets = "counts = ?, article_count = ?, anchors = ?, articles_seen = ?"
    db.executemany(f"UPDATE candidates SET {sets} WHERE id = ?", changed)
    db.executemany("DELETE FROM candidates WHERE id = ?", gone)
    _save_articles(db, tallies, ids)


def _save_articles(db: sqlite3.Connection, tallies: Tallies, ids: dict[str, int]) -> None:
    place = "DELETE FROM candidate_articles WHERE candidate_id = ? AND article_id = ?"
    db.executemany(place, ((ids[norm], article) for norm, article in tallies.left))
    if tallies.came[0]:
        by_number = np.empty(len(tallies.numbers), dtype=np.int64)
        for norm, number in tallies.numbers.items():
            by_number[number] = ids[norm]
        candidates, articles = by_number[np.array(tallies.came[0])], np.array(tallies.came[1])
        order = np.lexsort((articles, candidates))  # in key order: SQLite appends instead of searching
        pairs = zip(candidates[order].tolist(), articles[order].tolist(), strict=True)
        db.executemany("INSERT INTO candidate_articles VALUES (?, ?)", pairs)


def _pack(counts: list[int]) -> bytes:
    return np.array(counts, _TYPE).tobytes()


@dataclass(frozen=True, slots=True)
class Cut:
    """Where terms end, after a ranking of all candidates."""

    appeared: tuple[str, ...] = ()  # norms that are published from now on
    vanished: tuple[str, ...] = ()
    termhood: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


def cut(db: sqlite3.Connection, source: Source, wanted: set[str]) -> Cut:
    """Rank all candidates, in one vectorised pass, and mark those that are published."""
    started = time.perf_counter()
    rows = db.execute(
        "SELECT id, norm, counts, article_count, anchors, published FROM candidates ORDER BY norm"
    ).fetchall()
    ranked = [row for row in rows if row[3] > 0]
    termhood: dict[str, float] = {}
    kept: set[str] = set()
    if ranked:
        (articles,) = db.execute("SELECT count(*) FROM articles WHERE duplicate_of IS NULL").fetchone()
        norms = [row[1] for row in ranked]
        counts = np.frombuffer(b"".join(row[2] for row in ranked), _TYPE).reshape(len(ranked), len(COUNTS))
        in_articles = np.array([row[3] for row in ranked], dtype=np.int64)
        scores, keep = rank(norms, counts.astype(np.int64), in_articles, articles, source.static(norms))
        termhood = dict(zip(norms, scores.tolist(), strict=True))
        kept = {norm for norm, good in zip(norms, keep.tolist(), strict=True) if good}
    appeared: list[tuple[int, str]] = []
    vanished: list[tuple[int, str]] = []
    for number, norm, _, _, anchors, was in rows:
        now = norm in kept or anchors > 0 or norm in wanted
        if now != bool(was):
            (appeared if now else vanished).append((number, norm))
    flips = [(1, number) for number, _ in appeared] + [(0, number) for number, _ in vanished]
    db.executemany("UPDATE candidates SET published = ? WHERE id = ?", flips)
    seconds = time.perf_counter() - started
    return Cut(tuple(norm for _, norm in appeared), tuple(norm for _, norm in vanished), termhood, seconds)


def articles_of(db: sqlite3.Connection, norms: Iterable[str]) -> set[int]:
    """The articles in which any of these candidates occurs."""
    query = "SELECT article_id FROM candidate_articles JOIN candidates ON id = candidate_id WHERE norm = ?"
    return {article for norm in norms for (article,) in db.execute(query, (norm,))}


class Published:
    """The norms that are published, asked one by one: for an update that needs few of them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[str, bool] = {}

    def __contains__(self, norm: object) -> bool:
        assert isinstance(norm, str)
        if norm not in self._known:
            row = self._db.execute("SELECT published FROM candidates WHERE norm = ?", (norm,)).fetchone()
            self._known[norm] = bool(row and row[0])
        return self._known[norm]


def published(db: sqlite3.Connection, whole: bool) -> Container[str]:
    """The norms that are published; all at hand when the whole database is written."""
    if whole:
        return {norm for (norm,) in db.execute("SELECT norm FROM candidates WHERE published")}
    return Published(db)
