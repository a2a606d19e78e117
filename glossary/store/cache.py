"""What was read and found before, so that nothing unchanged is read or parsed again.

``cache.db`` is private: it holds whole texts, which are copyrighted. It is content-addressed, so that its rows are
never wrong, only unused, and deleting the file costs time and nothing else. Plain values by marshal, which is read five
times faster than JSON and, other than pickle, runs nothing.
"""

from __future__ import annotations

import json
import marshal
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from glossary.model import Abbreviation, Article, Findings, Gloss, Loanword, Sentence, Skipped, Term
from glossary.store.mentions import anchored

_LISTS: tuple[tuple[str, type], ...] = (
    ("sentences", Sentence),
    ("loanwords", Loanword),
    ("abbreviations", Abbreviation),
    ("glosses", Gloss),
    ("terms", Term),
)
_ROWS = {kind: attrgetter(*(f.name for f in fields(kind))) for _, kind in _LISTS}

_TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, reader TEXT NOT NULL, entries TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, article BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS statics (norm TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, row BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS found (
    digest TEXT NOT NULL, fingerprint TEXT NOT NULL, findings BLOB NOT NULL, counted BLOB NOT NULL,
    PRIMARY KEY (digest, fingerprint)
);
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Entry:
    """An article known without its text: where it is and what digest it has."""

    key: str
    digest: str
    notes: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Counted(NamedTuple):
    """An article's candidates with their counts, and the norms that it anchors."""

    counts: dict[str, list[int]]
    anchors: list[str]


class Cache:
    """The file ``cache.db``; a damaged one is thrown away, since it can be made again."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = _open(path)
        except sqlite3.OperationalError:
            raise  # a full disk, not a damaged file
        except sqlite3.DatabaseError:
            for leftover in path.parent.glob(path.name + "*"):
                leftover.unlink()
            self._db = _open(path)

    def close(self) -> None:
        try:
            self._db.commit()
        finally:
            self._db.close()

    def commit(self) -> None:
        self._db.commit()

    def entries(self, path: str, stamp: str, reader: str) -> list[Entry | Skipped] | None:
        """What the file held when it was last read, if neither it nor the reader has changed since."""
        row = self._db.execute("SELECT stamp, reader, entries FROM files WHERE path = ?", (path,)).fetchone()
        if row is None or (row[0], row[1]) != (stamp, reader):
            return None
        return [
            Skipped(*found[1:])
            if found[0] == "skipped"
            else Entry(found[1], found[2], tuple(found[3]), tuple(found[4]))
            for found in json.loads(row[2])
        ]

    def keep_entries(self, path: str, stamp: str, reader: str, found: Iterable[Entry | Skipped]) -> None:
        rows = [
            ["skipped", entry.key, entry.reason]
            if isinstance(entry, Skipped)
            else ["article", entry.key, entry.digest, entry.notes, entry.dropped]
            for entry in found
        ]
        self._db.execute("REPLACE INTO files VALUES (?, ?, ?, ?)", (path, stamp, reader, _json(rows)))

    def keep_article(self, article: Article) -> Entry:
        shown = [article.text, article.title, article.publisher, article.author, article.published]
        self._db.execute(
            "INSERT OR IGNORE INTO texts VALUES (?, ?)",
            (article.digest, _pack([*shown, article.url, article.language])),
        )
        return Entry(article.key, article.digest, article.notes, article.dropped)

    def article(self, entry: Entry) -> Article | None:
        """The article of an entry, or None when the cache has lost it."""
        row = self._db.execute("SELECT article FROM texts WHERE digest = ?", (entry.digest,)).fetchone()
        if row is None:
            return None
        text, title, publisher, author, published, url, language = _unpack(row[0])
        return Article(entry.key, text, title, publisher, author, published, url, language, entry.dropped, entry.notes)

    def lacking(self, digests: Iterable[str], fingerprint: str) -> set[str]:
        """Those digests of which nothing is known that these rules have found."""
        known = "SELECT 1 FROM found WHERE digest = ? AND fingerprint = ?"
        return {d for d in digests if self._db.execute(known, (d, fingerprint)).fetchone() is None}

    def findings(self, digest: str, fingerprint: str) -> Findings | None:
        query = "SELECT findings, counted FROM found WHERE digest = ? AND fingerprint = ?"
        row = self._db.execute(query, (digest, fingerprint)).fetchone()
        if row is None:
            return None
        found = _unpack(row[0])
        lists = {name: tuple(kind(*values) for values in found[name]) for name, kind in _LISTS}
        return Findings(**lists, counts={norm: tuple(row) for norm, row in _unpack(row[1])[0].items()})

    def counted(self, digest: str, fingerprint: str) -> Counted | None:
        """What counting needs of the findings: a full build counts every article before it writes the first."""
        query = "SELECT counted FROM found WHERE digest = ? AND fingerprint = ?"
        row = self._db.execute(query, (digest, fingerprint)).fetchone()
        return Counted(*_unpack(row[0])) if row else None

    def keep_findings(self, digest: str, fingerprint: str, findings: Findings) -> None:
        found: dict[str, Any] = {name: [_ROWS[kind](each) for each in getattr(findings, name)] for name, kind in _LISTS}
        counted = [findings.counts, sorted({named.norm for named in anchored(findings)})]
        row = (digest, fingerprint, _pack(found), _pack(counted))
        self._db.execute("REPLACE INTO found VALUES (?, ?, ?, ?)", row)

    def statics(self, fingerprint: str) -> dict[str, bytes]:
        """What ranking knows of each norm, as packed numbers."""
        return dict(self._db.execute("SELECT norm, row FROM statics WHERE fingerprint = ?", (fingerprint,)))

    def keep_statics(self, fingerprint: str, rows: dict[str, bytes]) -> None:
        new = ((norm, fingerprint, row) for norm, row in rows.items())
        self._db.executemany("REPLACE INTO statics VALUES (?, ?, ?)", new)

    def forget(self) -> None:
        """Forget everything, as if the file had been deleted."""
        self._db.executescript("DELETE FROM files; DELETE FROM texts; DELETE FROM found; DELETE FROM statics;")

    def prune(self, fingerprint: str) -> None:
        """Drop what other rules or models have found."""
        self._db.execute("DELETE FROM found WHERE fingerprint != ?", (fingerprint,))

    def path_of(self, key: str) -> str | None:
        """The file that an article was last read from."""
        for path, entries in self._db.execute("SELECT path, entries FROM files"):
            if any(entry.key == key for entry in map(_entry, json.loads(entries))):
                return str(path)
        return None

    def dropped(self, key: str) -> tuple[str, ...]:
        """The furniture that was left out of an article when it was last read."""
        for entry in self._all_entries():
            if entry.key == key:
                return entry.dropped
        return ()

    def _all_entries(self) -> Iterator[Entry]:
        for (entries,) in self._db.execute("SELECT entries FROM files"):
            for found in json.loads(entries):
                if isinstance(entry := _entry(found), Entry):
                    yield entry


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.executescript(_TABLES)
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return db


def _json(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _pack(rows: Any) -> bytes:
    return zlib.compress(marshal.dumps(rows, 4), 1)


def _unpack(blob: bytes) -> Any:
    return marshal.loads(zlib.decompress(blob))


def _entry(found: list[Any]) -> Entry | Skipped:
    if found[0] == "skipped":
        return Skipped(found[1], found[2])
    return Entry(found[1], found[2], tuple(found[3]), tuple(found[4]))
