"""Adoption: for a loanword with an official equivalent, how many articles use each, by year and by publisher.

Articles are counted, not occurrences: a text that is about a word would outweigh a hundred that use it. Both sides come
from the posting lists of all candidates, so that an equivalent need not be a term of the glossary to be counted.
Limits: an equivalent that no pattern of terms finds (a verb phrase, a form over the longest candidate) counts as not
used; a bank's homograph in another domain counts as used; near-duplicates are left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from glossary.store.postings import articles_with

UNKNOWN_YEAR, UNKNOWN_PUBLISHER = "sans date", "source inconnue"


@dataclass(frozen=True, slots=True)
class Use:
    """How many articles of a publisher and a year use a form."""

    term: str
    slug: str
    form: str
    role: str  # loanword | official
    source: str | None  # the term bank of an official form
    year: str
    publisher: str
    articles: int


def read_adoption(db: sqlite3.Connection, slug: str | None = None) -> Iterator[Use]:
    """The uses of every loanword that has an official equivalent, or of one of them; A–Z, then by year."""
    asked = "" if slug is None else "AND terms.slug = ?"
    loanwords = db.execute(
        "SELECT DISTINCT terms.id, terms.term, terms.slug, terms.norm, terms.sort_key FROM terms "
        "JOIN equivalents ON equivalents.term_id = terms.id "
        f"WHERE terms.kind = 'loanword' AND terms.status != 'rejected' AND {_OFFICIAL} {asked} "
        "ORDER BY terms.sort_key, terms.term",
        [] if slug is None else [slug],
    ).fetchall()
    for term_id, term, slug_of, norm, _ in loanwords:
        norms = {norm, *(n for (n,) in db.execute("SELECT norm FROM aliases WHERE term_id = ?", [term_id]))}
        yield from _uses(db, term, slug_of, term, "loanword", None, norms)
        for text, source, official in db.execute(
            f"SELECT DISTINCT text, source, norms FROM equivalents JOIN terms ON terms.id = term_id "
            f"WHERE term_id = ? AND {_OFFICIAL} ORDER BY source, text",
            [term_id],
        ).fetchall():
            yield from _uses(db, term, slug_of, text, "official", source, json.loads(official))


_OFFICIAL = (
    "equivalents.status = 'preferred' AND equivalents.language IN ('fr', 'und') "
    "AND lower(equivalents.text) != lower(terms.term)"
)


def _uses(
    db: sqlite3.Connection, term: str, slug: str, form: str, role: str, source: str | None, norms: Iterable[str]
) -> Iterator[Use]:
    named = "SELECT c.id FROM json_each(?) asked CROSS JOIN candidates c ON norm = asked.value"
    candidates = [number for (number,) in db.execute(named, [json.dumps(sorted(norms))])]
    for year, publisher, articles in db.execute(
        "SELECT COALESCE(substr(articles.published, 1, 4), ?), COALESCE(articles.publisher, ?), "
        "count(*) FROM json_each(?) asked CROSS JOIN articles ON articles.id = asked.value "
        "WHERE articles.duplicate_of IS NULL GROUP BY 1, 2 ORDER BY 1, 2",
        [UNKNOWN_YEAR, UNKNOWN_PUBLISHER, json.dumps(sorted({*articles_with(db, candidates)}))],
    ).fetchall():
        yield Use(term, slug, form, role, source, year, publisher, articles)
