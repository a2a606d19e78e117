"""Which gloss and which context stand for a term: an order of the rows that no row's number enters."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

# A translation says more in fewer words than a definition, and both more than a paraphrase; the confidence decides
# between kinds only when it differs clearly (a paraphrase of 0.9 comes after a translation of 0.7).
WEIGHTS = {"translation": 1.0, "acronym": 1.0, "definition": 0.9, "paraphrase": 0.75}
READABLE = range(60, 301)  # characters: an example shorter says little, a longer one is not read
_UNDATED = "9999"


def gloss_key(
    status: str, kind: str, confidence: float, published: str | None, path: str, *place: int | str
) -> tuple[Any, ...]:
    """The smallest is shown: accepted first, then weight by confidence, then the oldest."""
    weight = -round(confidence * WEIGHTS[kind], 4)
    return status != "accepted", weight, published or _UNDATED, path, *place


def context_key(text: str, published: str | None, path: str, start: int, end: int) -> tuple[Any, ...]:
    """The smallest is shown: a whole sentence of readable length, then the oldest."""
    whole = text[:1].isupper() or text[:1] in '«"“'
    ended = text.rstrip()[-1:] in {".", "!", "?", "…", "»", '"', "”"}
    poor = (len(text) not in READABLE) * 2 + (not whole) + (not ended)
    return poor, published or _UNDATED, path, start, end


def best_gloss(db: sqlite3.Connection, term: int) -> int | None:
    """The best of all glosses of a term that are not rejected."""
    rows = db.execute(
        "SELECT g.id, g.status, g.kind, g.confidence, a.published, a.path, g.term_start, g.term_end, "
        "g.gloss_start, g.gloss_end, g.rule FROM glosses g "
        "JOIN articles a ON a.id = g.article_id WHERE g.term_id = ? AND g.status != 'rejected'",
        (term,),
    ).fetchall()
    return min(rows, key=lambda row: gloss_key(*row[1:]))[0] if rows else None


def best_context(db: sqlite3.Connection, term: int) -> int | None:
    """The best of all contexts of a term."""
    rows = db.execute(
        'SELECT c.id, c.text, a.published, a.path, c.start, c."end" FROM occurrences o '
        "JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id WHERE o.term_id = ?",
        (term,),
    ).fetchall()
    return min(rows, key=lambda row: context_key(*row[1:]))[0] if rows else None


def first_context(published: str | None, path: str) -> tuple[Any, ...]:
    """What no context of the article comes before."""
    return 0, published or _UNDATED, path


def better_gloss(db: sqlite3.Connection, old: int | None, new: tuple[tuple[Any, ...], int] | None) -> int | None:
    """The better of the shown gloss and the best that came."""
    if old is None or new is None:
        return new[1] if new else old
    row = db.execute(
        "SELECT g.status, g.kind, g.confidence, a.published, a.path, g.term_start, g.term_end, "
        "g.gloss_start, g.gloss_end, g.rule FROM glosses g "
        "JOIN articles a ON a.id = g.article_id WHERE g.id = ?",
        (old,),
    ).fetchone()
    return new[1] if new[0] < gloss_key(*row) else old


def better_context(
    shown: dict[int, tuple[Any, ...]], old: int | None, new: tuple[tuple[Any, ...], int] | None
) -> int | None:
    """The better of the context that is ``shown`` and the best that came."""
    if old is None or new is None:
        return new[1] if new else old
    return new[1] if new[0] < shown[old] else old


def shown_contexts(db: sqlite3.Connection, contexts: list[int]) -> dict[int, tuple[Any, ...]]:
    """Where these contexts stand in the order, all asked for at once."""
    rows = db.execute(
        'SELECT c.id, c.text, a.published, a.path, c.start, c."end" FROM json_each(?) asked '
        "CROSS JOIN contexts c ON c.id = asked.value CROSS JOIN articles a ON a.id = c.article_id",
        (json.dumps(contexts),),
    )
    return {row[0]: context_key(*row[1:]) for row in rows}
