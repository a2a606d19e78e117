"""Joins that the program makes by itself: which norms are variants of which, kept up to date from what changed.

Each norm has one edge at most, to the norm that it is a variant of. Whether it has it follows from the counts, the
published norms, the articles and the decisions alone, and only from those of the norms that it is compared with; so
only the norms that an update touches, and those that they are compared with, are looked at again, and the edges are
those of a build from nothing. A norm that a person decided on is never joined to another, others are joined to it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from glossary.joining import Comparison, Known, all_edges, is_told_before, places_of
from glossary.store.cache import Lost
from glossary.store.curation import Curation
from glossary.store.insert import insert
from glossary.store.postings import articles_with
from glossary.store.source import Source
from glossary.store.tallies import ANCHORS, Saved
from glossary.variants import block


def join_variants(
    db: sqlite3.Connection, source: Source, old: Curation, new: Curation, saved: Saved, crossed: set[str], whole: bool
) -> tuple[Curation, Curation]:
    """Both curations with the joins of the last build and of this one.

    The norms whose counts were ``saved``, and those that ``crossed`` the cut, may have other joins.
    """
    before = stored_joins(db)
    file_norms(db, saved, whole)
    compared = Corpus(db, source, new)
    if whole:
        first = {norm for (norm,) in db.execute("SELECT norm FROM candidates WHERE published")}
    else:
        first = {*saved.norms, *crossed, *(old.decided() ^ new.decided())}
        compared.take(saved, crossed)
    compared.look_up(first)
    compared.look_up(set[str]().union(*map(compared.partners, first)) - first)
    after = dict(before)
    for norm, edge in all_edges(compared, first):
        if edge is None and norm in after:
            del after[norm]
            db.execute("DELETE FROM joins WHERE norm = ?", (norm,))
        elif edge is not None and edge != after.get(norm):
            after[norm] = edge
            db.execute("REPLACE INTO joins VALUES (?, ?, ?)", (norm, *edge))
    return (
        replace(old, variants={norm: edge[0] for norm, edge in before.items()}),
        replace(new, variants={norm: edge[0] for norm, edge in after.items()}),
    )


def stored_joins(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """norm → (norm that it is a variant of, kind)."""
    return {norm: (of, kind) for norm, of, kind in db.execute("SELECT norm, variant_of, kind FROM joins")}


def file_norms(db: sqlite3.Connection, saved: Saved, whole: bool) -> None:
    """File the candidates that came by what all their spellings have in common, and forget those that went."""
    if whole:
        rows = sorted((_key(norm), number) for number, norm in db.execute("SELECT id, norm FROM candidates"))
        insert(db, "spellings", 2, list(chain.from_iterable(rows)))
        return
    gone, came = ([(_key(saved.norms[row]), saved.ids[row]) for row in rows] for rows in (saved.gone, saved.came))
    db.executemany("DELETE FROM spellings WHERE block = ? AND candidate_id = ?", gone)
    db.executemany("INSERT INTO spellings VALUES (?, ?)", came)


def _key(norm: str) -> int:
    return zlib.crc32(block(norm).encode("utf-8", "surrogatepass"))


class Corpus(Comparison):
    """The candidates of a database, what is decided on them, and where they stand."""

    def __init__(self, db: sqlite3.Connection, source: Source, curation: Curation) -> None:
        super().__init__(curation.decided())
        self._db = db
        self._source = source
        self._known: dict[str, Known | None] = {}
        self._named: dict[int, str] = {}
        self._filed: dict[int, list[str]] = {}  # key of spellings → norms

    def take(self, saved: Saved, crossed: Container[str]) -> None:
        """Take over what is known of the candidates that were saved, before those that ``crossed`` did so."""
        frequencies = np.maximum(saved.figures[:, 0], saved.figures[:, ANCHORS]).tolist()
        for row in {*range(len(saved.ids))}.difference(saved.gone):
            number, norm = saved.ids[row], saved.norms[row]
            is_published = saved.published[row] != (norm in crossed)
            self._named[number], self._known[norm] = norm, Known(number, frequencies[row], is_published)

    def look_up(self, norms: Iterable[str]) -> None:
        """Read what is known of these norms, of those that may be the same words, at once."""
        keys = list({_key(norm) for norm in norms})
        self._filed |= {key: [] for key in keys}
        query = "SELECT block, candidate_id FROM json_each(?) asked CROSS JOIN spellings ON block = asked.value"
        filed = self._db.execute(query, (json.dumps(keys),)).fetchall()
        query = (
            "SELECT norm, c.id, counts, anchors, published FROM json_each(?) asked "
            "CROSS JOIN candidates c ON c.id = asked.value"
        )
        unknown = list({number for _, number in filed}.difference(self._named))
        for norm, *row in self._db.execute(query, (json.dumps(unknown),)):
            self._named[row[0]], self._known[norm] = norm, _known(row)
        for key, number in filed:
            self._filed[key].append(self._named[number])

    def known(self, norm: str) -> Known | None:
        if norm not in self._known:
            query = "SELECT id, counts, anchors, published FROM candidates WHERE norm = ?"
            row = self._db.execute(query, (norm,)).fetchone()
            self._known[norm] = row and _known(row)
        return self._known[norm]

    def spellings(self, norm: str) -> Iterator[str]:
        if _key(norm) not in self._filed:
            self.look_up([norm])
        yield from (other for other in self._filed[_key(norm)] if block(other) == block(norm))

    def between(self, first: str, stop: str, end: str = "") -> Iterator[str]:
        query = "SELECT norm FROM candidates WHERE norm > ? AND norm < ? AND (? = '' OR substr(norm, -length(?)) = ?)"
        yield from (norm for (norm,) in self._db.execute(query, (first, stop, end, end, end)))

    def told_before(self, short: str, long: str) -> bool:
        known = self.known(short)
        articles = articles_with(self._db, [known.id] if known else [])
        query = "SELECT digest FROM articles WHERE id = ?"
        digests = (self._db.execute(query, (article,)).fetchone()[0] for article in articles)
        found = (self._source.findings_about(digest, {short, long}) for digest in digests)
        return all(is_told_before(short, long, places_of(findings.terms)) for findings in found)


class Proof(Corpus):
    """The same, computed again from a built database; where the cache lost an article, what is stored is believed."""

    def told_before(self, short: str, long: str) -> bool:
        try:
            return super().told_before(short, long)
        except Lost:
            return stored_joins(self._db).get(short, ("", ""))[0] == long


def wrong_joins(db: sqlite3.Connection, source: Source, curation: Curation) -> Iterator[tuple[str, str, str]]:
    """Norms whose stored join is not what the candidates say: norm, what is stored, what is computed."""
    compared, stored = Proof(db, source, curation), stored_joins(db)
    norms = {norm for (norm,) in db.execute("SELECT norm FROM candidates WHERE published")}
    compared.look_up(norms)
    computed = {norm: edge for norm, edge in all_edges(compared, norms) if edge}
    for norm in sorted(stored.keys() | computed.keys()):
        if stored.get(norm) != computed.get(norm):
            yield norm, " ".join(stored.get(norm, ("none",))), " ".join(computed.get(norm, ("none",)))


def unfiled(db: sqlite3.Connection) -> Iterator[str]:
    """Candidates that are not filed under what all their spellings have in common, and what is filed and is none."""
    filed = set(db.execute("SELECT block, candidate_id FROM spellings"))
    for number, norm in db.execute("SELECT id, norm FROM candidates ORDER BY id"):
        if (_key(norm), number) not in filed:
            yield norm
        filed.discard((_key(norm), number))
    yield from (f"candidate {number}" for _, number in sorted(filed))


def _known(row: Sequence[Any]) -> Known:
    """From id, counts, anchors, published; of the counts the frequency, which is the first."""
    return Known(row[0], max(int.from_bytes(row[1][:4], "little", signed=True), row[2]), bool(row[3]))
