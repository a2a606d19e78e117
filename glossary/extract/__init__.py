"""Doc → Findings: what an article holds, each with its place. spaCy stops here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from glossary.extract.abbreviations import find_abbreviations
from glossary.extract.columns import read_columns
from glossary.extract.glosses import find_glosses
from glossary.extract.loanwords import find_loanwords, keep_loanwords
from glossary.extract.terms import find_terms
from glossary.model import Article, Findings, Sentence


def extract(article: Article, docs: Iterable[Any]) -> Findings:
    """Everything found in an article, given the Docs of its paragraphs (see ``parse``)."""
    text = article.text
    columns = read_columns(docs)
    possible = find_loanwords(text, columns)
    abbreviations = find_abbreviations(text)
    glosses = find_glosses(text, columns, possible, abbreviations)
    terms, counts = find_terms(text, columns, glosses)
    return Findings(
        sentences=tuple(Sentence(start, end) for start, end in columns.sentences),
        loanwords=tuple(keep_loanwords(text, possible, glosses)),
        abbreviations=tuple(abbreviations),
        glosses=tuple(glosses),
        terms=terms,
        counts=counts,
    )
