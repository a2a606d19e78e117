"""What ranking reads of every candidate, in whole columns that are kept from one build to the next.

They follow from the table ``candidates``, which remains the truth: reading it row by row takes ten times as long as
ranking. Each build that ranks writes a new stamp into the database, and with the same stamp what it changed into the
cache; where the stamps differ (another database, a build that was killed), the columns are made from the table.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from glossary.rank import COUNTS
from glossary.rank.static import COLUMNS
from glossary.store.norms import Norms
from glossary.store.tallies import ARTICLES, SEEN, WIDTH, Figures, Saved

PUBLISHED = WIDTH  # the figure after the others: whether the candidate is published
_MANY = 16  # parts, from which on they are put together into one
Bytes = bytes | memoryview
_ROWS = 10_000  # that are read at a time
_NOTHING = np.zeros(0, dtype=np.int64)


class Part(NamedTuple):
    """What one build adds: new candidates, and other figures of older ones. A row of a table of the cache."""

    ids: Bytes
    norms: Bytes
    figures: Bytes
    static: Bytes
    places: Bytes
    changed: Bytes
    total: str  # of all the numbers: what a damaged part does not have


@dataclass(slots=True)
class Inputs:
    """A column a candidate. One that is gone keeps its column, with no article, until all is written anew."""

    ids: NDArray[np.int64]
    norms: Norms
    figures: Figures
    static: list[NDArray[np.float64]]  # tables side by side: of each part, and of what is new
    parts: int = 0  # of which they were put together
    kept: int = 0  # columns that the parts hold
    touched: NDArray[np.int64] = field(
        default_factory=lambda: _NOTHING
    )  # columns whose figures are others than in the parts

    def places(self, ids: list[int]) -> NDArray[np.int64]:
        """The columns of candidates, -1 for those that have none."""
        here = np.flatnonzero(self.figures[SEEN] > 0)
        here = here[np.argsort(self.ids[here], kind="stable")]
        if not len(here):
            return np.full(len(ids), -1)
        wanted = np.array(ids, dtype=np.int64)
        found = here[np.minimum(np.searchsorted(self.ids[here], wanted), len(here) - 1)]
        return np.where(self.ids[found] == wanted, found, -1)

    def take(self, saved: Saved, static: Callable[[list[str]], NDArray[np.float64]]) -> None:
        """Take over what changed in the table."""
        places = self.places(saved.ids)
        new = np.flatnonzero(places < 0)
        places[new] = np.arange(self.kept, self.kept + len(new))
        size = self.kept + len(new)
        self.ids, self.figures = self.ids[:size], self.figures[:, :size]
        norms = [saved.norms[place] for place in new.tolist()]
        self.norms.add(norms)
        self.ids[places] = saved.ids
        self.figures[:WIDTH, places] = saved.figures.T
        if norms:
            self.static.append(static(norms))
        self.touched = np.union1d(self.touched, places)

    def publish(self, published: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Note which candidates are published from now on; the columns where that is new, without those that went."""
        changed: NDArray[np.int64] = np.flatnonzero(self.figures[PUBLISHED].astype(np.bool_) != published)
        changed = changed[self.figures[SEEN, changed] > 0]
        self.figures[PUBLISHED, changed] = published[changed]
        self.touched = np.union1d(self.touched, changed)
        return changed

    def part(self) -> tuple[Part, bool]:
        """What has to be kept, and whether it is everything, so that older parts go."""
        whole = not 0 < self.parts < _MANY
        new = np.flatnonzero(self.figures[SEEN] > 0) if whole else np.arange(self.kept, len(self.ids))
        old = _NOTHING if whole else self.touched[self.touched < self.kept]
        static = _beside(self.static if whole else self.static[self.parts :])
        figures, changed = self.figures, np.ascontiguousarray(self.figures[:, old])
        if len(new) < len(self.ids):  # not to copy the tables of a whole corpus
            figures, static = self.figures[:, new], static[:, new] if whole else static
        norms = self.norms.text(new)
        arrays = [np.ascontiguousarray(table) for table in (self.ids[new], figures, static, old, changed)]
        ids, *rest = (table.data.cast("B") if table.size else b"" for table in arrays)
        return Part._make((ids, norms, *rest, _total(norms, *arrays))), whole


def read_table(db: sqlite3.Connection, static: Callable[[list[str]], NDArray[np.float64]]) -> Inputs:
    """The columns made from the table."""
    (size,) = db.execute("SELECT count(*) FROM candidates").fetchone()
    norms: list[str] = []
    ids, figures = np.zeros(size, dtype=np.int64), np.zeros((WIDTH + 1, size), dtype=np.int32)
    columns = "id, norm, counts, article_count, anchors, articles_seen, published"
    table = db.execute(f"SELECT {columns} FROM candidates ORDER BY id")
    while rows := table.fetchmany(_ROWS):
        here = slice(len(norms), len(norms) + len(rows))
        norms += [row[1] for row in rows]
        ids[here] = [row[0] for row in rows]
        counts = np.frombuffer(b"".join([row[2] for row in rows]), np.int32)
        figures[:ARTICLES, here] = counts.reshape(len(rows), len(COUNTS)).T
        figures[ARTICLES:, here] = np.array([row[3:] for row in rows], dtype=np.int32).T
    return Inputs(ids, Norms(norms), figures, [static(norms)])


def _beside(tables: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    if len(tables) == 1:
        return tables[0]
    return np.concatenate([np.zeros((len(COLUMNS), 0)), *tables], axis=1)


def _total(norms: Bytes, *arrays: NDArray[Any]) -> str:
    return " ".join(map(str, (zlib.crc32(norms), *map(_sum, arrays))))


def _sum(numbers: NDArray[Any]) -> int:
    """Of eight bytes at a time, modulo 2⁶⁴: the quickest there is."""
    parts = numbers.reshape(-1).view(np.uint32)
    rest = int(parts[-1]) if len(parts) % 2 else 0
    return int(np.add.reduce(parts[: len(parts) - len(parts) % 2].view(np.uint64))) + rest


def join_parts(parts: list[Part], room: int) -> Inputs:
    """The columns of all parts, with room for so many new ones; ValueError where a part is not what it should be."""
    sizes = [len(part.ids) // 8 for part in parts]
    total = sum(sizes)
    inputs = Inputs(
        np.zeros(total + room, dtype=np.int64), Norms(), np.zeros((WIDTH + 1, total + room), dtype=np.int32), [],
        len(parts), total,
    )  # fmt: skip
    start = 0
    for part, size in zip(parts, sizes, strict=True):
        here = slice(start, start + size)
        ids, places = np.frombuffer(part.ids, np.int64), np.frombuffer(part.places, np.int64)
        figures = np.frombuffer(part.figures, np.int32).reshape(WIDTH + 1, size)
        static = np.frombuffer(part.static, np.float64).reshape(len(COLUMNS), size)
        changed = np.frombuffer(part.changed, np.int32).reshape(WIDTH + 1, len(places))
        if part.total != _total(part.norms, ids, figures, static, places, changed):
            raise ValueError("damaged")
        inputs.ids[here], inputs.figures[:, here] = ids, figures
        inputs.static.append(static)
        inputs.figures[:, places] = changed
        inputs.norms.add_text(part.norms, size)
        start += size
    return inputs
