"""The database → concepts: one value a term, with all its evidence, in the order of the view ``glossary``.

Exports stream over ``read_concepts``: it holds one batch of terms at a time, so that a million terms need no
more memory than a thousand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from glossary.model import GlossaryError
from glossary.store.evidence import AttestedGloss, Concept, Equivalent, Example, MachineTranslation, Source

BATCH = 400
# A term explained in a thousand articles is still one entry: exports show its best distinct glosses.
GLOSSES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """Which terms to read. Nothing given means all that the view ``glossary`` shows."""

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: str | None = None  # ISO date: seen in an article of this date or later
    min_confidence: float | None = None  # of the gloss that is shown; a curated gloss counts as certain
    with_gloss: bool = False


def open_database(path: Path) -> sqlite3.Connection:
    """The database for reading, inside one transaction: a build that lands meanwhile is not seen by half."""
    if not path.is_file():
        raise GlossaryError(f"{path}: no such database; make it with `glossary build`")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM glossary LIMIT 1")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise GlossaryError(f"{path}: not a glossary database ({error}); delete it and run `glossary build`") from error
    return connection


def read_rows(connection: sqlite3.Connection, filters: Filters) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """The columns of the view ``glossary`` and its rows, in its order."""
    where, values = _condition(filters)
    cursor = connection.execute(f"SELECT * FROM glossary {where}", values)
    return tuple(column[0] for column in cursor.description), iter(cursor)


def read_concepts(connection: sqlite3.Connection, filters: Filters, alphabetical: bool = False) -> Iterator[Concept]:
    """The concepts in the order of the view ``glossary``, or from A to Z."""
    where, values = _condition(filters)
    order = "ORDER BY (SELECT sort_key FROM terms WHERE terms.slug = glossary.slug), term, slug" if alphabetical else ""
    slugs = connection.execute(f"SELECT slug FROM glossary {where} {order}", values)
    while batch := slugs.fetchmany(BATCH):
        yield from _read_batch(connection, [slug for (slug,) in batch], filters.min_confidence or 0.0)


def read_slugs(connection: sqlite3.Connection, slugs: list[str]) -> Iterator[Concept]:
    """The concepts with these slugs, in their order; one that is gone is passed over."""
    for start in range(0, len(slugs), BATCH):
        yield from _read_batch(connection, slugs[start : start + BATCH], 0.0)


def _condition(filters: Filters) -> tuple[str, list[object]]:
    """The WHERE clause over the view, so that every export leaves out the same rows."""
    tests: list[str] = []
    values: list[object] = []
    for column, allowed in (("kind", filters.kinds), ("status", filters.statuses)):
        if allowed:
            tests.append(f"{column} IN ({_marks(allowed)})")
            values += allowed
    if filters.since:
        tests.append("last_seen >= ?")
        values.append(filters.since)
    if filters.with_gloss:
        tests.append("gloss IS NOT NULL")
    if filters.min_confidence is not None:
        tests.append(
            "(gloss_kind = 'curated' OR slug IN (SELECT terms.slug FROM terms JOIN glosses "
            "ON glosses.id = terms.best_gloss WHERE glosses.confidence >= ?))"
        )
        values.append(filters.min_confidence)
    return ("WHERE " + " AND ".join(tests) if tests else ""), values


def _marks(values: tuple[object, ...] | list[str] | list[int]) -> str:
    return ", ".join("?" * len(values))


_ARTICLE = "articles.slug, articles.title, articles.publisher, articles.published, articles.url"


def _read_batch(connection: sqlite3.Connection, slugs: list[str], min_confidence: float) -> Iterator[Concept]:
    terms = connection.execute(
        "SELECT id, slug, term, kind, language, pos, termhood, frequency, article_count, first_seen, last_seen, "
        f"status, note, preferred_gloss FROM terms WHERE slug IN ({_marks(slugs)})",
        slugs,
    ).fetchall()
    ids = [row[0] for row in terms]
    variants, glosses = _variants(connection, ids), _glosses(connection, ids, min_confidence)
    equivalents, translations = _equivalents(connection, ids), _translations(connection, ids)
    examples = _examples(connection, ids)
    concepts = {
        row[1]: replace(
            Concept(*row),
            variants=tuple(form for form in variants.get(row[0], ()) if form != row[2]),
            glosses=tuple(glosses.get(row[0], ())),
            equivalents=tuple(equivalents.get(row[0], ())),
            translations=tuple(translations.get(row[0], ())),
            examples=tuple(examples.get(row[0], ())),
        )
        for row in terms
    }
    yield from (concepts[slug] for slug in slugs if slug in concepts)


def _variants(connection: sqlite3.Connection, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for term_id, form in connection.execute(
        f"SELECT term_id, form FROM variants WHERE term_id IN ({_marks(ids)}) ORDER BY term_id, frequency DESC, form",
        ids,
    ):
        found.setdefault(term_id, []).append(form)
    return found


def _glosses(connection: sqlite3.Connection, ids: list[int], min_confidence: float) -> dict[int, list[AttestedGloss]]:
    found: dict[int, dict[str, AttestedGloss]] = {}
    for row in connection.execute(
        "SELECT glosses.term_id, glosses.gloss, glosses.kind, glosses.language, contexts.text, glosses.rule, "
        f"glosses.confidence, glosses.status, {_ARTICLE} FROM glosses "
        "JOIN terms ON terms.id = glosses.term_id JOIN contexts ON contexts.id = glosses.context_id "
        "JOIN articles ON articles.id = glosses.article_id "
        f"WHERE glosses.term_id IN ({_marks(ids)}) AND glosses.status != 'rejected' AND glosses.confidence >= ? "
        "ORDER BY glosses.term_id, glosses.id = terms.best_gloss DESC, glosses.confidence DESC, "
        "articles.published, glosses.id",
        [*ids, min_confidence],
    ):
        term_id, gloss, kind, language, quotation, rule, confidence, status, *article = row
        shown = found.setdefault(term_id, {})
        if gloss not in shown and len(shown) < GLOSSES_SHOWN:
            shown[gloss] = AttestedGloss(gloss, kind, language, quotation, Source(*article), rule, confidence, status)
    return {term_id: list(shown.values()) for term_id, shown in found.items()}


def _equivalents(connection: sqlite3.Connection, ids: list[int]) -> dict[int, list[Equivalent]]:
    found: dict[int, list[Equivalent]] = {}
    for term_id, *row in connection.execute(
        "SELECT term_id, text, language, status, source, entry, definition, domain, date, url, reliability "
        f"FROM equivalents WHERE term_id IN ({_marks(ids)}) ORDER BY term_id, source, entry, "
        "CASE status WHEN 'preferred' THEN 0 WHEN 'admitted' THEN 1 ELSE 2 END, language, text",
        ids,
    ):
        found.setdefault(term_id, []).append(Equivalent(*row))
    return found


def _translations(connection: sqlite3.Connection, ids: list[int]) -> dict[int, list[MachineTranslation]]:
    found: dict[int, list[MachineTranslation]] = {}
    for term_id, *row in connection.execute(
        "SELECT term_id, text, language, engine, model, rank, score FROM translations "
        f"WHERE term_id IN ({_marks(ids)}) ORDER BY term_id, rank, id",
        ids,
    ):
        found.setdefault(term_id, []).append(MachineTranslation(*row))
    return found


def _examples(connection: sqlite3.Connection, ids: list[int]) -> dict[int, list[Example]]:
    return {
        term_id: [Example(text, Source(*article))]
        for term_id, text, *article in connection.execute(
            f"SELECT terms.id, contexts.text, {_ARTICLE} FROM terms JOIN contexts ON contexts.id = terms.best_context "
            f"JOIN articles ON articles.id = contexts.article_id WHERE terms.id IN ({_marks(ids)})",
            ids,
        )
    }
