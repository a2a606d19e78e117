"""The decisions as the database has them: which were applied, and to what."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from glossary.forms import fold
from glossary.store.decisions import Decision


def decisions_in(db: sqlite3.Connection) -> list[Decision]:
    """The decisions that were in force when the database was last written."""
    columns = "action, term, detail, reason, author, date, decision, line"
    return [Decision(*row) for row in db.execute(f"SELECT {columns} FROM decisions ORDER BY id")]


def save_decisions(db: sqlite3.Connection, decisions: Iterable[Decision]) -> list[Decision]:
    """Write the decisions, and say which of them found nothing that they could apply to."""
    db.execute("DELETE FROM decisions")
    names = {decision.id for decision in decisions}
    waiting = []
    for decision in decisions:
        number = _term(db, decision)
        applied = decision.detail in names if decision.action == "undo" else _applies(db, decision, number)
        if not applied:
            waiting.append(decision)
        d = decision
        db.execute(
            "INSERT INTO decisions (line, decision, date, author, action, term, term_id, detail, reason, applied) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (d.line, d.id, d.date, d.author, d.action, d.term, number, d.detail, d.reason, applied),
        )
    return waiting


def _term(db: sqlite3.Connection, decision: Decision) -> int | None:
    row = db.execute(
        "SELECT id FROM terms WHERE norm = :norm UNION ALL SELECT term_id FROM aliases WHERE norm = :norm",
        {"norm": decision.term},
    ).fetchone()
    return row[0] if row else None


def _applies(db: sqlite3.Connection, decision: Decision, number: int | None) -> bool:
    if number is None or decision.action not in ("wrong", "right"):
        return number is not None
    glosses = db.execute("SELECT gloss FROM glosses WHERE term_id = ?", (number,))
    return any(fold(gloss) == fold(decision.detail or "") for (gloss,) in glosses)
