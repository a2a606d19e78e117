"""Anything that a newsroom or a translator has → Article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.model import Article, Skipped
from glossary.read.files import find_articles, read_articles
from glossary.read.options import DEFAULTS, ReadOptions

__all__ = ["ReadOptions", "add_feed", "find_articles", "keep_copies", "keep_copy", "read_articles", "read_sources"]

# What fetches loads the network's modules, so it is loaded when it is used.


def keep_copy(source: str | Path, folder: Path, options: ReadOptions = DEFAULTS) -> list[Path]:
    """See ``copies.keep_copy``."""
    from glossary.read.copies import keep_copy

    return keep_copy(source, folder, options)


def keep_copies(
    sources: Iterable[str | Path], folder: Path, options: ReadOptions = DEFAULTS
) -> Iterator[Path | Skipped]:
    """See ``copies.keep_copies``."""
    from glossary.read.copies import keep_copies

    return keep_copies(sources, folder, options)


def add_feed(
    url: str, folder: Path, seen_file: Path, options: ReadOptions = DEFAULTS, limit: int | None = None
) -> Iterator[Path | Skipped]:
    """See ``feeds.add_feed``."""
    from glossary.read.feeds import add_feed

    return add_feed(url, folder, seen_file, options, limit)


def read_sources(sources: Iterable[str], root: Path, options: ReadOptions = DEFAULTS) -> Iterator[Article | Skipped]:
    """See ``sources.read_sources``."""
    from glossary.read.sources import read_sources

    return read_sources(sources, root, options)
