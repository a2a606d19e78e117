"""What terminologists decide, one JSON line each in ``data/decisions.jsonl``: read, appended, replayed.

The file is the only copy of a person's work, so a line counts as written only once it is on the disk (fsync), a line
that cannot be read is reported and never deleted, and lines are ordered by their date, so that git may merge the file
line by line (``merge=union``) and every copy of the project comes to the same state.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from glossary.forms import fold
from glossary.model import GlossaryError
from glossary.store.curation import Curation

# action → the key of the line that says what is decided; None when the action says it all.
ACTIONS: dict[str, str | None] = {
    "accept": None,
    "reject": None,
    "reopen": None,  # neither accepted nor rejected any more
    "merge": "into",
    "split": "form",
    "rename": "name",
    "gloss": "gloss",
    "note": "note",
    "wrong": "quotation",  # this gloss is wrong
    "right": "quotation",  # this gloss is right
    "undo": "decision",
}
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True, slots=True)
class Decision:
    """A line of the file: on which term, by whom, when and why. ``detail`` is what the action needs besides."""

    action: str
    term: str  # the norm of the concept
    detail: str | None = None
    reason: str | None = None
    author: str | None = None
    date: str = ""
    id: str = ""
    line: int = 0

    def as_json(self) -> str:
        row = {"id": self.id, "date": self.date, "author": self.author, "action": self.action, "term": self.term}
        if key := ACTIONS[self.action]:
            row[key] = self.detail
        if self.reason:
            row["reason"] = self.reason
        return json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False)


def dated(decision: Decision) -> Decision:
    """The decision as of now, with a name of its own."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    shown = (decision.action, decision.term, decision.detail, decision.reason, decision.author)
    return Decision(*shown, date=now, id=secrets.token_hex(6))


def append_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Add lines to the file; when this returns they outlive a crash of the program or of the machine."""
    lines = "".join(decision.as_json() + "\n" for decision in decisions).encode("utf-8", "surrogatepass")
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    try:
        with path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a line torn by a crash: it stays a line of its own
                    lines = b"\n" + lines
            _write_whole(file.fileno(), lines, size)
    except OSError as error:
        raise GlossaryError(
            f"{path}: the decision could not be written ({error.strerror}); nothing was decided"
        ) from error
    if new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write_whole(file: int, lines: bytes, size: int) -> None:
    """All of the bytes on the disk, or none of them."""
    try:
        written = 0
        while written < len(lines):
            written += os.write(file, lines[written:])
        os.fsync(file)
    except OSError:
        os.ftruncate(file, size)
        raise


def read_decisions(path: Path) -> tuple[list[Decision], list[str]]:
    """The decisions in the order in which they count, and what is wrong with the lines that could not be read."""
    if not path.exists():
        return [], []
    decisions, problems = [], []
    last = ""
    text = path.read_bytes().decode("utf-8", "replace")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith(_MARKERS):
            problems.append(f"{path}:{number}: a conflict mark of git; the lines of both sides count: delete the marks")
            continue
        try:
            decision = _decision(json.loads(line), number, last)
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(f"{path}:{number}: not a decision ({error}); it is left alone: mend or delete the line")
            continue
        last = decision.date
        decisions.append(decision)
    unique = {decision.id: decision for decision in decisions}  # a merge may keep a line twice
    return sorted(unique.values(), key=lambda decision: (decision.date, decision.line)), problems


def _decision(row: dict[str, str], number: int, last: str) -> Decision:
    action = row.get("action", "")
    if action not in ACTIONS:
        raise ValueError(f"the action {action!r} is not known")
    key = ACTIONS[action]
    detail = row.get(key) if key else None
    if not isinstance(row.get("term", "" if action == "undo" else None), str) or (key and not isinstance(detail, str)):
        raise ValueError(f"it lacks the term{f' or the {key}' if key else ''}")
    name = row.get("id") or f"line-{number}"
    return Decision(
        action, row.get("term", ""), detail, row.get("reason"), row.get("author"), row.get("date") or last, name, number
    )


def replay(decisions: Iterable[Decision]) -> Curation:
    """The state after all decisions, in their order; an undone one counts as if it had never been taken."""
    taken = list(decisions)
    undone: set[str] = set()
    for decision in reversed(taken):  # an undo can be undone
        if decision.action == "undo" and decision.id not in undone and decision.detail:
            undone.add(decision.detail)
    curation = Curation()
    for decision in taken:
        if decision.id not in undone:
            _apply(curation, decision)
    return curation


def _apply(curation: Curation, decision: Decision) -> None:
    norm, detail = decision.term, decision.detail or ""
    match decision.action:
        case "accept" | "reject":
            curation.status[norm] = "accepted" if decision.action == "accept" else "rejected"
        case "reopen":
            curation.status.pop(norm, None)
        case "merge":
            curation.merge(norm, detail)
        case "split":
            curation.split(norm, detail)
        case "wrong" | "right":
            curation.glosses[norm, fold(detail)] = "rejected" if decision.action == "wrong" else "accepted"
        case "rename" | "note" | "gloss":
            kept = {"rename": curation.names, "note": curation.notes, "gloss": curation.preferred}[decision.action]
            if detail:
                kept[norm] = detail
            else:
                kept.pop(norm, None)
