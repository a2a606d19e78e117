"""Postings: in which articles each candidate occurs, a row for each of 256 articles and candidate, a byte an article.

The articles come first in the key: one that is added changes few pages, at the end of the table, where lists that had
all articles of a candidate side by side would change all over. Who asks for a candidate looks once at each 256.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING

from glossary.store.insert import insert

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Candidates = tuple[int, NDArray[np.int64]]  # an article and its candidates

_BITS = 8
_BLOCKS = (
    "WITH RECURSIVE blocks (n) AS (SELECT max(block) FROM postings UNION ALL SELECT n - 1 FROM blocks WHERE n > 0) "
)


def articles_with(db: sqlite3.Connection, candidates: Iterable[int]) -> Iterator[int]:
    """The articles in which any of these occurs, the last first; one twice where several occur."""
    query = _BLOCKS + (
        "SELECT block, articles FROM blocks CROSS JOIN json_each(?) asked "
        "CROSS JOIN postings ON block = n AND candidate_id = asked.value"
    )
    for block, articles in db.execute(query, (json.dumps(list(candidates)),)):
        yield from ((block << _BITS) + place for place in reversed(articles))


def add_postings(db: sqlite3.Connection, came: Iterable[Candidates], whole: bool) -> None:
    """Add articles, in the order of their numbers; ``whole`` where the table is empty."""
    for block, articles in _by_block(came):
        rows = _gathered(block, list(articles))
        if whole:
            insert(db, "postings", 3, list(chain.from_iterable(rows)))
        else:
            more = "ON CONFLICT DO UPDATE SET articles = CAST(articles || excluded.articles AS BLOB)"
            db.executemany(f"INSERT INTO postings VALUES (?, ?, ?) {more}", rows)


def remove_postings(db: sqlite3.Connection, left: Iterable[Candidates]) -> None:
    for article, candidates in left:
        block, place = article >> _BITS, bytes([article & 255])
        query = (
            "SELECT candidate_id, articles FROM json_each(?) asked "
            "CROSS JOIN postings ON block = ? AND candidate_id = asked.value"
        )
        stored = db.execute(query, (json.dumps(candidates.tolist()), block)).fetchall()
        rows = [(articles.replace(place, b""), block, candidate) for candidate, articles in stored]
        db.executemany("UPDATE postings SET articles = ? WHERE block = ? AND candidate_id = ?", rows)
        gone = [row[1:] for row in rows if not row[0]]
        db.executemany("DELETE FROM postings WHERE block = ? AND candidate_id = ?", gone)


def _by_block(articles: Iterable[Candidates]) -> Iterator[tuple[int, Iterator[Candidates]]]:
    return groupby(articles, key=lambda article: article[0] >> _BITS)


def _gathered(block: int, articles: list[Candidates]) -> Iterator[tuple[int, int, bytes]]:
    """The rows of a block, in key order, in which SQLite appends instead of searching."""
    import numpy as np  # what only asks does without

    candidates = np.concatenate([found for _, found in articles])
    places = np.repeat(
        np.array([number & 255 for number, _ in articles], dtype=np.uint8), [len(found) for _, found in articles]
    )
    order = np.argsort(candidates, kind="stable")
    candidates, joined = candidates[order], places[order].tobytes()
    starts = np.flatnonzero(np.diff(candidates, prepend=-1))
    ends = [*starts[1:].tolist(), len(joined)]
    for candidate, start, end in zip(candidates[starts].tolist(), starts.tolist(), ends, strict=True):
        yield block, candidate, joined[start:end]


def stored_pairs(db: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Each candidate with each article in which it occurs."""
    for block, candidate, articles in db.execute("SELECT block, candidate_id, articles FROM postings"):
        yield from ((candidate, (block << _BITS) + place) for place in articles)
