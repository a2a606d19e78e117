"""HTML: one file from A to Z with its sources, to read, to search with the browser and to print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import BinaryIO

from glossary.export.lines import KINDS, Line, lines
from glossary.export.options import Options
from glossary.export.texts import utf8_lines, xml_text
from glossary.forms import sort_key
from glossary.store.evidence import Concept

_HEAD = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Glossaire</title>
<style>
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1, h2, .kind, .label { font-family: system-ui, sans-serif; }
h2 { border-bottom: 1px solid #767676; margin-top: 2.5rem; }
dt { font-weight: bold; margin-top: 1.2rem; }
dd { margin: .2rem 0 .2rem 1.5rem; }
.kind, .label, .source { font-size: .85rem; font-weight: normal; color: #4a4a4a; }
blockquote { margin: .2rem 0 .2rem 1rem; font-size: .9rem; color: #333; }
.machine .text { font-style: italic; }
a { color: #0b4f8a; }
@media print { body { max-width: none; font-size: 9.5pt; } a { color: inherit; text-decoration: none; }
  dt, dd, h2 { break-inside: avoid; } dt, h2 { break-after: avoid; } }
</style>
</head>
<body>
<h1>Glossaire</h1>
<p>Chaque explication dit d'où elle vient : attestée dans un article, officielle, choisie par la rédaction, ou proposée
par une machine.</p>
"""


def initial(concept: Concept) -> str:
    """The letter that a term stands under."""
    key = sort_key(concept.term)[:1].upper()
    return key if key.isalpha() else "0–9"


def write_html(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """Terms in a definition list under their letters; works without scripts and without the network."""
    with utf8_lines(out) as text:
        text.write(_HEAD)
        letter = ""
        for concept in concepts:
            if initial(concept) != letter:
                text.write("</dl>\n" if letter else "")
                letter = initial(concept)
                text.write(f"<h2>{escape(xml_text(letter))}</h2>\n<dl>\n")
            text.write(_entry(concept, options))
        text.write(("</dl>\n" if letter else "<p>Aucun terme.</p>\n") + "</body>\n</html>\n")


def _entry(concept: Concept, options: Options) -> str:
    head = (
        f'<dt id="{_text(concept.slug)}" lang="{_language(concept.language)}">'
        f'<a href="{_text(options.term_url(concept))}">{_text(concept.term)}</a> '
        f'<span class="kind" lang="fr">{KINDS[concept.kind]}, {_text(concept.language)}</span></dt>\n'
    )
    body = "".join(_line(line) for line in lines(concept, options))
    if not body and concept.examples:
        example = concept.examples[0]
        source = _source(
            ", ".join(filter(None, (example.source.name, example.source.published))),
            options.article_url(example.source),
        )
        body = f"<dd><blockquote>{_text(example.text)}</blockquote>{source}</dd>\n"
    return head + (body or "<dd>—</dd>\n")


def _line(line: Line) -> str:
    quotation = f"<blockquote>{_text(line.quotation)}</blockquote>" if line.quotation else ""
    return (
        f'<dd class="{line.evidence}"><span class="text" lang="{_language(line.language)}">{_text(line.text)}</span> '
        f'<span class="label">({_text(line.label)})</span>{_source(line.cited, line.url)}{quotation}</dd>\n'
    )


def _source(source: str, url: str | None) -> str:
    if not source:
        return ""
    shown = _text(source)
    linked = f'<a href="{_text(url)}">{shown}</a>' if url and re.match("https?://", url) else shown
    return f' <cite class="source">{linked}</cite>'


def _text(text: str) -> str:
    return escape(xml_text(text))


def _language(code: str) -> str:
    return code if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", code) else "und"
