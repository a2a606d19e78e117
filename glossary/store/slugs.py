"""Addresses: pretty, unique, and a function of the names there are, never of their order of arrival."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable
from typing import NamedTuple

from glossary.forms import fold, slugify


class Addressed(NamedTuple):
    """A table whose rows have a slug, the column that names a row for good, and how a name is written plainly."""

    table: str
    column: str
    base: Callable[[str], str]


def _file_name(key: str) -> str:
    """« data/articles/afp.jsonl#42 » → « afp-42 »."""
    path, _, member = key.partition("#")
    name = path.rsplit("/", 1)[-1]
    words = re.findall(r"[^\W_]+", fold(f"{name.rsplit('.', 1)[0]} {member}"))
    return slugify(" ".join(words)) or "article"


TERMS = Addressed("terms", "norm", slugify)
ARTICLES = Addressed("articles", "path", _file_name)


def plan_slugs(
    db: sqlite3.Connection, kind: Addressed, new: Iterable[str], gone: Iterable[str], whole: bool
) -> dict[str, str]:
    """The slug of each new name; stored rows that share a slug with one are given theirs here.

    Of names that are written alike as slugs the first by code point has the plain one, the others add a digest.
    ``gone`` are names whose rows are deleted already. The answer also holds every stored name whose slug changed.
    """
    wanted: dict[str, list[str]] = {}
    for name in new:
        wanted.setdefault(kind.base(name), []).append(name)
    for name in gone:
        wanted.setdefault(kind.base(name), [])
    slugs: dict[str, str] = {}
    for base, names in wanted.items():
        known = {} if whole else _stored(db, kind, base)
        for place, name in enumerate(sorted({*names, *known})):
            slug = base if place == 0 else f"{base}-{_digest(name)}"
            if known.get(name) != slug:
                slugs[name] = slug
    if not whole:
        _change(db, kind, slugs)
    return slugs


def slugs_of(norm: str) -> tuple[str, str]:
    """The two addresses that a term can have: alone, and among others that are written alike."""
    return slugify(norm), f"{slugify(norm)}-{_digest(norm)}"


def _stored(db: sqlite3.Connection, kind: Addressed, base: str) -> dict[str, str]:
    pattern = f"{base}-{'[0-9a-f]' * 8}"
    query = f"SELECT {kind.column}, slug FROM {kind.table} WHERE slug = ? UNION ALL "
    query += f"SELECT {kind.column}, slug FROM {kind.table} WHERE slug GLOB ?"
    return {name: slug for name, slug in db.execute(query, (base, pattern)) if kind.base(name) == base}


def _digest(name: str) -> str:
    return hashlib.sha1(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _change(db: sqlite3.Connection, kind: Addressed, slugs: dict[str, str]) -> None:
    """Set slugs of stored rows; in two steps, so that two of them can change places."""
    for value, rows in (("'?' || id", [(n,) for n in slugs]), ("?", [(s, n) for n, s in slugs.items()])):
        db.executemany(f"UPDATE {kind.table} SET slug = {value} WHERE {kind.column} = ?", rows)
