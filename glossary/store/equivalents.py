"""The table ``equivalents``: what the term banks of data/references/ have for the terms of the glossary.

A term is looked up by its display form, its normal form and its variants; every designation of an entry that
matches is kept, so that a page can show what is preferred, admitted and discouraged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.reference.index import exact_key, loose_key, open_index
from glossary.store.bank_forms import stored_norms

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The forms of a term to look up."""

    id: int
    kind: str
    language: str
    forms: tuple[str, ...]


def update_equivalents(db: sqlite3.Connection, references: Path, term_ids: set[int] | None = None) -> int:
    """Write the equivalents of these terms (of all, when None); return how many of them a bank knows.

    The caller's transaction. When ``references_digest`` is not what it was, every term must be looked up again.
    """
    ids = sorted(term_ids) if term_ids is not None else [i for (i,) in db.execute("SELECT id FROM terms ORDER BY id")]
    index = open_index(references)
    known = 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        db.execute(f"DELETE FROM equivalents WHERE term_id IN ({_marks(batch)})", batch)
        if index is None:
            continue
        for term in _read_terms(db, batch):
            if entries := _match(index, term):
                known += 1
                db.executemany(
                    "INSERT INTO equivalents (term_id, source, entry, language, text, status, definition, domain, "
                    "date, url, reliability, norms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [(term.id, *row, stored_norms(*row[2:5])) for row in _designations(index, entries)],
                )
    if index is not None:
        index.close()
    return known


def count_known(db: sqlite3.Connection) -> dict[str, int]:
    """How many terms of the glossary each bank knows."""
    return dict(db.execute("SELECT source, count(DISTINCT term_id) FROM equivalents GROUP BY source").fetchall())


def missing_official(db: sqlite3.Connection, limit: int | None = None) -> list[tuple[str, float]]:
    """The terms, best first, for which no bank has a preferred form."""
    return db.execute(
        "SELECT term, termhood FROM terms WHERE status != 'rejected' AND NOT EXISTS "
        "(SELECT 1 FROM equivalents WHERE term_id = terms.id AND status = 'preferred') "
        "ORDER BY termhood DESC, norm LIMIT ?",
        [-1 if limit is None else limit],
    ).fetchall()


def _read_terms(db: sqlite3.Connection, ids: list[int]) -> Iterator[_Wanted]:
    variants: dict[int, list[str]] = {}
    for term_id, form in db.execute(
        f"SELECT term_id, form FROM variants WHERE term_id IN ({_marks(ids)}) ORDER BY frequency DESC, form", ids
    ):
        variants.setdefault(term_id, []).append(form)
    for term_id, term, norm, kind, language in db.execute(
        f"SELECT id, term, norm, kind, language FROM terms WHERE id IN ({_marks(ids)}) ORDER BY id", ids
    ):
        yield _Wanted(term_id, kind, language, tuple(dict.fromkeys([term, norm, *variants.get(term_id, ())])))


def _match(index: sqlite3.Connection, term: _Wanted) -> list[int]:
    """The entries that name the term: exactly, or else but for plurals."""
    loose = [loose_key(form) for form in term.forms]
    # A bank's singular is its own loose key; « ~ » marks those of its plurals.
    for tried in ([exact_key(form) for form in term.forms], loose + [f"~{key}" for key in loose]):
        keys = list(dict.fromkeys(tried))
        rows = index.execute(
            f"SELECT DISTINCT entry_id, language, status FROM forms WHERE key IN ({_marks(keys)}) ORDER BY entry_id",
            keys,
        )
        found = dict.fromkeys(entry for entry, language, status in rows if _compatible(term, language, status))
        if found:
            return list(found)
    return []


def _compatible(term: _Wanted, language: str, status: str) -> bool:
    """A French term is not an English homograph; a loanword stands in a bank on either side."""
    return term.kind != "term" or language in (term.language, "und") or status == "deprecated"


def _designations(index: sqlite3.Connection, entries: list[int]) -> list[tuple[Any, ...]]:
    return index.execute(
        "SELECT DISTINCT banks.name, entries.entry, designations.language, designations.text, designations.status, "
        "entries.definition, entries.domain, entries.date, entries.url, designations.reliability "
        "FROM designations JOIN entries ON entries.id = designations.entry_id JOIN banks ON banks.file = entries.file "
        f"WHERE entries.id IN ({_marks(entries)}) ORDER BY banks.name, entries.id, designations.rowid",
        entries,
    ).fetchall()


def _marks(values: list[int] | list[str]) -> str:
    return ", ".join("?" * len(values))
