"""Weblate: the CSV of its glossaries, column for column; a machine's proposal is « fuzzy », to be checked."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import BinaryIO

from glossary.export.options import Options
from glossary.export.pairs import pairs
from glossary.export.texts import utf8_lines
from glossary.store.evidence import Concept

COLUMNS = (
    "location", "source", "target", "id", "fuzzy", "context", "translator_comments", "developer_comments",
)  # fmt: skip


def write_weblate(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """A row a pair; ``context`` keeps several targets of one source apart, which Weblate would else merge."""
    with utf8_lines(out) as text:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for concept in concepts:
            for number, pair in enumerate(pairs(concept, options), 1):
                context = concept.slug if number == 1 else f"{concept.slug}#{number}"
                explained = "\n".join(filter(None, (pair.definition, pair.example)))
                fuzzy = str(pair.evidence == "machine")
                url = options.term_url(concept)
                writer.writerow([url, pair.source, pair.target, "", fuzzy, context, pair.statement, explained])
