"""What a page, the search and the terminal ask of the database: SQL in, frozen values out.

Nothing here imports more than the standard library, so that ``glossary search`` answers at once. A page calls
these inside one transaction: what it shows is one state of the glossary, even while a build is going on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.forms import slugify
from glossary.model import GlossaryError
from glossary.store.connect import upgrade
from glossary.store.marking import Piece, mark

# A page with hundreds of glosses is not read to its end; the concordance after them is looked for. What agencies repeat
# is shown once, before anything twice.
MOST_GLOSSES = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as a line of a list: what one reads before opening its page."""

    id: int
    slug: str
    term: str
    kind: str
    language: str
    gloss: str | None
    gloss_language: str | None
    gloss_kind: str | None
    official: str | None
    machine: str | None
    frequency: int
    articles: int
    first_seen: str | None
    last_seen: str | None
    status: str


ENTRY = """
SELECT t.id, t.slug, t.term, t.kind, t.language, COALESCE(t.preferred_gloss, g.gloss) AS gloss,
    CASE WHEN t.preferred_gloss IS NULL THEN g.language ELSE 'fr' END,
    CASE WHEN t.preferred_gloss IS NULL THEN g.kind ELSE 'curated' END,
    (SELECT e.text FROM equivalents e WHERE e.term_id = t.id AND e.status = 'preferred'
        AND lower(e.text) != lower(t.term) AND (t.language = 'fr' OR e.language IN ('fr', 'und'))
        ORDER BY e.language != 'fr', e.source, e.text LIMIT 1),
    (SELECT m.text FROM translations m WHERE m.term_id = t.id ORDER BY m.rank LIMIT 1),
    t.frequency, t.article_count, t.first_seen, t.last_seen, t.status
FROM terms t LEFT JOIN glosses g ON g.id = t.best_gloss
"""


@dataclass(frozen=True, slots=True)
class Attested:
    """A gloss as an article gives it, quoted in its sentence, with its source."""

    gloss: str
    kind: str
    language: str
    confidence: float
    rule: str
    status: str
    quotation: tuple[Piece, ...]
    publisher: str | None
    published: str | None
    article: str
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What a term bank says: the official term, an admitted one, or one to avoid."""

    text: str
    language: str
    status: str
    source: str
    definition: str | None
    domain: str | None
    date: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Translation:
    """What a machine proposes; never to be shown without saying so."""

    text: str
    language: str
    engine: str
    model: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Variant:
    """Another form of the term, and how often it stands in the articles."""

    form: str
    kind: str
    frequency: int


@dataclass(frozen=True, slots=True)
class TermRecord:
    """All that the page of a term shows, but for its concordance."""

    entry: Entry
    norm: str
    pos: str | None
    note: str | None
    curated: str | None
    glosses: tuple[Attested, ...]  # the first by date, and the one that is shown
    gloss_count: int
    equivalents: tuple[Equivalent, ...]
    translations: tuple[Translation, ...]
    variants: tuple[Variant, ...]
    months: tuple[tuple[str, int], ...]
    shorter: tuple[Entry, ...]
    longer: tuple[Entry, ...]
    same_gloss: tuple[Entry, ...]
    abbreviations: tuple[Entry, ...]
    expansions: tuple[Entry, ...]
    short_forms: tuple[Entry, ...]
    long_forms: tuple[Entry, ...]
    derived: tuple[Entry, ...]  # verbs made from this loanword
    derived_words: tuple[tuple[str, int], ...]  # those that are no entries, and how often they occur
    derived_from: tuple[Entry, ...]


def open_glossary(path: Path) -> sqlite3.Connection:
    """A connection that only reads; GlossaryError when there is no glossary to read."""
    if not path.is_file():
        raise GlossaryError(f"{path}: there is no glossary here yet: run glossary build first, or name one with --db")
    try:
        upgrade(path)
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        connection.execute("SELECT month FROM term_months LIMIT 1").fetchall()
    except sqlite3.DatabaseError as error:
        raise GlossaryError(
            f"{path}: not a glossary that this version can read ({error}): "
            "build it again with glossary build --full, or upgrade the program"
        ) from error
    tune(connection)
    return connection


def tune(connection: sqlite3.Connection) -> None:
    """Let the pages of a large database be read as memory: a term of 50,000 places needs as many of them."""
    connection.execute(f"PRAGMA mmap_size = {2**31}")


def read_entries(conn: sqlite3.Connection, ids: Iterable[int]) -> tuple[Entry, ...]:
    """The entries with these ids, in this order."""
    wanted = list(ids)
    if not wanted:
        return ()
    marks = ",".join("?" * len(wanted))
    found = {row[0]: Entry(*row) for row in conn.execute(f"{ENTRY} WHERE t.id IN ({marks})", wanted)}
    return tuple(found[number] for number in wanted if number in found)


def read_term(conn: sqlite3.Connection, slug: str) -> TermRecord | None:
    """The term with this address, or with it in other case, or the one into which such a term was merged."""
    found = (conn.execute(_TERM.format("slug = ?"), [form]).fetchone() for form in (slug, slug.lower(), slug.upper()))
    row = next((row for row in found if row), None) or _joined(conn, slug)
    if row is None:
        return None
    # Only a term's page needs these, and the rules behind them: a search starts without.
    from glossary.store.related import read_related

    term_id, norm, pos, note, curated = row
    [entry] = read_entries(conn, [term_id])
    around = read_related(conn, term_id, norm, entry.kind)
    return TermRecord(
        entry,
        norm,
        pos,
        note,
        curated,
        _glosses(conn, term_id),
        conn.execute("SELECT count(*) FROM glosses WHERE term_id = ?", [term_id]).fetchone()[0],
        tuple(Equivalent(*row) for row in conn.execute(_EQUIVALENTS, [term_id])),
        tuple(Translation(*row) for row in conn.execute(_TRANSLATIONS, [term_id])),
        tuple(Variant(*row) for row in conn.execute(_VARIANTS, [term_id])),
        tuple((month, count) for month, count in conn.execute(_MONTHS, [term_id])),
        read_entries(conn, around.shorter),
        read_entries(conn, around.longer),
        read_entries(conn, [row[0] for row in conn.execute(_SAME_GLOSS, [term_id])]),
        read_entries(conn, around.abbreviations),
        read_entries(conn, around.expansions),
        read_entries(conn, around.short_forms),
        read_entries(conn, around.long_forms),
        read_entries(conn, around.derived),
        around.derived_words,
        read_entries(conn, around.derived_from),
    )


_TERM = "SELECT id, norm, pos, note, preferred_gloss FROM terms WHERE {}"
_EQUIVALENTS = """
SELECT text, language, status, source, definition, domain, date, url FROM equivalents WHERE term_id = ?
ORDER BY CASE status WHEN 'preferred' THEN 0 WHEN 'admitted' THEN 1 ELSE 2 END, source, text
"""
_TRANSLATIONS = "SELECT text, language, engine, model, score FROM translations WHERE term_id = ? ORDER BY rank, text"
_VARIANTS = "SELECT form, kind, frequency FROM variants WHERE term_id = ? ORDER BY frequency DESC, form"
_MONTHS = "SELECT month, frequency FROM term_months WHERE term_id = ? ORDER BY month"
_SAME_GLOSS = """
SELECT DISTINCT other.id FROM terms t JOIN glosses mine ON mine.id = t.best_gloss
JOIN terms_fts f ON f.terms_fts MATCH 'glosses:"' || replace(mine.gloss, '"', ' ') || '"'
JOIN terms other ON other.id = f.rowid AND other.id != t.id AND other.status != 'rejected'
JOIN glosses theirs ON theirs.term_id = other.id AND theirs.gloss = mine.gloss COLLATE NOCASE
WHERE t.id = ? ORDER BY other.frequency DESC, other.id LIMIT 12
"""
_GLOSSES = """
SELECT g.gloss, g.kind, g.language, g.confidence, g.rule, g.status,
    c.text, c.start, g.term_start, g.term_end, g.gloss_start, g.gloss_end,
    a.publisher, a.published, a.slug, a.title, a.url
FROM glosses g JOIN contexts c ON c.id = g.context_id JOIN articles a ON a.id = g.article_id
WHERE g.id IN (
    SELECT id FROM (
        SELECT g.id, row_number() OVER (PARTITION BY g.gloss COLLATE NOCASE ORDER BY {order}) AS time
        FROM glosses g JOIN articles a ON a.id = g.article_id WHERE g.term_id = :term
        ORDER BY time, {order} LIMIT {most}
    ) UNION SELECT best_gloss FROM terms WHERE id = :term
) ORDER BY {order}
""".format(order="a.published IS NULL, a.published, a.id, g.term_start, g.id", most=MOST_GLOSSES)


def _glosses(conn: sqlite3.Connection, term_id: int) -> tuple[Attested, ...]:
    return tuple(
        Attested(*(*row[:6], mark(row[6], row[7], ((row[8], row[9], "term"), (row[10], row[11], "gloss"))), *row[12:]))
        for row in conn.execute(_GLOSSES, {"term": term_id})
    )


def _joined(conn: sqlite3.Connection, slug: str) -> tuple[Any, ...] | None:
    """The term that the one with this address has become a part of: an address that was printed stays good."""
    parts = conn.execute("SELECT norm, term_id FROM aliases ORDER BY norm").fetchall()
    number = next((number for norm, number in parts if slugify(norm).lower() == slug.lower()), None)
    found: tuple[Any, ...] | None = conn.execute(_TERM.format("id = ?"), [number]).fetchone()
    return found
