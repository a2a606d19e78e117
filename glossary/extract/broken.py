"""Tokens that are no words: pieces of formulas, addresses, and words that a footnote's number sticks to."""

from __future__ import annotations

import functools
import re

from glossary.forms import zipf

_LETTER = "a-zàâäáãåçéèêëíîïìñóôöòõúùûüýÿœæßøšžčćł"
_WORD = re.compile(rf"[{_LETTER}]+(?:[-'][{_LETTER}]+)*", re.IGNORECASE)
_GREEK = re.compile(rf"[α-ω]-[{_LETTER}]{{4,}}", re.IGNORECASE)  # « β-bloquant »
# OTAN, U.E., CO2, H1N1, IL-6, kWh, pH, Hz, ARNm, TNF-α.
_ABBREVIATION = re.compile(
    r"(?:[A-ZÉÈ]\.?){1,6}s?\d{0,2}|[A-Z]{1,6}\d{1,4}(?:[A-Z]\d?)?|[A-Z]{2,}(?:[-&/][A-Z0-9α-ω]{1,6})+"
    r"|(?=.{2,7}$)[A-Za-zµ]+[A-Z]+[a-z]{0,2}|[A-Z]{2,5}[a-z]|[A-Z][a-z]"
)
_VOWEL = re.compile(r"[aeiouyàâäáãåéèêëíîïìóôöòõúùûüýÿœæø]", re.IGNORECASE)


@functools.cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """Three letters that some French or English word begins, or ends, with."""
    from wordfreq import get_frequency_dict

    words = [w for language in ("fr", "en") for w in get_frequency_dict(language, "small") if len(w) > 3]
    return frozenset(w[:3] for w in words), frozenset(w[-3:] for w in words)


def is_word(token: str) -> bool:
    """Whether a token is written as a word or an abbreviation of French prose may be.

    >>> [w for w in ("portance", "CO2", "β-bloquant", "corruption15", "ȕref", "pchmax", "www.onu.fr") if is_word(w)]
    ['portance', 'CO2', 'β-bloquant']
    """
    if len(token) > 3 and token.isalpha() and _WORD.fullmatch(token) and zipf(token.lower()):
        return True  # most are
    if _ABBREVIATION.fullmatch(token):
        return True
    if not _WORD.fullmatch(token):
        return bool(_GREEK.fullmatch(token))
    if len(token) < 4:
        return bool(_VOWEL.search(token))
    beginnings, endings = _edges()
    return all(
        bool(_VOWEL.search(part)) and (len(part) > 6 or (part[:3] in beginnings and part[-3:] in endings))
        for part in re.split(r"[-']", token.lower())
        if len(part) > 3 and not zipf(part)
    )
