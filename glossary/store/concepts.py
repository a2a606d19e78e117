"""Concepts: the rows of terms, variants, votes and aliases, kept up to date from what changed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

from glossary.forms import fold, sort_key, straighten
from glossary.rank.corpus import display_form
from glossary.store.best import best_context, best_gloss, better_context, better_gloss
from glossary.store.changes import PART, Change
from glossary.store.curation import Curation
from glossary.store.insert import insert
from glossary.store.mentions import PRIORITY
from glossary.store.rows import RowWriter
from glossary.store.slugs import TERMS, plan_slugs
from glossary.variants import block

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
    lists = _Lists()
    for norm, change in sorted(writer.changes.items()):
        number = writer.term_id(norm)
        old = None if whole else _stored(db, number)
        forms, votes, aliases = _summed(db, number, change, old is not None)
        if not forms:
            gone.append((norm, number))
            continue
        row = _row(db, number, norm, old, change, curation, forms, votes)
        (updated if old else new).append(row)
        if old:
            others.append(([c for c in _COLUMNS if row[c] != old[c]], row))
        if old is None or _is_found_otherwise(old, row, change, forms):
            found_by.add(number)
        lists.add(number, row["term"], forms, votes, aliases, change.months)
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
    lists.write(db, whole)
    index_terms(db, None if whole else found_by)
    return {row["id"] for row in (*new, *updated)}


def _is_found_otherwise(old: dict[str, Any], row: dict[str, Any], change: Change, forms: Counter[str]) -> bool:
    """Whether the name, the forms or the glosses are others than those in the index; most concepts only gain counts."""
    named = any(old[column] != row[column] for column in ("term", "preferred_gloss"))
    formed = any(forms[form] in (0, more) for form, more in change.forms.items() if more)  # it goes, or it came
    return named or formed or change.gloss is not None or bool(change.lost_glosses)


def _stored(db: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    row = db.execute(f"SELECT {', '.join(_COLUMNS)} FROM terms WHERE id = ?", (number,)).fetchone()
    return dict(zip(_COLUMNS, row, strict=True)) if row else None


def _summed(
    db: sqlite3.Connection, number: int, change: Change, known: bool
) -> tuple[Counter[str], Counter[tuple[str, str, str]], Counter[str]]:
    forms, votes, aliases = Counter(change.forms), Counter(change.votes), Counter(change.aliases)
    if known:
        forms.update(dict(db.execute("SELECT form, frequency FROM variants WHERE term_id = ?", (number,))))
        counted = db.execute("SELECT kind, language, pattern, frequency FROM votes WHERE term_id = ?", (number,))
        votes.update({(kind, language, pattern): count for kind, language, pattern, count in counted})
        aliases.update(dict(db.execute("SELECT norm, frequency FROM aliases WHERE term_id = ?", (number,))))
    return +forms, +votes, +aliases


def _row(
    db: sqlite3.Connection,
    number: int,
    norm: str,
    old: dict[str, Any] | None,
    change: Change,
    curation: Curation,
    forms: Counter[str],
    votes: Counter[tuple[str, str, str]],
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
        else better_context(db, was["best_context"], change.context),
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


class _Lists:
    """The rows of variants, votes and aliases of the concepts that changed."""

    def __init__(self) -> None:
        self._terms: list[tuple[int]] = []
        self._variants: list[int | str] = []  # the values of row after row, as of the votes
        self._votes: list[int | str] = []
        self._aliases: list[tuple[str, int, int]] = []
        self._months: list[tuple[int, str, int]] = []  # how many more

    def add(
        self,
        number: int,
        term: str,
        forms: Counter[str],
        votes: Counter[tuple[str, str, str]],
        aliases: Counter[str],
        months: Counter[str],
    ) -> None:
        self._terms.append((number,))
        for form, count in sorted(forms.items()):
            self._variants += (number, form, variant_kind(form, term), count)
        for vote, count in sorted(votes.items()):
            self._votes += (number, *vote, count)
        self._aliases += [(norm, number, count) for norm, count in sorted(aliases.items())]
        self._months += [(number, month, more) for month, more in sorted(months.items()) if more]

    def write(self, db: sqlite3.Connection, whole: bool) -> None:
        for table in () if whole else ("variants", "votes", "aliases"):
            db.executemany(f"DELETE FROM {table} WHERE term_id = ?", self._terms)
        insert(db, "variants", 4, self._variants)
        insert(db, "votes", 5, self._votes)
        db.executemany("REPLACE INTO aliases VALUES (?, ?, ?)", self._aliases)
        more = "ON CONFLICT DO UPDATE SET frequency = frequency + excluded.frequency"
        db.executemany(f"INSERT INTO term_months VALUES (?, ?, ?) {more}", self._months)
        fewer = [row[:2] for row in self._months if row[2] < 0]
        db.executemany("DELETE FROM term_months WHERE term_id = ? AND month = ? AND frequency = 0", fewer)


def variant_kind(form: str, term: str) -> str:
    """How a form differs from the one that is shown."""
    if form == term:
        return "preferred"
    if straighten(form).casefold() == straighten(term).casefold():
        return "spelling"
    if fold(form) == fold(term):
        return "accent"
    words = len(sort_key(form).split()) - len(sort_key(term).split())
    if block(form) == block(term):
        return "hyphenation" if words or fold(form).replace("-", " ") == fold(term).replace("-", " ") else "inflection"
    return "syntactic" if words else "inflection"


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
