"""What the glossary as a whole holds: counts, sources, the newest, and what the builds changed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from glossary.forms import sort_key
from glossary.store.queries import Entry, read_entries
from glossary.store.searching import Choice, count_terms, find_terms, read_initials


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home page says of the glossary."""

    kinds: dict[str, int]
    glosses: int
    articles: int
    newest: tuple[Entry, ...]
    frequent: tuple[Entry, ...]
    example: Entry | None
    example_source: tuple[str | None, str | None]  # publisher, date
    initials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The publishers and years that one may choose from."""

    publishers: tuple[str, ...]
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A term that a build added, changed or removed; without an address when it is gone. ``what`` changed of it."""

    term: str
    slug: str | None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """A build: when, by which program, and the terms that it changed: the first of them, and how many in all."""

    id: int
    finished: str
    program: str
    articles: int
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    counts: dict[str, int]


# The surest of the first fifty explained loanwords in reading order, so that the index and not a sort finds it; those
# without a gloss come last there, and are not looked at.
_EXAMPLE = """
SELECT id, publisher, published FROM (
    SELECT t.id, a.publisher, a.published, g.confidence, g.kind, t.frequency
    FROM terms t CROSS JOIN glosses g ON g.id = t.best_gloss CROSS JOIN articles a ON a.id = g.article_id
    WHERE (t.best_gloss IS NULL AND t.preferred_gloss IS NULL) = 0 AND +t.kind = 'loanword' AND t.status != 'rejected'
        AND length(g.gloss) BETWEEN 30 AND 200
    ORDER BY (t.best_gloss IS NULL AND t.preferred_gloss IS NULL), t.termhood DESC, t.norm LIMIT 50
) ORDER BY confidence DESC, kind = 'acronym', frequency DESC, id LIMIT 1
"""
# All but the few rejected: SQLite counts a whole table by its pages, what a condition chooses row by row.
_GLOSSES = "SELECT (SELECT count(*) FROM glosses) - (SELECT count(*) FROM glosses WHERE status = 'rejected')"


def read_overview(conn: sqlite3.Connection) -> Overview:
    """Counts, the newest terms that are explained, and one of them in full."""
    example = conn.execute(_EXAMPLE).fetchone()
    return Overview(
        count_terms(conn, Choice()),
        conn.execute(_GLOSSES).fetchone()[0],
        conn.execute("SELECT count(*) FROM articles").fetchone()[0],
        find_terms(conn, Choice(order="newest", gloss="with"), size=8),
        find_terms(conn, Choice(order="frequency"), size=8),
        read_entries(conn, [example[0]])[0] if example else None,
        (example[1], example[2]) if example else (None, None),
        read_initials(conn, Choice()),
    )


# Distinct values by jumps along an index: as many looks as there are publishers or years, not articles.
_PUBLISHERS = """
WITH RECURSIVE found(name) AS (
    SELECT min(publisher) FROM articles
    UNION ALL SELECT (SELECT min(publisher) FROM articles WHERE publisher > name) FROM found WHERE name IS NOT NULL
    LIMIT 200
) SELECT name FROM found WHERE name IS NOT NULL
"""
_YEARS = """
WITH RECURSIVE found(year) AS (
    SELECT substr(max(published), 1, 4) FROM articles
    UNION ALL SELECT (SELECT substr(max(published), 1, 4) FROM articles WHERE published < year) FROM found
    WHERE year IS NOT NULL LIMIT 200
) SELECT year FROM found WHERE year IS NOT NULL
"""


def read_sources(conn: sqlite3.Connection) -> Sources:
    """Publishers A to Z, years latest first."""
    return Sources(
        tuple(name for (name,) in conn.execute(_PUBLISHERS)), tuple(year for (year,) in conn.execute(_YEARS))
    )


def read_builds(conn: sqlite3.Connection, limit: int, listed: int = 200) -> tuple[Build, ...]:
    """The latest builds that changed a term, latest first; when none did, the latest."""
    sql = "SELECT id, finished, program, report FROM builds {} ORDER BY id DESC LIMIT ?"
    rows = conn.execute(sql.format(f"WHERE {_CHANGED}"), [limit]).fetchall()
    rows = rows or conn.execute(sql.format(""), [1]).fetchall()
    return tuple(_build(*(*row, listed)) for row in rows)


_CHANGED = " OR ".join(f"json_array_length(report, '$.{name}') > 0" for name in ("added", "changed", "removed"))


@lru_cache(maxsize=32)  # the report of a first build is long, and the home page tells of the last
def _build(number: int, finished: str, program: str, report: str, listed: int) -> Build:
    told = json.loads(report)
    groups: dict[str, list[dict[str, Any]]] = {name: told.get(name, []) for name in ("added", "changed", "removed")}
    added, changed, removed = (
        tuple(
            Change(row["term"], None if name == "removed" else row["slug"], tuple(row.get("what", ())))
            for row in sorted(rows, key=lambda row: sort_key(row["term"]))[:listed]
        )
        for name, rows in groups.items()
    )
    counts = {name: max(told.get("counts", {}).get(name, 0), len(rows)) for name, rows in groups.items()}
    return Build(number, finished, program, told.get("articles", 0), added, changed, removed, counts)
