"""Damaged files, told from full disks and from bugs."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

# What reading bytes that are not what they should be raises.
UNREADABLE = (zlib.error, ValueError, TypeError, EOFError, KeyError, IndexError, AttributeError)
# What SQLite says of the machine and of other programs. Whatever else it says of a statement that is right when the
# file is, it says of the file: a table that is not there, a row that has too few columns, text that is none.
_AROUND = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
)
# What a statement raises; the second where SQLite quotes what is no text.
ERRORS = (sqlite3.DatabaseError, UnicodeDecodeError)


def is_of_file(error: Exception) -> bool:
    """Whether an error may come from what is in the file, other than from the disk or another program."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _AROUND


def unsound(db: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the pages of a database and the values in them, in SQLite's words."""
    try:
        said = db.execute("PRAGMA integrity_check(20)").fetchall()
        yield from (" ".join(row[0].split()) for row in said if row[0] != "ok")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
        for (table,) in db.execute(tables).fetchall():
            for _ in db.execute(f'SELECT * FROM "{table}"'):
                pass  # text that is not UTF-8 is found by no check, but by reading
    except ERRORS as error:
        if not is_of_file(error):
            raise
        yield str(error)


def is_damaged(path: Path) -> bool:
    """Whether the file cannot be read as the database that it was."""
    with closing(sqlite3.connect(path)) as db:
        return next(unsound(db), None) is not None
