"""Near-duplicates: agencies' copy that several papers print with small changes.

An article is sketched by the 48 smallest hashes of its shingles (three words in a row, folded): a bottom-k sketch
(Broder, 1997; Cohen & Kaplan, 2007). Two articles are near-duplicates when their sketches share enough. The test looks
at the two articles only and groups are connected components, so that neither depends on the order of arrival.
"""

from __future__ import annotations

import heapq
import re
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

from glossary.forms import fold

SKETCH = 48
WORDS = 3
# 10 of 48: a third of the words replaced, or the second half left out, still shares 14 or more; two reports of the
# same event that share one long quotation share 3 or 4 (tests/test_store_duplicates.py).
SHARED = 10


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's shingles, ascending; a short text has fewer."""
    words = re.findall(r"\w+", fold(text))
    shingles = {" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))}
    return tuple(heapq.nsmallest(SKETCH, map(_hash, shingles)))


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def are_near(one: int, other: int, shared: int) -> bool:
    """Whether sketches of these sizes that share so many hashes are of near-duplicates."""
    return shared * SKETCH >= SHARED * min(SKETCH, one, other) and shared * 5 >= max(one, other)


def neighbours(db: sqlite3.Connection, article: int) -> set[int]:
    """The articles that are near-duplicates of one whose sketch is stored."""
    size = "SELECT count(*) FROM shingles WHERE article_id = ?"
    (own,) = db.execute(size, (article,)).fetchone()
    shared = db.execute(
        "SELECT b.article_id, count(*) FROM shingles a JOIN shingles b ON b.hash = a.hash "
        "WHERE a.article_id = ? AND b.article_id != a.article_id GROUP BY b.article_id HAVING count(*) >= ?",
        (article, max(1, own // 5)),
    ).fetchall()
    return {other for other, count in shared if are_near(own, db.execute(size, (other,)).fetchone()[0], count)}


def groups(db: sqlite3.Connection, articles: Iterable[int]) -> list[set[int]]:
    """The connected components of near-duplicates that hold any of these articles."""
    found: list[set[int]] = []
    done: set[int] = set()
    for article in articles:
        if article in done:
            continue
        group, waiting = {article}, [article]
        while waiting:
            near = neighbours(db, waiting.pop()) - group
            group |= near
            waiting.extend(near)
        done |= group
        found.append(group)
    return found


def all_groups(db: sqlite3.Connection) -> list[set[int]]:
    """Every connected component with more than one article, in one pass over the table."""
    sizes = dict(db.execute("SELECT article_id, count(*) FROM shingles GROUP BY article_id"))
    leader = {article: article for article in sizes}

    def root(article: int) -> int:
        while leader[article] != article:
            leader[article] = article = leader[leader[article]]
        return article

    pairs = db.execute(
        "SELECT a.article_id, b.article_id, count(*) FROM shingles a JOIN shingles b ON b.hash = a.hash "
        "WHERE a.article_id < b.article_id GROUP BY a.article_id, b.article_id HAVING count(*) > 0"
    )
    for one, other, shared in pairs:
        if are_near(sizes[one], sizes[other], shared):
            leader[root(one)] = root(other)
    gathered: dict[int, set[int]] = {}
    for article in sizes:
        gathered.setdefault(root(article), set()).add(article)
    return [group for group in gathered.values() if len(group) > 1]
