"""Search and lists: which terms and contexts a reader asks for, best first.

The index holds text folded by ``forms.fold``; a query is folded in the same way, cut into words, and each word
is quoted, so that nothing a reader types is ever read as an operator.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_lowercase

from glossary.forms import fold
from glossary.store.marking import Piece, mark
from glossary.store.queries import Entry, read_entries

PAGE = 20
MOST_WORDS = 12  # of a query; the rest is left out
MOST_RANKED = 3000  # terms that a query is ranked over: « d » begins a word of tens of thousands
WALK = 7  # to look at all that stands in an article takes so many times as long as at a place of a hit, on 60,000
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

    @property
    def narrowed(self) -> bool:
        """Whether a filter leaves out terms that the query finds."""
        return any((self.kind, self.status, self.language, self.source, self.year, self.gloss))


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
    "alphabet": "t.sort_key, t.term",
    "frequency": "t.frequency DESC, t.id",
    "newest": "t.first_seen DESC, t.frequency DESC, t.id DESC",
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


def _selection(choice: Choice, whole: bool = False) -> tuple[str, dict[str, str | int]]:
    """FROM and WHERE of a choice, with their parameters; a broad query is cut at MOST_RANKED unless ``whole``."""
    tables, where = "terms t", []  # each order reads along an index of its own
    values: dict[str, str | int] = {}
    if choice.query:
        tables = f"({_WHOLE if whole else _HITS}) h CROSS JOIN terms t ON t.id = h.id"
        tables += " CROSS JOIN terms_fts f ON f.rowid = h.id"
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
    if choice.source:
        hits = (_WHOLE if whole else _HITS) if choice.query else "SELECT id FROM terms"
        where.append(_FROM_SOURCE.format(there=_articles(choice), hits=f"(SELECT count(*) FROM ({hits}))"))
        values |= {"source": choice.source, "walk": WALK}
    elif choice.year:
        where.append(_SEEN_THEN)
    if choice.year:
        values["year"] = choice.year[:4]
    return f"FROM {tables} WHERE {' AND '.join(where)}", values


def _articles(choice: Choice) -> str:
    """The condition for articles ``a`` of the source and year of a choice; empty where it has neither."""
    asked = ["a.publisher = :source"] if choice.source else []
    return " AND ".join(asked + ([_IN_YEAR.format("a.published")] if choice.year else []))


# The hits of a query: those that begin with it and, up to a limit, all others.
_WHOLE = "SELECT rowid AS id FROM terms_fts WHERE terms_fts MATCH :match"
_HITS = f"""
SELECT id FROM (
    SELECT id FROM terms WHERE sort_key >= :key AND sort_key < :key || char(1114111) AND :key != ''
    LIMIT {MOST_RANKED}
) UNION SELECT id FROM ({_WHOLE} LIMIT {MOST_RANKED})
"""
_IN_YEAR = "{0} >= :year || '-' AND {0} < :year || '.'"  # the point comes after the hyphen
_SEEN_THEN = f"EXISTS (SELECT 1 FROM term_months m WHERE m.term_id = t.id AND {_IN_YEAR.format('m.month')})"
# Of each hit one asks whether it stands in the articles of a source or year, or one looks at all that stands there.
# Which is less work follows from how many articles there are (N), how many are asked for (S), and the hits: of a hit
# one looks at N / S places, until it is found there.
_WALKED = (
    "(SELECT :walk * count(*) * count(*) FROM articles a WHERE {there}) > {hits} * (SELECT count(*) FROM articles)"
)
_FROM_SOURCE = f"""CASE WHEN {_WALKED} THEN EXISTS (
    SELECT 1 FROM occurrences o CROSS JOIN contexts c ON c.id = o.context_id
    CROSS JOIN articles a ON a.id = c.article_id WHERE o.term_id = t.id AND {{there}}
) ELSE t.id IN (
    SELECT o.term_id FROM articles a CROSS JOIN contexts c ON c.article_id = a.id
    CROSS JOIN occurrences o ON o.context_id = c.id WHERE {{there}}
) END"""
# A thousand contexts are enough, and where few hold the words one asks each.
_MANY_CONTEXTS = f"""{5 * MOST_COUNTED} * (SELECT count(*) = {2 * MOST_COUNTED} FROM (
    SELECT 1 FROM contexts_fts WHERE contexts_fts MATCH :match LIMIT {2 * MOST_COUNTED}
))"""
_CONTEXT_THERE = f"""CASE WHEN {_WALKED} THEN EXISTS (
    SELECT 1 FROM contexts c CROSS JOIN articles a ON a.id = c.article_id WHERE c.id = f.rowid AND {{there}}
) ELSE f.rowid IN (SELECT c.id FROM articles a CROSS JOIN contexts c ON c.article_id = a.id WHERE {{there}}) END"""


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
    selection, values = _selection(choice, whole=True)
    for (slug,) in conn.execute(f"SELECT t.slug {selection} ORDER BY {_order(choice)}", values):
        yield slug


def count_terms(conn: sqlite3.Connection, choice: Choice) -> dict[str, int]:
    """How many terms the choice holds, by kind."""
    selection, values = _selection(choice)
    return dict(conn.execute(f"SELECT t.kind, count(*) {selection} GROUP BY 1 ORDER BY 2 DESC, 1", values).fetchall())


def search_terms(conn: sqlite3.Connection, choice: Choice, page: int) -> tuple[tuple[Entry, ...], dict[str, int]]:
    """A page of what a query finds, and how many there are by kind: ranked once for both."""
    selection, values = _selection(choice)
    ranked = conn.execute(f"SELECT t.id, t.kind {selection} ORDER BY {_order(choice)}", values).fetchall()
    counts = Counter(kind for _, kind in ranked)
    shown = ranked[(page - 1) * PAGE : page * PAGE]
    return read_entries(conn, [number for number, _ in shown]), dict(counts.most_common())


def read_initials(conn: sqlite3.Connection, choice: Choice) -> tuple[str, ...]:
    """The letters that terms chosen begin with: 26 looks into the index, where counting would read all of it."""
    found = []
    for letter in ascii_lowercase:
        selection, values = _selection(replace(choice, letter=letter))
        if conn.execute(f"SELECT 1 {selection} LIMIT 1", values).fetchone():
            found.append(letter)
    return tuple(found)


def find_contexts(
    conn: sqlite3.Connection, choice: Choice, page: int = 1, most: int = PAGE
) -> tuple[tuple[Found, ...], int]:
    """The first of a page of the contexts that hold all the words, and how many there are up to MOST_COUNTED + 1."""
    there = _articles(choice)
    sql = "SELECT rowid FROM contexts_fts f WHERE contexts_fts MATCH :match"
    sql += f" AND {_CONTEXT_THERE.format(there=there, hits=_MANY_CONTEXTS)}" if there else ""
    values = {"match": match_contexts(choice.query), "source": choice.source, "year": choice.year[:4], "walk": WALK}
    found = [row[0] for row in conn.execute(f"{sql} LIMIT {MOST_COUNTED + 1}", values)]
    shown = found[(page - 1) * PAGE :][:most]
    rows = conn.execute(_CONTEXTS.format(ids=", ".join("?" * len(shown))), shown) if shown else ()
    asked = {form for word in split_words(choice.query) for form in (*_stems(word), f"{word}s")}
    return tuple(Found(_mark_words(row[0], asked), *row[1:]) for row in rows), len(found)


_CONTEXTS = """
SELECT c.text, a.slug, a.title, a.publisher, a.published FROM contexts c JOIN articles a ON a.id = c.article_id
WHERE c.id IN ({ids}) ORDER BY c.id
"""


def _mark_words(text: str, asked: set[str]) -> tuple[Piece, ...]:
    """The sentence with the words that answer the query marked, whatever their accents."""
    found = (word for word in re.finditer(r"[^\W_]+", text) if fold(word[0]) in asked)
    return mark(text, 0, [(word.start(), word.end(), "found") for word in found])
