"""The table ``translations``, a projection of data/translations.jsonl.

Machine translations cost minutes and are kept, one a line, with the engine, the package and its version; the database
can be deleted and built again without them being made twice. A term without any useful proposal has a line with an
empty ``text``, so that it is not asked again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.model import GlossaryError
from glossary.translate import ENGINE, Model, Proposal


@dataclass(frozen=True, slots=True)
class Pending:
    """A term that waits for a translation."""

    norm: str
    term: str
    source: str
    target: str


def pending_terms(db: sqlite3.Connection, path: Path, models: Iterable[Model], every: bool = False) -> list[Pending]:
    """The terms to translate, best first: French terms into English, loanwords into French, abbreviations never.

    Without ``every`` only those that no article explains and nobody has glossed.
    """
    versions = {(model.source, model.target): model.name for model in models}
    done = {(row["term"], row["from"], row["to"], row["model"]) for row in read_translations(path)}
    pending = []
    for norm, term, kind, language in db.execute(
        "SELECT norm, term, kind, language FROM terms WHERE status != 'rejected' AND kind != 'abbreviation' "
        + ("" if every else "AND best_gloss IS NULL AND preferred_gloss IS NULL ")
        + "ORDER BY termhood DESC, norm"
    ):
        source, target = ("fr", "en") if kind == "term" and language == "fr" else (language, "fr")
        if source != target and (norm, source, target, versions.get((source, target), "")) not in done:
            pending.append(Pending(norm, term, source, target))
    return pending


def read_translations(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of translations.jsonl; one that was cut by a crash at the very end is passed over."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith("\n"):
                return
            try:
                row = json.loads(line)
                row["term"], row["from"], row["to"], row["model"], row["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise GlossaryError(f"{path}, line {number}: not a translation ({error}); mend or delete it") from error
            yield row


def append_translations(path: Path, translated: Iterable[tuple[Pending, Model, list[Proposal]]]) -> int:
    """Add proposals to the end of translations.jsonl; return how many terms got one."""
    lines, helped = [], 0
    for pending, model, proposals in translated:
        helped += bool(proposals)
        for proposal in proposals or [Proposal("", 0, 0.0)]:
            row = {
                "term": pending.norm,
                "from": pending.source,
                "to": pending.target,
                "text": proposal.text,
                "rank": proposal.rank,
                "score": proposal.score,
                "engine": ENGINE,
                "model": model.name,
            }
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    _drop_cut_line(path)
    with path.open("a", encoding="utf-8") as kept:
        kept.write("".join(lines))
    return helped


def update_translations(db: sqlite3.Connection, path: Path, term_ids: set[int] | None = None) -> None:
    """Write the translations of these terms (of all, when None), those of the latest model only.

    The caller's transaction.
    """
    ids: dict[str, int] = {}
    if term_ids is None:
        ids = dict(db.execute("SELECT norm, id FROM terms").fetchall())
        db.execute("DELETE FROM translations")
    else:
        for term_id in sorted(term_ids):
            db.execute("DELETE FROM translations WHERE term_id = ?", [term_id])
            ids |= dict(db.execute("SELECT norm, id FROM terms WHERE id = ?", [term_id]).fetchall())
    latest: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in read_translations(path) if ids else ():
        if (found := ids.get(row["term"])) is not None:
            rows = latest.setdefault((found, row["to"]), [])
            if rows and rows[0]["model"] != row["model"]:
                rows.clear()
            rows.append(row)
    db.executemany(
        "INSERT INTO translations (term_id, language, text, engine, model, rank, score) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (term_id, row["to"], row["text"], row["engine"], row["model"], row["rank"], row["score"])
            for (term_id, _), rows in sorted(latest.items())
            for row in rows
            if row["text"]
        ],
    )


def _drop_cut_line(path: Path) -> None:
    if path.is_file() and (content := path.read_bytes()) and not content.endswith(b"\n"):
        path.write_bytes(content[: content.rfind(b"\n") + 1])
