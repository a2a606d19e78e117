"""Joins that the program makes by itself: which norms are variants of which, kept up to date from what changed.

Each norm has one edge at most, to the norm that it is a variant of. Whether it has it follows from the counts, the
published norms, the articles and the decisions alone, and only from those of the norms that it is compared with; so
only the norms that an update touches, and those that they are compared with, are looked at again, and the edges are
those of a build from nothing. A norm that a person decided on is never joined to another, others are joined to it.
"""

from __future__ import annotations

import functools
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from glossary.store.curation import Curation
from glossary.store.insert import insert
from glossary.store.source import Source
from glossary.store.tallies import Saved
from glossary.variants import (
    KINDS,
    block,
    is_specific,
    parts,
    preference,
    related_beginnings,
    same_relation,
    same_spelling,
    short_form,
    with_prepositions,
)

_LONGER = 2  # how often a term occurs for one occurrence of its short form, at least


class Known(NamedTuple):
    """What the corpus says of a norm."""

    id: int
    frequency: int
    published: bool


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
    compared.look_up(first)
    looked_at = first.union(*map(compared.partners, first)) if first else set()
    for norm in sorted(looked_at):
        edge = compared.edge(norm)
        if edge is None and norm in before:
            db.execute("DELETE FROM joins WHERE norm = ?", (norm,))
        elif edge is not None and (whole or edge != before.get(norm)):
            db.execute("REPLACE INTO joins VALUES (?, ?, ?)", (norm, *edge))
    after = stored_joins(db)
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


@functools.lru_cache(maxsize=100_000)
def _key(norm: str) -> int:
    return zlib.crc32(block(norm).encode("utf-8", "surrogatepass"))


class Corpus:
    """What joins are decided by."""

    def __init__(self, db: sqlite3.Connection, source: Source, curation: Curation) -> None:
        self._db = db
        self._source = source
        self._decided = curation.decided()
        self._known: dict[str, Known | None] = {}
        self._filed: dict[int, list[str]] = {}  # key of spellings → norms
        self._partners: dict[str, set[str]] = {}

    def look_up(self, norms: Iterable[str]) -> None:
        """Read what is known of these norms, and of those that may be the same words, at once."""
        query = (
            "SELECT block, norm, c.id, counts, anchors, published FROM json_each(?) asked "
            "CROSS JOIN spellings ON block = asked.value CROSS JOIN candidates c ON c.id = candidate_id"
        )
        keys = list({_key(norm) for norm in norms})
        self._filed |= {key: [] for key in keys}
        for key, norm, *row in self._db.execute(query, (json.dumps(keys),)):
            self._filed[key].append(norm)
            self._known[norm] = _known(row)

    def known(self, norm: str) -> Known | None:
        if norm not in self._known:
            query = "SELECT id, counts, anchors, published FROM candidates WHERE norm = ?"
            row = self._db.execute(query, (norm,)).fetchone()
            self._known[norm] = row and _known(row)
        return self._known[norm]

    def partners(self, norm: str) -> set[str]:
        """The norms with which this one is compared; it is a partner of each of them."""
        if norm not in self._partners:
            found = {*self._spellings(norm), *self._longer(norm), *self._shorter(norm), *self._related(norm)}
            self._partners[norm] = found - {norm}
        return self._partners[norm]

    def edge(self, norm: str) -> tuple[str, str] | None:
        """The norm that this one is a variant of, and the kind; the surest kind first."""
        known = self.known(norm)
        partners = self.partners(norm)
        if not partners or known is None or norm in self._decided:
            return None
        found = []
        for other in partners:
            kind = self._kind(norm, known, other)
            if kind is not None:
                found.append((KINDS.index(kind) == len(KINDS) - 1, preference(other), other, kind))
        return min(found)[2:] if found else None

    def _kind(self, norm: str, known: Known, other: str) -> str | None:
        target = self.known(other)
        if target is None or not target.published:
            return None
        if other not in self._decided:
            if not known.published and known.frequency > target.frequency:
                return None
            if known.published and preference(norm) < preference(other):
                return None
        first, last = (known, target) if preference(norm) < preference(other) else (target, known)
        times = first.frequency / max(last.frequency, 1)
        if block(norm) == block(other) and (kind := same_spelling(norm, other, times)):
            return kind
        if same_relation(norm, other) or self._left_out(norm, known, other, target):
            return "syntactic"
        return None

    def _left_out(self, norm: str, known: Known, other: str, target: Known) -> bool:
        """Whether ``norm`` is the other without its middle word: the only term that it can be short for, and rarer."""
        if short_form(other) != norm or known.frequency > target.frequency:
            return False
        longer, full = self._longer(norm), with_prepositions(norm)
        if other in full:
            return len(longer.intersection(full)) == 1
        often = target.frequency >= max(2, _LONGER * known.frequency)
        alone = longer == {other} and is_specific(norm)
        return often and alone and self._told_before(known, target, norm, other)

    def _told_before(self, known: Known, target: Known, short: str, long: str) -> bool:
        """Whether every article with the short form has the long one first: there it stands for it."""
        articles = "SELECT article_id FROM candidate_articles WHERE candidate_id = ?"
        places = [{number for (number,) in self._db.execute(articles, (k.id,))} for k in (known, target)]
        if not places[0] <= places[1]:
            return False
        for number in sorted(places[0]):
            (digest,) = self._db.execute("SELECT digest FROM articles WHERE id = ?", (number,)).fetchone()
            terms = self._source.findings_about(digest, {short, long}).terms
            first = {term.term: term.start for term in reversed(terms)}
            if not first.get(long, len(terms)) < first.get(short, -1):
                return False
        return True

    def _spellings(self, norm: str) -> Iterator[str]:
        if _key(norm) not in self._filed:
            self.look_up([norm])
        yield from (other for other in self._filed[_key(norm)] if block(other) == block(norm))

    def _longer(self, norm: str) -> set[str]:
        """The terms of three words that begin and end as this one of two."""
        words = norm.split()
        if len(words) != 2 or parts(norm) != words:
            return set()
        query = "SELECT norm FROM candidates WHERE norm > ? AND norm < ? AND substr(norm, ?) = ?"
        found = self._db.execute(query, (words[0] + " ", words[0] + "!", -len(words[1]), words[1]))
        longer = ((other, parts(other)) for (other,) in found)
        return {other for other, has in longer if len(has) == 3 and [has[0], has[2]] == words}

    def _shorter(self, norm: str) -> Iterator[str]:
        words = parts(norm)
        if len(words) == 3 and self.known(short := f"{words[0]} {words[2]}"):
            yield short

    def _related(self, norm: str) -> Iterator[str]:
        for beginning in related_beginnings(norm):
            query = "SELECT norm FROM candidates WHERE norm > ? AND norm < ?"
            found = self._db.execute(query, (beginning, beginning + "\U0010ffff"))
            yield from (other for (other,) in found if same_relation(norm, other))


def _known(row: Sequence[Any]) -> Known:
    """From id, counts, anchors, published; of the counts the frequency, which is the first."""
    return Known(row[0], max(int.from_bytes(row[1][:4], "little", signed=True), row[2]), bool(row[3]))
