"""The file of the cache: its tables, and how one that another version laid out, or that is damaged, is made anew."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import fields
from pathlib import Path

from glossary.model import Abbreviation, Gloss, Loanword, Sentence, Term

LISTS: tuple[tuple[str, type], ...] = (
    ("sentences", Sentence),
    ("loanwords", Loanword),
    ("abbreviations", Abbreviation),
    ("glosses", Gloss),
    ("terms", Term),
)
# Raise _FORMAT when rows are packed otherwise; that the model's classes have other fields is seen by itself.
_FORMAT = 2
_LAYOUT = zlib.crc32(repr((_FORMAT, [(n, [f.name for f in fields(k)]) for n, k in LISTS])).encode()) >> 1

_TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, reader TEXT NOT NULL, entries TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, article BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS statics (norm TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, row BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS found (
    digest TEXT NOT NULL, fingerprint TEXT NOT NULL, findings BLOB NOT NULL, counted BLOB NOT NULL,
    PRIMARY KEY (digest, fingerprint)
);
"""  # noqa: E501


def open_cache(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    (layout,) = db.execute("PRAGMA user_version").fetchone()
    if layout != _LAYOUT:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            db.execute(f'DROP TABLE "{table}"')
        db.executescript(f"{_TABLES} PRAGMA user_version = {_LAYOUT};")
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return db


def open_anew(path: Path) -> sqlite3.Connection:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return open_cache(path)
