"""The counts of every candidate over the corpus, so that an article can be added or taken away."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from glossary.rank import COUNTS
from glossary.store.insert import insert
from glossary.store.packing import Counted
from glossary.store.postings import add_postings, remove_postings

Figures = NDArray[np.int32]
# A row of figures: the counts, then the articles that count (near-duplicates left out), the anchors, all articles.
ARTICLES, ANCHORS, SEEN = (len(COUNTS) + place for place in range(3))
WIDTH = len(COUNTS) + 3
_ROWS = 10_000


class Saved(NamedTuple):
    """The candidates that changed, with their figures as they are now: a row each; none, where all are new."""

    ids: list[int]
    norms: list[str]
    figures: Figures
    came: list[int]  # rows of those that the table did not have
    gone: list[int]  # rows of those that it no longer has


@dataclass(slots=True)
class Tallies:
    """What changes for all norms when articles come and go."""

    # norm → row; a new norm is given the next, without a step of Python
    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    came: list[tuple[int, NDArray[np.int32]]] = field(default_factory=list)  # article, rows
    left: list[tuple[int, NDArray[np.int32]]] = field(default_factory=list)
    _table: Figures = field(default_factory=lambda: np.zeros((1024, WIDTH), dtype=np.int32))

    @property
    def figures(self) -> Figures:
        return self._table[: len(self.numbers)]

    def count(self, article: int, found: Counted, counted: bool, sign: int) -> None:
        """Add an article (sign 1) or take it away (sign -1); a near-duplicate is not ``counted``."""
        known = set(found.norms)
        everywhere = self._places([*found.norms, *(norm for norm in found.anchors if norm not in known)])
        places, anchors = everywhere[: len(found.norms)], self._places(found.anchors)
        if len(self.numbers) > len(self._table):
            grown = np.zeros((2 * len(self.numbers), WIDTH), dtype=np.int32)
            grown[: len(self._table)] = self._table
            self._table = grown
        if counted and len(places):
            rows, columns = np.divmod(found.places, found.width)
            self._table[places[rows], columns] += sign * found.values.astype(np.int32)
            self._table[places, ARTICLES] += sign
        self._table[anchors, ANCHORS] += sign
        self._table[everywhere, SEEN] += sign
        (self.came if sign > 0 else self.left).append((article, everywhere))

    def _places(self, norms: list[str]) -> NDArray[np.int32]:
        return np.fromiter(map(self.numbers.__getitem__, norms), np.int32, len(norms))

    def sort(self) -> tuple[list[str], Figures]:
        """The norms in order with their figures, which are no longer here: a table of a whole corpus is large."""
        norms = sorted(self.numbers)
        figures = self._table[[self.numbers[norm] for norm in norms]]
        self._table = self._table[:0]
        return norms, figures


def save_tallies(db: sqlite3.Connection, tallies: Tallies, whole: bool) -> Saved:
    """Write what changed; a norm that no article has any more disappears. What is ``whole`` is read from the table."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM candidates").fetchone()
    norms, figures = tallies.sort()
    ids = _known(db, norms, figures) if last else [0] * len(norms)
    changed = [place for place, number in enumerate(ids) if number]
    new = [place for place, number in enumerate(ids) if not number]
    for number, place in enumerate(new, last + 1):
        ids[place] = number
    columns = "candidates (id, norm, counts, article_count, anchors, articles_seen)"
    for start in range(0, len(new), _ROWS):
        rows = new[start : start + _ROWS]
        named = zip([ids[row] for row in rows], [norms[row] for row in rows], *_columns(figures[rows]), strict=True)
        insert(db, columns, 6, list(chain.from_iterable(named)))
    still = [row for row in changed if figures[row, SEEN]]
    sets = "counts = ?, article_count = ?, anchors = ?, articles_seen = ?"
    rows_of = zip(*_columns(figures[still]), [ids[row] for row in still], strict=True)
    db.executemany(f"UPDATE candidates SET {sets} WHERE id = ?", rows_of)
    gone = [row for row in changed if not figures[row, SEEN]]
    db.executemany("DELETE FROM candidates WHERE id = ?", ((ids[row],) for row in gone))
    numbers = dict(zip(norms, ids, strict=True))
    by_row = np.array([numbers[norm] for norm in tallies.numbers], dtype=np.int64)
    remove_postings(db, ((article, by_row[rows]) for article, rows in tallies.left))
    add_postings(db, ((article, by_row[rows]) for article, rows in tallies.came), whole)
    return Saved([], [], figures[:0].copy(), [], []) if whole else Saved(ids, norms, figures, new, gone)


def _known(db: sqlite3.Connection, norms: list[str], figures: Figures) -> list[int]:
    """Add what is stored to the figures; the ids of the stored, 0 for new ones."""
    query = (
        "SELECT asked.key, c.id, counts, article_count, anchors, articles_seen "
        "FROM json_each(?) asked CROSS JOIN candidates c ON norm = asked.value"
    )
    ids = [0] * len(norms)
    rows = db.execute(query, (json.dumps(norms),)).fetchall()
    if rows:
        places = [row[0] for row in rows]
        counts = np.frombuffer(b"".join(row[2] for row in rows), np.int32).reshape(len(rows), len(COUNTS))
        figures[places, : len(COUNTS)] += counts
        figures[places, ARTICLES:] += np.array([row[3:] for row in rows], dtype=np.int32)
    for place, number, *_ in rows:
        ids[place] = number
    return ids


def _columns(figures: Figures) -> list[list[Any]]:
    """The values of the columns counts, article_count, anchors and articles_seen."""
    joined, size = np.ascontiguousarray(figures[:, : len(COUNTS)]).tobytes(), len(COUNTS) * figures.itemsize
    blobs = [joined[start : start + size] for start in range(0, len(joined), size)]
    return [blobs, *figures[:, ARTICLES:].T.tolist()]
