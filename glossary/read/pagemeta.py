"""What a web page says of itself: JSON-LD first, then OpenGraph and ``meta``, then the markup.

Nothing is guessed from the visible text here: a date that no metadata states is left to the date lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from glossary.read.dates import read_date
from glossary.read.known import Known

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"article|posting|reportage|report$|webpage", re.IGNORECASE)
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "publisher": ("og:site_name", "dc.publisher", "citation_journal_title", "application-name"),
    "author": ("author", "article:author", "dc.creator", "parsely-author", "citation_author"),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "citation_publication_date",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publication_date",
    ),
    "url": ("og:url", "twitter:url"),
    "language": ("og:locale", "dc.language", "content-language"),
}


def read_metadata(page: HtmlElement) -> Known:
    """Title, publisher, author, date, address and language, each from the first place that gives it."""
    stated = _json_ld(page)
    tags = _meta_tags(page)
    found: dict[str, Any] = {}
    for field, names in _META.items():
        given = stated.get(field) or next((tags[name] for name in names if tags.get(name)), None)
        found[field] = _clean(given)
    if (found["author"] or "").startswith("http"):
        found["author"] = None
    found["published"] = _day(found["published"]) or _marked_time(page)
    found["url"] = found["url"] or _canonical(page)
    found["language"] = _clean(page.get("lang")) or found["language"]
    if found["language"]:
        found["language"] = re.split(r"[-_]", found["language"])[0].lower()
    if found["title"] is None:
        heads = [head for head in page.iter("h1") if head.text_content().strip()]
        found["title"] = _clean(heads[0].text_content()) if len(heads) == 1 else None
    return Known(**found)


def article_body(page: HtmlElement) -> str:
    """The text of the article where JSON-LD repeats it, or ""."""
    bodies = [body for node in _ld_nodes(page) if isinstance(body := node.get("articleBody"), str)]
    return max(bodies, key=len, default="")


def _clean(text: str | None) -> str | None:
    return " ".join(text.split(" ")).strip().replace("\n", " ") or None if text else None


def _day(stated: str | None) -> str | None:
    """A full date; a year alone or a date without a year is none."""
    day = read_date(stated) if stated else None
    return day if day and not day.startswith("--") else None


def _meta_tags(page: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            tags.setdefault(name.strip().lower(), meta.get("content"))
    return tags


def _canonical(page: HtmlElement) -> str | None:
    for link in page.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            return str(link.get("href"))
    return None


def _marked_time(page: HtmlElement) -> str | None:
    """The first ``time`` that its markup calls the publication's."""
    for time in page.iter("time"):
        marks = " ".join((time.get("itemprop") or "", time.get("class") or "", *time.attrib))
        if re.search(r"publi|pubdate|created", marks, re.IGNORECASE) and (day := _day(time.get("datetime"))):
            return day
    return None


def _ld_nodes(page: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in page.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield from _nodes(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue  # sites do publish broken JSON-LD; the other metadata still speaks


def _json_ld(page: HtmlElement) -> dict[str, str | None]:
    for node in _ld_nodes(page):
        kind = node.get("@type")
        kinds = kind if isinstance(kind, list) else [kind]
        if any(isinstance(k, str) and _ARTICLE.search(k) for k in kinds) and node.get("headline"):
            return _stated(node)
    return {}


def _nodes(stated: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 8:
        return
    if isinstance(stated, list):
        for part in stated:
            yield from _nodes(part, depth + 1)
    elif isinstance(stated, dict):
        yield stated
        for name in ("@graph", "mainEntity", "hasPart"):
            yield from _nodes(stated.get(name), depth + 1)


def _stated(node: dict[str, Any]) -> dict[str, str | None]:
    return {
        "title": _name(node.get("headline")),
        "publisher": _name(node.get("publisher")),
        "author": _name(node.get("author")),
        "published": _name(node.get("datePublished")),
        "url": _name(node.get("url")) or _name(node.get("mainEntityOfPage")),
        "language": _name(node.get("inLanguage")),
    }


def _name(value: Any) -> str | None:
    """A name out of the shapes that JSON-LD gives it: text, a thing with a name, a list of these."""
    if isinstance(value, str):
        import html

        return html.unescape(value)
    if isinstance(value, dict):
        return _name(value.get("name") or value.get("@id") or value.get("alternateName"))
    if isinstance(value, list):
        names = [name for part in value[:6] if (name := _name(part))]
        return ", ".join(names) or None
    return None
