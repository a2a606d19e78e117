"""Feeds and sitemaps → copies of the pages that are new in them.

What was seen is remembered in ``data/feeds.jsonl``, one page a line, whether an article came of it or not;
a page that could not be reached is tried again next time.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from glossary.model import GlossaryError, Skipped
from glossary.read.copies import keep_page
from glossary.read.fetch import fetch
from glossary.read.known import Known
from glossary.read.markup import parse_xml
from glossary.read.options import DEFAULTS, ReadOptions

_DEEPEST = 3  # sitemaps that list sitemaps
_LATER = re.compile(
    r"cannot be reached|is not found|gave no answer|takes too long|cannot be fetched|was cut off|answers (?:5\d\d|429)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed announces, and what it says of it."""

    url: str
    title: str | None = None
    published: str | None = None


def add_feed(
    url: str, folder: Path, seen_file: Path, options: ReadOptions = DEFAULTS, limit: int | None = None
) -> Iterator[Path | Skipped]:
    """A copy of each page that is new in the feed or sitemap at ``url``, at most ``limit`` of them."""
    seen = _read_seen(seen_file)
    added = 0
    for entry in read_feed(url, options):
        if entry.url in seen or (limit is not None and added >= limit):
            continue
        found = keep_page(entry.url, folder, options, Known(published=entry.published))
        added += isinstance(found, Path)
        if not (isinstance(found, Skipped) and _LATER.search(found.reason)):
            seen.add(entry.url)
            _remember(seen_file, url, entry, found)
        yield found


def read_feed(url: str, options: ReadOptions = DEFAULTS, depth: int = 1) -> list[Entry]:
    """The pages that a feed or a sitemap lists, oldest last as it lists them."""
    answer = fetch(url, options)
    raw = _unpacked(answer.body, url, options)
    head = raw[:4096]
    if b"<urlset" in head or b"<sitemapindex" in head:
        return _read_sitemap(answer.url, raw, options, depth)
    if re.search(rb"<!ENTITY", raw):
        raise GlossaryError(f"{url}: declares XML entities of its own, which feeds never do: refused")
    import feedparser

    parsed = feedparser.parse(io.BytesIO(raw))
    entries = [_entry(answer.url, entry) for entry in parsed.entries]
    found = [entry for entry in entries if entry is not None]
    if not found and not parsed.get("version"):
        raise GlossaryError(f"{url}: is no feed and no sitemap; to add the page itself, leave out --feed")
    return list({entry.url: entry for entry in found}.values())


def _unpacked(raw: bytes, url: str, options: ReadOptions) -> bytes:
    """Sitemaps come as .gz files too."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        plain = zlib.decompressobj(31).decompress(raw, options.max_bytes + 1)
    except zlib.error as error:
        raise GlossaryError(f"{url}: its compression is damaged: {error}") from error
    if len(plain) > options.max_bytes:
        raise GlossaryError(f"{url}: unpacks to more than {options.max_bytes // 1048576} MB: refused")
    return plain


def _entry(base: str, entry) -> Entry | None:  # type: ignore[no-untyped-def]
    link = entry.get("link")
    if not link:
        return None
    day = entry.get("published_parsed")
    return Entry(urljoin(base, link), entry.get("title"), f"{day[0]:04}-{day[1]:02}-{day[2]:02}" if day else None)


def _read_sitemap(url: str, raw: bytes, options: ReadOptions, depth: int) -> list[Entry]:
    tree = parse_xml(raw)
    stated = (loc.text or "" for page in tree.iter("{*}url", "{*}sitemap") for loc in page.findall("{*}loc"))
    places = list(dict.fromkeys(urljoin(url, place.strip()) for place in stated if place.strip()))
    if not tree.tag.endswith("sitemapindex"):
        return [Entry(place) for place in places]
    if depth >= _DEEPEST:
        raise GlossaryError(f"{url}: lists sitemaps more than {_DEEPEST} deep: name the one that lists the articles")
    return [entry for place in places for entry in read_feed(place, options, depth + 1)]


def _read_seen(seen_file: Path) -> set[str]:
    if not seen_file.exists():
        return set()
    try:
        lines = seen_file.read_text(encoding="utf-8").splitlines()
        return {str(json.loads(line)["page"]) for line in lines if line.strip()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GlossaryError(f"{seen_file}: is not as the program writes it ({error}): mend or delete it") from error


def _remember(seen_file: Path, feed: str, entry: Entry, found: Path | Skipped) -> None:
    outcome = {"skipped": found.reason} if isinstance(found, Skipped) else {"copy": found.name}
    line = json.dumps({"feed": feed, "page": entry.url, **outcome}, ensure_ascii=False)
    try:
        seen_file.parent.mkdir(parents=True, exist_ok=True)
        with seen_file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        raise GlossaryError(f"{seen_file}: cannot be written: {error.strerror}") from error
