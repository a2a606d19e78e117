"""The user's own copies of articles in ``data/articles/``: added and taken away."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path, PurePosixPath

from glossary.model import GlossaryError
from glossary.store.project import Project


def keep(project: Project, source: Path | bytes) -> Path:
    """Copy a file, or what was typed or piped, into data/articles/; the same content is kept once."""
    if isinstance(source, bytes):
        if not source.strip():
            raise GlossaryError("standard input is empty: there is nothing to add")
        content, name = source, f"{hashlib.sha256(source).hexdigest()[:12]}.txt"
    else:
        content, name = _content(source), source.name
    path = project.articles / name
    if path.exists() and path.read_bytes() != content:
        path = path.with_stem(f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}")
    if not path.exists():
        _write_whole(path, content)
    return path


def _content(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except FileNotFoundError as error:
        raise GlossaryError(f"{source}: there is no such file") from error
    except IsADirectoryError as error:
        raise GlossaryError(f"{source}: is a folder: name its files, or glossary build {source}") from error
    except OSError as error:
        raise GlossaryError(f"{source}: cannot be read ({error.strerror})") from error


def _write_whole(path: Path, content: bytes) -> None:
    """The whole file or none: a kill must not leave half an article that a later build would read."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise GlossaryError(f"{path}: cannot be written ({error.strerror}); nothing was added") from error


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
