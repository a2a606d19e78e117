"""Opening databases, and putting a new one in the place of the old under the eyes of its readers."""

from __future__ import annotations

import gc
import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from glossary.forms import fold
from glossary.model import GlossaryError, is_exhausted
from glossary.store.damage import ERRORS, UNREADABLE, is_damaged, is_of_file

WAIT = 60.0  # seconds to wait for another writer
_LARGE, _USUAL = 2**24, 2**20  # bytes of an index of words that FTS5 keeps before it writes them
_LOG = 4000  # pages that the log may hold: an addition writes almost a thousand, and the usual is to empty it then
# The names of all migrations, as schema.py has them: sqlite-utils is not loaded for a database that has had them.
MIGRATIONS = ("m001_glossary", "m002_joins", "m003_months", "m004_verbs", "m005_postings", "m006_norms")


def connect(path: Path) -> sqlite3.Connection:
    """A connection that leaves transactions to the caller."""
    return sqlite3.connect(path, timeout=WAIT, isolation_level=None)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A glossary for writing, upgraded to this version; GlossaryError when it is newer, damaged, or no database."""
    try:
        with closing(connect(path)) as db:
            if not _is_migrated(db):
                _migrate(db)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute("PRAGMA cache_size=-64000")
            db.execute(f"PRAGMA wal_autocheckpoint={_LOG}")
            yield db
    except (*ERRORS, *UNREADABLE) as error:
        # Looked for only now: to check a large database takes longer than most builds. What is sound has met a bug.
        if not is_of_file(error) or not is_damaged(path):
            raise
        raise GlossaryError(f"{path}: not a database that can be read ({error}): delete it and build again") from error


def upgrade(path: Path) -> None:
    """Bring a glossary that an earlier version made up to date before it is read; any other database is left alone."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        if _migrations(db) in (set(), set(MIGRATIONS)):
            return
    try:
        with opened(path):
            return
    except sqlite3.OperationalError as error:
        raise GlossaryError(
            f"{path}: an earlier version made it, and it cannot be brought up to date here ({error}): glossary build"
        ) from error


def _is_migrated(db: sqlite3.Connection) -> bool:
    return _migrations(db) == set(MIGRATIONS)


def _migrations(db: sqlite3.Connection) -> set[str]:
    """The names of those that the database has had."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone() is None:
        return set()
    return {name for (name,) in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'glossary'")}


def _migrate(db: sqlite3.Connection) -> None:
    with _without_pandas():
        from sqlite_utils import Database

        from glossary.store.schema import migrate

    migrate(Database(db))


@contextmanager
def _without_pandas() -> Iterator[None]:
    """sqlite-utils loads pandas where it is installed, for half a second and for nothing that is asked of it here."""
    if "pandas" in sys.modules:
        yield
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def scratch(path: Path) -> Iterator[sqlite3.Connection]:
    """A new, empty glossary that nobody reads yet: fast, and worthless if the program dies."""
    remove_database(path)
    with closing(connect(path)) as db:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA cache_size=-64000")
        _migrate(db)
        yield db
    remove_database(path)


@contextmanager
def bulk_loading(db: sqlite3.Connection) -> Iterator[None]:
    """Load without indexes, and make them afterwards: half the cost. So with the index of the contexts' words.

    Python's collector of circles rests meanwhile: it would look through all that is kept until the end, in vain.
    """
    indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    loaded = [(name, sql) for name, sql in indexes if name.split("_")[0] in ("contexts", "occurrences", "shingles")]
    for name, _ in loaded:
        db.execute(f"DROP INDEX {name}")
    with _no_collector():
        yield
    for _, sql in loaded:
        db.execute(sql)


@contextmanager
def _no_collector() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# With these alone SQLite finds the same words in a text as in what it is folded to.
_PLAIN = "àâäçèéêëîïôöùûüÿñÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸÑ«»’‘“”–—…\u00a0\u202f°€"
_FOLDED = re.compile(f"[^\x01-\x7f{_PLAIN}]")


def searchable(text: str) -> str:
    """A context as the index of its words is given it: folded, where that makes a difference there."""
    return fold(text) if _FOLDED.search(text) else text


def index_contexts(db: sqlite3.Connection) -> None:
    """Fill the index of the contexts' words, in the order of the rows, in large pieces, of which fewer are merged."""
    size = "INSERT INTO contexts_fts (contexts_fts, rank) VALUES ('hashsize', ?)"
    db.execute(size, (_LARGE,))
    index_texts(db, db.execute("SELECT id, text FROM contexts ORDER BY id"))
    db.execute(size, (_USUAL,))


def index_texts(db: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add contexts, their number and text, to the index of words: FTS5 writes more after a statement of many rows."""
    folded = ((number, searchable(text)) for number, text in rows)
    db.executemany("INSERT INTO contexts_fts (rowid, text) VALUES (?, ?)", folded)


def publish(made: sqlite3.Connection, path: Path) -> None:
    """Put the new glossary in the place of the old in one transaction; then let the log be emptied."""
    if not path.exists() and _named(made, path):
        return
    with closing(connect(path)) as live:
        live.execute("PRAGMA journal_mode=WAL")
        made.backup(live)
        checkpoint(live, "TRUNCATE")


def _named(made: sqlite3.Connection, path: Path) -> bool:
    """Where there is no old glossary, give the new file its name: one step, and no copy; False where that cannot be."""
    remove_database(path)  # the log of one that somebody deleted would be taken for the new one's
    file = Path(made.execute("PRAGMA database_list").fetchone()[2])
    with file.open("rb+") as written:
        os.fsync(written.fileno())
    try:
        os.link(file, path)
    except OSError:
        return False
    with closing(connect(path)) as live:
        live.execute("PRAGMA journal_mode=WAL")
    return True


def checkpoint(db: sqlite3.Connection, how: str) -> None:
    """Empty the log into the file; what was committed stands without it, so that a full disk is no failure now."""
    with suppress(sqlite3.OperationalError):
        db.execute(f"PRAGMA wal_checkpoint({how})")


def remove_database(path: Path) -> None:
    """Remove a database and its companions, if they are there."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def disk_errors(database: Path, then: str = "run the command again") -> Iterator[None]:
    """A full or forbidden disk in words for people; SQLite's other errors are bugs and keep their traceback."""
    unchanged = f"nothing was changed in {database}; make room and {then}"
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk I/O" in str(error):
            raise GlossaryError(f"the disk is full: {unchanged}") from error
        if "readonly" in str(error) or "unable to open" in str(error):
            raise GlossaryError(f"{database}: cannot be written ({error})") from error
        if "locked" in str(error):
            raise GlossaryError(f"{database}: another program keeps it locked; try again") from error
        raise
    except OSError as error:
        if is_exhausted(error):
            raise GlossaryError(f"{error.strerror}: {unchanged}") from error
        raise
