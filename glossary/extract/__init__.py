"""Doc → Findings: what an article holds, each with its place. spaCy stops here."""

from __future__ import annotations

from typing import Any

from glossary.extract.abbreviations import find_abbreviations
from glossary.extract.glosses import find_glosses
from glossary.extract.loanwords import find_loanwords, keep_loanwords
from glossary.extract.terms import find_terms
from glossary.model import Article, Findings, Sentence


def extract(article: Article, docs: list[Any]) -> Findings:
    """Everything found in an article, given the Docs of its paragraphs (see ``parse``)."""
    text = article.text
    possible = find_loanwords(text, docs)
    abbreviations = find_abbreviations(text, docs)
    glosses = find_glosses(text, docs, possible, abbreviations)
    terms, counts = find_terms(text, docs, glosses)
    return Findings(
        sentences=tuple(
            Sentence(doc.user_data["start"] + sent.start_char, doc.user_data["start"] + sent.end_char)
            for doc in docs
            for sent in doc.sents
        ),
        loanwords=tuple(keep_loanwords(text, possible, glosses)),
        abbreviations=tuple(abbreviations),
        glosses=tuple(glosses),
        terms=tuple(terms),
        counts=counts,
    )
