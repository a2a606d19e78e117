"""Markdown: one file from A to Z with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from glossary.export.html import initial
from glossary.export.lines import KINDS, Line, lines
from glossary.export.options import Options
from glossary.export.texts import one_line, utf8_lines
from glossary.store.evidence import Concept

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_AT_START = re.compile(r"^(\d+)([.)])|^([-+=])")


def write_markdown(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """A heading a letter, a heading a term, an item a piece of evidence."""
    with utf8_lines(out) as text:
        text.write("# Glossaire\n")
        letter = ""
        for concept in concepts:
            if initial(concept) != letter:
                letter = initial(concept)
                text.write(f"\n## {_text(letter)}\n")
            kind = f"*{KINDS[concept.kind]}, {_text(concept.language)}*"
            text.write(f"\n### [{_text(concept.term)}](<{options.term_url(concept)}>)\n\n{kind}\n\n")
            for line in lines(concept, options):
                text.write(_item(line))
            for example in concept.examples[: 0 if concept.glosses else 1]:
                text.write(f"> {_text(example.text)}\n>\n> — {_text(options.cite(example.source))}\n")


def _item(line: Line) -> str:
    source = f" — {_text(line.cited)}" if line.cited else ""
    if source and line.url and re.match(r"https?://[^\s<>]+$", line.url):
        source = f" — [{_text(line.cited)}](<{line.url}>)"
    quotation = f"\n  > {_text(line.quotation)}\n" if line.quotation else ""
    return f"- {_text(line.text)} ({_text(line.label)}){source}\n{quotation}"


def _text(text: str) -> str:
    """On one line, with what Markdown would take for a mark behind a backslash."""
    escaped = _MARKS.sub(r"\\\1", one_line(text))
    return _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)
