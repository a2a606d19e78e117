"""A term or an article as lines for a terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from glossary.forms import slugify
from glossary.model import Article, GlossaryError
from glossary.store.concordance import ArticleRecord, read_article_record, read_concordance
from glossary.store.queries import TermRecord, read_term
from glossary.store.searching import Choice, find_terms
from glossary.store.spelling import near_spellings

_AROUND = (
    "abbreviations",
    "expansions",
    "shorter",
    "longer",
    "short_forms",
    "long_forms",
    "derived",
    "derived_from",
    "same_gloss",
)


def term_lines(conn: sqlite3.Connection, term: str) -> Iterator[str]:
    """The term by its address or any of its forms: glosses, equivalents, variants, concordance."""
    record = _find(conn, term)
    entry = record.entry
    yield f"{entry.term}  ({entry.kind}, {entry.language}, {entry.status})"
    yield f"  {entry.frequency} occurrences in {entry.articles} articles" + (
        f", {entry.first_seen} to {entry.last_seen}" if entry.first_seen else ""
    )
    if record.curated:
        yield f"  curated: {record.curated}"
    for gloss in record.glosses:
        source = ", ".join(part for part in (gloss.publisher, gloss.published, gloss.article) if part)
        yield f"  {gloss.kind} ({gloss.confidence:.2f}): {gloss.gloss}  [{source}]"
    for equivalent in record.equivalents:
        yield f"  official, {equivalent.status}: {equivalent.text}  [{equivalent.source}]"
    for translation in record.translations:
        yield f"  machine translation: {translation.text}  [{translation.engine} {translation.model}]"
    forms = [f"{v.form} ({v.kind}, {v.frequency})" for v in record.variants if v.form != entry.term]
    if forms:
        yield f"  forms: {', '.join(forms)}"
    if record.derived_words:
        yield f"  derived, no entries: {', '.join(f'{word} ({n})' for word, n in record.derived_words)}"
    for name in _AROUND:
        if related := getattr(record, name):
            yield f"  {name.replace('_', ' ')}: {', '.join(other.term for other in related)}"
    for line in read_concordance(conn, entry.id).lines:
        left, right = " ".join(line.left.split())[-50:], " ".join(line.right.split())[:50]
        yield f"  {left:>50} {line.form} {right}  [{line.article}]"


def _find(conn: sqlite3.Connection, term: str) -> TermRecord:
    for slug in (term, slugify(term)):
        if record := read_term(conn, slug):
            return record
    found = find_terms(conn, Choice(query=term), size=1)
    wanted = term.casefold()
    record = read_term(conn, found[0].slug) if found else None
    if record and wanted in {record.entry.term.casefold(), *(v.form.casefold() for v in record.variants)}:
        return record
    near = ", ".join(entry.term for entry in (found or near_spellings(conn, term)))
    raise GlossaryError(f"no term {term!r} in the glossary" + (f"; near it: {near}" if near else ""))


def article_lines(conn: sqlite3.Connection, slug: str) -> Iterator[str]:
    """The source of an article, its terms, its contexts."""
    record = _article(conn, slug)
    source = record.source
    yield source.title or source.slug
    for name in ("publisher", "author", "published", "url", "path", "words", "notes"):
        if value := getattr(source, name):
            yield f"  {name}: {value}"
    yield f"  terms: {', '.join(entry.term for entry in record.terms)}"
    for sentence in record.sentences:
        yield "  " + " ".join("".join(piece.text for piece in sentence.pieces).split())


def dropped_lines(conn: sqlite3.Connection, slug: str) -> Iterator[str]:
    """What reading left out of the page of an article: the database has no article texts, so it is read again."""
    source = _article(conn, slug).source
    yield from _read_again(source.path).dropped


def _read_again(key: str) -> Article:
    from glossary.read import find_articles, read_articles

    path = Path(key.partition("#")[0])
    for article in read_articles(find_articles([path]), Path()):
        if isinstance(article, Article) and article.key == key:
            return article
    raise GlossaryError(f"{key}: cannot be read again: run this where the glossary was built, with its articles")


def _article(conn: sqlite3.Connection, slug: str) -> ArticleRecord:
    for tried in (slug, slugify(slug)):
        if record := read_article_record(conn, tried):
            return record
    raise GlossaryError(f"no article {slug!r} in the glossary: glossary search QUERY prints the names of articles")
