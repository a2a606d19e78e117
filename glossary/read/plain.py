"""Plain text → Article: furniture left out, title, agency and date read from where papers put them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from glossary.model import Article, GlossaryError
from glossary.read.dates import Dateline, find_publisher, infer_year, read_byline, read_dateline
from glossary.read.furniture import describe, find_furniture, prose_span, told_by_rule
from glossary.read.known import Known, known_from
from glossary.read.language import keep_french
from glossary.read.lines import join_wrapped, normalise_newlines
from glossary.read.options import DEFAULTS, ReadOptions
from glossary.read.repeats import letters
from glossary.read.shapes import is_headline

_MARKUP_LEFT = re.compile(r"<!--.{0,200}?-->|</?(?:br|p|b|i|em|strong|span|div)\s*/?>", re.IGNORECASE)
_SITE = re.compile(r"^(?P<title>.{15,}?)\s+(?P<mark>[|–—-])\s+(?P<site>[^|–—]{2,40})$")


def read_plain(key: str, text: str, known: Known | None = None, options: ReadOptions = DEFAULTS) -> Article:
    """The article in ``text``; what is ``known`` already is not guessed again.

    GlossaryError where nothing remains, or nothing in French.
    """
    if len(text) > options.max_article:
        raise GlossaryError(f"holds {len(text)} characters, more than {options.max_article}: split it")
    known = known_from(options).over(known or Known())
    lines = join_wrapped([_repair(line) for line in normalise_newlines(text).split("\n")])
    if not any(lines):
        raise GlossaryError("is empty")
    out: dict[int, str] = {}
    if not options.keep_furniture:
        lines, known, headline = _find_title(lines, known)
        out = find_furniture(lines, headline)
        known = _read_dates(lines, out, known)
        known = known.over(Known(title=_late_title(lines, out)))
    kept = [line for index, line in enumerate(lines) if line and index not in out]
    if not kept:
        raise GlossaryError("holds no running text: all its lines look like menus and links")
    dropped = [lines[index] for index in sorted(out)]
    if not options.any_language and options.language != "fr":
        kept, foreign, notes = keep_french(kept)
        dropped += foreign
        known = replace(known, language="fr", notes=(*known.notes, *notes))
    return _article(key, kept, tuple(dropped), known)


def _article(key: str, kept: list[str], dropped: tuple[str, ...], known: Known) -> Article:
    return Article(
        key=key,
        text="\n".join(kept),
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        published=known.published,
        url=known.url,
        language=known.language or "fr",
        dropped=dropped,
        notes=known.notes,
    )


def _repair(line: str) -> str:
    """A line without the remains of markup; « &nbsp; » is the character it stands for."""
    line = _MARKUP_LEFT.sub("", line) if "<" in line else line
    if "&" in line and re.search(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);", line, re.IGNORECASE):
        import html

        line = html.unescape(line)
    return line.strip()


def _find_title(lines: list[str], known: Known) -> tuple[list[str], Known, int | None]:
    """The headline: a line before the first paragraph, told by the page's title where there is one.

    A page title (« Headline | Site.fr ») gives the publisher, and is merged with the headline itself.
    """
    texts = {index: line for index, line in enumerate(lines) if line}
    if not texts:
        return lines, known, None
    first, _ = prose_span(texts, describe(texts))
    head = {index: line for index, line in texts.items() if index < first}
    start = min(texts)
    if site := _page_title(texts[start]):
        title, publisher = site
        twin = next((i for i in texts if i != start and letters(lines[i]) == letters(title)), None)
        lines = [("" if twin is not None else title) if i == start else line for i, line in enumerate(lines)]
        known = replace(known, title=known.title or title, publisher=known.publisher or publisher)
        return lines, known, start if twin is None else twin
    if known.title:
        same = [i for i, line in head.items() if letters(line) == letters(known.title)]
        return lines, known, same[0] if same else None
    if not head:
        return lines, known, None
    bare = find_furniture([*lines[: first + 1]])
    candidates = {i: line for i, line in head.items() if _may_be_title(line) and bare.get(i) in (None, "menu")}
    headline = _dated_headline(head) or next((i for i, line in candidates.items() if len(line.split()) >= 6), None)
    if headline is None and candidates:
        headline = max(candidates, key=lambda i: len(candidates[i].split()))
    if headline is None or len(lines[headline].split()) < 2:
        return lines, known, None
    return lines, replace(known, title=lines[headline]), headline


def _dated_headline(head: dict[int, str]) -> int | None:
    """The line right above the date line, if it is long enough for a headline."""
    for (index, line), (_, below) in pairwise(head.items()):
        if len(line.split()) >= 5 and _may_be_title(line) and not told_by_rule(line) and read_byline(below):
            return index
    return None


def _may_be_title(line: str) -> bool:
    return is_headline(line) and not re.search(r"\.$", line) and read_byline(line) is None


def _page_title(line: str) -> tuple[str, str] | None:
    """Headline and site of « Headline | Site.fr »; the site must be known, a domain, or behind a bar."""
    match = _SITE.match(line)
    if not match or len(match["site"].split()) > 4 or len(match["title"].split()) < 4 or " | " in match["title"]:
        return None
    site = find_publisher(match["site"])
    if site is None and match["mark"] != "|":
        return None
    return match["title"], site or match["site"].strip()


def _signatures(lines: list[str], out: dict[int, str]) -> list[Dateline]:
    """The author and the agency named by the lines of signature that were left out."""
    found = []
    for index, reason in sorted(out.items()):
        if reason in ("signe-par", "redaction", "signature"):
            name = re.match(r"(?:par |propos recueillis par )?(.*?)(?: [|•-] .*)?\.?$", lines[index], re.IGNORECASE)
            agency = find_publisher(lines[index])
            author = re.sub(r" ?\([^()]*\)", "", name[1]) if name and reason != "redaction" and not agency else None
            found.append(Dateline(publisher=agency, author=author))
    return found


def _late_title(lines: list[str], out: dict[int, str]) -> str | None:
    """A headline kept below the article: the one over the teaser of the article itself."""
    for index, reason in sorted(out.items()):
        if reason == "redite":
            above = [lines[i] for i in range(index) if lines[i]][-2:]
            if len(above) == 2 and read_byline(above[1]) and above[0] not in {lines[i] for i in out}:
                return above[0]
    return None


def _read_dates(lines: list[str], out: dict[int, str], known: Known) -> Known:
    """Date, agency and author from the date lines left out, then from the opening of the dispatch."""
    bylines = [found for index in sorted(out) if (found := read_byline(lines[index]))]
    kept = [line for index, line in enumerate(lines) if line and index not in out]
    opening = next((found for line in kept[:4] if (found := read_dateline(line))), None)
    published, publisher, author = known.published, known.publisher, known.author
    for found in (*bylines, *([opening] if opening else []), *_signatures(lines, out)):
        publisher = publisher or found.publisher
        author = author or found.author
        if published is None or published.startswith("--"):
            published = found.published or published
    notes = known.notes
    if published and published.startswith("--"):
        inferred = infer_year(published, "\n".join(kept))
        published = inferred[0] if inferred else None
        notes = (*notes, inferred[1]) if inferred else (*notes, "date sans année : laissée de côté")
    return replace(known, published=published, publisher=publisher, author=author, notes=notes)
