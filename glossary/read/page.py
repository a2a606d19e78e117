"""A web page → Article: trafilatura finds the text, the page's metadata says what it is.

Trafilatura (Barbaresi 2021, ACL demo; Apache-2.0) was the best of those measured; it runs without
comments, and what it lets through meets the same line rules as copied text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.model import Article, GlossaryError
from glossary.read.dates import read_byline
from glossary.read.furniture import told_by_rule
from glossary.read.known import Known
from glossary.read.markup import parse_html, visible_lines
from glossary.read.options import DEFAULTS, ReadOptions
from glossary.read.pagemeta import article_body, read_metadata
from glossary.read.plain import read_plain
from glossary.read.repeats import letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Trafilatura turns no-break spaces into spaces; they travel as two symbols that no article uses.
_HIDE = ((re.compile(r"&nbsp;|&#160;|&#xa0;|\u00a0", re.I), "␢"), (re.compile(r"&#8239;|&#x202f;|\u202f", re.I), "␣"))
_SHOW = str.maketrans({"␢": "\u00a0", "␣": "\u202f"})
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s]{100,}")  # images of pages saved as one file
_MOST_SHOWN = 400  # lines of furniture kept for people to look at
_NEAR = 15  # lines around the headline in which a page prints its date


def read_page(key: str, page: str, known: Known | None = None, options: ReadOptions = DEFAULTS) -> Article:
    """The article of an HTML page; GlossaryError when the page holds none."""
    page = _EMBEDDED.sub("", page)
    tree = parse_html(page)
    known = (known or Known()).over(read_metadata(tree))
    text = _main_text(page, tree)
    if not text.strip():
        raise GlossaryError("holds no article: no running text, only forms, links or a script")
    lines = visible_lines(tree)
    known = _printed_date(lines, known)
    text = _without_label(text)
    article = read_plain(key, "\n".join([*_standfirst(lines, text, known.title), text]), known, options)
    return replace(article, dropped=_left_out(lines, article))


def _main_text(page: str, tree: HtmlElement) -> str:
    """What trafilatura keeps; the body that the metadata repeats where the page shows only part of it."""
    import trafilatura

    for pattern, symbol in _HIDE:
        page = pattern.sub(symbol, page)
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    found = trafilatura.extract(page, include_comments=False, include_tables=False, deduplicate=False) or ""
    text = str(found).translate(_SHOW)
    stated = article_body(tree)
    return stated if len(stated) > 2 * len(text) + 500 else text


def _without_label(text: str) -> str:
    """Without the rubric or the tag of one or two words that stands over an article."""
    lines = text.split("\n")
    while len(lines) > 1 and len(lines[0].split()) <= 2 and not re.search(r"[.!?…»]$", lines[0].strip()):
        lines = lines[1:]
    return "\n".join(lines)


def _standfirst(lines: list[str], text: str, title: str | None) -> list[str]:
    """The sentences between the headline and the text, which trafilatura takes for a part of the headline."""
    kept = letters(text)
    start = next((i for i, line in enumerate(lines) if title and letters(line) == letters(title)), None)
    if start is None:
        return []
    found: list[str] = []
    for line in lines[start + 1 : start + 1 + _NEAR]:
        if letters(line) in kept and len(line.split()) >= 8:
            return found
        sentence = len(line.split()) >= 8 and re.search(r"[.!?…»]$", line)
        if sentence and len(found) < 2 and not told_by_rule(line) and not read_byline(line):
            found.append(line)
    return []


def _printed_date(lines: list[str], known: Known) -> Known:
    """The date, the agency and the author that the page prints under its headline, where metadata are silent."""
    if known.published and known.author and known.publisher:
        return known
    wanted = letters(known.title or "")
    start = max((i for i, line in enumerate(lines[:400]) if wanted and letters(line) == wanted), default=0)
    for line in lines[start : start + _NEAR]:
        found = read_byline(line)
        if found and found.published and not found.published.startswith("--"):
            return known.over(Known(published=found.published, publisher=found.publisher, author=found.author))
    return known


def _left_out(lines: list[str], article: Article) -> tuple[str, ...]:
    """The lines of the page, in order, that are no part of the article as read."""
    kept = letters(article.text)
    title = letters(article.title or "")
    left = [line for line in lines if (written := letters(line)) and written not in kept and written != title]
    return tuple(line[:500] for line in left[:_MOST_SHOWN])
