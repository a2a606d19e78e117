"""Foreign forms in French prose, by the frequency of a form in English against French."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wordfreq import zipf_frequency

from glossary.model import Gloss, Loanword

KEPT = 0.5  # an uncued loanword needs at least this confidence


def find_loanwords(text: str, docs: list[Any]) -> list[Loanword]:
    """Every possible loanword with its confidence, in text order; ``keep_loanwords`` decides."""
    found = []
    for doc in docs:
        offset = doc.user_data["start"]
        for token in doc:
            form = token.text
            if not form.isalpha() or not form.islower() or len(form) < 4:
                continue
            gap = zipf_frequency(form, "en") - zipf_frequency(form, "fr")
            quoted = token.i > 0 and doc[token.i - 1].text in {'"', "«"}
            if gap > 0.5 or (quoted and zipf_frequency(form, "fr") == 0):
                start = offset + token.idx
                confidence = 0.9 if quoted else min(0.9, 0.3 + gap / 5)
                end = start + len(form)
                found.append(Loanword(start, end, text[start:end], "en", confidence, "zipf"))
    return found


def keep_loanwords(text: str, possible: Iterable[Loanword], glosses: Iterable[Gloss]) -> list[Loanword]:
    """Those with enough evidence, and all that the text glosses."""
    glossed = [(gloss.term_start, gloss.term_end) for gloss in glosses if gloss.term_lang != "fr"]
    return [
        word for word in possible if word.confidence >= KEPT or any(start <= word.start < end for start, end in glossed)
    ]
