"""Addresses that a term had, or might be looked for at, and the one that it has now.

A term's address follows from its normal form alone, so that renaming leaves it as it is. It changes where a term is
merged into another, where a split is taken back, and where of two terms that are written alike one comes or goes
(``slugs``). What leads from the old to the new is known already: the decisions, and the forms of each term.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from glossary.forms import fold, slugify
from glossary.store.slugs import slugs_of

FORMS = 200  # terms with the same words that are looked at


def present_slug(conn: sqlite3.Connection, slug: str) -> str | None:
    """The slug of the term that once was at this one, is called so, or has such a form; None when there is none."""
    for number in (*_decided(conn, slug), *_made_way(conn, slug), *_formed(conn, slug)):
        row = conn.execute("SELECT slug FROM terms WHERE id = ?", (number,)).fetchone()
        if row:
            return str(row[0])
    return None


def _decided(conn: sqlite3.Connection, slug: str) -> Iterator[int]:
    """The terms that decisions made of the one with this address, the last decision first."""
    query = "SELECT action, term, detail FROM decisions WHERE action IN ('merge', 'split', 'rename') ORDER BY id DESC"
    for action, norm, detail in conn.execute(query).fetchall():
        was, now = (norm, detail) if action == "merge" else (detail, norm)
        if was and slug in (*slugs_of(was), *slugs_of(fold(was))):
            for known in (was, now):  # the mentions of a merged term say best where they are
                yield from _concepts(conn, known)


def _concepts(conn: sqlite3.Connection, norm: str) -> Iterator[int]:
    query = "SELECT id FROM terms WHERE norm = :norm UNION ALL SELECT term_id FROM aliases WHERE norm = :norm"
    yield from (number for (number,) in conn.execute(query, {"norm": norm}).fetchall())


def _made_way(conn: sqlite3.Connection, slug: str) -> Iterator[int]:
    """The term whose address lost or gained the digest that tells it from another."""
    plain = re.sub(r"-[0-9a-f]{8}$", "", slug)
    query = "SELECT id, norm FROM terms WHERE slug = ? OR slug GLOB ? ORDER BY norm"
    for number, norm in conn.execute(query, (plain, f"{plain}-{'[0-9a-f]' * 8}")).fetchall():
        if slug in slugs_of(norm):
            yield number


def _formed(conn: sqlite3.Connection, slug: str) -> Iterator[int]:
    """The terms one of whose forms would have this address, the most frequent first."""
    words = re.findall(r"[a-z0-9]+", slug.lower())
    for known in (words, words[:-1]):  # a slug may end in a digest
        if not known:
            continue
        phrase = f'variants : "{" ".join(known)}"'
        query = (
            "SELECT v.term_id, v.form FROM (SELECT rowid FROM terms_fts WHERE terms_fts MATCH ? LIMIT ?) f "
            "JOIN variants v ON v.term_id = f.rowid ORDER BY v.frequency DESC, v.form"
        )
        for number, form in conn.execute(query, (phrase, FORMS)).fetchall():
            if slug in (slugify(form), slugify(fold(form))):
                yield number
