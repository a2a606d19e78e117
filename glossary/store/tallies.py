"""The counts of every candidate over the corpus, so that an article can be added or taken away."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
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
_NONE = np.zeros(0, dtype=np.int32)


class Saved(NamedTuple):
    """The candidates that changed, with their figures as they are now: a row each; none, where all are new."""

    ids: list[int]
    norms: list[str]
    figures: Figures
    came: list[int]  # rows of those that the table did not have
    gone: list[int]  # rows of those that it no longer has
    published: list[bool]  # whether each was so in the table


class Gathered(NamedTuple):
    """What some articles add, as plain values and tables of numbers."""

    norms: list[str]  # each once
    articles: list[int]
    ends: list[int]  # of each article, in ``rows``
    rows: Any  # the numbers of the norms of one article after the other
    cells: Any  # of a table with a row of figures a norm
    values: Any  # of each cell


def gather(articles: Iterable[tuple[int, Counted, bool]]) -> Gathered:
    """What these articles add; a near-duplicate (False) adds no counts."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    gathered = Gathered([], [], [], *([_NONE] for _ in range(3)))
    for article, found, counted in articles:
        own, anchors = _numbers(numbers, found.norms), _numbers(numbers, found.anchors)
        others = set(anchors.tolist()).difference(own.tolist())
        everywhere = np.concatenate([own, np.array(sorted(others), dtype=np.int32)])
        cells = [everywhere * WIDTH + SEEN, anchors * WIDTH + ANCHORS]
        if counted:
            cells.append(own * WIDTH + ARTICLES)
            rows, columns = np.divmod(found.places, np.int32(len(COUNTS)))
            gathered.cells.append(own[rows] * WIDTH + columns)
            gathered.values.append(found.values.astype(np.int32))
        gathered.cells.extend(cells)
        gathered.values.append(np.ones(sum(map(len, cells)), dtype=np.int32))
        gathered.rows.append(everywhere)
        gathered.articles.append(article)
        gathered.ends.append(sum(map(len, gathered.rows)))
    return Gathered(list(numbers), *gathered[1:3], *map(np.concatenate, gathered[3:]))


def _numbers(numbers: Mapping[str, int], norms: list[str]) -> NDArray[np.int32]:
    return np.fromiter(map(numbers.__getitem__, norms), np.int32, len(norms))


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

    def count(self, found: Gathered, sign: int) -> None:
        """Add articles (sign 1) or take them away (sign -1)."""
        places = _numbers(self.numbers, found.norms)
        if len(self.numbers) > len(self._table):
            grown = np.zeros((2 * len(self.numbers), WIDTH), dtype=np.int32)
            grown[: len(self._table)] = self._table
            self._table = grown
        rows, columns = np.divmod(np.frombuffer(found.cells, np.int32), WIDTH)
        values = np.frombuffer(found.values, np.int32)
        # Of one long row, and no single value: anything else takes NumPy fifty times as long.
        np.add.at(self._table.reshape(-1), places[rows] * WIDTH + columns, sign * values)
        parts = np.split(places[np.frombuffer(found.rows, np.int32)], found.ends[:-1])
        (self.came if sign > 0 else self.left).extend(zip(found.articles, parts, strict=True))

    def sort(self) -> tuple[list[str], Figures]:
        """The norms with their figures, which are no longer here: a table of a whole corpus is large.

        Those in most articles come first: side by side in the table, so that an article changes fewer of its pages.
        """
        norms = sorted(self.numbers)
        rows = np.array([self.numbers[norm] for norm in norms], dtype=np.int64)
        order = np.argsort(-self._table[rows, SEEN], kind="stable")
        figures = self._table[rows[order]]
        self._table = self._table[:0]
        return [norms[place] for place in order.tolist()], figures


def save_tallies(db: sqlite3.Connection, tallies: Tallies, whole: bool) -> Saved:
    """Write what changed; a norm that no article has any more disappears. What is ``whole`` is read from the table."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM candidates").fetchone()
    norms, figures = tallies.sort()
    ids, shown = _known(db, norms, figures) if last else ([0] * len(norms), [])
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
    return Saved([], [], figures[:0].copy(), [], [], []) if whole else Saved(ids, norms, figures, new, gone, shown)


def _known(db: sqlite3.Connection, norms: list[str], figures: Figures) -> tuple[list[int], list[bool]]:
    """Add what is stored to the figures; the ids of the stored, 0 for new ones, and which are published."""
    query = (
        "SELECT asked.key, c.id, published, counts, article_count, anchors, articles_seen "
        "FROM json_each(?) asked CROSS JOIN candidates c ON norm = asked.value"
    )
    ids, shown = [0] * len(norms), [False] * len(norms)
    rows = db.execute(query, (json.dumps(norms),)).fetchall()
    if rows:
        places = [row[0] for row in rows]
        counts = np.frombuffer(b"".join(row[3] for row in rows), np.int32).reshape(len(rows), len(COUNTS))
        figures[places, : len(COUNTS)] += counts
        figures[places, ARTICLES:] += np.array([row[4:] for row in rows], dtype=np.int32)
    for place, number, is_shown, *_ in rows:
        ids[place], shown[place] = number, bool(is_shown)
    return ids, shown


def _columns(figures: Figures) -> list[list[Any]]:
    """The values of the columns counts, article_count, anchors and articles_seen."""
    joined, size = np.ascontiguousarray(figures[:, : len(COUNTS)]).tobytes(), len(COUNTS) * figures.itemsize
    blobs = [joined[start : start + size] for start in range(0, len(joined), size)]
    return [blobs, *figures[:, ARTICLES:].T.tolist()]
