"""Concepts: the rows of terms, and with them their lists, kept up to date from what changed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

from glossary.forms import fold, sort_key
from glossary.rank.corpus import display_form
from glossary.store.best import best_context, best_gloss, better_context, better_gloss, shown_contexts
from glossary.store.changes import PART, Change
from glossary.store.curation import Curation
from glossary.store.insert import insert
from glossary.store.lists import Lists, Stored
from glossary.store.mentions import PRIORITY
from glossary.store.rows import RowWriter
from glossary.store.slugs import TERMS, plan_slugs

_COLUMNS = (
    "id", "norm", "slug", "term", "sort_key", "kind", "language", "pos", "termhood", "frequency", "article_count",
    "first_seen", "last_seen", "status", "note", "preferred_gloss", "best_gloss", "best_context",
)  # fmt: skip
_PARTS = {"V": "verb", "A": "adjective", "N": "noun", "P": "noun"}


def settle(db: sqlite3.Connection, writer: RowWriter, curation: Curation, whole: bool) -> set[int]:
    """Bring every concept that changed up to date; the keys of those that are there afterwards."""
    new: list[dict[str, Any]] = []
    updated: list[dict[str, Any]] = []
    others: list[tuple[list[str], dict[str, Any]]] = []  # columns that differ, row
    gone: list[tuple[str, int]] = []
    found_by: set[int] = set()  # concepts of which a search may look in something else than before
    lists = Lists()
    changes = [(norm, writer.term_id(norm), change) for norm, change in sorted(writer.changes.items())]
    stored = Stored(db, _COLUMNS, [] if whole else [number for _, number, _ in changes])
    contexts = (old["best_context"] for old in stored.rows.values())
    shown = shown_contexts(db, [number for number in contexts if number])
    for norm, number, change in changes:
        old = stored.rows.get(number)
        forms, votes, aliases = stored.summed(number, change)
        if not forms:
            gone.append((norm, number))
            continue
        row = _row(db, number, norm, old, change, curation, forms, votes, shown)
        (updated if old else new).append(row)
        if old:
            others.append(([c for c in _COLUMNS if row[c] != old[c]], row))
        if old is None or _is_named_otherwise(old, row, change, forms) or _is_glossed_anew(db, writer, row):
            found_by.add(number)
        lists.add(number, row["term"], old["term"] if old else None, (forms, votes, aliases), change)
    known = [(norm, number) for norm, number in gone if not whole]
    _delete(db, [number for _, number in known])
    slugs = plan_slugs(db, TERMS, [row["norm"] for row in new], [norm for norm, _ in known], whole)
    for row in new:
        row["slug"] = slugs[row["norm"]]
    insert(db, f"terms ({', '.join(_COLUMNS)})", len(_COLUMNS), [row[c] for row in new for c in _COLUMNS])
    for columns, row in others:  # each column that is set, the same or not, is written in all its indexes
        if columns:
            set_to = ", ".join(f"{column} = ?" for column in columns)
            db.execute(f"UPDATE terms SET {set_to} WHERE id = ?", [*(row[c] for c in columns), row["id"]])
    lists.write(db)
    index_terms(db, None if whole else found_by)
    return {row["id"] for row in (*new, *updated)}


def _is_named_otherwise(old: dict[str, Any], row: dict[str, Any], change: Change, forms: Counter[str]) -> bool:
    """Whether the name or the forms are others than those in the index; most concepts only gain counts."""
    named = any(old[column] != row[column] for column in ("term", "preferred_gloss"))
    return named or any(forms[form] in (0, more) for form, more in change.forms.items() if more)  # it goes, or it came


def _is_glossed_anew(db: sqlite3.Connection, writer: RowWriter, row: dict[str, Any]) -> bool:
    """Whether a gloss went, or one came that the concept did not have; to read all takes time where they are many."""
    change = writer.change(row["norm"])
    if change.lost_glosses or change.gloss is None:
        return bool(change.lost_glosses)
    query = (
        "SELECT EXISTS (SELECT 1 FROM glosses g WHERE term_id = :term AND id > :last AND status != 'rejected' "
        "AND NOT EXISTS (SELECT 1 FROM glosses WHERE term_id = :term AND id <= :last AND status != 'rejected' "
        "AND gloss = g.gloss))"
    )
    return bool(db.execute(query, {"term": row["id"], "last": writer.last_gloss}).fetchone()[0])


def _row(
    db: sqlite3.Connection,
    number: int,
    norm: str,
    old: dict[str, Any] | None,
    change: Change,
    curation: Curation,
    forms: Counter[str],
    votes: Counter[tuple[str, str, str]],
    shown: dict[int, tuple[Any, ...]],
) -> dict[str, Any]:
    was = old or dict.fromkeys(_COLUMNS)
    term = curation.names.get(norm) or display_form(forms)
    kind, language, pos = _elected(votes)
    first, last = _dates(db, number, was, change)
    return {
        "id": number, "norm": norm, "slug": was["slug"], "term": term, "sort_key": sort_key(term), "kind": kind,
        "language": language, "pos": pos, "termhood": was["termhood"] or 0.0, "frequency": forms.total(),
        "article_count": (was["article_count"] or 0) + change.articles, "first_seen": first, "last_seen": last,
        "status": curation.status.get(norm, "proposed"), "note": curation.notes.get(norm),
        "preferred_gloss": curation.preferred.get(norm),
        "best_gloss": best_gloss(db, number) if was["best_gloss"] in change.lost_glosses
        else better_gloss(db, was["best_gloss"], change.gloss),
        "best_context": best_context(db, number) if was["best_context"] in change.lost_contexts
        else better_context(shown, was["best_context"], change.context),
    }  # fmt: skip


def _elected(votes: Counter[tuple[str, str, str]]) -> tuple[str, str, str | None]:
    """(kind, language, part of speech) by the number of mentions; the stronger evidence wins a tie.

    Variants do not vote: « deconfliction » stays a loanword where « déconfliction » is the more frequent.
    """
    own = {vote: count for vote, count in votes.items() if not vote[0].startswith(PART)}
    kinds: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    patterns: Counter[str] = Counter()
    for (kind, language, pattern), count in (own or votes).items():
        kinds[kind.removeprefix(PART)] += count
        if language:
            languages[language] += count
        if pattern:
            patterns[pattern] += count
    kind = min(kinds, key=lambda k: (-kinds[k], PRIORITY[k]))
    language = min(languages, key=lambda v: (-languages[v], v)) if languages and kind == "loanword" else "fr"
    pattern = min(patterns, key=lambda p: (-patterns[p], p)) if patterns else ""
    return kind, language, _PARTS.get(pattern.split(" ")[0])


def _dates(db: sqlite3.Connection, number: int, was: dict[str, Any], change: Change) -> tuple[str | None, str | None]:
    """The first and last day on which the concept is mentioned; asked of the mentions only when an end went."""
    ends = {was["first_seen"], was["last_seen"]} - {None}
    if ends & change.lost_dates:
        found: tuple[str | None, str | None] = db.execute(
            "SELECT min(a.published), max(a.published) FROM occurrences o JOIN contexts c ON c.id = o.context_id "
            "JOIN articles a ON a.id = c.article_id WHERE o.term_id = ?",
            (number,),
        ).fetchone()
        return found
    dates = ends | change.dates
    return (min(dates), max(dates)) if dates else (None, None)


def _delete(db: sqlite3.Connection, terms: Iterable[int]) -> None:
    keys = [(number,) for number in terms]
    for table in ("variants", "votes", "aliases", "term_months", "equivalents", "translations"):
        db.executemany(f"DELETE FROM {table} WHERE term_id = ?", keys)
    db.executemany("DELETE FROM terms WHERE id = ?", keys)
    db.executemany("DELETE FROM terms_fts WHERE rowid = ?", keys)


def index_terms(db: sqlite3.Connection, terms: set[int] | None) -> None:
    """Write the folded copies that a search looks in; of all terms when None."""
    rows = indexed_terms(db, terms)
    if terms is not None:
        stored = "SELECT rowid, term, variants, glosses FROM terms_fts WHERE rowid = ?"
        rows = [row for row in rows if db.execute(stored, row[:1]).fetchone() != row]
        db.executemany("DELETE FROM terms_fts WHERE rowid = ?", [row[:1] for row in rows])
    db.executemany("INSERT INTO terms_fts (rowid, term, variants, glosses) VALUES (?, ?, ?, ?)", rows)


def indexed_terms(db: sqlite3.Connection, terms: set[int] | None) -> list[tuple[int, str, str, str]]:
    """What the index should hold of these terms, or of all."""
    query = (
        "SELECT id, term, (SELECT group_concat(form, ' ') FROM (SELECT form FROM variants WHERE term_id = t.id "
        "ORDER BY form)), (SELECT group_concat(gloss, ' ') FROM (SELECT DISTINCT gloss FROM glosses "
        "WHERE term_id = t.id AND status != 'rejected' ORDER BY gloss)), preferred_gloss FROM terms t "
    )
    if terms is None:
        found = db.execute(query + "ORDER BY id").fetchall()
    else:
        found = [db.execute(query + "WHERE id = ?", (number,)).fetchone() for number in sorted(terms)]
    return [
        (number, fold(term), fold(forms or ""), fold(f"{preferred or ''} {glosses or ''}"))
        for number, term, forms, glosses, preferred in found
    ]


def save_termhood(db: sqlite3.Connection, termhood: dict[str, float]) -> None:
    """Each concept's termhood is the best of the candidates that it is made of; written where it changed."""
    parts: dict[int, float] = {}
    for norm, number in db.execute("SELECT norm, term_id FROM aliases"):
        parts[number] = max(parts.get(number, 0.0), termhood.get(norm, 0.0))
    changed = [
        (best, number)
        for number, norm, old in db.execute("SELECT id, norm, termhood FROM terms")
        if (best := max(termhood.get(norm, 0.0), parts.get(number, 0.0))) != old
    ]
    db.executemany("UPDATE terms SET termhood = ? WHERE id = ?", changed)
