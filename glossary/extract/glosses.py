"""Glosses: pairs of a term and the words with which the text itself explains it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from glossary.forms import straighten
from glossary.model import Abbreviation, Gloss, Loanword

_CUE = re.compile(
    r"[\"«] ?(?P<term>[\w -]{3,40}?) ?[\"»],? qui (?:peut|pourrait) se traduire (?:en français )?par "
    r"(?:l'|le |la |les |un |une |des )?(?P<gloss>[^.;]+)"
)


def find_glosses(
    text: str, docs: list[Any], loanwords: Sequence[Loanword], abbreviations: Sequence[Abbreviation]
) -> list[Gloss]:
    """Every gloss, in text order, with the rule that found it."""
    plain = straighten(text)
    return [_gloss(text, match, "translation", "en", "se-traduire-par", 0.9) for match in _CUE.finditer(plain)]


def _gloss(text: str, match: re.Match[str], kind: str, lang: str, rule: str, confidence: float) -> Gloss:
    (a, b), (c, d) = match.span("term"), match.span("gloss")
    return Gloss(a, b, text[a:b], c, d, text[c:d], kind, lang, "fr", rule, confidence)
