"""What each concept has several of: its forms, votes, aliases and months, read and written for many at once."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from glossary.forms import fold, sort_key, straighten
from glossary.store.changes import Change
from glossary.store.insert import insert
from glossary.variants import block

Vote = tuple[str, str, str]  # kind, language, pattern
Summed = tuple[Counter[str], Counter[Vote], Counter[str]]  # forms, votes, aliases
_MORE = "ON CONFLICT DO UPDATE SET frequency ="


class Stored:
    """How concepts were before: their rows with these columns, the first of which is the number, and their lists."""

    def __init__(self, db: sqlite3.Connection, columns: Sequence[str], numbers: list[int]) -> None:
        self._db = db
        self._asked = json.dumps(numbers)
        self._lists: dict[int, Summed] = {}
        self.rows: dict[int, dict[str, Any]] = {}
        if not numbers:
            return
        for row in self._read(", ".join(columns), "terms", "id"):
            self.rows[row[0]] = dict(zip(columns, row, strict=True))
            self._lists[row[0]] = Counter(), Counter(), Counter()
        for number, form, count in self._read("term_id, form, frequency", "variants"):
            self._lists[number][0][form] = count
        for number, kind, language, pattern, count in self._read(
            "term_id, kind, language, pattern, frequency", "votes"
        ):
            self._lists[number][1][kind, language, pattern] = count
        for number, norm, count in self._read("term_id, norm, frequency", "aliases"):
            self._lists[number][2][norm] = count

    def _read(self, columns: str, table: str, key: str = "term_id") -> Iterator[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM (SELECT value AS asked FROM json_each(?)) CROSS JOIN {table} ON {key} = asked"
        yield from self._db.execute(query, (self._asked,))

    def summed(self, number: int, change: Change) -> Summed:
        """The lists of a concept with what changes in them."""
        forms, votes, aliases = Counter(change.forms), Counter(change.votes), Counter(change.aliases)
        if number in self._lists:
            for more, known in zip((forms, votes, aliases), self._lists[number], strict=True):
                more.update(known)  # type: ignore[attr-defined]
        return +forms, +votes, +aliases


class Lists:
    """The rows of variants, votes, aliases and months that are written."""

    def __init__(self) -> None:
        self._gone: dict[str, list[tuple[Any, ...]]] = {"variants": [], "votes": [], "aliases": []}
        self._variants: list[int | str] = []  # the values of row after row of new concepts, as of the votes
        self._votes: list[int | str] = []
        self._other: dict[str, list[tuple[Any, ...]]] = {"variants": [], "votes": []}  # rows of older ones
        self._aliases: list[tuple[str, int, int]] = []
        self._months: list[tuple[int, str, int]] = []  # how many more

    def add(self, number: int, term: str, was: str | None, summed: Summed, change: Change) -> None:
        """What is written of a concept that ``was`` named so, None where it is new; of an older one what differs."""
        forms, votes, aliases = summed
        if was is None:
            for form, count in sorted(forms.items()):
                self._variants += (number, form, variant_kind(form, term), count)
            for vote, count in sorted(votes.items()):
                self._votes += (number, *vote, count)
        else:
            # With another name, every form may stand otherwise to it.
            written = [form for form in sorted(change.forms if was == term else forms) if form in forms]
            self._other["variants"] += [(number, form, variant_kind(form, term), forms[form]) for form in written]
            self._other["votes"] += [(number, *vote, votes[vote]) for vote in sorted(change.votes) if vote in votes]
            self._gone["variants"] += [(number, form) for form in sorted(change.forms.keys() - forms.keys())]
            self._gone["votes"] += [(number, *vote) for vote in sorted(change.votes.keys() - votes.keys())]
            self._gone["aliases"] += [(number, norm) for norm in sorted(change.aliases.keys() - aliases.keys())]
        self._aliases += [(norm, number, aliases[norm]) for norm in sorted(change.aliases) if norm in aliases]
        self._months += [(number, month, more) for month, more in sorted(change.months.items()) if more]

    def write(self, db: sqlite3.Connection) -> None:
        keys = {"variants": ("form",), "votes": ("kind", "language", "pattern"), "aliases": ("norm",)}
        for table, gone in self._gone.items():
            which = " AND ".join(f"{column} = ?" for column in ("term_id", *keys[table]))
            db.executemany(f"DELETE FROM {table} WHERE {which}", gone)
        insert(db, "variants", 4, self._variants)
        insert(db, "votes", 5, self._votes)
        another = f"{_MORE} excluded.frequency"
        db.executemany(
            f"INSERT INTO variants VALUES (?, ?, ?, ?) {another}, kind = excluded.kind", self._other["variants"]
        )
        db.executemany(f"INSERT INTO votes VALUES (?, ?, ?, ?, ?) {another}", self._other["votes"])
        db.executemany("REPLACE INTO aliases VALUES (?, ?, ?)", self._aliases)
        more = f"{_MORE} frequency + excluded.frequency"
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
