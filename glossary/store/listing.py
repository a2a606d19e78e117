"""What the glossary as a whole holds: counts, sources, the newest, and what the builds changed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from string import ascii_lowercase

from glossary.store.queries import Entry, read_entries
from glossary.store.searching import Choice, count_terms, find_terms


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

    publishers: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A term that a build added, changed or removed; without an address when it is gone."""

    term: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class Build:
    """A build: when, by which program, and what came of it."""

    id: int
    finished: str
    program: str
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]


_EXAMPLE = """
SELECT t.id, a.publisher, a.published FROM terms t JOIN glosses g ON g.id = t.best_gloss
JOIN articles a ON a.id = g.article_id
WHERE t.kind = 'loanword' AND t.status != 'rejected' AND length(g.gloss) BETWEEN 30 AND 200
ORDER BY g.confidence DESC, g.kind = 'acronym', t.frequency DESC, t.id LIMIT 1
"""


def read_overview(conn: sqlite3.Connection) -> Overview:
    """Counts, the newest terms that are explained, and one of them in full."""
    example = conn.execute(_EXAMPLE).fetchone()
    return Overview(
        count_terms(conn, Choice()),
        conn.execute("SELECT count(*) FROM glosses WHERE status != 'rejected'").fetchone()[0],
        conn.execute("SELECT count(*) FROM articles").fetchone()[0],
        find_terms(conn, Choice(order="newest", gloss="with"), size=8),
        find_terms(conn, Choice(order="frequency"), size=8),
        read_entries(conn, [example[0]])[0] if example else None,
        (example[1], example[2]) if example else (None, None),
        read_initials(conn),
    )


def read_initials(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The letters that a term begins with: 26 looks into the index, where counting would read all of it."""
    begins = "SELECT 1 FROM terms WHERE sort_key >= ? AND sort_key < ? AND status != 'rejected' LIMIT 1"
    return tuple(c for c in ascii_lowercase if conn.execute(begins, [c, c + chr(0x10FFFF)]).fetchone())


def read_sources(conn: sqlite3.Connection) -> Sources:
    """Publishers by number of articles, years latest first."""
    publishers = conn.execute(
        "SELECT publisher, count(*) FROM articles WHERE publisher IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50"
    )
    years = conn.execute(
        "SELECT substr(published, 1, 4), count(*) FROM articles WHERE published IS NOT NULL GROUP BY 1 ORDER BY 1 DESC"
    )
    return Sources(tuple((name, n) for name, n in publishers), tuple((year, n) for year, n in years))


def read_builds(conn: sqlite3.Connection, limit: int) -> tuple[Build, ...]:
    """The latest builds with what they changed, latest first."""
    rows = conn.execute("SELECT id, finished, program, report FROM builds ORDER BY id DESC LIMIT ?", [limit]).fetchall()
    return tuple(_build(conn, *row) for row in rows)


def _build(conn: sqlite3.Connection, number: int, finished: str, program: str, report: str) -> Build:
    told = json.loads(report or "{}")
    groups = (told.get("terms") or {}) if isinstance(told, dict) else {}
    added, changed, removed = (_changes(conn, groups.get(name)) for name in ("added", "changed", "removed"))
    return Build(number, finished, program, added, changed, removed)


def _changes(conn: sqlite3.Connection, names: object) -> tuple[Change, ...]:
    """Names of terms as the report has them; those that still stand in the glossary get their address."""
    if not isinstance(names, list):
        return ()
    changes = []
    for name in names[:200]:
        row = conn.execute("SELECT term, slug FROM terms WHERE norm = ?", [str(name)]).fetchone()
        changes.append(Change(row[0], row[1]) if row else Change(str(name), None))
    return tuple(changes)
