"""The tables of the glossary, and how an older database becomes a newer one.

The database is made to be published: it holds contexts, offsets and digests, never a whole article.
Every statement here is a migration that sqlite-utils applies once, in order; never edit one that shipped.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from glossary.model import GlossaryError
from glossary.store.bank_forms import stored_norms
from glossary.store.derivation import save_verbs
from glossary.store.first_tables import TABLES

migrations = Migrations("glossary")


@migrations()
def m001_glossary(db: Database) -> None:
    """The tables of 0.1.0."""
    for statement in TABLES.split(";\n"):
        db.execute(statement)


@migrations()
def m002_joins(db: Database) -> None:
    """The joins that the program makes by itself, and the norms filed by what their spellings have in common."""
    for statement in _JOINS.split(";\n"):
        db.execute(statement)


@migrations()
def m003_months(db: Database) -> None:
    """How often each term occurs in each month: a page that counts the occurrences of a frequent term is slow."""
    for statement in _MONTHS.split(";\n"):
        db.execute(statement)


@migrations()
def m004_verbs(db: Database) -> None:
    """The verbs that are made from foreign words: a page that works them out needs dictionaries."""
    for statement in _VERBS.split(";\n"):
        db.execute(statement)
    save_verbs(db.conn, None)


@migrations()
def m005_postings(db: Database) -> None:
    """Where candidates occur, with the articles first in the key: one that is added changes few pages."""
    db.execute(_POSTINGS)
    lists = "SELECT article_id >> 8, candidate_id, group_concat(article_id & 255) FROM candidate_articles GROUP BY 1, 2"
    rows = ((block, candidate, bytes(map(int, places.split(",")))) for block, candidate, places in db.execute(lists))
    db.conn.executemany("INSERT INTO postings VALUES (?, ?, ?)", rows)
    db.execute("DROP TABLE candidate_articles")


@migrations()
def m006_norms(db: Database) -> None:
    """Under which norms an official equivalent is sought: a page that works them out needs a dictionary."""
    db.execute("ALTER TABLE equivalents ADD COLUMN norms TEXT NOT NULL DEFAULT '[]'")
    rows = db.execute("SELECT language, text, status, id FROM equivalents").fetchall()
    filled = [(stored_norms(*row[:3]), row[3]) for row in rows]
    db.conn.executemany("UPDATE equivalents SET norms = ? WHERE id = ?", filled)


_MONTHS = """
CREATE TABLE term_months (
    term_id INTEGER NOT NULL REFERENCES terms(id),
    month TEXT NOT NULL,
    frequency INTEGER NOT NULL,
    PRIMARY KEY (term_id, month)
) WITHOUT ROWID;
INSERT INTO term_months SELECT o.term_id, substr(a.published, 1, 7) AS month, count(*) FROM occurrences o
JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id
WHERE length(a.published) >= 7 GROUP BY o.term_id, month
"""
_VERBS = """
CREATE TABLE derived_verbs (root TEXT NOT NULL, verb TEXT NOT NULL, PRIMARY KEY (root, verb)) WITHOUT ROWID;
CREATE INDEX derived_verbs_verb ON derived_verbs(verb)
"""
_JOINS = """
CREATE TABLE joins (norm TEXT PRIMARY KEY, variant_of TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE spellings (
    block INTEGER NOT NULL,
    candidate_id INTEGER NOT NULL,
    PRIMARY KEY (block, candidate_id)
) WITHOUT ROWID
"""

_POSTINGS = """
CREATE TABLE postings (
    block INTEGER NOT NULL,
    candidate_id INTEGER NOT NULL,
    articles BLOB NOT NULL,
    PRIMARY KEY (block, candidate_id)
) WITHOUT ROWID
"""


def migrate(db: Database) -> None:
    """Bring the database to this version; GlossaryError when a newer program made it."""
    known = {migration.name for migration in migrations._migrations}
    newer = [migration.name for migration in migrations.applied(db) if migration.name not in known]
    if newer:
        raise GlossaryError(
            f"the database was made by a newer version of glossary (it has {newer[-1]}): "
            "upgrade the program, or delete the database and build it again"
        )
    migrations.apply(db)
