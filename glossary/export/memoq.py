"""memoQ: the CSV of its term bases (« Term base in CSV format »): semicolons, UTF-8, its column names."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import BinaryIO

from glossary.export.options import Options
from glossary.export.pairs import pairs
from glossary.export.texts import utf8_lines
from glossary.model import GlossaryError
from glossary.store.evidence import Concept

ENTRY = (
    "Entry_ID", "Entry_Subject", "Entry_Domain", "Entry_ClientID", "Entry_ProjectID", "Entry_Created",
    "Entry_Creator", "Entry_LastModified", "Entry_Modifier", "Entry_Note",
)  # fmt: skip
LANGUAGES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese"}
# Matching of the terms: capitals count only where the term has them, endings may differ.
INFO = "CasePermissive;HalfPrefix"


def write_memoq(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """An entry a pair; whose word it is stands in the entry's note. Dates stay empty: they would differ each time."""
    source, target = _language(options.source), _language(options.target)
    with utf8_lines(out, "utf-8-sig") as text:
        writer = csv.writer(text, delimiter=";")
        sides = [f"{source}_Def", source, "Term_Info", "Term_Example", f"{target}_Def", target, "Term_Info"]
        writer.writerow([*ENTRY, *sides, "Term_Example"])
        number = 0
        for concept in concepts:
            for pair in pairs(concept, options):
                note = f"{pair.statement} — {options.term_url(concept)}"
                entry = [number, "", pair.domain or "", "", "", "", "", "", "", note]
                given = [pair.source, INFO, pair.example if options.source == "fr" else ""]
                wanted = [pair.target, INFO, pair.example if options.target == "fr" else ""]
                french_first = options.source == "fr"
                explained = [pair.definition or "", ""] if french_first else ["", pair.definition or ""]
                writer.writerow([*entry, explained[0], *given, explained[1], *wanted])
                number += 1


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise GlossaryError(f"memoQ has no name for the language « {code} » here; known are {', '.join(LANGUAGES)}")
    return LANGUAGES[code]
