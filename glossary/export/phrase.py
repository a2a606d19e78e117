"""Phrase Strings: the CSV of its term bases; Phrase TMS reads the TBX of version 2."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import BinaryIO

from glossary.export.options import Options
from glossary.export.pairs import pairs
from glossary.export.texts import utf8_lines
from glossary.store.evidence import Concept


def write_phrase(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """A row a source with its best target; Phrase keeps a term once, its description says whose word the target is."""
    with utf8_lines(out) as text:
        writer = csv.writer(text)
        writer.writerow(["term", "description", "case_sensitive", "translatable", options.source, options.target])
        seen: set[str] = set()
        for concept in concepts:
            for pair in pairs(concept, options):
                if pair.source not in seen:
                    seen.add(pair.source)
                    about = "\n".join(filter(None, (pair.statement, pair.definition, options.term_url(concept))))
                    cased = "true" if concept.kind == "abbreviation" else "false"
                    writer.writerow([pair.source, about, cased, "true", pair.source, pair.target])
