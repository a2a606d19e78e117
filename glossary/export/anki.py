"""Anki: flash cards, as text that any Anki imports, or as a package that opens at a double click."""

from __future__ import annotations

import csv
import hashlib
import html
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from glossary.export.lines import KINDS, lines
from glossary.export.options import Options
from glossary.export.texts import one_line, utf8_lines
from glossary.model import GlossaryError
from glossary.store.evidence import Concept

# Any two numbers that stay the same, so that a later import updates the cards instead of doubling them.
_MODEL, _DECK = 1_607_392_319, 2_059_400_110
_MADE = 1_577_836_800.0  # packages carry a date; the same one each time, for the same bytes of notes


def write_anki(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """Behind tabs with Anki's headers; the identifier lets a second import update the first."""
    with utf8_lines(out) as text:
        text.write("#separator:tab\n#html:false\n#deck:Glossaire\n#columns:ID\tFront\tBack\tTags\n")
        text.write("#guid column:1\n#tags column:4\n")
        writer = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
        for concept in concepts:
            if back := _back(concept, options):
                writer.writerow([_guid(concept), concept.term, back, " ".join(_tags(concept, options))])


def write_apkg(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """A package made by genanki, which holds all its notes in memory."""
    try:
        import genanki
    except ImportError as error:
        raise GlossaryError("apkg needs genanki: pip install 'glossary-fr[exports]'") from error
    model = genanki.Model(
        _MODEL,
        "Glossaire",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Carte", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
    )
    deck = genanki.Deck(_DECK, "Glossaire")
    for concept in concepts:
        if back := _back(concept, options):
            fields = [html.escape(concept.term), html.escape(back).replace("\n", "<br>")]
            tags = _tags(concept, options)
            deck.add_note(genanki.Note(model=model, fields=fields, tags=tags, guid=_guid(concept)))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "glossary.apkg"
        genanki.Package(deck).write_to_file(str(made), timestamp=_MADE)
        out.write(made.read_bytes())


def _back(concept: Concept, options: Options) -> str:
    """A line a gloss with its label and source; nothing where there is nothing to answer."""
    shown = [
        f"{one_line(line.text)} ({line.label}{f' : {line.cited}' if line.cited else ''})"
        for line in lines(concept, options)
    ]
    return "\n".join([*shown, options.term_url(concept)]) if shown else ""


def _tags(concept: Concept, options: Options) -> list[str]:
    evidence = dict.fromkeys(line.evidence for line in lines(concept, options))
    return [f"glossaire::{KINDS[concept.kind]}", f"langue::{'_'.join(concept.language.split())}", *evidence]


def _guid(concept: Concept) -> str:
    return hashlib.sha256(concept.slug.encode()).hexdigest()[:16]
