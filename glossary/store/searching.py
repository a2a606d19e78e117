"""Search and lists: which terms and contexts a reader asks for, best first.

The index holds text folded by ``forms.fold``; a query is folded in the same way, cut into words, and each word
is quoted, so that nothing a reader types is ever read as an operator.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from glossary.forms import fold, sort_key
from glossary.store.queries import Entry, Piece, mark, read_entries

PAGE = 20
MOST_WORDS = 12  # of a query; the rest is left out
MOST_COUNTED = 1000  # contexts; beyond it the count reads « plus de 1 000 »
# Endings that a form in the glossary may lack: plurals and feminines, longest first. (ending, what stands for it)
ENDINGS = (("eaux", "eau"), ("aux", "al"), ("ees", "e"), ("ies", "y"), ("es", ""), ("s", ""), ("x", ""), ("ee", "e"))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which terms, and in which order; an empty string leaves the choice open."""

    query: str = ""
    kind: str = ""
    status: str = ""
    language: str = ""
    source: str = ""
    year: str = ""
    gloss: str = ""  # "with" or "without"
    letter: str = ""  # a to z, or "0" for what begins otherwise
    order: str = ""  # relevance, alphabet, frequency, newest, termhood


@dataclass(frozen=True, slots=True)
class Found:
    """A context that a search found, the words of the query marked "found" in it."""

    pieces: tuple[Piece, ...]
    article: str
    title: str | None
    publisher: str | None
    published: str | None


def split_words(query: str) -> list[str]:
    """The words of a query as the index knows them."""
    clean = query[:1000].encode("utf-8", "replace").decode()
    return [word[:60] for word in re.findall(r"[^\W_]+", fold(clean))[:MOST_WORDS]]


def _stems(word: str) -> list[str]:
    """The word, and what is left of it without its ending: « aéronefs » finds « aéronef »."""
    return [word] + [
        word.removesuffix(ending) + instead
        for ending, instead in ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= 3
    ]


def match_terms(query: str, columns: str = "") -> str:
    """The FTS5 expression for terms that hold all the words of the query, each as a beginning."""
    alternatives = (" OR ".join(f'"{stem}" *' for stem in _stems(word)) for word in split_words(query))
    expression = " AND ".join(f"({words})" for words in alternatives) or '""'
    return f"{{{columns}}} : ({expression})" if columns else expression


def match_contexts(query: str) -> str:
    """The FTS5 expression for contexts: whole words and their bare forms, since contexts have no prefix index."""
    alternatives = (
        " OR ".join(f'"{form}"' for form in dict.fromkeys([*_stems(word), f"{word}s"])) for word in split_words(query)
    )
    return " AND ".join(f"({words})" for words in alternatives) or '""'


ORDERS = {
    "alphabet": "t.sort_key, t.term, t.id",
    "frequency": "t.frequency DESC, t.sort_key, t.id",
    "newest": "t.first_seen DESC, t.sort_key, t.id",
    "termhood": "(t.best_gloss IS NULL AND t.preferred_gloss IS NULL), t.termhood DESC, t.norm",
}
# The term itself first, then what begins with it, then what holds it, then its other forms, then glosses.
_RELEVANCE = """
CASE WHEN t.sort_key = :key THEN 0
     WHEN instr('  ' || f.variants || ' ', ' ' || :key || ' ') THEN 1
     WHEN t.sort_key >= :key AND t.sort_key < :key || char(1114111) THEN 2
     WHEN instr(' ' || t.sort_key, ' ' || :first) THEN 3
     WHEN instr(' ' || f.variants, ' ' || :first) THEN 4
     ELSE 5 END, t.best_gloss IS NULL AND t.preferred_gloss IS NULL, t.frequency DESC, t.sort_key, t.id
"""


def _selection(choice: Choice) -> tuple[str, dict[str, str | int]]:
    """FROM and WHERE of a choice, with their parameters."""
    tables, where = "terms t", []
    values: dict[str, str | int] = {}
    if choice.query:
        tables = "terms_fts f CROSS JOIN terms t ON t.id = f.rowid"
        where.append("f.terms_fts MATCH :match")
        words = split_words(choice.query)
        values |= {"match": match_terms(choice.query), "key": " ".join(words), "first": words[0] if words else ""}
    for column in ("kind", "language", "status"):
        if chosen := getattr(choice, column):
            where.append(f"t.{column} = :{column}")
            values[column] = chosen
    if not choice.status:
        where.append("t.status != 'rejected'")
    if choice.gloss in ("with", "without"):
        without = "t.best_gloss IS NULL AND t.preferred_gloss IS NULL"
        where.append(without if choice.gloss == "without" else f"NOT ({without})")
    if choice.letter:
        letter = choice.letter[:1]
        within = "t.sort_key >= :letter AND t.sort_key < :letter || char(1114111)"
        where.append(within if letter != "0" else "(t.sort_key < 'a' OR t.sort_key >= '{')")
        values["letter"] = letter
    if choice.source or choice.year:
        where.append(_FROM_SOURCE)
        values |= {"source": choice.source, "year": f"{choice.year[:4]}-"}
    return f"FROM {tables} WHERE {' AND '.join(where)}", values


_FROM_SOURCE = """EXISTS (
    SELECT 1 FROM occurrences o JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id
    WHERE o.term_id = t.id AND (:source = '' OR a.publisher = :source)
    AND (:year = '-' OR substr(a.published, 1, 5) = :year)
)"""


def _order(choice: Choice) -> str:
    return ORDERS.get(choice.order) or (_RELEVANCE if choice.query else ORDERS["alphabet"])


def find_terms(conn: sqlite3.Connection, choice: Choice, page: int = 1, size: int = PAGE) -> tuple[Entry, ...]:
    """A page of the terms chosen."""
    selection, values = _selection(choice)
    sql = f"SELECT t.id {selection} ORDER BY {_order(choice)} LIMIT :size OFFSET :skipped"
    rows = conn.execute(sql, values | {"size": size, "skipped": (page - 1) * size})
    return read_entries(conn, [number for (number,) in rows])


def find_slugs(conn: sqlite3.Connection, choice: Choice) -> Iterator[str]:
    """The addresses of all the terms chosen, in order, one at a time."""
    selection, values = _selection(choice)
    for (slug,) in conn.execute(f"SELECT t.slug {selection} ORDER BY {_order(choice)}", values):
        yield slug


def count_terms(conn: sqlite3.Connection, choice: Choice, by: str = "kind") -> dict[str, int]:
    """How many terms the choice holds, by kind, status, language or initial."""
    group = {"kind": "t.kind", "status": "t.status", "language": "t.language", "letter": "substr(t.sort_key, 1, 1)"}[by]
    selection, values = _selection(choice)
    return dict(conn.execute(f"SELECT {group}, count(*) {selection} GROUP BY 1 ORDER BY 2 DESC, 1", values).fetchall())


def suggest(conn: sqlite3.Connection, query: str, size: int = 8) -> tuple[Entry, ...]:
    """The terms one may be about to type: what begins so first, then what has a word that begins so."""
    key = sort_key(query[:200]) if split_words(query) else ""
    if not key:
        return ()
    begins = "SELECT id FROM terms WHERE sort_key >= ? AND sort_key < ? || char(1114111) AND status != 'rejected' "
    ids = [row[0] for row in conn.execute(f"{begins} ORDER BY sort_key, term LIMIT 500", [key, key])]
    best = sorted(read_entries(conn, ids), key=lambda e: (sort_key(e.term) != key, e.gloss is None, -e.frequency))[
        :size
    ]
    if len(best) < size:
        sql = "SELECT rowid FROM terms_fts WHERE terms_fts MATCH ? ORDER BY rowid LIMIT 300"
        more = read_entries(conn, [row[0] for row in conn.execute(sql, [match_terms(query, "term variants")])])
        known = {entry.id for entry in best}
        others = [entry for entry in more if entry.id not in known and entry.status != "rejected"]
        best += sorted(others, key=lambda e: (e.gloss is None, -e.frequency, e.term))[: size - len(best)]
    return tuple(best)


def find_contexts(conn: sqlite3.Connection, choice: Choice, page: int = 1) -> tuple[tuple[Found, ...], int]:
    """A page of the contexts that hold all the words, and how many there are up to MOST_COUNTED + 1."""
    where = "contexts_fts MATCH :match"
    values: dict[str, str | int] = {"match": match_contexts(choice.query)}
    join = "FROM contexts_fts f CROSS JOIN contexts c ON c.id = f.rowid JOIN articles a ON a.id = c.article_id"
    if choice.source:
        where += " AND a.publisher = :source"
        values["source"] = choice.source
    if choice.year:
        where += " AND substr(a.published, 1, 5) = :year"
        values["year"] = f"{choice.year[:4]}-"
    counted = f"SELECT 1 {join if choice.source or choice.year else 'FROM contexts_fts'} WHERE {where}"
    [total] = conn.execute(f"SELECT count(*) FROM ({counted} LIMIT {MOST_COUNTED + 1})", values).fetchone()
    sql = f"SELECT c.text, a.slug, a.title, a.publisher, a.published {join} WHERE {where} LIMIT :size OFFSET :skipped"
    rows = conn.execute(sql, values | {"size": PAGE, "skipped": (page - 1) * PAGE})
    return tuple(Found(_mark_words(row[0], choice.query), *row[1:]) for row in rows), total


def _mark_words(text: str, query: str) -> tuple[Piece, ...]:
    """The sentence with the words that answer the query marked, whatever their accents and endings."""
    asked = {form for word in split_words(query) for form in (*_stems(word), f"{word}s")}
    found = (word for word in re.finditer(r"[^\W_]+", text) if fold(word[0]) in asked)
    return mark(text, 0, [(word.start(), word.end(), "found") for word in found])
