"""OmegaT: source, target and comment by tabs in UTF-8, one pair a line; there is no quoting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.export.options import Options
from glossary.export.pairs import pairs
from glossary.export.texts import one_line, utf8_lines
from glossary.store.evidence import Concept


def write_omegat(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """A line a pair; a source that starts with « # » is left out, for OmegaT would take it for a comment."""
    with utf8_lines(out) as text:
        text.write("# Glossary in tab-separated format -*- coding: utf-8 -*-\n")
        for concept in concepts:
            for pair in pairs(concept, options):
                source, target = one_line(pair.source), one_line(pair.target)
                if source and target and not source.startswith("#"):
                    comment = " — ".join(filter(None, (pair.statement, pair.definition, options.term_url(concept))))
                    text.write(f"{source}\t{target}\t{one_line(comment)}\n")
