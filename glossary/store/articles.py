"""The table of articles, and the groups of near-duplicates among them."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.store.cache import Entry
from glossary.store.changes import Place
from glossary.store.duplicates import Sketches, all_groups, groups, hashes_of
from glossary.store.insert import insert
from glossary.store.slugs import ARTICLES, plan_slugs

if TYPE_CHECKING:
    from glossary.store.source import Source


_ROWS = 100_000  # of the table shingles, that are made at a time
_SHOWN = ("title", "publisher", "author", "published", "url", "language", "words", "digest", "notes")


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as the database has it."""

    id: int
    key: str
    digest: str
    published: str | None
    duplicate_of: int | None

    @property
    def place(self) -> Place:
        return Place(self.id, self.key, self.published)

    @property
    def order(self) -> tuple[str, str]:
        """The first of a group is the earliest, then the first by path; the undated come last."""
        return self.published or "9999", self.key


@dataclass(frozen=True, slots=True)
class Plan:
    """Which articles come, change and go."""

    added: tuple[Entry, ...] = ()
    changed: tuple[tuple[int, Entry], ...] = ()
    removed: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


@dataclass(slots=True)
class Outcome:
    """What an update did."""

    terms: set[int] = field(default_factory=set)  # keys of the concepts that were written
    norms: set[str] = field(default_factory=set)  # every norm that was touched, also of concepts that went
    ranking: float = 0.0  # seconds


@dataclass(slots=True)
class Region:
    """The articles whose rows may change: how they are stored, how they are now, and in which groups."""

    before: dict[int, Stored] = field(default_factory=dict)
    now: dict[int, Stored] = field(default_factory=dict)
    old_groups: set[frozenset[int]] = field(default_factory=set)
    groups: set[frozenset[int]] = field(default_factory=set)
    replaced: frozenset[int] = frozenset()  # those whose text or metadata is another


def plan(db: sqlite3.Connection, entries: Iterable[Entry]) -> Plan:
    """What has to happen for the database to hold exactly these articles."""
    stored = db.execute("SELECT id, path, digest, notes FROM articles")
    known = {key: (number, digest, notes) for number, key, digest, notes in stored}
    wanted = {entry.key: entry for entry in entries}
    return Plan(
        added=tuple(wanted[key] for key in sorted(wanted.keys() - known.keys())),
        changed=tuple(
            (known[key][0], wanted[key])
            for key in sorted(wanted.keys() & known.keys())
            if known[key][1:] != (wanted[key].digest, _notes(wanted[key]))
        ),
        removed=tuple(sorted(known[key][0] for key in known.keys() - wanted.keys())),
    )


def _notes(entry: Entry) -> str | None:
    return "\n".join(entry.notes) or None


def write_articles(db: sqlite3.Connection, source: Source, planned: Plan) -> Region:
    """Write the rows of the articles that come, change and go, and group the near-duplicates anew."""
    region = Region(replaced=frozenset(number for number, _ in planned.changed))
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    whole = last == 0
    touched = {*planned.removed, *region.replaced}
    for number in sorted(touched):
        add_group(db, region, number)
    regroup = {number for group in region.old_groups for number in group} - set(planned.removed)
    db.executemany("DELETE FROM shingles WHERE article_id = ?", ((number,) for number in touched))
    gone = [region.before[number].key for number in planned.removed]
    db.executemany("DELETE FROM articles WHERE id = ?", ((number,) for number in planned.removed))
    names = plan_slugs(db, ARTICLES, [entry.key for entry in planned.added], gone, whole)
    came = [*planned.changed, *((last + place, entry) for place, entry in enumerate(planned.added, 1))]
    sketches: Sketches = {}
    new: dict[int, Stored] = {}
    rows: list[tuple[object, ...]] = []
    for number, entry in came:
        head = source.head(entry.digest)
        sketches[number] = array("q", head.sketch)
        shown = (*head[:7], entry.digest, _notes(entry), number)
        if number > last:
            rows.append((*shown, names[entry.key], entry.key))
            new[number] = Stored(number, entry.key, entry.digest, head.published, None)
        else:
            db.execute(f"UPDATE articles SET {', '.join(f'{column} = ?' for column in _SHOWN)} WHERE id = ?", shown)
    marks = ", ".join("?" * (len(_SHOWN) + 3))
    db.executemany(f"INSERT INTO articles ({', '.join(_SHOWN)}, id, slug, path) VALUES ({marks})", rows)
    _save_sketches(db, sketches)
    regroup |= sketches.keys()
    _regroup(db, region, all_groups(sketches) if whole else groups(db, sorted(regroup)), regroup, new)
    _count(db, region, whole)
    return region


def _count(db: sqlite3.Connection, region: Region, whole: bool) -> None:
    """Note how many articles count, which near-duplicates do not: to look at all takes time in a large database."""
    known = None if whole else db.execute("SELECT value FROM meta WHERE key = 'counted'").fetchone()
    if known is None:
        (number,) = db.execute("SELECT count(*) FROM articles WHERE duplicate_of IS NULL").fetchone()
    else:
        now, before = (sum(a.duplicate_of is None for a in some.values()) for some in (region.now, region.before))
        number = int(known[0]) + now - before
    db.execute("REPLACE INTO meta VALUES ('counted', ?)", (str(number),))


def _save_sketches(db: sqlite3.Connection, sketches: Sketches) -> None:
    """In key order, in which SQLite appends instead of searching."""
    # Not at the top: a build that changes nothing does without NumPy.
    import numpy as np

    hashes, sizes = hashes_of(sketches)
    owners = np.repeat(np.array(list(sketches), dtype=np.int64), sizes)
    order = np.lexsort((owners, hashes))
    for start in range(0, len(order), _ROWS):
        rows = order[start : start + _ROWS]
        insert(db, "shingles", 2, np.column_stack((hashes[rows], owners[rows])).ravel().tolist())


def _regroup(
    db: sqlite3.Connection, region: Region, found: list[set[int]], regroup: set[int], new: dict[int, Stored]
) -> None:
    for group in found:
        for number in sorted(group - region.before.keys()):
            if number not in regroup:
                add_group(db, region, number)
    alone = regroup - {number for group in found for number in group}
    for group in (*found, *({number} for number in alone)):
        members = sorted((new.get(number) or _stored(db, number) for number in group), key=lambda member: member.order)
        for member in members:
            leader = members[0].id if member is not members[0] else None
            if member.duplicate_of != leader:
                db.execute("UPDATE articles SET duplicate_of = ? WHERE id = ?", (leader, member.id))
            region.now[member.id] = Stored(member.id, member.key, member.digest, member.published, leader)
        region.groups.add(frozenset(group))


def _stored(db: sqlite3.Connection, number: int) -> Stored:
    columns = "id, path, digest, published, duplicate_of"
    row = db.execute(f"SELECT {columns} FROM articles WHERE id = ?", (number,)).fetchone()
    return Stored(*row)


def add_group(db: sqlite3.Connection, region: Region, number: int, still: bool = False) -> None:
    """Take an article into the region with the group that it is stored in; ``still`` when that group stays."""
    if number in region.before or number in region.now:
        return
    stored = _stored(db, number)
    leader = stored.duplicate_of or stored.id
    others = db.execute("SELECT id FROM articles WHERE duplicate_of = ?", (leader,))
    members = {leader, *(other for (other,) in others)}
    for member in members:
        region.before[member] = _stored(db, member)
    region.old_groups.add(frozenset(members))
    if still:
        region.groups.add(frozenset(members))
        region.now.update({member: region.before[member] for member in members})
