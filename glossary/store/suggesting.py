"""What the search box offers while one types."""

from __future__ import annotations

import sqlite3

from glossary.forms import sort_key
from glossary.store.queries import Entry, read_entries
from glossary.store.searching import match_terms, split_words


def suggest(conn: sqlite3.Connection, query: str, size: int = 8) -> tuple[Entry, ...]:
    """The terms one may be about to type: what begins so first, then what has a word that begins so."""
    key = sort_key(query[:200]) if split_words(query) else ""
    if not key:
        return ()
    first = [row[0] for row in conn.execute(_BEGINNING, {"key": key, "size": size})]
    if len(first) < size:
        match = match_terms(query, "term variants")
        more = conn.execute(_WITHIN, {"match": match, "size": size * 2}).fetchall()
        first += [number for (number,) in more if number not in first]
    return read_entries(conn, first[:size])


_BEGINNING = """
SELECT id FROM (
    SELECT id, sort_key, best_gloss, frequency FROM terms
    WHERE sort_key >= :key AND sort_key < :key || char(1114111) AND status != 'rejected' LIMIT 400
) ORDER BY sort_key != :key, best_gloss IS NULL, frequency DESC, sort_key LIMIT :size
"""
_WITHIN = """
SELECT t.id FROM (SELECT rowid AS id FROM terms_fts WHERE terms_fts MATCH :match LIMIT 300) f
CROSS JOIN terms t ON t.id = f.id WHERE t.status != 'rejected'
ORDER BY t.best_gloss IS NULL, t.frequency DESC, t.sort_key LIMIT :size
"""
