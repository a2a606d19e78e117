"""Which members of a group of near-duplicates have other rows when one comes, changes or goes: few of all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from glossary.model import Findings
from glossary.store.articles import Region, Stored
from glossary.store.curation import Curation
from glossary.store.groups import Fresh, Rows, fresh_sentences, rows_of_member
from glossary.store.mentions import Attested, Mention
from glossary.store.source import Source


class GroupRows(NamedTuple):
    """What is written of the articles of a group, in their order: stored article, text, rows."""

    members: list[tuple[Stored, str, Rows]]
    only: set[str] | None = None  # the concepts whose mentions may have changed; all when None
    others: frozenset[int] = frozenset()  # articles of the group whose rows stay


def read_members(
    source: Source, members: Iterable[Stored], norms: Container[str]
) -> list[tuple[Stored, str, Findings]]:
    """Each member with its text and what was found in it about these norms."""
    texts = ((member, source.text(member.digest)) for member in members)
    return [(member, text, source.findings_about(member.digest, norms, text)) for member, text in texts]


def changed_rows(
    source: Source,
    region: Region,
    group: frozenset[int],
    touched: Container[int],
    names: Container[str],
    curation: Curation,
) -> GroupRows:
    """The rows of the members that are ``touched``, and of those of which other sentences are the first than before."""
    sentences: dict[str, list[str]] = {}

    def fresh(members: Iterable[Stored]) -> dict[int, Fresh]:
        ordered = sorted(members, key=lambda member: member.order)
        if len(ordered) == 1:
            return {ordered[0].id: None}
        for member in ordered:
            if member.digest not in sentences:
                sentences[member.digest] = source.sentences(member.digest)
        found = fresh_sentences(sentences[member.digest] for member in ordered)
        return dict(zip((member.id for member in ordered), found, strict=True))

    now, before = fresh(region.now[number] for number in group), dict[int, Fresh]()
    for old in region.old_groups:
        if old & group:
            before |= fresh(region.before[number] for number in old)
    others = {n for n in group if n not in touched and n in before and before[n] == now[n]}
    found = read_members(source, (region.now[number] for number in now if number not in others), names)
    rows = [(m, text, rows_of_member(findings, now[m.id], names, curation)) for m, text, findings in found]
    return GroupRows(rows, None, frozenset(others))


def stored_norms(db: sqlite3.Connection, articles: Iterable[int]) -> dict[int, set[str]]:
    """Article → the norms of its concepts, as its rows have them."""
    norms: dict[int, set[str]] = {article: set() for article in articles}
    asked = json.dumps(list(norms))
    query = (
        "SELECT c.article_id, t.norm FROM json_each(?) asked CROSS JOIN contexts c ON c.article_id = asked.value "
        "CROSS JOIN occurrences o ON o.context_id = c.id CROSS JOIN terms t ON t.id = o.term_id UNION ALL "
        "SELECT g.article_id, t.norm FROM json_each(?) asked CROSS JOIN glosses g ON g.article_id = asked.value "
        "CROSS JOIN terms t ON t.id = g.term_id"
    )
    for article, norm in db.execute(query, (asked, asked)) if norms else ():
        norms[article].add(norm)
    return norms


def as_columns(made: Iterable[GroupRows]) -> list[list[tuple[Any, ...]]]:
    """The rows of whole groups as plain values: marshal takes no named tuples."""
    return [
        [
            (member.id, text, *(list(zip(*some, strict=True)) for some in (rows.mentions, rows.attested)))
            for member, text, rows in found.members
        ]
        for found in made
    ]


def from_columns(sent: Iterable[list[tuple[Any, ...]]], articles: Mapping[int, Stored]) -> list[GroupRows]:
    return [GroupRows(list(_members(group, articles))) for group in sent]


def _members(group: list[tuple[Any, ...]], articles: Mapping[int, Stored]) -> Iterator[tuple[Stored, str, Rows]]:
    make = tuple.__new__
    for number, text, *columns in group:
        mentions, attested = (zip(*some, strict=True) for some in columns)
        rows = Rows([make(Mention, row) for row in mentions], [make(Attested, row) for row in attested])
        yield articles[number], text, rows
