"""The file of the cache: its tables, and how one that another version laid out, or that is damaged, is made anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from glossary.store.packing import LAYOUT

_TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, reader TEXT NOT NULL, entries TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, text BLOB NOT NULL, head BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS ranking (
    part INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, stamp TEXT NOT NULL, ids BLOB NOT NULL, norms BLOB NOT NULL,
    figures BLOB NOT NULL, static BLOB NOT NULL, places BLOB NOT NULL, changed BLOB NOT NULL, total TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS found (
    digest TEXT NOT NULL, fingerprint TEXT NOT NULL, names BLOB NOT NULL, findings BLOB NOT NULL,
    counted BLOB NOT NULL,
    PRIMARY KEY (digest, fingerprint)
);
"""  # noqa: E501


def open_cache(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    (layout,) = db.execute("PRAGMA user_version").fetchone()
    if layout != LAYOUT:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            db.execute(f'DROP TABLE "{table}"')
        db.executescript(f"{_TABLES} PRAGMA user_version = {LAYOUT};")
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return db


def open_anew(path: Path) -> sqlite3.Connection:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return open_cache(path)
