"""Which articles there are: files are read only when they, or the program that reads them, have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glossary.model import Article, Findings, Skipped
from glossary.read import find_articles, read_articles
from glossary.read.files import SIDECAR
from glossary.store.cache import Cache, Entry, Lost
from glossary.store.fingerprint import finding_fingerprint, reading_fingerprint
from glossary.store.packing import Packed, pack_found

# Finds what there is in articles, and packs it where it was found: in whichever process that is.
Find = Callable[[Callable[[Article, Findings], Packed], Iterable[Article]], Iterable[tuple[Article, Packed | Skipped]]]
SAVED_EVERY = 50  # articles: what a kill can cost


@dataclass(slots=True)
class Survey:
    """The articles of the sources, by key, and what could not be read."""

    entries: dict[str, Entry] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    read: int = 0  # files that were opened


def survey(paths: Iterable[Path], root: Path, cache: Cache) -> Survey:
    """Every article of the files and folders, from the cache where the file is as it was."""
    found = Survey()
    for path in find_articles(paths):
        for entry in _entries(path, root, cache, found):
            if isinstance(entry, Skipped):
                found.skipped.append(entry)
            elif entry.key in found.entries:
                found.skipped.append(Skipped(entry.key, f"another article has this name already ({path})"))
            else:
                found.entries[entry.key] = entry
    cache.commit()
    return found


def _entries(path: Path, root: Path, cache: Cache, found: Survey) -> list[Entry | Skipped]:
    name, stamp = str(path.absolute()), _stamp(path)
    known = cache.entries(name, stamp, reading_fingerprint())
    if known is not None:
        return known
    found.read += 1
    entries = [
        article if isinstance(article, Skipped) else cache.keep_article(article)
        for article in read_articles([path], root)
    ]
    if not any(isinstance(entry, Skipped) and entry.passing for entry in entries):
        cache.keep_entries(name, stamp, reading_fingerprint(), entries)
    return entries


def _stamp(path: Path) -> str:
    """What changes when a file or its sidecar does; a file that cannot be asked is read, and says why."""
    stamps = []
    for file in (path, path.with_name(path.name + SIDECAR)):
        try:
            stat = file.stat()
            stamps.append(f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}")
        except OSError:
            stamps.append("-")
    return " ".join(stamps)


def find_lacking(cache: Cache, found: Survey, find: Find) -> Iterator[str]:
    """Parse the articles of which these rules have not found anything yet; their keys, one by one, as they are done.

    What brings out a bug is skipped, and taken out of ``found``.
    """
    fingerprint = finding_fingerprint()
    lacking = {entry.digest: entry for entry in found.entries.values()}
    lacking = {digest: lacking[digest] for digest in sorted(cache.lacking(lacking, fingerprint))}
    for number, (article, packed) in enumerate(find(pack_found, _articles(cache, lacking.values())), 1):
        if isinstance(packed, Skipped):
            found.skipped.append(packed)
            found.entries = {k: entry for k, entry in found.entries.items() if entry.digest != article.digest}
        else:
            cache.keep_found(article.digest, fingerprint, packed)
        if number % SAVED_EVERY == 0:
            cache.commit()
        yield article.key
    cache.commit()


def _articles(cache: Cache, entries: Iterable[Entry]) -> Iterator[Article]:
    for entry in entries:
        article = cache.article(entry)
        if article is None:
            raise Lost(entry.key)
        yield article
