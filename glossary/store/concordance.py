"""The places of a term and of an article, line by line: concordance (KWIC), and what stands in an article."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from glossary.store.marking import Piece, mark
from glossary.store.queries import Entry, read_entries

PAGE = 25
# Lines of a term that are sorted and paged: nobody turns 20 pages, and sorting all 50,000 takes a second.
MOST_SORTED = 500


@dataclass(frozen=True, slots=True)
class Line:
    """An occurrence with what stands left and right of it in its sentence, and its source."""

    left: str
    form: str
    right: str
    article: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of the lines of a term, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it is cited: never its text."""

    id: int
    slug: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    path: str
    words: int
    duplicate_of: int | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A context of an article, with the terms in it marked by their position in ``ArticleRecord.terms``."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What the page of an article shows: its source, its terms, its contexts in order."""

    source: Source
    original: Source | None
    copies: tuple[Source, ...]
    terms: tuple[Entry, ...]
    sentences: tuple[Sentence, ...]
    total: int


# How the lines may be sorted; the folded text right of the term groups « coalition internationale … ».
SORTS = {
    "date": "a.published IS NULL, a.published, a.id, o.start",
    "recent": "a.published IS NULL, a.published DESC, a.id DESC, o.start",
    "source": "a.publisher IS NULL, a.publisher, a.published, a.id, o.start",
    "right": 'lower(ltrim(substr(c.text, o."end" - c.start + 1, 60))), a.id, o.start',
    "form": "lower(o.form), a.published, a.id, o.start",
}

_LINES = """
SELECT substr(c.text, 1, o.start - c.start), substr(c.text, o.start - c.start + 1, o."end" - o.start),
    substr(c.text, o."end" - c.start + 1), a.slug, a.title, a.publisher, a.published, a.url
FROM (SELECT * FROM occurrences WHERE term_id = ? ORDER BY rowid {end} LIMIT {most}) o
JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id
ORDER BY {order} LIMIT ? OFFSET ?
"""


def read_concordance(conn: sqlite3.Connection, term_id: int, sort: str = "date", page: int = 1) -> Concordance:
    """A page of the lines of a term; an unknown sort is by date.

    Of a very frequent term the lines that were written first are sorted, and for the latest those written last.
    """
    [total] = conn.execute("SELECT frequency FROM terms WHERE id = ?", [term_id]).fetchone()
    end = "DESC" if sort == "recent" else "ASC"
    sql = _LINES.format(most=MOST_SORTED, end=end, order=SORTS.get(sort, SORTS["date"]))
    return Concordance(tuple(Line(*row) for row in conn.execute(sql, [term_id, PAGE, (page - 1) * PAGE])), total)


_SOURCE = """
SELECT id, slug, title, publisher, author, published, url, path, words, duplicate_of, notes FROM articles
"""


def read_article_record(conn: sqlite3.Connection, slug: str, page: int = 1) -> ArticleRecord | None:
    """The article with this address and a page of its contexts in text order."""
    row = conn.execute(f"{_SOURCE} WHERE slug = ?", [slug]).fetchone()
    if row is None:
        return None
    source = Source(*row)
    original = conn.execute(f"{_SOURCE} WHERE id = ?", [source.duplicate_of]).fetchone()
    copies = conn.execute(f"{_SOURCE} WHERE duplicate_of = ? ORDER BY published, id LIMIT 50", [source.id])
    terms = conn.execute(
        "SELECT t.id FROM contexts c JOIN occurrences o ON o.context_id = c.id JOIN terms t ON t.id = o.term_id "
        "WHERE c.article_id = ? AND t.status != 'rejected' GROUP BY t.id ORDER BY t.sort_key, t.term LIMIT 2000",
        [source.id],
    ).fetchall()
    [total] = conn.execute("SELECT count(*) FROM contexts WHERE article_id = ?", [source.id]).fetchone()
    return ArticleRecord(
        source,
        Source(*original) if original else None,
        tuple(Source(*copy) for copy in copies),
        read_entries(conn, [term for (term,) in terms][:2000]),
        _sentences(conn, source.id, page),
        total,
    )


def _sentences(conn: sqlite3.Connection, article_id: int, page: int) -> tuple[Sentence, ...]:
    """The sentences of a page, each occurrence a piece whose mark is the address of its term; longest first."""
    contexts = conn.execute(
        "SELECT id, start, text FROM contexts WHERE article_id = ? ORDER BY start, id LIMIT ? OFFSET ?",
        [article_id, PAGE * 2, (page - 1) * PAGE * 2],
    ).fetchall()
    sentences = []
    for context_id, start, text in contexts:
        places = conn.execute(
            'SELECT o.start, o."end", t.slug FROM occurrences o JOIN terms t ON t.id = o.term_id '
            "WHERE o.context_id = ? AND t.status != 'rejected' ORDER BY o.\"end\" - o.start DESC, o.start, t.slug",
            [context_id],
        ).fetchall()
        kept: list[tuple[int, int, str]] = []
        for place in places:
            if all(place[1] <= other[0] or place[0] >= other[1] for other in kept):
                kept.append(place)
        sentences.append(Sentence(mark(text, start, kept)))
    return tuple(sentences)
