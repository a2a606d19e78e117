"""Files → Articles; what cannot be read is reported and skipped, and never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.model import Article, GlossaryError, Skipped
from glossary.read.encoding import decode
from glossary.read.options import DEFAULTS, ReadOptions
from glossary.read.plain import read_plain


def find_articles(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file that may hold an article, sorted; GlossaryError for a path that does not exist."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.exists():
            yield path
        else:
            raise GlossaryError(f"{path}: there is no such file or folder")


def read_articles(paths: Iterable[Path], root: Path, options: ReadOptions = DEFAULTS) -> Iterator[Article | Skipped]:
    """Each article of the files, keyed by its path from ``root``; or why it was skipped."""
    for path in paths:
        key = (
            path.resolve().relative_to(root.resolve()).as_posix()
            if path.resolve().is_relative_to(root.resolve())
            else path.name
        )
        try:
            text = decode(path.read_bytes(), options.encoding)
        except OSError as error:
            yield Skipped(key, f"cannot be read: {error.strerror}")
            continue
        except (GlossaryError, UnicodeDecodeError) as error:
            yield Skipped(key, str(error))
            continue
        if not text.strip():
            yield Skipped(key, "is empty")
            continue
        yield read_plain(key, text, options=options)
