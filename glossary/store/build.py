"""Articles → the published database, whole or not at all.

A full build makes a new database beside the live one and copies it over with SQLite's backup API in one transaction
(the first is only given its name); an incremental one is a transaction on the live database. Readers see the old
glossary or the new. A build that is killed, or that finds the disk full, leaves the old one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from glossary.model import GlossaryError
from glossary.store.articles import Outcome, Plan, plan
from glossary.store.cache import Cache, Entry, Lost
from glossary.store.connect import (
    bulk_loading,
    checkpoint,
    disk_errors,
    index_contexts,
    opened,
    publish,
    remove_database,
    scratch,
    transaction,
)
from glossary.store.curation import Curation
from glossary.store.decided import decisions_in, save_decisions
from glossary.store.decisions import Decision, read_decisions, replay
from glossary.store.enrich import enrich
from glossary.store.fingerprint import finding_fingerprint, program_fingerprint
from glossary.store.project import Project, locked
from glossary.store.report import Report, Shown, compare, save_report, shown_terms
from glossary.store.survey import Find, Survey, find_lacking, survey

# From a quarter of the articles on, rows one by one are dearer than a new database in bulk.
MANY = 20, 4


def _unwatched(found: Iterable[Any], total: int, label: str) -> Iterable[Any]:
    return found


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. ``watch`` shows progress, ``say`` tells a person something."""

    full: bool = False
    watch: Callable[[Iterable[Any], int, str], Iterable[Any]] = _unwatched
    say: Callable[[str], None] = field(default=lambda _: None)


def build(project: Project, paths: Iterable[Path], find: Find, options: Options | None = None) -> Report:
    """Make the glossary that of the articles in ``paths``; only what changed is read, parsed and written."""
    options = options or Options()
    started = datetime.now(UTC)
    with disk_errors(project.database), locked(project, options.say), closing(Cache(project.cache)) as cache:
        remove_database(project.scratch)
        if project.database.exists():
            with opened(project.database):
                pass  # refuse a newer or a broken one before any work is done
        if options.full:
            cache.forget()
        sources = list(paths)
        try:
            return _read_and_write(project, sources, cache, find, options, started)
        except Lost:
            # Looked for only now: to read the whole cache at every build would cost more than it saves.
            cache.mend(finding_fingerprint())
        try:
            return _read_and_write(project, sources, cache, find, options, started)
        except Lost:
            cache.forget()
        return _read_and_write(project, sources, cache, find, options, started)


def _read_and_write(
    project: Project, paths: list[Path], cache: Cache, find: Find, options: Options, started: datetime
) -> Report:
    found = survey(paths, project.root, cache)
    if not found.entries:
        raise GlossaryError(_nothing(found))
    parsed = _parse(cache, found, find, options)
    if not found.entries:
        raise GlossaryError(_nothing(found))
    report = Report(skipped=found.skipped, parsed=parsed)
    _write(project, cache, list(found.entries.values()), options, report, started)
    return report


def decide(project: Project, options: Options | None = None) -> Report | None:
    """Apply the decisions to the live database at once; None when the next build has to do it."""
    options = options or Options()
    if not project.database.exists():
        return None
    report = Report()
    with (
        disk_errors(project.database, "glossary build applies the decision, which is written down"),
        locked(project, options.say),
        closing(Cache(project.cache)) as cache,
        opened(project.database) as db,
    ):
        if not _is_current(db) or not _incremental(db, project, cache, Plan(), report, datetime.now(UTC)):
            return None
    return report


def _nothing(found: Survey) -> str:
    if not found.skipped:
        return "there is no article to read: put texts into data/articles/, or name files or folders"
    reasons = "".join(f"\n  {skipped.key}: {skipped.reason}" for skipped in found.skipped[:20])
    return (
        f"none of the {len(found.skipped)} files could be read as an article; the glossary is left as it was{reasons}"
    )


def _parse(cache: Cache, found: Survey, find: Find, options: Options) -> int:
    lacking = cache.lacking({entry.digest for entry in found.entries.values()}, finding_fingerprint())
    if not lacking:
        return 0
    keys = find_lacking(cache, found, find)
    return sum(1 for _ in options.watch(keys, len(lacking), "Reading"))


def _write(
    project: Project, cache: Cache, entries: list[Entry], options: Options, report: Report, started: datetime
) -> None:
    if project.database.exists() and not options.full:
        with opened(project.database) as db:
            planned = plan(db, entries)
            (stored,) = db.execute("SELECT count(*) FROM articles").fetchone()
            few = len(planned) <= max(MANY[0], stored // MANY[1])
            if stored and few and _is_current(db) and _incremental(db, project, cache, planned, report, started):
                return
    _full(project, cache, entries, options, report, started)


def _incremental(
    db: sqlite3.Connection, project: Project, cache: Cache, planned: Plan, report: Report, started: datetime
) -> bool:
    """Carry out the plan in one transaction on the live database; False when that cannot be done."""
    decisions, report.problems = read_decisions(project.decisions)
    _name_articles(db, report, planned)
    try:
        with transaction(db), closing(sqlite3.connect(project.database)) as readers:
            outcome = _update(db, cache, planned, replay(decisions), replay(decisions_in(db)))
            enrich(db, project, outcome.terms)
            _finish(db, decisions, report, outcome)
            compare(report, shown_terms(readers, outcome.norms), shown_terms(db, outcome.norms))
            save_report(db, report, started, datetime.now(UTC))
    except Lost:
        return False
    checkpoint(db, "PASSIVE")
    return True


def _full(
    project: Project, cache: Cache, entries: list[Entry], options: Options, report: Report, started: datetime
) -> None:
    """Make a new database, and publish it."""
    decisions, report.problems = read_decisions(project.decisions)
    planned = Plan(added=tuple(sorted(entries, key=lambda entry: entry.key)))

    def watch(groups: Iterable[frozenset[int]], total: int) -> Iterable[frozenset[int]]:
        return options.watch(groups, total, "Writing")

    with scratch(project.scratch) as db:
        with transaction(db):
            with bulk_loading(db):
                outcome = _update(db, cache, planned, replay(decisions), watch=watch)
            index_contexts(db)
            report.full = True
            enrich(db, project, outcome.terms)
            _finish(db, decisions, report, outcome)
            compare(report, _old(db, project, planned, report), shown_terms(db))
            save_report(db, report, started, datetime.now(UTC))
        publish(db, project.database)
    cache.prune(finding_fingerprint())


def _update(
    db: sqlite3.Connection,
    cache: Cache,
    planned: Plan,
    curation: Curation,
    old: Curation | None = None,
    watch: Callable[[Iterable[frozenset[int]], int], Iterable[frozenset[int]]] = lambda groups, _: groups,
) -> Outcome:
    if not planned and old == curation:
        return Outcome()
    # Not at the top: numpy and wordfreq take longer to load than finding out that nothing has changed.
    from glossary.store.source import Source
    from glossary.store.update import update

    return update(db, Source(cache), planned, curation, old, watch)


def _finish(db: sqlite3.Connection, decisions: list[Decision], report: Report, outcome: Outcome) -> None:
    """What became of the decisions, what the database was made by, and the figures of the report."""
    for decision in save_decisions(db, decisions):
        what = f"{decision.action} « {decision.term} »" + (f" ({decision.detail})" if decision.detail else "")
        report.problems.append(f"decision of {decision.date[:10]}: {what} finds nothing to apply to; it is kept")
    marks = {"findings": finding_fingerprint(), "program": program_fingerprint()}
    db.executemany("REPLACE INTO meta VALUES (?, ?)", marks.items())
    (report.duplicates,) = db.execute("SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL").fetchone()
    (report.articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
    (report.terms,) = db.execute("SELECT count(*) FROM terms WHERE status != 'rejected'").fetchone()
    report.ranking = outcome.ranking


def _is_current(db: sqlite3.Connection) -> bool:
    """Whether the database was made by these rules, this program and this model."""
    marks = dict(db.execute("SELECT key, value FROM meta"))
    return (marks.get("findings"), marks.get("program")) == (finding_fingerprint(), program_fingerprint())


def _name_articles(db: sqlite3.Connection, report: Report, planned: Plan) -> None:
    report.added_articles = [entry.key for entry in planned.added]
    report.changed_articles = [entry.key for _, entry in planned.changed]
    keys = (db.execute("SELECT path FROM articles WHERE id = ?", (number,)).fetchone() for number in planned.removed)
    report.removed_articles = [key for (key,) in keys]


def _old(db: sqlite3.Connection, project: Project, planned: Plan, report: Report) -> Shown:
    """What the live database shows until now; its history of builds is kept."""
    if not project.database.exists():
        report.added_articles = [entry.key for entry in planned.added]
        return {}
    with opened(project.database) as live:
        _name_articles(live, report, plan(live, planned.added))
        builds = live.execute("SELECT id, started, finished, program, rules, model, report FROM builds").fetchall()
        db.executemany("INSERT INTO builds VALUES (?, ?, ?, ?, ?, ?, ?)", builds)
        return shown_terms(live)
