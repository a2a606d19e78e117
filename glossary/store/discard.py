"""Take an article away again that was added to ``data/articles/``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PurePosixPath

from glossary.model import GlossaryError
from glossary.read.files import SIDECAR
from glossary.store.project import Project


def discard(project: Project, name: str) -> Path:
    """Delete the copy of an article, named by its path, the end of its path, its address or its title."""
    keys = _keys(project, name)
    if not keys:
        raise GlossaryError(f"no article is called {name!r}: the table articles lists their paths and slugs")
    if len(keys) > 1:
        raise GlossaryError(f"{name!r} names {len(keys)} articles; say which: {', '.join(sorted(keys))}")
    (key,) = keys
    path = project.root / key
    if "#" in key:
        raise GlossaryError(f"{key} is a part of {key.partition('#')[0]}: remove that file, or edit it and build")
    if not path.resolve().is_relative_to(project.articles.resolve()):
        raise GlossaryError(f"{key} is not in data/articles/: delete the file yourself, then build")
    path.unlink(missing_ok=True)
    path.with_name(path.name + SIDECAR).unlink(missing_ok=True)
    return path


def _keys(project: Project, name: str) -> set[str]:
    path = Path(name)
    if path.is_file() and path.resolve().is_relative_to(project.articles.resolve()):
        return {path.resolve().relative_to(project.root.resolve()).as_posix()}
    if not project.database.exists():
        return set()
    with closing(sqlite3.connect(project.database)) as db:
        rows = db.execute("SELECT path, slug, title FROM articles").fetchall()
    for wanted in (0, 1, 2):
        if keys := {row[0] for row in rows if row[wanted] == name}:
            return keys
    return {row[0] for row in rows if name in (PurePosixPath(row[0]).name, PurePosixPath(row[0]).stem)}
