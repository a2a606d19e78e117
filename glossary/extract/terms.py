"""Candidates for domain terms: spans whose tags match a pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from glossary.forms import straighten
from glossary.model import Gloss, Term


def find_terms(text: str, docs: list[Any], glosses: Sequence[Gloss]) -> tuple[list[Term], dict[str, tuple[int, ...]]]:
    """Every candidate in text order, and each normal form's counts in the order of ``rank.COUNTS``."""
    terms = []
    for doc in docs:
        offset = doc.user_data["start"]
        for i, token in enumerate(doc):
            if token.pos_ != "NOUN" or not token.is_alpha:
                continue
            last = i
            while last + 1 < len(doc) and last - i < 3 and doc[last + 1].pos_ == "ADJ" and doc[last + 1].is_alpha:
                last += 1
            start, end = offset + token.idx, offset + doc[last].idx + len(doc[last])
            form = text[start:end]
            pattern = " ".join(["N"] + ["A"] * (last - i))
            terms.append(Term(start, end, form, straighten(form).lower(), pattern))
    counts = Counter(term.term for term in terms)
    return terms, {form: (count,) for form, count in sorted(counts.items())}
