"""The index of the contexts' words: filled by a thread beside the tables, where all is new.

SQLite lets go of Python's lock while a statement runs, so that the words of thousands of contexts, given with one, are
indexed on another core. A thread needs a connection and a file of its own; what FTS5 made there is copied, which takes
a fifth of the time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from glossary.store.connect import connect, index_texts, remove_database, searchable

Index = Callable[[Iterable[tuple[int, str]]], None]
_CONTEXTS = 20_000  # given with one statement, after which FTS5 writes what it has
_LARGE, _USUAL = 2**24, 2**20  # bytes of an index of words that FTS5 keeps before it writes them
_PARTS = {"data": 2, "idx": 3, "docsize": 2}  # tables of FTS5, and how many columns they have


@contextmanager
def indexing(db: sqlite3.Connection, whole: bool) -> Iterator[Index]:
    """To be called with the contexts that come; of a ``whole`` glossary from the first on."""
    if not whole:
        yield partial(index_texts, db)
        return
    (path,) = (file for _, name, file in db.execute("PRAGMA database_list") if name == "main")
    made = Path(f"{path}-words")
    remove_database(made)
    (statement,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'contexts_fts'").fetchone()
    beside = _Beside(made, statement)
    try:
        yield beside.add
        beside.copy_to(db)
    finally:
        beside.close()
        remove_database(made)


class _Beside:
    """An index in a file of its own."""

    def __init__(self, path: Path, statement: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._db = connect(path, one_thread=False)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(statement)
        self._db.execute("INSERT INTO contexts_fts (contexts_fts, rank) VALUES ('hashsize', ?)", (_LARGE,))
        self._db.execute("BEGIN")
        self._waiting: list[str] = []
        self._given = 0
        self._last: Future[object] | None = None

    def add(self, rows: Iterable[tuple[int, str]]) -> None:
        self._waiting += (text for _, text in rows)
        if len(self._waiting) > _CONTEXTS:
            self._write()

    def _write(self) -> None:
        """Give what waits to the thread, once it is done with what it was given before."""
        if self._last:
            self._last.result()
        texts = json.dumps([searchable(text).replace("\0", " ") for text in self._waiting], ensure_ascii=False)
        insert = "INSERT INTO contexts_fts (rowid, text) SELECT key + ?, value FROM json_each(?)"
        self._last = self._thread.submit(self._db.execute, insert, (self._given + 1, texts))
        self._given += len(self._waiting)
        self._waiting.clear()

    def copy_to(self, db: sqlite3.Connection) -> None:
        self._write()
        self._thread.shutdown()
        if self._last:
            self._last.result()
        self._db.execute("COMMIT")
        db.execute("INSERT INTO contexts_fts (contexts_fts, rank) VALUES ('hashsize', ?)", (_USUAL,))
        db.execute("INSERT INTO contexts_fts (contexts_fts) VALUES ('delete-all')")  # so that nothing is remembered
        for part, width in _PARTS.items():
            rows = self._db.execute(f"SELECT * FROM contexts_fts_{part}")
            db.executemany(f"REPLACE INTO contexts_fts_{part} VALUES ({', '.join('?' * width)})", rows)

    def close(self) -> None:
        self._thread.shutdown()
        self._db.close()
