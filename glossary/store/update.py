"""Bring a database from the articles and decisions that it holds to those that it should hold.

A full build is this function on an empty database; an incremental one is the same function on the live one. What
follows from an article alone is written for the articles that changed; what depends on the corpus (near-duplicates,
the cut of the ranking, decisions) names the other articles whose rows it touches, and only rows that differ are
written.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from itertools import chain

from glossary.model import Findings
from glossary.store.ahead import Work, made_ahead
from glossary.store.articles import Outcome, Plan, Region, Stored, add_group, write_articles
from glossary.store.candidates import Cut, articles_of, cut, published
from glossary.store.concepts import save_termhood, settle
from glossary.store.counting import count_articles
from glossary.store.curation import Curation
from glossary.store.derivation import save_verbs
from glossary.store.groups import rows_of_group
from glossary.store.joins import join_variants
from glossary.store.members import GroupRows, as_columns, changed_rows, from_columns, read_members, stored_norms
from glossary.store.rows import RowWriter
from glossary.store.source import Source
from glossary.store.tallies import Saved, save_tallies

Watch = Callable[[Iterable[frozenset[int]], int], Iterable[frozenset[int]]]


def update(
    db: sqlite3.Connection,
    source: Source,
    planned: Plan,
    curation: Curation,
    old: Curation | None = None,
    watch: Watch = lambda groups, _: groups,
) -> Outcome:
    """Carry out the plan and the decisions, in the caller's transaction; ``old`` is the curation in force until now."""
    old = old or curation
    whole = db.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None
    region = write_articles(db, source, planned)
    saved = save_tallies(db, count_articles(source, region, whole), whole)
    save_verbs(db, None if whole else saved.norms)
    ranking, old, curation = _rank_and_join(db, source, saved, (old, curation), whole or bool(planned), whole)
    crossed = {*ranking.appeared, *ranking.vanished} if ranking else set()
    rejoined = old.rejoined(curation)
    writer = RowWriter(db, whole)
    changed = set(region.groups)
    moved: set[frozenset[int]] = set()  # groups that articles joined or left
    touched = region.now.keys() - region.before.keys() | region.replaced
    if not whole:
        moved = {group for group in region.groups if len(group) > 1}
        decided = _articles_decided(db, old, curation) | articles_of(db, rejoined)
        _add_groups(db, region, decided)
        changed |= region.groups
        crossing = articles_of(db, crossed)
        touched |= decided | crossing
        _add_groups(db, region, crossing)
        for norm in old.differing(curation):
            writer.change(norm)
        if old.joined_otherwise(curation):
            changed |= region.groups
            moved.clear()
    names = published(db, curation.variants, saved.ids, whole)
    parts = curation.parts(crossed)  # a concept's other parts take a place before or after those that crossed

    def rows_of(source: Source, group: frozenset[int]) -> GroupRows:
        if group in moved:
            return changed_rows(source, region, group, touched, names, curation)
        if group in changed:
            return _all_rows(source, region, group, names, curation)
        return _crossed_rows(source, region, group, names, curation, crossed, parts)

    def all_rows_of(source: Source, groups: Sequence[frozenset[int]]) -> list[GroupRows]:
        return [rows_of(source, group) for group in groups]

    ordered = sorted(region.groups, key=min)
    work = Work(all_rows_of, as_columns, partial(from_columns, articles=region.now))
    with made_ahead(ordered, work, source, whole) as made:
        _write_rows(db, region, writer, zip(watch(ordered, len(ordered)), chain.from_iterable(made), strict=True))
    terms = settle(db, writer, curation, whole)
    if ranking:
        save_termhood(db, ranking.termhood)
    return Outcome(terms, set(writer.changes), ranking.seconds if ranking else 0.0)


def _add_groups(db: sqlite3.Connection, region: Region, articles: Iterable[int]) -> None:
    for number in sorted(articles):
        add_group(db, region, number, still=True)


def _rank_and_join(
    db: sqlite3.Connection, source: Source, saved: Saved, decided: tuple[Curation, Curation], moved: bool, whole: bool
) -> tuple[Cut | None, Curation, Curation]:
    """The ranking where it may be another, and both curations with the joins that the program makes."""
    old, new = decided
    wanted, named = new.wanted(), new.joined()

    def ranked() -> Cut:
        return cut(db, source, wanted, named, saved)

    # A note or a name leaves the ranking as it is.
    ranking = ranked() if moved or old.wanted() != wanted or old.joined_otherwise(new) else None
    crossed = {*ranking.appeared, *ranking.vanished} if ranking else set()
    old, new = join_variants(db, source, old, new, saved, crossed, whole)
    if ranking is None and old.rejoined(new):  # a concept's termhood is that of the best of its parts
        ranking = ranked()
    return ranking, old, new


def _articles_decided(db: sqlite3.Connection, old: Curation, new: Curation) -> set[int]:
    """The articles in which a concept occurs whose mentions or glosses are decided otherwise than before."""
    norms = old.joined_otherwise(new)
    query = (
        "SELECT c.article_id FROM terms t JOIN occurrences o ON o.term_id = t.id "
        "JOIN contexts c ON c.id = o.context_id WHERE t.norm = ?"
    )
    return {article for norm in norms for (article,) in db.execute(query, (norm,))}


def _all_rows(
    source: Source, region: Region, group: frozenset[int], names: Container[str], curation: Curation
) -> GroupRows:
    return _group_rows(_read_group(source, region, group, names), names, curation)


def _crossed_rows(
    source: Source,
    region: Region,
    group: frozenset[int],
    names: Container[str],
    curation: Curation,
    crossed: set[str],
    parts: set[str],
) -> GroupRows:
    """Of articles that only have candidates that crossed the cut: the mentions of these, which are few of all."""
    found = _read_group(source, region, group, parts)
    only = {curation.concept(t.term, t.text) for _, _, findings in found for t in findings.terms if t.term in crossed}
    return _group_rows(found, names, curation, only)


def _read_group(
    source: Source, region: Region, group: frozenset[int], norms: Container[str]
) -> list[tuple[Stored, str, Findings]]:
    members = sorted((region.now[number] for number in group), key=lambda member: member.order)
    return read_members(source, members, norms)


def _group_rows(
    found: list[tuple[Stored, str, Findings]],
    names: Container[str],
    curation: Curation,
    only: set[str] | None = None,
) -> GroupRows:
    rows = rows_of_group([(text, findings) for _, text, findings in found], names, curation)
    return GroupRows([(m, text, r) for (m, text, _), r in zip(found, rows, strict=True)], only)


def _write_rows(
    db: sqlite3.Connection,
    region: Region,
    writer: RowWriter,
    made: Iterable[tuple[frozenset[int], GroupRows]],
) -> None:
    stored: dict[int, set[str]] = {}  # article → norms that it had
    articles: Counter[str] = Counter()  # norm → how many more have it; most of those looked at have what they had
    for _, found in made:
        named: set[str] = set()
        for member, text, rows in found.members:
            replaced = region.before[member.id].place if member.id in region.replaced else None
            if found.only is None:
                had, has = writer.write(member.place, text, rows, replaced)
            else:
                had, has = writer.write_some(member.place, text, rows, found.only)
            stored[member.id] = had
            named |= has
        stored |= (others := stored_norms(db, found.others))
        named = named.union(*others.values())
        articles.update(named)
    for number in sorted(region.before.keys() - region.now.keys()):
        stored[number] = writer.clear(region.before[number].place)
    for group in region.old_groups:
        articles.subtract({norm for number in group for norm in stored[number]})
    for norm, more in articles.items():
        if more:
            writer.change(norm).articles += more
    writer.flush()
