"""What the glossary has from elsewhere than its articles: term banks and machine translations, kept up to date.

A build looks up the terms that it wrote; where a bank or the kept translations changed meanwhile, all of them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from glossary.reference.index import references_digest
from glossary.store.equivalents import update_equivalents
from glossary.store.project import Project
from glossary.store.translations import update_translations


def enrich(db: sqlite3.Connection, project: Project, term_ids: set[int]) -> None:
    """Bring equivalents and translations up to date, in the caller's transaction."""
    marks = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('references', 'translations')"))
    banks, kept = references_digest(project.references), _digest(project.translations)
    update_equivalents(db, project.references, term_ids if marks.get("references") == banks else None)
    update_translations(db, project.translations, term_ids if marks.get("translations") == kept else None)
    db.executemany("REPLACE INTO meta VALUES (?, ?)", [("references", banks), ("translations", kept)])


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
