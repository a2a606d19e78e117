"""DeepL: source, target and their languages, no header, no byte-order mark, no source twice.

There is no column to say where a target comes from: machine translations are left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from glossary.export.options import Options
from glossary.export.pairs import pairs
from glossary.export.texts import one_line
from glossary.model import GlossaryError
from glossary.store.evidence import Concept

FILE_LIMIT = 10 * 1024 * 1024  # bytes a glossary
TEXT_LIMIT = 1024  # bytes a source or a target


def write_deepl(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """A row a source with its best target; texts that DeepL would refuse are left out."""
    seen: set[str] = set()
    written = 0
    for concept in concepts:
        for pair in pairs(concept, options):
            source, target = _plain(pair.source), _plain(pair.target)
            if pair.evidence == "machine" or source in seen or not _fits(source) or not _fits(target):
                continue
            seen.add(source)
            row = io.StringIO(newline="")
            csv.writer(row, lineterminator="\n").writerow([source, target, options.source, options.target])
            line = row.getvalue().encode()
            written += len(line)
            if written > FILE_LIMIT:
                raise GlossaryError(
                    "DeepL takes 10 MiB a glossary, this is more: narrow it with --kind, --status or --min-confidence"
                )
            out.write(line)


def _plain(text: str) -> str:
    """One line without control characters, which DeepL refuses."""
    return one_line("".join(c if c.isprintable() or c.isspace() else " " for c in text))


def _fits(text: str) -> bool:
    return 0 < len(text.encode()) <= TEXT_LIMIT
