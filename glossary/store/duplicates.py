"""Near-duplicates: agencies' copy that several papers print with small changes.

An article is sketched by the 48 smallest hashes of its shingles (three words in a row, folded): a bottom-k sketch
(Broder, 1997; Cohen & Kaplan, 2007). Two articles are near-duplicates when their sketches share enough. The test looks
at the two articles only and groups are connected components, so that neither depends on the order of arrival.
"""

from __future__ import annotations

import functools
import json
import re
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING

from glossary.forms import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Sketches = dict[int, "array[int]"]
SKETCH = 48
WORDS = 3
_MANY = 500  # articles that have a hash
# 10 of 48: a third of the words replaced, or the second half left out, still shares 14 or more; two reports of the
# same event that share one long quotation share 3 or 4 (tests/test_store_duplicates.py).
SHARED = 10
# A shingle's hash is made of its words', each met many times: odd factors, then the finalizer of SplitMix64.
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_BETWEEN = bytes(
    ord(" ") if code < 128 and not (chr(code).isalnum() or chr(code) == "_") else code for code in range(256)
)
_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's shingles, ascending; a short text has fewer."""
    # Not at the top: a build that changes nothing does without NumPy.
    import numpy as np

    words = _words(text)
    words += [0] * (WORDS - len(words))  # a text of fewer words is one shingle
    places, count = np.array(words, dtype=np.uint64), len(words) - WORDS + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        mixed += places[place : place + count] * np.uint64(factor)
    for shift, factor in _MIX:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    hashes: list[int] = np.unique(mixed >> np.uint64(1))[:SKETCH].tolist()
    return tuple(hashes)


def _words(text: str) -> list[int]:
    """The hashes of the words, folded, one after the other."""
    pieces = text.encode("utf-8", "surrogatepass").translate(_BETWEEN).split()
    return list(chain.from_iterable(map(_hashes, pieces)))


@functools.lru_cache(maxsize=100_000)
def _hashes(piece: bytes) -> list[int]:
    """Those of the words, folded, in what stands between two spaces or marks of ASCII, which are in no word."""
    return [_hash(word) for word in re.findall(r"\w+", fold(piece.decode("utf-8", "surrogatepass")))]


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def are_near(one: int, other: int, shared: int) -> bool:
    """Whether sketches of these sizes that share so many hashes are of near-duplicates."""
    return shared * SKETCH >= SHARED * min(SKETCH, one, other) and shared * 5 >= max(one, other)


def neighbours(db: sqlite3.Connection, article: int) -> set[int]:
    """The articles that are near-duplicates of one whose sketch is stored.

    They share a fifth of it. Hashes that many articles have are looked for only in those that share enough others.
    """
    hashes = [number for (number,) in db.execute("SELECT hash FROM shingles WHERE article_id = ?", (article,))]
    least = max(1, len(hashes) // 5)
    query = (
        "SELECT value FROM json_each(?) asked "
        "WHERE EXISTS (SELECT 1 FROM shingles WHERE hash = asked.value LIMIT 1 OFFSET ?) LIMIT ?"
    )
    common = [value for (value,) in db.execute(query, (json.dumps(hashes), _MANY, least // 2))]
    query = (
        "SELECT article_id FROM json_each(?) asked CROSS JOIN shingles ON hash = asked.value "
        "WHERE article_id != ? GROUP BY article_id HAVING count(*) >= ?"
    )
    rare = json.dumps(sorted({*hashes}.difference(common)))
    found = [other for (other,) in db.execute(query, (rare, article, least - len(common)))]
    sketches = {other: set(db.execute("SELECT hash FROM shingles WHERE article_id = ?", (other,))) for other in found}
    own = {(value,) for value in hashes}
    return {other for other, found in sketches.items() if are_near(len(own), len(found), len(own & found))}


def groups(db: sqlite3.Connection, articles: Iterable[int]) -> list[set[int]]:
    """The connected components of near-duplicates that hold any of these articles.

    The stored group of any other article is as it was: it is joined whole, without comparing its members again.
    """
    again = set(articles)
    found: list[set[int]] = []
    done: set[int] = set()
    for article in sorted(again):
        if article in done:
            continue
        group, waiting = {article}, [article]
        while waiting:
            for near in neighbours(db, waiting.pop()) - group:
                if near in again:
                    group.add(near)
                    waiting.append(near)
                elif near not in group:  # it came with the stored group of another
                    group |= _stored_group(db, near)
        done |= group
        found.append(group)
    return found


def _stored_group(db: sqlite3.Connection, article: int) -> set[int]:
    query = "SELECT coalesce(duplicate_of, id) FROM articles WHERE id = ?"
    (leader,) = db.execute(query, (article,)).fetchone()
    return {leader, *(number for (number,) in db.execute("SELECT id FROM articles WHERE duplicate_of = ?", (leader,)))}


def hashes_of(sketches: Sketches) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All hashes of all sketches, one after the other, and how many each sketch has."""
    import numpy as np

    hashes = array("q")
    for values in sketches.values():
        hashes.extend(values)
    return np.array(hashes, dtype=np.int64), np.array([len(values) for values in sketches.values()], dtype=np.int64)


def all_groups(sketches: Sketches) -> list[set[int]]:
    """Every connected component with more than one article, when all articles are there."""
    leader = {article: article for article in sketches}

    def root(article: int) -> int:
        while leader[article] != article:
            leader[article] = article = leader[leader[article]]
        return article

    for one, other in _near_pairs(sketches):
        leader[root(one)] = root(other)
    gathered: dict[int, set[int]] = {}
    for article in sketches:
        gathered.setdefault(root(article), set()).add(article)
    return [group for group in gathered.values() if len(group) > 1]


def _near_pairs(sketches: Sketches) -> Iterator[tuple[int, int]]:
    """Each pair of near-duplicates. Few hashes of an article are another's too, so that few articles are compared."""
    import numpy as np

    articles = list(sketches)
    hashes, sizes = hashes_of(sketches)
    owners = np.repeat(np.arange(len(articles)), sizes)
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    starts = np.searchsorted(hashes, hashes, side="left")
    ends = np.searchsorted(hashes, hashes, side="right")
    shared = np.flatnonzero(ends - starts > 1)
    shared = shared[np.argsort(owners[shared], kind="stable")]
    bounds = np.searchsorted(owners[shared], np.arange(len(articles) + 1)).tolist()
    for number, own in enumerate(sizes.tolist()):
        mine = shared[bounds[number] : bounds[number + 1]]
        if 5 * len(mine) < own:
            continue
        # Only the articles after this one: each pair is met once.
        lists = [owners[start:end] for start, end in zip((mine + 1).tolist(), ends[mine].tolist(), strict=True)]
        counts = np.bincount(np.concatenate(lists), minlength=1)
        for other in np.flatnonzero(counts * 5 >= max(own, 1)).tolist():
            if are_near(own, int(sizes[other]), int(counts[other])):
                yield articles[number], articles[other]
