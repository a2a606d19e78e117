"""Copies of what was added, kept as they came in ``data/articles/``: the glossary can always be built again.

Beside a copy of a page stands a sidecar (``NAME.meta.json``) with what the copy itself does not say: its
address, and what the person who added it said of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

from glossary.forms import fold
from glossary.model import Article, GlossaryError, Skipped
from glossary.read.fetch import Fetched, fetch
from glossary.read.files import SIDECAR, find_articles, read_articles, read_bytes
from glossary.read.known import Known, known_from
from glossary.read.options import DEFAULTS, TOLD, ReadOptions

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a file."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", source) is not None


def keep_copy(source: str | Path, folder: Path, options: ReadOptions = DEFAULTS) -> list[Path]:
    """The copies of what ``source`` names (file, folder, pattern, address, -); GlossaryError if none can be read."""
    found = list(keep_copies([source], folder, options))
    kept = [path for path in found if isinstance(path, Path)]
    if not kept:
        reasons = "; ".join(f"{skipped.key}: {skipped.reason}" for skipped in found if isinstance(skipped, Skipped))
        raise GlossaryError(reasons or f"{source}: holds no articles")
    return kept


def keep_copies(
    sources: Iterable[str | Path], folder: Path, options: ReadOptions = DEFAULTS
) -> Iterator[Path | Skipped]:
    """A copy of each file, or why it was not kept: what holds no readable article is not kept."""
    for source in sources:
        if str(source) == "-":
            raw = sys.stdin.buffer.read(options.max_bytes + 1)
            yield _keep("standard input", raw, folder, options, known_from(options), name=None)
        elif is_address(str(source)):
            yield keep_page(str(source), folder, options)
        else:
            for path in find_articles([Path(source)]):
                yield _keep_file(path, folder, options)


def keep_page(url: str, folder: Path, options: ReadOptions = DEFAULTS, known: Known | None = None) -> Path | Skipped:
    """A copy of the page at ``url``, under a name made of its address: fetched again, it replaces itself."""
    try:
        answer = fetch(url, options)
    except GlossaryError as error:
        return Skipped(url, str(error).removeprefix(f"{url}: "))
    known = known_from(options).over(known or Known()).over(Known(url=answer.url))
    return _keep(url, answer.body, folder, options, known, name=_page_name(url, answer))


def _page_name(url: str, answer: Fetched) -> str:
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2] or parts.hostname or "")
    words = re.findall(r"[a-z0-9]+", fold(re.sub(r"\.(?:html?|php|aspx?|pdf|txt)$", "", last)))
    mark = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:8]
    suffix = _SUFFIXES.get(answer.kind) or (".pdf" if answer.body.startswith(b"%PDF") else ".html")
    return f"{'-'.join(words)[:60].strip('-') or 'page'}-{mark}{suffix}"


def _keep_file(path: Path, folder: Path, options: ReadOptions) -> Path | Skipped:
    """The path of the copy; a file that lies in the folder already is its own copy."""
    if path.resolve().is_relative_to(folder.resolve()):
        return path
    first: Path | Skipped | None = None
    for found in read_articles([path], path.parent, options):
        if isinstance(found, Article):
            first = None
            break
        first = first or found
    if isinstance(first, Skipped):
        return Skipped(first.key, first.reason)
    known = known_from(options)
    raw = path.read_bytes()
    copy = _free_place(folder, path.name, raw)
    _write(copy, raw)
    _write_sidecar(copy, known, options)
    return copy


def _keep(key: str, raw: bytes, folder: Path, options: ReadOptions, known: Known, name: str | None) -> Path | Skipped:
    """A copy of bytes from outside, if an article can be read from them."""
    found = list(read_bytes(key, name or "stdin.txt", raw, known, options))
    articles = [article for article in found if isinstance(article, Article)]
    if not articles:
        return next((f for f in found if isinstance(f, Skipped)), Skipped(key, "holds no article"))
    if name is None:
        words = re.findall(r"[a-z0-9]+", fold(articles[0].title or articles[0].text[:60]))
        suffix = ".html" if raw.lstrip()[:1] == b"<" else ".txt"
        copy = _free_place(folder, f"{'-'.join(words)[:60].strip('-') or 'article'}{suffix}", raw)
    else:
        copy = folder / name
    _write(copy, raw)
    _write_sidecar(copy, known, options)
    return copy


def _free_place(folder: Path, name: str, raw: bytes) -> Path:
    """The name in the folder, with a number where another file has it; the same bytes keep their place."""
    stem, dot, suffix = name.partition(".") if not name.startswith(".") else (name.lstrip("."), "", "")
    for number in range(1, 10_000):
        place = folder / (name if number == 1 else f"{stem}-{number}{dot}{suffix}")
        if not place.exists() or place.read_bytes() == raw:
            return place
    raise GlossaryError(f"{folder}: holds too many files called {name}; rename yours")


def _write_sidecar(copy: Path, known: Known, options: ReadOptions) -> None:
    stated = {name: value for name, value in asdict(known).items() if value and name != "notes"}
    stated |= {name: value for name in TOLD if (value := getattr(options, name))}
    if stated:
        text = json.dumps(stated, ensure_ascii=False, indent=2, sort_keys=True)
        _write(copy.with_name(copy.name + SIDECAR), f"{text}\n".encode())


def _write(path: Path, raw: bytes) -> None:
    """Whole or not at all; a file that is already so keeps its time."""
    if path.is_file() and path.read_bytes() == raw:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise GlossaryError(f"{path}: cannot be written: {error.strerror}") from error
