"""What a span is made of: content words, foreign words, a clause or a noun phrase."""

from __future__ import annotations

from glossary.extract.foreign import foreignness
from glossary.extract.spans import Paragraph, Span

INSIDE = {"NOUN", "PROPN", "ADJ", "X", "NUM", "SYM", "INTJ"}
_RELATIVE = frozenset({"qui", "que", "qu'", "où", "dont", "lequel", "laquelle", "lesquels", "lesquelles"})


def content_words(par: Paragraph, first: int, last: int) -> int:
    """Number of nouns, adjectives, verbs and names among the tokens."""
    return sum(par.tags[i] in INSIDE or par.tags[i] in {"VERB", "PART"} for i in range(first, last + 1))


def looks_foreign(par: Paragraph, span: Span) -> float:
    """The gap of the span's words, raised where the loanword rules see one there."""
    loan = par.loanword_at(*span)
    gap = foreignness(par.text[span[0] : span[1]])
    return gap + loan[1] if loan else gap


def is_clause(par: Paragraph, span: Span) -> bool:
    """Whether a finite verb stands in the span before any relative word: it is no noun phrase."""
    for number in par.tokens_in(*span):
        word, tag = par.words[number], par.tags[number]
        if word in _RELATIVE:
            return False
        if tag in {"VERB", "AUX"} and not word.endswith(("er", "ir", "re", "ant")):
            return True
    return False
