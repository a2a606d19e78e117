"""Every promise of a built database, checked again from the articles themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from glossary.forms import fold
from glossary.model import Article
from glossary.read import read_articles
from glossary.store.cache import Cache, Lost
from glossary.store.concepts import indexed_terms
from glossary.store.connect import opened
from glossary.store.damage import ERRORS, UNREADABLE, is_of_file, unsound
from glossary.store.decided import decisions_in
from glossary.store.decisions import read_decisions, replay
from glossary.store.derivation import wrong_verbs
from glossary.store.fingerprint import finding_fingerprint
from glossary.store.joins import unfiled, wrong_joins
from glossary.store.project import Project
from glossary.store.source import Source

_IN_MONTHS = (
    "SELECT o.term_id, substr(a.published, 1, 7), count(*) FROM occurrences o JOIN contexts c ON c.id = o.context_id "
    "JOIN articles a ON a.id = c.article_id WHERE length(a.published) >= 7 GROUP BY 1, 2"
)
# What must hold between tables: a query that finds every row where it does not, and what is then said.
_RULES = (
    (
        "SELECT value FROM meta WHERE key = 'counted' AND CAST(value AS INTEGER) != "
        "(SELECT count(*) FROM articles WHERE duplicate_of IS NULL)",
        "the articles that are no near-duplicates are not {}: delete the database and build again",
    ),
    (
        "SELECT norm FROM terms t WHERE frequency != (SELECT count(*) FROM occurrences WHERE term_id = t.id)",
        "the frequency of « {} » is not the number of its occurrences",
    ),
    (
        "SELECT norm FROM terms t WHERE frequency != (SELECT sum(frequency) FROM variants WHERE term_id = t.id)",
        "the variants of « {} » do not add up to its frequency",
    ),
    (
        "SELECT norm FROM terms t WHERE article_count != (SELECT count(DISTINCT coalesce(a.duplicate_of, a.id)) "
        "FROM occurrences o JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id "
        "WHERE o.term_id = t.id)",
        "« {} » does not occur in as many articles as it says",
    ),
    (
        "SELECT norm FROM terms t LEFT JOIN (SELECT o.term_id, min(a.published) AS first, max(a.published) AS last "
        "FROM occurrences o JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id "
        "GROUP BY 1) d ON d.term_id = t.id WHERE first_seen IS NOT d.first OR last_seen IS NOT d.last",
        "the days on which « {} » was first and last seen are not those of its articles",
    ),
    (
        "SELECT DISTINCT norm FROM terms JOIN (SELECT * FROM (SELECT * FROM term_months EXCEPT "
        f"{_IN_MONTHS}) UNION SELECT * FROM ({_IN_MONTHS} EXCEPT SELECT * FROM term_months)) ON term_id = terms.id",
        "the months of « {} » are not those of its articles",
    ),
    (
        "SELECT norm FROM terms t JOIN glosses g ON g.id = t.best_gloss WHERE g.term_id != t.id",
        "the gloss that is shown for « {} » is another term's",
    ),
    (
        "SELECT norm FROM terms t WHERE best_context IS NULL OR NOT EXISTS "
        "(SELECT 1 FROM occurrences WHERE term_id = t.id AND context_id = t.best_context)",
        "the example that is shown for « {} » does not hold it",
    ),
    (
        "SELECT c.id FROM contexts c WHERE NOT EXISTS (SELECT 1 FROM occurrences WHERE context_id = c.id) "
        "AND NOT EXISTS (SELECT 1 FROM glosses WHERE context_id = c.id)",
        "context {} holds no term",
    ),
    (
        "SELECT id FROM contexts WHERE id NOT IN (SELECT id FROM contexts_fts_docsize) "
        "UNION ALL SELECT id FROM contexts_fts_docsize WHERE id NOT IN (SELECT id FROM contexts)",
        "context {} is not in the search index as it is in the table",
    ),
)  # fmt: skip


def verify(project: Project) -> list[str]:
    """Everything that is wrong with the database, in words; empty when every promise holds."""
    if not project.database.exists():
        return [f"{project.database}: there is no such database: glossary build makes it"]
    with opened(project.database) as db:
        problems = [*_sound(db)]
        checks = (_verify_cache, _verify_articles, _verify_counts, _verify_joins, _verify_index, _verify_decisions)
        return [*problems, *(problem for check in checks for problem in _carried_out(check, db, project))]


def _carried_out(
    check: Callable[[sqlite3.Connection, Project], Iterator[str]], db: sqlite3.Connection, project: Project
) -> Iterator[str]:
    """What a check says; that it came upon something that no build writes is a problem, and no end of the others."""
    try:
        yield from check(db, project)
    except (*ERRORS, *UNREADABLE) as error:
        if not is_of_file(error):
            raise
        yield f"{project.database}: it holds what cannot be read ({error}): delete it and build again"


def _sound(db: sqlite3.Connection) -> Iterator[str]:
    yield from (f"SQLite: {problem}: delete the database and build again" for problem in unsound(db))
    try:
        for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
            yield f"{table}, row {row}: it names a row of {parent} that is not there"
    except ERRORS as error:
        if not is_of_file(error):
            raise
        yield f"SQLite: {error}: delete the database and build again"


def _verify_cache(db: sqlite3.Connection, project: Project) -> Iterator[str]:
    """What is kept of the articles can be read; what cannot is dropped, so that the next build does so again."""
    if not project.cache.exists():
        return
    keys = {digest: key for _, key, digest in _stored_articles(db)}
    with closing(Cache(project.cache)) as cache:
        lost = cache.unreadable
        try:
            damaged = sorted(keys.get(digest, digest) for digest in cache.damaged(finding_fingerprint()))
        except Lost as error:
            damaged, lost = [], str(error)
        if lost:
            yield f"{project.cache}: damaged ({lost}) and thrown away: the next build reads every article again"
        for key in damaged:
            yield f"{key}: what was found in it is damaged in {project.cache}: the next build reads the article again"
        if lost or damaged:
            cache.mend(finding_fingerprint())


def _verify_counts(db: sqlite3.Connection, project: Project) -> Iterator[str]:
    yield from (words.format(name) for query, words in _RULES for (name,) in db.execute(query))


def _verify_joins(db: sqlite3.Connection, project: Project) -> Iterator[str]:
    """What the program joined, and the verbs that it told apart, are what the candidates, decisions and places say."""
    yield from (f"« {norm} » is not filed by its spelling as it should be" for norm in unfiled(db))
    with closing(Cache(project.cache)) as cache:
        for norm, stored, computed in wrong_joins(db, Source(cache), replay(decisions_in(db))):
            yield f"« {norm} » is joined to {stored}, and should be to {computed}: glossary build --full"
    for root, verb in wrong_verbs(db):
        yield f"« {verb} » is not stored among the verbs made from « {root} » as it should be: glossary build --full"


def _verify_articles(db: sqlite3.Connection, project: Project) -> Iterator[str]:
    for article in _stored_articles(db):
        yield from _verify_article(db, project, *article)


def _stored_articles(db: sqlite3.Connection) -> list[tuple[int, str, str]]:
    return db.execute("SELECT id, path, digest FROM articles ORDER BY path").fetchall()


def _verify_article(db: sqlite3.Connection, project: Project, number: int, key: str, digest: str) -> Iterator[str]:
    article = _read_again(project, key)
    if article is None:
        yield f"{key}: the article cannot be read again, so that its quotations cannot be proved"
        return
    if article.digest != digest:
        yield f"{key}: it has changed since the build: glossary build"
        return
    for what, start, end, text in _quoted(db, number):
        if article.text[start:end] != text:
            yield f"{key}, characters {start} to {end}: the {what} « {text} » is « {article.text[start:end]} » there"
    outside = db.execute(
        "SELECT o.form, o.start FROM occurrences o JOIN contexts c ON c.id = o.context_id WHERE c.article_id = ? "
        'AND (o.start < c.start OR o."end" > c."end")',
        (number,),
    )
    for form, start in outside:
        yield f"{key}, character {start}: « {form} » is not inside its context"


def _quoted(db: sqlite3.Connection, article: int) -> Iterable[tuple[str, int, int, str]]:
    """Every text that the database quotes from an article, with the place that it gives."""
    return db.execute(
        """SELECT 'context', start, "end", text FROM contexts WHERE article_id = :id
        UNION ALL SELECT 'term', o.start, o."end", o.form FROM contexts c JOIN occurrences o ON o.context_id = c.id
        WHERE c.article_id = :id
        UNION ALL SELECT 'glossed term', term_start, term_end, term FROM glosses WHERE article_id = :id
        UNION ALL SELECT 'gloss', gloss_start, gloss_end, gloss FROM glosses WHERE article_id = :id""",
        {"id": article},
    )


def _read_again(project: Project, key: str) -> Article | None:
    """The article from its file; one from outside the project is where the cache remembers it."""
    path = project.root / key.partition("#")[0]
    if not path.is_file():
        with closing(Cache(project.cache)) as cache:
            known = cache.path_of(key)
        if known is None or not Path(known).is_file():
            return None
        path = Path(known)
    return next(
        (found for found in read_articles([path], project.root) if isinstance(found, Article) and found.key == key),
        None,
    )


def _verify_index(db: sqlite3.Connection, project: Project) -> Iterator[str]:
    """The search index holds the words of the terms and contexts, no others and none twice."""
    known = {row[0]: row for row in db.execute("SELECT rowid, term, variants, glosses FROM terms_fts")}
    for row in indexed_terms(db, None):
        if known.pop(row[0], None) != row:
            yield f"the search index does not hold « {row[1]} » as the tables do"
    for row in known.values():
        yield f"the search index holds « {row[1]} », which is not in the glossary"
    db.execute("CREATE VIRTUAL TABLE temp.again USING fts5(text, content='')")
    rows = ((number, fold(text)) for number, text in db.execute("SELECT id, text FROM contexts ORDER BY id"))
    db.executemany("INSERT INTO temp.again (rowid, text) VALUES (?, ?)", rows)
    db.execute("CREATE VIRTUAL TABLE temp.words_again USING fts5vocab(temp, again, row)")
    db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, contexts_fts, row)")
    different = db.execute("SELECT * FROM temp.words EXCEPT SELECT * FROM temp.words_again").fetchall()
    different += db.execute("SELECT * FROM temp.words_again EXCEPT SELECT * FROM temp.words").fetchall()
    for word in sorted({row[0] for row in different}):
        yield f"the search index does not hold the word « {word} » as often as the contexts do"


def _verify_decisions(db: sqlite3.Connection, project: Project) -> Iterator[str]:
    decisions, problems = read_decisions(project.decisions)
    yield from problems
    known = {decision.id for decision in decisions_in(db)}
    for decision in decisions:
        if decision.id not in known:
            yield f"{project.decisions}:{decision.line}: not yet applied: glossary build"
