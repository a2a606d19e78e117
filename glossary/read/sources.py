"""What a person may name on the command line → Articles, without keeping anything."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.model import Article, GlossaryError, Skipped
from glossary.read.files import find_articles, read_articles, read_bytes
from glossary.read.known import Known
from glossary.read.options import DEFAULTS, ReadOptions


def read_sources(sources: Iterable[str], root: Path, options: ReadOptions = DEFAULTS) -> Iterator[Article | Skipped]:
    """The articles of files, folders, patterns, addresses and - (a text on standard input)."""
    from glossary.read.copies import is_address

    for source in sources:
        if source == "-":
            raw = sys.stdin.buffer.read(options.max_bytes + 1)
            yield from read_bytes("stdin", "stdin.txt", raw, Known(), options)
        elif is_address(source):
            yield from _read_address(source, options)
        else:
            yield from read_articles(find_articles([source]), root, options)


def _read_address(url: str, options: ReadOptions) -> Iterator[Article | Skipped]:
    from glossary.read.fetch import fetch

    try:
        answer = fetch(url, options)
    except GlossaryError as error:
        yield Skipped(url, str(error).removeprefix(f"{url}: "))
        return
    yield from read_bytes(
        url, answer.url.rpartition("/")[2] or "page.html", answer.body, Known(url=answer.url), options
    )
