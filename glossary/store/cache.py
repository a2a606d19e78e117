"""What was read and found before, so that nothing unchanged is read or parsed again.

``cache.db`` is private: it holds whole texts, which are copyrighted. It is content-addressed, so that its rows are
never wrong, only unused, and deleting the file costs time and nothing else. A file that another version laid out
otherwise is emptied, a row that cannot be read is as good as none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from glossary.model import Article, Findings, Skipped
from glossary.store.cache_file import open_anew, open_cache
from glossary.store.damage import ERRORS, UNREADABLE, is_of_file, unsound
from glossary.store.packing import (
    Counted,
    Head,
    Packed,
    pack_head,
    pack_text,
    rows_of,
    seal,
    unpack_counts,
    unpack_findings,
    unpack_head,
    unpack_names,
    unpack_sentences,
    unpack_text,
    unseal,
)
from glossary.store.ranking_file import delete_columns, read_columns, write_columns

Kept = TypeVar("Kept")
_OF = "FROM found WHERE digest = ? AND fingerprint = ?"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article known without its text: where it is and what digest it has."""

    key: str
    digest: str
    notes: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Lost(Exception):
    """The cache no longer has an article, or what was found in it."""


class Cache:
    """The file ``cache.db``; a damaged one is thrown away, since it can be made again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.unreadable: str | None = None  # why the file that was there had to be begun anew
        try:
            self._db = open_cache(path)
        except ERRORS as error:
            if not is_of_file(error):
                raise
            self.unreadable = str(error)
            self._db = open_anew(path)

    def close(self) -> None:
        """What there is no room for is not kept, which costs the next build time and nothing else."""
        try:
            with suppress(*ERRORS):
                self._db.commit()
        finally:
            self._db.close()

    def again(self) -> Cache:
        """The same by a connection of its own."""
        other = copy(self)
        other._db = open_cache(self._path)
        return other

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query; Lost where the file is damaged, which mend() mends."""
        try:
            return self._db.execute(query, values).fetchall()
        except ERRORS as error:
            if is_of_file(error):
                raise Lost(str(error)) from error
            raise

    def commit(self) -> None:
        try:
            self._db.commit()
        except ERRORS as error:
            if is_of_file(error):
                raise Lost(str(error)) from error
            raise

    def entries(self, path: str, stamp: str, reader: str) -> list[Entry | Skipped] | None:
        """What the file held when it was last read, if neither it nor the reader has changed since."""
        rows = self._ask("SELECT entries FROM files WHERE path = ? AND stamp = ? AND reader = ?", path, stamp, reader)
        try:
            return [_entry(found) for found in json.loads(unseal(rows[0][0], path, stamp))] if rows else None
        except UNREADABLE:
            return None

    def keep_entries(self, path: str, stamp: str, reader: str, found: Iterable[Entry | Skipped]) -> None:
        rows = [
            ["skipped", each.key, each.reason]
            if isinstance(each, Skipped)
            else ["article", each.key, each.digest, each.notes, each.dropped]
            for each in found
        ]
        kept = seal(json.dumps(rows, ensure_ascii=False), path, stamp)
        self._ask("REPLACE INTO files VALUES (?, ?, ?, ?)", path, stamp, reader, kept)

    def keep_article(self, article: Article) -> Entry:
        row = (article.digest, pack_text(article), pack_head(article))
        self._ask("INSERT OR IGNORE INTO texts VALUES (?, ?, ?)", *row)
        return Entry(article.key, article.digest, article.notes, article.dropped)

    def article(self, entry: Entry) -> Article | None:
        """The article of an entry, or None when the cache has lost it."""
        rows = self._ask("SELECT text, head FROM texts WHERE digest = ?", entry.digest)
        try:
            text, head = unpack_text(rows[0][0]), unpack_head(rows[0][1])
        except UNREADABLE:
            return None
        return Article(entry.key, text, *head[:6], entry.dropped, entry.notes)

    def head(self, digest: str) -> Head | None:
        """What is known of an article besides its text."""
        return self._unpacked(unpack_head, "SELECT head FROM texts WHERE digest = ?", digest)

    def text(self, digest: str) -> str | None:
        return self._unpacked(unpack_text, "SELECT text FROM texts WHERE digest = ?", digest)

    def _unpacked(self, unpack: Callable[..., Kept], query: str, *values: str) -> Kept | None:
        """What is made of the columns of a row."""
        rows = self._ask(query, *values)
        try:
            return unpack(*rows[0])
        except UNREADABLE:
            return None

    def lacking(self, digests: Iterable[str], fingerprint: str) -> set[str]:
        """Those digests of which nothing is known that these rules have found."""
        known = "SELECT 1 FROM found WHERE digest = ? AND fingerprint = ?"
        return {d for d in digests if not self._ask(known, d, fingerprint)}

    def findings(self, digest: str, fingerprint: str, text: str) -> Findings | None:
        """Everything that was found in an article with this text."""

        def unpack(names: bytes, findings: bytes, counted: bytes) -> Findings:
            norms = unpack_names(names)
            return replace(unpack_findings(findings, norms, text), counts=rows_of(unpack_counts(counted, norms)))

        return self._unpacked(unpack, f"SELECT names, findings, counted {_OF}", digest, fingerprint)

    def findings_about(self, digest: str, fingerprint: str, text: str, about: Container[str]) -> Findings | None:
        """The findings without the candidates other than these, and those in the place of something anchored."""

        def unpack(names: bytes, findings: bytes) -> Findings:
            return unpack_findings(findings, unpack_names(names), text, about)

        return self._unpacked(unpack, f"SELECT names, findings {_OF}", digest, fingerprint)

    def sentences(self, digest: str, fingerprint: str) -> list[tuple[int, int]] | None:
        """Where the sentences of an article begin and end."""
        return self._unpacked(unpack_sentences, f"SELECT findings {_OF}", digest, fingerprint)

    def counted(self, digest: str, fingerprint: str) -> Counted | None:
        """What counting needs of the findings: a full build counts every article before it writes the first."""

        def unpack(names: bytes, counted: bytes) -> Counted:
            return unpack_counts(counted, unpack_names(names))

        return self._unpacked(unpack, f"SELECT names, counted {_OF}", digest, fingerprint)

    def keep_found(self, digest: str, fingerprint: str, packed: Packed) -> None:
        self._ask("REPLACE INTO found VALUES (?, ?, ?, ?, ?)", digest, fingerprint, *packed)

    def parts(self, fingerprint: str, stamp: str | None = None) -> list[tuple[Any, ...]]:
        """What ranking kept, if it was with this stamp, in the order in which it was kept."""
        last = self._ask("SELECT fingerprint, stamp FROM ranking ORDER BY part DESC LIMIT 1")
        if not last or last[0][0] != fingerprint or stamp not in (None, last[0][1]):
            return []
        rows = self._ask("SELECT stamp, ids, norms, figures, static, places, changed, total FROM ranking ORDER BY part")
        return [(*read_columns(self._path, row[0], row[1:7]), row[7]) for row in rows]

    def keep_part(self, fingerprint: str, stamp: str, part: tuple[Any, ...], whole: bool) -> None:
        """Keep what ranking has to read besides what was kept, or instead of it."""
        if whole:
            part = (*write_columns(self._path, stamp, part[:6], self._ask("SELECT stamp FROM ranking")), *part[6:])
            self._ask("DELETE FROM ranking")
        columns = "fingerprint, stamp, ids, norms, figures, static, places, changed, total"
        self._ask(f"INSERT INTO ranking ({columns}) VALUES (?, ?{', ?' * len(part)})", fingerprint, stamp, *part)

    def forget(self) -> None:
        """Forget everything: the file is deleted and begun anew."""
        self._db.close()
        delete_columns(self._path)
        self._db = open_anew(self._path)

    def damaged(self, fingerprint: str) -> dict[str, tuple[str, ...]]:
        """The digests of which something is kept that cannot be read, with the tables that hold it; Lost if all is."""
        if problem := next(unsound(self._db), None):
            raise Lost(problem)
        tables: dict[str, tuple[str, ...]] = {}
        for (digest,) in self._ask("SELECT digest FROM found WHERE fingerprint = ?", fingerprint):
            if self.findings(digest, fingerprint, "") is None:
                tables[digest] = ("found",)
        for (digest,) in self._ask("SELECT digest FROM texts"):
            if self.article(Entry("", digest)) is None:
                tables[digest] = (*tables.get(digest, ()), "texts")
        return tables

    def mend(self, fingerprint: str) -> None:
        """Drop what cannot be read, and read the files again; of a file that SQLite cannot read, everything."""
        try:
            for digest, tables in self.damaged(fingerprint).items():
                for table in tables:
                    self._ask(f"DELETE FROM {table} WHERE digest = ?", digest)
            self._ask("DELETE FROM files")
            self.commit()
        except Lost:
            self.forget()

    def prune(self, fingerprint: str) -> None:
        """Drop what other rules or models have found, where the disk and the file allow it."""
        with suppress(*ERRORS):
            self._db.execute("DELETE FROM found WHERE fingerprint != ?", (fingerprint,))

    def path_of(self, key: str) -> str | None:
        """The file that an article was last read from."""
        return next((path for path, entry in self._all_entries() if entry.key == key), None)

    def dropped(self, key: str) -> tuple[str, ...]:
        """The furniture that was left out of an article when it was last read."""
        found = (entry.dropped for _, entry in self._all_entries() if isinstance(entry, Entry) and entry.key == key)
        return next(found, ())

    def _all_entries(self) -> Iterator[tuple[str, Entry | Skipped]]:
        for path, stamp, kept in self._ask("SELECT path, stamp, entries FROM files"):
            try:
                entries = [_entry(found) for found in json.loads(unseal(kept, path, stamp))]
            except UNREADABLE:
                continue
            for entry in entries:
                yield str(path), entry


def _entry(found: list[Any]) -> Entry | Skipped:
    if found[0] == "skipped":
        return Skipped(found[1], found[2])
    return Entry(found[1], found[2], tuple(found[3]), tuple(found[4]))
