"""What a build did: for the terminal, for the table ``builds``, and for ``glossary changes``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import glossary
from glossary.model import GlossaryError, Skipped
from glossary.store.fingerprint import model_version, rules_version

LISTED = 1_000  # changes of each sort that a build's row lists; it counts all
Shown = dict[str, tuple[Any, ...]]  # norm → (term, slug, kind, what a reader sees…)

_SHOWN = (
    "SELECT t.norm, t.term, t.slug, t.kind, coalesce(t.preferred_gloss, g.gloss), t.frequency, t.status "
    "FROM terms t LEFT JOIN glosses g ON g.id = t.best_gloss WHERE t.status != 'rejected'"
)
_ASPECTS = ("term", "slug", "kind", "gloss", "frequency", "status")


@dataclass(slots=True)
class Report:
    """What a build read and changed."""

    articles: int = 0
    parsed: int = 0  # read by spaCy; the others were known
    added_articles: list[str] = field(default_factory=list)
    changed_articles: list[str] = field(default_factory=list)
    removed_articles: list[str] = field(default_factory=list)
    duplicates: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # of the decisions
    full: bool = False
    terms: int = 0
    ranking: float = 0.0  # seconds

    def as_json(self) -> str:
        lists = ("added_articles", "changed_articles", "removed_articles", "added", "changed", "removed")
        row: dict[str, Any] = {
            "articles": self.articles, "parsed": self.parsed, "near_duplicates": self.duplicates, "terms": self.terms,
            "full": self.full, "ranking_seconds": round(self.ranking, 3),
            "skipped": [{"article": each.key, "reason": each.reason} for each in self.skipped],
            "problems": self.problems,
            "counts": {name: len(getattr(self, name)) for name in lists},
        }  # fmt: skip
        row |= {name: getattr(self, name)[:LISTED] for name in lists}
        return json.dumps(row, ensure_ascii=False)


def shown_terms(db: sqlite3.Connection, norms: Iterable[str] | None = None) -> Shown:
    """What a reader sees of these concepts, or of all."""
    if norms is None:
        return {row[0]: row[1:] for row in db.execute(_SHOWN)}
    found = (db.execute(_SHOWN + " AND t.norm = ?", (norm,)).fetchone() for norm in norms)
    return {row[0]: row[1:] for row in found if row}


def compare(report: Report, old: Shown, new: Shown) -> None:
    """Note what was added, changed and removed, in the order of the norms."""
    for norm in sorted(old.keys() | new.keys()):
        was, now = old.get(norm), new.get(norm)
        if was == now:
            continue
        shown = now or was
        assert shown is not None
        row = {"term": shown[0], "slug": shown[1], "kind": shown[2]}
        if was is None:
            report.added.append(row)
        elif now is None:
            report.removed.append(row)
        else:
            what = [name for name, one, two in zip(_ASPECTS, was, now, strict=True) if one != two]
            report.changed.append(row | {"what": what})


def save_report(db: sqlite3.Connection, report: Report, started: datetime, finished: datetime) -> None:
    db.execute(
        "INSERT INTO builds (started, finished, program, rules, model, report) VALUES (?, ?, ?, ?, ?, ?)",
        (
            started.isoformat(timespec="seconds"),
            finished.isoformat(timespec="seconds"),
            glossary.__version__,
            rules_version(),
            model_version(),
            report.as_json(),
        ),
    )


def last_changes(path: Path) -> dict[str, Any]:
    """The report of the last build that changed a term; GlossaryError when there is no database."""
    if not path.exists():
        raise GlossaryError(f"{path}: there is no such database: glossary build makes it")
    with closing(sqlite3.connect(path)) as db:
        found: dict[str, Any] = {
            "started": None,
            "added": [],
            "changed": [],
            "removed": [],
            "counts": dict.fromkeys(("added", "changed", "removed"), 0),
        }
        for started, report in db.execute("SELECT started, report FROM builds ORDER BY id DESC"):
            try:
                found = {"started": started, **json.loads(report)}
            except ValueError as error:
                damaged = f"{path}: the report of the build of {started} is damaged ({error})"
                raise GlossaryError(f"{damaged}: delete it and run glossary build") from error
            if any(found[name] for name in ("added", "changed", "removed")):
                break
        return found
