"""Rows of one article → the tables contexts, occurrences and glosses: only what differs is written.

What a written row means for its concept is noted in ``Changes``, so that ``concepts`` can bring the statistics of
exactly the touched terms up to date.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain, compress
from operator import attrgetter
from typing import Any

from glossary.store.best import context_key, first_context, gloss_key
from glossary.store.changes import Change, Changes, Key, Place
from glossary.store.connect import index_texts, searchable
from glossary.store.groups import Rows
from glossary.store.insert import insert
from glossary.store.mentions import Attested, Mention, Span

_NORM, _CONTEXT = attrgetter("norm"), attrgetter("context")
_BUFFER = 200_000  # values of occurrences that wait to be written


class RowWriter:
    """Writes the rows of articles; ``whole`` when the tables are empty, so that nothing is looked up."""

    def __init__(self, db: sqlite3.Connection, whole: bool) -> None:
        self.changes = Changes()
        self._db = db
        self._whole = whole
        self._terms: dict[str, int] = {}
        self._first: dict[str, tuple[Any, ...]] = {}  # where the best context so far of each norm stands
        self._last = {t: self._max(t) for t in ("terms", "contexts", "glosses")}
        self.last_gloss = self._last["glosses"]  # of those that were there
        self._contexts: list[Any] = []  # the values of row after row, as of the other two
        self._occurrences: list[Any] = []
        self._glosses: list[Any] = []

    def change(self, norm: str) -> Change:
        return self.changes[norm]

    def term_id(self, norm: str) -> int:
        """The key of a concept; a new one is given the next, and its row is written by ``concepts``."""
        number = self._terms.get(norm)
        if number is None:
            row = None if self._whole else self._db.execute("SELECT id FROM terms WHERE norm = ?", (norm,)).fetchone()
            number = self._terms[norm] = row[0] if row else self._next("terms")
        return number

    def write(self, place: Place, text: str, rows: Rows, replaced: Place | None = None) -> tuple[set[str], set[str]]:
        """Bring an article's rows to ``rows``; the norms that it had before and has now.

        ``replaced`` is how the article was stored, when its text or date is no longer what its rows were made from.
        """
        before: set[str] = set()
        contexts: dict[Span, int] = {}
        new = rows
        if not self._whole:
            before, contexts, new = self._remove_others(place, rows, replaced)
        self._add_contexts(place, text, _contexts(rows), contexts)
        self._add(place, text, new.mentions, contexts)
        self._add_glosses(place, new.attested, contexts)
        if len(self._occurrences) > _BUFFER:
            self.flush()
        return before, _norms(rows.mentions, rows.attested)

    def _remove_others(
        self, place: Place, rows: Rows, replaced: Place | None
    ) -> tuple[set[str], dict[Span, int], Rows]:
        """Remove what is stored and not in ``rows``; the norms that were there, the contexts that are, what is new."""
        mentions, glosses, contexts = self._stored(place.id)
        stays = Rows([], []) if replaced else rows
        same, still, needed = set(stays.mentions), set(stays.attested), _contexts(stays)
        self._remove(replaced or place, {m: k for m, k in mentions.items() if m not in same}, contexts)
        self._remove_glosses({g: k for g, k in glosses.items() if g not in still})
        self._remove_contexts({c: k for c, k in contexts.items() if c not in needed})
        before = _norms(mentions, glosses)
        if replaced:
            return before, {}, rows
        new = Rows([m for m in rows.mentions if m not in mentions], [g for g in rows.attested if g not in glosses])
        return before, contexts, new

    def write_some(self, place: Place, text: str, rows: Rows, only: set[str]) -> tuple[set[str], set[str]]:
        """Bring the mentions of ``only`` these norms to ``rows``, when all else of the article is as it was."""
        stored = self._mentions(place.id, only)
        mentions = [mention for mention in rows.mentions if mention.norm in only]
        contexts, here = self._contexts_of(place.id), set(mentions)
        gone = {m: k for m, k in stored.items() if m not in here}
        self._remove(place, gone, contexts)
        left = {mention.context for mention in gone} - {mention.context for mention in mentions}
        self._remove_contexts({c: contexts[c] for c in left if not self._is_used(contexts[c])})
        self._add_contexts(place, text, {mention.context for mention in mentions}, contexts)
        self._add(place, text, [mention for mention in mentions if mention not in stored], contexts)
        return _norms(stored), _norms(mentions)

    def clear(self, place: Place) -> set[str]:
        """Remove an article's rows; the norms that it had."""
        return self.write(place, "", Rows([], []))[0]

    def flush(self) -> None:
        """Write what is buffered, and note what was counted."""
        insert(self._db, "contexts", 5, self._contexts)
        if not self._whole:
            index_texts(self._db, zip(self._contexts[::5], self._contexts[4::5], strict=True))
        insert(self._db, "occurrences", 9, self._occurrences, nullable=3)
        insert(self._db, "glosses", 16, self._glosses)
        self._contexts.clear()
        self._occurrences.clear()
        self._glosses.clear()
        self.changes.settle()

    def _stored(self, article: int) -> tuple[dict[Mention, tuple[int, int]], dict[Attested, int], dict[Span, int]]:
        found = self._db.execute(
            "SELECT t.norm, g.merged_from, g.term, g.gloss, g.kind, g.language, g.term_start, g.term_end, "
            'g.gloss_start, g.gloss_end, g.rule, g.confidence, g.status, c.start, c."end", g.id '
            "FROM glosses g JOIN contexts c ON c.id = g.context_id JOIN terms t ON t.id = g.term_id "
            "WHERE g.article_id = ?",
            (article,),
        )
        glosses = {Attested._make((*row[:13], (row[13], row[14]))): row[15] for row in found}
        return self._mentions(article), glosses, self._contexts_of(article)

    def _mentions(self, article: int, only: set[str] | None = None) -> dict[Mention, tuple[int, int]]:
        """The stored mentions, with the keys of their rows: occurrence, context."""
        query = (
            'SELECT o.start, o."end", t.norm, o.form, o.kind, o.language, o.pattern, o.merged_from, '
            'c.start, c."end", o.rowid, c.id FROM contexts c CROSS JOIN occurrences o ON o.context_id = c.id '
            "CROSS JOIN terms t ON t.id = o.term_id WHERE c.article_id = ?"
        )
        asked: tuple[Any, ...] = (article,)
        if only is not None:
            query += " AND o.term_id IN (SELECT id FROM terms WHERE norm IN (SELECT value FROM json_each(?)))"
            asked = (article, json.dumps(list(only)))
        rows = self._db.execute(query, asked)
        return {Mention._make((*row[:8], (row[8], row[9]))): (row[10], row[11]) for row in rows}

    def _contexts_of(self, article: int) -> dict[Span, int]:
        places = self._db.execute('SELECT start, "end", id FROM contexts WHERE article_id = ?', (article,))
        return {(start, end): number for start, end, number in places}

    def _is_used(self, context: int) -> bool:
        query = "SELECT 1 FROM occurrences WHERE context_id = ? UNION ALL SELECT 1 FROM glosses WHERE context_id = ?"
        return self._db.execute(f"{query} LIMIT 1", (context, context)).fetchone() is not None

    def _remove(self, place: Place, gone: dict[Mention, tuple[int, int]], contexts: dict[Span, int]) -> None:
        self.changes.discount(place, gone)
        for mention in gone:
            change = self.change(mention.norm)
            change.lost_contexts.add(contexts[mention.context])
            if place.published:
                change.lost_dates.add(place.published)
        self._db.executemany("DELETE FROM occurrences WHERE rowid = ?", ((row,) for row, _ in gone.values()))

    def _remove_glosses(self, gone: dict[Attested, int]) -> None:
        for gloss, number in gone.items():
            self.change(gloss.norm).lost_glosses.add(number)
        self._db.executemany("DELETE FROM glosses WHERE id = ?", ((number,) for number in gone.values()))

    def _remove_contexts(self, gone: dict[Span, int]) -> None:
        for number in gone.values():
            (text,) = self._db.execute("SELECT text FROM contexts WHERE id = ?", (number,)).fetchone()
            delete = "INSERT INTO contexts_fts (contexts_fts, rowid, text) VALUES ('delete', ?, ?)"
            self._db.execute(delete, (number, searchable(text)))
            self._db.execute("DELETE FROM contexts WHERE id = ?", (number,))

    def _add_contexts(self, place: Place, text: str, needed: set[Span], contexts: dict[Span, int]) -> None:
        for start, end in sorted(needed - contexts.keys()):
            contexts[start, end] = number = self._next("contexts")
            self._contexts += (number, place.id, start, end, text[start:end])

    def _add(self, place: Place, text: str, new: list[Mention], contexts: dict[Span, int]) -> None:
        self.changes.count(place, new)
        if not new:
            return
        # Whole columns: an object a mention is what costs.
        starts, ends, norms, forms, kinds, *rest, places = zip(*new, strict=True)
        terms = [self._terms.get(norm) or self.term_id(norm) for norm in norms]
        numbers = map(contexts.__getitem__, places)
        bound = ([value or 0 for value in column] for column in rest)
        self._occurrences += chain.from_iterable(zip(terms, numbers, forms, starts, ends, kinds, *bound, strict=True))
        self._note_contexts(place, text, norms, places, contexts)

    def _note_contexts(
        self, place: Place, text: str, norms: Sequence[str], places: Sequence[Span], contexts: dict[Span, int]
    ) -> None:
        """Note the date, and the context that is to be shown where one comes before the best so far."""
        first, named = first_context(place.published, place.path), set(norms)
        if place.published:
            self.changes.seen[place.published].update(named)
        best = zip(named, map(self._first.get, named), strict=True)
        better = {norm for norm, key in best if key is None or first < key}  # after many articles, few
        keys: dict[Span, Key] = {}
        for norm, context in compress(zip(norms, places, strict=True), map(better.__contains__, norms)):
            if context not in keys:
                order = context_key(text[slice(*context)], place.published, place.path, *context)
                keys[context] = order, contexts[context]
            change = self.changes[norm]
            if change.context is None or keys[context] < change.context:
                change.context = keys[context]
                self._first[norm] = keys[context][0]

    def _add_glosses(self, place: Place, new: Iterable[Attested], contexts: dict[Span, int]) -> None:
        for gloss in new:
            change = self.change(gloss.norm)
            number = self._next("glosses")
            spans = gloss[6:11]  # term, gloss, rule
            key = gloss_key(gloss.status, gloss.kind, gloss.confidence, place.published, place.path, *spans)
            if gloss.status != "rejected" and (change.gloss is None or key < change.gloss[0]):
                change.gloss = key, number
            self._glosses += (number, self.term_id(gloss.norm), contexts[gloss.context], place.id)
            self._glosses += (*gloss[2:13], gloss.merged_from)

    def _max(self, table: str) -> int:
        (last,) = self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        assert isinstance(last, int)
        return last

    def _next(self, table: str) -> int:
        self._last[table] += 1
        return self._last[table]


def _contexts(rows: Rows) -> set[Span]:
    return set(map(_CONTEXT, chain(rows.mentions, rows.attested)))


def _norms(*found: Iterable[Mention] | Iterable[Attested]) -> set[str]:
    return set(map(_NORM, chain.from_iterable(found)))
