"""Which candidates are published: where the ranking of all is cut.

A norm is published when the cut keeps it, when an article anchors it (uses it as a loanword, as an abbreviation, or
glosses it) or when a terminologist accepted it.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

import numpy as np

from glossary.rank import COUNTS, rank
from glossary.store.inputs import Inputs, read_table
from glossary.store.postings import articles_with
from glossary.store.source import Source
from glossary.store.tallies import ANCHORS, ARTICLES, SEEN, Saved


@dataclass(frozen=True, slots=True)
class Cut:
    """Where terms end, after a ranking of all candidates."""

    appeared: tuple[str, ...] = ()  # norms that are published from now on
    vanished: tuple[str, ...] = ()
    termhood: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0  # of the processor


def cut(db: sqlite3.Connection, source: Source, wanted: set[str], named: set[str], saved: Saved) -> Cut:
    """Rank all candidates, in one vectorised pass, and mark those that are published.

    ``saved`` is what changed in the table; the termhood of ``named`` norms is told though they are not published.
    """
    started = time.process_time()
    inputs = _inputs(db, source, saved)
    (articles,) = db.execute("SELECT value FROM meta WHERE key = 'counted'").fetchone()
    figures = inputs.figures
    scores, kept = rank(inputs.norms, figures[: len(COUNTS)].T, figures[ARTICLES], int(articles), inputs.static)
    published = kept | (figures[ANCHORS] > 0)
    by_norm = _places(inputs, wanted | named)
    published[[place for norm, place in by_norm.items() if norm in wanted]] = True
    changed = inputs.publish(published)
    now = published[changed]
    flips = zip(now.tolist(), inputs.ids[changed].tolist(), strict=True)
    db.executemany("UPDATE candidates SET published = ? WHERE id = ?", flips)
    stamp = secrets.token_hex(8)
    db.execute("REPLACE INTO meta VALUES ('ranking', ?)", (stamp,))
    source.keep_inputs(stamp, inputs)
    told = np.union1d(np.flatnonzero(published), np.array(list(by_norm.values()), dtype=np.int64))
    termhood = dict(zip(inputs.norms.pick(told), scores[told].tolist(), strict=True))
    appeared, vanished = (tuple(sorted(inputs.norms.pick(changed[way]))) for way in (now, ~now))
    return Cut(appeared, vanished, termhood, time.process_time() - started)


def _inputs(db: sqlite3.Connection, source: Source, saved: Saved) -> Inputs:
    """What the last build kept, brought up to date; from the table where it kept nothing."""
    stamp = db.execute("SELECT value FROM meta WHERE key = 'ranking'").fetchone()
    inputs = source.inputs(stamp[0], len(saved.ids)) if stamp else None
    if inputs is None:
        return read_table(db, source.static)
    inputs.take(saved, source.static_of_new)
    return inputs


def _places(inputs: Inputs, norms: set[str]) -> dict[str, int]:
    """The columns of these norms, as far as they are candidates."""
    if not norms:
        return {}
    seen = inputs.figures[SEEN].tolist()
    return {norm: place for place, norm in enumerate(inputs.norms) if norm in norms and seen[place]}


def articles_of(db: sqlite3.Connection, norms: Iterable[str]) -> set[int]:
    """The articles in which any of these candidates occurs."""
    query = "SELECT c.id FROM json_each(?) asked CROSS JOIN candidates c ON norm = asked.value"
    return set(articles_with(db, [number for (number,) in db.execute(query, (json.dumps(sorted(norms)),))]))


class Published:
    """The norms that are published or ``joined`` to one, for an update that needs few of them.

    Those of the ``asked`` candidates, which are in the articles that changed, are read at once, others one by one.
    """

    def __init__(self, db: sqlite3.Connection, joined: Container[str], asked: list[int]) -> None:
        self._db = db
        self._joined = joined
        query = "SELECT norm, published FROM json_each(?) asked CROSS JOIN candidates c ON c.id = asked.value"
        self._known: dict[str, bool] = dict(db.execute(query, (json.dumps(asked),)))

    def __contains__(self, norm: object) -> bool:
        assert isinstance(norm, str)
        if norm in self._joined:
            return True
        if norm not in self._known:
            row = self._db.execute("SELECT published FROM candidates WHERE norm = ?", (norm,)).fetchone()
            self._known[norm] = bool(row and row[0])
        return self._known[norm]


def published(db: sqlite3.Connection, joined: Iterable[str], asked: list[int], whole: bool) -> Container[str]:
    """The norms that are shown, by themselves or ``joined`` to another; all at hand when all is written."""
    if whole:
        return {norm for (norm,) in db.execute("SELECT norm FROM candidates WHERE published")}.union(joined)
    return Published(db, set(joined), asked)
