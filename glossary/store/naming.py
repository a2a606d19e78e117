"""From what a person types to the concept that is meant, and what that person should see of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches

from glossary.forms import fold
from glossary.model import GlossaryError
from glossary.store.connect import upgrade
from glossary.store.decided import decisions_in
from glossary.store.decisions import Decision
from glossary.store.project import Project

CONTEXTS = 3  # as many as one reads before deciding


@dataclass(frozen=True, slots=True)
class Seen:
    """What a terminologist sees of a term before deciding."""

    norm: str
    term: str
    kind: str
    language: str
    frequency: int
    articles: int
    gloss: str | None
    gloss_kind: str | None
    gloss_source: str | None
    gloss_date: str | None
    contexts: tuple[tuple[str, int, int], ...]  # (sentence, start and end of the term in it)


def reading(project: Project) -> sqlite3.Connection:
    """A connection that only reads, once the database is up to date; GlossaryError when there is none yet."""
    if not project.database.exists():
        raise GlossaryError(f"{project.database}: there is no such database: glossary build makes it")
    upgrade(project.database)
    return sqlite3.connect(f"{project.database.resolve().as_uri()}?mode=ro", uri=True)


def find_norm(db: sqlite3.Connection, named: str) -> str:
    """The norm of the concept that a person names by its form, norm, slug or any variant, accents aside.

    A candidate that the cut left out can be named too, so that it can be accepted.
    """
    for query in (
        "SELECT norm FROM terms WHERE norm = :named OR slug = :named OR term = :named",
        "SELECT norm FROM terms t JOIN variants v ON v.term_id = t.id WHERE form = :named",
        "SELECT norm FROM candidates WHERE norm = :named",
        "SELECT norm FROM aliases WHERE norm = :named",
    ):
        if norms := {norm for (norm,) in db.execute(query, {"named": named})}:
            return _only(named, norms)
    folded = fold(named)
    forms = db.execute("SELECT norm, form FROM terms t JOIN variants v ON v.term_id = t.id").fetchall()
    if norms := {norm for norm, form in forms if folded in (fold(form), fold(norm))}:
        return _only(named, norms)
    near = get_close_matches(named, sorted({form for _, form in forms}), n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    raise GlossaryError(f"« {named} » is not in the glossary{hint}")


def find_part(db: sqlite3.Connection, norm: str, form: str) -> str:
    """What has to be split from a concept so that a form of it stands alone.

    That is the norm that the program joined to it with this form, or else the form as it is written in the articles.
    """
    joined = (
        "SELECT o.form, o.merged_from FROM occurrences o JOIN terms t ON t.id = o.term_id JOIN joins j "
        "ON j.norm = o.merged_from WHERE t.norm = ? ORDER BY o.form, o.merged_from"
    )
    written = "SELECT form, form FROM variants v JOIN terms t ON t.id = v.term_id WHERE t.norm = ? ORDER BY form"
    known = [db.execute(query, (norm,)).fetchall() for query in (joined, written)]
    for same in (str, str.casefold, fold):
        for rows in known:
            for found, part in rows:
                if same(form) in (same(found), same(part)):
                    return str(part)
    return form


def _only(named: str, norms: set[str]) -> str:
    if named in norms or len(norms) == 1:
        return named if named in norms else norms.pop()
    raise GlossaryError(f"« {named} » may be {', '.join(sorted(norms))}: name one of these")


def undecided(db: sqlite3.Connection, kinds: tuple[str, ...] = ()) -> Iterator[str]:
    """The norms that nobody has accepted or rejected, in the order of the glossary: best first."""
    rows = db.execute(
        "SELECT t.norm, t.kind FROM terms t WHERE status = 'proposed' "
        "ORDER BY (best_gloss IS NULL AND preferred_gloss IS NULL), termhood DESC, norm"
    ).fetchall()
    yield from (norm for norm, kind in rows if not kinds or kind in kinds)


def look_at(db: sqlite3.Connection, norm: str) -> Seen | None:
    """What there is to see of a concept; None when it is not in the glossary any more."""
    row = db.execute(
        "SELECT t.id, t.norm, t.term, t.kind, t.language, t.frequency, t.article_count, "
        "coalesce(t.preferred_gloss, g.gloss), g.kind, coalesce(a.publisher, a.title, a.slug), a.published "
        "FROM terms t LEFT JOIN glosses g ON g.id = t.best_gloss LEFT JOIN articles a ON a.id = g.article_id "
        "WHERE t.norm = ?",
        (norm,),
    ).fetchone()
    if row is None:
        return None
    contexts = db.execute(
        'SELECT c.text, min(o.start) - c.start, min(o."end") - c.start FROM occurrences o '
        "JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id WHERE o.term_id = ? "
        "GROUP BY c.id ORDER BY c.id = (SELECT best_context FROM terms WHERE id = o.term_id) DESC, "
        "a.published IS NULL, a.published, a.path, c.start LIMIT ?",
        (row[0], CONTEXTS),
    )
    return Seen(*(*row[1:], tuple(contexts)))


def history(project: Project, named: str | None) -> list[tuple[Decision, bool]]:
    """The decisions on a term, or all, oldest first, with whether each found what it decides on."""
    with closing(reading(project)) as db:
        applied = dict(db.execute("SELECT decision, applied FROM decisions"))
        taken = decisions_in(db)
        if named is None:
            wanted = None
        elif any(decision.term == named for decision in taken):
            wanted = named
        else:
            wanted = find_norm(db, named)
    return [
        (decision, bool(applied.get(decision.id)))
        for decision in taken
        if wanted is None or wanted in (decision.term, decision.detail)
    ]
